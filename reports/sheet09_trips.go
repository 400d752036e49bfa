package reports

import (
	"fmt"
	"slices"

	"yinfeng/crm"
)

const tripSize = 10

// Columns of sheet 9, from 0.
const (
	tripUnit = iota
	tripNumber
	tripCode
	tripLeader
	tripTitle
	tripLevel
	tripPeople
	tripFrom
	tripTo
	tripDays
	tripPlaces
	tripCompany
	tripContact
	tripJob
	tripTopic
	tripOutcome
	tripNext
	tripColumns
)

// tripKeys name the columns in the layout.
var tripKeys = [tripColumns]string{"unit", "number", "code", "leader", "title", "level", "people", "from", "to", "days", "places",
	"company", "contact", "job", "topic", "outcome", "next"}

// tripTable writes sheet 9. Its cells are made in the order of the constants and stand
// where the layout has them.
type tripTable struct {
	*sheet
	layout crm.SheetLayout
	grid   grid
	widths []float64
}

func newTripTable(r *crm.MonthReport) *tripTable {
	t := &tripTable{layout: layoutOf(r, keyTrips)}
	t.grid = gridOf(t.layout)
	t.widths = t.grid.widths()
	return t
}

// col is where a column stands, from 1; 0 when it is not shown.
func (t *tripTable) col(c int) int {
	if i, ok := t.grid.at[tripKeys[c]]; ok {
		return i + 1
	}
	return 0
}

// textLines is how many lines a text takes in its column.
func (t *tripTable) textLines(c int, text string) int {
	if col := t.col(c); col > 0 {
		return lines(text, inner(t.widths[col-1]), tripSize)
	}
	return 1
}

// putRow writes a row of cells made in the order of the constants.
func (t *tripTable) putRow(height float64, cells []any) int {
	row := make([]any, len(t.widths))
	for c := range cells {
		if col := t.col(c); col > 0 {
			row[col-1] = cells[c]
		}
	}
	return t.put(height, row)
}

// mergeDown joins a column's cells over some rows.
func (t *tripTable) mergeDown(c, first, last int) {
	if col := t.col(c); col > 0 {
		t.merge(col, first, col, last)
	}
}

// mergeLabel joins 批次 to 级别 in a row of sums, where they stand side by side.
func (t *tripTable) mergeLabel(row int) {
	for c := tripNumber; c <= tripLevel; c++ {
		if t.col(c) != t.col(tripNumber)+c-tripNumber {
			return
		}
	}
	t.merge(t.col(tripNumber), row, t.col(tripLevel), row)
}

// subtotal sums a column from one row to another.
func (t *tripTable) subtotal(c, first, last int) string {
	return "SUBTOTAL(9," + t.grid.area(tripKeys[c], first, last) + ")"
}

// tripGroup is one unit's trips on one printed page; the last part carries 小计.
type tripGroup struct {
	unit  string
	trips []numberedTrip
	all   []numberedTrip // of the whole unit, for 小计
	end   bool
}

type numberedTrip struct {
	crm.ReportTrip
	number  int
	heights []float64 // one per company line
}

func (t numberedTrip) height() float64 { return sum(t.heights) }

// writeTrips writes sheet 9 外出招商情况: one line a company, trip cells merged, a 小计 of
// people and days per unit.
func writeTrips(b *book, r *crm.MonthReport) {
	t := newTripTable(r)
	f := frame{keyTrips, t.layout.Title, monthOnly(r), "单位:人、天、家", []string{
		"天数=返回日期-出发日期+1;同一批次按一次统计。", "级别为市级领导、县级主要领导、县级领导、部门、小分队。"}}
	f.notes = append(f.notes, overMonthNotes(r)...)
	notes := noteText(r, append(f.notes, t.layout.Notes...))
	foot := noteHeight(notes, sum(t.widths)) + signHeight
	groups := t.groups(r, foot)
	rows := 0
	for _, g := range groups {
		rows += g.rows()
	}
	levels := t.grid.head().levels()
	p := page{name: t.layout.Tab, hidden: t.layout.Hidden, widths: t.widths, repeat: 2 + levels, freezeRows: 3 + levels,
		freezeCols: min(2, len(t.widths)-1), lastRow: 3 + levels + max(rows, 1) + 2}
	b.setUp(p)
	t.sheet = b.begin(p)
	s := t.sheet
	s.open(r, f)
	s.header(t.grid.head(), 0, tripSize)
	t.writeTotal(groups, max(rows, 1))
	if len(groups) == 0 {
		row := s.put(24, t.emptyRow())
		s.merge(1, row, len(t.widths), row)
	}
	heights := make([]float64, len(groups))
	for i, g := range groups {
		heights[i] = g.height()
	}
	cuts := pages(heights, t.room(), foot)
	factor := stretch(heights, cuts, t.room(), foot)
	for start := 0; start < len(groups); {
		end := start + 1
		for end < len(groups) && groups[end].unit == groups[start].unit && !slices.Contains(cuts, end) {
			end++
		}
		if slices.Contains(cuts, start) {
			s.breakBefore(s.row + 1)
		}
		t.writeGroup(joined(groups[start:end]), factor)
		start = end
	}
	s.note(notes)
	s.signature(r)
	s.end()
}

// emptyRow says in one row that there is nothing.
func (t *tripTable) emptyRow() []any {
	l := centre
	l.size = tripSize
	cells := make([]any, len(t.widths))
	for i := range cells {
		cells[i] = t.blank(l)
	}
	cells[0] = t.cell(l, "本期无")
	return cells
}

// room is the height for groups on a page.
func (t *tripTable) room() float64 {
	return capacity(sum(t.widths)) - titleHeight - lineHeight - sum(t.grid.head().heights(t.widths, tripSize)) - 24
}

// joined is one group of the parts of a unit that came to stand on one page.
func joined(parts []tripGroup) tripGroup {
	g := parts[0]
	for _, p := range parts[1:] {
		g.trips = append(slices.Clone(g.trips), p.trips...)
		g.end = p.end
	}
	return g
}

const subtotalHeight = 20.0

func (g tripGroup) height() float64 {
	h := 0.0
	for _, t := range g.trips {
		h += t.height()
	}
	if g.end {
		h += subtotalHeight
	}
	return h
}

func (g tripGroup) rows() int {
	n := 0
	for _, t := range g.trips {
		n += len(t.heights)
	}
	if g.end {
		n++
	}
	return n
}

// groups gathers the trips by unit. A unit that is longer than a page goes on as
// another group, between trips.
func (t *tripTable) groups(r *crm.MonthReport, foot float64) []tripGroup {
	var groups []tripGroup
	room := (t.room() - foot) * 0.9
	for i := 0; i < len(r.Trips); {
		unit := r.Trips[i].Unit
		var all []numberedTrip
		for ; i < len(r.Trips) && r.Trips[i].Unit == unit; i++ {
			all = append(all, t.measure(r.Trips[i], i+1))
		}
		g, used := tripGroup{unit: unit, all: all}, subtotalHeight
		for _, x := range all {
			if used+x.height() > room && len(g.trips) > 0 {
				groups = append(groups, g)
				g, used = tripGroup{unit: unit, all: all}, subtotalHeight
			}
			g.trips = append(g.trips, x)
			used += x.height()
		}
		g.end = true
		groups = append(groups, g)
	}
	return groups
}

// measure gives each company line its height; the merged cells must fit in all.
func (t *tripTable) measure(trip crm.ReportTrip, number int) numberedTrip {
	if len(trip.Companies) == 0 {
		trip.Companies = []crm.TripCompany{{}}
	}
	n := numberedTrip{ReportTrip: trip, number: number}
	for _, c := range trip.Companies {
		k := 1
		for col, text := range map[int]string{tripCompany: c.Name, tripContact: c.Contact, tripJob: c.Title,
			tripTopic: c.Topic, tripOutcome: c.Outcome, tripNext: c.Next} {
			k = max(k, t.textLines(col, text))
		}
		n.heights = append(n.heights, heightOf(k, tripSize))
	}
	k := 1
	for col, text := range map[int]string{tripCode: trip.Code, tripLeader: trip.Leader, tripTitle: trip.Title, tripLevel: trip.Level, tripPlaces: trip.Places} {
		k = max(k, t.textLines(col, text))
	}
	if lack := heightOf(k, tripSize) - n.height(); lack > 0 {
		for i := range n.heights {
			n.heights[i] += lack / float64(len(n.heights))
		}
	}
	return n
}

func (t *tripTable) writeTotal(groups []tripGroup, rows int) {
	var people, days, trips, companies int64
	for _, g := range groups {
		if g.end {
			p, d, c := tripSums(g.all)
			people, days, companies, trips = people+p, days+d, companies+c, trips+int64(len(g.all))
		}
	}
	cells := t.sums(fmt.Sprintf("%d批次", trips), t.row+2, t.row+1+rows, people, days, companies)
	l := centre
	l.size, l.bold, l.fill = tripSize, true, colourTotal
	cells[tripUnit] = t.cell(l, "合计")
	t.mergeLabel(t.putRow(24, cells))
}

func tripSums(trips []numberedTrip) (people, days, companies int64) {
	for _, t := range trips {
		people += t.People
		days += int64(t.Days())
		for _, c := range t.Companies {
			if c.Name != "" && !t.Earlier {
				companies++
			}
		}
	}
	return people, days, companies
}

// sums makes a row of 合计 or 小计 over the rows from first to last.
func (t *tripTable) sums(label string, first, last int, people, days, companies int64) []any {
	l, n, c := centre, number(formatWhole), left
	for _, k := range []*look{&l, &n, &c} {
		k.size, k.bold, k.fill = tripSize, true, colourTotal
	}
	cells := make([]any, tripColumns)
	for i := range cells {
		cells[i] = t.blank(l)
	}
	cells[tripUnit] = t.blank(look{size: tripSize, border: true, align: "center"})
	cells[tripNumber] = t.cell(l, label)
	cells[tripPeople] = t.formula(n, t.subtotal(tripPeople, first, last), people)
	cells[tripDays] = t.formula(n, t.subtotal(tripDays, first, last), days)
	cells[tripCompany] = t.cell(c, fmt.Sprintf("%d家企业", companies))
	return cells
}
