package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// RenderWorkbook turns a month's rows into the workbook's bytes; the same rows always
// give the same bytes.
type RenderWorkbook func(*crm.MonthReport) ([]byte, error)

// CloseMonth closes a month (domain §7), in one act: strictly in order, nothing left
// submitted unless carried over with a reason; drafts and returned entries move by
// themselves. The snapshot keeps the rows behind every sheet, every figure, and the
// workbook's bytes under their hash.
func (s *Store) CloseMonth(ctx context.Context, v crm.Viewer, month crm.Month, in crm.CloseInput, render RenderWorkbook) (crm.Snapshot, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Snapshot, error) {
		var snap crm.Snapshot
		if err := cityWide(t, crm.ActClosePeriod); err != nil {
			return snap, err
		}
		check, err := s.closeCheck(t.ctx, t, month, t.Today)
		if err != nil {
			return snap, err
		}
		if in.Version != 0 && in.Version != check.Period.Version {
			return snap, crm.Conflict(check, "%s已被别人关账或重新开账，请刷新后再试", month.Label())
		}
		if err := crm.CheckClose(check, t.Today, in); err != nil {
			return snap, err
		}
		carried, err := carryOver(t, month, in.Reason)
		if err != nil {
			return snap, err
		}
		snap, err = takeSnapshot(t, month, render)
		if err != nil {
			return snap, err
		}
		if _, err := t.exec(`INSERT INTO periods (month, state, closed_at, closed_by, known_on, reason, version) VALUES ($1, 'closed', $2, $3, $4, '', 1)
			ON CONFLICT (month) DO UPDATE SET state = 'closed', closed_at = excluded.closed_at, closed_by = excluded.closed_by,
			known_on = excluded.known_on, reason = '', version = periods.version + 1`, month, t.Now, t.V.UserID, t.Today); err != nil {
			return snap, err
		}
		t.audit("period.close", "period", snap.ID, 0, fmt.Sprintf("关账 %s，快照 %s，结转 %d 条", month.Label(), snap.Number, carried),
			map[string]any{"month": month, "snapshot": snap, "carried": carried, "reason": in.Reason})
		return snap, tellClosing(t, month.Label()+"已关账", fmt.Sprintf("快照 %s，结转 %d 条到 %s", snap.Number, carried, month.Add(1).Label()), snap.ID)
	})
}

// ReopenMonth opens the latest closed month again, by the director with a reason; its
// next snapshot is a new version and the old one stays (domain §7).
func (s *Store) ReopenMonth(ctx context.Context, v crm.Viewer, month crm.Month, in crm.ReopenInput) (crm.Period, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Period, error) {
		if err := cityWide(t, crm.ActReopenPeriod); err != nil {
			return crm.Period{}, err
		}
		p, err := periodOf(t.ctx, t, month, t.Today)
		if err != nil {
			return p, err
		}
		last, err := lastClosed(t.ctx, t)
		if err != nil {
			return p, err
		}
		if err := crm.CheckReopen(p, last, in); err != nil {
			return p, err
		}
		if _, err := t.exec("UPDATE periods SET state = 'open', reason = $1, known_on = $2, version = version + 1 WHERE month = $3 AND state = 'closed'",
			in.Reason, t.Today, month); err != nil {
			return p, err
		}
		t.audit("period.reopen", "period", 0, 0, "重新开账 "+month.Label()+"："+in.Reason, map[string]any{"month": month, "snapshot": p.Snapshot, "reason": in.Reason})
		if err := tellClosing(t, month.Label()+"已重新开账", in.Reason, 0); err != nil {
			return p, err
		}
		return periodOf(t.ctx, t, month, t.Today)
	})
}

// tellClosing leaves word for the statisticians of the reporting units and for the
// verifiers of the city.
func tellClosing(t *Tx, title, body string, snapshot int64) error {
	tree, err := loadUnitTree(t.ctx, t)
	if err != nil {
		return err
	}
	m := crm.Message{Kind: "closing", Title: title, Body: body, Object: "period", ObjectID: snapshot}
	for _, u := range tree.all {
		if u.reporting {
			if err := t.tell(m, 0, crm.RoleStatistician, u.id); err != nil {
				return err
			}
		}
	}
	return t.tell(m, 0, crm.RoleVerifier, tree.root.id)
}
