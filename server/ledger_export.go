package server

import (
	"context"
	"strings"

	"yinfeng/crm"
	"yinfeng/reports"
)

func (s *Server) ledgerExportRoutes() {
	download(s, "/projects/export", need(crm.ActExport), "项目清单，与列表同一筛选", s.handleProjectExport)
	download(s, "/capital/export", need(crm.ActExport), "到位资金清单，与列表同一筛选", s.handleCapitalExport)
}

var projectColumns = []reports.ListColumn{{Title: "编码", Kind: reports.ListCode, Width: 13}, {Title: "县市区", Kind: reports.ListCode}, {Title: "项目名称", Width: 28},
	{Title: "投资方", Width: 26}, {Title: "来源", Kind: reports.ListCode}, {Title: "来源地", Kind: reports.ListCode}, {Title: "建设内容", Width: 36}, {Title: "产业链", Kind: reports.ListCode},
	{Title: "行业", Kind: reports.ListCode}, {Title: "建设性质", Kind: reports.ListCode}, {Title: "总投资(万元)", Kind: reports.ListMoney, Total: true},
	{Title: "总投资(万美元)", Kind: reports.ListMoney, Total: true}, {Title: "其中固投(万元)", Kind: reports.ListMoney}, {Title: "协议引资额(万元)", Kind: reports.ListMoney},
	{Title: "签约时间", Kind: reports.ListDate}, {Title: "注册时间", Kind: reports.ListDate}, {Title: "开工时间", Kind: reports.ListDate}, {Title: "投产时间", Kind: reports.ListDate},
	{Title: "累计到位(万元)", Kind: reports.ListMoney, Total: true}, {Title: "其中期初(万元)", Kind: reports.ListMoney, Total: true}, {Title: "本年到位(万元)", Kind: reports.ListMoney, Total: true},
	{Title: "已报未核(万元)", Kind: reports.ListMoney, Total: true}, {Title: "园区", Width: 14}, {Title: "建设地点", Width: 18}, {Title: "责任单位", Kind: reports.ListCode},
	{Title: "责任人", Kind: reports.ListCode}, {Title: "包抓领导", Kind: reports.ListCode}, {Title: "状态", Kind: reports.ListCode}, {Title: "存在问题", Width: 24}, {Title: "下一步", Width: 24}}

// inCurrency is m when it is in c, else an empty cell.
func inCurrency(m *crm.Money, c crm.Currency) any {
	if m == nil || m.Currency != c {
		return nil
	}
	return m.Amount
}

func projectCells(p crm.Project) []any {
	return []any{p.Code, p.CountyName, p.Name, p.Investors, p.Origin.Label(), p.Province + p.City, p.Content, p.ChainName, p.Industry, p.Nature.Label(),
		inCurrency(&p.Total, crm.CNY), inCurrency(&p.Total, crm.USD), inCurrency(p.Fixed, crm.CNY), inCurrency(p.Agreed, crm.CNY), p.SignedOn, p.RegisteredOn,
		p.StartedOn, p.ProducingOn, p.ArrivedCNY + p.Opening, p.Opening, p.ArrivedYear, p.PendingCNY, p.ParkName, p.Place, p.UnitName, p.OwnerName, p.Leader,
		p.Status.Label(), p.Problem, p.NextStep}
}

// add keeps a row and sums the columns that have a 合计.
func (x *listExport) add(cells []any) {
	for i, c := range cells {
		if n, ok := c.(int64); ok && x.list.Columns[i].Total {
			x.list.Columns[i].Sum += n
		}
	}
	x.rows = append(x.rows, cells)
}

// newListExport copies the columns, since they get sums.
func newListExport(object, noun, note string, columns []reports.ListColumn) listExport {
	return listExport{object: object, noun: noun, list: reports.List{Unit: "单位:万元", Note: note, Columns: append([]reports.ListColumn(nil), columns...)}}
}

func (s *Server) handleProjectExport(ctx context.Context, v crm.Viewer, in *ProjectListInput) (*Download, error) {
	x := newListExport("project", "项目", "累计到位为已核定数加期初累计(未核)；各节点时间只列已审核通过的", projectColumns)
	if err := s.store.EachProject(ctx, v, in.filter(), func(p crm.Project) error {
		x.add(projectCells(p))
		return nil
	}); err != nil {
		return nil, err
	}
	return s.listFile(ctx, v, x)
}

var capitalColumns = []reports.ListColumn{{Title: "编码", Kind: reports.ListCode, Width: 13}, {Title: "月份", Kind: reports.ListDate}, {Title: "填报单位", Kind: reports.ListCode},
	{Title: "项目编码", Kind: reports.ListCode, Width: 13}, {Title: "项目名称", Width: 28}, {Title: "投资方", Width: 26}, {Title: "到账日期", Kind: reports.ListDate},
	{Title: "出资形式", Kind: reports.ListCode}, {Title: "资金用途", Kind: reports.ListCode}, {Title: "固定资产", Kind: reports.ListCode}, {Title: "资金来源", Width: 20},
	{Title: "申报数(万元)", Kind: reports.ListMoney, Total: true}, {Title: "核定数(万元)", Kind: reports.ListMoney, Total: true},
	{Title: "核减数(万元)", Kind: reports.ListMoney, Total: true}, {Title: "核减原因", Width: 20}, {Title: "状态", Kind: reports.ListCode}, {Title: "调整月份", Kind: reports.ListDate},
	{Title: "佐证编号", Width: 20}, {Title: "预警说明", Width: 20}, {Title: "填报人", Kind: reports.ListCode}, {Title: "核定人", Kind: reports.ListCode}, {Title: "说明", Width: 24}}

func capitalCells(e crm.CapitalEntry) []any {
	var verified, reduced any
	if e.Verified != nil {
		verified, reduced = *e.Verified, e.Amount.Amount-*e.Verified
	}
	fixed := "否"
	if e.Fixed {
		fixed = "是"
	}
	origins := make([]string, len(e.Parts))
	for i, p := range e.Parts {
		unit := "万元"
		if p.Currency == crm.USD {
			unit = "万美元"
		}
		origins[i] = p.Origin.Label() + " " + crm.Decimal(p.Amount, crm.FenPerWan) + " " + unit
	}
	return []any{e.Code, e.Month, e.UnitName, e.ProjectCode, e.ProjectName, e.CompanyName, e.ArrivedOn, e.Form, e.Use, fixed, strings.Join(origins, "、"),
		e.Amount.Amount, verified, reduced, e.ReduceReason, e.State.Label(), e.OrigMonth, strings.Join(e.EvidenceNos, "、"), e.WarningReason, e.ReporterName,
		e.VerifierName, e.Note}
}

func (s *Server) handleCapitalExport(ctx context.Context, v crm.Viewer, in *CapitalListInput) (*Download, error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	x := newListExport("capital", "到位资金", "申报数、核定数按年度折算汇率折人民币；冲回为负数", capitalColumns)
	if err := s.store.EachCapital(ctx, v, f, func(e crm.CapitalEntry) error {
		x.add(capitalCells(e))
		return nil
	}); err != nil {
		return nil, err
	}
	return s.listFile(ctx, v, x)
}
