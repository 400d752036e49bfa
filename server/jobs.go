package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"yinfeng/crm"
)

// Times of every worker. The queues stand in the database, where every program instance
// sees them; each instance does one job of a kind at a time, which bounds its memory.
const (
	jobBeat  = 5 * time.Second  // what one heartbeat may take
	jobStale = 60 * time.Second // silent for so long, a job is taken over
	jobPoll  = 10 * time.Second // how often a queue is looked at without being told
	jobGrace = 15 * time.Second // what a job that must not be cut gets when the program stops, and what settling one may take
)

var errTakenBack = errors.New("the job is no longer this worker's")

// worker is what the workers of a program instance share; P says how far a job is.
type worker[P any] struct {
	name string // of the instance, in the job's row
	bell chan struct{}

	mu      sync.Mutex
	job     int64 // that is being worked at, 0 for none
	stop    context.CancelCauseFunc
	reached P
}

func newWorker[P any]() *worker[P] {
	return &worker[P]{name: rand.Text(), bell: make(chan struct{}, 1)}
}

// loop calls next while it has work, then whenever the bell or the clock says so, until ctx ends.
func (w *worker[P]) loop(ctx context.Context, next func(context.Context) bool) {
	tick := time.NewTicker(jobPoll)
	defer tick.Stop()
	for {
		for ctx.Err() == nil && next(ctx) {
		}
		select {
		case <-ctx.Done():
			return
		case <-w.bell:
		case <-tick.C:
		}
	}
}

// wake tells the worker that something waits.
func (w *worker[P]) wake() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

// cancel stops a job where it runs here; elsewhere the heartbeat finds out.
func (w *worker[P]) cancel(id int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.job == id && w.stop != nil {
		w.stop(errTakenBack)
	}
}

// reach notes how far the running job is.
func (w *worker[P]) reach(p P) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reached = p
}

// at is how far a job is that runs here; ok is false for any other.
func (w *worker[P]) at(id int64) (p P, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.reached, w.job == id
}

// begin and leave mark the job that runs here.
func (w *worker[P]) begin(id int64, stop context.CancelCauseFunc) {
	var none P
	w.mu.Lock()
	defer w.mu.Unlock()
	w.job, w.stop, w.reached = id, stop, none
}

func (w *worker[P]) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.job, w.stop = 0, nil
}

// job is one piece of work with its limits.
type job struct {
	id    int64
	limit time.Duration // the longest that it may take
	every time.Duration // how often it says that it lives
	grace time.Duration // what it gets to end when the program stops
	beat  func(context.Context) error
	do    func(context.Context) error
}

// run does x with its heartbeat beside it. cause is why it was stopped, nil when it was not.
func (w *worker[P]) run(ctx context.Context, x job) (cause, err error) {
	run, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	run, done := context.WithTimeout(run, x.limit)
	defer done()
	w.begin(x.id, stop)
	defer w.leave()
	ended := make(chan struct{})
	var beside sync.WaitGroup
	beside.Add(1)
	go func() {
		defer beside.Done()
		watch(ctx, x, stop, ended)
	}()
	err = guarded(run, x)
	close(ended)
	beside.Wait()
	return context.Cause(run), err
}

// watch beats while a job runs and stops it when it is given away or the program ends.
func watch(ctx context.Context, x job, stop context.CancelCauseFunc, ended <-chan struct{}) {
	tick := time.NewTicker(x.every)
	defer tick.Stop()
	ending := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case <-ended:
			return
		case <-ending:
			ending, late = nil, time.After(x.grace)
		case <-late:
			stop(context.Canceled)
			return
		case <-tick.C:
			beat, done := context.WithTimeout(context.WithoutCancel(ctx), jobBeat)
			err := x.beat(beat)
			done()
			if crm.ErrCode(err) == crm.CodeConflict {
				stop(errTakenBack)
				return
			}
		}
	}
}

// guarded does the job; a panic, over a strange file say, ends the job and not the program.
func guarded(ctx context.Context, x job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("job panicked", "job", x.id, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return x.do(ctx)
}

// giveBack reports whether a job that ended with err goes back to its queue: the program
// stops, or the database is away.
func giveBack(ctx context.Context, cause, err error) bool {
	return ctx.Err() != nil && errors.Is(cause, context.Canceled) || crm.ErrCode(err) == crm.CodeUnavailable && cause == nil
}

// failure is the line that a person reads of a job that failed: late when it took too
// long, what was refused, else untold with a number that leads to the log.
func failure(cause, err error, late, untold string, log ...any) string {
	var e *crm.Error
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		return late
	case errors.As(err, &e):
		return e.Detail
	}
	number := rand.Text()[:12]
	slog.Error("job failed", append([]any{"id", number, "err", err}, log...)...)
	return "系统出错了，" + untold + "。请把编号 " + number + " 告诉管理员"
}
