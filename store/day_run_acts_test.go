package store_test

import (
	"context"

	"yinfeng/crm"
)

// act does one thing with a lead and tells its oracle.
func (y *clockYear) act(o *clockOracle, day crm.Date) {
	v := *y.holders[o.id]
	l, err := y.s.Lead(context.Background(), v, o.id)
	y.must(err)
	if o.status == crm.LeadDormant || o.status == crm.LeadDropped {
		if y.r.IntN(3) == 0 {
			y.turn(o, l.Lead, crm.LeadActive)
			o.base, o.idle, o.until = day, day, day.AddMonths(6)
			o.noted(day) // the new claim begins today
		}
		return
	}
	switch n := y.r.IntN(14); {
	case n < 3:
		told := o.handed && n == 0 // only what is written to the unit that handed it over is feedback
		_, err = y.s.AddLeadNote(y.ctx, v, o.id, crm.NoteInput{Text: "电话联系", Feedback: told})
		y.must(err)
		o.answered()
		o.feedback.open = o.feedback.open && !told
		o.noted(day)
	case n < 5:
		y.visit(v, day, l.CompanyName, o.id)
		o.respond.open = false
		o.noted(day)
		o.progressed(day)
	case n == 5:
		y.forward(o, l.Lead, day)
	case n == 6: // a colleague of another unit, who sees the whole city, writes on it
		_, err = y.s.AddLeadNote(y.ctx, y.manager, o.id, crm.NoteInput{Text: "请抓紧"})
		y.must(err)
	case n == 7:
		in := l.Input()
		in.NextStep, in.NextDue = "再谈一次"+string(day), day.AddDays(7)
		_, err = y.s.UpdateLead(y.ctx, v, o.id, in)
		y.must(err)
		o.respond.open = false
	case n < 11 && o.status == crm.LeadPaused:
		y.turn(o, l.Lead, crm.LeadActive)
	case n < 10:
		y.turn(o, l.Lead, crm.LeadPaused)
	case n == 10 && o.offer == nil:
		y.turn(o, l.Lead, crm.LeadDropped)
		o.assess.open = false
		o.qualified = true // judged, also in the eyes of the next unit
	default:
		y.handOver(o, l.Lead, day)
	}
}

// turn gives a lead a status, by its own people.
func (y *clockYear) turn(o *clockOracle, l crm.Lead, to crm.LeadStatus) {
	_, err := y.s.SetLeadStatus(y.ctx, *y.holders[o.id], o.id, crm.StatusInput{Status: to, Reason: "企业意见", Version: l.Version})
	y.must(err)
	o.status = to
	o.answered()
}

// forward moves a lead a stage on, or takes the move back at once.
func (y *clockYear) forward(o *clockOracle, l crm.Lead, day crm.Date) {
	if l.Stage.Index() >= crm.StageTalking.Index() || l.Status != crm.LeadActive {
		return
	}
	moved, err := y.s.MoveStage(y.ctx, *y.holders[o.id], o.id, crm.StageInput{Stage: crm.Stages[l.Stage.Index()+1], Version: l.Version})
	y.must(err)
	if y.r.IntN(4) == 0 {
		_, err = y.s.UndoMove(y.ctx, *y.holders[o.id], o.id, moved.Version)
		y.must(err)
		return
	}
	o.answered()
	o.assess.open, o.qualified = false, true
	o.noted(day)
	o.progressed(day)
}

// handOver offers a lead to the other county, or answers the offer that waits.
func (y *clockYear) handOver(o *clockOracle, l crm.Lead, day crm.Date) {
	if o.offer != nil {
		y.answer(o, day)
		return
	}
	unit := y.west.ID
	if y.holders[o.id] == &y.westman {
		unit = y.east.ID
	}
	x, err := y.s.OfferTransfer(y.ctx, *y.holders[o.id], o.id, crm.TransferInput{ToUnitID: unit, Reason: "更合适", Version: l.Version})
	y.must(err)
	o.offer = &offerOracle{id: x.ID, due: x.DueOn}
}

// answer refuses or accepts an offer in the name of the other county.
func (y *clockYear) answer(o *clockOracle, day crm.Date) {
	to := &y.westman
	if y.holders[o.id] == to {
		to = &y.eastman
	}
	if y.r.IntN(2) == 0 {
		_, err := y.s.RefuseTransfer(y.ctx, *to, o.offer.id, crm.DecisionInput{Reason: "没有用地"})
		y.must(err)
		o.offer = nil
		return
	}
	_, err := y.s.AcceptTransfer(y.ctx, *to, o.offer.id, crm.DecisionInput{})
	y.must(err)
	y.holders[o.id] = to
	o.accepted(day)
}
