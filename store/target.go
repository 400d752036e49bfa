package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// targetKey is what a target is set for; basis "" is the indicator itself.
type targetKey struct {
	unit, chain      int64
	indicator, basis string
}

const targetColumns = `g.id, g.year, g.unit_id, n.name, g.chain_id, g.indicator, g.basis, g.value, g.removed, g.note, g.known_on, g.version
	FROM targets g JOIN units n ON n.id = g.unit_id`

func scanTarget(r *sql.Rows) (g crm.Target, removed bool, err error) {
	err = r.Scan(&g.ID, &g.Year, &g.UnitID, &g.UnitName, &g.ChainID, &g.Indicator, &g.Basis, &g.Value, &removed, &g.Note, &g.KnownOn, &g.Version)
	return g, removed, err
}

// yearTargets reads a year's targets as they stand, or as fq knows them: of each key the
// newest version known then.
func yearTargets(ctx context.Context, q querier, year int, fq crm.FiguresQuery) ([]crm.Target, error) {
	text, args := "SELECT "+targetColumns+" WHERE g.year = $1 AND g.is_current = TRUE ORDER BY g.id", []any{year}
	if fq.AsKnown != "" {
		text, args = "SELECT "+targetColumns+" WHERE g.year = $1"+known(fq, "g.", "at", "$2")+" ORDER BY g.id", append(args, fq.AsKnown)
	}
	type row struct {
		crm.Target
		removed bool
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		x.Target, x.removed, err = scanTarget(r)
		return x, err
	}, text, args...)
	if err != nil {
		return nil, err
	}
	last := map[targetKey]int{}
	for i, x := range rows {
		last[targetKey{x.UnitID, x.ChainID, x.Indicator, x.Basis}] = i
	}
	out := []crm.Target{}
	for i, x := range rows {
		if last[targetKey{x.UnitID, x.ChainID, x.Indicator, x.Basis}] == i && !x.removed {
			out = append(out, x.Target)
		}
	}
	return out, nil
}

func loadTargetValues(ctx context.Context, q querier, fq crm.FiguresQuery) (map[targetKey]int64, error) {
	rows, err := yearTargets(ctx, q, fq.Month.Year(), fq)
	out := make(map[targetKey]int64, len(rows))
	for _, g := range rows {
		out[targetKey{g.UnitID, g.ChainID, g.Indicator, g.Basis}] = g.Value
	}
	return out, err
}

// SetTarget sets or (Value nil) removes one target; the earlier version stays.
func (s *Store) SetTarget(ctx context.Context, v crm.Viewer, in crm.TargetInput) (crm.Target, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Target, error) {
		c, err := newTargetCheck(t)
		if err != nil {
			return crm.Target{}, err
		}
		return setTarget(t, c, in)
	})
}

// SetTargets sets several targets, all or nothing: a sheet or grid of a year. Values
// that stand already make no new version.
func (s *Store) SetTargets(ctx context.Context, v crm.Viewer, in []crm.TargetInput) ([]crm.Target, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.Target, error) {
		c, err := newTargetCheck(t)
		if err != nil {
			return nil, err
		}
		out := make([]crm.Target, 0, len(in))
		for i, x := range in {
			g, err := setTarget(t, c, x)
			var e *crm.Error
			if errors.As(err, &e) {
				return nil, crm.Invalid(fmt.Sprintf("targets[%d].%s", i, e.Field), "第 %d 项：%s", i+1, e.Detail)
			}
			if err != nil {
				return nil, err
			}
			out = append(out, g)
		}
		return out, nil
	})
}

// targetCheck holds what targets are checked against, loaded once an act.
type targetCheck struct {
	tree  *unitTree
	inds  []crm.Indicator
	bases []crm.Basis
}

func newTargetCheck(t *Tx) (*targetCheck, error) {
	if err := cityWide(t, crm.ActManageTargets); err != nil {
		return nil, err
	}
	c := &targetCheck{}
	var err error
	if c.tree, err = loadUnitTree(t.ctx, t); err != nil {
		return nil, err
	}
	if c.inds, err = loadIndicators(t.ctx, t); err != nil {
		return nil, err
	}
	c.bases, err = loadBases(t.ctx, t)
	return c, err
}

func (c *targetCheck) check(in crm.TargetInput) (string, error) {
	if err := crm.CheckTarget(in, c.inds, c.bases); err != nil {
		return "", err
	}
	u, ok := c.tree.byID[in.UnitID]
	if !ok {
		return "", crm.Invalid("unitId", "没有这个单位，请刷新后重选")
	}
	if u.id != c.tree.root.id && !u.credited(in.Year) && u.kind != crm.UnitOffice {
		return "", crm.Invalid("unitId", "任务只下达到全市、报送单位、市本级及市直和联络处，“%s”不是", u.name)
	}
	for _, i := range c.inds {
		if i.Code == in.Indicator {
			return u.name + i.Label, nil
		}
	}
	return u.name, nil
}

func setTarget(t *Tx, c *targetCheck, in crm.TargetInput) (crm.Target, error) {
	label, err := c.check(in)
	if err != nil {
		return crm.Target{}, err
	}
	if in.ChainID != 0 {
		var one int
		err := t.QueryRowContext(t.ctx, "SELECT 1 FROM chains WHERE id = $1", in.ChainID).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return crm.Target{}, crm.Invalid("chainId", "没有这条产业链，请刷新后重选")
		}
		if err != nil {
			return crm.Target{}, err
		}
	}
	g := crm.Target{Year: in.Year, UnitID: in.UnitID, UnitName: c.tree.byID[in.UnitID].name, ChainID: in.ChainID, Indicator: in.Indicator,
		Basis: in.Basis, Note: in.Note, KnownOn: t.Today, Version: 1}
	if in.Value != nil {
		g.Value = *in.Value
	}
	var before *crm.Target
	old, removed, err := currentTarget(t, g)
	if err != nil {
		return g, err
	}
	if old.ID != 0 {
		if !removed {
			before = &old
		}
		if removed == (in.Value == nil) && old.Value == g.Value && old.Note == in.Note {
			return old, nil
		}
		g.Version = old.Version + 1
		if _, err := t.exec("UPDATE targets SET is_current = FALSE WHERE id = $1", old.ID); err != nil {
			return g, err
		}
	} else if in.Value == nil {
		return g, nil
	}
	if g.ID, err = t.nextID("targets"); err != nil {
		return g, err
	}
	if _, err := t.exec(`INSERT INTO targets (id, year, unit_id, chain_id, indicator, basis, value, removed, is_current, note, set_by, known_on, at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10, $11, $12, $13)`, g.ID, g.Year, g.UnitID, g.ChainID, g.Indicator, g.Basis, g.Value,
		in.Value == nil, g.Note, t.V.UserID, g.KnownOn, t.Now, g.Version); err != nil {
		return g, err
	}
	t.audit("target.set", "target", g.ID, g.UnitID, fmt.Sprintf("下达 %d 年%s任务", g.Year, label), map[string]any{"before": before, "after": in})
	return g, nil
}

func currentTarget(t *Tx, g crm.Target) (old crm.Target, removed bool, err error) {
	rows, err := t.QueryContext(t.ctx, "SELECT "+targetColumns+` WHERE g.year = $1 AND g.unit_id = $2 AND g.chain_id = $3 AND g.indicator = $4
		AND g.basis = $5 AND g.is_current = TRUE`, g.Year, g.UnitID, g.ChainID, g.Indicator, g.Basis)
	if err != nil {
		return old, false, err
	}
	defer rows.Close()
	if rows.Next() {
		old, removed, err = scanTarget(rows)
		return old, removed, err
	}
	return old, false, rows.Err()
}
