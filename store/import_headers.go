package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// ImportHeaders lists the administrator's own synonyms of headers.
func (s *Store) ImportHeaders(ctx context.Context, v crm.Viewer) ([]crm.ImportSynonym, error) {
	if !v.Can(crm.ActImport) && !v.Can(crm.ActManageSettings) {
		return nil, v.Require(crm.ActImport)
	}
	list, err := importSynonyms(ctx, s.read)
	return list, s.translate(err)
}

func importSynonyms(ctx context.Context, q querier) ([]crm.ImportSynonym, error) {
	return collect(ctx, q, func(r *sql.Rows) (x crm.ImportSynonym, err error) { return x, r.Scan(&x.Kind, &x.Key, &x.Text) },
		"SELECT kind, record_key, text FROM import_headers ORDER BY sort")
}

// PutImportHeaders replaces the administrator's own synonyms of headers. They stand before
// those that ship, from the next reading on.
func (s *Store) PutImportHeaders(ctx context.Context, v crm.Viewer, items []crm.ImportSynonym) ([]crm.ImportSynonym, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.ImportSynonym, error) {
		if err := v.Require(crm.ActManageSettings); err != nil {
			return nil, err
		}
		items, err := crm.CheckImportSynonyms(items)
		if err != nil {
			return nil, err
		}
		before, err := importSynonyms(t.ctx, t)
		if err != nil {
			return nil, err
		}
		if _, err := t.exec("DELETE FROM import_headers"); err != nil {
			return nil, err
		}
		for i, x := range items {
			if _, err := t.exec("INSERT INTO import_headers (kind, record_key, text, sort) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, record_key, text) DO NOTHING",
				x.Kind, x.Key, x.Text, i); err != nil {
				return nil, err
			}
		}
		after, err := importSynonyms(t.ctx, t)
		if err == nil {
			t.audit("import.headers", "settings", 0, 0, "修改台账表头写法", map[string]any{"before": before, "after": after})
		}
		return after, err
	})
}
