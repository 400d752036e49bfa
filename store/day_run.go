package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"yinfeng/crm"
)

// runChunk is how many leads or claims one act of the day's run takes.
var runChunk = 200

// runStale is for how long a worker of the day's run may be silent, ms, before another takes over.
const runStale = 60_000

// system does what time does.
var system = crm.Viewer{Operator: true, Name: "系统"}

// dayRun is the row of a day's run. What falls due after the day `after` is told, up to the run's own
// day: days on which the program stood still are run as one.
type dayRun struct {
	day, after crm.Date
	worker     string
	heartbeat  int64
	cursor     int64 // leads up to it have been looked at for reminders
	done       bool
	told       int64
}

// RunDay does a part of a day's work and says whether more is left: claims lapse, offers that nobody
// answered expire, decisions on disputes take effect, and reminders are written, each once. One worker
// takes a day; another goes on where it stood still. A day that is done, or older than one that was
// begun, is not run.
func (s *Store) RunDay(ctx context.Context, worker string, day crm.Date) (more bool, err error) {
	r, err := nextRun(ctx, s.read, day)
	if err != nil || r.done || r.others(worker, s.clock.Now().UnixMilli()) {
		return false, s.translate(err)
	}
	n, err := s.LapseClaims(ctx)
	if err != nil || n > 0 {
		return n > 0, err
	}
	if _, err := s.SettleDisputes(ctx); err != nil {
		slog.Error("disputes not settled", "err", err) // each is tried again later
	}
	if _, err := s.ExpireTransfers(ctx); err != nil {
		slog.Error("offers not ended", "err", err)
	}
	leads, err := s.dueLeads(ctx, r)
	if err != nil {
		return false, s.translate(err)
	}
	return act(ctx, s, system, func(t *Tx) (bool, error) { return runPart(t, worker, r, leads) })
}

// others reports whether another worker is at the run.
func (r dayRun) others(worker string, now int64) bool {
	return r.worker != "" && r.worker != worker && now-r.heartbeat < runStale
}

// nextRun reads the run of a day, or what it would be; done when there is nothing to do.
func nextRun(ctx context.Context, q querier, day crm.Date) (r dayRun, err error) {
	r = dayRun{day: day}
	var state string
	err = q.QueryRowContext(ctx, "SELECT from_day, worker, heartbeat, cursor, state, told FROM clock_runs WHERE day = $1", day).
		Scan(&r.after, &r.worker, &r.heartbeat, &r.cursor, &state, &r.told)
	if err == nil {
		r.done = state == "done"
		return r, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return r, err
	}
	var last, newest crm.Date
	err = q.QueryRowContext(ctx, "SELECT COALESCE(MAX(CASE WHEN state = 'done' THEN day END), ''), COALESCE(MAX(day), '') FROM clock_runs").Scan(&last, &newest)
	if r.after = last; last == "" {
		r.after = day.AddDays(-1)
	}
	r.done = newest > day
	return r, err
}

// dueLeads are the leads, at most a chunk of them, of which the run may have something to tell: found
// before the act, judged again in it.
func (s *Store) dueLeads(ctx context.Context, r dayRun) ([]int64, error) {
	set, err := loadSettings(ctx, s.read)
	if err != nil {
		return nil, err
	}
	days, err := allWorkdays(ctx, s.read)
	if err != nil {
		return nil, err
	}
	var q query
	q.add("l.id > ? AND l.voided = FALSE AND l.status = 'active' AND l.stage <> 'signed'", r.cursor)
	dueSteps(&q, r, set, days)
	return collect(ctx, s.read, scanID, "SELECT l.id FROM leads l"+q.clause()+" ORDER BY l.id LIMIT "+idList([]int64{int64(runChunk)}), q.args...)
}

// runPart does a chunk in one act, with the run's row: what was done and how far it is stand together.
func runPart(t *Tx, worker string, seen dayRun, leads []int64) (more bool, err error) {
	r, err := nextRun(t.ctx, t, seen.day)
	if err != nil || r.done || r.others(worker, t.Now) {
		return false, err
	}
	if r.cursor != seen.cursor || r.after != seen.after { // another worker was here between
		return true, nil
	}
	for _, id := range leads {
		if err := remindOfLead(t, id, &r); err != nil {
			return false, err
		}
		r.cursor = id
	}
	more = len(leads) == runChunk
	state := "running"
	if !more {
		state = "done"
		if err := remindOfAnswers(t, &r); err != nil {
			return false, err
		}
		if err := remindOfWeeks(t, &r); err != nil {
			return false, err
		}
		if err := pruneOld(t, r.day); err != nil {
			return false, err
		}
	}
	_, err = t.exec(`INSERT INTO clock_runs (day, from_day, worker, heartbeat, cursor, state, told) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (day) DO UPDATE SET worker = excluded.worker, heartbeat = excluded.heartbeat, cursor = excluded.cursor, state = excluded.state,
		told = excluded.told`,
		r.day, r.after, worker, t.Now, r.cursor, state, r.told)
	return more, err
}

// DayDone is the day when its run is over, else "".
func (s *Store) DayDone(ctx context.Context, day crm.Date) (crm.Date, error) {
	r, err := nextRun(ctx, s.read, day)
	if err != nil || !r.done {
		return "", s.translate(err)
	}
	return day, nil
}
