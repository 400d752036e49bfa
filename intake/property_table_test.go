package intake_test

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// field is a column of a generated table.
type field struct {
	key   string   // of the header table
	heads []string // texts to choose from; nil takes all that are known for the key
	money bool     // its heads carry the unit
	unit  string   // its own unit, whatever the table's
	group string   // the label that must stand over it
}

// item is a data row: what a clerk would take from it, and how it is printed.
type item struct {
	want   map[string]string   // values of the record; a list is joined by |
	cells  map[string]printed  // by the field's key
	yuan   map[string]int64    // what totals add up, in 1/10000 of the table's unit, by the field's key
	codes  []crm.ImportCode    // expected complaints
	vague  map[string]bool     // fields where the row gives no one figure
	merged map[string]bool     // takes the value of the merged cell above it
	wants  []map[string]string // where a row gives several records (matrix)
	hidden bool
	row    int // where it came to stand
}

func newItem() *item {
	return &item{want: map[string]string{}, cells: map[string]printed{}, yuan: map[string]int64{}, vague: map[string]bool{}, merged: map[string]bool{}}
}

func (it *item) held() bool { return slices.ContainsFunc(it.codes, crm.ImportCode.IsError) }

// table is a table before it is laid out.
type table struct {
	kind    crm.ImportKind
	titles  []string // words above the header to choose from
	titled  bool     // a title is needed
	unit    string   // of its amounts; "" where each cell states one
	fields  []field
	items   []*item
	by      string // the key by which rows may be grouped
	noTotal bool
	stage   string // in the title or the sheet's name
	wrong   bool   // its totals are wrong
	hide    string // key of a hidden column

	bySection bool // only section headers tell the county
}

// known are the header texts of a key, and a few that would say another kind left out.
func known(kind crm.ImportKind, key string, not ...string) []string {
	var out []string
	for _, h := range crm.DefaultImportHeaders() {
		if h.Kind == kind && h.Key == key {
			for _, t := range h.Texts {
				if !slices.ContainsFunc(not, func(n string) bool { return strings.Contains(t, n) }) {
					out = append(out, t)
				}
			}
		}
	}
	if len(out) == 0 {
		panic("no header for " + key)
	}
	return out
}

// county prints one of the areas, by its name or an alias.
func (m *maker) county(name string) string {
	if m.in(70) {
		return name
	}
	return pick(m, areaNames()[name])
}

func areaNames() map[string][]string {
	out := map[string][]string{}
	for _, f := range readTable("testdata/areas.csv") {
		out[f[2]] = strings.Split(f[7], ";")
	}
	return out
}

// names gives a row its project, its companies and its county.
func (m *maker) names(it *item, county string) {
	project := m.project()
	it.want["project"], it.cells["project"] = project, word(pick(m, []string{project, " " + project, project + "　"}))
	list := []string{m.company()}
	for m.in(15) && len(list) < 3 {
		list = append(list, m.company())
	}
	it.want["investors"], it.cells["investors"] = strings.Join(list, "|"), word(strings.Join(list, pick(m, []string{"、", "；", "\n", ";"})))
	it.want["county"], it.cells["county"] = county, word(m.county(county))
}

// put gives a row a text under key.
func (it *item) text(key, s string) {
	it.want[key], it.cells[key] = s, word(s)
}

// amount gives a row an amount of so many 元 under key.
func (m *maker) amount(it *item, t *table, key string, yuan int64) {
	unit := t.unit
	for _, f := range t.fields {
		if f.key == key && f.unit != "" {
			unit = f.unit
		}
	}
	it.want[key], it.cells[key], it.yuan[key] = wan(yuan), m.money(yuan, unit), yuan
}

// groups are the rows of a table by county or unit, each with one value.
func (m *maker) groups(n int, make func(county string)) {
	list := slices.Clone(knowledge().Areas.Names())
	m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i := range 1 + m.IntN(4) {
		for range 1 + m.IntN(n) {
			make(list[i])
		}
	}
}

// some keeps a field in so many of 100 tables.
func (m *maker) some(t *table, percent int, f field) bool {
	if m.in(percent) {
		t.fields = append(t.fields, f)
		return true
	}
	return false
}

func (t *table) has(key string) bool {
	return slices.ContainsFunc(t.fields, func(f field) bool { return f.key == key })
}
