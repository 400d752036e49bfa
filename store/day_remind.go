package store

import (
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// wokenDays is how far a threshold of a lead that was paused may lie after the day that its columns
// say: on that day its clocks stood still. A month's end moves by three days, a working day over the
// longest holiday.
const wokenDays = 16

// dueSteps limits q to leads l of which a clock may have passed a threshold after r.after, up to
// r.day; crm.LeadPast.Steps says so exactly.
func dueSteps(q *query, r dayRun, set crm.Settings, w crm.Workdays) {
	const beginMoved, idleMoved = "l.clock_from <> CASE l.handed_on WHEN '' THEN l.reported_on ELSE l.handed_on END AND ", "l.idle_from <> l.last_progress_on AND "
	var conds []string
	var args []any
	between := func(column, open string, from, to crm.Date) {
		conds = append(conds, "("+open+column+" > ? AND "+column+" <= ?)")
		args = append(args, from, to)
	}
	term := func(column, open, moved string, days int) {
		soon := max(1, days-set.Clocks.RemindDays)
		between(column, open, w.Before(r.after, soon), w.Before(r.day, soon))
		between(column, open, w.Before(r.after.AddDays(-1), days), w.Before(r.day.AddDays(-1), days))
		between(column, open+moved, w.Before(r.after.AddDays(-wokenDays), days), w.Before(r.day, days))
	}
	c := set.Clocks
	term("l.clock_from", "l.responded_on = '' AND ", beginMoved, c.RespondDays)
	term("l.clock_from", "l.assessed_on = '' AND ", beginMoved, c.AssessDays)
	term("l.clock_from", "l.assessed_on = '' AND ", beginMoved, c.AssessMajorDays)
	term("l.clock_from", "l.handed_on <> '' AND l.feedback_on = '' AND ", beginMoved, c.FeedbackDays)
	term("l.noted_on", "", idleMoved, c.NoteDays)
	for _, months := range []int{c.YellowMonths, c.RedMonths} {
		between("l.idle_from", "", crm.ProgressBefore(r.after, months), crm.ProgressBefore(r.day, months))
		between("l.idle_from", idleMoved, crm.ProgressBefore(r.after.AddDays(-wokenDays), months), crm.ProgressBefore(r.day, months))
	}
	conds = append(conds, "l.id IN (SELECT k.lead_id FROM claims k WHERE k.state = 'held' AND k.protected_until > ? AND k.protected_until <= ?)")
	args = append(args, r.after.AddDays(c.ClaimRemindDays), r.day.AddDays(c.ClaimRemindDays))
	q.add("("+strings.Join(conds, " OR ")+")", args...)
}

// remindOfLead tells of the thresholds that a lead's clocks have passed.
func remindOfLead(t *Tx, id int64, r *dayRun) error {
	l, err := loadLead(t.ctx, t, id, r.day)
	if err != nil {
		return err
	}
	p, err := pastOf(t.ctx, t, id, r.day)
	if err != nil {
		return err
	}
	set, err := t.settings()
	if err != nil {
		return err
	}
	w, err := allWorkdays(t.ctx, t)
	if err != nil {
		return err
	}
	to, err := keeperOf(t, l.Lead)
	if err != nil {
		return err
	}
	for _, s := range p.Steps(set.Clocks, w, r.after, r.day) {
		m := crm.Reminder{Kind: s.Kind, Title: stepTitle(l.Code, s, r.day, set.Clocks), Body: l.CompanyName + "，" + l.Project, Object: "lead", ObjectID: id,
			UserID: to, UnitID: l.UnitID, DueOn: s.Due}
		if err := r.tell(t, clockKey(s.Kind, id, s.From)+s.Step, m); err != nil {
			return err
		}
	}
	on := l.ProtectedUntil.AddDays(-set.Clocks.ClaimRemindDays)
	if l.Status != crm.LeadActive || l.ProtectedUntil == "" || on <= r.after || on > r.day {
		return nil
	}
	return r.tell(t, sprintf("claim:lead:%d:%s", id, l.ProtectedUntil), crm.Reminder{Kind: crm.RemindClaim, Object: "lead", ObjectID: id, UserID: to, UnitID: l.UnitID,
		DueOn: l.ProtectedUntil, Title: "线索 " + l.Code + " 的首报首谈将于 " + string(l.ProtectedUntil) + " 失效",
		Body: l.CompanyName + "，" + l.Project + "。此前没有拜访、推进或新材料，线索将转为休眠。"})
}

// tell writes a reminder in place of the older ones of the same clock.
func (r *dayRun) tell(t *Tx, key string, m crm.Reminder) error {
	if _, err := t.exec("UPDATE reminders SET done_on = $1 WHERE object = $2 AND object_id = $3 AND kind = $4 AND done_on = '' AND key <> $5",
		r.day, m.Object, m.ObjectID, string(m.Kind), key); err != nil {
		return err
	}
	r.told++
	return t.remind(key, m)
}

// stepTitle is the line that leaves the house: the lead's code and what is due.
func stepTitle(code string, s crm.ClockStep, today crm.Date, r crm.ClockRules) string {
	what := map[crm.ReminderKind]string{crm.RemindRespond: "响应", crm.RemindAssess: "研判", crm.RemindFeedback: "向引荐单位反馈", crm.RemindNote: "记一次跟进"}[s.Kind]
	switch {
	case s.Step == crm.StepYellow:
		return sprintf("线索 %s 已 %d 个月没有实质进展", code, r.YellowMonths)
	case s.Step == crm.StepRed:
		return sprintf("线索 %s 已 %d 个月没有实质进展", code, r.RedMonths)
	case s.Step == crm.StepLate:
		return sprintf("线索 %s 应于 %s 前%s，已逾期", code, s.Due, what)
	case s.Due == today:
		return sprintf("线索 %s 今天应当%s", code, what)
	}
	return sprintf("线索 %s 应于 %s 前%s", code, s.Due, what)
}

// keeperOf is the lead's owner who still keeps leads of its unit, or 0: all who keep them.
func keeperOf(t *Tx, l crm.Lead) (int64, error) { return stillKeeps(t, l.OwnerID, l.UnitID) }

// ending are the days between which a term ends that is to be reminded of: after the first, by the second.
func (r *dayRun) ending(t *Tx) (after, by crm.Date, err error) {
	set, err := t.settings()
	if err != nil {
		return "", "", err
	}
	w, err := allWorkdays(t.ctx, t)
	if err != nil {
		return "", "", err
	}
	return w.After(r.after, set.Clocks.RemindDays), w.After(r.day, set.Clocks.RemindDays), nil
}

// remindOfAnswers tells of offers and disputes whose term for an answer ends.
func remindOfAnswers(t *Tx, r *dayRun) error {
	after, by, err := r.ending(t)
	if err != nil {
		return err
	}
	if err := remindOfOffers(t, r, after, by); err != nil {
		return err
	}
	type answer struct {
		crm.Reminder
		of int64 // the dispute
	}
	list, err := collect(t.ctx, t, func(rows *sql.Rows) (m answer, err error) {
		return m, rows.Scan(&m.of, &m.Kind, &m.Object, &m.ObjectID, &m.UnitID, &m.DueOn, &m.Title)
	}, `SELECT d.id, 'dispute', 'dispute', d.id, d.holder_id, d.answer_due, '首报首谈争议应于 ' || d.answer_due || ' 前答复'
			FROM disputes d WHERE d.state = 'open' AND d.answer_due >= $1 AND d.answer_due <= $2 AND (d.answer_due > $3 OR d.known_on >= $4)
		UNION ALL SELECT d.id, 'dispute', 'dispute', d.id, CASE d.decision WHEN 'keep' THEN d.unit_id ELSE d.holder_id END, d.appeal_due, '对首报首谈争议的裁定，可于 ' || d.appeal_due || ' 前申请复核'
			FROM disputes d WHERE d.state = 'decided' AND d.appeal_due >= $5 AND d.appeal_due <= $6 AND (d.appeal_due > $7 OR d.decided_on >= $8)
		ORDER BY 1, 6`, r.day, by, after, r.after, r.day, by, after, r.after)
	for _, m := range list {
		if err := r.tell(t, sprintf("%s:%d:%s", m.Kind, m.of, m.DueOn), m.Reminder); err != nil {
			return err
		}
	}
	return err
}

// remindOfOffers tells the receiving units of offers whose term ends, of a batch at once.
func remindOfOffers(t *Tx, r *dayRun, after, by crm.Date) error {
	list, err := collect(t.ctx, t, scanTransfer, "SELECT "+transferColumns+" FROM transfers tr "+transferJoins+`
		WHERE tr.state = 'pending' AND tr.due_on >= $1 AND tr.due_on <= $2 AND (tr.due_on > $3 OR tr.known_on >= $4) ORDER BY tr.id`, r.day, by, after, r.after)
	if err != nil {
		return err
	}
	batches := map[int64][]crm.Transfer{}
	for _, x := range list {
		if x.BatchID != 0 {
			batches[x.BatchID] = append(batches[x.BatchID], x)
		}
	}
	for _, x := range list {
		what := map[string]string{"lead": "线索", "project": "项目"}[x.Kind]
		key, m := sprintf("%s:%d:%s", crm.RemindTransfer, x.ID, x.DueOn), crm.Reminder{Kind: crm.RemindTransfer, Object: x.Kind, ObjectID: x.ObjectID, UnitID: x.ToUnitID,
			DueOn: x.DueOn, Title: sprintf("流转给本单位的%s应于 %s 前答复", what, x.DueOn)}
		if all := batches[x.BatchID]; x.BatchID != 0 {
			if all[0].ID != x.ID {
				continue
			}
			key, m.Object, m.ObjectID = sprintf("%s:batch:%d:%s", crm.RemindTransfer, x.BatchID, x.DueOn), batchObject, x.BatchID
			m.Title, m.Body = sprintf("流转给本单位的一批 %d 件应于 %s 前答复", len(all), x.DueOn), x.FromName+"提出："+batchNames(all)
		}
		if err := r.tell(t, key, m); err != nil {
			return err
		}
	}
	return nil
}
