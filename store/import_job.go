package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yinfeng/crm"
)

// interrupted is what a batch says whose application was cut off; its transaction is gone with it.
const interrupted = "上一次导入中断，没有写入任何数据；请再次导入"

// ClaimImportJob gives worker the oldest batch that waits for reading or applying, nil
// for none. A reading whose worker has been silent for stale is given away anew; such an
// application goes back to checked, since what it wrote is gone. Batches of local
// commands are never given away: the command itself does the work.
func (s *Store) ClaimImportJob(ctx context.Context, worker string, stale time.Duration) (*crm.ImportBatch, error) {
	waiting := func(q querier, now int64) (id int64, state crm.ImportState, beat int64, err error) {
		err = q.QueryRowContext(ctx, `SELECT id, state, heartbeat FROM imports WHERE state IN ('reading', 'applying') AND user_id <> 0 AND heartbeat < $1
			ORDER BY id LIMIT 1`, now-stale.Milliseconds()).Scan(&id, &state, &beat)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return id, state, beat, err
	}
	if id, _, _, err := waiting(s.read, s.clock.Now().UnixMilli()); err != nil || id == 0 {
		return nil, s.translate(err) // nothing waits: the writer is left alone
	}
	var out *crm.ImportBatch
	err := s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		id, state, beat, err := waiting(t, t.Now)
		if err != nil || id == 0 {
			return err
		}
		if state == crm.ImportApplying && beat != 0 {
			_, err := t.exec(`UPDATE imports SET state = 'checked', problem = $1, worker = '', heartbeat = 0, version = version + 1 WHERE id = $2`, interrupted, id)
			return err
		}
		if _, err := t.exec("UPDATE imports SET worker = $1, heartbeat = $2 WHERE id = $3", worker, t.Now, id); err != nil {
			return err
		}
		b, err := loadImport(t.ctx, t, t.V, id)
		out = &b.ImportBatch
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// HeartbeatImport says that worker still works at a batch. A conflict means that the batch
// is no longer its own: given away, changed by the person, or ended.
func (s *Store) HeartbeatImport(ctx context.Context, id int64, worker string) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		n, err := t.exec("UPDATE imports SET heartbeat = $1 WHERE id = $2 AND worker = $3 AND state IN ('reading', 'applying')", t.Now, id, worker)
		if err == nil && n == 0 {
			err = crm.Conflict(nil, "这一批已由别的任务接手")
		}
		return err
	})
}
