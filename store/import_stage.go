package store

import (
	"context"
	"slices"

	"yinfeng/crm"
)

// stageChunk is how many lines one act stores, so that the single writer is never held long.
const stageChunk = 1_000

// ImportInput is what a reading of a batch depends on: kind, day, fixes, decisions and the
// layouts that its unit has mapped before.
func (s *Store) ImportInput(ctx context.Context, v crm.Viewer, id int64) (crm.ImportInput, error) {
	in, err := importInput(ctx, s.read, v, id)
	return in, s.translate(err)
}

// PlanImport decides what applying a reading would do, without a batch and without
// writing: the dry run of a local command. each, when given, hears of every row in the
// order of the file.
func (s *Store) PlanImport(ctx context.Context, v crm.Viewer, res *crm.ImportResult, each func(*crm.ImportRecord, crm.ImportLine)) (crm.ImportPlan, error) {
	lines, found := linesOf(res)
	steps, _, err := s.planRead(ctx, v, 0, res, lines)
	if err != nil {
		return crm.ImportPlan{}, s.translate(err)
	}
	for i := range lines {
		if each == nil {
			break
		}
		x := lineOf(i, lines[i], steps[i])
		x.Issues = steps[i].issues
		each(lines[i].rec, x)
	}
	return countPlan(lines, steps, found), nil
}

// planRead plans over one snapshot of the database, for batch id or, with 0, for none. What it names
// of others' companies is counted before it tells anything; the claims that it tells of are to be kept.
func (s *Store) planRead(ctx context.Context, v crm.Viewer, id int64, res *crm.ImportResult, lines []importLine) ([]importStep, []importNotice, error) {
	tx, err := s.snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer tx.Rollback()
	p, err := newPlanner(ctx, s, tx, v, res.ReferenceDate)
	if err != nil {
		return nil, nil, err
	}
	p.before = func() error { return p.countNames(id, lines) }
	steps, err := p.plan(lines)
	if err != nil {
		return nil, nil, err
	}
	printedFields(steps, res.Sheets)
	return steps, p.told, nil
}

// lineOf is a line as the check grid shows it, without cells and complaints.
func lineOf(seq int, l importLine, s importStep) crm.ImportLine {
	out := crm.ImportLine{ImportRowKey: l.key(), Seq: int64(seq + 1), Kind: l.rec.Kind, Outcome: s.outcome, Why: l.why(s), Object: s.object,
		Matched: s.matched, Changes: s.changes, Decision: l.rec.Choice}
	if s.target != nil {
		out.ObjectID = s.target.id
	}
	return out
}

// CheckImport keeps what a reading found and what it would do, for the check grid, and
// makes the batch checked. A batch that was changed meanwhile answers a conflict: its
// newer state is read anew.
func (s *Store) CheckImport(ctx context.Context, v crm.Viewer, id, version int64, res *crm.ImportResult, progress func(phase string, done, total int64)) (crm.ImportBatch, error) {
	b, err := loadImport(ctx, s.read, v, id)
	if err != nil {
		return b.ImportBatch, s.translate(err)
	}
	lines, found := linesOf(res)
	importProgress(progress).tell("judging", 0, int64(len(lines)))
	steps, told, err := s.planRead(ctx, v, id, res, lines)
	if err != nil {
		return b.ImportBatch, s.translate(err)
	}
	if err := s.clearLines(ctx, v, id, version); err != nil {
		return b.ImportBatch, err
	}
	for from := 0; from < len(lines); from += stageChunk {
		to := min(from+stageChunk, len(lines))
		err := s.do(ctx, v, func(t *Tx) error {
			if _, err := importFor(t, id, version, "检查", crm.ImportReading); err != nil {
				return err
			}
			return insertLines(t, id, from, lines[from:to], steps[from:to])
		})
		if err != nil {
			return b.ImportBatch, err
		}
		importProgress(progress).tell("judging", int64(to), int64(len(lines)))
	}
	plan := countPlan(lines, steps, found)
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "检查", crm.ImportReading)
		if err != nil {
			return b.ImportBatch, err
		}
		if _, err := t.exec(`UPDATE imports SET state = 'checked', sheets = $1, findings = $2, plan = $3, worker = '', heartbeat = 0, version = version + 1
			WHERE id = $4`, jsonList(res.Sheets), toJSON(found), toJSON(plan), id); err != nil {
			return b.ImportBatch, err
		}
		for _, n := range told {
			if err := keepNotice(t, n.ClaimNotice, n.unit, n.name); err != nil {
				return b.ImportBatch, err
			}
		}
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}

// clearLines removes what an earlier reading has kept, a few thousand rows at a time.
func (s *Store) clearLines(ctx context.Context, v crm.Viewer, id, version int64) error {
	for more := true; more; {
		err := s.do(ctx, v, func(t *Tx) error {
			if _, err := importFor(t, id, version, "检查", crm.ImportReading); err != nil {
				return err
			}
			n, err := t.exec(`DELETE FROM import_lines WHERE import_id = $1 AND seq IN (SELECT seq FROM import_lines WHERE import_id = $2 ORDER BY seq LIMIT 5000)`, id, id)
			more = n == 5_000
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func insertLines(t *Tx, id int64, from int, lines []importLine, steps []importStep) error {
	rows := make([][]any, len(lines))
	for i, l := range lines {
		s := steps[i]
		x := lineOf(from+i, l, s)
		rows[i] = []any{id, x.Seq, x.Sheet, x.Table, x.Row, string(x.Kind), string(x.Outcome), x.Why, x.Object, x.ObjectID, x.Matched, l.severity(s), l.repeats(s),
			packCells(l.cells), jsonList(slices.Concat(l.issues, s.issues)), jsonList(x.Changes), "", ""}
	}
	return t.bulkInsert(bulkTable{name: "import_lines", columns: `import_id, seq, sheet, table_column, row_number, kind, outcome, why, object, object_id,
		matched, severity, repeated, cells, issues, changes, before_image, note`, rows: rows})
}

func importInput(ctx context.Context, q querier, v crm.Viewer, id int64) (crm.ImportInput, error) {
	b, err := loadImport(ctx, q, v, id)
	if err != nil {
		return crm.ImportInput{}, err
	}
	in := crm.ImportInput{Kind: b.Kind, AsOf: b.AsOf}
	if b.RowUnitID != 0 {
		u, err := loadUnit(ctx, q, b.RowUnitID)
		if err != nil {
			return in, err
		}
		in.Unit = u.Name
	}
	if in.Fixes, err = collect(ctx, q, scanFix, `SELECT sheet, row_number, column_number, text FROM import_fixes WHERE import_id = $1
		ORDER BY sheet, row_number, column_number`, id); err != nil {
		return in, err
	}
	if in.Decisions, err = collect(ctx, q, scanDecision, `SELECT sheet, table_column, row_number, choice, reason FROM import_decisions WHERE import_id = $1
		ORDER BY sheet, table_column, row_number`, id); err != nil {
		return in, err
	}
	in.Layouts, err = importLayouts(ctx, q, b.UnitID)
	return in, err
}
