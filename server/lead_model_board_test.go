package server_test

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// board is what the players know of each other's work: the ids of things, and how they looked last.
type board struct {
	sync.Mutex
	leads     []*seenLead
	byID      map[int64]*seenLead
	transfers []*seenOffer
	disputes  []*seenDispute
	merges    []*seenMerge
	claims    map[int64][]int64 // unit → claims that it was told of
}

type seenLead struct {
	id, version   int64
	slot, variant int
	unit          int64
	stage, status string
	dead          bool // voided or signed
}

type seenOffer struct {
	id, lead, from, to int64
	done               bool
}

type seenDispute struct {
	id, version, unit, holder int64
	lead                      int64 // 0 when its claim is of this round
	slot, variant             int
	state                     string
}

type seenMerge struct{ id, kept int64 }

// some picks one of what the board holds, often a recent one; the zero value when there is none.
func some[T any](r *rand.Rand, l []T) (x T) {
	if len(l) == 0 {
		return x
	}
	if r.IntN(3) > 0 {
		l = l[max(0, len(l)-6):]
	}
	return l[r.IntN(len(l))]
}

// note keeps what a success has shown.
func (b *board) note(o *op) {
	b.Lock()
	defer b.Unlock()
	switch o.kind {
	case "offer":
		b.transfers = append(b.transfers, &seenOffer{id: o.answered("id"), lead: o.lead, from: o.answered("fromUnitId"), to: o.answered("toUnitId")})
	case "accept", "refuse", "withdraw":
		for _, x := range b.transfers {
			x.done = x.done || x.id == o.transfer
		}
	case "open", "answer", "retract", "decide", "appeal", "final", "readDispute":
		b.dispute(o)
	case "note", "visit":
	default:
		b.lead(o)
	}
}

func (b *board) lead(o *op) {
	l := b.byID[o.answered("id")]
	if l == nil {
		l = &seenLead{id: o.answered("id"), slot: o.slot, variant: o.variant}
		b.leads, b.byID[l.id] = append(b.leads, l), l
	}
	if v := o.answered("version"); v >= l.version {
		voided, _ := o.got["voided"].(bool)
		l.version, l.unit, l.stage, l.status, l.dead = v, o.answered("unitId"), o.text("stage"), o.text("status"), voided || o.text("stage") == "signed"
		l.variant = 0
		if o.text("companyName") == modelCompany(l.slot, 1) {
			l.variant = 1
		}
	}
	if gone := b.byID[o.other]; o.kind == "merge" && gone != nil {
		gone.dead = true
	}
}

func (b *board) dispute(o *op) {
	i := slices.IndexFunc(b.disputes, func(d *seenDispute) bool { return d.id == o.answered("id") })
	if i < 0 {
		i = len(b.disputes)
		b.disputes = append(b.disputes, &seenDispute{id: o.answered("id"), slot: o.slot, variant: o.variant, lead: o.game.model.leadOf(o.claim)})
	}
	d := b.disputes[i]
	if v := o.answered("version"); v >= d.version {
		d.version, d.unit, d.holder, d.state = v, o.answered("unitId"), o.answered("holderId"), o.text("state")
	}
	if id := o.answered("newLeadId"); id != 0 && b.byID[id] == nil {
		l := &seenLead{id: id, slot: d.slot, variant: d.variant, unit: d.unit, version: 1, stage: "new", status: "active"}
		b.leads, b.byID[id] = append(b.leads, l), l
	}
}

// told keeps that a unit has had a notice of a claim.
func (b *board) told(unit, claim int64) {
	b.Lock()
	defer b.Unlock()
	if !slices.Contains(b.claims[unit], claim) {
		b.claims[unit] = append(b.claims[unit], claim)
	}
}

// offered reports whether an offer of a lead waits, as far as the players know.
func (b *board) offered(lead int64) bool {
	return slices.ContainsFunc(b.transfers, func(x *seenOffer) bool { return !x.done && x.lead == lead })
}

// contested reports whether a dispute about a lead goes on, as far as the players know.
func (b *board) contested(lead int64) bool {
	return slices.ContainsFunc(b.disputes, func(d *seenDispute) bool { return d.lead == lead && d.state != "final" && d.state != "withdrawn" })
}

// noticed reports whether a unit was told of the claim that a lead holds.
func (b *board) noticed(m *model, lead int64) bool {
	for _, claims := range b.claims {
		if slices.ContainsFunc(claims, func(c int64) bool { return m.leadOf(c) == lead }) {
			return true
		}
	}
	return false
}

// pick copies one of what the board holds that suits — by the first demand that anything meets — or
// any when none does or by the way.
func pick[T any](r *rand.Rand, b *board, all func() []*T, suits ...func(*T) bool) (x T, ok bool) {
	b.Lock()
	defer b.Unlock()
	l := all()
	var fit []*T
	for _, suit := range suits {
		if fit = slices.DeleteFunc(slices.Clone(l), func(x *T) bool { return !suit(x) }); len(fit) > 0 {
			break
		}
	}
	if len(fit) == 0 || r.IntN(8) == 0 {
		fit = l
	}
	if len(fit) == 0 {
		return x, false
	}
	return *some(r, fit), true
}
