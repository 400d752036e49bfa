package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// loadCurves reads a year's custom paces; an indicator without one goes by months ÷ 12.
func loadCurves(ctx context.Context, q querier, year int) (map[string][]int64, error) {
	type row struct {
		code  string
		month int
		bp    int64
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.code, &x.month, &x.bp)
		return x, err
	}, "SELECT indicator, month_number, cumulative_bp FROM target_curves WHERE year = $1 ORDER BY indicator, month_number", year)
	out := map[string][]int64{}
	for _, x := range rows {
		out[x.code] = append(out[x.code], x.bp)
	}
	return out, err
}

// TargetCurves lists a year's custom paces.
func (s *Store) TargetCurves(ctx context.Context, v crm.Viewer, year int) ([]crm.TargetCurve, error) {
	if err := v.Require(crm.ActReadTargets); err != nil {
		return nil, err
	}
	m, err := loadCurves(ctx, s.read, year)
	if err != nil {
		return nil, s.translate(err)
	}
	inds, err := loadIndicators(ctx, s.read)
	out := []crm.TargetCurve{}
	for _, i := range inds {
		if c, ok := m[i.Code]; ok {
			out = append(out, crm.TargetCurve{Year: year, Indicator: i.Code, Months: c})
		}
	}
	return out, s.translate(err)
}

// SetTargetCurve sets a custom pace, or with no months goes back to months ÷ 12.
func (s *Store) SetTargetCurve(ctx context.Context, v crm.Viewer, c crm.TargetCurve) (crm.TargetCurve, error) {
	return act(ctx, s, v, func(t *Tx) (crm.TargetCurve, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return c, err
		}
		if err := c.Check(); err != nil {
			return c, err
		}
		inds, err := loadIndicators(t.ctx, t)
		if err != nil {
			return c, err
		}
		if err := crm.CheckTarget(crm.TargetInput{Year: c.Year, Indicator: c.Indicator}, inds, nil); err != nil {
			return c, err
		}
		if _, err := t.exec("DELETE FROM target_curves WHERE year = $1 AND indicator = $2", c.Year, c.Indicator); err != nil {
			return c, err
		}
		for i, bp := range c.Months {
			if _, err := t.exec("INSERT INTO target_curves (year, indicator, month_number, cumulative_bp) VALUES ($1, $2, $3, $4)",
				c.Year, c.Indicator, i+1, bp); err != nil {
				return c, err
			}
		}
		t.audit("target.curve", "target", 0, 0, fmt.Sprintf("设置 %d 年序时曲线 %s", c.Year, c.Indicator), c)
		return c, nil
	})
}
