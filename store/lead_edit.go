package store

import (
	"context"

	"yinfeng/crm"
)

// UpdateLead changes what was typed of a lead. Stage, status and unit have acts of
// their own; what the present stage requires can't be emptied.
func (s *Store) UpdateLead(ctx context.Context, v crm.Viewer, id int64, in crm.LeadInput) (crm.Lead, error) {
	unit := v.UnitID
	l, err := s.saveJudged(ctx, v, func(t *Tx) (crm.Lead, error) {
		l, err := writableLead(t, id, crm.ActWriteLead)
		if err != nil {
			return crm.Lead{}, err
		}
		unit = l.UnitID
		if err := leadEditable(l.Lead, in); err != nil {
			return crm.Lead{}, err
		}
		passed, err := judgeEdit(t, l.Lead, in)
		if err != nil {
			return crm.Lead{}, err
		}
		if in.OwnerID == 0 {
			in.OwnerID = l.OwnerID
		}
		next := l
		if err := fillLead(t, &next, in); err != nil {
			return crm.Lead{}, err
		}
		if l.Stage == crm.StageSigned && next.CompanyID != l.CompanyID {
			return crm.Lead{}, crm.Invalid("companyName", "线索已签约，企业不能再换，请在项目中修改投资方")
		}
		if err := keepsRequired(t, l.Lead, next.Lead); err != nil {
			return crm.Lead{}, err
		}
		if err := writeLead(t, l, next); err != nil {
			return crm.Lead{}, err
		}
		if err := passDuplicates(t, next, passed, in.Decision); err != nil {
			return crm.Lead{}, err
		}
		out, err := loadLead(t.ctx, t, id, t.Today)
		return out.Lead, err
	})
	return l, s.refused(ctx, v, unit, in.CompanyName, err)
}

// judgeEdit runs the duplicate check again when a live lead would say something else than it was
// reported for: else the check could be passed by a harmless report and an edit.
func judgeEdit(t *Tx, l crm.Lead, in crm.LeadInput) ([]crm.NearLead, error) {
	if in.Decision != nil && in.Decision.Verdict != "new" {
		return nil, crm.Invalid("decision.verdict", "修改线索不能选“继续”或“并入”已有线索：要用已有的一条，请合并两条线索，或作废这一条")
	}
	check, err := checkInput(t, in)
	if err != nil {
		return nil, err
	}
	same := in.CompanyID == l.CompanyID || in.CompanyID == 0 && crm.NameKey(in.CompanyName) == crm.NameKey(l.CompanyName)
	if !same || check.Project != l.Project || check.Industry != l.Industry {
		if err := undisputed(t, l, "改企业、项目和行业"); err != nil {
			return nil, err
		}
	}
	said := same && check.Project == l.Project && check.Industry == l.Industry
	asleep := l.Status == crm.LeadDropped || l.Status == crm.LeadDormant || l.Stage == crm.StageSigned
	if asleep || said && sameAmount(check.Amount, l.Amount) {
		return nil, in.Decision.CheckForm()
	}
	var near []crm.NearLead
	if !said {
		if near, err = nearFor(t, check, l.UnitID, l.ID); err != nil {
			return nil, err
		}
	}
	return judgeTied(t, near, in.Decision, l.UnitID, func(phones bool) ([]nearLead, error) { return madeTies(t, l, check, near, phones) })
}

func sameAmount(a, b *crm.Money) bool { return a == b || a != nil && b != nil && *a == *b }

// leadEditable refuses edits of voided leads, stale versions and a change of unit.
func leadEditable(l crm.Lead, in crm.LeadInput) error {
	switch {
	case l.Voided:
		return crm.Conflict(l, "线索已作废，不能再改")
	case in.Version != l.Version:
		return staleLead(l)
	case in.UnitID != 0 && in.UnitID != l.UnitID:
		return crm.Invalid("unitId", "责任单位不能直接改，请用“流转”")
	}
	return nil
}

func staleLead(l crm.Lead) error {
	return crm.Conflict(l, "线索已被别人修改过，请刷新后再改")
}

// keepsRequired refuses an edit that empties what the lead's stage requires.
func keepsRequired(t *Tx, was, now crm.Lead) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	if r, gone := now.Emptied(was, set.Stages); gone {
		return crm.Invalid(r.Field, "“%s”阶段须填写%s，不能清空", now.Stage.Label(), r.Label)
	}
	return nil
}

func writeLead(t *Tx, was, l leadRow) error { return writeLeadFor(t, was, l, "") }

// writeLeadFor is writeLead with the reason of a change of owner.
func writeLeadFor(t *Tx, was, l leadRow, why string) error {
	cur, amount, lo, hi := leadAmounts(l.Lead)
	if err := t.update("线索", was.Lead, `UPDATE leads SET company_id = $1, project = $2, content = $3, industry = $4, chain_id = $5,
		currency = $6, amount = $7, amount_min = $8, amount_max = $9, amount_sort = $10, origin = $11, province = $12, city = $13,
		place_unit_id = $14, land_mu = $15, owner_id = $16, source = $17, next_step = $18, next_due = $19, updated_at = $20,
		version = version + 1 WHERE id = $21 AND version = $22`,
		l.CompanyID, l.Project, l.Content, l.Industry, l.ChainID, cur, amount, lo, hi, l.sortCNY, l.Origin, l.Province, l.City,
		l.PlaceUnitID, l.LandMu, l.OwnerID, l.Source, l.NextStep, l.NextDue, t.Now, l.ID, was.Version); err != nil {
		return err
	}
	if err := bumpLeads(t, was, -1); err != nil {
		return err
	}
	if err := bumpLeads(t, l, 1); err != nil {
		return err
	}
	if was.OwnerID != l.OwnerID {
		if err := ownerEvent(t, l.ID, was.OwnerID, l.OwnerID, why); err != nil {
			return err
		}
		if err := moveReminders(t, l.ID, l.OwnerID); err != nil {
			return err
		}
	}
	if changed := was.Input().Changes(l.Input()); changed != "" {
		if err := leadEvent(t, l.ID, "edit", "", "", changed); err != nil {
			return err
		}
		if err := renewClocks(t, l.ID); err != nil {
			return err
		}
	}
	t.audit("lead.update", "lead", l.ID, l.UnitID, "修改线索 "+l.Code, map[string]any{"from": was.Input(), "to": l.Input()})
	return indexLead(t, l.ID)
}

// userNames reads two people's names; 0 has none.
func userNames(t *Tx, a, b int64) (from, to string, err error) {
	err = t.QueryRowContext(t.ctx, `SELECT COALESCE((SELECT name FROM users WHERE id = $1), ''),
		COALESCE((SELECT name FROM users WHERE id = $2), '')`, a, b).Scan(&from, &to)
	return from, to, err
}
