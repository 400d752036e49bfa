package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"yinfeng/crm"
)

// importFindings is what a check finds beside the rows, as one column.
type importFindings struct {
	Totals  []crm.ImportControlTotal `json:"totals"`
	Skipped []crm.ImportSkipped      `json:"skipped"`
	Notes   []crm.ImportIssue        `json:"notes"`
}

// importRow is a batch with what the API does not show.
type importRow struct {
	crm.ImportBatch
	sha       string
	size      int64
	undoable  bool
	appliedAt int64
	heartbeat int64
	worker    string
	askedFrom string // network address of the request to apply it
}

const importColumns = `i.id, i.file_name, i.sha256, i.size, i.kind, i.as_of, i.unit_id, COALESCE(n.name, ''), i.row_unit_id, i.user_id,
	COALESCE(u.name, '本机操作员'), i.known_on, i.at, i.state, i.problem, i.plan, i.counts, i.undo_reason, i.undoable, i.applied_at, i.worker,
	i.heartbeat, i.version, i.asked_from`

const importJoins = "LEFT JOIN users u ON u.id = i.user_id LEFT JOIN units n ON n.id = i.unit_id"

func scanImport(rows *sql.Rows) (b importRow, err error) { return readImport(rows) }

func readImport(row scanner, more ...any) (b importRow, err error) {
	var plan, counts string
	err = row.Scan(append([]any{&b.ID, &b.FileName, &b.sha, &b.size, &b.Kind, &b.AsOf, &b.UnitID, &b.UnitName, &b.RowUnitID, &b.UserID, &b.UserName,
		&b.KnownOn, &b.At, &b.State, &b.Problem, &plan, &counts, &b.UndoReason, &b.undoable, &b.appliedAt, &b.worker, &b.heartbeat, &b.Version, &b.askedFrom}, more...)...)
	if err != nil {
		return b, err
	}
	b.Sheets, b.Lines, b.Totals, b.Skipped, b.Notes = []crm.ImportSheet{}, []crm.ImportLineCount{}, []crm.ImportControlTotal{}, []crm.ImportSkipped{}, []crm.ImportIssue{}
	if b.State == crm.ImportApplied || b.State == crm.ImportUndone {
		b.Done = &crm.ImportDone{}
		if err := json.Unmarshal([]byte(counts), b.Done); err != nil {
			return b, err
		}
		b.Done.ID, b.Done.State = b.ID, string(b.State)
	}
	return b, json.Unmarshal([]byte(plan), &b.Plan)
}

// loadImport reads a batch that the viewer sees with what its last check found; phones are masked for all but its person.
func loadImport(ctx context.Context, q querier, v crm.Viewer, id int64) (importRow, error) {
	if err := v.Require(crm.ActImport); err != nil {
		return importRow{}, err
	}
	var w query
	w.add("i.id = ?", id)
	w.importsOf(v)
	var sheets, findings string
	b, err := readImport(q.QueryRowContext(ctx, "SELECT "+importColumns+", i.sheets, i.findings FROM imports i "+importJoins+w.clause(), w.args...), &sheets, &findings)
	if errors.Is(err, sql.ErrNoRows) {
		return b, crm.NotFound("导入")
	}
	if err != nil {
		return b, err
	}
	b.MayUndo = b.State == crm.ImportApplied && b.undoable
	if err := json.Unmarshal([]byte(sheets), &b.Sheets); err != nil {
		return b, err
	}
	f := importFindings{b.Totals, b.Skipped, b.Notes}
	if err := json.Unmarshal([]byte(findings), &f); err != nil {
		return b, err
	}
	b.Totals, b.Skipped, b.Notes = f.Totals, f.Skipped, f.Notes
	maskFor(v, &b.ImportBatch)
	b.Lines, err = lineCounts(ctx, q, id)
	return b, err
}

// Import is one batch with its sheets and what stands beside the rows.
func (s *Store) Import(ctx context.Context, v crm.Viewer, id int64) (crm.ImportBatch, error) {
	return reading(ctx, s, func(q querier) (crm.ImportBatch, error) {
		b, err := loadImport(ctx, q, v, id)
		return b.ImportBatch, err
	})
}

// Imports lists the viewer's batches and those of his units, newest first, without what only the
// detail shows (sheets, counts by table, totals).
func (s *Store) Imports(ctx context.Context, v crm.Viewer, f crm.ImportFilter) (crm.List[crm.ImportBatch], error) {
	if err := v.Require(crm.ActImport); err != nil {
		return crm.List[crm.ImportBatch]{}, err
	}
	var q query
	q.importsOf(v)
	if f.State != "" {
		if f.State.Label() == "" {
			return crm.List[crm.ImportBatch]{}, crm.Invalid("state", "没有“%s”这种导入状态", f.State)
		}
		q.add("i.state = ?", string(f.State))
	}
	spec := listSpec{table: "imports i", alias: "i", id: "i.id", def: "-id", sorts: map[string]string{"id": "i.id"}, cols: importColumns, joins: importJoins}
	return runList(ctx, s, spec, q, f.Page, func(r *sql.Rows) (crm.ImportBatch, error) {
		b, err := scanImport(r)
		b.MayUndo = b.State == crm.ImportApplied && b.undoable
		maskFor(v, &b.ImportBatch)
		return b.ImportBatch, err
	}, func(b crm.ImportBatch, _ string) (any, int64) { return b.ID, b.ID })
}

// NewImport keeps a file, durable under its hash, and opens a batch that waits for its
// reading. A refused upload leaves nothing behind. The file is not looked into here.
func (s *Store) NewImport(ctx context.Context, v crm.Viewer, in crm.ImportUpload, content io.Reader) (crm.ImportBatch, error) {
	if err := v.Require(crm.ActImport); err != nil {
		return crm.ImportBatch{}, err
	}
	if in.Kind == "" {
		in.Kind = crm.ImportAuto
	}
	if !in.Kind.Valid() {
		return crm.ImportBatch{}, crm.Invalid("kind", "没有“%s”这种表", in.Kind)
	}
	if in.AsOf == "" {
		in.AsOf = s.Today()
	}
	if _, err := crm.ParseDate(string(in.AsOf)); err != nil {
		return crm.ImportBatch{}, crm.Invalid("asOf", "填报日“%s”写法不对，请写成 2022-09-26", in.AsOf)
	}
	if today := s.Today(); in.AsOf > today {
		return crm.ImportBatch{}, crm.Invalid("asOf", "填报日 %s 晚于今天（%s），请写今天或更早的日期", in.AsOf, today)
	}
	staged, err := s.stage(content, true)
	if err != nil {
		return crm.ImportBatch{}, err
	}
	defer os.Remove(staged.path) // gone already when it has been kept
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		if err := importQueue(t); err != nil {
			return crm.ImportBatch{}, err
		}
		if in.UnitID != 0 {
			if err := importUnit(t, in.UnitID); err != nil {
				return crm.ImportBatch{}, err
			}
		}
		if err := s.keep(staged, true); err != nil {
			return crm.ImportBatch{}, err
		}
		id, err := insertImport(t, in, staged)
		if err != nil {
			return crm.ImportBatch{}, err
		}
		b, err := loadImport(t.ctx, t, t.V, id)
		return b.ImportBatch, err
	})
}

// importUnit refuses a unit for rows without one that is out of scope or reports nothing.
func importUnit(t *Tx, id int64) error {
	if !t.V.Scope(crm.ActImport).Has(id) {
		return crm.Invalid("unitId", "所选的单位不存在，请刷新后重选")
	}
	u, err := loadUnit(t.ctx, t, id)
	if err == nil && !u.Reporting {
		err = crm.Invalid("unitId", "%s不是报送单位，请选县市区或功能区", u.Name)
	}
	return err
}

func insertImport(t *Tx, in crm.ImportUpload, f stagedFile) (int64, error) {
	if _, err := t.exec("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING",
		f.sha, f.size, "application/octet-stream", t.Now); err != nil {
		return 0, err
	}
	id, err := t.nextID("imports")
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`INSERT INTO imports (id, file_name, sha256, size, kind, unit_id, row_unit_id, user_id, as_of, known_on, state, counts, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'reading', '{}', $11)`, id, clip(baseName(in.FileName), 200), f.sha, f.size, in.Kind,
		t.V.UnitID, in.UnitID, t.V.UserID, in.AsOf, t.Today, t.Now)
	if err != nil {
		return 0, err
	}
	t.audit("import.upload", "import", id, t.V.UnitID, "上传台账 "+baseName(in.FileName), map[string]any{"sha256": f.sha, "size": f.size, "kind": in.Kind, "asOf": in.AsOf})
	return id, nil
}

// baseName is a file's name without the folders that a browser may send.
func baseName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return name[strings.LastIndex(name, "/")+1:]
}

// ImportContent opens the kept file of a batch for its person, since it holds phones as they are; the caller closes it.
func (s *Store) ImportContent(ctx context.Context, v crm.Viewer, id int64) (*os.File, error) {
	b, err := loadImport(ctx, s.read, v, id)
	if err != nil {
		return nil, s.translate(err)
	}
	if !mine(v, b.ImportBatch) {
		return nil, notYours(b.ImportBatch, "下载原文件")
	}
	f, err := os.Open(s.blobPath(b.sha))
	if err != nil {
		return nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "文件“" + b.FileName + "”读不到，请联系管理员检查数据文件夹", Cause: err}
	}
	return f, nil
}
