package server_test

import (
	"slices"

	"yinfeng/crm"
)

// player is one of the eight people who act at once.
type player struct {
	login    string
	id, unit int64
	all      bool // reaches the whole city
	projects bool // may sign
	decides  bool
}

func (p *player) has(unit int64) bool { return p.all || p.unit == unit }

// ruling is what the model says of an operation in one state: the answer's code, for a refusal
// words that its text must hold, and for a success what it changes.
type ruling struct {
	code   int
	word   string
	notice *crm.ClaimNotice // that the refusal must tell, and nothing else
	apply  func()
	shows  func() string // what the answer should show; compared with what it shows
}

func refuse(code int, word string) ruling { return ruling{code: code, word: word} }

const wordStale = "修改过"

// judge decides an operation in the model's present state.
func (m *model) judge(o *op) ruling {
	switch o.kind {
	case "report":
		return m.report(o)
	case "visit":
		return m.visit(o)
	case "accept", "refuse", "withdraw":
		return m.answerOffer(o)
	case "unmerge":
		return m.unmerge(o)
	case "open":
		return m.openDispute(o)
	case "answer", "retract", "decide", "appeal", "final":
		return m.stepDispute(o)
	case "readDispute":
		return m.readDispute(o)
	}
	l := m.leads[o.lead]
	if l == nil || !o.user.has(l.unit) && !o.user.all && l.shares[o.user.unit] == "" {
		return refuse(404, "线索")
	}
	if o.kind == "read" {
		return ruling{code: 200, shows: func() string { return m.show(l) }}
	}
	if !o.user.has(l.unit) {
		return refuse(403, "只能查看")
	}
	judge := map[string]func(*op, *mLead) ruling{"edit": m.edit, "note": m.note, "stage": m.stage, "undo": m.undo, "status": m.status, "void": m.void,
		"offer": m.offer, "merge": m.merge}[o.kind]
	return judge(o, l)
}

// check is the duplicate check of a report: who reports beside his own leads decides, who reports
// what another unit holds is refused, unless it is only a like name and he says that it is new.
func (m *model) check(slot, variant int, unit, but int64, decided bool) ruling {
	return m.checkAgainst(m.near(slot, but), variant, unit, decided)
}

func (m *model) checkAgainst(near []*mLead, variant int, unit int64, decided bool) ruling {
	var own, told []*mLead
	for _, n := range near {
		switch {
		case n.unit == unit:
			own = append(own, n)
		case m.protected(n) && n.variant == variant:
			return m.noticeOf(n, "L1")
		case m.protected(n):
			told = append(told, n)
		}
	}
	switch {
	case decided || len(own)+len(told) == 0:
		return ruling{code: 200}
	case len(own) > 0:
		return refuse(409, "本单位已有")
	}
	return m.noticeOf(told[0], "L2")
}

// levelOf says how near two leads of one slot are.
func levelOf(a, b *mLead) string {
	if a.variant == b.variant {
		return "L1"
	}
	return "L2"
}

func (m *model) noticeOf(l *mLead, level string) ruling {
	c := m.claims[l.claim]
	until := m.end(c)
	if l.dispute != nil {
		until = max(until, m.today)
	}
	return ruling{code: 409, word: "首报", notice: &crm.ClaimNotice{ClaimID: c.id, Level: level, UnitName: m.names[c.unit], Until: until}}
}

func (m *model) report(o *op) ruling {
	if o.decision == "continue" {
		l := m.leads[o.other]
		if l == nil || l.slot != o.slot || l.voided || l.status == "dropped" || l.unit != o.unit {
			return refuse(422, "不在查重结果里")
		}
		return ruling{code: 200, apply: func() {}, shows: func() string { return m.show(l) }}
	}
	if r := m.check(o.slot, o.variant, o.unit, 0, o.decision != ""); r.code != 200 {
		return r
	}
	var l *mLead
	return ruling{code: 200, apply: func() { l = m.newLead(o.answered("id"), o.slot, o.variant, o.unit, o.user.id) }, shows: func() string { return m.show(l) }}
}

func (m *model) edit(o *op, l *mLead) ruling {
	switch {
	case l.voided:
		return refuse(409, "作废")
	case o.version != l.version:
		return refuse(409, wordStale)
	case l.stage == "signed" && o.variant != l.variant:
		return refuse(422, "企业不能再换")
	}
	if o.variant != l.variant && l.dispute != nil {
		return refuse(409, "争议")
	}
	asleep := l.status == "dropped" || l.status == "dormant" || l.stage == "signed"
	if o.variant != l.variant && !asleep {
		if r := m.check(l.slot, o.variant, l.unit, l.id, o.decision != ""); r.code != 200 {
			return r
		}
	}
	return ruling{code: 200, apply: func() {
		l.variant, l.version = o.variant, l.version+1
		m.moved(l, "edit", "", "", o.user.id)
	}, shows: func() string { return m.show(l) }}
}

func (m *model) note(_ *op, l *mLead) ruling {
	if l.voided {
		return refuse(409, "作废")
	}
	return ruling{code: 200, apply: func() {}, shows: func() string { return "" }}
}

// visit links a visit of the player's own unit to a lead that he reads.
func (m *model) visit(o *op) ruling {
	l := m.leads[o.lead]
	if l == nil || l.voided || !o.user.has(l.unit) && l.shares[o.user.unit] == "" {
		return refuse(422, "所选线索不存在")
	}
	return ruling{code: 200, apply: func() {
		m.visits[o.answered("id")] = mVisit{o.user.unit, m.today, m.round}
		l.visits = append(l.visits, o.answered("id"))
		m.renew(l)
	}, shows: func() string { return "" }}
}

func (m *model) stage(o *op, l *mLead) ruling {
	from, to := stageIndex(l.stage), stageIndex(o.to)
	switch {
	case o.version != l.version:
		return refuse(409, wordStale)
	case l.voided:
		return refuse(409, "作废")
	case l.stage == "signed":
		return refuse(409, "已签约")
	case l.status != "active":
		return refuse(409, "请先恢复为正常再推进")
	case to == from:
		return refuse(409, "已在")
	case to < from && !o.reason:
		return refuse(422, "须写明原因")
	case o.to == "signed" && l.stage != "agreeing":
		return refuse(409, "须先到")
	case to > from && to >= stageIndex("visiting") && len(l.visits) == 0:
		return refuse(422, "还缺")
	case o.to == "signed" && !o.user.projects:
		return refuse(403, "登记或修改项目")
	case o.to == "signed" && l.offer != nil:
		return refuse(409, "正在流转给")
	case o.to == "signed" && l.dispute != nil:
		return refuse(409, "争议")
	}
	if o.to == "signed" && !m.protected(l) {
		for _, n := range m.near(l.slot, l.id) {
			if n.unit != l.unit && m.protected(n) {
				return m.noticeOf(n, levelOf(n, l))
			}
		}
	}
	return ruling{code: 200, apply: func() {
		m.moved(l, "stage", l.stage, o.to, o.user.id)
		l.stage, l.version = o.to, l.version+1
		if o.to == "signed" {
			m.endClaim(l, "signed")
		}
		m.renew(l)
	}, shows: func() string { return m.show(l) }}
}

// undo takes back the player's own last move of stage, or of status out of 正常 or from 暂停 to it;
// what ended with it holds again, unless somebody has come to say the same meanwhile.
func (m *model) undo(o *op, l *mLead) ruling {
	last := l.moves[len(l.moves)-1]
	status := last.kind == "status" && last.to == l.status && (last.from == "active" || last.from == "paused" && last.to == "active" && !last.claimed)
	switch {
	case o.version != l.version:
		return refuse(409, wordStale)
	case last.user != o.user.id || l.stage == "signed" || l.voided || !status && (last.kind != "stage" || last.to != l.stage):
		return refuse(409, "没有可撤销")
	case last.round != m.round:
		return refuse(409, "超过 60 秒")
	}
	if status && resting(l) {
		near := slices.DeleteFunc(m.near(l.slot, l.id), func(n *mLead) bool { return !n.changedSince(last) })
		if r := m.checkAgainst(near, l.variant, l.unit, false); r.code != 200 {
			return r
		}
	}
	return ruling{code: 200, apply: func() {
		l.version++
		if status {
			m.undoStatus(o, l, last.from)
			m.offerAgain(o, l, last.took)
			return
		}
		m.moved(l, "undo", l.stage, last.from, o.user.id)
		l.stage = last.from
		m.renew(l)
	}, shows: func() string { return m.show(l) }}
}

// offerAgain lets an offer that ended with its lead wait again, in the term that it had.
func (m *model) offerAgain(o *op, l *mLead, x *mTransfer) {
	if x == nil || x.due < m.today {
		return
	}
	x.state, l.offer = "pending", x
	if l.shares[x.to] == "" {
		l.shares[x.to] = "offered"
	}
	m.moved(l, "transfer", "", "", o.user.id)
}

func (m *model) undoStatus(o *op, l *mLead, back string) {
	m.moved(l, "status undone", l.status, back, o.user.id)
	ended := resting(l)
	l.status = back
	if back == "paused" && l.claim != 0 {
		c := m.claims[l.claim]
		c.until = c.until.AddDays(-m.pausing(l, l.progress)) // waking had added the pause, which goes on
	}
	if ended && l.claim == 0 {
		for _, c := range m.claims {
			if c.lead == l.id && c.id > l.claim {
				l.claim = c.id
			}
		}
		m.claims[l.claim].held, m.claims[l.claim].why = true, ""
		m.renew(l)
	}
}

func (m *model) status(o *op, l *mLead) ruling {
	switch {
	case o.version != l.version:
		return refuse(409, wordStale)
	case l.voided:
		return refuse(409, "作废")
	case l.stage == "signed":
		return refuse(409, "已签约")
	case o.to == l.status:
		return refuse(409, "线索已是")
	case o.to != "active" && !o.reason:
		return refuse(422, "须写明原因")
	case (o.to == "dropped" || o.to == "dormant") && l.dispute != nil:
		return refuse(409, "争议")
	}
	wake := o.to == "active" && !m.protected(l)
	if wake {
		if r := m.check(l.slot, l.variant, l.unit, l.id, o.decision != ""); r.code != 200 {
			return r
		}
	}
	return ruling{code: 200, apply: func() {
		var took *mTransfer
		switch {
		case o.to == "dropped" || o.to == "dormant":
			m.endClaim(l, o.to)
			if l.offer != nil {
				took = l.offer
				m.endOffer(took, "withdrawn")
			}
		case wake:
			m.endClaim(l, "lapsed")
			m.openClaim(l)
		case o.to == "active" && l.claim != 0:
			m.claims[l.claim].until = m.until(l)
		}
		m.moved(l, "status", l.status, o.to, o.user.id)
		move := &l.moves[len(l.moves)-1]
		move.claimed, move.took = wake, took
		l.status, l.version = o.to, l.version+1
	}, shows: func() string { return m.show(l) }}
}

func (m *model) void(o *op, l *mLead) ruling {
	switch {
	case l.voided:
		return refuse(409, "作废")
	case o.version != l.version:
		return refuse(409, wordStale)
	case l.stage == "signed":
		return refuse(409, "已签约")
	case l.dispute != nil:
		return refuse(409, "争议")
	case l.offer != nil:
		return refuse(409, "正在流转给")
	}
	return ruling{code: 200, apply: func() {
		l.voided, l.version = true, l.version+1
		m.endClaim(l, "void")
		m.moved(l, "void", "", "", o.user.id)
	}, shows: func() string { return m.show(l) }}
}
