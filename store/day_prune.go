package store

import (
	"time"

	"yinfeng/crm"
)

// mostPruned bounds what one day's run takes away.
const mostPruned = 5000

// pruneOld takes away deliveries that ended, and reminders that are done, longer ago than the setting
// says; what still waits stays, whatever its age. A reminder goes only when none of its deliveries is
// left. What was told is not told again: a clock tells the thresholds of the days since the last run.
func pruneOld(t *Tx, day crm.Date) error {
	set, err := t.settings()
	if err != nil || set.KeepDays == 0 {
		return err
	}
	before := day.AddDays(-set.KeepDays)
	sent, err := t.exec("DELETE FROM deliveries WHERE id IN (SELECT d.id FROM deliveries d WHERE d.at < $1 AND d.state IN ('sent', 'failed', 'unsure') ORDER BY d.id LIMIT $2)",
		before.Time().Add(-8*time.Hour).UnixMilli(), mostPruned) // midnight in China
	if err != nil {
		return err
	}
	told, err := t.exec(`DELETE FROM reminders WHERE id IN (SELECT r.id FROM reminders r WHERE r.known_on < $1 AND r.done_on <> '' AND r.done_on < $2
		AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder_id = r.id) ORDER BY r.id LIMIT $3)`, before, before, mostPruned)
	if err == nil && sent+told > 0 {
		t.audit("reminder.prune", "reminder", 0, 0, sprintf("清理 %s 以前的提醒 %d 条、发送记录 %d 条", before, told, sent), map[string]any{"before": before, "reminders": told, "deliveries": sent})
	}
	return err
}
