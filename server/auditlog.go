package server

import (
	"context"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) auditRoutes() {
	get(s, "/audit", need(crm.ActReadAudit), "审计日志", s.handleAuditList)
	get(s, "/audit/verify", need(crm.ActReadAudit), "核对审计日志的链", s.handleAuditVerify)
}

// AuditListInput filters the audit log.
type AuditListInput struct {
	ListParams
	UserID   int64    `query:"userId" minimum:"1"`
	UnitID   int64    `query:"unitId" minimum:"1"`
	Act      string   `query:"act" maxLength:"40" doc:"如 capital.verify，或只写 capital"`
	Object   string   `query:"object" maxLength:"40"`
	ObjectID int64    `query:"objectId" minimum:"1"`
	From     crm.Date `query:"from" format:"date" doc:"业务日期起"`
	To       crm.Date `query:"to" format:"date" doc:"业务日期止"`
}

func (s *Server) handleAuditList(ctx context.Context, v crm.Viewer, in *AuditListInput) (crm.List[crm.AuditRow], error) {
	return s.store.Audit(ctx, v, store.AuditFilter{UserID: in.UserID, UnitID: in.UnitID, Act: in.Act, Object: in.Object, ObjectID: in.ObjectID,
		From: in.From, To: in.To, Page: in.page()})
}

// AuditCheck is the outcome of walking the chain; BadSeq 0 means whole.
type AuditCheck struct {
	Rows   int64 `json:"rows"`
	BadSeq int64 `json:"badSeq" doc:"第一条不符的序号，0 为全部相符"`
}

func (s *Server) handleAuditVerify(ctx context.Context, _ crm.Viewer, _ *Empty) (AuditCheck, error) {
	n, bad, err := s.store.VerifyAudit(ctx)
	return AuditCheck{n, bad}, err
}
