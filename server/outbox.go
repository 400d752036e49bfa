package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
)

// outboxTimes: sending takes less than half of Silent, so a worker that lives is never taken for gone; robots of
// all three makers take 20 messages a minute.
var outboxTimes = store.OutboxTimes{Silent: 60 * time.Second, Pace: 3 * time.Second, Again: 2 * time.Minute}

// outbox sends reminders by mail and robots. Each program instance has one; the queue stands in the database.
type outbox struct {
	*worker[struct{}]
	s     *Server
	times store.OutboxTimes
}

func newOutbox(s *Server) *outbox {
	return &outbox{worker: newWorker[struct{}](), s: s, times: outboxTimes}
}

// WorkOutbox sends what waits in the outbox until ctx ends. Without a channel nothing waits, and nobody is dialled.
func (s *Server) WorkOutbox(ctx context.Context) { s.outbox.loop(ctx, s.outbox.next) }

// next sends one message; false when nothing waits or the database is away. That sending begins is committed before
// it dials: whatever happens then, these reminders do not go out a second time.
func (o *outbox) next(ctx context.Context) bool {
	run := o.name + rand.Text()[:6] // a worker's message is its own even when an earlier one was given up
	out, err := o.s.store.ClaimOutgoing(ctx, run, o.times)
	if err != nil && ctx.Err() == nil {
		slog.Warn("outbox not readable", "err", err)
	}
	if err != nil || out == nil {
		return false
	}
	end := deliver(context.WithoutCancel(ctx), *out, noteOf(*out), o.s.store.Clock().Now())
	after, done := context.WithTimeout(context.WithoutCancel(ctx), jobGrace)
	defer done()
	if err := o.s.store.SettleOutgoing(after, run, *out, end, o.times); err != nil {
		slog.Warn("outgoing message not settled: it counts as unsure", "channel", out.Channel.ID, "err", err)
		return false
	}
	return true
}

// deliver sends n through o's channel. It ends within the times of dial.go; a panic over a strange answer ends the
// message and not the program.
func deliver(ctx context.Context, o crm.Outgoing, n note, at time.Time) (end crm.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("sending panicked", "channel", o.Channel.ID, "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			end = crm.Outcome{State: crm.DeliveryUnsure, Problem: "发送时系统出错，不知道对方是否收到"}
		}
	}()
	if o.Channel.Kind == crm.ChannelMail {
		return sendMail(ctx, o, n)
	}
	return sendRobot(ctx, o, n, at)
}
