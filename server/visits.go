package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) visitRoutes() {
	get(s, "/visits", need(crm.ActReadBusiness), "拜访、来访、考察", s.handleVisitList)
	post(s, "/visits", need(crm.ActWriteVisit), "记一次拜访", s.handleVisitLog, keyed)
	get(s, "/visits/near", need(crm.ActReadBusiness), "前后几天内对同一企业的拜访，只看可见范围", s.handleVisitsNear)
	get(s, "/visits/{id}", need(crm.ActReadBusiness), "拜访记录", s.handleVisit)
	put(s, "/visits/{id}", need(crm.ActWriteVisit), "修改拜访记录", s.handleVisitUpdate)
	post(s, "/visits/{id}/void", need(crm.ActWriteVisit), "作废误录的拜访", s.handleVisitVoid)
	get(s, "/footprint", need(crm.ActReadBusiness), "足迹：外出拜访到过的省市", s.handleFootprint)
	get(s, "/trips", need(crm.ActReadBusiness), "外出批次", s.handleTripList)
	post(s, "/trips", need(crm.ActWriteVisit), "新建外出批次", s.handleTripCreate)
	get(s, "/trips/{id}", need(crm.ActReadBusiness), "外出批次", s.handleTrip)
	put(s, "/trips/{id}", need(crm.ActWriteVisit), "修改外出批次", s.handleTripUpdate)
}

// VisitListInput filters visits.
type VisitListInput struct {
	ListParams
	Kind      crm.VisitKind `query:"kind" enum:"out,in,site,call,event"`
	UnitID    int64         `query:"unitId" minimum:"0" doc:"单位及其下级"`
	Month     string        `query:"month"`
	From      string        `query:"from"`
	To        string        `query:"to"`
	Province  string        `query:"province" maxLength:"30"`
	Outcome   string        `query:"outcome" maxLength:"20"`
	CompanyID int64         `query:"companyId" minimum:"0"`
	LeadID    int64         `query:"leadId" minimum:"0"`
	ProjectID int64         `query:"projectId" minimum:"0"`
	TripID    int64         `query:"tripId" minimum:"0"`
	Mine      bool          `query:"mine" doc:"只看本人记的"`
}

func (in *VisitListInput) filter() (f crm.VisitFilter, err error) {
	f = crm.VisitFilter{Page: in.page(), Kind: in.Kind, UnitID: in.UnitID, Province: in.Province, Outcome: in.Outcome,
		CompanyID: in.CompanyID, LeadID: in.LeadID, ProjectID: in.ProjectID, TripID: in.TripID, Mine: in.Mine}
	if f.Month, err = optionalMonth("month", in.Month); err != nil {
		return f, err
	}
	if f.From, err = optionalDate("from", in.From); err != nil {
		return f, err
	}
	f.To, err = optionalDate("to", in.To)
	return f, err
}

func (s *Server) handleVisitList(ctx context.Context, v crm.Viewer, in *VisitListInput) (crm.List[crm.Visit], error) {
	f, err := in.filter()
	if err != nil {
		return crm.List[crm.Visit]{}, err
	}
	return s.store.Visits(ctx, v, f)
}

func (s *Server) handleVisitLog(ctx context.Context, v crm.Viewer, in *Of[crm.VisitInput]) (crm.Visit, error) {
	return s.store.LogVisit(ctx, v, in.Body)
}

// VisitsNearInput names a company, by id or name, and a day.
type VisitsNearInput struct {
	CompanyID int64  `query:"companyId" minimum:"0"`
	Name      string `query:"name" maxLength:"100" doc:"没有编号时按全称"`
	On        string `query:"on" doc:"默认今天"`
	Except    int64  `query:"except" minimum:"0" doc:"不算这次拜访"`
}

func (s *Server) handleVisitsNear(ctx context.Context, v crm.Viewer, in *VisitsNearInput) (crm.VisitsNear, error) {
	on, err := optionalDate("on", in.On)
	if err != nil {
		return crm.VisitsNear{}, err
	}
	return s.store.VisitsNear(ctx, v, in.CompanyID, in.Name, on, in.Except)
}

func (s *Server) handleVisit(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Visit, error) {
	return s.store.Visit(ctx, v, in.ID)
}

func (s *Server) handleVisitUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.VisitInput]) (crm.Visit, error) {
	return s.store.UpdateVisit(ctx, v, in.ID, in.Body)
}

func (s *Server) handleVisitVoid(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Visit, error) {
	return s.store.VoidVisit(ctx, v, in.ID, in.Body)
}

// FootprintInput bounds a footprint by months and unit.
type FootprintInput struct {
	From   string `query:"from" doc:"起始月份"`
	To     string `query:"to" doc:"截止月份"`
	UnitID int64  `query:"unitId" minimum:"0" doc:"单位及其下级"`
}

func (s *Server) handleFootprint(ctx context.Context, v crm.Viewer, in *FootprintInput) (crm.Footprint, error) {
	from, err := optionalMonth("from", in.From)
	if err != nil {
		return crm.Footprint{}, err
	}
	to, err := optionalMonth("to", in.To)
	if err != nil {
		return crm.Footprint{}, err
	}
	return s.store.Footprint(ctx, v, from, to, in.UnitID)
}

func (s *Server) handleTripList(ctx context.Context, v crm.Viewer, in *ListParams) (crm.List[crm.Trip], error) {
	return s.store.Trips(ctx, v, in.page())
}

func (s *Server) handleTripCreate(ctx context.Context, v crm.Viewer, in *Of[crm.TripInput]) (crm.Trip, error) {
	return s.store.CreateTrip(ctx, v, in.Body)
}

func (s *Server) handleTrip(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Trip, error) {
	return s.store.Trip(ctx, v, in.ID)
}

func (s *Server) handleTripUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.TripInput]) (crm.Trip, error) {
	return s.store.UpdateTrip(ctx, v, in.ID, in.Body)
}
