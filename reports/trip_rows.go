package reports

import "fmt"

// writeTripGroup writes one unit's trips of a page, its name merged over them.
func writeTripGroup(s *sheet, g tripGroup, factor float64) {
	first := s.row + 1
	for i, t := range g.trips {
		unit := g.unit
		if i > 0 {
			unit = "" // a merged cell holds its text once
		}
		writeTrip(s, unit, t, factor)
	}
	if g.end {
		start := first
		if len(g.all) > len(g.trips) { // the group goes on from the page before
			start = first - rowsBefore(g)
		}
		people, days, companies := tripSums(g.all)
		area := func(col int) string {
			return fmt.Sprintf("SUBTOTAL(9,%s:%s)", at(col+1, start), at(col+1, s.row))
		}
		row := s.put(grown(subtotalHeight, factor), tripTotalCells(s, "小计", area(tripPeople), people, area(tripDays), days, companies))
		s.merge(tripNumber+1, row, tripLevel+1, row)
	}
	s.merge(tripUnit+1, first, tripUnit+1, s.row)
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
func writeTrip(s *sheet, unit string, t numberedTrip, factor float64) {
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
			cells[tripDays] = s.formula(n, fmt.Sprintf(`IF(COUNT(%s:%s)=2,%s-%s+1,"—")`,
				at(tripFrom+1, first), at(tripTo+1, first), at(tripTo+1, first), at(tripFrom+1, first)), countOr(int64(t.days())))
			cells[tripPlaces] = s.cell(c, t.Places)
		}
		cells[tripCompany] = s.cell(l, company.Name)
		cells[tripContact] = s.cell(c, company.Contact)
		cells[tripJob] = s.cell(c, company.Title)
		cells[tripTopic] = s.cell(l, company.Topic)
		cells[tripOutcome] = s.cell(c, company.Outcome)
		cells[tripNext] = s.cell(l, company.Next)
		s.put(grown(t.heights[i], factor), cells)
	}
	for k := tripNumber; k <= tripPlaces; k++ {
		s.merge(k+1, first, k+1, s.row)
	}
}
