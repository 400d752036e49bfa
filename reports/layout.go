package reports

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"yinfeng/crm"
)

// Keys of the sheets whose cells other sheets read.
const (
	keyOverview    = "overview"
	keyTargets     = "targets"
	keyProjects    = "projects"
	keyEntries     = "entries"
	keySigned      = "signed"
	keyStarted     = "started"
	keyProducing   = "producing"
	keyTalks       = "talks"
	keyTrips       = "trips"
	keyReceptions  = "receptions"
	keyOffices     = "offices"
	keyChains      = "chains"
	keySources     = "sources"
	keyFulfilment  = "fulfilment"
	keyDefinitions = "definitions"
)

//go:embed layout_default.json
var layoutDefault []byte

// shipped reads the layouts that the program ships with, once.
var shipped = sync.OnceValue(func() []crm.SheetLayout {
	var all []crm.SheetLayout
	if err := json.Unmarshal(layoutDefault, &all); err != nil {
		panic(err)
	}
	return all
})

// DefaultLayouts returns the layouts that the program ships with, in the order of the
// sheets.
func DefaultLayouts() []crm.SheetLayout {
	all := slices.Clone(shipped())
	for i := range all {
		all[i].Columns = slices.Clone(all[i].Columns)
	}
	return all
}

func defaultLayout(sheet string) (crm.SheetLayout, bool) {
	for _, l := range shipped() {
		if l.Sheet == sheet {
			return l, true
		}
	}
	return crm.SheetLayout{}, false
}

// sheetNumber is the N of 表N: the place among the fifteen sheets (domain §11).
func sheetNumber(sheet string) int { return slices.Index(crm.SheetKeys, sheet) + 1 }

// layoutOf is the layout in force for a sheet of r: the city's own over the shipped one.
// Columns that the city's own does not name follow as they are shipped; a report over
// several months says 本期 for 本月.
func layoutOf(r *crm.MonthReport, sheet string) crm.SheetLayout {
	base, _ := defaultLayout(sheet)
	base.Columns = slices.Clone(base.Columns)
	for _, own := range r.Layouts {
		if own.Sheet == sheet {
			base = laidOver(own, base)
		}
	}
	for i := range base.Columns {
		if !windowOf(r).Single() {
			base.Columns[i].Heads = windowHeads(base.Columns[i].Heads)
		}
		if base.Columns[i].Key == "ref" && !referred(r) {
			base.Columns[i].Hidden = true
		}
	}
	return base
}

func laidOver(own, base crm.SheetLayout) crm.SheetLayout {
	columns := slices.Clone(own.Columns)
	for _, c := range base.Columns {
		if !slices.ContainsFunc(columns, func(have crm.LayoutColumn) bool { return have.Key == c.Key }) {
			columns = append(columns, c)
		}
	}
	own.Columns = columns
	if own.Size == 0 {
		own.Size = base.Size
	}
	return own
}

// InForce is a city's own layout with the columns that it does not name.
func InForce(own crm.SheetLayout) crm.SheetLayout {
	base, _ := defaultLayout(own.Sheet)
	return laidOver(own, base)
}

func windowHeads(heads []string) []string {
	out := make([]string, len(heads))
	for i, h := range heads {
		out[i] = strings.ReplaceAll(h, "本月", "本期")
	}
	return out
}

// tab is the name of a sheet's tab.
func tab(r *crm.MonthReport, sheet string) string {
	for _, own := range r.Layouts {
		if own.Sheet == sheet && own.Tab != "" {
			return own.Tab
		}
	}
	l, _ := defaultLayout(sheet)
	return l.Tab
}

// grid is the columns of a table in force: where each key stands.
type grid struct {
	columns []crm.LayoutColumn
	at      map[string]int // key → column, from 0
}

// gridOf takes the columns that are shown.
func gridOf(l crm.SheetLayout) grid {
	g := grid{at: map[string]int{}}
	for _, c := range l.Columns {
		if !c.Hidden {
			g.at[c.Key] = len(g.columns)
			g.columns = append(g.columns, c)
		}
	}
	return g
}

func (g grid) head() head {
	h := make(head, len(g.columns))
	for i, c := range g.columns {
		h[i] = c.Heads
	}
	return h
}

func (g grid) widths() []float64 {
	w := make([]float64, len(g.columns))
	for i, c := range g.columns {
		w[i] = c.Width
	}
	return w
}

// cell is the address of a key's cell in a row; "" when the column is not shown.
func (g grid) cell(key string, row int) string {
	if col, ok := g.at[key]; ok {
		return at(col+1, row)
	}
	return ""
}

// has reports whether all keys are shown: a formula over a column that is not shown
// becomes its value.
func (g grid) has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := g.at[k]; !ok {
			return false
		}
	}
	return true
}

// area is a key's cells from one row to another.
func (g grid) area(key string, first, last int) string {
	return g.cell(key, first) + ":" + g.cell(key, last)
}

// rowCells finds the cells of one row by key.
type rowCells struct {
	grid
	row int
}

func (c rowCells) of(key string) string { return c.cell(key, c.row) }

// keyed is a formula over columns of its own row.
type keyed struct {
	needs []string
	text  func(rowCells) string
}

// in is the formula in a row; "" when a column that it needs is not shown.
func (k keyed) in(g grid, row int) string {
	if k.text == nil || !g.has(k.needs...) {
		return ""
	}
	return k.text(rowCells{g, row})
}

// fixedRow is a cell whose row does not move when it is copied: F$5.
func (g grid) fixedRow(key string, row int) string {
	col := g.cell(key, row)
	digits := strings.IndexAny(col, "0123456789")
	return col[:digits] + "$" + col[digits:]
}

// fixed is an area whose rows do not move: F$6:F$21.
func (g grid) fixed(key string, first, last int) string {
	return g.fixedRow(key, first) + ":" + g.fixedRow(key, last)
}
