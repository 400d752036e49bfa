package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yinfeng/crm"
)

// maxReportTries is how often a job is begun whose worker falls silent: a report that
// brings the program down must not do so for ever.
const maxReportTries = 3

// ClaimReportJob gives worker the oldest job that waits, or whose worker has been silent
// for stale; nil for none.
func (s *Store) ClaimReportJob(ctx context.Context, worker string, stale time.Duration) (*crm.ReportJob, error) {
	waiting := func(q querier, now int64) (id, user, tries int64, err error) {
		err = q.QueryRowContext(ctx, `SELECT id, user_id, tries FROM report_jobs WHERE state IN ('queued', 'running') AND heartbeat < $1
			ORDER BY id LIMIT 1`, now-stale.Milliseconds()).Scan(&id, &user, &tries)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return id, user, tries, err
	}
	if id, _, _, err := waiting(s.read, s.clock.Now().UnixMilli()); err != nil || id == 0 {
		return nil, s.translate(err) // nothing waits: the writer is left alone
	}
	var out *crm.ReportJob
	err := s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		id, user, tries, err := waiting(t, t.Now)
		if err != nil || id == 0 {
			return err
		}
		if tries >= maxReportTries {
			_, err := t.exec(`UPDATE report_jobs SET state = 'failed', problem = $1, worker = '', ended_at = $2, version = version + 1 WHERE id = $3`,
				"多次中断，已停止；请缩小范围后重新生成，或联系管理员", t.Now, id)
			return err
		}
		if _, err := t.exec("UPDATE report_jobs SET state = 'running', worker = $1, heartbeat = $2, tries = tries + 1, version = version + 1 WHERE id = $3",
			worker, t.Now, id); err != nil {
			return err
		}
		j, err := loadReportJob(t.ctx, t, user, id)
		out = &j
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// HeartbeatReportJob says that worker still works at a job and how far it is. A conflict
// means that the job is no longer its own: cancelled or given away.
func (s *Store) HeartbeatReportJob(ctx context.Context, id int64, worker string, p crm.ReportProgress) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		n, err := t.exec("UPDATE report_jobs SET heartbeat = $1, done = $2, total = $3 WHERE id = $4 AND worker = $5 AND state = 'running'",
			t.Now, p.Done, p.Total, id, worker)
		if err == nil && n == 0 {
			err = crm.Conflict(nil, "这份报表已取消或由别的任务接手")
		}
		return err
	})
}

// EndReportJob keeps the finished workbook and tells its person. A job that was cancelled
// meanwhile is a conflict, and nothing is kept.
func (s *Store) EndReportJob(ctx context.Context, v crm.Viewer, j crm.ReportJob, worker string, content []byte) error {
	return s.do(ctx, v, func(t *Tx) error {
		fq, err := j.Asked.Query()
		if err != nil {
			return err
		}
		sc, _, err := reportScope(t.ctx, t, v, fq)
		if err != nil {
			return err
		}
		n, err := t.exec(`UPDATE report_jobs SET state = 'done', worker = '', done = total, scope = $1, file_name = $2, snapshot = $3, size = $4,
			ended_at = $5, version = version + 1 WHERE id = $6 AND worker = $7 AND state = 'running'`,
			toJSON(sc), j.FileName, j.Snapshot, len(content), t.Now, j.ID, worker)
		if err == nil && n == 0 {
			err = crm.Conflict(nil, "这份报表已取消或由别的任务接手")
		}
		if err != nil {
			return err
		}
		sha, err := putBlob(t, content, workbookMedia)
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE report_jobs SET sha256 = $1 WHERE id = $2", sha, j.ID); err != nil {
			return err
		}
		return t.tell(crm.Message{Kind: "report", Title: "已生成：" + j.Title, Body: "请到报表中心下载", Object: "report", ObjectID: j.ID}, j.UserID, "", 0)
	})
}

// FailReportJob ends a job that could not be done, with the line that its person reads.
func (s *Store) FailReportJob(ctx context.Context, j crm.ReportJob, worker, problem string) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		n, err := t.exec(`UPDATE report_jobs SET state = 'failed', problem = $1, worker = '', ended_at = $2, version = version + 1
			WHERE id = $3 AND worker = $4 AND state = 'running'`, problem, t.Now, j.ID, worker)
		if err != nil || n == 0 {
			return err
		}
		return t.tell(crm.Message{Kind: "report", Title: "没有做成：" + j.Title, Body: problem, Object: "report", ObjectID: j.ID}, j.UserID, "", 0)
	})
}

// ReleaseReportJob gives a job back to the queue when its worker stops before the end.
func (s *Store) ReleaseReportJob(ctx context.Context, id int64, worker string) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		_, err := t.exec(`UPDATE report_jobs SET state = 'queued', worker = '', heartbeat = 0, tries = tries - 1 WHERE id = $1 AND worker = $2
			AND state = 'running'`, id, worker)
		return err
	})
}
