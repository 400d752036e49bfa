package store

import (
	"context"
	"database/sql"
	"fmt"

	"yinfeng/crm"
)

// Indicators lists what is counted, in display order. Any signed-in viewer may read it.
func (s *Store) Indicators(ctx context.Context, v crm.Viewer) ([]crm.Indicator, error) {
	out, err := loadIndicators(ctx, s.read)
	return out, s.translate(err)
}

// Bases lists the bases (口径) of all indicators, with what they count in words and, in
// year (0 = this one), which are the default.
func (s *Store) Bases(ctx context.Context, v crm.Viewer, year int) ([]crm.Basis, error) {
	if year == 0 {
		year = s.Today().Year()
	}
	var out []crm.Basis
	err := s.readOnce(ctx, func(q querier) (err error) {
		out, err = basesIn(ctx, q, year)
		return err
	})
	return out, s.translate(err)
}

func basesIn(ctx context.Context, q querier, year int) ([]crm.Basis, error) {
	bases, err := loadBases(ctx, q)
	if err != nil {
		return nil, err
	}
	inds, err := loadIndicators(ctx, q)
	if err != nil {
		return nil, err
	}
	defaults, err := loadDefaults(ctx, q, inds, bases, crm.FiguresQuery{})
	if err != nil {
		return nil, err
	}
	names, err := basisNames(ctx, q)
	if err != nil {
		return nil, err
	}
	defaults.in(year, inds)
	for k, b := range bases {
		bases[k].Default = false
		for _, i := range inds {
			if i.Code == b.Indicator {
				bases[k].Counts = b.Filter.Text(i, names)
				bases[k].Default = i.DefaultBasis == b.Code
				bases[k].Within = isWithin(i, i.DefaultBasis, b, bases, year)
			}
		}
	}
	return bases, nil
}

func basisNames(ctx context.Context, q querier) (*crm.BasisNames, error) {
	n := &crm.BasisNames{Units: map[int64]string{}, Chains: map[int64]string{}}
	for table, into := range map[string]map[int64]string{"units": n.Units, "chains": n.Chains} {
		_, err := collect(ctx, q, func(r *sql.Rows) (id int64, err error) {
			var name string
			err = r.Scan(&id, &name)
			into[id] = name
			return id, err
		}, "SELECT id, name FROM "+table)
		if err != nil {
			return nil, err
		}
	}
	return n, nil
}

// PutIndicators adds indicators or changes them by code; of an existing one the kind,
// currency, source and default basis stay, since figures already stand on them.
func (s *Store) PutIndicators(ctx context.Context, v crm.Viewer, in []crm.Indicator) ([]crm.Indicator, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.Indicator, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return nil, err
		}
		for _, i := range in {
			if err := i.Check(); err != nil {
				return nil, err
			}
			if _, err := t.exec(`INSERT INTO indicators (code, label, kind, currency, unit, source, default_basis, parent_code, sort, note)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (code) DO UPDATE SET label = excluded.label, unit = excluded.unit,
				parent_code = excluded.parent_code, sort = excluded.sort, note = excluded.note`,
				i.Code, i.Label, i.Kind, i.Currency, i.Unit, i.Source, i.DefaultBasis, i.ParentCode, i.Order, i.Note); err != nil {
				return nil, err
			}
			t.audit("indicator.put", "indicator", 0, 0, "设置指标 "+i.Label, i)
		}
		return loadIndicators(ctx, t)
	})
}

// PutBases adds bases. A basis that exists keeps its filter: closed months name it, so
// another filter needs another code (domain §7).
func (s *Store) PutBases(ctx context.Context, v crm.Viewer, in []crm.Basis) ([]crm.Basis, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.Basis, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return nil, err
		}
		inds, err := loadIndicators(ctx, t)
		if err != nil {
			return nil, err
		}
		have, err := loadBases(ctx, t)
		if err != nil {
			return nil, err
		}
		for _, b := range in {
			b = placed(b.Named(), have)
			if err := crm.CheckBasis(b, inds, have); err != nil {
				return nil, err
			}
			if err := checkBasisIDs(t, b.Filter); err != nil {
				return nil, err
			}
			if err := writeBasis(t, b, inds); err != nil {
				return nil, err
			}
			have = append(have, b)
		}
		return basesIn(ctx, t, t.Today.Year())
	})
}

// placed puts a new basis that names no place after the others of its indicator.
func placed(b crm.Basis, have []crm.Basis) crm.Basis {
	last, known := 0, b.Order != 0
	for _, x := range have {
		if x.Indicator == b.Indicator {
			last, known = max(last, x.Order), known || x.Code == b.Code
		}
	}
	if !known {
		b.Order = last + 1
	}
	return b
}

// checkBasisIDs refuses units and chains that do not exist.
func checkBasisIDs(t *Tx, f crm.BasisFilter) error {
	if len(f.Units)+len(f.Chains) == 0 {
		return nil
	}
	names, err := basisNames(t.ctx, t)
	if err != nil {
		return err
	}
	tree, err := loadUnitTree(t.ctx, t)
	if err != nil {
		return err
	}
	for _, id := range f.Units {
		if names.Units[id] == "" {
			return crm.Invalid("filter.units", "没有编号为 %d 的单位，请刷新后重选", id)
		}
		if u := tree.byID[id]; !u.reporting && u.kind != crm.UnitCityDirect {
			return crm.Invalid("filter.units", "%s不是归属单位，口径只能按区县、园区和市本级及市直筛选", u.name)
		}
	}
	for _, id := range f.Chains {
		if names.Chains[id] == "" {
			return crm.Invalid("filter.chains", "没有编号为 %d 的产业链，请刷新后重选", id)
		}
	}
	return nil
}

// writeBasis adds or renames b. Only the first default of an indicator is set here: later
// ones are set by year (SetDefaultBasis), so that earlier years keep theirs.
func writeBasis(t *Tx, b crm.Basis, inds []crm.Indicator) error {
	if b.Default {
		for _, i := range inds {
			if i.Code == b.Indicator && i.DefaultBasis != "" && i.DefaultBasis != b.Code {
				return crm.Invalid("default", "“%s”已有默认口径，请按年度设置默认口径", i.Label)
			}
		}
		if _, err := t.exec("UPDATE indicators SET default_basis = $1 WHERE code = $2", b.Code, b.Indicator); err != nil {
			return err
		}
	}
	if _, err := t.exec(`INSERT INTO bases (indicator, code, label, filter, from_year, to_year, is_default, note, sort)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (indicator, code) DO UPDATE SET label = excluded.label,
		from_year = excluded.from_year, to_year = excluded.to_year, note = excluded.note, sort = excluded.sort`,
		b.Indicator, b.Code, b.Label, toJSON(b.Filter), b.FromYear, b.ToYear, b.Default, b.Note, b.Order); err != nil {
		return err
	}
	t.audit("basis.put", "basis", 0, 0, "设置口径 "+b.Label, b)
	return nil
}

// SetDefaultBasis sets the basis that an indicator has where none is named, from a year
// on. Closed months keep the figures of their snapshots.
func (s *Store) SetDefaultBasis(ctx context.Context, v crm.Viewer, in crm.BasisDefault) ([]crm.Basis, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.Basis, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return nil, err
		}
		inds, err := loadIndicators(ctx, t)
		if err != nil {
			return nil, err
		}
		bases, err := loadBases(ctx, t)
		if err != nil {
			return nil, err
		}
		if err := crm.CheckDefaultBasis(in, inds, bases); err != nil {
			return nil, err
		}
		defaults, err := loadDefaults(ctx, t, inds, bases, crm.FiguresQuery{})
		if err != nil {
			return nil, err
		}
		defaults.in(in.Year, inds)
		for _, i := range inds {
			if i.Code == in.Indicator && i.DefaultBasis != in.Basis {
				err = writeDefault(t, in, i)
			}
		}
		if err != nil {
			return nil, err
		}
		return basesIn(ctx, t, in.Year)
	})
}

func writeDefault(t *Tx, in crm.BasisDefault, i crm.Indicator) error {
	if _, err := t.exec("UPDATE basis_defaults SET is_current = FALSE WHERE indicator = $1 AND year = $2 AND is_current = TRUE", in.Indicator, in.Year); err != nil {
		return err
	}
	id, err := t.nextID("basis_defaults")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO basis_defaults (id, indicator, year, basis, is_current, set_by, known_on, at)
		VALUES ($1, $2, $3, $4, TRUE, $5, $6, $7)`, id, in.Indicator, in.Year, in.Basis, t.V.UserID, t.Today, t.Now); err != nil {
		return err
	}
	t.audit("basis.default", "basis", id, 0, fmt.Sprintf("设置“%s”%d 年起的默认口径 %s", i.Label, in.Year, in.Basis),
		map[string]string{"before": i.DefaultBasis, "after": in.Basis})
	return nil
}

// cityWide demands that the viewer has the act over the whole city.
func cityWide(t *Tx, a crm.Act) error {
	if err := t.V.Require(a); err != nil {
		return err
	}
	if !t.V.Scope(a).All {
		return crm.Forbidden("%s须由市级角色办理，请联系市招商局", a.Label())
	}
	return nil
}
