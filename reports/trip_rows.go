package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// writeGroup writes one unit's trips of a page, its name merged over them.
func (t *tripTable) writeGroup(g tripGroup, factor float64) {
	first := t.row + 1
	for i, x := range g.trips {
		unit := g.unit
		if i > 0 {
			unit = "" // a merged cell holds its text once
		}
		t.writeTrip(unit, x, factor)
	}
	if g.end {
		start := first
		if len(g.all) > len(g.trips) { // the group goes on from the page before
			start = first - rowsBefore(g)
		}
		people, days, companies := tripSums(g.all)
		cells := t.sums("小计", start, t.row, people, days, companies)
		t.mergeLabel(t.putRow(grown(subtotalHeight, factor), cells))
	}
	t.mergeDown(tripUnit, first, t.row)
}

// rowsBefore is how many rows of the same unit stand on earlier pages.
func rowsBefore(g tripGroup) int {
	n := 0
	for _, t := range g.all[:len(g.all)-len(g.trips)] {
		n += len(t.heights)
	}
	return n
}

// writeTrip writes one trip, one row a company, its own cells merged over them.
func (t *tripTable) writeTrip(unit string, trip numberedTrip, factor float64) {
	s := t.sheet
	c, l, n := centre, left, number(formatWhole)
	c.size, l.size, n.size = tripSize, tripSize, tripSize
	first := s.row + 1
	for i, company := range trip.Companies {
		cells := make([]any, tripColumns)
		for k := range tripPlaces + 1 {
			cells[k] = s.blank(c)
		}
		if i == 0 {
			if unit != "" {
				cells[tripUnit] = s.cell(c, unit)
			}
			cells[tripNumber] = s.cell(c, trip.number)
			cells[tripCode] = s.cell(c, trip.Code)
			cells[tripLeader] = s.cell(c, trip.Leader)
			cells[tripTitle] = s.cell(c, trip.Title)
			cells[tripLevel] = s.cell(c, trip.Level)
			cells[tripPeople] = s.cell(n, countOr(trip.People))
			cells[tripFrom] = s.cell(c, day(trip.From))
			cells[tripTo] = s.cell(c, day(trip.To))
			cells[tripDays] = t.daysCell(n, first, trip.ReportTrip)
			cells[tripPlaces] = s.cell(c, trip.Places)
		}
		cells[tripCompany] = s.cell(l, company.Name)
		cells[tripContact] = s.cell(c, company.Contact)
		cells[tripJob] = s.cell(c, company.Title)
		cells[tripTopic] = s.cell(l, company.Topic)
		cells[tripOutcome] = s.cell(c, company.Outcome)
		cells[tripNext] = s.cell(l, company.Next)
		t.putRow(grown(trip.heights[i], factor), cells)
	}
	for k := tripNumber; k <= tripPlaces; k++ {
		t.mergeDown(k, first, t.row)
	}
}

// overMonthNotes say which journeys do not count whole; none where all do.
func overMonthNotes(r *crm.MonthReport) (notes []string) {
	var part, earlier []string
	for i, t := range r.Trips {
		if t.CountFrom != "" {
			part = append(part, strconv.Itoa(i+1))
		}
		if t.Earlier {
			earlier = append(earlier, strconv.Itoa(i+1))
		}
	}
	if len(part) > 0 {
		notes = append(notes, "跨月或尚未结束的批次(第"+strings.Join(part, "、")+"批)只计本期内已过的天数。")
	}
	if len(earlier) > 0 {
		notes = append(notes, "第"+strings.Join(earlier, "、")+"批的拜访在上期,企业已计入上期,本期不再计户数。")
	}
	return notes
}

// daysCell is 返 − 出 + 1, as a formula where both dates are shown; of a journey that does not
// count whole, over the days that count.
func (t *tripTable) daysCell(l look, row int, trip crm.ReportTrip) excelize.Cell {
	days := countOr(int64(trip.Days()))
	from, to := t.grid.cell("from", row), t.grid.cell("to", row)
	if from == "" || to == "" {
		return t.cell(l, days)
	}
	if trip.CountFrom != "" {
		from, to = fmt.Sprintf("MAX(%s,%s)", from, dateCall(trip.CountFrom)), fmt.Sprintf("MIN(%s,%s)", to, dateCall(trip.CountTo))
		return t.formula(l, fmt.Sprintf("%s-%s+1", to, from), int64(trip.Days()))
	}
	return t.formula(l, fmt.Sprintf(`IF(COUNT(%s,%s)=2,%s-%s+1,"—")`, from, to, to, from), days)
}

// dateCall is a day as a formula writes it.
func dateCall(d crm.Date) string {
	t := d.Time()
	return fmt.Sprintf("DATE(%d,%d,%d)", t.Year(), t.Month(), t.Day())
}
