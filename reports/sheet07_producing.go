package reports

import (
	"fmt"

	"yinfeng/crm"
)

// monthsBetween is the whole months from one date to another, as DATEDIF counts them (a
// month counts as its first day); nothing when either is missing or they stand reversed.
func monthsBetween(from, to string) any {
	start, end := crm.Date(dayOf(from)).Time(), crm.Date(dayOf(to)).Time()
	if start.IsZero() || end.Before(start) {
		return nil
	}
	n := (end.Year()-start.Year())*12 + int(end.Month()) - int(start.Month())
	if end.Day() < start.Day() {
		n--
	}
	return n
}

// periodFormula counts from two dates known to the day; months are text in their cells.
var periodFormula = keyed{[]string{"startedOn", "producedOn"}, func(c rowCells) string {
	from, to := c.of("startedOn"), c.of("producedOn")
	return fmt.Sprintf(`IF(COUNT(%s,%s)<2,"—",IF(%s<%s,"—",DATEDIF(%s,%s,"m")))`, from, to, to, from, from, to)
}}

func periodHolds(p *crm.ReportProducing) bool {
	return len(p.StartedOn) == len("2022-08-16") && len(p.ProducedOn) == len("2022-08-16")
}

func dayOf(s string) string {
	if len(s) == 7 {
		return s + "-01"
	}
	return s
}

// producingSheet is sheet 7 新投产.
func producingSheet(r *crm.MonthReport) *list[crm.ReportProducing] {
	type row = crm.ReportProducing
	money := func(key string, get func(*row) int64) column[row] {
		return wanOrNoneCol(r.Producing, key, get)
	}
	unit := textCol("unit", centre, func(p *row) string { return p.Unit }).labelled()
	name := textCol("name", left, func(p *row) string { return p.Name }).counted("个项目")
	agreed := money("agreed", func(p *row) int64 { return agreedOr(p.Agreed, p.Total) })
	arrived := money("arrived", func(p *row) int64 { return p.Arrived })
	return (&list[row]{
		frame: frame{keyProducing, "", monthOnly(r), "单位:万元、%、月、人、亩", []string{
			"口径:按投产节点审核通过、节点日期在本月的项目统计。", "建设周期为开工至投产的整月数;预计年产值、税收为企业申报数,不作为考核依据。",
			arrivalNote}},
		freezeCols: 4, rows: r.Producing,
		columns: []column[row]{
			serial[row](), unit,
			textCol("code", centre, func(p *row) string { return p.Code }),
			name,
			textCol("investor", left, func(p *row) string { return p.Investor }),
			textCol("origin", centre, func(p *row) string { return p.Origin }),
			textCol("chain", centre, func(p *row) string { return p.Chain }),
			money("total", func(p *row) int64 { return p.Total }),
			agreed, arrived,
			{key: "rate", look: number(percent(r.Head.Decimals())),
				value: func(p *row) any { return ratio(p.Arrived, agreedOr(p.Agreed, p.Total)) }, formula: arrivalRate,
				total: total{ratio: arrivalRate, value: ratio(arrived.total.exact, agreed.total.exact)}},
			dateCol("signedOn", formatMonth, func(p *row) string { return p.SignedOn }),
			dateCol("startedOn", formatMonth, func(p *row) string { return p.StartedOn }),
			dateCol("producedOn", formatDay, func(p *row) string { return p.ProducedOn }),
			{key: "period", look: number(formatWhole),
				value:   func(p *row) any { return monthsBetween(p.StartedOn, p.ProducedOn) },
				formula: periodFormula, holds: periodHolds},
			textCol("capacity", left, func(p *row) string { return p.Capacity }),
			money("output", func(p *row) int64 { return p.Output }),
			money("tax", func(p *row) int64 { return p.Tax }),
			countCol(r.Producing, "jobs", func(p *row) int64 { return p.Jobs }),
			landCol(r.Producing, "land", func(p *row) int64 { return p.Land }),
			textCol("place", centre, func(p *row) string { return p.Place }),
			textCol("evidence", centre, func(p *row) string { return stacked(p.Evidence) }),
		},
	}).lay(r)
}
