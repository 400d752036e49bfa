package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) calendarRoutes() {
	get(s, "/calendar", need(crm.ActReadBusiness), "日历：拜访、外出、下一步、流转和争议期限、任务、节假日", s.handleCalendar)
}

// CalendarInput bounds a calendar by days, unit and person.
type CalendarInput struct {
	From   string `query:"from" doc:"第一天"`
	To     string `query:"to" doc:"最后一天，最多 62 天"`
	UnitID int64  `query:"unitId" minimum:"0" doc:"单位及其下级"`
	Mine   bool   `query:"mine" doc:"只看本人的"`
}

func (s *Server) handleCalendar(ctx context.Context, v crm.Viewer, in *CalendarInput) (crm.Calendar, error) {
	f := crm.CalendarFilter{UnitID: in.UnitID, Mine: in.Mine}
	var err error
	if f.From, err = optionalDate("from", in.From); err != nil {
		return crm.Calendar{}, err
	}
	if f.To, err = optionalDate("to", in.To); err != nil {
		return crm.Calendar{}, err
	}
	return s.store.Calendar(ctx, v, f)
}
