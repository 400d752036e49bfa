package store

import (
	"context"
	"encoding/json"
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
		p, err := periodOf(t.ctx, t, month, t.Today)
		if err != nil {
			return snap, err
		}
		open, err := firstOpenMonth(t.ctx, t, t.Today)
		if err != nil {
			return snap, err
		}
		if in.Version != 0 && in.Version != p.Version {
			return snap, crm.Conflict(p, "%s已被别人关账或重新开账，请刷新后再试", month.Label())
		}
		if err := crm.CheckClose(p, open, t.Today, in); err != nil {
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

// takeSnapshot works out the month's report and keeps it.
func takeSnapshot(t *Tx, month crm.Month, render RenderWorkbook) (crm.Snapshot, error) {
	x := crm.Snapshot{Month: month, KnownOn: t.Today, At: crm.Instant(t.Now), ClosedBy: t.V.Name}
	if err := t.QueryRowContext(t.ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM snapshots WHERE month = $1", month).Scan(&x.Seq); err != nil {
		return x, err
	}
	x.Number = fmt.Sprintf("KZ-%04d%02d-%02d", month.Year(), month.Number(), x.Seq)
	// The rows of a closing are those of the month's last day, whenever it is closed.
	r, _, err := monthReport(t.ctx, t, crm.FiguresQuery{Month: month}, t.Today, x.Number)
	if err != nil {
		return x, err
	}
	rows, err := packRows(r)
	if err != nil {
		return x, err
	}
	figures, err := json.Marshal(r.Figures)
	if err != nil {
		return x, err
	}
	content, err := render(r)
	if err != nil {
		return x, fmt.Errorf("workbook of %s: %w", month, err)
	}
	if x.WorkbookSHA256, err = putBlob(t, content, workbookMedia); err != nil {
		return x, err
	}
	if x.ID, err = t.nextID("snapshots"); err != nil {
		return x, err
	}
	x.FiguresSHA256, x.WorkbookSize = r.Figures.SHA256, int64(len(content))
	_, err = t.exec(`INSERT INTO snapshots (id, number, month, seq, known_on, at, closed_by, figures, figures_sha256, report_rows, workbook_sha256, workbook_size)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, x.ID, x.Number, month, x.Seq, x.KnownOn, x.At, t.V.UserID, string(figures),
		x.FiguresSHA256, rows, x.WorkbookSHA256, x.WorkbookSize)
	return x, err
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
