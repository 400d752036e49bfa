package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// visitLay lays a row over a visit. What the row does not say stays; what it says of the
// whole trip, as the monthly workbook prints it, is no change of the visit; and a trip that
// said the same as the visit goes with it.
type visitLay struct {
	x       *importVisit
	f       visitFields
	t       *tripFields // of the visit's trip, nil for none
	leads   bool        // the trip may be changed
	met     []importMeeting
	trip    *importTrip // that the row moves the visit to
	changes changeList
}

// update lays a row over a visit that it means.
func (k *visitKind) update(r *crm.ImportRecord, x *importVisit, in visitRowInput, coded bool) importStep {
	s := importStep{outcome: crm.ImportUnchanged, object: "visit", target: &x.importTarget}
	if !x.isNew {
		s.matched = x.code + " " + x.has.theme
	}
	l := visitLay{x: x, f: x.has, met: slices.Clone(x.met)}
	if x.trip != nil {
		t := x.trip.has
		l.t, l.leads = &t, x.trip.isNew || k.p.writeWhy(crm.ActWriteVisit, x.trip.unit) == ""
	}
	l.fields(in)
	l.days(in)
	l.leader(in)
	l.place(in)
	l.content(in)
	if in.unit != 0 && in.unit != x.unit {
		s.issues = append(s.issues, kept(r, "unit", "单位保持系统里的"+k.p.units.name(x.unit)+"；填错的请作废后重记"))
	}
	if len(l.changes) > 0 {
		if why := l.f.check(namesMet(l.met), k.p.today); why != "" {
			return rejected("%s", why)
		}
	}
	issues, why := k.companiesOf(r, &l, in, coded)
	if why != "" {
		return rejected("%s", why)
	}
	s.issues = append(s.issues, issues...)
	if !l.people(in, x.row != 0) {
		s.issues = append(s.issues, kept(r, "counterpart", "一次拜访有多家企业，看不出接洽人各属哪家，保持系统里的；请在拜访里修改"))
	}
	if x.row == 0 {
		x.row, x.sheet, x.first = r.Row, r.Sheet, k.p.at
	}
	if coded {
		k.into(&l, in)
	}
	if len(l.changes) == 0 {
		return s
	}
	k.commit(&l)
	s.outcome, s.changes = crm.ImportUpdated, l.changes
	return s
}

// commit lets a visit, and its trip, stand as laid.
func (k *visitKind) commit(l *visitLay) {
	x := l.x
	k.touch(x)
	x.has, x.met = l.f, l.met
	if l.t != nil && *l.t != x.trip.has {
		k.touchTrip(x.trip)
		x.trip.has, x.led = *l.t, true
	}
	if l.trip != nil {
		x.trip = l.trip
		x.trip.visits = append(x.trip.visits, x)
	}
	k.put(x)
}

func namesMet(met []importMeeting) (out []string) {
	for _, m := range met {
		out = append(out, m.company.in.Name)
	}
	return out
}

// text lays a text over what the visit says; trip is the same of its trip, nil where a trip has none.
func (l *visitLay) text(field string, have, trip *string, give string) {
	if give == "" || sameWords(*have, give) || trip != nil && sameWords(*trip, give) {
		return
	}
	was := *have
	l.changes.text(field, have, give)
	if trip != nil && l.leads && sameWords(*trip, was) {
		*trip = give
	}
}

// fields lays what stands in a field of its own.
func (l *visitLay) fields(in visitRowInput) {
	var level *string
	var count int64
	if l.t != nil {
		level, count = &l.t.level, l.t.count
	}
	if in.way && in.has.kind != l.f.kind {
		l.changes.add("方式", l.f.kind.Label(), in.has.kind.Label())
		l.f.kind = in.has.kind
	}
	if printed := originText(l.f.province, l.f.city, ""); l.f.place != "" || !sameWords(printed, in.has.place) {
		l.text("地点", &l.f.place, nil, in.has.place)
	}
	l.text("我方人员", &l.f.people, nil, in.has.people)
	l.text("领导层级", &l.f.level, level, in.has.level)
	if n := in.has.count; n != 0 && n != l.f.count && n != count {
		l.changes.add("人数", countText(l.f.count), countText(n))
		if l.t != nil && l.leads && count == l.f.count {
			l.t.count = n
		}
		l.f.count = n
	}
	if in.has.theme != "" && len([]rune(in.has.theme)) >= 2 {
		l.text("主题", &l.f.theme, nil, in.has.theme)
	}
	l.text("成效", &l.f.outcome, nil, in.has.outcome)
	l.text("下一步", &l.f.next, nil, in.has.next)
	l.changes.day("下一步日期", &l.f.due, in.has.due)
}

func countText(n int64) string {
	if n == 0 {
		return ""
	}
	return sprintf("%d", n)
}

// days lays the days of a row over the visit's, or over the trip's where the row begins as the trip does.
func (l *visitLay) days(in visitRowInput) {
	on, last, f := in.has.on, in.has.last(), &l.f
	if on == "" || on == f.on && (!in.ends || last == f.last()) {
		return
	}
	if t := l.x.trip; t != nil && !t.isNew && (on == t.from || on == t.has.start) {
		if !in.ends || last == t.to || last == t.has.last() {
			return
		}
		if on != f.on && l.leads {
			l.changes.add("批次结束日期", string(t.has.last()), string(last))
			l.t.end = last
			return
		}
	}
	was := *f
	if f.on = on; in.ends {
		f.end = in.has.end
	} else if f.end <= on {
		f.end = ""
	}
	l.changes.add("日期", daysText(was), daysText(*f))
	if l.t != nil && l.leads && l.t.start == was.on && l.t.last() == was.last() {
		l.t.start, l.t.end = f.on, f.last()
	}
}

func daysText(f visitFields) string {
	if f.end == "" {
		return string(f.on)
	}
	return string(f.on) + "至" + string(f.end)
}

// leader lays who led; names that stand among our people are no news.
func (l *visitLay) leader(in visitRowInput) {
	given := in.traveller + in.title
	var name, title *string
	if l.t != nil {
		name, title = &l.t.leader, &l.t.title
	}
	if given == "" || sameWords(l.f.leader+l.f.title, given) || name != nil && sameWords(*name+*title, given) {
		return
	}
	have := personNames(l.f.leader + "、" + l.f.people)
	if l.f.leader == "" || slices.ContainsFunc(personNames(in.traveller), func(n string) bool { return !slices.Contains(have, n) }) {
		l.text("带队或接待领导", &l.f.leader, name, in.has.leader)
	}
	l.text("职务", &l.f.title, title, in.has.title)
}

// place lays where the visit went. A trip's destinations that it names already are no news.
func (l *visitLay) place(in visitRowInput) {
	if len(in.places) == 0 {
		return
	}
	trip := l.x.trip
	news := slices.ContainsFunc(in.places, func(p visitedPlace) bool { return trip == nil || !trip.names(p) })
	here := visitedPlace{l.f.province, l.f.city}
	if news && !slices.ContainsFunc(in.places, here.same) {
		there := visitedPlace{}
		there.province, there.city = in.placeOf(namesMet(l.met))
		l.changes.add("省市", here.text(), there.text())
		l.f.province, l.f.city = there.province, there.city
	}
	if news && l.t != nil && l.leads {
		text := placesText(in.places)
		if in.partly {
			text = joinNames(l.t.destination, text)
		}
		l.changes.add("目的地", l.t.destination, clip(text, 200))
		l.t.destination = clip(text, 200)
	}
}

// content lays the text, and the lines that a visit has no field for, over what stands.
func (l *visitLay) content(in visitRowInput) {
	text, tail := cutLines(l.f.content)
	if in.has.content != "" && !sameWords(l.f.content, in.has.content) && !sameWords(text, in.has.content) {
		text = in.has.content
	}
	text = withLines(strings.TrimPrefix(text+tail, "\n"), in.lines)
	l.changes.text("详细情况", &l.f.content, text)
}

// cutLines cuts a text before the first line that an import has added.
func cutLines(text string) (head, tail string) {
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		if label, _, ok := strings.Cut(line, "："); ok && slices.Contains(visitLabels, label) {
			return strings.TrimSuffix(text[:at], "\n"), "\n" + text[at:]
		}
		at += len(line)
	}
	return text, ""
}

// companiesOf adds the companies that a row names beside those that the visit met. Under a code
// of its own that stands on one row, another company is a correction of the one that was met.
func (k *visitKind) companiesOf(r *crm.ImportRecord, l *visitLay, in visitRowInput, coded bool) ([]crm.ImportIssue, string) {
	var more []string
	for _, name := range in.companies {
		c, bare := k.p.companies.find(name), crm.FormlessKey(k.p.companies.keyOf(name))
		known := func(m importMeeting) bool { return m.company == c || !coded && m.company.formless == bare }
		if !slices.ContainsFunc(l.met, known) {
			more = append(more, name)
		}
	}
	if len(more) == 0 {
		return nil, ""
	}
	if len(l.met)+len(more) > 50 {
		return nil, "一次拜访最多 50 家企业"
	}
	met, issues, why := k.meet(r, more, l.x.unit)
	if why != "" {
		return nil, why
	}
	if coded && len(l.met) == 1 && len(in.companies) == 1 && k.times[l.x.code] == 1 {
		l.changes.add("企业", l.met[0].company.in.Name, met[0].company.in.Name)
		l.met[0].company = met[0].company
		return issues, ""
	}
	for _, m := range met {
		l.changes.add("企业", "", m.company.in.Name)
		l.met = append(l.met, m)
	}
	return issues, ""
}

// people lays who spoke for the companies; again tells that another row of the file means the
// visit, so that this one's people join. It is false where a row does not tell whose they are.
func (l *visitLay) people(in visitRowInput, again bool) bool {
	if in.counterpart == "" && in.job == "" || in.job == "" && sameWords(in.counterpart, printedPeople(l.met)) {
		return true
	}
	of := l.met[:1]
	for i := range l.met {
		if len(in.companies) == 1 && sameWords(l.met[i].company.in.Name, in.companies[0]) {
			of = l.met[i : i+1]
		}
	}
	if len(in.companies) > 1 {
		of = l.met
	}
	given := make([]importMeeting, len(of))
	if in.introduce(given); len(of) > 1 && given[1].counterpart == "" {
		spoken := slices.IndexFunc(of[1:], func(m importMeeting) bool { return m.counterpart != "" })
		if spoken >= 0 && !allNamed(of[0].counterpart, given[0].counterpart) {
			return false
		}
	}
	for i := range of {
		l.person(&of[i], given[i], again)
	}
	return true
}

func (l *visitLay) person(m *importMeeting, in importMeeting, again bool) {
	name, title := in.counterpart, in.title
	if allNamed(m.counterpart, name) {
		name = ""
	}
	if allNamed(m.title, title) {
		title = ""
	}
	if again && name != "" && m.counterpart != "" {
		name = joinNames(m.counterpart, name)
		if title != "" && m.title != "" {
			title = joinNames(m.title, title)
		}
	}
	l.changes.text("接洽人", &m.counterpart, clip(name, 60))
	l.changes.text("接洽人职务", &m.title, clip(title, 60))
}

// allNamed reports whether all of the names stand in text.
func allNamed(text, names string) bool {
	have := splitNames(text)
	return !slices.ContainsFunc(splitNames(names), func(n string) bool { return !slices.Contains(have, n) })
}

// printedPeople are the counterparts as our own list prints them.
func printedPeople(met []importMeeting) (out string) {
	for _, m := range met {
		if m.counterpart != "" {
			out = joinNames(out, joinWords(m.counterpart, m.title))
		}
	}
	return out
}
