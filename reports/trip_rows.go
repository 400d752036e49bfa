package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// writeGroup writes one unit's trips of a page, its name merged over them.
func (table *tripTable) writeGroup(g tripGroup, factor float64) {
	first := table.row + 1
	for i, t := range g.trips {
		unit := g.unit
		if i > 0 {
			unit = "" // a merged cell holds its text once
		}
		table.writeTrip(unit, t, factor)
	}
	if g.end {
		start := first
		if len(g.all) > len(g.trips) { // the group goes on from the page before
			start = first - rowsBefore(g)
		}
		people, days, companies := tripSums(g.all)
		cells := table.sums("小计", start, table.row, people, days, companies)
		table.mergeLabel(table.putRow(grown(subtotalHeight, factor), cells))
	}
	table.mergeDown(tripUnit, first, table.row)
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
func (table *tripTable) writeTrip(unit string, t numberedTrip, factor float64) {
	s := table.sheet
	c, l, n := centre, left, number(formatWhole)
	c.size, l.size, n.size = tripSize, tripSize, tripSize
	first := s.row + 1
	for i, company := range t.Companies {
		cells := make([]any, tripColumns)
		for k := range tripPlaces + 1 {
			cells[k] = s.blank(c)
		}
		if i == 0 {
			if unit != "" {
				cells[tripUnit] = s.cell(c, unit)
			}
			cells[tripNumber] = s.cell(c, t.number)
			cells[tripCode] = s.cell(c, t.Code)
			cells[tripLeader] = s.cell(c, t.Leader)
			cells[tripTitle] = s.cell(c, t.Title)
			cells[tripLevel] = s.cell(c, t.Level)
			cells[tripPeople] = s.cell(n, countOr(t.People))
			cells[tripFrom] = s.cell(c, day(t.From))
			cells[tripTo] = s.cell(c, day(t.To))
			cells[tripDays] = table.daysCell(n, first, countOr(int64(t.days())))
			cells[tripPlaces] = s.cell(c, t.Places)
		}
		cells[tripCompany] = s.cell(l, company.Name)
		cells[tripContact] = s.cell(c, company.Contact)
		cells[tripJob] = s.cell(c, company.Title)
		cells[tripTopic] = s.cell(l, company.Topic)
		cells[tripOutcome] = s.cell(c, company.Outcome)
		cells[tripNext] = s.cell(l, company.Next)
		table.putRow(grown(t.heights[i], factor), cells)
	}
	for k := tripNumber; k <= tripPlaces; k++ {
		table.mergeDown(k, first, table.row)
	}
}

// daysCell is 返 − 出 + 1, as a formula where both dates are shown.
func (table *tripTable) daysCell(l look, row int, days any) excelize.Cell {
	from, to := table.grid.cell("from", row), table.grid.cell("to", row)
	if from == "" || to == "" {
		return table.cell(l, days)
	}
	return table.formula(l, fmt.Sprintf(`IF(COUNT(%s,%s)=2,%s-%s+1,"—")`, from, to, to, from), days)
}
