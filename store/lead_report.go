package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"yinfeng/crm"
)

// ReportLead records a new lead: the duplicate check speaks first (judgeReport), the company is
// found or made, the reporting unit gets the claim (首报首谈), and the visit it came from is linked.
// A decision may continue an existing lead of the unit instead.
func (s *Store) ReportLead(ctx context.Context, v crm.Viewer, in crm.LeadInput) (crm.Lead, error) {
	l, err := s.saveJudged(ctx, v, func(t *Tx) (crm.Lead, error) { return reportLead(t, in) })
	return l, s.refused(ctx, v, unitOr(in.UnitID, v), in.CompanyName, err)
}

func reportLead(t *Tx, in crm.LeadInput) (crm.Lead, error) {
	unit := unitOr(in.UnitID, t.V)
	if err := t.V.RequireIn(crm.ActWriteLead, unit, "单位"); err != nil {
		return crm.Lead{}, err
	}
	if _, err := unitName(t, unit, "unitId"); err != nil {
		return crm.Lead{}, err
	}
	visit, err := sourceVisit(t, in.VisitID)
	if err != nil {
		return crm.Lead{}, err
	}
	check, err := checkInput(t, in)
	if err != nil {
		return crm.Lead{}, err
	}
	passed, err := judgeNew(t, check, unit, in.Decision)
	if err != nil {
		return crm.Lead{}, err
	}
	if in.Decision != nil && in.Decision.Verdict != "new" {
		return continueLead(t, in, passed)
	}
	if in.OwnerID == 0 {
		in.OwnerID = t.V.UserID
	}
	in.UnitID = unit
	if in.NextStep == "" {
		in.NextStep, in.NextDue = visit.NextStep, visit.NextDue
	}
	l, err := newLead(t, in)
	if err != nil {
		return crm.Lead{}, err
	}
	if err := passDuplicates(t, l, passed, in.Decision); err != nil {
		return crm.Lead{}, err
	}
	t.audit("lead.report", "lead", l.ID, unit, "首报线索 "+l.Code+" "+l.Project, in)
	out, err := loadLead(t.ctx, t, l.ID, t.Today)
	return out.Lead, err
}

// newLead writes the lead that was typed, and links the visit it came from.
func newLead(t *Tx, in crm.LeadInput) (l leadRow, err error) {
	l = leadRow{Lead: crm.Lead{UnitID: in.UnitID, ReportedOn: t.Today, Stage: crm.StageNew, Status: crm.LeadActive}}
	if err := fillLead(t, &l, in); err != nil {
		return l, err
	}
	if l.ID, err = t.nextID("leads"); err != nil {
		return l, err
	}
	if l.Code, err = t.code("XS", string(t.Today)[:4]); err != nil {
		return l, err
	}
	if err := insertLead(t, l); err != nil || in.VisitID == 0 {
		return l, err
	}
	if err := linkVisit(t, "visit_leads", "lead_id", in.VisitID, l.ID); err != nil {
		return l, err
	}
	return l, renewClocks(t, l.ID)
}

// continueLead goes on with an existing lead instead of a new one: the visit that led to it is
// linked and counts, and why stands in its history. 并入 adds what was typed.
func continueLead(t *Tx, in crm.LeadInput, passed []crm.NearLead) (crm.Lead, error) {
	l, err := writableLead(t, in.Decision.LeadID, crm.ActWriteLead)
	if err != nil {
		return crm.Lead{}, err
	}
	note := "登记“" + strings.TrimSpace(in.Project) + "”时认定为同一意向，继续这条线索：" + in.Decision.Reason
	if in.Decision.Verdict == "merge" {
		if note, err = foldInto(t, &l, in); err != nil {
			return crm.Lead{}, err
		}
	}
	if err := leadEvent(t, l.ID, "note", "", "", note); err != nil {
		return crm.Lead{}, err
	}
	if in.VisitID != 0 {
		if err := linkVisit(t, "visit_leads", "lead_id", in.VisitID, l.ID); err != nil {
			return crm.Lead{}, err
		}
		if err := renewProgress(t, l.ID); err != nil {
			return crm.Lead{}, err
		}
	}
	if err := passDuplicates(t, l, passed, in.Decision); err != nil {
		return crm.Lead{}, err
	}
	what := map[string][2]string{"continue": {"lead.continue", "查重后继续线索 "}, "merge": {"lead.fold", "查重后并入线索 "}}[in.Decision.Verdict]
	t.audit(what[0], "lead", l.ID, l.UnitID, what[1]+l.Code+" "+l.Project, in)
	out, err := loadLead(t.ctx, t, l.ID, t.Today)
	return out.Lead, err
}

// insertLead writes a new lead with its claim, first event, roll-up and search row.
func insertLead(t *Tx, l leadRow) error {
	cur, amount, lo, hi := leadAmounts(l.Lead)
	if _, err := t.exec(`INSERT INTO leads (id, code, company_id, project, content, industry, chain_id, currency, amount, amount_min,
		amount_max, amount_sort, origin, province, city, place_unit_id, land_mu, unit_id, owner_id, reporter_unit_id, source, stage, status,
		status_reason, next_step, next_due, last_progress_on, last_progress, reported_on, project_id, import_id, created_by, created_at,
		updated_at, voided, void_reason, version, clock_from, noted_on, idle_from)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, '', $24, $25,
		$26, '首报线索', $27, 0, 0, $28, $29, $30, FALSE, '', 1, $31, $32, $33)`,
		l.ID, l.Code, l.CompanyID, l.Project, l.Content, l.Industry, l.ChainID, cur, amount, lo, hi, l.sortCNY, l.Origin, l.Province, l.City,
		l.PlaceUnitID, l.LandMu, l.UnitID, l.OwnerID, l.UnitID, l.Source, l.Stage, l.Status, l.NextStep, l.NextDue, t.Today, t.Today,
		t.V.UserID, t.Now, t.Now, t.Today, t.Today, t.Today); err != nil {
		return err
	}
	if err := openClaim(t, l.ID, l.UnitID); err != nil {
		return err
	}
	if err := leadEvent(t, l.ID, "report", "", string(l.Stage), ""); err != nil {
		return err
	}
	if err := bumpLeads(t, l, 1); err != nil {
		return err
	}
	return indexNewLeads(t, l.ID, 1)
}

// fillLead puts what was typed into l, having judged it: the company, owner, place and
// chain must exist, amounts must make sense, and required fields of l's stage stay.
func fillLead(t *Tx, l *leadRow, in crm.LeadInput) error {
	in.Project, in.NextStep = strings.TrimSpace(in.Project), strings.TrimSpace(in.NextStep)
	if err := in.Check(); err != nil {
		return err
	}
	c, err := leadCompany(t, in, l.UnitID)
	if err != nil {
		return err
	}
	if in.PlaceUnitID != 0 && in.PlaceUnitID != l.PlaceUnitID {
		if _, err := unitName(t, in.PlaceUnitID, "placeUnitId"); err != nil {
			return err
		}
	}
	if in.OwnerID != l.OwnerID {
		if err := checkOwner(t, in.OwnerID, l.UnitID, crm.ActWriteLead); err != nil {
			return err
		}
	}
	if in.ChainID != 0 && in.ChainID != l.ChainID {
		var one int
		err := t.QueryRowContext(t.ctx, "SELECT 1 FROM chains WHERE id = $1", in.ChainID).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return crm.Invalid("chainId", "所选产业链不存在，请重选")
		}
		if err != nil {
			return err
		}
	}
	l.CompanyID, l.CompanyName, l.Origin, l.Province, l.City = c.ID, c.Name, c.Origin, c.Province, c.City
	l.Project, l.Content, l.Industry, l.ChainID, l.LandMu, l.Source = in.Project, in.Content, in.Industry, in.ChainID, in.LandMu, in.Source
	l.Amount, l.AmountMin, l.AmountMax, l.PlaceUnitID, l.OwnerID = in.Amount, in.AmountMin, in.AmountMax, in.PlaceUnitID, in.OwnerID
	l.NextStep, l.NextDue = in.NextStep, in.NextDue
	set, err := t.settings()
	if err != nil {
		return err
	}
	l.sortCNY = leadSortCNY(l.Lead, set)
	return nil
}

// leadCompany finds the lead's company: by id among those the viewer sees, or by name.
func leadCompany(t *Tx, in crm.LeadInput, unit int64) (crm.Company, error) {
	if in.CompanyID == 0 && in.CompanyName == "" {
		return crm.Company{}, crm.Invalid("companyName", "请填写企业名称")
	}
	id := in.CompanyID
	if id == 0 {
		var err error
		if id, err = findOrMakeCompany(t, crm.CompanyInput{Name: in.CompanyName}, unit); err != nil {
			return crm.Company{}, onField(err, "name", "companyName")
		}
		return loadCompany(t.ctx, t, id)
	}
	c, err := visibleCompany(t.ctx, t, id, t.V.Scope(crm.ActWriteLead))
	if crm.ErrCode(err) == crm.CodeNotFound {
		return c, crm.Invalid("companyId", "所选企业不存在，请重选")
	}
	if err != nil {
		return c, err
	}
	return c, linkCompany(t, id, unit)
}

// onField moves an error from one field to another name of it.
func onField(err error, from, to string) error {
	var e *crm.Error
	if errors.As(err, &e) && e.Field == from {
		moved := *e
		moved.Field = to
		return &moved
	}
	return err
}

// checkOwner accepts as a lead's owner the viewer, or a person within reach who may keep
// leads of the unit.
func checkOwner(t *Tx, id, unit int64, a crm.Act) error {
	if id == t.V.UserID {
		return nil
	}
	o, err := loadViewer(t.ctx, t, id)
	if crm.ErrCode(err) == crm.CodeUnauthorized || err == nil && (!t.V.Scope(a).Has(o.UnitID) || !o.Scope(crm.ActWriteLead).Has(unit)) {
		return crm.Invalid("ownerId", "所选的人不能跟踪这个单位的线索，请重选")
	}
	return err
}

// leadAmounts gives the columns of a lead's amounts, which share one currency.
func leadAmounts(l crm.Lead) (cur crm.Currency, amount, lo, hi *int64) {
	minor := func(m *crm.Money) *int64 {
		if m == nil {
			return nil
		}
		cur = m.Currency
		return &m.Amount
	}
	amount, lo, hi = minor(l.Amount), minor(l.AmountMin), minor(l.AmountMax)
	return cur, amount, lo, hi
}

// leadSortCNY is a lead's amount in fen (the amount, else the range's upper, else its
// lower end) at the rate of the year it was reported, for order and funnel sums only.
func leadSortCNY(l crm.Lead, set crm.Settings) int64 {
	for _, m := range []*crm.Money{l.Amount, l.AmountMax, l.AmountMin} {
		if m != nil {
			return m.ToCNY(set.RateOf(l.ReportedOn.Year()))
		}
	}
	return 0
}
