package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// ReverseCapital files the full reversal (冲回) of a verified entry: it copies all
// attributes with the verified amounts negated, in the entry's own month while that is
// open, else in the earliest open month as an adjustment. It is submitted and verified
// like any entry; an entry is reversed at most once, a reversal never (domain §7).
func (s *Store) ReverseCapital(ctx context.Context, v crm.Viewer, id int64, in crm.ReverseInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := reversible(t, id)
		if err != nil {
			return e, err
		}
		if err := checkReverse(e, in); err != nil {
			return e, err
		}
		if _, err := liveProject(t, e.ProjectID); err != nil {
			return e, err
		}
		r, err := reversalOf(t, e, in.Reason)
		if err != nil {
			return e, err
		}
		rid, err := insertCapital(t, r)
		if err != nil {
			return e, err
		}
		t.audit("capital.reverse", "capital", rid, e.UnitID, "冲回到位资金条目 "+e.Code+" "+e.ProjectName, map[string]any{"reverses": e, "reason": in.Reason})
		if in.Submit {
			return submitCapital(t, rid, crm.ReviewInput{Version: 1})
		}
		return oneCapital(t.ctx, t, rid)
	})
}

// reversible loads a verified entry under the unit that answers for it: which filed it, or the
// project's own once that one has handed the project on and is not credited any more.
func reversible(t *Tx, id int64) (crm.CapitalEntry, error) {
	if err := t.V.Require(crm.ActReportCapital); err != nil {
		return crm.CapitalEntry{}, err
	}
	e, err := oneCapital(t.ctx, t, id)
	if err != nil {
		return e, err
	}
	if err := t.QueryRowContext(t.ctx, `SELECT p.unit_id FROM projects p WHERE p.id = $1 AND EXISTS (SELECT 1 FROM transfers x WHERE x.kind = 'project'
		AND x.object_id = p.id AND x.state = 'accepted' AND x.from_unit_id = $2) AND NOT EXISTS (SELECT 1 FROM attribution_shares s
		WHERE s.unit_id = $2 AND s.attribution_id = (SELECT a.id FROM attributions a WHERE a.project_id = p.id AND a.indicator IN ('', 'capital')
		AND a.from_year <= $3 ORDER BY a.seq DESC LIMIT 1))`, e.ProjectID, e.UnitID, t.Today.Year()).Scan(&e.UnitID); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return e, err
	}
	if err := t.V.RequireIn(crm.ActReportCapital, e.UnitID, "到位资金条目"); err != nil {
		return e, err
	}
	if e.State != crm.StateVerified {
		return e, crm.Conflict(e, "条目现在是“%s”，不能冲回", e.State.Label())
	}
	return e, nil
}

func checkReverse(e crm.CapitalEntry, in crm.ReverseInput) error {
	switch {
	case e.ReversesID != 0:
		return crm.Conflict(e, "这是一条冲回，不能再冲回；需要时请另填一条")
	case e.ReversedByID != 0:
		return crm.Conflict(e, "条目 %s 已有冲回，一条只能冲回一次", e.Code)
	case in.Version != 0 && in.Version != e.Version:
		return crm.Conflict(e, "条目已被别人修改过，请刷新后再冲回")
	case !crm.Reasoned(in.Reason):
		return crm.Invalid("reason", "冲回须写明原因")
	}
	for _, p := range e.Parts {
		if p.Verified != nil && *p.Verified != 0 {
			return nil
		}
	}
	return crm.Conflict(e, "条目 %s 的核定数为 0，无须冲回", e.Code)
}

// reversalOf builds the reversal: the parts verified above zero, negated.
func reversalOf(t *Tx, e crm.CapitalEntry, reason string) (crm.CapitalEntry, error) {
	r := e
	r.ReversesID, r.CorrectsID, r.Note, r.WarningReason, r.Parts = e.ID, 0, reason, "", nil
	r.Amount = crm.Yuan(-*e.Verified)
	for _, p := range e.Parts {
		if p.Verified != nil && *p.Verified != 0 {
			p.Amount = -*p.Verified
			r.Parts = append(r.Parts, p)
		}
	}
	open, err := monthOpen(t.ctx, t, e.Month)
	if err != nil || open {
		return r, err
	}
	r.OrigMonth = effectiveMonth(e)
	r.Month, err = firstOpenMonth(t.ctx, t, t.Today)
	return r, err
}
