package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) messageRoutes() {
	get(s, "/messages", signedIn, "我的消息", s.handleMessageList)
	post(s, "/messages/read", signedIn, "标为已读", s.handleMessageRead)
}

// MessageListInput filters messages.
type MessageListInput struct {
	ListParams
	Unread bool `query:"unread" doc:"只看未读"`
}

func (s *Server) handleMessageList(ctx context.Context, v crm.Viewer, in *MessageListInput) (crm.List[crm.Message], error) {
	return s.store.Messages(ctx, v, in.Unread, in.page())
}

// ReadInput names the messages that have been read; none means all.
type ReadInput struct {
	IDs []int64 `json:"ids,omitempty" maxItems:"200"`
}

// ReadDone tells how many were marked.
type ReadDone struct {
	Marked int64 `json:"marked"`
}

func (s *Server) handleMessageRead(ctx context.Context, v crm.Viewer, in *Of[ReadInput]) (ReadDone, error) {
	n, err := s.store.ReadMessages(ctx, v, in.Body.IDs)
	return ReadDone{n}, err
}
