package store_test

import (
	"fmt"

	"yinfeng/crm"
)

// clockOracle counts a lead's clocks as a person with a wall calendar would: a stroke for every
// working day that begins while the lead is being worked at. It knows no formula of crm.
type clockOracle struct {
	id                              int64
	status                          crm.LeadStatus
	qualified                       bool
	major                           bool
	begin                           crm.Date // reported or handed over
	handed                          bool
	respond, assess, feedback, note stroke
	base, idle, until               crm.Date // last progress; with days of standing still; protected until
	offer                           *offerOracle
}

// stroke is one clock in working days; open counts.
type stroke struct {
	open    bool
	from    crm.Date
	n       int
	reached crm.Date // the day on which it came to its last working day
	said    map[string]bool
}

type offerOracle struct {
	id   int64
	due  crm.Date
	said bool
}

func startStroke(from crm.Date) stroke {
	return stroke{open: true, from: from, said: map[string]bool{}}
}

func newOracle(l crm.Lead, today crm.Date) *clockOracle {
	return &clockOracle{id: l.ID, status: crm.LeadActive, major: l.Amount.Amount >= 10_000*crm.FenPerWan, begin: today, respond: startStroke(today), assess: startStroke(today),
		note: startStroke(today), base: today, idle: today, until: today.AddMonths(6)}
}

// morning is what happens as a day begins: lapsing, a stroke a clock, and what is told.
func (o *clockOracle) morning(day crm.Date, worked func(crm.Date) bool, tell func(key string)) {
	if o.offer != nil && o.offer.due < day {
		o.offer = nil
	}
	if o.status == crm.LeadPaused {
		o.idle, o.until = o.idle.AddDays(1), o.until.AddDays(1)
	}
	if o.status == crm.LeadActive && o.until < day {
		o.status, o.offer = crm.LeadDormant, nil
	}
	if o.status == crm.LeadActive {
		assess := 3
		if o.major {
			assess = 5
		}
		for _, c := range []struct {
			kind string
			s    *stroke
			days int
		}{{"respond", &o.respond, 1}, {"assess", &o.assess, assess}, {"feedback", &o.feedback, 5}, {"note", &o.note, 10}} {
			c.s.morning(day, worked(day), c.days, func(step string) { tell(fmt.Sprintf("%s:lead:%d:%s:%s", c.kind, o.id, c.s.from, step)) })
		}
		o.colour(day, tell)
		if o.until.AddDays(-15) == day {
			tell(fmt.Sprintf("claim:lead:%d:%s", o.id, o.until))
		}
	}
	if o.offer != nil && !o.offer.said {
		next := day.AddDays(1)
		for !worked(next) {
			next = next.AddDays(1)
		}
		if o.offer.said = o.offer.due <= next; o.offer.said {
			tell(fmt.Sprintf("transfer:%d:%s", o.offer.id, o.offer.due))
		}
	}
}

func (s *stroke) morning(day crm.Date, worked bool, days int, tell func(step string)) {
	if !s.open {
		return
	}
	late := s.reached != ""
	if worked {
		s.n++
	}
	if s.n >= days && s.reached == "" {
		s.reached = day
	}
	step := ""
	switch {
	case late:
		step = "late"
	case s.n >= max(1, days-1):
		step = "soon"
	}
	if step != "" && !s.said[step] && !(step == "soon" && s.said["late"]) {
		s.said[step] = true
		tell(step)
	}
}

// colour tells of two and three months without progress, each once for the progress it counts from.
func (o *clockOracle) colour(day crm.Date, tell func(string)) {
	step := ""
	switch {
	case day >= o.idle.AddMonths(3):
		step = "red"
	case day >= o.idle.AddMonths(2):
		step = "yellow"
	}
	if step != "" {
		tell(fmt.Sprintf("idle:lead:%d:%s:%s", o.id, o.base, step))
	}
}

// answered is an act of the unit's own people that says something.
func (o *clockOracle) answered() { o.respond.open = false }

func (o *clockOracle) noted(day crm.Date) {
	if day > o.note.from {
		o.note = startStroke(day)
	}
}

func (o *clockOracle) progressed(day crm.Date) {
	if day > o.base {
		o.base, o.idle, o.until = day, day, day.AddMonths(6)
	}
}

func (o *clockOracle) accepted(day crm.Date) {
	o.offer, o.handed, o.begin = nil, true, day
	o.respond, o.feedback, o.note = startStroke(day), startStroke(day), startStroke(day)
	if !o.qualified {
		o.assess = startStroke(day)
	}
}
