package store

import (
	"context"

	"yinfeng/crm"
)

// Bounds of the queue of imports, over all program instances.
const (
	maxImportsWaiting = 3   // of one person, beside the one that is worked at
	maxImportQueue    = 100 // of everybody
)

// importQueue refuses one more job where too many wait: CodeTooMany.
func importQueue(t *Tx) error {
	if t.V.Operator {
		return nil
	}
	var all, mine int64
	if err := t.QueryRowContext(t.ctx, `SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN user_id = $1 THEN 1 ELSE 0 END) AS BIGINT), 0)
		FROM imports WHERE state IN ('reading', 'applying') AND user_id <> 0`, t.V.UserID).Scan(&all, &mine); err != nil {
		return err
	}
	switch {
	case mine > maxImportsWaiting:
		return &crm.Error{Code: crm.CodeTooMany, Detail: sprintf("你已有 %d 批导入在排队或处理，请等其中一批完成后再提交", mine)}
	case all >= maxImportQueue:
		return &crm.Error{Code: crm.CodeTooMany, Detail: sprintf("全系统有 %d 批导入在排队，请过几分钟再提交", all)}
	}
	return nil
}

// ReleaseImportJob gives a batch back to the queue when its worker stops before the end:
// another takes it up at once. What an application had written is rolled back by then.
func (s *Store) ReleaseImportJob(ctx context.Context, id int64, worker string) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error {
		_, err := t.exec("UPDATE imports SET worker = '', heartbeat = 0 WHERE id = $1 AND worker = $2 AND state IN ('reading', 'applying')", id, worker)
		return err
	})
}
