package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// maxUndoReasons is how many reasons a refused undo lists.
const maxUndoReasons = 20

// undoer takes one batch back in one transaction.
type undoer struct {
	t       *Tx
	id      int64
	at      int64 // when the batch was applied: what it wrote bears this time
	reasons []string
	more    int64
	renew   map[string]map[int64]bool // search rows to renew, by table
}

// UndoImport takes an applied batch back: what it created goes, what it changed gets back
// what it had, roll-ups and search follow. It is refused, with the list of reasons, where
// later work stands on a row: changed since, arrivals, milestones, visits, files, transfers.
// Afterwards every table of the business is as before; codes and ids are not given again.
func (s *Store) UndoImport(ctx context.Context, v crm.Viewer, id, version int64, reason string) (crm.ImportBatch, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ImportBatch, error) {
		b, err := loadImport(t.ctx, t, t.V, id)
		if err == nil {
			err = stateFor(b, version, "撤销", crm.ImportApplied)
		}
		if err == nil {
			err = mayUndo(t, b)
		}
		if err != nil {
			return b.ImportBatch, err
		}
		reason = strings.TrimSpace(clip(reason, crm.MaxImportReason))
		if len([]rune(reason)) < 2 {
			return b.ImportBatch, crm.Invalid("reason", "请写明撤销的原因")
		}
		if !b.undoable {
			return b.ImportBatch, crm.Conflict(b.ImportBatch, "这一批是旧版本程序导入的，没有留下撤销所需的原值；请逐条更正")
		}
		u := &undoer{t: t, id: id, at: b.appliedAt, renew: map[string]map[int64]bool{}}
		if err := u.run(); err != nil {
			return b.ImportBatch, err
		}
		if _, err := t.exec("UPDATE imports SET state = 'undone', undo_reason = $1, version = version + 1 WHERE id = $2", reason, id); err != nil {
			return b.ImportBatch, err
		}
		t.audit("import.undo", "import", id, b.UnitID, "撤销导入 "+b.FileName, map[string]any{"reason": reason, "done": b.Done, "sha256": b.sha})
		out, err := loadImport(t.ctx, t, t.V, id)
		return out.ImportBatch, err
	})
}

// run puts back, then looks for later work over what would go, and removes it. A refusal
// rolls everything back, so the order of looking and changing does not matter to anybody.
func (u *undoer) run() error {
	if err := u.restore(); err != nil {
		return err
	}
	for _, m := range madeTables {
		if err := u.inspect(m); err != nil {
			return err
		}
	}
	if len(u.reasons) > 0 {
		return u.refuse()
	}
	if err := u.unroll(); err != nil {
		return err
	}
	for _, m := range madeTables {
		if err := u.remove(m); err != nil {
			return err
		}
	}
	return u.reindex()
}

// because notes a reason against the undo.
func (u *undoer) because(format string, args ...any) {
	why := sprintf(format, args...)
	if slices.Contains(u.reasons, why) {
		return
	}
	if len(u.reasons) >= maxUndoReasons {
		u.more++
		return
	}
	u.reasons = append(u.reasons, why)
}

func (u *undoer) refuse() error {
	more := ""
	if u.more > 0 {
		more = sprintf("；另有 %d 条", u.more)
	}
	return crm.Conflict(crm.ImportUndoRefused{Reasons: u.reasons, More: u.more},
		"导入之后又有人在这些记录上做了工作，不能撤销：%s%s", strings.Join(u.reasons, "；"), more)
}

// unroll takes what goes out of the roll-ups.
func (u *undoer) unroll() error {
	if err := u.unrollLeads(); err != nil {
		return err
	}
	if err := u.unrollVisits(); err != nil {
		return err
	}
	return u.unrollPending()
}

// reindex renews the search rows of what was put back.
func (u *undoer) reindex() error {
	for table, renew := range map[string]func(*Tx, int64) error{"projects": indexProject, "leads": indexLead, "visits": visitFollows, "companies": companyFollows} {
		for id := range u.renew[table] {
			if err := renew(u.t, id); err != nil {
				return err
			}
		}
	}
	return nil
}
