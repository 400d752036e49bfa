package intake

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"yinfeng/crm"
)

// tripDates reads when a trip begins and ends (rulings 10, 23). What is printed and not understood is remembered in whole, so that two
// such rows are not taken for one.
func (j *judging) tripDates() {
	var start, end when
	startX, startCol, _ := j.cellOf("start_date")
	endX, endCol, _ := j.cellOf("end_date")
	if x, col, _ := j.cellOf(crm.ImportKeySpan); x != nil && startX == nil && endX == nil {
		startX, startCol, endX, endCol = x, col, x, col
		start, end = parseSpan(x, j.l.date)
	} else {
		if endX == nil && !j.l.has("end_date") && startX != nil {
			start, end = parseSpan(startX, j.l.date)
		} else if startX != nil {
			start = parseDate(startX, j.l.date)
		}
		if endX != nil {
			end = parseDate(endX, j.l.date)
		}
	}
	j.tripDate("start_date", startX, startCol, start)
	if endX == nil {
		endX, endCol = startX, startCol
	}
	if endX != startX || end.code != start.code || end.bad != start.bad {
		j.tripDate("end_date", endX, endCol, end)
	} else if !end.bad {
		j.c.rec.Set("end_date", end.text)
	}
	from, to := j.c.rec.Text("start_date"), j.c.rec.Text("end_date")
	if from != "" && after(from, j.l.rd.opt.AsOf) {
		j.complain(startX, crm.EDateFuture, startCol.label, "晚于填报日"+string(j.l.rd.opt.AsOf)+"；请核对")
	}
	if n := min(len(from), len(to)); n > 0 && to[:n] < from[:n] {
		j.complain(endX, crm.ETripDates, endCol.label, fmt.Sprintf("结束（%s）早于开始（%s）；请核对", to, from))
	}
}

// tripDate keeps one of a trip's dates, or says what is wrong with it.
func (j *judging) tripDate(key string, x *cell, col column, w when) {
	switch {
	case x == nil:
		return
	case w.bad:
		j.complain(x, crm.EDateInvalid, col.label, "日期不存在或读不懂；请写成2022-09-26")
		j.c.whole += key + squeeze(x.text)
		return
	case w.code != "":
		j.complain(x, w.code, col.label, dateWords[w.code])
		if w.text == "" {
			j.c.whole += key + squeeze(x.text)
		}
	}
	j.c.rec.Set(key, w.text)
}

var (
	spanCut   = regexp.MustCompile(`\s*(?:--|[—–―~～〜至到])+\s*`)
	spanDash  = regexp.MustCompile(`^(.*\d[日号]?)-(\d.*)$`)
	dayOnly   = regexp.MustCompile(`^(\d{1,2})[日号]?$`)
	monthsDay = regexp.MustCompile(`^(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?$`)
)

// parseSpan reads a cell that holds both dates: 2022.2.16-2.18, 2月16日至18日. A single date is the beginning.
func parseSpan(x *cell, ctx dateContext) (start, end when) {
	whole := parseDate(x, ctx)
	if x.kind != cellText || !whole.bad {
		return whole, when{}
	}
	text := squeeze(x.text)
	parts := spanCut.Split(text, -1)
	if len(parts) == 1 {
		if m := spanDash.FindStringSubmatch(text); m != nil {
			parts = m[1:]
		}
	}
	if len(parts) != 2 {
		return whole, when{}
	}
	from, to := *x, *x
	from.text = parts[0]
	start = parseDate(&from, ctx)
	if start.bad || len(start.text) != 10 {
		return whole, when{}
	}
	to.text = parts[1]
	switch m, d := monthsDay.FindStringSubmatch(parts[1]), dayOnly.FindStringSubmatch(parts[1]); {
	case d != nil:
		end = dayOf(start.text[:4], start.text[5:7], d[1])
	case m != nil:
		end = dayOf(start.text[:4], m[1], m[2])
	default:
		end = parseDate(&to, ctx)
	}
	if end.bad {
		return whole, when{}
	}
	return start, end
}

// tripDays reads the days and the number of people; their totals count each trip once (ruling 23).
func (j *judging) tripDays(s *visitShape) {
	first := s.firstOfTrip(j)
	for _, k := range []string{"days", "people"} {
		x, col, _ := j.cellOf(k)
		if x == nil || dashOnly.MatchString(squeeze(x.text)) {
			continue
		}
		n, ok := parseCount(x.text)
		if !ok {
			j.complain(x, crm.WFieldUnreadable, col.label, "不是数，记空；请核对")
			continue
		}
		j.c.rec.Set(k, n.String())
		if x.from == j.r.num && (first || s.reception) {
			j.l.totals.amount(j.l.placeOf(col), n)
		}
		if k == "days" {
			j.weighDays(x, col, n)
		}
	}
}

// weighDays holds the printed days against the dates: both ends count, and what is printed stands.
func (j *judging) weighDays(x *cell, col column, n dec) {
	from, errF := time.Parse("2006-01-02", j.c.rec.Text("start_date"))
	to, errT := time.Parse("2006-01-02", j.c.rec.Text("end_date"))
	if errF != nil || errT != nil || to.Before(from) {
		return
	}
	days := int64(to.Sub(from).Hours()/24) + 1
	if n.cmp(dec{coef: days}) != 0 {
		j.complain(x, crm.WDaysMismatch, col.label, fmt.Sprintf("起止日期共 %d 天，表填 %s 天，按表填记；请核对", days, n))
	}
}

// firstOfTrip reports whether the row is the first of its trip: the same unit, people and dates are one trip, merged or not.
func (s *visitShape) firstOfTrip(j *judging) bool {
	var key strings.Builder
	said := false
	for _, k := range []string{"unit", "traveller", "start_date", "end_date", crm.ImportKeySpan} {
		if x, _, _ := j.cellOf(k); x != nil {
			key.WriteString(squeeze(x.text))
			said = said || k != "unit"
		}
		key.WriteByte(0)
	}
	if !said {
		return true
	}
	if s.trips == nil {
		s.trips = map[string]bool{}
	}
	seen := s.trips[key.String()]
	s.trips[key.String()] = true
	return !seen
}
