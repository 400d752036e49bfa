package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"yinfeng/crm"
)

// Times of the import worker. The queue stands in the database, where every program
// instance sees it; each instance does one job at a time, which bounds its memory.
const (
	importBeat  = 5 * time.Second  // how often a running job says that it lives
	importStale = 60 * time.Second // silent for so long, a job is taken over
	importPoll  = 10 * time.Second // how often the queue is looked at without being told
	importTime  = 15 * time.Minute // the longest that one job may take
	importGrace = 15 * time.Second // what a running application gets to end when the program stops
)

var errTakenBack = errors.New("the batch is no longer this worker's")

// importJobs is the import worker of this program instance.
type importJobs struct {
	s    *Server
	name string // of the instance, in the batch's row
	bell chan struct{}

	mu      sync.Mutex
	batch   int64 // that is being worked at, 0 for none
	stop    context.CancelCauseFunc
	reached crm.ImportProgress
}

func newImportJobs(s *Server) *importJobs {
	b := make([]byte, 8)
	rand.Read(b)
	return &importJobs{s: s, name: hex.EncodeToString(b), bell: make(chan struct{}, 1)}
}

// WorkImports reads and applies waiting imports, also those that a stopped instance left
// behind, until ctx ends. A reading that runs then is given back to the queue; an
// application gets a short while to end and is rolled back otherwise.
func (s *Server) WorkImports(ctx context.Context) {
	j := s.imports
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

// wake tells the worker that something waits.
func (j *importJobs) wake() {
	select {
	case j.bell <- struct{}{}:
	default:
	}
}

// cancel ends the job over a batch, where it runs here; elsewhere the heartbeat finds out.
func (j *importJobs) cancel(id int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.batch == id && j.stop != nil {
		j.stop(errTakenBack)
	}
}

// follow puts the progress of a job that runs here into its batch.
func (j *importJobs) follow(b *crm.ImportBatch) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.batch == b.ID && (b.State == crm.ImportReading || b.State == crm.ImportApplying) {
		b.Progress = j.reached
	}
}

func (j *importJobs) progress(phase string, done, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.reached = crm.ImportProgress{Phase: phase, Done: done, Total: total}
}

// next does one waiting job; false when nothing waits or the database is away.
func (j *importJobs) next(ctx context.Context) bool {
	b, err := j.s.store.ClaimImportJob(ctx, j.name, importStale)
	if err != nil {
		if ctx.Err() == nil {
			slog.Warn("import queue not readable", "err", err)
		}
		return false
	}
	if b == nil {
		return false
	}
	j.work(ctx, b)
	return true
}

// work does one job under its limits, with its heartbeat beside it.
func (j *importJobs) work(ctx context.Context, b *crm.ImportBatch) {
	run, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	run, done := context.WithTimeout(run, importTime)
	defer done()
	j.mu.Lock()
	j.batch, j.stop, j.reached = b.ID, stop, crm.ImportProgress{}
	j.mu.Unlock()
	defer func() {
		j.mu.Lock()
		j.batch, j.stop = 0, nil
		j.mu.Unlock()
	}()
	ended := make(chan struct{})
	var beside sync.WaitGroup
	beside.Add(1)
	go func() {
		defer beside.Done()
		j.watch(ctx, b, stop, ended)
	}()
	start := time.Now()
	err := j.guarded(run, b)
	close(ended)
	beside.Wait()
	j.end(ctx, run, b, err, time.Since(start))
}

// watch beats while a job runs and stops it when the batch is given away or the program ends.
func (j *importJobs) watch(ctx context.Context, b *crm.ImportBatch, stop context.CancelCauseFunc, ended <-chan struct{}) {
	tick := time.NewTicker(importBeat)
	defer tick.Stop()
	ending := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case <-ended:
			return
		case <-ending:
			ending = nil
			if b.State != crm.ImportApplying {
				stop(context.Canceled)
				return
			}
			late = time.After(importGrace)
		case <-late:
			stop(context.Canceled)
			return
		case <-tick.C:
			beat, done := context.WithTimeout(context.WithoutCancel(ctx), importBeat)
			err := j.s.store.HeartbeatImport(beat, b.ID, j.name)
			done()
			if crm.ErrCode(err) == crm.CodeConflict {
				stop(errTakenBack)
				return
			}
		}
	}
}

// guarded does the job; a panic over a strange file ends the job and not the program.
func (j *importJobs) guarded(ctx context.Context, b *crm.ImportBatch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("import panicked", "import", b.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if b.State == crm.ImportApplying {
		return j.apply(ctx, b)
	}
	return j.read(ctx, b)
}
