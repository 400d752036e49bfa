package server_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

// auditRow is what the replay needs of a row of the audit log.
type auditRow struct {
	seq, user, objectID, unit int64
	act, object, detail       string
}

// mainActs are the audit acts of the operations that succeed; what else an act leaves goes before.
var mainActs = map[string]string{"edit": "lead.update", "note": "lead.note", "visit": "visit.log", "stage": "lead.stage", "undo": "lead.undo", "status": "lead.status",
	"void": "lead.void", "offer": "transfer.offer", "accept": "transfer.accept", "refuse": "transfer.refused", "withdraw": "transfer.withdrawn", "merge": "lead.merge",
	"unmerge": "lead.unmerge", "open": "dispute.open", "answer": "dispute.answer", "retract": "dispute.withdraw", "decide": "dispute.decide", "appeal": "dispute.appeal",
	"final": "dispute.final"}

// sideActs are rows that an operation leaves beside its own.
var sideActs = []string{"session.start", "company.create", "company.link", "company.update", "project.sign", "lead.next"}

func (o *op) mainAct() string {
	switch {
	case o.kind == "report" && o.decision == "continue":
		return "lead.continue"
	case o.kind == "report":
		return "lead.report"
	}
	return mainActs[o.kind]
}

func (o *op) onlyReads() bool { return o.kind == "read" || o.kind == "readDispute" }

// replay runs the round's successes through the model in the order of their commits, and demands of
// each refusal and each reading that it is right in some state between its call and its answer.
func (g *game) replay(log []*op) {
	if g.t.Failed() {
		return
	}
	queues := map[int64][]*op{} // user → successes in order
	var others []*op
	for _, o := range log {
		if !o.onlyReads() {
			g.sent++
		}
		g.counts[fmt.Sprintf("%s %d", o.kind, o.code)]++
		if o.to == "signed" && o.code == 200 {
			g.counts["signed"]++
		}
		if o.code == 200 && !o.onlyReads() {
			queues[o.user.id] = append(queues[o.user.id], o)
		} else {
			others = append(others, o)
		}
	}
	slices.SortStableFunc(others, func(a, b *op) int { return int(a.before - b.before) })
	rows := g.auditRows()
	told := toldNotices(log)
	active := g.admit(nil, &others, g.read)
	for _, row := range rows {
		active = g.expire(active, row.seq)
		if !g.step(row, queues, told) {
			return
		}
		g.read = row.seq
		active = g.admit(active, &others, row.seq)
	}
	g.expire(active, 1<<62)
	for _, q := range queues {
		if len(q) > 0 {
			g.t.Errorf("no audit row for %s", q[0])
		}
	}
	g.timely()
}

// step applies one audit row to the model.
func (g *game) step(row auditRow, queues map[int64][]*op, told map[mNotice]bool) bool {
	m := g.model
	switch {
	case slices.Contains(sideActs, row.act):
		return true
	case row.act == "claim.notice":
		n := mNotice{row.objectID, row.unit}
		if m.notices[n] = true; !told[n] {
			g.t.Errorf("unit %d has a notice of claim %d that no refusal told", n.unit, n.claim)
		}
		return true
	case row.user == 0:
		return g.bySystem(row)
	}
	q := queues[row.user]
	if len(q) == 0 {
		g.t.Errorf("audit row %d (%s %d by %d) belongs to no success", row.seq, row.act, row.objectID, row.user)
		return false
	}
	o := q[0]
	if o.kind == "final" && row.act == "transfer.withdrawn" {
		g.counts["offer ended by a ruling"]++
	}
	if o.kind == "undo" && row.act == "transfer.again" {
		g.counts["offer waits again"]++
		return true
	}
	if o.kind == "final" && row.act == "lead.report" || (o.kind == "final" || o.kind == "status") && row.act == "transfer.withdrawn" {
		return true // the second lead of a ruling, or an offer that ends with it or with the lead
	}
	queues[row.user] = q[1:]
	if row.act != o.mainAct() {
		g.t.Errorf("audit row %d is %s of %d, expected %s of %s", row.seq, row.act, row.objectID, o.mainAct(), o)
		return false
	}
	o.seq, o.auditDetail = row.seq, row.detail
	return g.success(o)
}

// success applies an operation that succeeded, and compares its answer.
func (g *game) success(o *op) bool {
	r := g.model.judge(o)
	if r.code != 200 {
		g.t.Errorf("%s was let through at %d; the model says %d %s\n%s", o, o.seq, r.code, r.word, g.story(o))
		return false
	}
	r.apply()
	if want, got := r.shows(), o.shown(); want != "" && want != got {
		g.t.Errorf("%s answered at %d\n got  %s\n want %s\n%s", o, o.seq, got, want, g.story(o))
		return false
	}
	return true
}

// bySystem applies what the day's work did.
func (g *game) bySystem(row auditRow) bool {
	m := g.model
	switch row.act {
	case "claim.lapse":
		l := m.leads[row.objectID]
		if l == nil || !m.lapsing(l) {
			g.t.Errorf("the claim of lead %d lapsed at %d, but %+v", row.objectID, row.seq, l)
			return false
		}
		m.lapse(l)
		g.counts["lapsed"]++
	case "transfer.expired":
		x := m.transfers[row.objectID]
		if !m.expiring(x) {
			g.t.Errorf("offer %d expired at %d, but %+v", row.objectID, row.seq, x)
			return false
		}
		g.counts["expired"]++
		m.moved(m.leads[x.lead], "transfer", "", "", 0)
		m.endOffer(x, "expired")
	case "dispute.final":
		d := m.disputes[row.objectID]
		if d == nil || !m.settledByTime(d) {
			g.t.Errorf("dispute %d was carried out at %d, but %+v", row.objectID, row.seq, d)
			return false
		}
		d.version++
		g.counts["settled by time"]++
		m.settle(d, 0, (&op{auditDetail: row.detail}).detail("newLeadId"))
	case "lead.report":
	case "transfer.withdrawn":
		g.counts["offer ended by a ruling"]++
	default:
		g.t.Errorf("the program did %s to %d by itself", row.act, row.objectID)
		return false
	}
	return true
}

// timely demands that the day's work has left nothing undone.
func (g *game) timely() {
	for slot := range modelSlots {
		for _, p := range g.model.sideBySide(slot) {
			if !g.model.parallel[p] {
				g.t.Errorf("two units hold the same on %s: leads %v\n%s\n%s", g.today, p, g.story(&op{lead: p[0]}), g.story(&op{lead: p[1]}))
			}
		}
	}
	for _, l := range g.model.leads {
		if g.model.lapsing(l) {
			g.t.Errorf("the claim of lead %d has not lapsed on %s", l.id, g.today)
		}
		if g.model.expiring(l.offer) {
			g.t.Errorf("offer %d has not expired on %s", l.offer.id, g.today)
		}
	}
	for _, d := range g.model.disputes {
		if g.model.settledByTime(d) {
			g.t.Errorf("dispute %d was not carried out on %s", d.id, g.today)
		}
	}
}

// admit adds what was sent by now to what waits for a state in which it is right.
func (g *game) admit(active []*op, others *[]*op, seq int64) []*op {
	for len(*others) > 0 && (*others)[0].before <= seq {
		active, *others = append(active, (*others)[0]), (*others)[1:]
	}
	return slices.DeleteFunc(active, g.right)
}

// expire finds those that were answered before the next change and were right in no state.
func (g *game) expire(active []*op, next int64) []*op {
	return slices.DeleteFunc(active, func(o *op) bool {
		if o.after >= next {
			return false
		}
		g.t.Errorf("%s was answered between %d and %d: %d %s\nthe model says %s\n%s", o, o.before, o.after, o.code, o.raw, strings.Join(o.expected, "\n  or "), g.story(o))
		return true
	})
}

// right reports whether the model answers now what the program answered.
func (g *game) right(o *op) bool {
	r := g.model.judge(o)
	said := fmt.Sprintf("%d %s", r.code, r.word)
	if r.code == 200 && r.shows != nil && o.onlyReads() {
		said += r.shows()
	}
	if r.notice != nil {
		said += fmt.Sprintf("%+v", *r.notice)
	}
	if len(o.expected) == 0 || o.expected[len(o.expected)-1] != said {
		o.expected = append(o.expected, said)
	}
	switch {
	case r.code != o.code:
		return false
	case r.code == 200:
		return o.onlyReads() && r.shows() == o.shown()
	case !bytes.Contains(o.raw, []byte(r.word)):
		return false
	case o.kind == "accept" && r.word == "争议":
		g.counts["accept in a dispute"]++
	case r.notice != nil:
		return o.notice() == *r.notice
	}
	return true
}

// notice is the notice that a refusal told.
func (o *op) notice() crm.ClaimNotice {
	s, _ := o.got["state"].(map[string]any)
	text := func(k string) string { x, _ := s[k].(string); return x }
	return crm.ClaimNotice{ClaimID: asInt(s["claimId"]), Level: text("level"), UnitName: text("unitName"), Until: crm.Date(text("until"))}
}

// toldNotices are the notices that refusals told, by unit of the report.
func toldNotices(log []*op) map[mNotice]bool {
	out := map[mNotice]bool{}
	for _, o := range log {
		if o.code != 409 {
			continue
		}
		state, _ := o.got["state"].(map[string]any)
		list, _ := state["notices"].([]any)
		for _, x := range append(list, state) {
			s, _ := x.(map[string]any)
			if claim := asInt(s["claimId"]); claim != 0 {
				for _, unit := range append([]int64{o.unit}, o.game.units...) {
					if o.kind != "report" || unit == o.unit {
						out[mNotice{claim, unit}] = true
					}
				}
			}
		}
	}
	return out
}

// shown prints an answer as the model does.
func (o *op) shown() string {
	switch o.kind {
	case "note", "visit":
		return ""
	case "offer", "accept", "refuse", "withdraw":
		return o.text("state")
	case "open", "answer", "retract", "decide", "appeal", "final", "readDispute":
		return fmt.Sprintf("dispute %d %s %q %q v%d", o.answered("id"), o.text("state"), o.text("decision"), o.text("final"), o.answered("version"))
	}
	voided, _ := o.got["voided"].(bool)
	return fmt.Sprintf("lead %d of %d owner %d %s %s voided %v v%d until %s %s", o.answered("id"), o.answered("unitId"), o.answered("ownerId"), o.text("stage"),
		o.text("status"), voided, o.answered("version"), o.text("protectedUntil"), o.text("companyName"))
}
