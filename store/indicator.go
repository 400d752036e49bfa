package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yinfeng/crm"
)

func loadIndicators(ctx context.Context, q querier) ([]crm.Indicator, error) {
	return collect(ctx, q, func(r *sql.Rows) (i crm.Indicator, err error) {
		err = r.Scan(&i.Code, &i.Label, &i.Kind, &i.Currency, &i.Unit, &i.Source, &i.DefaultBasis, &i.ParentCode, &i.Order, &i.Note)
		return i, err
	}, "SELECT code, label, kind, currency, unit, source, default_basis, parent_code, sort, note FROM indicators ORDER BY sort, code")
}

func loadBases(ctx context.Context, q querier) ([]crm.Basis, error) {
	return collect(ctx, q, func(r *sql.Rows) (b crm.Basis, err error) {
		var filter string
		if err = r.Scan(&b.Indicator, &b.Code, &b.Label, &filter, &b.FromYear, &b.ToYear, &b.Default, &b.Note, &b.Order); err != nil {
			return b, err
		}
		if err = json.Unmarshal([]byte(filter), &b.Filter); err != nil {
			err = fmt.Errorf("basis %s %s: %w", b.Indicator, b.Code, err)
		}
		return b, err
	}, "SELECT indicator, code, label, filter, from_year, to_year, is_default, note, sort FROM bases ORDER BY indicator, sort, code")
}

// Indicators lists what is counted, in display order. Any signed-in viewer may read it.
func (s *Store) Indicators(ctx context.Context, v crm.Viewer) ([]crm.Indicator, error) {
	out, err := loadIndicators(ctx, s.read)
	return out, s.translate(err)
}

// Bases lists the bases (口径) of all indicators.
func (s *Store) Bases(ctx context.Context, v crm.Viewer) ([]crm.Basis, error) {
	out, err := loadBases(ctx, s.read)
	return out, s.translate(err)
}

// PutIndicators adds indicators or changes them by code; of an existing one the kind,
// currency and source stay, since figures already stand on them.
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
				default_basis = excluded.default_basis, parent_code = excluded.parent_code, sort = excluded.sort, note = excluded.note`,
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
			if err := crm.CheckBasis(b, inds, have); err != nil {
				return nil, err
			}
			if err := writeBasis(t, b); err != nil {
				return nil, err
			}
		}
		return loadBases(ctx, t)
	})
}

func writeBasis(t *Tx, b crm.Basis) error {
	if b.Default {
		if _, err := t.exec("UPDATE bases SET is_default = FALSE WHERE indicator = $1", b.Indicator); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE indicators SET default_basis = $1 WHERE code = $2", b.Code, b.Indicator); err != nil {
			return err
		}
	}
	if _, err := t.exec(`INSERT INTO bases (indicator, code, label, filter, from_year, to_year, is_default, note, sort)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (indicator, code) DO UPDATE SET label = excluded.label,
		from_year = excluded.from_year, to_year = excluded.to_year, is_default = excluded.is_default, note = excluded.note, sort = excluded.sort`,
		b.Indicator, b.Code, b.Label, toJSON(b.Filter), b.FromYear, b.ToYear, b.Default, b.Note, b.Order); err != nil {
		return err
	}
	t.audit("basis.put", "basis", 0, 0, "设置口径 "+b.Label, b)
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
