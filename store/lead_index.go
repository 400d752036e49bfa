package store

import "database/sql"

// leadTexts is what a lead is found by: its code and project, and its company by name, credit code
// and the names that were merged into it.
func leadTexts(code, project, company, creditCode, gone string) []string {
	return withPinyin([]string{code, project, company, creditCode, gone}, project, company, gone)
}

// leadSearch reads what the leads that where gives are found by, in the order of their ids.
func (t *Tx) leadSearch(where string, args ...any) ([]searchRow, error) {
	return collect(t.ctx, t, func(r *sql.Rows) (x searchRow, err error) {
		var code, project, company, credit, gone string
		err = r.Scan(&x.id, &code, &project, &company, &credit, &gone)
		x.texts = leadTexts(code, project, company, credit, gone)
		return x, err
	}, `SELECT l.id, l.code, l.project, c.name, c.credit_code,
		COALESCE((SELECT string_agg(g.name, ' ') FROM companies g WHERE g.merged_into = c.id AND g.merged_into <> 0), '')
		FROM leads l JOIN companies c ON c.id = l.company_id WHERE `+where, args...)
}

// indexLead renews a lead's search row.
func indexLead(t *Tx, id int64) error {
	rows, err := t.leadSearch("l.id = $1", id)
	if err != nil || len(rows) == 0 {
		return err
	}
	return t.index("leads", id, rows[0].texts...)
}

// indexNewLeads makes the search rows of n new leads whose ids go on from first.
func indexNewLeads(t *Tx, first int64, n int) error {
	rows, err := t.leadSearch("l.id BETWEEN $1 AND $2 ORDER BY l.id", first, first+int64(n)-1)
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
