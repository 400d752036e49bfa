package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) leadRoutes() {
	get(s, "/leads", need(crm.ActReadBusiness), "线索", s.handleLeadList)
	post(s, "/leads", need(crm.ActWriteLead), "首报线索", s.handleLeadReport)
	post(s, "/leads/check", need(crm.ActWriteLead), "登记前查重；其他单位持有的只告知单位和保护期", s.handleLeadCheck)
	get(s, "/leads/{id}", need(crm.ActReadBusiness), "线索，含后面各阶段还缺什么", s.handleLead)
	put(s, "/leads/{id}", need(crm.ActWriteLead), "修改线索", s.handleLeadUpdate)
	post(s, "/leads/{id}/stage", need(crm.ActWriteLead), "推进或退回阶段；签约则建立项目", s.handleLeadStage)
	post(s, "/leads/{id}/undo", need(crm.ActWriteLead), "60 秒内撤销本人的阶段、状态或跟踪人变动", s.handleLeadUndo)
	post(s, "/leads/{id}/status", need(crm.ActWriteLead), "暂停、休眠、终止或恢复", s.handleLeadStatus)
	post(s, "/leads/{id}/void", need(crm.ActWriteLead), "作废误录的线索", s.handleLeadVoid)
	post(s, "/leads/{id}/notes", need(crm.ActWriteLead), "写跟进（不算实质进展）", s.handleLeadNote)
	get(s, "/leads/{id}/history", need(crm.ActReadBusiness), "线索的经过，新的在前", s.handleLeadHistory)
	get(s, "/leads/{id}/visits", need(crm.ActReadBusiness), "线索的拜访记录，含移交前单位的", s.handleLeadVisits)
	post(s, "/leads/{id}/transfers", need(crm.ActTransfer), "提出流转", s.handleTransferOffer)
}

// LeadListInput filters leads.
type LeadListInput struct {
	ListParams
	Stage       crm.Stage      `query:"stage" enum:"new,qualified,talking,visiting,agreeing,signed"`
	Status      crm.LeadStatus `query:"status" enum:"active,paused,dormant,dropped"`
	UnitID      int64          `query:"unitId" minimum:"0" doc:"责任单位及其下级"`
	PlaceUnitID int64          `query:"placeUnitId" minimum:"0" doc:"意向县区"`
	OwnerID     int64          `query:"ownerId" minimum:"0"`
	ChainID     int64          `query:"chainId" minimum:"0"`
	CompanyID   int64          `query:"companyId" minimum:"0"`
	Province    string         `query:"province" maxLength:"30"`
	Source      string         `query:"source" maxLength:"60"`
	Warning     string         `query:"warning" enum:"yellow,red,lapsed" doc:"进展预警"`
	DueBefore   string         `query:"dueBefore" doc:"下一步日期在这天或以前"`
	Mine        bool           `query:"mine" doc:"只看本人跟踪的"`
}

func (in *LeadListInput) filter() (crm.LeadFilter, error) {
	due, err := optionalDate("dueBefore", in.DueBefore)
	return crm.LeadFilter{Page: in.page(), Stage: in.Stage, Status: in.Status, UnitID: in.UnitID, PlaceUnitID: in.PlaceUnitID,
		OwnerID: in.OwnerID, ChainID: in.ChainID, CompanyID: in.CompanyID, Province: in.Province, Source: in.Source,
		Warning: in.Warning, DueBefore: due, Mine: in.Mine}, err
}

// optionalDate reads a day of a query; empty is none.
func optionalDate(field, text string) (crm.Date, error) {
	if text == "" {
		return "", nil
	}
	d, err := crm.ParseDate(text)
	if err != nil {
		return "", crm.Invalid(field, "日期“%s”写法不对，请写成 2022-09-26", text)
	}
	return d, nil
}

// optionalMonth reads a month of a query; empty is none.
func optionalMonth(field, text string) (crm.Month, error) {
	if text == "" {
		return "", nil
	}
	m, err := crm.ParseMonth(text)
	if err != nil {
		return "", crm.Invalid(field, "月份“%s”写法不对，请写成 2022-09", text)
	}
	return m, nil
}

func (s *Server) handleLeadList(ctx context.Context, v crm.Viewer, in *LeadListInput) (crm.List[crm.Lead], error) {
	f, err := in.filter()
	if err != nil {
		return crm.List[crm.Lead]{}, err
	}
	return s.store.Leads(ctx, v, f)
}

func (s *Server) handleLeadReport(ctx context.Context, v crm.Viewer, in *Of[crm.LeadInput]) (crm.Lead, error) {
	return s.store.ReportLead(ctx, v, in.Body)
}

// LeadCheckInput is a lead as it is being typed.
type LeadCheckInput struct {
	CompanyID   int64  `json:"companyId,omitempty" minimum:"0"`
	CompanyName string `json:"companyName,omitempty" maxLength:"100"`
	Project     string `json:"project,omitempty" maxLength:"100"`
	Industry    string `json:"industry,omitempty" maxLength:"6"`

	Amount *crm.Money `json:"amount,omitempty" doc:"拟投资额，用于提示同一投资方的相近项目"`
}

func (s *Server) handleLeadCheck(ctx context.Context, v crm.Viewer, in *Of[LeadCheckInput]) (crm.LeadFindings, error) {
	b := in.Body
	return s.store.CheckLead(ctx, v, crm.LeadCheck{CompanyID: b.CompanyID, CompanyName: b.CompanyName, Project: b.Project, Industry: b.Industry, Amount: b.Amount})
}

func (s *Server) handleLead(ctx context.Context, v crm.Viewer, in *IDParam) (crm.LeadDetail, error) {
	return s.store.Lead(ctx, v, in.ID)
}

func (s *Server) handleLeadUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.LeadInput]) (crm.Lead, error) {
	return s.store.UpdateLead(ctx, v, in.ID, in.Body)
}

func (s *Server) handleLeadStage(ctx context.Context, v crm.Viewer, in *IDOf[crm.StageInput]) (crm.Lead, error) {
	return s.store.MoveStage(ctx, v, in.ID, in.Body)
}

// SeenVersion is the version of a row that the caller has seen.
type SeenVersion struct {
	Version int64 `json:"version" minimum:"1"`
}

func (s *Server) handleLeadUndo(ctx context.Context, v crm.Viewer, in *IDOf[SeenVersion]) (crm.UndoneMove, error) {
	return s.store.UndoMove(ctx, v, in.ID, in.Body.Version)
}

func (s *Server) handleLeadStatus(ctx context.Context, v crm.Viewer, in *IDOf[crm.StatusInput]) (crm.Lead, error) {
	return s.store.SetLeadStatus(ctx, v, in.ID, in.Body)
}

func (s *Server) handleLeadVoid(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Lead, error) {
	return s.store.VoidLead(ctx, v, in.ID, in.Body)
}

func (s *Server) handleLeadNote(ctx context.Context, v crm.Viewer, in *IDOf[crm.NoteInput]) (crm.LeadEvent, error) {
	return s.store.AddLeadNote(ctx, v, in.ID, in.Body)
}

func (s *Server) handleLeadHistory(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.LeadEvent], error) {
	h, err := s.store.LeadHistory(ctx, v, in.ID)
	return Items[crm.LeadEvent]{h}, err
}

func (s *Server) handleLeadVisits(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.Visit], error) {
	x, err := s.store.LeadVisits(ctx, v, in.ID)
	return Items[crm.Visit]{x}, err
}
