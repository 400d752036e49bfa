package store

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"yinfeng/crm"
)

// A backup is one engine-neutral archive: a zip with rows/<table>.jsonl (a line of
// column names, then a JSON array a row), files/<sha256> for evidence and workbooks,
// and manifest.json, last, with the SHA-256 of every part. The search index is not in
// it: it is made anew from the rows.

const (
	archiveFormat   = "yinfeng-archive-1"
	archiveManifest = "manifest.json"
)

// ArchivePart is one file of an archive.
type ArchivePart struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows,omitempty"`
	Size   int64  `json:"size"`
}

// ArchiveInfo is what an archive says of itself, checked when it is opened.
type ArchiveInfo struct {
	Format  string        `json:"format"`
	Schema  int64         `json:"schema"`
	Engine  string        `json:"engine"`
	City    string        `json:"city"`
	At      int64         `json:"at"`
	Audit   int64         `json:"audit" doc:"审计日志行数"`
	Parts   []ArchivePart `json:"parts"`
	Rows    int64         `json:"rows"`
	Files   int64         `json:"files"`
	Missing []string      `json:"missing,omitempty"` // files named by rows that were not on disk
}

// archiveTables lists the tables in an order that satisfies foreign keys.
var archiveTables = []string{"settings", "sequences", "holidays", "industries", "units", "chains", "parks", "users", "role_grants",
	"sessions", "one_time_links", "sign_in_failures", "idempotency_keys", "companies", "company_units", "company_merges", "contacts",
	"leads", "lead_shares", "lead_events", "lead_contacts", "claims", "claim_events", "claim_notices", "lead_verdicts", "merges", "disputes", "transfers", "transfer_shares", "trips", "visits", "visit_companies", "visit_leads",
	"visit_projects", "projects", "project_shares", "project_parties", "project_plans", "project_problems", "promises",
	"milestones", "opinions", "attributions", "attribution_shares", "attribution_requests", "introductions", "capital_entries", "capital_parts",
	"credit_lines", "pending_lines", "rollup_capital", "rollup_units", "count_lines", "rollup_counts", "rollup_leads", "rollup_visits",
	"indicators", "bases", "basis_defaults", "targets", "pace_curves", "sheet_layouts", "manual_values", "historic_figures", "periods", "filings",
	"blobs", "snapshots", "attachments", "audit_log", "messages", "message_reads", "imports", "import_lines",
	"import_fixes", "import_decisions", "import_layouts", "import_headers", "score_schemes", "score_values",
	"report_jobs", "clock_runs", "bulletin_templates", "office_weeks", "office_week_events", "reminders", "channels", "deliveries", "comments", "comment_mentions", "tasks", "saved_views"}

// SearchTables are the search indexes, made anew by Reindex after a restore.
var SearchTables = []string{"search_leads", "search_companies", "search_projects", "search_visits"}

// Backup writes an archive to file through a temporary neighbour, so that a broken run
// leaves nothing under that name. Reading happens in one snapshot; writers go on.
func (s *Store) Backup(ctx context.Context, file string) (ArchiveInfo, error) {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".backup-*")
	if err != nil {
		return ArchiveInfo{}, crm.Invalid("file", "不能在 %s 写文件，请换一个可写的文件夹", filepath.Dir(file))
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	info, err := s.writeArchive(ctx, tmp)
	if err != nil {
		return info, err
	}
	if err := tmp.Sync(); err != nil {
		return info, unavailable(err)
	}
	return info, os.Rename(tmp.Name(), file)
}

func (s *Store) writeArchive(ctx context.Context, w io.Writer) (ArchiveInfo, error) {
	set, err := s.Settings(ctx)
	if err != nil {
		return ArchiveInfo{}, err
	}
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return ArchiveInfo{}, err
	}
	info := ArchiveInfo{Format: archiveFormat, Schema: schema, Engine: s.Engine(ctx), City: set.CityName, At: s.clock.Now().UnixMilli()}
	tx, err := s.snapshot(ctx)
	if err != nil {
		return info, unavailable(err)
	}
	defer tx.Rollback()
	z := zip.NewWriter(w)
	for _, table := range archiveTables {
		part, err := writePart(z, "rows/"+table+".jsonl", func(w io.Writer) (int64, error) { return dumpTable(ctx, tx, table, w) })
		if err != nil {
			return info, fmt.Errorf("backup %s: %w", table, err)
		}
		if table == "audit_log" {
			info.Audit = part.Rows
		}
		info.Rows += part.Rows
		info.Parts = append(info.Parts, part)
	}
	if err := s.writeFiles(ctx, tx, z, &info); err != nil {
		return info, err
	}
	m, err := z.Create(archiveManifest)
	if err != nil {
		return info, err
	}
	e := json.NewEncoder(m)
	e.SetIndent("", " ")
	if err := e.Encode(info); err != nil {
		return info, err
	}
	return info, z.Close()
}

// writeFiles adds the bytes of every blob; one that is gone from the disk is named.
func (s *Store) writeFiles(ctx context.Context, q querier, z *zip.Writer, info *ArchiveInfo) error {
	shas, err := collect(ctx, q, func(r *sql.Rows) (x string, err error) { return x, r.Scan(&x) }, "SELECT sha256 FROM blobs ORDER BY sha256")
	if err != nil {
		return err
	}
	for _, sha := range shas {
		f, err := os.Open(s.blobPath(sha))
		if errors.Is(err, os.ErrNotExist) {
			info.Missing = append(info.Missing, sha)
			continue
		}
		if err != nil {
			return err
		}
		part, err := writePart(z, "files/"+sha, func(w io.Writer) (int64, error) {
			_, err := io.Copy(w, f)
			return 0, err
		})
		f.Close()
		if err != nil {
			return err
		}
		info.Files++
		info.Parts = append(info.Parts, part)
	}
	return nil
}

// countWriter counts and hashes what passes through it.
type countWriter struct {
	w io.Writer
	h hash.Hash
	n int64
}

func (c *countWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.h.Write(p[:n])
	c.n += int64(n)
	return n, err
}

func writePart(z *zip.Writer, name string, fill func(io.Writer) (int64, error)) (ArchivePart, error) {
	w, err := z.Create(name)
	if err != nil {
		return ArchivePart{}, err
	}
	c := &countWriter{w: w, h: sha256.New()}
	b := bufio.NewWriterSize(c, 1<<16)
	rows, err := fill(b)
	if err == nil {
		err = b.Flush()
	}
	return ArchivePart{Name: name, SHA256: hex.EncodeToString(c.h.Sum(nil)), Rows: rows, Size: c.n}, err
}

// dumpTable writes a table's columns and rows, ordered by its first columns so that
// the same rows give the same bytes on both engines.
func dumpTable(ctx context.Context, q querier, table string, w io.Writer) (int64, error) {
	cols, err := columnsOf(ctx, q, table)
	if err != nil {
		return 0, err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	if err := e.Encode(names); err != nil {
		return 0, err
	}
	rows, err := q.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY "+orderOf(len(cols)))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var n int64
	vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			return n, err
		}
		for i, v := range vals {
			vals[i] = cols[i].dump(v)
		}
		if err := e.Encode(vals); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// orderOf orders by every column position of the narrow keys: three are enough to
// cover the widest that is not led by an id, rollups and import rows take more.
func orderOf(n int) string {
	out := "1"
	for i := 2; i <= min(n, 9); i++ {
		out += fmt.Sprintf(", %d", i)
	}
	return out
}

// column is a table column with how its values travel.
type column struct {
	name  string
	bytes bool
	flag  bool
}

func columnsOf(ctx context.Context, q querier, table string) ([]column, error) {
	rows, err := q.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	out := make([]column, len(types))
	for i, t := range types {
		db := t.DatabaseTypeName()
		out[i] = column{name: t.Name(), bytes: db == "BLOB" || db == "BYTEA", flag: db == "BOOLEAN" || db == "BOOL"}
	}
	return out, rows.Err()
}

// dump turns a scanned value into JSON that reads the same from both engines.
func (c column) dump(v any) any {
	switch x := v.(type) {
	case []byte:
		if c.bytes {
			return base64.StdEncoding.EncodeToString(x)
		}
		return string(x)
	case int64:
		if c.flag {
			return x != 0
		}
	}
	return v
}

// load turns a JSON value back into a database value.
func (c column) load(v any) (any, error) {
	switch x := v.(type) {
	case json.Number:
		return x.Int64()
	case string:
		if c.bytes {
			return base64.StdEncoding.DecodeString(x)
		}
	}
	return v, nil
}
