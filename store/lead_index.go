package store

import (
	"database/sql"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// unitMark begins the token of a unit that reads a lead: a character of private use, which no text
// that is typed holds, and which is a letter to FTS5.
const unitMark = "\uE000"

// maxMarks bounds the units that a search names; who reads more searches without them.
const maxMarks = 64

// scopeMarks are the tokens one of which a lead must hold to lie in sc (leadReach): they let the
// index pass by the leads of others. They only narrow; what may be read the scope decides.
func scopeMarks(sc crm.Scope) []string {
	if sc.All || len(sc.Units) > maxMarks {
		return nil
	}
	return marksOf(sc.Units)
}

func marksOf(units []int64) []string {
	out := make([]string, len(units))
	for i, id := range units {
		out[i] = unitMark + strconv.FormatInt(id, 10)
	}
	return out
}

// leadTexts is what people find a lead by: its code and project, and its company by name, credit code
// and the names that were merged into it.
func leadTexts(code, project, company, creditCode, gone string) []string {
	return withPinyin([]string{code, project, company, creditCode, gone}, project, company, gone)
}

// leadSearch reads, with the marks of the units that read them (leadReach), what the leads that where gives are found by, in the order of their ids.
func (t *Tx) leadSearch(where string, args ...any) ([]searchRow, error) {
	return collect(t.ctx, t, func(r *sql.Rows) (x searchRow, err error) {
		var unit int64
		var code, project, company, credit, gone, shared string
		if err := r.Scan(&x.id, &unit, &code, &project, &company, &credit, &gone, &shared); err != nil {
			return x, err
		}
		x.texts = leadTexts(code, project, company, credit, gone)
		units := []int64{unit}
		for _, id := range strings.Fields(shared) {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return x, err
			}
			units = append(units, n)
		}
		x.marks = marksOf(units)
		return x, nil
	}, `SELECT l.id, l.unit_id, l.code, l.project, c.name, c.credit_code,
		COALESCE((SELECT string_agg(g.name, ' ') FROM companies g WHERE g.merged_into = c.id AND g.merged_into <> 0), ''),
		COALESCE((SELECT string_agg(CAST(sh.unit_id AS TEXT), ' ') FROM lead_shares sh WHERE sh.lead_id = l.id), '')
		FROM leads l JOIN companies c ON c.id = l.company_id WHERE `+where, args...)
}

// indexLead renews a lead's search row, also when another unit reads it from now on.
func indexLead(t *Tx, id int64) error {
	rows, err := t.leadSearch("l.id = $1", id)
	if err != nil || len(rows) == 0 {
		return err
	}
	return t.indexRow("leads", rows[0])
}

// indexNewLeads makes the search rows of n new leads whose ids go on from first.
func indexNewLeads(t *Tx, first int64, n int) error {
	where, args := "l.id BETWEEN $1 AND $2 ORDER BY l.id", []any{first, first + int64(n) - 1}
	if n == 1 { // PostgreSQL plans a range anew each time, one id never
		where, args = "l.id = $1", args[:1]
	}
	rows, err := t.leadSearch(where, args...)
	if err != nil {
		return err
	}
	return t.bulkIndexRows("leads", rows)
}

func (t *Tx) reindexLeads() error {
	return t.refill("leads", func(after int64) ([]searchRow, error) {
		return t.leadSearch("l.id > $1 AND l.voided = FALSE ORDER BY l.id LIMIT 5000", after)
	})
}
