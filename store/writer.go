package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"yinfeng/crm"
)

// A group ends when the queue is empty, or at these bounds.
const (
	maxGroup  = 64
	groupTime = 25 * time.Millisecond
)

// job is one act waiting for the writer.
type job struct {
	ctx  context.Context
	v    crm.Viewer
	fn   func(*Tx) error
	done chan error
}

// writer runs acts one after another. Acts that wait together share one transaction,
// each in a savepoint, and are acknowledged after the common commit: that is how
// durable small writes stay fast (architecture §1).
type writer struct {
	s     *Store
	jobs  chan *job
	quit  chan struct{}
	ended chan struct{}
	alone bool
}

func newWriter(s *Store, alone bool) *writer {
	w := &writer{s: s, jobs: make(chan *job, 1024), quit: make(chan struct{}), ended: make(chan struct{}), alone: alone}
	go w.run()
	return w
}

func (w *writer) stop() {
	close(w.quit)
	<-w.ended
}

func (w *writer) run() {
	defer close(w.ended)
	for {
		select {
		case j := <-w.jobs:
			w.group(j)
		case <-w.quit:
			for {
				select {
				case j := <-w.jobs:
					w.group(j)
				default:
					return
				}
			}
		}
	}
}

// group runs first and whatever waits behind it in one transaction.
func (w *writer) group(first *job) {
	if e := w.s.broken.Load(); e != nil {
		first.done <- e
		return
	}
	ctx := context.Background()
	tx, err := w.s.write.BeginTx(ctx, nil)
	if err == nil {
		if err = w.s.engine.lockWrites(ctx, tx); err != nil {
			tx.Rollback()
		}
	}
	if err != nil {
		first.done <- w.s.translate(err)
		return
	}
	g := &group{tx: tx, ctx: ctx, s: w.s, numbers: newNumbers()}
	var waiting []verdict
	start := time.Now()
	for j := first; j != nil && g.lost == nil; j = w.more(len(waiting), start) {
		waiting = append(waiting, verdict{j, g.run(j)})
	}
	w.answer(waiting, g.commit())
}

// verdict is what became of an act within its group.
type verdict struct {
	job *job
	err error // why it was refused
}

// answer tells each act of a group what became of it, once the group has been committed or lost. A
// refusal waits too: it may rest on an act before it, which stands only then.
func (w *writer) answer(waiting []verdict, lost error) {
	for _, x := range waiting {
		err := x.err
		if lost != nil {
			err = lost
		}
		x.job.done <- w.s.translate(err)
	}
}

// more returns the next waiting job of the group, nil when the group ends.
func (w *writer) more(n int, start time.Time) *job {
	if w.alone || n >= maxGroup || time.Since(start) > groupTime {
		return nil
	}
	select {
	case j := <-w.jobs:
		return j
	default:
		return nil
	}
}

// group is one open transaction with the audit rows and numbers that its acts have left.
type group struct {
	s       *Store
	ctx     context.Context
	tx      *sql.Tx
	audit   []crm.AuditRow
	lost    error // the transaction itself is gone
	numbers *numbers
}

// run performs one job in a savepoint; a failing or panicking job leaves no trace.
func (g *group) run(j *job) (err error) {
	if e := j.ctx.Err(); e != nil {
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "请求已取消，没有保存", Cause: e}
	}
	if _, err := g.tx.ExecContext(g.ctx, "SAVEPOINT act"); err != nil {
		g.lost = err
		return err
	}
	t := &Tx{ctx: g.ctx, tx: g.tx, s: g.s, V: j.v, Now: g.s.clock.Now().UnixMilli(), Today: g.s.clock.Today(), numbers: g.numbers}
	g.numbers.begin()
	err = guard(t, j.fn)
	end := "RELEASE SAVEPOINT act"
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT act"
		g.numbers.undo()
	}
	if _, e := g.tx.ExecContext(g.ctx, end); e != nil {
		g.lost = e
		return errors.Join(err, e)
	}
	if err == nil {
		g.audit = append(g.audit, t.auditRows...)
	}
	return err
}

// guard turns a panic of an act into an error, logged with its stack.
func guard(t *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("act panicked", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return fn(t)
}

// commit keeps the numbers taken, gives audit rows their sequence and hash, last, and commits.
func (g *group) commit() error {
	if g.lost != nil {
		g.tx.Rollback()
		return g.lost
	}
	err := g.numbers.keep(g.ctx, g.tx)
	if err == nil {
		err = writeAudit(&Tx{ctx: g.ctx, tx: g.tx, s: g.s}, g.audit)
	}
	if err != nil {
		g.tx.Rollback()
		return err
	}
	return g.tx.Commit()
}

// do queues fn and waits for its acknowledgement, which comes after the durable commit.
func (s *Store) do(ctx context.Context, v crm.Viewer, fn func(*Tx) error) error {
	j := &job{ctx: ctx, v: v, fn: fn, done: make(chan error, 1)}
	select {
	case s.writer.jobs <- j:
	case <-ctx.Done():
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "系统繁忙，这次操作没有保存，请稍后再试", Cause: ctx.Err()}
	case <-s.writer.ended:
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "系统正在停止，这次操作没有保存"}
	}
	select {
	case err := <-j.done:
		return err
	case <-s.writer.ended:
		select {
		case err := <-j.done:
			return err
		default:
			return &crm.Error{Code: crm.CodeUnavailable, Detail: "系统正在停止，这次操作没有保存"}
		}
	}
}

// translate turns what came out of the database into what a person may read.
func (s *Store) translate(err error) error {
	var e *crm.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return err
	case ioFailure(err):
		return s.fail(err)
	}
	unique, foreign := violation(err)
	switch {
	case unique:
		return &crm.Error{Code: crm.CodeConflict, Detail: "已有相同的记录，请刷新后再试", Cause: err}
	case foreign:
		return &crm.Error{Code: crm.CodeInvalid, Detail: "所选的单位、企业或项目不存在，请刷新后重选", Cause: err}
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, sql.ErrTxDone), isConnection(err):
		return unavailable(err)
	}
	return err
}
