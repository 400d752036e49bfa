package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"yinfeng/crm"
	"yinfeng/reports"
)

// Times of the report worker.
const (
	reportTime = 10 * time.Minute // the longest that one workbook may take
	reportBeat = 2 * time.Second  // how often a running job tells how far it is
)

// reportJobs is the report worker of this program instance.
type reportJobs struct {
	*worker[crm.ReportProgress]
	s *Server
}

func newReportJobs(s *Server) *reportJobs { return &reportJobs{newWorker[crm.ReportProgress](), s} }

// WorkReports makes waiting workbooks, also those that a stopped instance left behind,
// until ctx ends; one that is being made then is given back to the queue.
func (s *Server) WorkReports(ctx context.Context) { s.reports.loop(ctx, s.reports.next) }

func (j *reportJobs) progress(done, total int) {
	j.reach(crm.ReportProgress{Done: int64(done), Total: int64(total)})
}

// follow puts the progress of a job that runs here into what is answered.
func (j *reportJobs) follow(x *crm.ReportJob) {
	if p, here := j.at(x.ID); here && x.State == crm.ReportRunning {
		x.Progress = p
	}
}

// next does one waiting job; false when nothing waits or the database is away.
func (j *reportJobs) next(ctx context.Context) bool {
	asked, err := j.s.store.ClaimReportJob(ctx, j.name, jobStale)
	if err != nil && ctx.Err() == nil {
		slog.Warn("report queue not readable", "err", err)
	}
	if err != nil || asked == nil {
		return false
	}
	cause, err := j.run(ctx, job{id: asked.ID, limit: reportTime, every: reportBeat,
		beat: func(ctx context.Context) error {
			p, _ := j.at(asked.ID)
			return j.s.store.HeartbeatReportJob(ctx, asked.ID, j.name, p)
		},
		do: func(ctx context.Context) error { return j.make(ctx, *asked) }})
	return j.end(ctx, *asked, cause, err)
}

// make writes the workbook that was asked for and keeps it.
func (j *reportJobs) make(ctx context.Context, job crm.ReportJob) error {
	v, err := j.s.store.LoadViewer(ctx, job.UserID)
	if err != nil {
		return err
	}
	q, err := job.Asked.Query()
	if err != nil {
		return err
	}
	r, err := j.s.store.MonthReport(ctx, v, q)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := reports.WriteMonth(ctx, &b, r, j.progress); err != nil {
		return err
	}
	if r.Figures.Snapshot != nil {
		job.Snapshot = *r.Figures.Snapshot
	}
	job.FileName = workbookName(q, r)
	return j.s.store.EndReportJob(ctx, v, job, j.name, b.Bytes())
}

// workbookName is the file's name: what it is, of when and of which part, as known on which day.
func workbookName(q crm.FiguresQuery, r *crm.MonthReport) string {
	name := "招商引资月报" + q.Window().String() + r.Head.Scope + r.Head.Chain + r.Head.Office
	switch {
	case q.AsKnown != "":
		name += "（按" + string(q.AsKnown) + "所知）"
	case r.Figures.Snapshot == nil && r.Head.WindowNote == "":
		name += "（未关账）"
	}
	return name + ".xlsx"
}

// end settles a job that is over; false when the database is away.
func (j *reportJobs) end(ctx context.Context, x crm.ReportJob, cause, err error) bool {
	after, done := context.WithTimeout(context.WithoutCancel(ctx), jobGrace)
	defer done()
	switch {
	case err == nil || errors.Is(cause, errTakenBack) || crm.ErrCode(err) == crm.CodeConflict:
		return true
	case giveBack(ctx, cause, err):
		if e := j.s.store.ReleaseReportJob(after, x.ID, j.name); e != nil {
			slog.Warn("report job not given back", "report", x.ID, "err", e)
		}
		return false
	}
	late := fmt.Sprintf("用时超过 %d 分钟，已停止；请缩小范围后重新生成", int(reportTime.Minutes()))
	if err := j.s.store.FailReportJob(after, x, j.name, failure(cause, err, late, "没有做成", "report", x.ID)); err != nil {
		slog.Error("report job not ended", "report", x.ID, "err", err)
	}
	return true
}

// sent notes a workbook in the audit log and answers with it.
func (s *Server) sent(ctx context.Context, v crm.Viewer, name string, content []byte) (*Download, error) {
	sum := sha256.Sum256(content)
	if err := s.store.LogWorkbook(ctx, v, name, hex.EncodeToString(sum[:]), len(content)); err != nil {
		return nil, err
	}
	return bytesOf(name, sheetType, content), nil
}
