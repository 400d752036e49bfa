package store

import (
	"context"
	"time"

	"yinfeng/crm"
)

type batchCtx struct{}

type dayCtx struct{}

// batchOf returns the transaction that a Batch has put into ctx.
func batchOf(ctx context.Context) *Tx {
	t, _ := ctx.Value(batchCtx{}).(*Tx)
	return t
}

// Batch runs many acts in one transaction, all or nothing: every act that is called
// with the ctx given to fn joins it. Used by city packs, the demo city and imports.
// Reads that are not acts do not see what the batch has not yet committed.
func (s *Store) Batch(ctx context.Context, v crm.Viewer, fn func(ctx context.Context) error) error {
	return s.do(ctx, v, func(t *Tx) error {
		if err := fn(context.WithValue(ctx, batchCtx{}, t)); err != nil {
			return err
		}
		return s.syncFiles() // evidence kept by the batch is durable before its commit
	})
}

// OnDay makes the acts of a Batch happen on another business day, for the demo city
// and for tests: with it years of work are entered as they were done.
func OnDay(ctx context.Context, day crm.Date) context.Context {
	return context.WithValue(ctx, dayCtx{}, day)
}

// join runs fn as an act of its own inside the batch's transaction.
func (t *Tx) join(ctx context.Context, v crm.Viewer, fn func(*Tx) error) error {
	in := &Tx{ctx: t.ctx, tx: t.tx, s: t.s, V: v, Now: t.Now, Today: t.Today, numbers: t.numbers}
	if day, ok := ctx.Value(dayCtx{}).(crm.Date); ok {
		in.Today = day
		// 09:00 in Shanghai: real times of the demo's past are as invented as its people.
		in.Now = day.Time().Add(time.Hour).UnixMilli()
	}
	if err := guard(in, fn); err != nil {
		return err
	}
	t.auditRows = append(t.auditRows, in.auditRows...)
	return nil
}
