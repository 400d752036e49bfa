package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// importTrip is a trip as it stands after the file.
type importTrip struct {
	importTarget
	isNew, touched bool
	unit           int64
	has, was       tripFields
	from, to       crm.Date // with the days of its visits, as the monthly workbook prints it
	visits         []*importVisit
}

// tripFields are the values of a trip that an import may set.
type tripFields struct {
	name, leader, title, level string
	destination                string
	start, end                 crm.Date
	count                      int64
}

func (f tripFields) last() crm.Date { return max(f.start, f.end) }

// tripGroup is what rows of one journey have in common.
type tripGroup struct {
	unit      int64
	traveller string
	from, to  crm.Date
}

// tripMembers are the visits of one journey, and the destinations of its rows.
type tripMembers struct {
	visits []*importVisit
	places []visitedPlace
}

// names reports whether a trip, or one of its visits, says that it went to p.
func (t *importTrip) names(p visitedPlace) bool {
	word := crm.ShortPlace(p.city)
	if word == "" {
		word = crm.ShortPlace(p.province)
	}
	return strings.Contains(t.has.destination, word) ||
		slices.ContainsFunc(t.visits, func(x *importVisit) bool { return p.same(visitedPlace{x.has.province, x.has.city}) })
}

func placesText(list []visitedPlace) (out string) {
	for _, p := range list {
		out = joinNames(out, p.text())
	}
	return out
}

// touchTrip notes that a known trip will be written; the present row keeps what stood there.
func (k *visitKind) touchTrip(t *importTrip) {
	if !t.isNew && !t.touched {
		t.touched, t.line = true, k.p.at
		k.moved = append(k.moved, t)
	}
}

// newTrip plans a trip for x.
func (k *visitKind) newTrip(x *importVisit, name string, places []visitedPlace) *importTrip {
	t := &importTrip{importTarget: k.p.target(0), isNew: true, unit: x.unit, from: x.has.on, to: x.has.last()}
	t.has = tripFields{name: name, start: x.has.on, end: x.has.last(), leader: x.has.leader, title: x.has.title, level: x.has.level, count: x.has.count,
		destination: clip(placesText(places), 200)}
	k.moved = append(k.moved, t)
	return t
}

// tripNamed finds the unit's trip of a row's 外出批次 about the days of the row, or makes it.
func (k *visitKind) tripNamed(x *importVisit, in visitRowInput) *importTrip {
	if len([]rune(in.tripName)) < 2 {
		return nil
	}
	for _, t := range k.tripsOf[x.unit] {
		near := t.from <= x.has.last() && t.to >= x.has.on
		if t.isNew {
			first, last := min(t.from, x.has.on), max(t.to, x.has.last())
			near = t.from.AddDays(-visitReachBack) <= x.has.on && t.to.AddDays(visitReachBack) >= x.has.on && crm.JourneyEnd(first, last) == last
		}
		if !near || !sameWords(t.has.name, in.tripName) {
			continue
		}
		if t.isNew {
			t.from, t.to = min(t.from, x.has.on), max(t.to, x.has.last())
			t.has.start, t.has.end = t.from, t.to
			t.goes(in.places)
		}
		return t
	}
	t := k.newTrip(x, in.tripName, in.places)
	k.tripsOf[x.unit] = append(k.tripsOf[x.unit], t)
	return t
}

// goes adds destinations to a new trip.
func (t *importTrip) goes(places []visitedPlace) {
	for _, p := range places {
		if !strings.Contains(t.has.destination, p.text()) {
			t.has.destination = clip(joinNames(t.has.destination, p.text()), 200)
		}
	}
}

// into puts a known visit under the trip that a row of our own list names.
func (k *visitKind) into(l *visitLay, in visitRowInput) {
	if x := l.x; in.tripName != "" && (x.trip == nil || !sameWords(x.trip.has.name, in.tripName)) {
		was := ""
		if x.trip != nil {
			was = x.trip.has.name
		}
		if t := k.tripNamed(x, in); t != nil {
			l.changes.add("外出批次", was, t.has.name)
			l.trip = t
		}
	}
}

// journey notes x as one of the visits of a row's journey: the same unit, people and days.
func (k *visitKind) journey(x *importVisit, in visitRowInput) {
	if !in.out || in.tripName != "" || in.traveller == "" && in.has.end == "" {
		return
	}
	key := tripGroup{x.unit, strings.Join(strings.Fields(in.traveller), ""), in.has.on, in.has.last()}
	g := k.groups[key]
	if g == nil {
		g = &tripMembers{}
		k.groups[key] = g
		k.order = append(k.order, key)
	}
	if !slices.Contains(g.visits, x) {
		g.visits = append(g.visits, x)
	}
	for _, p := range in.places {
		if !slices.ContainsFunc(g.places, p.same) {
			g.places = append(g.places, p)
		}
	}
}

// gather puts the visits of each journey under one trip: a known one that some of them, or
// the days and the leader, tell, else a new one. One visit to one place needs none.
func (k *visitKind) gather(steps []importStep) {
	for _, key := range k.order {
		g := k.groups[key]
		one := len(g.visits) == 1
		free := slices.DeleteFunc(slices.Clone(g.visits), func(x *importVisit) bool { return x.trip != nil })
		if len(free) == 0 || one && (!free[0].isNew || len(g.places) < 2) {
			continue
		}
		t := k.tripOf(key, g)
		for _, x := range free {
			if !x.isNew {
				k.p.at = x.first
				k.touch(x)
				s := &steps[x.first]
				s.outcome, s.changes = crm.ImportUpdated, append(s.changes, crm.FieldChange{Field: "外出批次", To: t.has.name})
			}
			x.trip = t
			t.visits = append(t.visits, x)
		}
	}
}

func (k *visitKind) tripOf(key tripGroup, g *tripMembers) *importTrip {
	for _, x := range g.visits {
		if x.trip != nil {
			return x.trip
		}
	}
	first := g.visits[0]
	for _, t := range k.tripsOf[key.unit] {
		if !t.isNew && t.has.start == key.from && t.has.last() == key.to && sameWords(t.has.leader, first.has.leader) {
			return t
		}
	}
	who := first.has.leader
	if who == "" {
		who = k.p.units.name(key.unit)
	}
	return k.newTrip(first, string(key.from)+" "+who+"外出招商", g.places)
}
