package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"yinfeng/crm"
	"yinfeng/reports"
)

// Times of the report worker, which works as the import worker does: the queue stands in
// the database, each program instance makes one workbook at a time.
const (
	reportTime = 10 * time.Minute // the longest that one workbook may take
	reportBeat = 2 * time.Second  // how often a running job tells how far it is
)

// reportJobs is the report worker of this program instance.
type reportJobs struct {
	s    *Server
	name string
	bell chan struct{}

	mu      sync.Mutex
	job     int64 // that is being worked at, 0 for none
	stop    context.CancelCauseFunc
	reached crm.ReportProgress
}

func newReportJobs(s *Server) *reportJobs {
	return &reportJobs{s: s, name: rand.Text(), bell: make(chan struct{}, 1)}
}

// WorkReports makes waiting workbooks, also those that a stopped instance left behind,
// until ctx ends; one that is being made then is given back to the queue.
func (s *Server) WorkReports(ctx context.Context) {
	j := s.reports
	tick := time.NewTicker(importPoll)
	defer tick.Stop()
	for {
		for ctx.Err() == nil && j.next(ctx) {
		}
		select {
		case <-ctx.Done():
			return
		case <-j.bell:
		case <-tick.C:
		}
	}
}

func (j *reportJobs) wake() {
	select {
	case j.bell <- struct{}{}:
	default:
	}
}

// cancel stops a job that runs here; elsewhere the heartbeat finds out.
func (j *reportJobs) cancel(id int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job == id && j.stop != nil {
		j.stop(errTakenBack)
	}
}

func (j *reportJobs) progress(done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.reached = crm.ReportProgress{Done: int64(done), Total: int64(total)}
}

func (j *reportJobs) at() crm.ReportProgress {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.reached
}

// next does one waiting job; false when nothing waits or the database is away.
func (j *reportJobs) next(ctx context.Context) bool {
	job, err := j.s.store.ClaimReportJob(ctx, j.name, importStale)
	if err != nil && ctx.Err() == nil {
		slog.Warn("report queue not readable", "err", err)
	}
	if err != nil || job == nil {
		return false
	}
	return j.work(ctx, *job)
}

// work makes one workbook under its limits, with its heartbeat beside it.
func (j *reportJobs) work(ctx context.Context, job crm.ReportJob) bool {
	run, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	run, done := context.WithTimeout(run, reportTime)
	defer done()
	j.mu.Lock()
	j.job, j.stop, j.reached = job.ID, stop, crm.ReportProgress{}
	j.mu.Unlock()
	ended := make(chan struct{})
	var beside sync.WaitGroup
	beside.Add(1)
	go func() {
		defer beside.Done()
		j.watch(ctx, job.ID, stop, ended)
	}()
	err := j.guarded(run, job)
	close(ended)
	beside.Wait()
	j.mu.Lock()
	j.job, j.stop = 0, nil
	j.mu.Unlock()
	return j.end(ctx, run, job, err)
}

// watch beats while a job runs and stops it when it is cancelled or the program ends.
func (j *reportJobs) watch(ctx context.Context, id int64, stop context.CancelCauseFunc, ended <-chan struct{}) {
	tick := time.NewTicker(reportBeat)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-ctx.Done():
			stop(context.Canceled)
			return
		case <-tick.C:
			beat, done := context.WithTimeout(context.WithoutCancel(ctx), importBeat)
			err := j.s.store.HeartbeatReportJob(beat, id, j.name, j.at())
			done()
			if crm.ErrCode(err) == crm.CodeConflict {
				stop(errTakenBack)
				return
			}
		}
	}
}

// guarded makes the workbook; a panic ends the job and not the program.
func (j *reportJobs) guarded(ctx context.Context, job crm.ReportJob) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
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

// workbookName is the file's name: what it is, of when and of which part.
func workbookName(q crm.FiguresQuery, r *crm.MonthReport) string {
	name := "招商引资月报" + q.Window().String() + r.Head.Scope + r.Head.Chain + r.Head.Office
	if r.Figures.Snapshot == nil && r.Head.WindowNote == "" {
		name += "（未关账）"
	}
	return name + ".xlsx"
}

// end settles a job that is over; false when the database is away.
func (j *reportJobs) end(ctx, run context.Context, job crm.ReportJob, err error) bool {
	after, done := context.WithTimeout(context.WithoutCancel(ctx), importGrace)
	defer done()
	cause := context.Cause(run)
	var e *crm.Error
	problem := ""
	switch {
	case err == nil || errors.Is(cause, errTakenBack) || crm.ErrCode(err) == crm.CodeConflict:
		return true
	case ctx.Err() != nil && errors.Is(cause, context.Canceled), crm.ErrCode(err) == crm.CodeUnavailable && cause == nil:
		if e := j.s.store.ReleaseReportJob(after, job.ID, j.name); e != nil {
			slog.Warn("report job not given back", "report", job.ID, "err", e)
		}
		return false
	case errors.Is(cause, context.DeadlineExceeded):
		problem = fmt.Sprintf("用时超过 %d 分钟，已停止；请缩小范围后重新生成", int(reportTime.Minutes()))
	case errors.As(err, &e):
		problem = e.Detail
	default:
		number := rand.Text()[:12]
		slog.Error("report job failed", "id", number, "report", job.ID, "err", err)
		problem = "系统出错了，没有做成。请把编号 " + number + " 告诉管理员"
	}
	if err := j.s.store.FailReportJob(after, job, j.name, problem); err != nil {
		slog.Error("report job not ended", "report", job.ID, "err", err)
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
