package server

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"yinfeng/crm"
)

// lateEvery is how often, once the day's run is over, what has fallen due since is looked at.
const lateEvery = 10 * time.Minute

// dayWorker does the day's run of a program instance: claims lapse, offers expire, decisions on
// disputes take effect, reminders are written. Every instance looks; one does a day.
type dayWorker struct {
	*worker[struct{}]
	s    *Server
	done crm.Date // the day whose run is over
	late time.Time
}

// WorkDays does the day's run as the business day begins, until ctx ends. The demo city's day stands
// still, and so do its claims and clocks.
func (s *Server) WorkDays(ctx context.Context) {
	if s.o.Demo {
		return
	}
	w := &dayWorker{worker: newWorker[struct{}](), s: s}
	w.loop(ctx, w.next)
}

// next does a part of the day's run and says whether more is left.
func (w *dayWorker) next(ctx context.Context) bool {
	today := w.s.store.Today()
	more, err := false, error(nil)
	switch {
	case w.done != today:
		if more, err = w.s.store.RunDay(ctx, w.name, today); err == nil && !more {
			w.done, err = w.s.store.DayDone(ctx, today)
			w.late = time.Now()
		}
	case time.Since(w.late) >= lateEvery:
		more, err = w.lateWork(ctx)
	}
	if err != nil && ctx.Err() == nil {
		slog.Error("the day's run stopped", "day", string(today), "err", err)
	}
	return more && err == nil
}

// lateWork is what may fall due within a day: a claim as a dispute over it ends.
func (w *dayWorker) lateWork(ctx context.Context) (more bool, err error) {
	w.late = time.Now()
	n, err := w.s.store.LapseClaims(ctx)
	settled, failed := w.s.store.SettleDisputes(ctx)
	if n+settled > 0 {
		w.late = time.Time{}
	}
	return n+settled > 0, errors.Join(err, failed)
}
