package server_test

import (
	"fmt"
	"slices"

	"yinfeng/crm"
)

func (m *model) offer(o *op, l *mLead) ruling {
	switch {
	case l.voided:
		return refuse(409, "作废")
	case l.stage == "signed":
		return refuse(409, "已签约")
	case resting(l):
		return refuse(409, "请先恢复为正常再流转")
	case o.version != l.version:
		return refuse(409, wordStale)
	case o.unit == l.unit:
		return refuse(422, "请选其他单位")
	case l.dispute != nil:
		return refuse(409, "争议")
	case l.offer != nil:
		return refuse(409, "正在流转给")
	}
	return ruling{code: 200, apply: func() {
		id := o.answered("id")
		l.offer = &mTransfer{id: id, lead: l.id, from: l.unit, to: o.unit, state: "pending", due: crm.Date(o.text("dueOn"))}
		m.transfers[id] = l.offer
		if l.shares[o.unit] == "" {
			l.shares[o.unit] = "offered"
		}
		m.moved(l, "transfer", "", "", o.user.id)
	}, shows: func() string { return "pending" }}
}

// answerOffer accepts or refuses for the receiving unit, or withdraws for the offering one.
func (m *model) answerOffer(o *op) ruling {
	x := m.transfers[o.transfer]
	side := func() int64 {
		if o.kind == "withdraw" {
			return x.from
		}
		return x.to
	}
	switch {
	case x == nil || !o.user.has(side()):
		return refuse(404, "流转")
	case o.kind == "refuse" && !o.reason:
		return refuse(422, "须写明原因")
	case x.state != "pending":
		return refuse(409, "不能再答复")
	}
	l := m.leads[x.lead]
	switch {
	case o.kind == "accept" && x.due < m.today:
		return refuse(409, "已过")
	case o.kind == "accept" && l.dispute != nil:
		return refuse(409, "争议")
	}
	state := map[string]string{"accept": "accepted", "refuse": "refused", "withdraw": "withdrawn"}[o.kind]
	return ruling{code: 200, apply: func() {
		m.moved(l, "transfer", "", "", o.user.id)
		if o.kind == "accept" {
			x.state, l.offer = state, nil
			m.give(l, x.to, o.user.id)
			return
		}
		m.endOffer(x, state)
	}, shows: func() string { return state }}
}

// endOffer ends an offer without a change of hands.
func (m *model) endOffer(x *mTransfer, state string) {
	l := m.leads[x.lead]
	x.state, l.offer = state, nil
	if l.shares[x.to] == "offered" {
		delete(l.shares, x.to)
	}
}

// expiring reports whether an offer has waited beyond its term.
func (m *model) expiring(x *mTransfer) bool {
	return x != nil && x.state == "pending" && x.due < m.today
}

func resting(l *mLead) bool { return l.status == "dropped" || l.status == "dormant" }

// merge puts the lead o.other into l.
func (m *model) merge(o *op, l *mLead) ruling {
	gone := m.leads[o.other]
	switch {
	case gone == nil || !o.user.has(gone.unit):
		return refuse(422, "找不到要并入的线索")
	case l == gone:
		return refuse(422, "并入它自己")
	case l.voided || gone.voided:
		return refuse(409, "作废")
	case gone.stage == "signed":
		return refuse(422, "已签约")
	case l.unit != gone.unit:
		return refuse(422, "责任单位不同")
	case l.slot != gone.slot:
		return refuse(422, "不是同一家")
	case resting(l) && !resting(gone):
		return refuse(422, "请反过来")
	}
	for _, x := range []*mLead{l, gone} {
		if x.dispute != nil {
			return refuse(409, "争议")
		}
		if x.offer != nil {
			return refuse(409, "正在流转给")
		}
	}
	if o.version != l.version || o.version2 != gone.version {
		return refuse(409, wordStale)
	}
	return ruling{code: 200, apply: func() { m.mergeNow(o, l, gone) }, shows: func() string { return m.show(l) }}
}

func (m *model) mergeNow(o *op, kept, gone *mLead) {
	x := &mMerge{id: o.detail("merge"), kept: kept.id, gone: gone.id, claim: gone.claim, into: kept.claim}
	if gone.claim != 0 {
		for _, n := range m.near(gone.slot, gone.id) {
			if n.unit != gone.unit && n.variant == gone.variant && m.protected(n) {
				x.beside = append(x.beside, n.id)
			}
		}
		m.endClaim(gone, "merged")
	}
	gone.voided = true
	for _, v := range gone.visits {
		if !slices.Contains(kept.visits, v) {
			x.visits = append(x.visits, v)
			kept.visits = append(kept.visits, v)
		}
	}
	m.merges[x.id] = x
	m.mergedSince(kept)
	m.mergeEvents("merge", o, kept, gone)
}

// mergedSince lets a claim begin when it was opened, or with the oldest one that is merged into it.
func (m *model) mergedSince(l *mLead) {
	c := m.claims[l.claim]
	if c == nil {
		return
	}
	c.since = c.opened
	for _, x := range m.merges {
		if x.into == c.id && x.claim != 0 && !x.undone {
			c.since = min(c.since, m.claims[x.claim].since)
		}
	}
}

func (m *model) mergeEvents(kind string, o *op, kept, gone *mLead) {
	for _, l := range []*mLead{kept, gone} {
		m.moved(l, kind, "", "", o.user.id)
		l.version++
	}
	m.renew(kept)
}

// unmerge takes a merge back, unless another unit has come to hold what the gone lead would hold again.
func (m *model) unmerge(o *op) ruling {
	x := m.merges[o.merge]
	if x == nil {
		return refuse(404, "合并")
	}
	kept, gone := m.leads[x.kept], m.leads[x.gone]
	for _, l := range []*mLead{kept, gone} {
		if !o.user.has(l.unit) && l.shares[o.user.unit] == "" {
			return refuse(404, "合并")
		}
		if !o.user.has(l.unit) {
			return refuse(403, "只能查看")
		}
	}
	switch {
	case x.undone:
		return refuse(409, "已撤销")
	case kept.voided:
		return refuse(409, "作废")
	case kept.stage == "signed":
		return refuse(409, "已签约")
	case kept.offer != nil:
		return refuse(409, "正在流转给")
	case kept.dispute != nil:
		return refuse(409, "争议")
	case o.version != kept.version:
		return refuse(409, wordStale)
	}
	if x.claim != 0 {
		for _, n := range m.near(gone.slot, gone.id) {
			if n.unit != gone.unit && n.variant == gone.variant && m.protected(n) && m.today <= m.end(m.claims[x.claim]) && !slices.Contains(x.beside, n.id) {
				return m.noticeOf(n, "L1")
			}
		}
	}
	return ruling{code: 200, apply: func() { m.unmergeNow(o, x, kept, gone) }, shows: func() string { return m.show(kept) }}
}

func (m *model) unmergeNow(o *op, x *mMerge, kept, gone *mLead) {
	kept.visits = slices.DeleteFunc(kept.visits, func(v int64) bool { return slices.Contains(x.visits, v) })
	gone.voided, x.undone = false, true
	if x.claim != 0 {
		c := m.claims[x.claim]
		c.held, c.why, gone.claim = true, "", c.id
	}
	m.mergedSince(kept)
	m.mergeEvents("unmerge", o, kept, gone)
	m.renew(gone)
}

// show prints what a lead's answer must show.
func (m *model) show(l *mLead) string {
	return fmt.Sprintf("lead %d of %d owner %d %s %s voided %v v%d until %s %s", l.id, l.unit, l.owner, l.stage, l.status, l.voided, l.version, m.until(l),
		modelCompany(l.slot, l.variant))
}
