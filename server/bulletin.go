package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) bulletinRoutes() {
	get(s, "/reports/month/{month}/bulletin", need(crm.ActReadFigures), "通报", s.handleBulletin)
	post(s, "/reports/month/{month}/bulletin", need(crm.ActManageTargets), "用没有保存的模板预览通报", s.handleBulletinPreview)
	get(s, "/bulletin-templates", need(crm.ActReadFigures), "通报模板，系统自带的在前", s.handleBulletinTemplates)
	post(s, "/bulletin-templates", need(crm.ActManageTargets), "新增通报模板", s.handleBulletinAdd)
	put(s, "/bulletin-templates/{id}", need(crm.ActManageTargets), "修改通报模板", s.handleBulletinPut)
	del(s, "/bulletin-templates/{id}", need(crm.ActManageTargets), "删除通报模板", s.handleBulletinDrop)
}

// BulletinPlace names the month and part of the city that a text is about.
type BulletinPlace struct {
	MonthParam
	Unit    int64    `query:"unit" minimum:"0" doc:"只看一个单位及其下级"`
	AsKnown crm.Date `query:"asKnown" maxLength:"10" doc:"按这一天已知的数据"`
	Basis   []string `query:"basis" maxItems:"20" doc:"指标=口径，可多个，如 capital=outside"`
}

func (in *BulletinPlace) query() (crm.BulletinQuery, error) {
	bases, err := crm.ParseBases(in.Basis)
	return crm.BulletinQuery{FiguresQuery: crm.FiguresQuery{Month: in.Month, UnitID: in.Unit, AsKnown: in.AsKnown, Bases: bases}}, err
}

// BulletinInput is BulletinPlace with a kept template.
type BulletinInput struct {
	BulletinPlace
	Template int64 `query:"template" minimum:"-1" default:"-1" doc:"模板编号，0 为系统自带，不写为默认模板"`
}

func (s *Server) handleBulletin(ctx context.Context, v crm.Viewer, in *BulletinInput) (crm.Bulletin, error) {
	q, err := in.query()
	if err != nil {
		return crm.Bulletin{}, err
	}
	q.Template = in.Template
	return s.store.Bulletin(ctx, v, q)
}

// BulletinBody is a template that is still being written.
type BulletinBody struct {
	Body string `json:"body" minLength:"1" maxLength:"20000"`
}

// BulletinPreviewInput is BulletinPlace with such a template.
type BulletinPreviewInput struct {
	BulletinPlace
	Body BulletinBody
}

func (s *Server) handleBulletinPreview(ctx context.Context, v crm.Viewer, in *BulletinPreviewInput) (crm.Bulletin, error) {
	q, err := in.query()
	if err != nil {
		return crm.Bulletin{}, err
	}
	q.Body = in.Body.Body
	return s.store.Bulletin(ctx, v, q)
}

func (s *Server) handleBulletinTemplates(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.BulletinTemplate], error) {
	list, err := s.store.BulletinTemplates(ctx, v)
	return Items[crm.BulletinTemplate]{list}, err
}

func (s *Server) handleBulletinAdd(ctx context.Context, v crm.Viewer, in *Of[crm.BulletinTemplateInput]) (crm.BulletinTemplate, error) {
	return s.store.AddBulletinTemplate(ctx, v, in.Body)
}

func (s *Server) handleBulletinPut(ctx context.Context, v crm.Viewer, in *IDOf[crm.BulletinTemplateInput]) (crm.BulletinTemplate, error) {
	return s.store.PutBulletinTemplate(ctx, v, in.ID, in.Body)
}

func (s *Server) handleBulletinDrop(ctx context.Context, v crm.Viewer, in *VersionInput) (none, error) {
	return none{}, s.store.DropBulletinTemplate(ctx, v, in.ID, in.Version)
}
