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

var (
	tripWidths = []float64{9.4, 5, 11.6, 7.4, 11, 8.4, 5.4, 10.4, 10.4, 5.4, 9, 23.4, 7.4, 8.6, 19, 8.4, 18}
	tripHead   = head{
		{"单位"}, {"批次"}, {"编码"}, {"带队领导", "姓名"}, {"带队领导", "职务"}, {"带队领导", "级别"}, {"人数"},
		{"时间", "出发"}, {"时间", "返回"}, {"时间", "天数"}, {"目的地"},
		{"拜访企业", "企业名称"}, {"拜访企业", "接洽人"}, {"拜访企业", "职务"}, {"洽谈事项"}, {"成效"}, {"下一步"},
	}
)

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

// days is 返 − 出 + 1; 0 when a date is missing.
func (t numberedTrip) days() int {
	if t.From == "" || t.To == "" {
		return 0
	}
	return t.From.DaysUntil(t.To) + 1
}

// writeTrips writes sheet 9 外出招商情况: one line a company, trip cells merged, a 小计 of
// people and days per unit.
func writeTrips(b *book, r *crm.MonthReport) {
	f := frame{9, "外出招商情况表", monthOnly(r), "单位:人、天、家", []string{
		"天数=返回日期-出发日期+1;同一批次按一次统计。", "级别为市级领导、县级主要领导、县级领导、部门、小分队。"}}
	notes := noteText(r, f.notes)
	foot := noteHeight(notes, page{widths: tripWidths}.width()) + signHeight
	groups := tripGroups(r, foot)
	rows := 0
	for _, g := range groups {
		rows += g.rows()
	}
	p := page{name: sheetTrips, widths: tripWidths, repeat: 4, freezeRows: 5, freezeCols: 2, lastRow: 5 + max(rows, 1) + 2}
	b.setUp(p)
	s := b.begin(p)
	s.open(r, f)
	s.header(tripHead, 0, tripSize)
	writeTripTotal(s, groups, max(rows, 1))
	if len(groups) == 0 {
		row := s.put(24, styledRow(s, centre, "本期无"))
		s.merge(1, row, tripColumns, row)
	}
	heights := make([]float64, len(groups))
	for i, g := range groups {
		heights[i] = g.height()
	}
	cuts := pages(heights, tripRoom(), foot)
	factor := stretch(heights, cuts, tripRoom(), foot)
	for start := 0; start < len(groups); {
		end := start + 1
		for end < len(groups) && groups[end].unit == groups[start].unit && !slices.Contains(cuts, end) {
			end++
		}
		if slices.Contains(cuts, start) {
			s.breakBefore(s.row + 1)
		}
		writeTripGroup(s, joined(groups[start:end]), factor)
		start = end
	}
	s.note(notes)
	s.signature(r)
	s.end()
}

// styledRow is an empty row of the table with one text in its first cell.
func styledRow(s *sheet, l look, text string) []any {
	l.size = tripSize
	cells := make([]any, tripColumns)
	for i := range cells {
		cells[i] = s.blank(l)
	}
	cells[0] = s.cell(l, text)
	return cells
}

// tripRoom is the height for groups on a page.
func tripRoom() float64 {
	return capacity(page{widths: tripWidths}.width()) - titleHeight - lineHeight - sum(tripHead.heights(tripWidths, tripSize)) - 24
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

// tripGroups gathers the trips by unit. A unit that is longer than a page goes on as
// another group, between trips.
func tripGroups(r *crm.MonthReport, foot float64) []tripGroup {
	var groups []tripGroup
	room := (tripRoom() - foot) * 0.9
	for i := 0; i < len(r.Trips); {
		unit := r.Trips[i].Unit
		var all []numberedTrip
		for ; i < len(r.Trips) && r.Trips[i].Unit == unit; i++ {
			all = append(all, measureTrip(r.Trips[i], i+1))
		}
		g, used := tripGroup{unit: unit, all: all}, subtotalHeight
		for _, t := range all {
			if used+t.height() > room && len(g.trips) > 0 {
				groups = append(groups, g)
				g, used = tripGroup{unit: unit, all: all}, subtotalHeight
			}
			g.trips = append(g.trips, t)
			used += t.height()
		}
		g.end = true
		groups = append(groups, g)
	}
	return groups
}

// measureTrip gives each company line its height; the merged cells must fit in all.
func measureTrip(t crm.ReportTrip, number int) numberedTrip {
	if len(t.Companies) == 0 {
		t.Companies = []crm.TripCompany{{}}
	}
	n := numberedTrip{ReportTrip: t, number: number}
	for _, c := range t.Companies {
		k := 1
		for col, text := range map[int]string{tripCompany: c.Name, tripContact: c.Contact, tripJob: c.Title,
			tripTopic: c.Topic, tripOutcome: c.Outcome, tripNext: c.Next} {
			k = max(k, lines(text, inner(tripWidths[col]), tripSize))
		}
		n.heights = append(n.heights, heightOf(k, tripSize))
	}
	k := 1
	for col, text := range map[int]string{tripCode: t.Code, tripLeader: t.Leader, tripTitle: t.Title, tripLevel: t.Level, tripPlaces: t.Places} {
		k = max(k, lines(text, inner(tripWidths[col]), tripSize))
	}
	if lack := heightOf(k, tripSize) - n.height(); lack > 0 {
		for i := range n.heights {
			n.heights[i] += lack / float64(len(n.heights))
		}
	}
	return n
}

func writeTripTotal(s *sheet, groups []tripGroup, rows int) {
	var people, days, trips, companies int64
	for _, g := range groups {
		if g.end {
			p, d, c := tripSums(g.all)
			people, days, companies, trips = people+p, days+d, companies+c, trips+int64(len(g.all))
		}
	}
	first := s.row + 2
	area := func(col int) string {
		return fmt.Sprintf("SUBTOTAL(9,%s:%s)", at(col+1, first), at(col+1, first+rows-1))
	}
	cells := tripTotalCells(s, fmt.Sprintf("%d批次", trips), area(tripPeople), people, area(tripDays), days, companies)
	l := centre
	l.size, l.bold, l.fill = tripSize, true, colourTotal
	cells[tripUnit] = s.cell(l, "合计")
	row := s.put(24, cells)
	s.merge(tripNumber+1, row, tripLevel+1, row)
}

func tripSums(trips []numberedTrip) (people, days, companies int64) {
	for _, t := range trips {
		people += t.People
		days += int64(t.days())
		for _, c := range t.Companies {
			if c.Name != "" {
				companies++
			}
		}
	}
	return people, days, companies
}

// tripTotalCells makes a row of 合计 or 小计.
func tripTotalCells(s *sheet, label, peopleF string, people int64, daysF string, days, companies int64) []any {
	l, n, t := centre, number(formatWhole), left
	for _, k := range []*look{&l, &n, &t} {
		k.size, k.bold, k.fill = tripSize, true, colourTotal
	}
	cells := make([]any, tripColumns)
	for i := range cells {
		cells[i] = s.blank(l)
	}
	cells[tripUnit] = s.blank(look{size: tripSize, border: true, align: "center"})
	cells[tripNumber] = s.cell(l, label)
	cells[tripPeople] = s.formula(n, peopleF, people)
	cells[tripDays] = s.formula(n, daysF, days)
	cells[tripCompany] = s.cell(t, fmt.Sprintf("%d家企业", companies))
	return cells
}
