package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) figureRoutes() {
	get(s, "/figures/{ref}", need(crm.ActReadFigures), "一个数的来历：明细、佐证、历史数", s.handleFigureRows)
}

// FigureRowsInput is a 查数码 and a page of its rows.
type FigureRowsInput struct {
	Ref   string `path:"ref" maxLength:"120" doc:"查数码，如 2022-08.capital.all.610902.cumulative"`
	After string `query:"after" maxLength:"40" doc:"上一页给出的 next；空为第一页，每页 50 条"`
}

func (s *Server) handleFigureRows(ctx context.Context, v crm.Viewer, in *FigureRowsInput) (crm.FigureRows, error) {
	ref, err := crm.ParseFigureRef(in.Ref)
	if err != nil {
		return crm.FigureRows{}, err
	}
	return s.store.FigureRows(ctx, v, ref, in.After)
}
