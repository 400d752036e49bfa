package store

import (
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// creditedShare is one unit's part of a version of a project's attribution.
type creditedShare struct {
	version   int64
	indicator string
	from      int
	unit      int64
}

// load reads the entries of the projects that the rows may mean (loaded by projectKind),
// those that the rows name by 编码, and who is credited.
func (k *capitalKind) load(recs []*crm.ImportRecord) (err error) {
	if k.closed, err = lastClosed(k.p.ctx, k.p.q); err != nil {
		return err
	}
	if k.first, err = firstOpenMonth(k.p.ctx, k.p.q, k.p.today); err != nil {
		return err
	}
	codes := keysOf(recs, func(r *crm.ImportRecord) []string { return []string{r.Text("entry_no")} })
	ids, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT project_id FROM capital_entries WHERE %s", "code", codes)
	if err != nil {
		return err
	}
	projects := k.projects()
	if err := projects.loadProjects(slices.DeleteFunc(ids, func(id int64) bool { return projects.byID[id] != nil })); err != nil {
		return err
	}
	if err := k.loadEntries(); err != nil {
		return err
	}
	if err := k.loadParts(recs); err != nil {
		return err
	}
	if err := k.loadCredits(recs); err != nil {
		return err
	}
	if err := k.loadShares(); err != nil {
		return err
	}
	k.claim(recs)
	return nil
}

func (k *capitalKind) loadEntries() error {
	byID := k.projects().byID
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (*importEntry, error) {
		e := &importEntry{}
		var project, reverses, reversed int64
		var verified sql.NullInt64
		err := r.Scan(&e.id, &e.code, &project, &e.unit, &e.has.month, &e.orig, &e.carried, &e.has.arrivedOn, &e.has.amount, &verified, &e.companyID,
			&e.has.form, &e.has.use, &e.has.fixed, &e.state, &e.has.note, &reverses, &reversed)
		e.verified, e.cancelled, e.project = orMinus(verified), reverses != 0 || reversed != 0, byID[project]
		return e, err
	}, `SELECT e.id, e.code, e.project_id, e.unit_id, e.month, e.orig_month, e.carried_from, e.arrived_on, e.amount, e.verified, e.company_id,
		e.form, e.use_of, e.fixed, e.state, e.note, COALESCE(e.reverses_id, 0),
		COALESCE((SELECT MAX(x.id) FROM capital_entries x WHERE x.reverses_id = e.id), 0) FROM capital_entries e WHERE %s ORDER BY e.id`,
		"e.project_id", idsOf(byID))
	for _, e := range list {
		k.byID[e.id], k.byCode[e.code] = e, e
		if !e.cancelled {
			k.of[e.project] = append(k.of[e.project], e)
		}
	}
	return err
}

// loadParts reads the parts of the entries that rows may mean: of their months, or named by 编码.
func (k *capitalKind) loadParts(recs []*crm.ImportRecord) error {
	months, codes := map[crm.Month]bool{}, map[string]bool{}
	for _, r := range recs {
		months[crm.Month(r.Text("month"))], codes[r.Text("entry_no")] = true, true
	}
	var ids []int64
	for id, e := range k.byID {
		if months[e.about()] || codes[e.code] {
			ids = append(ids, id)
		}
	}
	type row struct {
		entry int64
		part  crm.Part
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.entry, &x.part.ID, &x.part.Origin, &x.part.Currency, &x.part.Amount, &x.part.FDI)
	}, "SELECT entry_id, id, origin, currency, amount, fdi FROM capital_parts WHERE %s ORDER BY entry_id, sort, id", "entry_id", ids)
	for _, x := range list {
		e := k.byID[x.entry]
		e.has.parts = append(e.has.parts, x.part)
	}
	return err
}

// loadShares reads every version of the projects' attribution, newest first.
func (k *capitalKind) loadShares() error {
	type row struct {
		project int64
		creditedShare
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.project, &x.version, &x.indicator, &x.from, &x.unit)
	}, `SELECT a.project_id, a.id, a.indicator, a.from_year, s.unit_id FROM attributions a JOIN attribution_shares s ON s.attribution_id = a.id
		JOIN units u ON u.id = s.unit_id WHERE %s ORDER BY a.project_id, a.seq DESC, u.sort, u.id`, "a.project_id", idsOf(k.projects().byID))
	for _, x := range list {
		k.credited[x.project] = append(k.credited[x.project], x.creditedShare)
	}
	return err
}

// creditedUnits are the units that a project's money of a year is split over, as sharesOf says; nil for none.
func (k *capitalKind) creditedUnits(x *importProject, indicator string, year int) (units []int64) {
	if x.isNew {
		unit, _ := k.p.units.credited(x.unit, x.county)
		return []int64{unit}
	}
	version := int64(0)
	for _, s := range k.credited[x.id] {
		if version == 0 && s.from <= year && (s.indicator == "" || s.indicator == indicator) {
			version = s.version
		}
		if version != 0 && s.version == version {
			units = append(units, s.unit)
		}
	}
	return units
}
