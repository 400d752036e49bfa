package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// loadCurves reads a year's custom paces as they stand, or as fq knows them; an
// indicator without one goes by months ÷ 12.
func loadCurves(ctx context.Context, q querier, year int, fq crm.FiguresQuery) (map[string][]int64, error) {
	text, args := "SELECT indicator, months FROM pace_curves WHERE year = $1 AND is_current = TRUE", []any{year}
	if fq.AsKnown != "" {
		text, args = "SELECT indicator, months FROM pace_curves WHERE year = $1"+known(fq, "", "at", "$2"), append(args, fq.AsKnown)
	}
	out := map[string][]int64{}
	_, err := collect(ctx, q, func(r *sql.Rows) (code string, err error) {
		var list string
		if err = r.Scan(&code, &list); err != nil {
			return code, err
		}
		var months []int64
		if err = json.Unmarshal([]byte(list), &months); err != nil {
			return code, fmt.Errorf("pace of %s in %d: %w", code, year, err)
		}
		delete(out, code) // the newest version comes last
		if len(months) > 0 {
			out[code] = months
		}
		return code, nil
	}, text+" ORDER BY id", args...)
	return out, err
}

// TargetCurves lists a year's custom paces.
func (s *Store) TargetCurves(ctx context.Context, v crm.Viewer, year int) ([]crm.TargetCurve, error) {
	if err := v.Require(crm.ActReadTargets); err != nil {
		return nil, err
	}
	m, err := loadCurves(ctx, s.read, year, crm.FiguresQuery{})
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
		have, err := loadCurves(t.ctx, t, c.Year, crm.FiguresQuery{})
		if err != nil {
			return c, err
		}
		if slices.Equal(have[c.Indicator], c.Months) {
			return c, nil
		}
		if err := writeCurve(t, c); err != nil {
			return c, err
		}
		t.audit("target.curve", "target", 0, 0, fmt.Sprintf("设置 %d 年序时曲线 %s", c.Year, c.Indicator), c)
		return c, nil
	})
}

// writeCurve adds a version; the earlier one stays for reports as known before.
func writeCurve(t *Tx, c crm.TargetCurve) error {
	if _, err := t.exec("UPDATE pace_curves SET is_current = FALSE WHERE year = $1 AND indicator = $2 AND is_current = TRUE", c.Year, c.Indicator); err != nil {
		return err
	}
	id, err := t.nextID("pace_curves")
	if err != nil {
		return err
	}
	months := c.Months
	if months == nil {
		months = []int64{}
	}
	_, err = t.exec(`INSERT INTO pace_curves (id, year, indicator, months, is_current, set_by, known_on, at)
		VALUES ($1, $2, $3, $4, TRUE, $5, $6, $7)`, id, c.Year, c.Indicator, toJSON(months), t.V.UserID, t.Today, t.Now)
	return err
}
