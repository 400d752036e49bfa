package server_test

import (
	"cmp"
	"slices"

	"yinfeng/crm"
)

// model is the sequential model of leads with rights: what domain §4 says of stages, claims,
// transfers, merges and disputes, written down once more in plain Go. It calls nothing of the
// store, and of crm only the calendar.
type model struct {
	names     map[int64]string // of units
	today     crm.Date
	round     int // the real clock stands still within a round and jumps past the undo minute after it
	leads     map[int64]*mLead
	slots     [modelSlots][]*mLead // the same, by intention and in the order of their ids
	claims    map[int64]*mClaim
	transfers map[int64]*mTransfer
	disputes  map[int64]*mDispute
	merges    map[int64]*mMerge
	visits    map[int64]mVisit
	notices   map[mNotice]bool
	parallel  map[[2]int64]bool // pairs of leads that may be protected side by side in two units
	apart     map[[2]int64]bool // pairs that a ruling has found to be two intentions
	nextClaim int64
	nextMove  int
}

// mLead is a lead of the model. The same slot is the same intention; the same variant of a slot
// is the same company (L1), the other variant a company of a like name (L2).
type mLead struct {
	id            int64
	slot, variant int
	unit, owner   int64
	reporter      int64
	stage, status string
	voided        bool
	version       int64
	reported      crm.Date
	progress      crm.Date
	claim         int64      // the claim it holds, 0 for none
	offer         *mTransfer // that waits for an answer
	dispute       *mDispute  // that is not over
	moves         []mMove
	visits        []int64
	shares        map[int64]string // units that read it beside its own, and why
	given         []mGiven
}

// mMove is a line of a lead's history other than a note.
type mMove struct {
	n              int // in the order of all moves
	kind, from, to string
	user           int64
	round          int
	on             crm.Date
	claimed        bool       // it opened a claim
	took           *mTransfer // the offer that ended with it
}

// mGiven is a unit that handed the lead on.
type mGiven struct {
	unit  int64
	round int
}

type mVisit struct {
	unit  int64
	on    crm.Date
	round int
}

type mClaim struct {
	id, lead, unit int64
	since, opened  crm.Date // since is earlier when a lead with an older claim was merged in
	until          crm.Date
	ruled          crm.Date      // the day on which a ruling gave it to its unit, "" for none
	waits          [][2]crm.Date // disputes that are over, first and last day
	held           bool
	why            string // it ended
}

type mTransfer struct {
	id, lead, from, to int64
	state              string
	due                crm.Date
}

type mDispute struct {
	id, claim, lead, unit, holder, user int64
	slot, variant                       int
	state, decision, final              string
	decidedBy, newLead, version         int64
	on, answerDue, appealDue            crm.Date
}

type mMerge struct {
	id, kept, gone int64
	visits         []int64 // that the kept lead did not have
	claim, into    int64   // of the gone lead, which ended, and of the kept one
	beside         []int64 // leads of other units that were protected beside the gone one
	undone         bool
}

type mNotice struct{ claim, unit int64 }

func newModel(names map[int64]string) *model {
	return &model{names: names, leads: map[int64]*mLead{}, claims: map[int64]*mClaim{}, transfers: map[int64]*mTransfer{}, disputes: map[int64]*mDispute{},
		merges: map[int64]*mMerge{}, visits: map[int64]mVisit{}, notices: map[mNotice]bool{}, parallel: map[[2]int64]bool{}, apart: map[[2]int64]bool{}}
}

const modelClaimMonths = 6

// newLead reports a lead with its claim.
func (m *model) newLead(id int64, slot, variant int, unit, owner int64) *mLead {
	l := &mLead{id: id, slot: slot, variant: variant, unit: unit, owner: owner, reporter: unit, stage: "new", status: "active", version: 1,
		reported: m.today, progress: m.today, shares: map[int64]string{}}
	m.leads[id], m.slots[slot] = l, append(m.slots[slot], l)
	m.moved(l, "report", "", "new", owner)
	m.openClaim(l)
	return l
}

func (m *model) moved(l *mLead, kind, from, to string, user int64) {
	m.nextMove++
	l.moves = append(l.moves, mMove{n: m.nextMove, kind: kind, from: from, to: to, user: user, round: m.round, on: m.today})
}

// changedSince reports whether something has happened to a lead since a move that may change whom it
// stands in the way of.
func (l *mLead) changedSince(move mMove) bool {
	return slices.ContainsFunc(l.moves, func(e mMove) bool { return e.n > move.n && e.kind != "stage" && e.kind != "undo" })
}

func (m *model) openClaim(l *mLead) {
	m.nextClaim++
	m.claims[m.nextClaim] = &mClaim{id: m.nextClaim, lead: l.id, unit: l.unit, since: m.today, opened: m.today, until: m.today.AddMonths(modelClaimMonths), held: true}
	l.claim = m.nextClaim
}

func (m *model) endClaim(l *mLead, why string) {
	if l.claim != 0 {
		m.claims[l.claim].held, m.claims[l.claim].why = false, why
		l.claim = 0
	}
}

// protected reports whether the lead's claim speaks against other units; while a dispute about it goes
// on it is not over.
func (m *model) protected(l *mLead) bool {
	return l.claim != 0 && (m.today <= m.end(m.claims[l.claim]) || l.dispute != nil)
}

// end is the last day of a claim's protection: while its lead is paused it moves on with the days.
func (m *model) end(c *mClaim) crm.Date {
	l := m.leads[c.lead]
	return c.until.AddDays(m.pausing(l, l.progress))
}

// pauses are the pauses that are over, and the first day of one that goes on.
func (l *mLead) pauses() (over [][2]crm.Date, open crm.Date) {
	var kept []mMove
	for _, e := range l.moves {
		switch e.kind {
		case "status":
			kept = append(kept, e)
		case "status undone":
			kept = kept[:len(kept)-1]
		}
	}
	for _, e := range kept {
		if open != "" {
			over = append(over, [2]crm.Date{open, e.on})
		}
		if open = ""; e.to == "paused" {
			open = e.on
		}
	}
	return over, open
}

// paused counts the days after d of pauses that are over.
func (l *mLead) paused(d crm.Date) (n int) {
	over, _ := l.pauses()
	for _, p := range over {
		n += max(0, max(p[0], d).DaysUntil(p[1]))
	}
	return n
}

// running counts the days after d, of those after from up to the day to, on which it was not paused.
func (l *mLead) running(d, from, to crm.Date) int {
	over, open := l.pauses()
	if from = max(from, d); open != "" {
		to = min(to, open)
	}
	n := max(0, from.DaysUntil(to))
	for _, p := range over {
		n -= max(0, max(p[0], from).DaysUntil(min(p[1], to)))
	}
	return n
}

// pausing counts the days after d of a pause that goes on.
func (m *model) pausing(l *mLead, d crm.Date) int {
	_, open := l.pauses()
	if open == "" {
		return 0
	}
	return max(0, max(open, d).DaysUntil(m.today))
}

// until is the last day of the lead's held claim, "" for none.
func (m *model) until(l *mLead) crm.Date {
	if l.claim == 0 {
		return ""
	}
	return m.end(m.claims[l.claim])
}

// renew derives the last real progress, and protects from it a claim that has not lapsed; the last
// day of one that has stays what it was.
func (m *model) renew(l *mLead) {
	on := max(l.reported, m.lastForward(l))
	for _, id := range l.visits {
		if v := m.visits[id]; m.counts(l, v) {
			on = max(on, v.on)
		}
	}
	c := m.claims[l.claim]
	renewed, was := m.protected(l) && on != l.progress, m.until(l)
	switch l.progress = on; {
	case renewed:
		from := max(on, c.opened, c.ruled)
		c.until = from.AddMonths(modelClaimMonths).AddDays(l.paused(from))
		for _, d := range c.waits {
			c.until = c.until.AddDays(l.running(from, d[0], d[1]))
		}
	case c != nil:
		c.until = c.until.AddDays(m.until(l).DaysUntil(was))
	}
}

// counts reports whether a visit is the lead's progress: of the unit that keeps it, or entered by
// one that kept it before it handed the lead on.
func (m *model) counts(l *mLead, v mVisit) bool {
	return v.unit == l.unit || slices.ContainsFunc(l.given, func(g mGiven) bool { return g.unit == v.unit && v.round <= g.round })
}

var modelStages = []string{"new", "qualified", "talking", "visiting", "agreeing", "signed"}

func stageIndex(s string) int { return slices.Index(modelStages, s) }

// lastForward is the day of the newest step, of the lead or one that was merged into it, that went
// further than before and was not undone.
func (m *model) lastForward(l *mLead) (on crm.Date) {
	var kept []mMove
	for _, e := range l.moves {
		switch e.kind {
		case "stage":
			kept = append(kept, e)
		case "undo":
			kept = kept[:max(len(kept)-1, 0)]
		}
	}
	top := 0
	for _, e := range kept {
		if at := stageIndex(e.to); at > top {
			top, on = at, e.on
		}
	}
	for _, x := range m.merges {
		if x.kept == l.id && !x.undone {
			on = max(on, m.lastForward(m.leads[x.gone]))
		}
	}
	return on
}

// give hands a lead and its claim to a unit: the former one reads on.
func (m *model) give(l *mLead, to, owner int64) {
	from := l.unit
	m.part(l, to)
	l.unit, l.owner, l.version = to, owner, l.version+1
	delete(l.shares, to)
	l.shares[from] = "transferred"
	l.given = append(l.given, mGiven{from, m.round})
	if l.claim != 0 {
		m.claims[l.claim].unit = to
	}
}

// part remembers that protected leads of one unit come to stand side by side in two.
func (m *model) part(l *mLead, to int64) {
	for _, o := range m.slots[l.slot] {
		if o != l && o.variant == l.variant && o.unit == l.unit && to != o.unit && m.protected(o) && m.protected(l) {
			m.parallel[pairOf(o.id, l.id)] = true
		}
	}
}

func pairOf(a, b int64) [2]int64 { return [2]int64{min(a, b), max(a, b)} }

// near are the leads that say what a report says, in the order of their ids.
func (m *model) near(slot int, but int64) []*mLead {
	var out []*mLead
	for _, l := range m.slots[slot] {
		if l.id != but && !l.voided && l.status != "dropped" && !m.apart[pairOf(l.id, but)] {
			out = append(out, l)
		}
	}
	return out
}

func (d *mDispute) live() bool { return d.state != "final" && d.state != "withdrawn" }

func (d *mDispute) ruling() string { return cmp.Or(d.final, d.decision) }

// sideBySide lists pairs of leads of one company and intention that two units hold protected.
func (m *model) sideBySide(slot int) [][2]int64 {
	var held []*mLead
	var out [][2]int64
	for _, b := range m.near(slot, 0) {
		if !m.protected(b) {
			continue
		}
		for _, a := range held {
			if a.variant == b.variant && a.unit != b.unit {
				out = append(out, [2]int64{a.id, b.id})
			}
		}
		held = append(held, b)
	}
	return out
}

// leadOf is the lead of a claim that was held when the round began, 0 for any other.
func (m *model) leadOf(claim int64) int64 {
	if c := m.claims[claim]; c != nil && c.held {
		return c.lead
	}
	return 0
}

// rushes is how many free companies all players report at the beginning of a round.
const rushes = 4

// free are companies of which nobody holds the intention: all at first, a few later.
func (m *model) free() (out [][2]int) {
	for slot := range modelSlots {
		for variant := range 2 {
			held := slices.ContainsFunc(m.near(slot, 0), func(l *mLead) bool { return l.variant == variant && l.claim != 0 })
			if !held && (m.round == 1 && variant == 0 || m.round > 1 && len(out) < rushes) {
				out = append(out, [2]int{slot, variant})
			}
		}
	}
	return out
}
