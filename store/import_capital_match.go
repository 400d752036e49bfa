package store

import (
	"slices"

	"yinfeng/crm"
)

// project finds the project of a row: by its code, else by investor, name and county, as a
// ledger of projects does. A unit that is credited with a project of another one files
// there too. nil with no step is an unknown project.
func (k *capitalKind) project(r *crm.ImportRecord) (*importProject, projectRowInput, *importStep) {
	projects := k.projects()
	county := k.p.units.reporting[r.Text("county")]
	in := projects.input(r, county)
	no := r.Text("project_no")
	if x := projects.byCode[no]; no != "" && x != nil && k.unitFor(x) != 0 {
		if x.county != county && x.nameKey != in.nameKey {
			s := rejected("编码 %s 是%s的项目“%s”，与表中的不符", no, k.p.units.name(x.county), projects.nameOf(x))
			return nil, in, &s
		}
		why := projects.miscoded(x, in)
		if why != "" && r.Choice != crm.ChooseNew && r.Choice != crm.ChooseUpdate {
			return nil, in, x.heldAs(r, why+"。请改对编码；确是编码的项目选更新，确是表中的项目选作为新条目")
		}
		if why == "" || r.Choice == crm.ChooseUpdate {
			return x, in, nil
		}
	}
	if county == 0 {
		s := rejected("%s", k.p.scopeWhy(0, r.Text("county")))
		return nil, in, &s
	}
	if x := projects.same(in); x != nil && (x.isNew || k.unitFor(x) != 0) {
		if x.isNew {
			return x, in, k.p.lostCode(r, "project_no", "项目")
		}
		return x, in, nil
	}
	if why := k.p.scopeWhy(county, r.Text("county")); why != "" {
		s := rejected("%s", why)
		return nil, in, &s
	}
	x, s := projects.match(r, in)
	if x != nil && !x.isNew && k.unitFor(x) == 0 {
		other := rejected("项目 %s 由%s负责，不在你的权限范围内，不能填报", x.code, k.p.units.name(x.unit))
		return nil, in, &other
	}
	if s == nil && (x == nil || x.isNew) {
		s = k.p.lostCode(r, "project_no", "项目")
	}
	return x, in, s
}

// nameOf is a project's name.
func (k *projectKind) nameOf(x *importProject) string {
	k.open(x)
	return x.has.name
}

// unitFor is the unit in whose name the viewer imports arrivals of x: its own, else a
// credited one in scope (as projectUnit); 0 for none.
func (k *capitalKind) unitFor(x *importProject) int64 {
	if k.p.stillOurs(x.unit) {
		return x.unit
	}
	for _, unit := range k.creditedUnits(x, "", k.p.today.Year()) {
		if k.p.stillOurs(unit) {
			return unit
		}
	}
	return 0
}

// inMonth lists the entries of the scope that speak of month m of project x.
func (k *capitalKind) inMonth(x *importProject, m crm.Month) (out []*importEntry) {
	for _, e := range k.of[x] {
		if e.about() == m && k.p.stillOurs(e.unit) {
			out = append(out, e)
		}
	}
	return out
}

// claim gives entries to the rows of the file that say the same, before any other row of
// the month may take one for its own.
func (k *capitalKind) claim(recs []*crm.ImportRecord) {
	if len(k.of) == 0 {
		return
	}
	for _, r := range recs {
		if e := k.byCode[r.Text("entry_no")]; e != nil {
			e.claimed = true
		}
	}
	for _, r := range recs {
		in := k.read(r)
		x, _, _ := k.project(r)
		if x == nil || !in.given || k.byCode[r.Text("entry_no")] != nil {
			continue
		}
		month := k.inMonth(x, in.month)
		for _, fits := range []func(*importEntry) bool{
			func(e *importEntry) bool { return !e.claimed && e.says(in.amount) && in.agrees(e.has.parts) },
			func(e *importEntry) bool { return !e.claimed && e.says(in.amount) },
		} {
			if i := slices.IndexFunc(month, fits); i >= 0 {
				k.claims[r], month[i].claimed = month[i], true
				break
			}
		}
	}
}

// meantEntries are the entries that a row may mean.
type meantEntries struct {
	all      []*importEntry
	same     bool // they come to what the row says
	repeated bool // other rows of the file mean all there are
}

// meant finds the entries of a row's month: one that says the same, all that no other row of
// the file means when their sum does, else whatever is left.
func (k *capitalKind) meant(r *crm.ImportRecord, in *capitalRow, x *importProject) (m meantEntries) {
	if e := k.claims[r]; e != nil {
		return meantEntries{all: []*importEntry{e}, same: true}
	}
	month, reported := k.inMonth(x, in.month), int64(0)
	for _, e := range month {
		if !e.used && !e.claimed {
			m.all = append(m.all, e)
			reported += e.has.amount
		}
	}
	m.same = len(m.all) > 1 && (reported == in.amount || sumOf(m.all) == in.amount)
	if len(m.all) == 0 && len(month) > 0 {
		if m.repeated = true; r.Choice == crm.ChooseUpdate && len(month) == 1 {
			return meantEntries{all: month}
		}
	}
	return m
}
