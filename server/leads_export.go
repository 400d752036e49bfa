package server

import (
	"context"
	"strconv"
	"strings"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) listExportRoutes() {
	download(s, "/leads/export", need(crm.ActExport), "线索清单，与列表同一筛选", s.handleLeadExport)
	download(s, "/visits/export", need(crm.ActExport), "拜访清单，与列表同一筛选", s.handleVisitExport)
	download(s, "/companies/export", need(crm.ActExport), "企业清单，与列表同一筛选", s.handleCompanyExport)
}

var leadColumns = []reports.ListColumn{{Title: "编码", Kind: reports.ListCode, Width: 13}, {Title: "企业名称", Width: 26}, {Title: "项目名称", Width: 26},
	{Title: "建设内容", Width: 36}, {Title: "行业", Kind: reports.ListCode}, {Title: "产业链", Kind: reports.ListCode}, {Title: "拟投资额(万元)", Kind: reports.ListMoney},
	{Title: "拟投资额(万美元)", Kind: reports.ListMoney}, {Title: "来源", Kind: reports.ListCode}, {Title: "来源省份", Kind: reports.ListCode}, {Title: "来源城市", Kind: reports.ListCode},
	{Title: "意向县区", Kind: reports.ListCode}, {Title: "责任单位", Kind: reports.ListCode}, {Title: "跟踪人", Kind: reports.ListCode}, {Title: "线索来源", Kind: reports.ListCode},
	{Title: "阶段", Kind: reports.ListCode}, {Title: "状态", Kind: reports.ListCode}, {Title: "首报日期", Kind: reports.ListDate}, {Title: "最近进展", Width: 24},
	{Title: "进展日期", Kind: reports.ListDate}, {Title: "下一步", Width: 24}, {Title: "下一步日期", Kind: reports.ListDate}}

func leadCells(l crm.Lead) []any {
	wan, usd := any(nil), any(nil)
	for _, m := range []*crm.Money{l.Amount, l.AmountMax, l.AmountMin} {
		if m == nil {
			continue
		}
		if m.Currency == crm.USD {
			usd = *m
		} else {
			wan = *m
		}
		break
	}
	return []any{l.Code, l.CompanyName, l.Project, l.Content, l.Industry, l.ChainName, wan, usd, l.Origin.Label(), l.Province, l.City,
		l.PlaceName, l.UnitName, l.OwnerName, l.Source, l.Stage.Label(), l.Status.Label(), l.ReportedOn, l.LastProgress, l.LastProgressOn,
		l.NextStep, l.NextDue}
}

func (s *Server) handleLeadExport(ctx context.Context, v crm.Viewer, in *LeadListInput) (*Download, error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	x := listExport{object: "lead", noun: "线索", list: reports.List{Unit: "单位:万元", Columns: leadColumns,
		Note: "金额为区间的取上限；来源、省市取自企业"}}
	err = s.store.EachLead(ctx, v, f, func(l crm.Lead) error {
		x.rows = append(x.rows, leadCells(l))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.listFile(ctx, v, x)
}

var visitColumns = []reports.ListColumn{{Title: "编码", Kind: reports.ListCode, Width: 13}, {Title: "日期", Kind: reports.ListDate}, {Title: "结束日期", Kind: reports.ListDate},
	{Title: "方式", Kind: reports.ListCode}, {Title: "省份", Kind: reports.ListCode}, {Title: "城市", Kind: reports.ListCode}, {Title: "地点", Width: 20}, {Title: "企业", Width: 28},
	{Title: "接洽人", Width: 16}, {Title: "我方人员", Width: 20}, {Title: "人数", Kind: reports.ListCount}, {Title: "领导层级", Kind: reports.ListCode}, {Title: "带队或接待领导", Width: 14},
	{Title: "主题", Width: 28}, {Title: "成效", Kind: reports.ListCode}, {Title: "详细情况", Width: 36}, {Title: "下一步", Width: 24}, {Title: "下一步日期", Kind: reports.ListDate},
	{Title: "外出批次", Width: 18}, {Title: "单位", Kind: reports.ListCode}, {Title: "记录人", Kind: reports.ListCode}}

func visitCells(x crm.Visit) []any {
	var names, people []string
	for _, c := range x.Companies {
		names = append(names, c.Name)
		if c.Counterpart != "" {
			people = append(people, strings.TrimSpace(c.Counterpart+" "+c.CounterpartTitle))
		}
	}
	count := any(nil)
	if x.PeopleCount > 0 {
		count = x.PeopleCount
	}
	return []any{x.Code, x.On, x.EndOn, x.Kind.Label(), x.Province, x.City, x.Place, strings.Join(names, "、"), strings.Join(people, "、"), x.People,
		count, x.LeaderLevel, strings.TrimSpace(x.LeaderName + " " + x.LeaderTitle), x.Theme, x.Outcome, x.Content, x.NextStep, x.NextDue,
		x.TripName, x.UnitName, x.UserName}
}

func (s *Server) handleVisitExport(ctx context.Context, v crm.Viewer, in *VisitListInput) (*Download, error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	x := listExport{object: "visit", noun: "拜访", list: reports.List{Columns: visitColumns}}
	err = s.store.EachVisit(ctx, v, f, func(r crm.Visit) error {
		x.rows = append(x.rows, visitCells(r))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.listFile(ctx, v, x)
}

var companyColumns = []reports.ListColumn{{Title: "编码", Kind: reports.ListCode}, {Title: "企业名称", Width: 30}, {Title: "统一社会信用代码", Kind: reports.ListCode, Width: 21},
	{Title: "来源", Kind: reports.ListCode}, {Title: "省份", Kind: reports.ListCode}, {Title: "城市", Kind: reports.ListCode}, {Title: "行业", Kind: reports.ListCode},
	{Title: "标签", Width: 18}, {Title: "地址", Width: 28}, {Title: "首次登记单位", Kind: reports.ListCode, Width: 14}, {Title: "线索数", Kind: reports.ListCount},
	{Title: "项目数", Kind: reports.ListCount}, {Title: "拜访数", Kind: reports.ListCount}, {Title: "备注", Width: 28}}

func (s *Server) handleCompanyExport(ctx context.Context, v crm.Viewer, in *CompanyListInput) (*Download, error) {
	x := listExport{object: "company", noun: "企业", list: reports.List{Columns: companyColumns, Note: "线索、项目、拜访数只计本人可见的"}}
	err := s.store.EachCompany(ctx, v, in.filter(), func(c crm.Company) error {
		x.rows = append(x.rows, []any{strconv.FormatInt(c.ID, 10), c.Name, c.CreditCode, c.Origin.Label(), c.Province, c.City, c.Industry, strings.Join(c.Tags, "、"),
			c.Address, c.UnitName, c.Leads, c.Projects, c.Visits, c.Note})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.listFile(ctx, v, x)
}
