package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) timelineRoutes() {
	get(s, "/leads/{id}/timeline", need(crm.ActReadBusiness), "线索的经过，新的在前，一页 100 条", s.handleLeadTimeline)
	get(s, "/projects/{id}/timeline", need(crm.ActReadBusiness), "项目的经过，含签约前的线索，新的在前，一页 100 条", s.handleProjectTimeline)
}

// TimelineInput names the object, the kind of lines and the page.
type TimelineInput struct {
	IDParam
	Kind   string `query:"kind" enum:"stage,note,visit,comment,task,file,transfer,claim,dispute,import,merge,project,milestone,capital" doc:"只看一类"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"上一页给出的游标"`
}

func (s *Server) handleLeadTimeline(ctx context.Context, v crm.Viewer, in *TimelineInput) (crm.List[crm.TimelineItem], error) {
	return s.store.LeadTimeline(ctx, v, in.ID, in.Kind, in.Cursor)
}

func (s *Server) handleProjectTimeline(ctx context.Context, v crm.Viewer, in *TimelineInput) (crm.List[crm.TimelineItem], error) {
	return s.store.ProjectTimeline(ctx, v, in.ID, in.Kind, in.Cursor)
}
