package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"
)

// The recount works every figure of the monthly workbook out once more, from the row files of a
// backup and from the rules of the design (domain §6–§9, §11) alone: it reads no table that the
// program derives (roll-ups, credit and count lines, dates and sums of a project) and calls none
// of the program's report functions.

// rawRow is one line of rows/<table>.jsonl by column.
type rawRow map[string]any

// must panics on a column that the table does not have: a wrong name would read as zero.
func (r rawRow) must(column string) any {
	v, ok := r[column]
	if !ok {
		panic(fmt.Sprintf("recount: no column %q", column))
	}
	return v
}

func (r rawRow) text(column string) string {
	s, _ := r.must(column).(string)
	return s
}

// num is a whole number, 0 for NULL.
func (r rawRow) num(column string) int64 {
	n, ok := r.must(column).(json.Number)
	if !ok {
		return 0
	}
	i, err := n.Int64()
	if err != nil {
		panic(fmt.Sprintf("recount: %s of %s", n, column))
	}
	return i
}

func (r rawRow) null(column string) bool { return r.must(column) == nil }

func (r rawRow) yes(column string) bool {
	b, _ := r.must(column).(bool)
	return b
}

// rawTables are the row files that the recount reads, by table.
type rawTables map[string][]rawRow

// recountTables are raw facts only.
var recountTables = []string{"settings", "units", "chains", "industries", "users", "companies", "leads", "lead_events", "transfers",
	"visits", "trips", "visit_companies", "visit_leads", "projects", "project_parties", "project_problems", "milestones", "attributions",
	"attribution_shares", "introductions", "capital_entries", "capital_parts", "indicators", "bases", "basis_defaults", "targets",
	"pace_curves", "manual_values", "historic_figures", "snapshots", "attachments", "audit_log", "score_schemes", "score_values"}

// readRawTables reads the row files out of a backup.
func readRawTables(file string) (rawTables, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	out := rawTables{}
	for _, table := range recountTables {
		f, err := z.Open("rows/" + table + ".jsonl")
		if err != nil {
			return nil, err
		}
		in := bufio.NewScanner(f)
		in.Buffer(nil, 64<<20)
		var columns []string
		for first := true; in.Scan(); first = false {
			if !first && table == "audit_log" && !auditWanted(in.Text()) {
				continue
			}
			if err := out.line(table, in.Text(), first, &columns); err != nil {
				return nil, fmt.Errorf("%s: %w", table, err)
			}
		}
		if err := in.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", table, err)
		}
		f.Close()
	}
	return out, nil
}

// auditWanted keeps the acts of the audit log that tell of closings and of what projects were before.
func auditWanted(line string) bool {
	for _, act := range auditActs {
		if strings.Contains(line, `"`+act+`"`) {
			return true
		}
	}
	return false
}

var auditActs = []string{"period.close", "period.reopen", "chain.put", "project.update", "project.status"}

// line takes the columns of a row file from its first line, a row from any other.
func (t rawTables) line(table, text string, first bool, columns *[]string) error {
	if first {
		return json.Unmarshal([]byte(text), columns)
	}
	var values []any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&values); err != nil {
		return err
	}
	r := make(rawRow, len(values))
	for i, v := range values {
		r[(*columns)[i]] = v
	}
	t[table] = append(t[table], r)
	return nil
}

// changed returns the tables with one row of one table changed; the rows of t stay as they are.
// The row is the first that fits.
func (t rawTables) changed(table string, fits func(rawRow) bool, change func(rawRow)) rawTables {
	out := maps.Clone(t)
	out[table] = append([]rawRow{}, t[table]...)
	for i, r := range out[table] {
		if fits(r) {
			r = maps.Clone(r)
			change(r)
			out[table][i] = r
			return out
		}
	}
	panic("recount: no row of " + table + " to change")
}

// byID indexes rows by a column.
func (t rawTables) byID(table, column string) map[int64]rawRow {
	out := make(map[int64]rawRow, len(t[table]))
	for _, r := range t[table] {
		out[r.num(column)] = r
	}
	return out
}

// grouped collects rows by a column, in the order of the file (by id).
func (t rawTables) grouped(table, column string) map[int64][]rawRow {
	out := map[int64][]rawRow{}
	for _, r := range t[table] {
		out[r.num(column)] = append(out[r.num(column)], r)
	}
	return out
}

// moment is a business day with the instant on it: what happened by a closing.
type moment struct {
	day string
	at  int64
}

// always is later than everything: how an open month is read.
var always = moment{"9999-99-99", 1 << 62}

// before reports whether what is known on a day, at an instant, was known at the moment. Of one
// instant both are: the demo's acts of a day all stand at nine o'clock, its closings last.
func (m moment) knew(day string, at int64) bool { return day < m.day || day == m.day && at <= m.at }

// dayOf is the date of an instant in China.
func dayOf(at int64) string {
	return time.UnixMilli(at).In(time.FixedZone("", 8*3600)).Format("2006-01-02")
}

// Months and days as text.

func monthText(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }

func splitMonth(m string) (year, month int) {
	t, err := time.Parse("2006-01", m)
	if err != nil {
		panic(err)
	}
	return t.Year(), int(t.Month())
}

func monthBefore(m string) string {
	year, month := splitMonth(m)
	if month == 1 {
		return monthText(year-1, 12)
	}
	return monthText(year, month-1)
}

func monthAfter(m string) string {
	year, month := splitMonth(m)
	if month == 12 {
		return monthText(year+1, 1)
	}
	return monthText(year, month+1)
}

// lastDay is a month's last day.
func lastDay(m string) string {
	t, err := time.Parse("2006-01", m)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 1, -1).Format("2006-01-02")
}

func nextDay(d string) string {
	t, err := time.Parse("2006-01-02", d)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 0, 1).Format("2006-01-02")
}
