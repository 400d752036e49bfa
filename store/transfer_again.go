package store

import "yinfeng/crm"

// withLead is the reason of an offer that ends with the status of its lead.
func withLead(status crm.LeadStatus, reason string) string {
	return "线索" + status.Label() + "：" + reason
}

// offerAgain lets the offer that 终止 or 休眠 has taken back wait for its answer again, in the term that it had,
// when the move is undone; said is what the undoing answers of it, "" when there was none. Who was
// told that the offer is gone is told that it is back.
func offerAgain(t *Tx, l leadRow, m move) (said string, err error) {
	var w query
	w.add("tr.kind = 'lead' AND tr.object_id = ?", l.ID)
	w.add("tr.id = (SELECT MAX(o.id) FROM transfers o WHERE o.kind = 'lead' AND o.object_id = ?)", l.ID)
	w.add("tr.state = 'withdrawn' AND tr.decided_at = ? AND tr.decision_reason = ?", m.at, withLead(l.Status, m.reason))
	w.add(`(SELECT e.kind FROM lead_events e WHERE e.lead_id = ? AND e.id < ? AND e.kind <> 'note' ORDER BY e.id DESC LIMIT 1) = 'transfer'`, l.ID, m.id)
	x, err := oneTransfer(t.ctx, t, w)
	if err != nil || x == nil {
		return "", err
	}
	if x.DueOn < t.Today {
		return sprintf("给%s的流转答复期限 %s 已过，没有恢复，需要时请重新提出", x.ToName, x.DueOn), nil
	}
	if err := t.update("流转", *x, `UPDATE transfers SET state = 'pending', decided_by = 0, decided_at = 0, decided_on = '', decision_reason = ''
		WHERE id = $1 AND state = 'withdrawn'`, x.ID); err != nil {
		return "", err
	}
	if _, err := t.exec("UPDATE reminders SET done_on = '', done_by = 0 WHERE key IN ($1, $2)", sprintf("%s:%d:%s", crm.RemindTransfer, x.ID, x.DueOn),
		sprintf("%s:batch:%d:%s", crm.RemindTransfer, x.BatchID, x.DueOn)); err != nil {
		return "", err
	}
	if err := shareLead(t, l.ID, x.ToUnitID, "offered"); err != nil {
		return "", err
	}
	if err := leadEvent(t, l.ID, "transfer", x.FromName, x.ToName, "撤销"+l.Status.Label()+"，流转恢复待接收"); err != nil {
		return "", err
	}
	t.audit("transfer.again", "transfer", x.ID, x.FromUnitID, "撤销"+l.Status.Label()+"，流转恢复待接收："+x.ObjectName, nil)
	return sprintf("给%s的流转恢复待接收，答复期限 %s 不变", x.ToName, x.DueOn), tellUnit(t, *x, x.ToUnitID, "流转恢复待接收：“"+l.Project+"”",
		x.FromName+"撤销了"+l.Status.Label()+"，请于 "+string(x.DueOn)+" 前答复。原因："+x.Reason)
}
