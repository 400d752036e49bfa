package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// LoadPack fills an empty database with a city pack, all or nothing. A database that
// already has units is refused.
func (s *Store) LoadPack(ctx context.Context, v crm.Viewer, p crm.Pack) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		var n int64
		if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM units").Scan(&n); err != nil {
			return struct{}{}, err
		}
		if n > 0 {
			return struct{}{}, crm.Conflict(nil, "数据库里已有单位，城市数据包只能装入空库")
		}
		l := packLoader{t: t, units: map[string]int64{}}
		for _, step := range []func(crm.Pack) error{l.settings, l.unitTree, l.places, l.measures, l.schemes, l.targets, l.historic, l.holidays, l.industries} {
			if err := step(p); err != nil {
				return struct{}{}, err
			}
		}
		t.audit("pack.load", "settings", 0, 0, "装入城市数据包 "+p.Name, map[string]int{"units": len(p.Units), "targets": len(p.Targets)})
		return struct{}{}, nil
	})
	return err
}

type packLoader struct {
	t     *Tx
	units map[string]int64
}

func (l packLoader) settings(p crm.Pack) error {
	for _, x := range p.Settings {
		if err := putSetting(l.t, x.Name, x.Label, x.Value, x.Provisional); err != nil {
			return err
		}
	}
	return nil
}

// unit resolves a code; what names the row that refers to it.
func (l packLoader) unit(code, what string) (int64, error) {
	id, ok := l.units[code]
	if !ok {
		return 0, crm.Invalid("unit", "数据包中“%s”提到的单位代码“%s”没有定义", what, code)
	}
	return id, nil
}

// unitTree inserts units in the order given; a parent stands before its children.
func (l packLoader) unitTree(p crm.Pack) error {
	paths := map[string]string{}
	for _, u := range p.Units {
		id, err := l.t.nextID("units")
		if err != nil {
			return err
		}
		var parent int64
		path := "/"
		if u.Parent != "" {
			if parent, err = l.unit(u.Parent, u.Name); err != nil {
				return err
			}
			path = paths[u.Parent]
		}
		path += fmt.Sprintf("%d/", id)
		l.units[u.Code], paths[u.Code] = id, path
		if u.Aliases == nil {
			u.Aliases = []string{}
		}
		if _, err := l.t.exec(`INSERT INTO units (id, code, name, short_name, kind, parent_id, path, sort, aliases, ad_code,
			reporting, valid_from, valid_to, cut_over, example, disabled, note, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)`,
			id, u.Code, u.Name, u.ShortName, u.Kind, parent, path, u.Order, toJSON(u.Aliases), u.AdCode, u.Reporting,
			u.ValidFrom, u.ValidTo, u.CutOver, u.Example, u.Disabled, u.Note); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) places(p crm.Pack) error {
	for _, c := range p.Chains {
		id, err := l.t.nextID("chains")
		if err != nil {
			return err
		}
		if _, err := l.t.exec(`INSERT INTO chains (id, code, name, head, lead_unit, chain_master, sort, provisional, note, valid_from, valid_to)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, c.Code, c.Name, c.Head, c.LeadUnit, c.ChainMaster, c.Order,
			c.Provisional, c.Note, c.ValidFrom, c.ValidTo); err != nil {
			return err
		}
	}
	for _, k := range p.Parks {
		id, err := l.t.nextID("parks")
		if err != nil {
			return err
		}
		unit, err := l.unit(k.Unit, k.Name)
		if err != nil {
			return err
		}
		var host int64
		if k.Host != "" {
			if host, err = l.unit(k.Host, k.Name); err != nil {
				return err
			}
		}
		if _, err := l.t.exec(`INSERT INTO parks (id, name, kind, unit_id, host_unit_id, since, industries, note)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, k.Name, k.Kind, unit, host, k.Since, k.Industries, k.Note); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) measures(p crm.Pack) error {
	for _, i := range p.Indicators {
		if _, err := l.t.exec(`INSERT INTO indicators (code, label, kind, currency, unit, source, default_basis, parent_code, sort, note)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, i.Code, i.Label, i.Kind, i.Currency, i.Unit, i.Source, i.DefaultBasis,
			i.ParentCode, i.Order, i.Note); err != nil {
			return err
		}
	}
	for _, b := range p.Bases {
		if _, err := l.t.exec(`INSERT INTO bases (indicator, code, label, filter, from_year, to_year, is_default, note, sort)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, b.Indicator, b.Code, b.Label, toJSON(b.Filter), b.FromYear, b.ToYear, b.Default,
			b.Note, b.Order); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) targets(p crm.Pack) error {
	for _, g := range p.Targets {
		unit, err := l.unit(g.Unit, g.Indicator)
		if err != nil {
			return err
		}
		id, err := l.t.nextID("targets")
		if err != nil {
			return err
		}
		known := g.KnownOn
		if known == "" {
			known = l.t.Today
		}
		if _, err := l.t.exec(`INSERT INTO targets (id, year, unit_id, chain_id, indicator, basis, value, removed, is_current, note,
			set_by, known_on, at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, TRUE, $8, $9, $10, $11, 1)`, id, g.Year, unit,
			g.ChainID, g.Indicator, g.Basis, g.Value, g.Note, l.t.V.UserID, known, l.t.Now); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) historic(p crm.Pack) error {
	for _, h := range p.Historic {
		unit, err := l.unit(h.Unit, h.Indicator)
		if err != nil {
			return err
		}
		id, err := l.t.nextID("historic_figures")
		if err != nil {
			return err
		}
		if _, err := l.t.exec(`INSERT INTO historic_figures (id, unit_id, indicator, basis, currency, year, month, period, value, source, note)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, unit, h.Indicator, h.Basis, h.Currency, h.Year, h.Month, h.Period,
			h.Value, h.Source, h.Note); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) holidays(p crm.Pack) error {
	for _, h := range p.Holidays {
		if _, err := l.t.exec("INSERT INTO holidays (day, workday, name) VALUES ($1, $2, $3)", h.Day, h.Workday, h.Name); err != nil {
			return err
		}
	}
	return nil
}

func (l packLoader) industries(p crm.Pack) error {
	rows := make([][]any, len(p.Industries))
	for i, x := range p.Industries {
		rows[i] = []any{x.Code, x.Section, x.Name, x.Level}
	}
	return l.t.bulkInsert(bulkTable{name: "industries", columns: "code, section, name, level", rows: rows})
}

// Empty reports whether the database holds no unit yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM units").Scan(&n)
	return n == 0, s.translate(err)
}
