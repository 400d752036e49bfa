package store

import (
	"context"
	"strconv"

	"yinfeng/crm"
)

// FileCapital files an arrival of money as a draft; with Submit it is sent for
// verification at once (domain §7).
func (s *Store) FileCapital(ctx context.Context, v crm.Viewer, in crm.CapitalInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		var none crm.CapitalEntry
		if err := v.Require(crm.ActReportCapital); err != nil {
			return none, err
		}
		p, err := loadProject(t.ctx, t, in.ProjectID, t.Today)
		if err != nil {
			return none, err
		}
		unit, err := projectUnit(t, crm.ActReportCapital, p)
		if err != nil {
			return none, err
		}
		if p.Voided {
			return none, crm.Conflict(p.Project, "项目已作废，不能再填报")
		}
		e, err := checkFiled(t, p, crm.CapitalEntry{ProjectID: p.ID, UnitID: unit}, in)
		if err != nil {
			return none, err
		}
		id, err := insertCapital(t, e)
		if err != nil {
			return none, err
		}
		t.audit("capital.file", "capital", id, unit, "填报到位资金 "+crm.Decimal(e.Amount.Amount, crm.FenPerWan)+" 万元 "+p.Code+" "+p.Name, in)
		if in.Submit {
			return submitCapital(t, id, crm.ReviewInput{Version: 1, WarningReason: in.WarningReason})
		}
		return refreshed(t, id)
	})
}

// UpdateCapital changes a draft or a returned entry, by its unit. Who changes it
// becomes its reporter. A reversal is never changed: its values are the original's.
func (s *Store) UpdateCapital(ctx context.Context, v crm.Viewer, id int64, in crm.CapitalInput) (crm.CapitalEntry, error) {
	return act(ctx, s, v, func(t *Tx) (crm.CapitalEntry, error) {
		e, err := capitalFor(t, crm.ActReportCapital, id, "修改", crm.StateDraft, crm.StateReturned)
		if err != nil {
			return e, err
		}
		switch {
		case e.ReversesID != 0:
			return e, crm.Conflict(e, "冲回照抄原条目，不能修改；不需要时请不要提交")
		case in.ProjectID != 0 && in.ProjectID != e.ProjectID:
			return e, crm.Invalid("projectId", "条目不能改到别的项目，请另填一条")
		case in.CorrectsID != 0 && in.CorrectsID != e.CorrectsID:
			return e, crm.Invalid("correctsId", "更正关系不能改，请另填一条")
		}
		in.ProjectID, in.CorrectsID = e.ProjectID, e.CorrectsID
		p, err := liveProject(t, e.ProjectID)
		if err != nil {
			return e, err
		}
		after, err := checkFiled(t, p, e, in)
		if err != nil {
			return e, err
		}
		if err := t.update("条目", e, `UPDATE capital_entries SET month = $1, orig_month = $2, arrived_on = $3, amount = $4, company_id = $5, form = $6,
			use_of = $7, fixed = $8, note = $9, warning_reason = $10, reported_by = $11, updated_at = $12, version = version + 1
			WHERE id = $13 AND version = $14 AND state IN ('draft', 'returned')`,
			after.Month, after.OrigMonth, after.ArrivedOn, after.Amount.Amount, after.CompanyID, after.Form, after.Use, after.Fixed, after.Note,
			after.WarningReason, v.UserID, t.Now, id, in.Version); err != nil {
			return e, err
		}
		if _, err := t.exec("DELETE FROM capital_parts WHERE entry_id = $1", id); err != nil {
			return e, err
		}
		if err := insertParts(t, id, after.Parts); err != nil {
			return e, err
		}
		t.audit("capital.update", "capital", id, e.UnitID, "修改到位资金条目 "+e.Code, map[string]any{"before": e, "after": in})
		if in.Submit {
			return submitCapital(t, id, crm.ReviewInput{Version: in.Version + 1, WarningReason: in.WarningReason})
		}
		return refreshed(t, id)
	})
}

// checkFiled validates what was typed against project, period and rate, and returns the
// entry as it is to be stored.
func checkFiled(t *Tx, p projectRow, e crm.CapitalEntry, in crm.CapitalInput) (crm.CapitalEntry, error) {
	if _, err := crm.ParseMonth(string(in.Month)); err != nil {
		return e, err
	}
	if _, err := crm.ParseDate(string(in.ArrivedOn)); err != nil {
		return e, crm.Invalid("arrivedOn", "到账日期“%s”写法不对，请写成 2022-09-26", in.ArrivedOn)
	}
	if in.ArrivedOn > t.Today {
		return e, crm.Invalid("arrivedOn", "到账日期 %s 还没到，只能报已到账的资金", in.ArrivedOn)
	}
	if err := checkMonth(t, p, e.UnitID, in.Month); err != nil {
		return e, err
	}
	e.Month, e.OrigMonth, e.ArrivedOn, e.CorrectsID = in.Month, "", in.ArrivedOn, in.CorrectsID
	if in.CorrectsID != 0 {
		orig, err := correctedMonth(t, p.ID, in)
		if err != nil {
			return e, err
		}
		e.OrigMonth = orig
	}
	rate, err := rateFor(t, e)
	if err != nil {
		return e, err
	}
	if err := crm.CheckCapital(in, rate, 1); err != nil {
		return e, err
	}
	if len(in.Parts) == 0 {
		in.Parts = []crm.Part{{Origin: crm.OriginUnknown, Currency: crm.CNY, Amount: in.Amount.Amount}}
	}
	if e.CompanyID, err = checkInvestor(p, in.CompanyID); err != nil {
		return e, err
	}
	e.Amount, e.Form, e.Use, e.Fixed, e.Parts, e.Note, e.WarningReason = in.Amount, in.Form, in.Use, in.Fixed, in.Parts, in.Note, in.WarningReason
	return e, nil
}

// checkMonth refuses a closed month, one that has not come, and one before the cut-over
// of the filing unit or of a unit that would be credited (history counts there).
func checkMonth(t *Tx, p projectRow, unit int64, m crm.Month) error {
	open, err := monthOpen(t.ctx, t, m)
	if err != nil {
		return err
	}
	first, err := firstOpenMonth(t.ctx, t, t.Today)
	if err != nil {
		return err
	}
	switch {
	case !open:
		return crm.Conflict(map[string]any{"month": m, "state": "closed", "firstOpen": first}, "%s已经关账，请填在 %s", m.Label(), first.Label())
	case m > t.Today.Month() && m > first:
		return crm.Invalid("month", "%s本月还没到，最晚填 %s", m.Label(), max(t.Today.Month(), first).Label())
	}
	shares, err := sharesOf(t.ctx, t, p.ID, crm.IndCapital, m.Year())
	if err != nil {
		return err
	}
	for _, s := range append(shares, crm.Share{UnitID: unit}) {
		u, err := ledgerUnit(t.ctx, t, "unitId", s.UnitID)
		if err != nil {
			return err
		}
		if m < u.cutOver {
			return crm.Invalid("month", "%s从 %s 起用台账，此前用历史汇总数，不能填 %s 的条目", u.UnitName, u.cutOver.Label(), m.Label())
		}
	}
	return nil
}

// correctedMonth returns the month that a correction speaks of: "" while the original's
// month is open. The original must stand on the same project and be reversed, or have
// its reversal filed (domain §7).
func correctedMonth(t *Tx, project int64, in crm.CapitalInput) (crm.Month, error) {
	o, err := oneCapital(t.ctx, t, in.CorrectsID)
	switch {
	case crm.ErrCode(err) == crm.CodeNotFound, err == nil && o.ProjectID != project:
		return "", crm.Invalid("correctsId", "要更正的条目不在这个项目上，请刷新后重选")
	case err != nil:
		return "", err
	case o.State != crm.StateVerified || o.ReversesID != 0:
		return "", crm.Invalid("correctsId", "只能更正已核定的条目，条目 %s 现在是“%s”", o.Code, o.State.Label())
	case o.ReversedByID == 0:
		return "", crm.Invalid("correctsId", "请先冲回条目 %s，再填更正的条目", o.Code)
	}
	m := effectiveMonth(o)
	open, err := monthOpen(t.ctx, t, m)
	if err != nil || open || m >= in.Month {
		return "", err
	}
	return m, nil
}

// rateFor is the fixed rate of the year that e speaks of.
func rateFor(t *Tx, e crm.CapitalEntry) (crm.Rate, error) {
	set, err := t.settings()
	return set.RateOf(effectiveMonth(e).Year()), err
}

// checkInvestor takes the first investor when none is given; a given one must be a party.
func checkInvestor(p projectRow, company int64) (int64, error) {
	for _, x := range p.Parties {
		if x.Role == "investor" && (company == 0 || company == x.CompanyID) {
			return x.CompanyID, nil
		}
	}
	return 0, crm.Invalid("companyId", "出资方须是这个项目的投资方，请先在项目里加上")
}

// insertCapital writes a draft with its parts.
func insertCapital(t *Tx, e crm.CapitalEntry) (int64, error) {
	id, err := t.nextID("capital_entries")
	if err != nil {
		return 0, err
	}
	code, err := t.code("ZJ", strconv.Itoa(e.Month.Year()))
	if err != nil {
		return 0, err
	}
	if _, err := t.exec(`INSERT INTO capital_entries (id, code, project_id, unit_id, month, orig_month, carried_from, arrived_on, amount, verified,
		reduce_reason, company_id, form, use_of, fixed, state, note, warnings, warning_reason, reported_by, submitted_at, verified_by, verified_at,
		known_on, reverses_id, corrects_id, import_id, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, NULL, '', $9, $10, $11, $12, 'draft', $13, '[]', $14, $15, 0, 0, 0, '', $16, $17, 0, $18, $18, 1)`,
		id, code, e.ProjectID, e.UnitID, e.Month, e.OrigMonth, e.ArrivedOn, e.Amount.Amount, e.CompanyID, e.Form, e.Use, e.Fixed, e.Note,
		e.WarningReason, t.V.UserID, idOrNull(e.ReversesID), idOrNull(e.CorrectsID), t.Now); err != nil {
		return 0, err
	}
	return id, insertParts(t, id, e.Parts)
}

func insertParts(t *Tx, entry int64, parts []crm.Part) error {
	for i, p := range parts {
		id, err := t.nextID("capital_parts")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO capital_parts (id, entry_id, sort, origin, currency, amount, verified, fdi)
			VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)`, id, entry, i+1, p.Origin, p.Currency, p.Amount, p.FDI); err != nil {
			return err
		}
	}
	return nil
}
