package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

const leadColumns = `l.id, l.code, l.company_id, lc.name, l.project, l.content, l.industry, l.chain_id, COALESCE(lch.name, ''),
	l.currency, l.amount, l.amount_min, l.amount_max, l.amount_sort, l.origin, l.province, l.city, l.place_unit_id, COALESCE(lp.name, ''),
	l.land_mu, l.unit_id, lu.name, l.owner_id, COALESCE(lo.name, ''), l.reporter_unit_id, lr.name, l.source, l.stage, l.status,
	l.status_reason, l.next_step, l.next_due, l.last_progress_on, l.last_progress, COALESCE(lcl.protected_until, ''), l.reported_on,
	l.project_id, l.voided, l.void_reason, l.updated_at, l.version, l.idle_from, l.paused_on`

const leadJoins = `JOIN companies lc ON lc.id = l.company_id JOIN units lu ON lu.id = l.unit_id JOIN units lr ON lr.id = l.reporter_unit_id
	LEFT JOIN units lp ON lp.id = l.place_unit_id LEFT JOIN users lo ON lo.id = l.owner_id LEFT JOIN chains lch ON lch.id = l.chain_id
	LEFT JOIN claims lcl ON lcl.lead_id = l.id AND lcl.state = 'held'`

// leadRow is a lead with what only the store needs of it.
type leadRow struct {
	crm.Lead
	sortCNY int64    // amount in fen, for sorting and the roll-up
	idle    crm.Date // the last real progress, pauses added
	paused  crm.Date // since when it is paused, "" when it isn't
}

// scanLead reads leadColumns; the colour and the end of a paused lead's protection are those of today.
func scanLead(scan func(...any) error, today crm.Date, r crm.ClockRules) (l leadRow, err error) {
	var cur crm.Currency
	var amount, lo, hi sql.NullInt64
	err = scan(&l.ID, &l.Code, &l.CompanyID, &l.CompanyName, &l.Project, &l.Content, &l.Industry, &l.ChainID, &l.ChainName,
		&cur, &amount, &lo, &hi, &l.sortCNY, &l.Origin, &l.Province, &l.City, &l.PlaceUnitID, &l.PlaceName,
		&l.LandMu, &l.UnitID, &l.UnitName, &l.OwnerID, &l.OwnerName, &l.ReporterUnitID, &l.ReporterName, &l.Source, &l.Stage, &l.Status,
		&l.StatusReason, &l.NextStep, &l.NextDue, &l.LastProgressOn, &l.LastProgress, &l.ProtectedUntil, &l.ReportedOn,
		&l.ProjectID, &l.Voided, &l.VoidReason, &l.UpdatedAt, &l.Version, &l.idle, &l.paused)
	money := func(n sql.NullInt64) *crm.Money {
		if !n.Valid {
			return nil
		}
		return &crm.Money{Amount: n.Int64, Currency: cur}
	}
	l.Amount, l.AmountMin, l.AmountMax = money(amount), money(lo), money(hi)
	l.ProtectedUntil = pausedUntil(l.ProtectedUntil, l.paused, l.LastProgressOn, today)
	l.Warning = crm.ProgressWarning(l.idle, l.ProtectedUntil, today, l.Status, l.Stage, r)
	if l.Voided {
		l.Warning = ""
	}
	return l, err
}

// loadLead reads one lead whatever its scope.
func loadLead(ctx context.Context, q querier, id int64, today crm.Date) (leadRow, error) {
	r, err := clockRules(ctx, q)
	if err != nil {
		return leadRow{}, err
	}
	l, err := scanLead(q.QueryRowContext(ctx, "SELECT "+leadColumns+" FROM leads l "+leadJoins+" WHERE l.id = $1", id).Scan, today, r)
	if errors.Is(err, sql.ErrNoRows) {
		return l, crm.NotFound("线索")
	}
	return l, err
}

// visibleLead reads a lead that sc reaches; missing and out of scope are told alike.
func visibleLead(ctx context.Context, q querier, id int64, sc crm.Scope, today crm.Date) (leadRow, error) {
	ok, err := reachable(ctx, q, "leads l", leadReach, id, sc)
	if err != nil {
		return leadRow{}, err
	}
	if !ok {
		return leadRow{}, crm.NotFound("线索")
	}
	return loadLead(ctx, q, id, today)
}

// writableLead reads a lead that the viewer may change by a: 403 without the right,
// 404 out of scope, and a clear line for a unit that may only read it.
func writableLead(t *Tx, id int64, a crm.Act) (leadRow, error) {
	if err := t.V.Require(a); err != nil {
		return leadRow{}, err
	}
	l, err := visibleLead(t.ctx, t, id, t.V.Scope(a), t.Today)
	if err == nil && !t.V.Scope(a).Has(l.UnitID) {
		return l, crm.Forbidden("这条线索由%s负责，你的单位只能查看", l.UnitName)
	}
	return l, err
}

// Lead returns one lead with what its page shows: needs of the later stages, who else
// sees it, the pending transfer, and until when the last stage move can be undone.
func (s *Store) Lead(ctx context.Context, v crm.Viewer, id int64) (crm.LeadDetail, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.LeadDetail{}, err
	}
	return reading(ctx, s, func(q querier) (crm.LeadDetail, error) { return leadDetail(ctx, q, v, id, s.Today()) })
}

func leadDetail(ctx context.Context, q querier, v crm.Viewer, id int64, today crm.Date) (d crm.LeadDetail, err error) {
	l, err := visibleLead(ctx, q, id, v.Scope(crm.ActReadBusiness), today)
	if err != nil {
		return d, err
	}
	d.Lead = l.Lead
	d.CanEdit = v.Scope(crm.ActWriteLead).Has(l.UnitID) && !l.Voided
	set, err := loadSettings(ctx, q)
	if err != nil {
		return d, err
	}
	if d.Visits, err = leadVisitCount(ctx, q, id); err != nil {
		return d, err
	}
	facts, err := leadFacts(ctx, q, l.Lead)
	if err != nil {
		return d, err
	}
	d.Needs = facts.Needs(set.Stages)
	if d.Shares, err = leadShares(ctx, q, id); err != nil {
		return d, err
	}
	if d.Transfer, err = pendingTransfer(ctx, q, "lead", id); err != nil {
		return d, err
	}
	if d.Agreed, err = leadAgreement(ctx, q, id); err != nil {
		return d, err
	}
	if d.CanEdit {
		if d.Disputed, err = inDispute(ctx, q, id); err != nil {
			return d, err
		}
		if _, d.Introducer, err = introducer(ctx, q, id, l.UnitID); err != nil {
			return d, err
		}
	}
	move, err := lastMove(ctx, q, id)
	if err == nil && d.CanEdit && move.undoable(v.UserID, l.Lead) {
		d.UndoUntil = crm.Instant(move.at + undoMillis)
	}
	return d, err
}

// leadVisitCount counts the visits that a lead is linked to.
func leadVisitCount(ctx context.Context, q querier, id int64) (n int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM visit_leads vl JOIN visits v ON v.id = vl.visit_id
		WHERE vl.lead_id = $1 AND v.voided = FALSE`, id).Scan(&n)
	return n, err
}

func leadShares(ctx context.Context, q querier, id int64) ([]crm.LeadShare, error) {
	return collect(ctx, q, func(r *sql.Rows) (s crm.LeadShare, err error) { return s, r.Scan(&s.UnitID, &s.UnitName, &s.Why) },
		"SELECT s.unit_id, u.name, s.why FROM lead_shares s JOIN units u ON u.id = s.unit_id WHERE s.lead_id = $1 ORDER BY u.sort, u.id", id)
}
