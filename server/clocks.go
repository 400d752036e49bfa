package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) clockRoutes() {
	get(s, "/leads/{id}/clocks", need(crm.ActReadBusiness), "线索的期限：响应、研判、反馈、跟进记录和实质进展", s.handleLeadClocks)
	get(s, "/reminders", need(crm.ActReadBusiness), "提醒，最急的在前", s.handleReminderList)
	post(s, "/reminders/{id}/done", need(crm.ActReadBusiness), "办结一条提醒", s.handleReminderDone)
	get(s, "/holidays", signedIn, "节假日和调休", s.handleHolidays)
	put(s, "/holidays/{year}", need(crm.ActManageSettings), "改一年的节假日表", s.handleHolidaysPut)
}

func (s *Server) handleLeadClocks(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.LeadClock], error) {
	list, err := s.store.LeadClocks(ctx, v, in.ID)
	return Items[crm.LeadClock]{list}, err
}

// ReminderListInput filters reminders.
type ReminderListInput struct {
	ListParams
	State string `query:"state" enum:"open,done" doc:"open 未办，done 已办，空为全部"`
	Mine  bool   `query:"mine" doc:"只看提醒我的"`
}

func (s *Server) handleReminderList(ctx context.Context, v crm.Viewer, in *ReminderListInput) (crm.List[crm.Reminder], error) {
	return s.store.Reminders(ctx, v, crm.ReminderFilter{Page: in.page(), State: in.State, Mine: in.Mine})
}

func (s *Server) handleReminderDone(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Reminder, error) {
	return s.store.SettleReminder(ctx, v, in.ID)
}

// HolidayYear is a year's table with what is missing.
type HolidayYear struct {
	Items   []crm.Holiday `json:"items"`
	Missing int           `json:"missing" doc:"还没有节假日表的年份，0 为都有"`
}

// HolidayQuery asks for a year.
type HolidayQuery struct {
	Year int `query:"year" required:"true" minimum:"2000" maximum:"2100"`
}

func (s *Server) handleHolidays(ctx context.Context, _ crm.Viewer, in *HolidayQuery) (out HolidayYear, err error) {
	if out.Items, err = s.store.Holidays(ctx, in.Year); err != nil {
		return out, err
	}
	out.Missing, err = s.store.HolidaysMissing(ctx)
	return out, err
}

// HolidayInput replaces a year's table.
type HolidayInput struct {
	Year int `path:"year" minimum:"2000" maximum:"2100"`
	Body struct {
		Before []crm.Holiday `json:"before" maxItems:"366" doc:"读到的表，防止覆盖别人的修改"`
		Days   []crm.Holiday `json:"days" maxItems:"366" doc:"改后的表"`
	}
}

func (s *Server) handleHolidaysPut(ctx context.Context, v crm.Viewer, in *HolidayInput) (out HolidayYear, err error) {
	if out.Items, err = s.store.PutHolidays(ctx, v, in.Year, in.Body.Before, in.Body.Days); err != nil {
		return out, err
	}
	out.Missing, err = s.store.HolidaysMissing(ctx)
	return out, err
}
