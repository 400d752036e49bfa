package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"yinfeng/crm"
)

// goMigrations are the migrations that SQL can't do; their numbers are those of the files' row.
func (s *Store) goMigrations() []*goose.Migration {
	return []*goose.Migration{
		// 10: the search index of companies holds the keys by which names are compared.
		goose.NewGoMigration(10, &goose.GoFunc{RunTx: s.migration(func(t *Tx) error {
			if _, err := t.exec("DELETE FROM search_companies"); err != nil {
				return err
			}
			return t.reindexCompanies()
		})}, nil),
		// 23: a unit's own contacts are found by the last four digits of the phone; addresses that end
		// alike by an index.
		goose.NewGoMigration(23, &goose.GoFunc{RunTx: s.migration(findByMore)}, &goose.GoFunc{RunTx: s.migration(func(t *Tx) error {
			return t.execEach("DROP INDEX company_units_address", "DROP INDEX companies_address", "DROP INDEX contacts_last4", "ALTER TABLE contacts DROP COLUMN phone_last4")
		})}),
		// 28: leads are found by their company's credit code and the names merged into it, too; the units
		// that read a lead stand in the index.
		goose.NewGoMigration(28, &goose.GoFunc{RunTx: s.migration(func(t *Tx) error {
			if _, err := t.exec("DELETE FROM search_leads"); err != nil {
				return err
			}
			return t.reindexLeads()
		})}, nil),
	}
}

func findByMore(t *Tx) error {
	if err := t.execEach("ALTER TABLE contacts ADD COLUMN phone_last4 TEXT NOT NULL DEFAULT ''",
		"CREATE INDEX contacts_last4 ON contacts (phone_last4, unit_id) WHERE voided = FALSE AND phone_last4 <> ''",
		"CREATE INDEX companies_address ON companies (("+t.s.engine.addressEnd("address")+")) WHERE address <> ''",
		"CREATE INDEX company_units_address ON company_units (("+t.s.engine.addressEnd("address")+")) WHERE address <> ''"); err != nil {
		return err
	}
	return fillPhoneLast4(t)
}

// fillPhoneLast4 fills the column for the contacts that there are, a few thousand at a time by id.
func fillPhoneLast4(t *Tx) error {
	type row struct {
		id    int64
		phone string
	}
	for last := int64(0); ; {
		list, err := collect(t.ctx, t, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.phone) },
			"SELECT id, phone FROM contacts WHERE id > $1 AND voided = FALSE AND phone <> '' ORDER BY id LIMIT 5000", last)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, x := range list {
			if _, err := t.exec("UPDATE contacts SET phone_last4 = $1 WHERE id = $2", crm.PhoneLast4(x.phone), x.id); err != nil {
				return err
			}
		}
		last = list[len(list)-1].id
	}
}

func (t *Tx) execEach(stmts ...string) error {
	for _, stmt := range stmts {
		if _, err := t.exec(stmt); err != nil {
			return err
		}
	}
	return nil
}

// migration runs fn on a migration's transaction.
func (s *Store) migration(fn func(*Tx) error) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error { return fn(&Tx{ctx: ctx, tx: tx, s: s}) }
}
