package server

import (
	"context"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) unitRoutes() {
	get(s, "/units", signedIn, "单位，按官方顺序", s.handleUnitList)
	post(s, "/units", need(crm.ActManageUnits), "新建单位", s.handleUnitCreate)
	get(s, "/units/{id}", signedIn, "单位", s.handleUnit)
	put(s, "/units/{id}", need(crm.ActManageUnits), "修改、移动、停用单位", s.handleUnitUpdate)
	get(s, "/offices", signedIn, "驻外招商联络处", s.handleOffices)
	get(s, "/chains", signedIn, "重点产业链", s.handleChains)
	post(s, "/chains", need(crm.ActManageSettings), "新建产业链", s.handleChainCreate)
	put(s, "/chains/{id}", need(crm.ActManageSettings), "修改产业链", s.handleChainUpdate)
	get(s, "/industries", signedIn, "国民经济行业分类（GB/T 4754-2017）", s.handleIndustries)
	get(s, "/parks", signedIn, "园区", s.handleParks)
	post(s, "/parks", need(crm.ActManageSettings), "新建园区", s.handleParkCreate)
	put(s, "/parks/{id}", need(crm.ActManageSettings), "修改园区", s.handleParkUpdate)
}

// UnitListInput filters units.
type UnitListInput struct {
	Kind crm.UnitKind `query:"kind" enum:"city,bureau,cityDirect,county,zone,department,office,park"`
}

func (s *Server) handleUnitList(ctx context.Context, v crm.Viewer, in *UnitListInput) (Items[crm.Unit], error) {
	u, err := s.store.Units(ctx, v, store.UnitFilter{Kind: in.Kind})
	return Items[crm.Unit]{u}, err
}

func (s *Server) handleUnit(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Unit, error) {
	return s.store.Unit(ctx, v, in.ID)
}

func (s *Server) handleUnitCreate(ctx context.Context, v crm.Viewer, in *Of[crm.UnitInput]) (crm.Unit, error) {
	return s.store.CreateUnit(ctx, v, in.Body)
}

func (s *Server) handleUnitUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.UnitInput]) (crm.Unit, error) {
	return s.store.UpdateUnit(ctx, v, in.ID, in.Body)
}

// IndustryInput searches the industry classification by code or name.
type IndustryInput struct {
	Q string `query:"q" maxLength:"60"`
}

func (s *Server) handleIndustries(ctx context.Context, v crm.Viewer, in *IndustryInput) (Items[crm.Industry], error) {
	list, err := s.store.Industries(ctx, v, in.Q)
	return Items[crm.Industry]{list}, err
}

func (s *Server) handleOffices(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Unit], error) {
	u, err := s.store.Units(ctx, v, store.UnitFilter{Kind: crm.UnitOffice})
	return Items[crm.Unit]{u}, err
}

func (s *Server) handleChains(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Chain], error) {
	c, err := s.store.Chains(ctx, v)
	return Items[crm.Chain]{c}, err
}

func (s *Server) handleChainCreate(ctx context.Context, v crm.Viewer, in *Of[crm.ChainInput]) (crm.Chain, error) {
	return s.store.PutChain(ctx, v, 0, in.Body)
}

func (s *Server) handleChainUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ChainInput]) (crm.Chain, error) {
	return s.store.PutChain(ctx, v, in.ID, in.Body)
}

func (s *Server) handleParks(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Park], error) {
	p, err := s.store.Parks(ctx, v)
	return Items[crm.Park]{p}, err
}

func (s *Server) handleParkCreate(ctx context.Context, v crm.Viewer, in *Of[crm.ParkInput]) (crm.Park, error) {
	return s.store.PutPark(ctx, v, 0, in.Body)
}

func (s *Server) handleParkUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ParkInput]) (crm.Park, error) {
	return s.store.PutPark(ctx, v, in.ID, in.Body)
}
