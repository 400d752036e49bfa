package server_test

import (
	"fmt"

	"yinfeng/crm"
)

func (m *model) openDispute(o *op) ruling {
	c := m.claims[o.claim]
	noticed := false
	for n := range m.notices {
		noticed = noticed || n.claim == o.claim && o.user.has(n.unit)
	}
	switch {
	case !noticed:
		return refuse(404, "首报首谈")
	case !m.notices[mNotice{o.claim, o.user.unit}]:
		return refuse(409, "由该单位的人操作")
	case !c.held || m.end(c) < m.today || c.unit == o.user.unit:
		return refuse(409, "不再有效")
	case m.leads[c.lead].dispute != nil:
		return refuse(409, "正在办理")
	}
	return ruling{code: 200, apply: func() {
		id := o.answered("id")
		d := &mDispute{id: id, claim: c.id, lead: c.lead, unit: o.user.unit, holder: c.unit, user: o.user.id, slot: o.slot, variant: o.variant,
			state: "open", version: 1, on: m.today, answerDue: crm.Date(o.text("answerDue"))}
		m.disputes[id], m.leads[c.lead].dispute = d, d
	}, shows: func() string { return m.showDispute(m.disputes[o.answered("id")]) }}
}

func (m *model) readDispute(o *op) ruling {
	d := m.disputes[o.dispute]
	if d == nil || !o.user.has(d.unit) && !o.user.has(d.holder) {
		return refuse(404, "争议")
	}
	return ruling{code: 200, shows: func() string { return m.showDispute(d) }}
}

// stepDispute brings a dispute forward.
func (m *model) stepDispute(o *op) ruling {
	d := m.disputes[o.dispute]
	deciding := o.kind == "decide" || o.kind == "final"
	switch {
	case deciding && !o.user.decides:
		return refuse(403, "裁定")
	case d == nil || !o.user.has(d.unit) && !o.user.has(d.holder),
		o.kind == "answer" && !o.user.has(d.holder),
		o.kind == "retract" && !o.user.has(d.unit):
		return refuse(404, "争议")
	case o.version != d.version:
		return refuse(409, "已有变化")
	}
	if word := m.cannot(o, d); word != "" {
		return refuse(409, word)
	}
	return ruling{code: 200, apply: func() { m.stepNow(o, d) }, shows: func() string { return m.showDispute(d) }}
}

// cannot says why a step is not to be taken, "" when it is. A party acts for the unit he works in.
func (m *model) cannot(o *op, d *mDispute) string {
	challenger, holder := o.user.unit == d.unit, o.user.unit == d.holder
	undecided := d.state == "open" || d.state == "answered"
	party := map[string]bool{"answer": holder, "retract": challenger, "appeal": challenger || holder, "decide": true, "final": true}[o.kind]
	switch {
	case !party:
		return "当事单位"
	case !d.live():
		return "已办结"
	case o.kind == "answer" && d.state != "open":
		return "已答复"
	case o.kind == "retract" && !undecided:
		return "不能再撤回"
	case o.kind == "decide" && !undecided:
		return "已裁定"
	case o.kind == "decide" && d.state == "open" && m.today <= d.answerDue:
		return "答复后再裁定"
	case o.kind == "appeal" && d.state != "decided":
		return "现在不能申请复核"
	case o.kind == "appeal" && m.today > d.appealDue:
		return "期限"
	case o.kind == "appeal" && (d.decision == "keep") != challenger:
		return "对本单位有利"
	case o.kind == "final" && d.state != "appealed":
		return "没有待复核"
	case o.kind == "final" && o.user.id == d.decidedBy:
		return "由另一人复核"
	}
	return ""
}

func (m *model) stepNow(o *op, d *mDispute) {
	d.version++
	switch o.kind {
	case "answer":
		d.state = "answered"
	case "retract":
		m.waitOver(d, false)
		d.state, m.leads[d.lead].dispute = "withdrawn", nil
	case "decide":
		d.state, d.decision, d.decidedBy, d.appealDue = "decided", o.to, o.user.id, crm.Date(o.text("appealDue"))
	case "appeal":
		d.state = "appealed"
	case "final":
		d.final = o.to
		m.settle(d, o.user.id, o.detail("newLeadId"))
	}
}

// settle carries a ruling out: the lead passes to the challenger, or the challenger gets one of its own.
func (m *model) settle(d *mDispute, user, newLead int64) {
	l := m.leads[d.lead]
	m.waitOver(d, d.ruling() == "pass")
	d.state, l.dispute = "final", nil
	switch d.ruling() {
	case "pass":
		if x := l.offer; x != nil {
			m.endOffer(x, "withdrawn")
		}
		m.moved(l, "transfer", "", "", user)
		m.give(l, d.unit, d.user)
	case "both":
		d.newLead = newLead
		for _, n := range m.near(d.slot, 0) {
			m.parallel[pairOf(n.id, newLead)] = true
		}
		m.newLead(newLead, d.slot, d.variant, d.unit, d.user)
		m.apart[pairOf(l.id, newLead)] = true
	}
}

// waitOver adds the days of a dispute that ends to the claim's last day, or protects it anew from
// today when it passes to the challenger.
func (m *model) waitOver(d *mDispute, passed bool) {
	c := m.claims[d.claim]
	l := m.leads[c.lead]
	from := max(l.progress, c.opened, c.ruled)
	if passed {
		c.until, c.ruled = m.today.AddMonths(modelClaimMonths).AddDays(-m.pausing(l, l.progress)), m.today
	} else {
		c.until = c.until.AddDays(l.running(from, d.on, m.today))
	}
	c.waits = append(c.waits, [2]crm.Date{d.on, m.today})
}

// settledByTime is a decision against which nobody has appealed in the term.
func (m *model) settledByTime(d *mDispute) bool { return d.state == "decided" && d.appealDue < m.today }

// lapsing reports whether the lead's claim is over: no real progress for the protected time, not
// paused and not in dispute.
func (m *model) lapsing(l *mLead) bool {
	return l.claim != 0 && !m.protected(l) && l.status == "active" && !l.voided && l.dispute == nil
}

func (m *model) lapse(l *mLead) {
	if l.offer != nil {
		m.endOffer(l.offer, "withdrawn")
	}
	m.endClaim(l, "lapsed")
	m.moved(l, "status", l.status, "dormant", 0)
	l.status, l.version = "dormant", l.version+1
}

func (m *model) showDispute(d *mDispute) string {
	return fmt.Sprintf("dispute %d %s %q %q v%d", d.id, d.state, d.decision, d.final, d.version)
}
