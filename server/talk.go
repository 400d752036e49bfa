package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) talkRoutes() {
	get(s, "/comments", need(crm.ActReadBusiness), "对线索或项目的评论，新的在前", s.handleCommentList)
	post(s, "/comments", need(crm.ActComment), "评论；不算实质进展", s.handleCommentAdd)
	get(s, "/comments/people", need(crm.ActComment), "看得到这个对象、可以提到的人", s.handleTalkPeople)
	put(s, "/comments/{id}", need(crm.ActComment), "10 分钟内修改本人的评论", s.handleCommentEdit)
	post(s, "/comments/{id}/void", need(crm.ActComment), "作废评论", s.handleCommentVoid)
	get(s, "/tasks", need(crm.ActReadBusiness), "看得到的线索和项目上的任务", s.handleTaskList)
	post(s, "/tasks", need(crm.ActComment), "布置任务", s.handleTaskAdd)
	get(s, "/tasks/{id}", need(crm.ActReadBusiness), "任务", s.handleTask)
	put(s, "/tasks/{id}", need(crm.ActComment), "修改任务或换承办人", s.handleTaskEdit)
	post(s, "/tasks/{id}/done", need(crm.ActComment), "任务完成", s.handleTaskDone)
	post(s, "/tasks/{id}/reopen", need(crm.ActComment), "重新打开任务", s.handleTaskReopen)
	post(s, "/tasks/{id}/drop", need(crm.ActComment), "取消任务", s.handleTaskDrop)
}

// TalkParams name the lead or project that is talked about.
type TalkParams struct {
	ObjectKind string `query:"objectKind" required:"true" enum:"lead,project"`
	ObjectID   int64  `query:"objectId" required:"true" minimum:"1"`
}

// CommentListInput names the object and the page.
type CommentListInput struct {
	ListParams
	TalkParams
}

func (s *Server) handleCommentList(ctx context.Context, v crm.Viewer, in *CommentListInput) (crm.List[crm.Comment], error) {
	return s.store.Comments(ctx, v, in.ObjectKind, in.ObjectID, in.page())
}

func (s *Server) handleCommentAdd(ctx context.Context, v crm.Viewer, in *Of[crm.CommentInput]) (crm.Comment, error) {
	return s.store.AddComment(ctx, v, in.Body)
}

// TalkPeopleInput names the object and a part of a name.
type TalkPeopleInput struct {
	TalkParams
	Q string `query:"q" maxLength:"40" doc:"姓名或拼音的一部分"`
}

func (s *Server) handleTalkPeople(ctx context.Context, v crm.Viewer, in *TalkPeopleInput) (Items[crm.Reader], error) {
	list, err := s.store.TalkPeople(ctx, v, in.ObjectKind, in.ObjectID, in.Q)
	return Items[crm.Reader]{list}, err
}

func (s *Server) handleCommentEdit(ctx context.Context, v crm.Viewer, in *IDOf[crm.CommentEdit]) (crm.Comment, error) {
	return s.store.EditComment(ctx, v, in.ID, in.Body)
}

func (s *Server) handleCommentVoid(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Comment, error) {
	return s.store.VoidComment(ctx, v, in.ID, in.Body)
}

// TaskListInput filters tasks.
type TaskListInput struct {
	ListParams
	Box        string `query:"box" enum:"mine,made,unit" doc:"交给我的、我布置的、本单位人员的"`
	State      string `query:"state" enum:"open,done,dropped"`
	Overdue    bool   `query:"overdue" doc:"只看过了期限还没有办完的"`
	OwnerID    int64  `query:"ownerId" minimum:"0" doc:"承办人"`
	DueBefore  string `query:"dueBefore" doc:"期限在这天或以前"`
	ObjectKind string `query:"objectKind" enum:"lead,project"`
	ObjectID   int64  `query:"objectId" minimum:"0"`
}

func (s *Server) handleTaskList(ctx context.Context, v crm.Viewer, in *TaskListInput) (crm.List[crm.Task], error) {
	due, err := optionalDate("dueBefore", in.DueBefore)
	if err != nil {
		return crm.List[crm.Task]{}, err
	}
	return s.store.Tasks(ctx, v, crm.TaskFilter{Page: in.page(), Box: in.Box, State: in.State, Overdue: in.Overdue, OwnerID: in.OwnerID, DueBefore: due,
		ObjectKind: in.ObjectKind, ObjectID: in.ObjectID})
}

func (s *Server) handleTask(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Task, error) {
	return s.store.Task(ctx, v, in.ID)
}

func (s *Server) handleTaskAdd(ctx context.Context, v crm.Viewer, in *Of[crm.TaskInput]) (crm.Task, error) {
	return s.store.AddTask(ctx, v, in.Body)
}

func (s *Server) handleTaskEdit(ctx context.Context, v crm.Viewer, in *IDOf[crm.TaskEdit]) (crm.Task, error) {
	return s.store.EditTask(ctx, v, in.ID, in.Body)
}

func (s *Server) handleTaskDone(ctx context.Context, v crm.Viewer, in *IDOf[SeenVersion]) (crm.Task, error) {
	return s.store.DoneTask(ctx, v, in.ID, in.Body.Version)
}

func (s *Server) handleTaskReopen(ctx context.Context, v crm.Viewer, in *IDOf[SeenVersion]) (crm.Task, error) {
	return s.store.ReopenTask(ctx, v, in.ID, in.Body.Version)
}

func (s *Server) handleTaskDrop(ctx context.Context, v crm.Viewer, in *IDOf[crm.ReasonInput]) (crm.Task, error) {
	return s.store.DropTask(ctx, v, in.ID, in.Body)
}
