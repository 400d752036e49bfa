package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// The name of a company that was merged into another goes on meaning the one that was kept.

// standingCompany is the company that id stands for now: itself, or what it was merged into.
const standingCompany = "CASE WHEN merged_into <> 0 THEN merged_into ELSE id END"

// goneNames are the names of the companies that were merged into one.
func goneNames(ctx context.Context, q querier, id int64) ([]string, error) {
	return collect(ctx, q, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) },
		"SELECT name FROM companies WHERE merged_into = $1 ORDER BY id", id)
}

// indexCompany renews a company's search row: it is found by the names that were merged into it too.
func indexCompany(t *Tx, id int64) error {
	var name, code string
	if err := t.QueryRowContext(t.ctx, "SELECT name, credit_code FROM companies WHERE id = $1", id).Scan(&name, &code); err != nil {
		return err
	}
	names, err := goneNames(t.ctx, t, id)
	if err != nil {
		return err
	}
	texts := companyTexts(name, code)
	for _, n := range names {
		texts = append(texts, companyTexts(n, "")...)
	}
	return t.index("companies", id, texts...)
}

// reindexKept gives the companies that others were merged into their search rows, after a refill.
func (t *Tx) reindexKept() error {
	ids, err := collect(t.ctx, t, scanID, "SELECT DISTINCT merged_into FROM companies WHERE merged_into <> 0 ORDER BY 1")
	for _, id := range ids {
		if err := indexCompany(t, id); err != nil {
			return err
		}
	}
	return err
}

// notMerged refuses a company that was merged into another.
func notMerged(ctx context.Context, q querier, c crm.Company) error {
	if c.MergedInto == 0 {
		return nil
	}
	var name string
	if err := q.QueryRowContext(ctx, "SELECT name FROM companies WHERE id = $1", c.MergedInto).Scan(&name); err != nil {
		return err
	}
	return crm.Invalid("companyId", "企业“%s”已并入“%s”，请改选那一家", c.Name, name)
}
