package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// PutHistoric adds historic figures in bulk, for city packs and the managers; a figure
// of the same unit, indicator, basis, year, month and period is replaced. Months that
// the ledger counts (from the unit's cut-over on) are refused.
func (s *Store) PutHistoric(ctx context.Context, v crm.Viewer, in []crm.HistoricFigure) (int, error) {
	return act(ctx, s, v, func(t *Tx) (int, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return 0, err
		}
		tree, err := loadUnitTree(t.ctx, t)
		if err != nil {
			return 0, err
		}
		inds, bases, err := indicatorsAndBases(t.ctx, t)
		if err != nil {
			return 0, err
		}
		for i, h := range in {
			err := checkHistoric(tree, h)
			if err == nil {
				err = checkHistoricBasis(h, inds, bases)
			}
			if err != nil {
				return 0, crm.Invalid("figures", "第 %d 条：%s", i+1, err.(*crm.Error).Detail)
			}
			if err := putHistoric(t, h); err != nil {
				return 0, err
			}
		}
		t.audit("historic.put", "historic", 0, 0, fmt.Sprintf("写入历史汇总数 %d 条", len(in)), map[string]int{"figures": len(in)})
		return len(in), nil
	})
}

func checkHistoric(tree *unitTree, h crm.HistoricFigure) error {
	u, ok := tree.byID[h.UnitID]
	switch {
	case !ok:
		return crm.Invalid("unitId", "没有这个单位")
	case h.Indicator == "" || h.Value < 0 || h.Currency != "" && !h.Currency.Valid():
		return crm.Invalid("value", "历史汇总数须有指标、不为负数，币种只能是人民币或美元")
	case h.Value > crm.MaxAmount:
		return crm.TooLarge(h.Value, "value", "历史汇总数")
	case h.Month == "":
		return nil
	case h.Month.Year() != h.Year:
		return crm.Invalid("month", "月份 %s 与年份 %d 不符", h.Month, h.Year)
	case u.cutOver != "" && h.Month >= u.cutOver:
		return crm.Invalid("month", "%s自 %s 起以台账为准，不能再写历史数", u.name, u.cutOver)
	}
	return nil
}

// basisPublished is that of figures as they were published, whose basis is not known.
const basisPublished = "published"

// checkHistoricBasis refuses a figure that no report would ever read.
func checkHistoricBasis(h crm.HistoricFigure, inds []crm.Indicator, bases []crm.Basis) error {
	if h.Basis == basisPublished {
		h.Basis = ""
	}
	return crm.CheckTarget(crm.TargetInput{Year: max(h.Year, 2000), Indicator: h.Indicator, Basis: h.Basis}, inds, bases)
}

func putHistoric(t *Tx, h crm.HistoricFigure) error {
	if _, err := t.exec(`DELETE FROM historic_figures WHERE unit_id = $1 AND indicator = $2 AND basis = $3 AND year = $4 AND month = $5 AND period = $6`,
		h.UnitID, h.Indicator, h.Basis, h.Year, h.Month, h.Period); err != nil {
		return err
	}
	id, err := t.nextID("historic_figures")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO historic_figures (id, unit_id, indicator, basis, currency, year, month, period, value, source, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, h.UnitID, h.Indicator, h.Basis, h.Currency, h.Year, h.Month, h.Period,
		h.Value, h.Source, h.Note)
	return err
}

// Historic lists historic figures of an indicator ("" all), newest year first, within
// the viewer's scope: the city's own only for who sees the whole city.
func (s *Store) Historic(ctx context.Context, v crm.Viewer, indicator string) ([]crm.HistoricFigure, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	var q query
	if indicator != "" {
		q.add("h.indicator = ?", indicator)
	}
	if sc := v.Scope(crm.ActReadFigures); !sc.All {
		if len(sc.Units) == 0 {
			return []crm.HistoricFigure{}, nil
		}
		q.where = append(q.where, "h.unit_id IN ("+idList(sc.Units)+")")
	}
	out, err := collect(ctx, s.read, func(r *sql.Rows) (h crm.HistoricFigure, err error) {
		err = r.Scan(&h.ID, &h.UnitID, &h.UnitName, &h.Indicator, &h.Basis, &h.Currency, &h.Year, &h.Month, &h.Period, &h.Value, &h.Source, &h.Note)
		return h, err
	}, `SELECT h.id, h.unit_id, n.name, h.indicator, h.basis, h.currency, h.year, h.month, h.period, h.value, h.source, h.note
		FROM historic_figures h JOIN units n ON n.id = h.unit_id`+q.clause()+` ORDER BY h.year DESC, h.indicator, n.sort, h.month, h.id LIMIT 5000`, q.args...)
	return out, s.translate(err)
}

// SetManualValues types in months of indicators that come from no ledger; only for
// credited units and open months. Earlier versions stay.
func (s *Store) SetManualValues(ctx context.Context, v crm.Viewer, in []crm.ManualValue) ([]crm.ManualValue, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.ManualValue, error) {
		c, err := newTargetCheck(t)
		if err != nil {
			return nil, err
		}
		closed, err := lastClosed(t.ctx, t)
		if err != nil {
			return nil, err
		}
		for i := range in {
			if err := setManual(t, c, closed, &in[i]); err != nil {
				return nil, err
			}
		}
		return in, nil
	})
}

func setManual(t *Tx, c *targetCheck, closed crm.Month, x *crm.ManualValue) error {
	if _, err := crm.ParseMonth(string(x.Month)); err != nil {
		return err
	}
	u := c.tree.byID[x.UnitID]
	var of crm.Indicator
	for _, i := range c.inds {
		if i.Code == x.Indicator {
			of = i
		}
	}
	switch {
	case of.Source != crm.SourceManual:
		return crm.Invalid("indicator", "“%s”不是手工填报的指标", x.Indicator)
	case of.Kind == crm.FigureCount && x.Value < 0:
		return crm.Invalid("value", "“%s”是个数，不能为负", of.Label)
	case !u.credited(x.Month.Year()):
		return crm.Invalid("unitId", "手工指标只填报到报送单位和市本级及市直")
	case x.Month <= closed:
		return crm.Conflict(nil, "%s已关账，不能再改", x.Month.Label())
	case x.Month > t.Today.Month():
		return crm.Invalid("month", "%s还没到", x.Month.Label())
	case crm.TooLarge(x.Value, "value", "填报数") != nil:
		return crm.TooLarge(x.Value, "value", "填报数")
	}
	x.UnitName, x.KnownOn = u.name, t.Today
	if _, err := t.exec("UPDATE manual_values SET is_current = FALSE WHERE indicator = $1 AND unit_id = $2 AND month = $3 AND is_current = TRUE",
		x.Indicator, x.UnitID, x.Month); err != nil {
		return err
	}
	id, err := t.nextID("manual_values")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO manual_values (id, indicator, unit_id, month, value, is_current, set_by, known_on, at)
		VALUES ($1, $2, $3, $4, $5, TRUE, $6, $7, $8)`, id, x.Indicator, x.UnitID, x.Month, x.Value, t.V.UserID, t.Today, t.Now); err != nil {
		return err
	}
	t.audit("manual.set", "manual", id, x.UnitID, fmt.Sprintf("填报%s%s", u.name, x.Month.Label()), x)
	return nil
}
