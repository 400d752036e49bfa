package store

import (
	"context"
	"database/sql"
	"strings"
)

// searchRow is what a row is found by.
type searchRow struct {
	id    int64
	texts []string
	marks []string // tokens that stand as they are, see unitMark
}

func (r searchRow) tokens() string {
	return strings.Join(append(grams(r.texts...), r.marks...), " ")
}

// refill fills an emptied search index from its rows, a few thousand at a time by id.
func (t *Tx) refill(table string, rows func(after int64) ([]searchRow, error)) error {
	for last := int64(0); ; {
		list, err := rows(last)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := t.bulkIndexRows(table, list); err != nil {
			return err
		}
		last = list[len(list)-1].id
	}
}

func (t *Tx) reindexCompanies() error {
	return t.refill("companies", func(after int64) ([]searchRow, error) {
		return collect(t.ctx, t, func(r *sql.Rows) (x searchRow, err error) {
			var name, code string
			err = r.Scan(&x.id, &name, &code)
			x.texts = companyTexts(name, code)
			return x, err
		}, "SELECT id, name, credit_code FROM companies WHERE id > $1 ORDER BY id LIMIT 5000", after)
	})
}

func (t *Tx) reindexVisits() error {
	return t.refill("visits", func(after int64) (out []searchRow, err error) {
		companies := map[int64][]string{}
		names, err := t.QueryContext(t.ctx, `SELECT vc.visit_id, c.name FROM visit_companies vc JOIN companies c ON c.id = vc.company_id
			WHERE vc.visit_id IN (SELECT id FROM visits WHERE id > $1 AND voided = FALSE ORDER BY id LIMIT 5000) ORDER BY vc.visit_id, vc.sort`, after)
		if err != nil {
			return nil, err
		}
		defer names.Close()
		for names.Next() {
			var id int64
			var name string
			if err := names.Scan(&id, &name); err != nil {
				return nil, err
			}
			companies[id] = append(companies[id], name)
		}
		if err := names.Err(); err != nil {
			return nil, err
		}
		return collect(t.ctx, t, func(r *sql.Rows) (x searchRow, err error) {
			var code, theme, place string
			err = r.Scan(&x.id, &code, &theme, &place)
			x.texts = visitTexts(code, theme, place, companies[x.id])
			return x, err
		}, "SELECT id, code, theme, place FROM visits WHERE id > $1 AND voided = FALSE ORDER BY id LIMIT 5000", after)
	})
}

// reindexAll empties and refills every search index, after a restore.
func (t *Tx) reindexAll() error {
	for _, table := range SearchTables {
		if _, err := t.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	for _, f := range []func() error{t.reindexCompanies, t.reindexKept, t.reindexLeads, t.reindexProjects, t.reindexVisits} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// schemaVersion is the number of the newest migration applied.
func (s *Store) schemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	v, err := p.GetDBVersion(ctx)
	return v, s.translate(err)
}
