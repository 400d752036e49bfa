package crm

import "strings"

// containsNext reports whether an edit, told as the labels of what changed, changed the next step.
func containsNext(changes string) bool { return strings.Contains(changes, "下一步") }

// term is one clock in working days.
type term struct {
	kind   ReminderKind
	label  string
	from   Date
	days   int
	doneOn Date
}

// terms are the clocks in working days that a lead has.
func (p LeadPast) terms(r ClockRules) []term {
	assess := r.AssessDays
	if p.AmountCNY >= r.MajorCNY {
		assess = r.AssessMajorDays
	}
	out := []term{{RemindRespond, "响应", p.begin(), r.RespondDays, p.responded()}, {RemindAssess, "研判", p.begin(), assess, p.assessed()}}
	if p.HandedOn != "" {
		out = append(out, term{RemindFeedback, "反馈", p.HandedOn, r.FeedbackDays, p.fedBack()})
	}
	return append(out, term{RemindNote, "跟进记录", p.noted(), r.NoteDays, ""})
}

// Alive reports whether the lead's clocks concern anybody: those of signed, ended, sleeping and
// voided leads don't.
func (p LeadPast) Alive() bool {
	return !p.Voided && p.Stage != StageSigned && (p.Status == LeadActive || p.Status == LeadPaused)
}

// soonAt is the working day of a clock of days on which a person is reminded that it ends.
func (r ClockRules) soonAt(days int) int { return max(1, days-r.RemindDays) }

// Clocks tells how a lead's clocks stand today; none for a lead that nobody works at.
func (p LeadPast) Clocks(r ClockRules, w Workdays, today Date) []LeadClock {
	out := []LeadClock{}
	if !p.Alive() {
		return out
	}
	for _, t := range p.terms(r) {
		out = append(out, p.clock(t, r, w, today))
	}
	return append(out, p.idleClock(r, today))
}

func (p LeadPast) clock(t term, r ClockRules, w Workdays, today Date) LeadClock {
	c := LeadClock{Kind: t.kind, Label: t.label, From: t.from, Due: p.due(t.from, t.days, w), DoneOn: t.doneOn}
	end := today
	_, _, paused := p.stops()
	if t.doneOn != "" {
		end = t.doneOn
	} else if paused != "" {
		end = paused
	}
	c.Days = p.walked(t.from, end, w)
	switch {
	case t.doneOn != "":
		c.State = "done"
	case p.Status == LeadPaused:
		c.State = "paused"
	case today > c.Due:
		c.State = "late"
	case today >= p.due(t.from, r.soonAt(t.days), w):
		c.State = "soon"
	default:
		c.State = "open"
	}
	return c
}

func (p LeadPast) idleClock(r ClockRules, today Date) LeadClock {
	base := p.idle()
	idle := base.AddDays(p.Stopped(base))
	c := LeadClock{Kind: RemindIdle, Label: "实质进展", From: base, Due: idle.AddMonths(r.YellowMonths), State: "open"}
	end := today
	_, _, paused := p.stops()
	if paused != "" {
		end = paused
	}
	c.Days = max(0, idle.DaysUntil(end))
	switch colour := ProgressWarning(idle, "", today, p.Status, p.Stage, r); {
	case p.Status == LeadPaused:
		c.State = "paused"
	case colour != "":
		c.State, c.Due = colour, idle.AddMonths(r.RedMonths)
	}
	return c
}

// Steps are the thresholds that a lead's clocks passed after the day `after`, up to today: of each
// clock the newest only, as a run that stood still for some days tells them.
func (p LeadPast) Steps(r ClockRules, w Workdays, after, today Date) (out []ClockStep) {
	if !p.Alive() || p.Status != LeadActive {
		return nil
	}
	for _, t := range p.terms(r) {
		if t.doneOn != "" {
			continue
		}
		step := ClockStep{Kind: t.kind, From: t.from, Due: p.due(t.from, t.days, w)}
		late, soon := p.going(step.Due.AddDays(1)), p.due(t.from, r.soonAt(t.days), w)
		switch {
		case late > after && late <= today:
			step.Step = StepLate
		case soon > after && soon <= today:
			step.Step = StepSoon
		default:
			continue
		}
		out = append(out, step)
	}
	base := p.idle()
	if base == "" {
		return out
	}
	idle := base.AddDays(p.Stopped(base))
	for _, c := range []struct {
		step   string
		months int
	}{{StepRed, r.RedMonths}, {StepYellow, r.YellowMonths}} {
		if on := p.going(idle.AddMonths(c.months)); on > after && on <= today {
			return append(out, ClockStep{Kind: RemindIdle, Step: c.step, From: base, Due: on})
		}
	}
	return out
}

// going is the day d, or the first one after it on which the clocks went.
func (p LeadPast) going(d Date) Date {
	stops, _, _ := p.stops()
	for _, s := range stops {
		if d > s.from && d <= s.to {
			d = s.to.AddDays(1)
		}
	}
	return d
}

// Waits gives the clocks that still wait for something and from which day each counts; none while
// the lead is paused or nobody works at it.
func (p LeadPast) Waits() map[ReminderKind]Date {
	out := map[ReminderKind]Date{}
	if !p.Alive() || p.Status != LeadActive {
		return out
	}
	for _, t := range p.terms(DefaultClockRules) {
		if t.doneOn == "" {
			out[t.kind] = t.from
		}
	}
	out[RemindIdle] = p.idle()
	return out
}
