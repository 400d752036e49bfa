package store

import (
	"bytes"
	"context"
	"encoding/json"

	"yinfeng/crm"
)

// ImportSource is the file that an import was read from.
type ImportSource struct {
	FileName string
	Content  []byte
}

// importProgress is told how far a job is: the phase (reading, judging, writing), and rows
// done of all.
type importProgress func(phase string, done, total int64)

func (p importProgress) tell(phase string, done, total int64) {
	if p != nil {
		p(phase, done, total)
	}
}

// ApplyImport checks and writes the records of a reading at once: the whole of an import
// for local commands. Held rows stay out. A failure gives the batch up; nothing is written.
func (s *Store) ApplyImport(ctx context.Context, v crm.Viewer, res *crm.ImportResult, up crm.ImportUpload, src ImportSource, progress func(phase string, done, total int64)) (crm.ImportBatch, error) {
	up.FileName = src.FileName
	if up.AsOf == "" {
		up.AsOf = res.ReferenceDate
	}
	b, err := s.NewImport(ctx, v, up, bytes.NewReader(src.Content))
	if err != nil {
		return b, err
	}
	if b, err = s.CheckImport(ctx, v, b.ID, b.Version, res, progress); err == nil {
		if b, err = s.beginApply(ctx, v, b.ID, b.Version, true); err == nil {
			var done crm.ImportBatch
			if done, err = s.ApplyChecked(ctx, v, b.ID, b.Version, res, progress); err == nil {
				return done, nil
			}
			if back, e := s.AbortApply(ctx, v, b.ID, b.Version, chinese(err)); e == nil {
				b = back
			}
		}
	}
	if _, e := s.DiscardImport(context.WithoutCancel(ctx), v, b.ID, b.Version); e != nil {
		return b, err // it stays as it is, to be looked at
	}
	return b, err
}

// ApplyChecked writes what the last check of a batch planned, all or nothing, in one
// transaction. The rows are planned anew in it: where the database has changed since the
// check so that a row would end otherwise, nothing is written (conflict).
func (s *Store) ApplyChecked(ctx context.Context, v crm.Viewer, id, version int64, res *crm.ImportResult, progress func(phase string, done, total int64)) (crm.ImportBatch, error) {
	lines, found := linesOf(res)
	importProgress(progress).tell("judging", 0, int64(len(lines)))
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := importFor(t, id, version, "导入", crm.ImportApplying)
		if err != nil {
			return b.ImportBatch, err
		}
		t.V.Address = b.askedFrom // a worker has none: the rows it audits bear that of the request
		p, err := newPlanner(ctx, s, t, v, res.ReferenceDate)
		if err != nil {
			return b.ImportBatch, err
		}
		p.before = func() error { return p.keepNames(id) }
		steps, err := p.plan(lines)
		if err != nil {
			return b.ImportBatch, err
		}
		printedFields(steps, res.Sheets)
		if err := sameAsChecked(t, id, lines, steps); err != nil {
			return b.ImportBatch, err
		}
		w := &importWriter{t: t, id: id, p: p, images: map[int][]rowImage{}, touched: map[string]map[int64]int{}, total: objects(steps)}
		w.progress = func(done, total int64) { importProgress(progress).tell("writing", done, total) }
		if err := w.write(lines, steps); err != nil {
			return b.ImportBatch, err
		}
		if err := finishImport(t, &b, countPlan(lines, steps, found)); err != nil {
			return b.ImportBatch, err
		}
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}

// objects counts the rows that will be written, for the progress.
func objects(steps []importStep) (n int64) {
	for _, s := range steps {
		if s.outcome == crm.ImportCreated || s.outcome == crm.ImportUpdated {
			n++
		}
	}
	return n
}

// write brings everything planned to the database, and notes on each line what became of it.
func (w *importWriter) write(lines []importLine, steps []importStep) error {
	w.wrote(0)
	if err := w.p.companies.write(w); err != nil {
		return err
	}
	for _, k := range importOrder {
		if kind := w.p.kinds[k]; kind != nil {
			if err := kind.write(w); err != nil {
				return err
			}
		}
	}
	if err := w.seal(); err != nil {
		return err
	}
	return w.settle(steps)
}

// sameAsChecked compares a plan with the one that the person has seen.
func sameAsChecked(t *Tx, id int64, lines []importLine, steps []importStep) error {
	rows, err := t.QueryContext(t.ctx, "SELECT sheet, row_number, outcome, object, object_id, changes FROM import_lines WHERE import_id = $1 ORDER BY seq", id)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var sheet, outcome, object, changes string
		var row int
		var target int64
		if err := rows.Scan(&sheet, &row, &outcome, &object, &target, &changes); err != nil {
			return err
		}
		if n >= len(lines) {
			break
		}
		x := lineOf(n, lines[n], steps[n])
		if x.Sheet != sheet || x.Row != row || string(x.Outcome) != outcome || x.Object != object || x.ObjectID != target || jsonList(x.Changes) != changes {
			return changedSince(lines[n].rec)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if n != len(lines) {
		return crm.Conflict(nil, "检查之后数据有变化：行数不同。请重新检查，没有写入任何数据")
	}
	return nil
}

func changedSince(r *crm.ImportRecord) error {
	sheet := ""
	if r.Sheet != "" {
		sheet = "“" + r.Sheet + "”"
	}
	return crm.Conflict(nil, "检查之后数据有变化：%s第 %d 行的处理结果已不同。请重新检查，没有写入任何数据", sheet, r.Row)
}

// settle notes on each line the object that it ended as, and what stood there before.
func (w *importWriter) settle(steps []importStep) error {
	stmt, err := w.t.tx.PrepareContext(w.t.ctx, "UPDATE import_lines SET object_id = $1, before_image = $2 WHERE import_id = $3 AND seq = $4")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for i, s := range steps {
		images := w.images[i]
		if len(images) == 0 && (s.target == nil || s.outcome != crm.ImportCreated && s.outcome != crm.ImportUpdated) {
			continue
		}
		before, target := "", int64(0)
		if len(images) > 0 {
			b, err := json.Marshal(images)
			if err != nil {
				return err
			}
			before = string(b)
		}
		if s.target != nil {
			target = s.target.id
		}
		if _, err := stmt.ExecContext(w.t.ctx, target, before, w.id, i+1); err != nil {
			return err
		}
	}
	return nil
}

// finishImport marks the batch as applied, with its counts, and leaves its audit row.
func finishImport(t *Tx, b *importRow, plan crm.ImportPlan) error {
	done := crm.ImportDone{ID: b.ID, FileName: b.FileName, Kind: b.Kind, UnitID: b.UnitID, UserName: b.UserName, KnownOn: t.Today, At: crm.Instant(t.Now),
		State: string(crm.ImportApplied), Read: plan.Read, Created: plan.Create, Updated: plan.Update, Unchanged: plan.Unchanged, Skipped: plan.Skip, Rejected: plan.Reject}
	if _, err := t.exec(`UPDATE imports SET state = 'applied', counts = $1, undoable = TRUE, applied_at = $2, known_on = $3, worker = '', heartbeat = 0,
		problem = '', version = version + 1 WHERE id = $4`, toJSON(done), t.Now, t.Today, b.ID); err != nil {
		return err
	}
	t.audit("import.apply", "import", b.ID, b.UnitID, "导入台账 "+b.FileName, map[string]any{"done": done, "sha256": b.sha})
	return nil
}
