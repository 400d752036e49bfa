package server

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"yinfeng/crm"
	"yinfeng/reports"
)

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s *Server) targetRoutes() {
	get(s, "/targets", need(crm.ActReadTargets), "一年的目标任务", s.handleTargets)
	post(s, "/targets", need(crm.ActManageTargets), "下达或取消一项任务", s.handleTargetSet)
	put(s, "/targets", need(crm.ActManageTargets), "下达多项任务，全部成功或全部不变", s.handleTargetsSet)
	download(s, "/targets/sheet", need(crm.ActReadTargets), "目标任务表（Excel）", s.handleTargetSheet)
	upload(s, "/targets/sheet", need(crm.ActManageTargets), "按填好的目标任务表下达", s.handleTargetSheetRead)
	get(s, "/target-curves", need(crm.ActReadTargets), "序时曲线", s.handleCurves)
	put(s, "/target-curves", need(crm.ActManageTargets), "设置序时曲线，空为按月平均", s.handleCurveSet)
}

// YearInput names a year; the present one by default.
type YearInput struct {
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"默认当年"`
}

func (s *Server) year(y int) int {
	if y != 0 {
		return y
	}
	return s.store.Today().Year()
}

func (s *Server) handleTargets(ctx context.Context, v crm.Viewer, in *YearInput) (crm.TargetGrid, error) {
	return s.store.Targets(ctx, v, s.year(in.Year))
}

func (s *Server) handleTargetSet(ctx context.Context, v crm.Viewer, in *Of[crm.TargetInput]) (crm.Target, error) {
	return s.store.SetTarget(ctx, v, in.Body)
}

func (s *Server) handleTargetsSet(ctx context.Context, v crm.Viewer, in *Of[crm.TargetsInput]) (Items[crm.Target], error) {
	list, err := s.store.SetTargets(ctx, v, in.Body.Targets)
	return Items[crm.Target]{list}, err
}

// targetSheet is the grid of a year as the sheet wants it.
func (s *Server) targetSheet(ctx context.Context, v crm.Viewer, year int) (reports.TargetSheet, error) {
	t := reports.TargetSheet{Year: year, On: s.store.Today()}
	g, err := s.store.Targets(ctx, v, year)
	if err != nil {
		return t, err
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return t, err
	}
	t.City, t.Issuer, t.Demo = set.CityName, set.Issuer, set.Demo
	t.Lines = []reports.TargetLine{{UnitID: g.RootID, Name: "全市", Values: make([]*int64, len(g.Rows))}}
	at := map[int64]int{g.RootID: 0}
	for i, u := range g.Units {
		at[u.ID] = i + 1
		t.Lines = append(t.Lines, reports.TargetLine{UnitID: u.ID, Name: u.Name, Values: make([]*int64, len(g.Rows))})
	}
	for i, r := range g.Rows {
		t.Columns = append(t.Columns, reports.TargetColumn{Indicator: r.Indicator, Basis: r.Basis, Label: r.Label, Unit: r.Unit, Per: crm.PerUnit(r.Unit, r.Kind)})
		if r.Whole != nil {
			t.Lines[0].Values[i] = &r.Whole.Value
		}
		for k := range r.Units {
			t.Lines[at[r.Units[k].UnitID]].Values[i] = &r.Units[k].Value
		}
	}
	return t, nil
}

func (s *Server) handleTargetSheet(ctx context.Context, v crm.Viewer, in *YearInput) (*Download, error) {
	t, err := s.targetSheet(ctx, v, s.year(in.Year))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := reports.WriteTargets(ctx, &b, t); err != nil {
		return nil, err
	}
	return bytesOf(fmt.Sprintf("%d年目标任务.xlsx", t.Year), sheetType, b.Bytes()), nil
}

// bytesOf is a file that is ready in memory.
func bytesOf(name, media string, content []byte) *Download {
	return &Download{Name: name, Type: media, Size: int64(len(content)), Body: io.NopCloser(bytes.NewReader(content))}
}

// TargetSheetInput is a filled sheet of a year.
type TargetSheetInput struct {
	YearInput
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

// handleTargetSheetRead takes a sheet whole or not at all; complaints name their cells.
func (s *Server) handleTargetSheetRead(ctx context.Context, v crm.Viewer, in *TargetSheetInput) (Items[crm.Target], error) {
	none := Items[crm.Target]{Items: []crm.Target{}}
	t, err := s.targetSheet(ctx, v, s.year(in.Year))
	if err != nil {
		return none, err
	}
	f := in.RawBody.Data().File
	defer f.Close()
	set, bad, err := reports.ReadTargets(f, f.Size, t)
	if err != nil {
		return none, err
	}
	if len(bad) > 0 {
		e := crm.Invalid("file", "表里有 %d 处要改正，第一处 %s：%s", len(bad), bad[0].Cell, bad[0].Text)
		e.Fields = map[string]string{}
		for _, c := range bad {
			e.Fields[c.Cell] = c.Text
		}
		return none, e
	}
	if len(set) == 0 {
		return none, nil
	}
	list, err := s.store.SetTargets(ctx, v, set)
	return Items[crm.Target]{list}, err
}

func (s *Server) handleCurves(ctx context.Context, v crm.Viewer, in *YearInput) (Items[crm.TargetCurve], error) {
	list, err := s.store.TargetCurves(ctx, v, s.year(in.Year))
	return Items[crm.TargetCurve]{list}, err
}

func (s *Server) handleCurveSet(ctx context.Context, v crm.Viewer, in *Of[crm.TargetCurve]) (crm.TargetCurve, error) {
	return s.store.SetTargetCurve(ctx, v, in.Body)
}
