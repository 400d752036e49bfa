package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// Bounds of the queue of workbooks, over all program instances.
const (
	maxReportsWaiting = 3   // of one person
	maxReportQueue    = 100 // of everybody
)

const reportJobColumns = `j.id, j.user_id, j.title, j.asked, j.state, j.done, j.total, j.problem, j.file_name, j.snapshot, j.sha256, j.size,
	j.at, j.ended_at, j.version`

func scanReportJob(r *sql.Rows) (j crm.ReportJob, err error) {
	var asked string
	err = r.Scan(&j.ID, &j.UserID, &j.Title, &asked, &j.State, &j.Progress.Done, &j.Progress.Total, &j.Problem, &j.FileName, &j.Snapshot,
		&j.SHA256, &j.Size, &j.At, &j.EndedAt, &j.Version)
	if err == nil {
		err = json.Unmarshal([]byte(asked), &j.Asked)
	}
	return j, err
}

// loadReportJob finds a job of one person; somebody else's is as good as missing.
func loadReportJob(ctx context.Context, q querier, user, id int64) (crm.ReportJob, error) {
	list, err := collect(ctx, q, scanReportJob, "SELECT "+reportJobColumns+" FROM report_jobs j WHERE j.id = $1 AND j.user_id = $2", id, user)
	if err != nil {
		return crm.ReportJob{}, err
	}
	if len(list) == 0 {
		return crm.ReportJob{}, crm.NotFound("报表")
	}
	return list[0], nil
}

// reportScope is what a workbook of q shows to v, to be compared when it is fetched.
func reportScope(ctx context.Context, q querier, v crm.Viewer, fq crm.FiguresQuery) (crm.Scope, string, error) {
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return crm.Scope{}, "", err
	}
	_, sc, err := figureScope(v, crm.ActExport, tree, fq)
	if err != nil {
		return sc, "", err
	}
	name := ""
	switch {
	case fq.OfficeID != 0:
		sc, name = crm.Scope{Units: []int64{fq.OfficeID}}, tree.byID[fq.OfficeID].name
	case fq.UnitID != 0:
		name = tree.byID[fq.UnitID].name
	case !sc.All:
		name = tree.byID[v.UnitID].name
	}
	return sc, name, nil
}

// AddReportJob asks for a workbook. That of a closed month of the whole city is there
// already: it is done at once, with the snapshot's bytes.
func (s *Store) AddReportJob(ctx context.Context, v crm.Viewer, in crm.ReportJobInput) (crm.ReportJob, error) {
	return act(ctx, s, v, func(t *Tx) (j crm.ReportJob, err error) {
		if err := v.Require(crm.ActExport); err != nil {
			return j, err
		}
		fq, err := in.Query()
		if err != nil {
			return j, err
		}
		if err := checkFigures(v, fq, t.Today); err != nil {
			return j, err
		}
		sc, name, err := reportScope(t.ctx, t, v, fq)
		if err != nil {
			return j, err
		}
		as, number, frozen, err := standing(t.ctx, t, fq)
		if err == nil {
			err = checkAsked(t.ctx, t, as)
		}
		if err != nil {
			return j, err
		}
		j = crm.ReportJob{Title: "招商引资月报" + fq.Window().Label() + name, State: crm.ReportQueued}
		if frozen && sc.All {
			j.State, j.Snapshot, j.FileName = crm.ReportDone, number, fmt.Sprintf("招商引资月报%s_%s.xlsx", fq.Month, number)
			err = t.QueryRowContext(t.ctx, "SELECT workbook_sha256, workbook_size FROM snapshots WHERE number = $1", number).Scan(&j.SHA256, &j.Size)
			j.EndedAt = crm.Instant(t.Now)
		} else {
			err = reportQueue(t)
		}
		if err != nil {
			return j, err
		}
		return insertReportJob(t, j, in, sc)
	})
}

func insertReportJob(t *Tx, j crm.ReportJob, in crm.ReportJobInput, sc crm.Scope) (crm.ReportJob, error) {
	id, err := t.nextID("report_jobs")
	if err != nil {
		return j, err
	}
	if _, err := t.exec(`INSERT INTO report_jobs (id, user_id, title, asked, scope, state, phase, done, total, tries, worker, heartbeat, problem,
		file_name, snapshot, sha256, size, at, ended_at, version) VALUES ($1, $2, $3, $4, $5, $6, '', 0, 0, 0, '', 0, '', $7, $8, $9, $10, $11, $12, 1)`,
		id, t.V.UserID, j.Title, toJSON(in), toJSON(sc), j.State, j.FileName, j.Snapshot, j.SHA256, j.Size, t.Now, int64(j.EndedAt)); err != nil {
		return j, err
	}
	return loadReportJob(t.ctx, t, t.V.UserID, id)
}

// reportQueue refuses one more job where too many wait.
func reportQueue(t *Tx) error {
	var all, mine int64
	if err := t.QueryRowContext(t.ctx, `SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN user_id = $1 THEN 1 ELSE 0 END) AS BIGINT), 0)
		FROM report_jobs WHERE state IN ('queued', 'running')`, t.V.UserID).Scan(&all, &mine); err != nil {
		return err
	}
	switch {
	case mine >= maxReportsWaiting:
		return &crm.Error{Code: crm.CodeTooMany, Detail: sprintf("你已有 %d 份报表在排队或生成，请等其中一份完成后再提交", mine)}
	case all >= maxReportQueue:
		return &crm.Error{Code: crm.CodeTooMany, Detail: sprintf("全系统有 %d 份报表在排队，请过几分钟再提交", all)}
	}
	return nil
}

var reportJobList = listSpec{table: "report_jobs j", alias: "j", id: "j.id", def: "-id", sorts: map[string]string{"id": "j.id"}, cols: reportJobColumns}

// ReportJobs lists the viewer's own jobs, newest first.
func (s *Store) ReportJobs(ctx context.Context, v crm.Viewer, p crm.Page) (crm.List[crm.ReportJob], error) {
	if err := v.Require(crm.ActExport); err != nil {
		return crm.List[crm.ReportJob]{}, err
	}
	var q query
	q.add("j.user_id = ?", v.UserID)
	return runList(ctx, s, reportJobList, q, p, scanReportJob, func(j crm.ReportJob, _ string) (any, int64) { return j.ID, j.ID })
}

// ReportJob is one of the viewer's own jobs.
func (s *Store) ReportJob(ctx context.Context, v crm.Viewer, id int64) (crm.ReportJob, error) {
	if err := v.Require(crm.ActExport); err != nil {
		return crm.ReportJob{}, err
	}
	j, err := loadReportJob(ctx, s.read, v.UserID, id)
	return j, s.translate(err)
}

// CancelReportJob ends a job that waits or runs: nothing of it is kept.
func (s *Store) CancelReportJob(ctx context.Context, v crm.Viewer, id int64) (crm.ReportJob, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ReportJob, error) {
		if err := v.Require(crm.ActExport); err != nil {
			return crm.ReportJob{}, err
		}
		j, err := loadReportJob(t.ctx, t, v.UserID, id)
		if err != nil {
			return j, err
		}
		n, err := t.exec(`UPDATE report_jobs SET state = 'cancelled', worker = '', ended_at = $1, version = version + 1
			WHERE id = $2 AND state IN ('queued', 'running')`, t.Now, id)
		if err == nil && n == 0 {
			err = crm.Conflict(j, "这份报表已经结束，不用取消")
		}
		if err != nil {
			return j, err
		}
		return loadReportJob(t.ctx, t, v.UserID, id)
	})
}

// ReportJobFile hands out a finished workbook, the same bytes each time, and notes it in
// the audit log. Only its person gets it, and only while their scope still reaches all
// that is in it.
func (s *Store) ReportJobFile(ctx context.Context, v crm.Viewer, id int64) (crm.ReportJob, []byte, error) {
	j, err := s.ReportJob(ctx, v, id)
	if err != nil {
		return j, nil, err
	}
	var raw string
	if err := s.read.QueryRowContext(ctx, "SELECT scope FROM report_jobs WHERE id = $1", id).Scan(&raw); err != nil {
		return j, nil, s.translate(err)
	}
	var then crm.Scope
	if err := json.Unmarshal([]byte(raw), &then); err != nil {
		return j, nil, fmt.Errorf("scope of report %d: %w", id, err)
	}
	if !v.Scope(crm.ActExport).Covers(then) {
		return j, nil, crm.NotFound("报表")
	}
	if j.State != crm.ReportDone {
		return j, nil, crm.Conflict(j, "这份报表还没有做成，不能下载")
	}
	b, _, err := s.readBlob(ctx, s.read, j.SHA256)
	if err != nil {
		return j, nil, s.translate(err)
	}
	return j, b, s.LogWorkbook(ctx, v, j.FileName, j.SHA256, len(b))
}

// LogWorkbook notes in the audit log that a workbook leaves as a file.
func (s *Store) LogWorkbook(ctx context.Context, v crm.Viewer, name, sha string, size int) error {
	return s.do(ctx, v, func(t *Tx) error {
		if err := v.Require(crm.ActExport); err != nil {
			return err
		}
		t.audit("export", "report", 0, v.UnitID, "下载"+strings.TrimSuffix(name, ".xlsx"), map[string]any{"name": name, "sha256": sha, "size": size})
		return nil
	})
}
