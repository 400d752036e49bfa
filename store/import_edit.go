package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// importFor loads a batch that its person, or a job in that name, changes: in one of states, not stale.
func importFor(t *Tx, id, version int64, doing string, states ...crm.ImportState) (importRow, error) {
	b, err := loadImport(t.ctx, t, t.V, id)
	if err == nil && !mine(t.V, b.ImportBatch) {
		err = notYours(b.ImportBatch, doing)
	}
	if err != nil {
		return b, err
	}
	return b, stateFor(b, version, doing, states...)
}

// stateFor refuses what a batch's state does not allow, and a stale version.
func stateFor(b importRow, version int64, doing string, states ...crm.ImportState) error {
	switch {
	case !slices.Contains(states, b.State):
		return crm.Conflict(b.ImportBatch, "这一批%s，不能%s", b.State.Label(), doing)
	case b.Version != version:
		return crm.Conflict(b.ImportBatch, "这一批已被别人改过，请刷新后再%s", doing)
	}
	return nil
}

// readAgain sends a batch back to be read, after what the reading depends on has changed.
func readAgain(t *Tx, b importRow) (crm.ImportBatch, error) {
	if err := t.update("导入", b.ImportBatch, `UPDATE imports SET state = 'reading', problem = '', worker = '', heartbeat = 0, version = version + 1
		WHERE id = $1 AND version = $2`, b.ID, b.Version); err != nil {
		return b.ImportBatch, err
	}
	out, err := loadImport(t.ctx, t, t.V, b.ID)
	return out.ImportBatch, err
}

// MapImport says what the columns of one table of a batch mean. It is remembered for the
// layout's fingerprint, for the batch's unit, and the file is read again.
func (s *Store) MapImport(ctx context.Context, v crm.Viewer, id, version int64, sheet, table string, m crm.ImportColumnMap) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "改列对应", crm.ImportChecked, crm.ImportReading, crm.ImportFailed)
		if err != nil {
			return b.ImportBatch, err
		}
		i := slices.IndexFunc(b.Sheets, func(x crm.ImportSheet) bool { return x.Name == sheet && x.FirstColumn == table })
		if i < 0 || b.Sheets[i].Fingerprint == "" {
			return b.ImportBatch, crm.Invalid("sheet", "文件里没有“%s”这张可以对应列的表，请刷新后再试", sheet)
		}
		if err := m.Check(); err != nil {
			return b.ImportBatch, err
		}
		if _, err := t.exec(`INSERT INTO import_layouts (unit_id, fingerprint, columns_map, user_id, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (unit_id, fingerprint) DO UPDATE SET columns_map = excluded.columns_map, user_id = excluded.user_id, at = excluded.at`,
			b.UnitID, b.Sheets[i].Fingerprint, toJSON(m), t.V.UserID, t.Now); err != nil {
			return b.ImportBatch, err
		}
		t.audit("import.columns", "import", id, b.UnitID, "改列对应 "+b.FileName, map[string]any{"sheet": sheet, "table": table, "map": m})
		return readAgain(t, b)
	})
}

// FixImport lays corrected cells over the printed ones and has the file read again. A fix
// with no text takes an earlier one back. The uploaded file itself is never changed.
func (s *Store) FixImport(ctx context.Context, v crm.Viewer, id, version int64, fixes []crm.ImportFix) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "修改单元格", crm.ImportChecked, crm.ImportReading)
		if err == nil {
			err = crm.CheckImportFixes(fixes)
		}
		if err == nil {
			err = checkFixPlaces(b.ImportBatch, fixes)
		}
		if err != nil {
			return b.ImportBatch, err
		}
		for _, f := range fixes {
			if err := putFix(t, id, f); err != nil {
				return b.ImportBatch, err
			}
		}
		auditFixes(t, b, fixes)
		return readAgain(t, b)
	})
}

func putFix(t *Tx, id int64, f crm.ImportFix) error {
	if _, err := t.exec("DELETE FROM import_fixes WHERE import_id = $1 AND sheet = $2 AND row_number = $3 AND column_number = $4",
		id, f.Sheet, f.Row, f.Col); err != nil || f.Text == nil {
		return err
	}
	_, err := t.exec("INSERT INTO import_fixes (import_id, sheet, row_number, column_number, text) VALUES ($1, $2, $3, $4, $5)",
		id, f.Sheet, f.Row, f.Col, clip(*f.Text, crm.MaxImportFixText))
	return err
}

// DecideImport notes what a person decides about rows, and has the file read again.
func (s *Store) DecideImport(ctx context.Context, v crm.Viewer, id, version int64, decisions []crm.ImportDecision) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "作决定", crm.ImportChecked, crm.ImportReading)
		if err == nil {
			err = crm.CheckImportDecisions(decisions)
		}
		if err != nil {
			return b.ImportBatch, err
		}
		for _, d := range decisions {
			if err := putDecision(t, id, d); err != nil {
				return b.ImportBatch, err
			}
		}
		auditDecisions(t, b, decisions)
		return readAgain(t, b)
	})
}

func putDecision(t *Tx, id int64, d crm.ImportDecision) error {
	d.Reason = strings.TrimSpace(clip(d.Reason, crm.MaxImportReason))
	var n int64
	if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM import_lines WHERE import_id = $1 AND sheet = $2 AND table_column = $3 AND row_number = $4",
		id, d.Sheet, d.Table, d.Row).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return crm.Invalid("decisions", "表里没有第 %d 行，请刷新后再试", d.Row)
	}
	if _, err := t.exec("DELETE FROM import_decisions WHERE import_id = $1 AND sheet = $2 AND table_column = $3 AND row_number = $4",
		id, d.Sheet, d.Table, d.Row); err != nil || d.Choice == crm.ChooseNone {
		return err
	}
	_, err := t.exec("INSERT INTO import_decisions (import_id, sheet, table_column, row_number, choice, reason) VALUES ($1, $2, $3, $4, $5, $6)",
		id, d.Sheet, d.Table, d.Row, d.Choice, d.Reason)
	return err
}

// FailImport ends a reading whose file was refused; problem is one Chinese line for the person.
func (s *Store) FailImport(ctx context.Context, v crm.Viewer, id, version int64, problem string) (crm.ImportBatch, error) {
	return s.endJob(ctx, v, id, version, crm.ImportReading, crm.ImportFailed, problem)
}

// AbortApply sends a batch whose application failed back to be read: nothing of it was written, and what stands in
// the database may no longer be what the check saw. problem stays beside the new plan.
func (s *Store) AbortApply(ctx context.Context, v crm.Viewer, id, version int64, problem string) (crm.ImportBatch, error) {
	return s.endJob(ctx, v, id, version, crm.ImportApplying, crm.ImportReading, problem)
}

func (s *Store) endJob(ctx context.Context, v crm.Viewer, id, version int64, from, to crm.ImportState, problem string) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "结束任务", from)
		if err != nil {
			return b.ImportBatch, err
		}
		if _, err := t.exec(`UPDATE imports SET state = $1, problem = $2, worker = '', heartbeat = 0, version = version + 1 WHERE id = $3`,
			to, clip(problem, 500), id); err != nil {
			return b.ImportBatch, err
		}
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}

// DiscardImport gives a batch up that has not been applied. Its rows go; the file and the record of it stay.
func (s *Store) DiscardImport(ctx context.Context, v crm.Viewer, id, version int64) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "放弃", crm.ImportChecked, crm.ImportReading, crm.ImportFailed)
		if err != nil {
			return b.ImportBatch, err
		}
		for _, table := range []string{"import_lines", "import_fixes", "import_decisions"} {
			if _, err := t.exec("DELETE FROM "+table+" WHERE import_id = $1", id); err != nil {
				return b.ImportBatch, err
			}
		}
		if _, err := t.exec("UPDATE imports SET state = 'discarded', worker = '', heartbeat = 0, version = version + 1 WHERE id = $1", id); err != nil {
			return b.ImportBatch, err
		}
		t.audit("import.discard", "import", id, b.UnitID, "放弃导入 "+b.FileName, nil)
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}

// BeginApply hands a checked batch to the worker that applies it. Held rows stay out.
func (s *Store) BeginApply(ctx context.Context, v crm.Viewer, id, version int64) (crm.ImportBatch, error) {
	return s.beginApply(ctx, v, id, version, false)
}

// beginApply with idle also takes a batch that would change nothing.
func (s *Store) beginApply(ctx context.Context, v crm.Viewer, id, version int64, idle bool) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "导入", crm.ImportChecked)
		if err == nil && !idle && b.Plan.Create+b.Plan.Update == 0 {
			err = crm.Conflict(b.ImportBatch, "没有要新增或更新的行：%d 行未变，%d 行待处理，%d 行不能导入", b.Plan.Unchanged, b.Plan.Skip, b.Plan.Reject)
		}
		if err == nil {
			err = importQueue(t)
		}
		if err != nil {
			return b.ImportBatch, err
		}
		if _, err := t.exec("UPDATE imports SET state = 'applying', asked_from = $1, problem = '', worker = '', heartbeat = 0, version = version + 1 WHERE id = $2", t.V.Address, id); err != nil {
			return b.ImportBatch, err
		}
		t.audit("import.request", "import", id, b.UnitID, "提交导入 "+b.FileName, map[string]any{"plan": b.Plan})
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}
