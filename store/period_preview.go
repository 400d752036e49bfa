package store

import (
	"context"

	"yinfeng/crm"
)

// PreviewClose works out what closing an open month now would freeze: figures, rows and
// number are those that the closing gives if nothing happens in between.
func (s *Store) PreviewClose(ctx context.Context, v crm.Viewer, month crm.Month) (crm.ClosePreview, error) {
	var p crm.ClosePreview
	if err := v.Require(crm.ActClosePeriod); err != nil {
		return p, err
	}
	if !v.Scope(crm.ActClosePeriod).All {
		return p, crm.Forbidden("%s须由市级角色办理，请联系市招商局", crm.ActClosePeriod.Label())
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		p, err = previewClose(ctx, q, month, s.Today())
		return err
	})
	return p, s.translate(err)
}

func previewClose(ctx context.Context, q querier, month crm.Month, today crm.Date) (crm.ClosePreview, error) {
	var p crm.ClosePreview
	period, err := periodOf(ctx, q, month, today)
	if err != nil {
		return p, err
	}
	if period.State == "closed" {
		return p, crm.Conflict(period, "%s已经关账，请看快照 %s", month.Label(), period.Snapshot)
	}
	if month > today.Month() {
		return p, crm.Invalid("month", "%s还没到，还没有可冻结的数字", month.Label())
	}
	r, x, _, err := frozenReport(ctx, q, month, today)
	if err != nil {
		return p, err
	}
	p.Number, p.Edition, p.Figures, p.Adjustments = x.Number, x.Edition, r.Figures, r.Adjustments
	p.Lines, p.Sheets = r.CloseLines(), r.CloseSheets()
	p.CarriedAll, p.Moved = period.Submitted, period.Drafts
	if p.Carried, err = closeEntries(ctx, q, month, "e.state = 'submitted'"); err != nil {
		return p, err
	}
	p.Previous, err = sinceLast(ctx, q, r, x)
	return p, err
}

// sinceLast compares what would be frozen with the month's latest snapshot; nil for none.
func sinceLast(ctx context.Context, q querier, r *crm.MonthReport, x crm.Snapshot) (*crm.SnapshotDiff, error) {
	list, err := collect(ctx, q, scanSnapshot, snapshotColumns+" WHERE s.month = $1 ORDER BY s.seq DESC LIMIT 1", x.Month)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	old, err := snapshotRows(ctx, q, list[0].Number)
	if err != nil {
		return nil, err
	}
	d := crm.DiffReports(old, r)
	d.From, d.To = list[0], x
	return &d, nil
}
