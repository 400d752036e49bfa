package store

import (
	"context"

	"yinfeng/crm"
)

// lastClosed returns the latest closed month, "" for none. Months close in strict order
// and only the latest may be reopened (domain §7), so every month up to it is closed.
func lastClosed(ctx context.Context, q querier) (crm.Month, error) {
	var m crm.Month
	err := q.QueryRowContext(ctx, "SELECT COALESCE(MAX(month), '') FROM periods WHERE state = 'closed'").Scan(&m)
	return m, err
}

// monthOpen reports whether lines may still be posted in m.
func monthOpen(ctx context.Context, q querier, m crm.Month) (bool, error) {
	last, err := lastClosed(ctx, q)
	return m > last, err
}

// firstOpenMonth returns the earliest month that is not closed: the one after the last
// closed; before any closing, the first cut-over of a reporting unit, else the first
// month that has entries, else the present one.
func firstOpenMonth(ctx context.Context, q querier, today crm.Date) (crm.Month, error) {
	last, err := lastClosed(ctx, q)
	if err != nil || last != "" {
		return last.Add(1), err
	}
	var m crm.Month
	for _, text := range []string{
		"SELECT COALESCE(MIN(cut_over), '') FROM units WHERE reporting = TRUE AND cut_over <> ''",
		"SELECT COALESCE(MIN(month), '') FROM capital_entries",
	} {
		if err := q.QueryRowContext(ctx, text).Scan(&m); err != nil || m != "" {
			return m, err
		}
	}
	return today.Month(), nil
}

// placeLine says in which month a line of month m is posted: in m itself while it is
// open, else in the earliest open month as an adjustment of m (domain §7).
func placeLine(t *Tx, m crm.Month) (month, orig crm.Month, err error) {
	open, err := monthOpen(t.ctx, t, m)
	if err != nil || open {
		return m, "", err
	}
	month, err = firstOpenMonth(t.ctx, t, t.Today)
	return month, m, err
}
