package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// visitRowInput is what one row says of a visit.
type visitRowInput struct {
	has         visitFields // theme "" where the row says none; province and city are in places
	out         bool
	way         bool // the row tells the kind by its label
	ends        bool // the row tells the last day
	unit        int64
	user        int64
	companies   []string
	counterpart string
	job         string // of the counterpart
	traveller   string // who led, as printed
	title       string
	places      []visitedPlace
	partly      bool // the destination has words that are no place
	tripName    string
	lines       []string // what has no field of its own, each under its heading
	why         string   // what makes a new visit of the row impossible
}

// visitedPlace is a destination.
type visitedPlace struct{ province, city string }

func (p visitedPlace) text() string { return originText(p.province, p.city, "") }

func (p visitedPlace) same(q visitedPlace) bool {
	return p.province == q.province && crm.ShortPlace(p.city) == crm.ShortPlace(q.city)
}

// visitLabels head the lines of a visit's text that a ledger has columns for and a visit no field.
var visitLabels = []string{"成效", "方式", "领导级别", "人数", "天数", "记录人", "备注"}

// input turns a row into what a person would have typed, phones masked as maskVisit does.
func (k *visitKind) input(r *crm.ImportRecord) visitRowInput {
	text := func(key string) string { return crm.MaskPhones(r.Text(key)) }
	in := visitRowInput{companies: visitCompanies(r), counterpart: text("counterpart"), job: text("counterpart_title"), traveller: text("traveller"),
		title: text("title"), tripName: clip(r.Text("trip_name"), 100), partly: slices.Contains(r.Flags, crm.WPlaceUnknown)}
	in.has = visitFields{place: clip(text("place"), 100), people: clip(text("our_people"), 300), theme: clip(text("theme"), 200),
		content: clip(text("content"), 4000), next: clip(text("next_step"), 500)}
	if due, p, ok := r.When("next_due"); ok && p == crm.PrecisionDay && in.has.next != "" {
		in.has.due = crm.Date(due)
	}
	in.unit = k.p.units.unitNamed(r.Text("unit"))
	in.choices(r)
	in.days(r)
	for _, text := range r.List("destination") {
		province, city, _ := strings.Cut(text, "|")
		province, city = crm.TidyPlace(province, city)
		in.places = append(in.places, visitedPlace{province, city})
	}
	in.leader()
	in.user = k.recorder(&in, r.Text("recorded_by"))
	if text := r.Text("remark"); text != "" {
		in.line("备注", text)
	}
	return in
}

func (in *visitRowInput) line(label, text string) {
	in.lines = append(in.lines, clip(label+"："+crm.MaskPhones(text), 1000))
}

// choices reads what a form offers a choice of; other words stay as a line of the text.
func (in *visitRowInput) choices(r *crm.ImportRecord) {
	in.has.kind = crm.VisitOut
	if r.Text("direction") != "" {
		in.has.kind = crm.VisitIn
	}
	way := r.Text("way")
	at := slices.IndexFunc(crm.VisitKinds, func(k crm.VisitKind) bool { return k.Label() == way })
	switch {
	case at >= 0:
		in.has.kind, in.way = crm.VisitKinds[at], true
	case way != "":
		in.line("方式", way)
	}
	in.out = in.has.kind == crm.VisitOut
	for _, x := range []struct {
		label, key string
		to         *string
		of         []string
	}{{"成效", "outcome", &in.has.outcome, crm.VisitOutcomes}, {"领导级别", "leader_level", &in.has.level, crm.LeaderLevels}} {
		if text := r.Text(x.key); slices.Contains(x.of, text) {
			*x.to = text
		} else if text != "" {
			in.line(x.label, text)
		}
	}
	if text := r.Text("people"); text != "" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 && n <= 500 {
			in.has.count = n
		} else if text != "0" {
			in.line("人数", text)
		}
	}
}

// days reads when the visit was. Printed days that the dates do not give stay as a line (samples' README, rule 23),
// but for a list of ours, whose days are those of the printed month.
func (in *visitRowInput) days(r *crm.ImportRecord) {
	from, p, ok := r.When("start_date")
	if !ok || p != crm.PrecisionDay {
		if from == "" {
			in.why = "没有拜访日期；请补填"
		} else {
			in.why = "拜访日期 " + from + " 没有写到日；请写成 2022-09-26"
		}
		return
	}
	in.has.on = crm.Date(from)
	to, p, ok := r.When("end_date")
	days, err := strconv.Atoi(r.Text("days"))
	switch {
	case ok && p == crm.PrecisionDay:
		in.ends = true
		if crm.Date(to) > in.has.on {
			in.has.end = crm.Date(to)
		}
	case err == nil && days >= 1 && days <= 366: // both ends count
		in.ends = true
		if days > 1 {
			in.has.end = in.has.on.AddDays(days - 1)
		}
	}
	if text := r.Text("days"); text != "" && r.Text("visit_no") == "" && (err != nil || in.ends && in.has.on.DaysUntil(in.has.last())+1 != days) {
		in.line("天数", text)
	}
}

// leader gives a visit the name and title of who led it; a list of ours has both in one cell.
func (in *visitRowInput) leader() {
	name, title := in.traveller, in.title
	if title == "" {
		name, title = nameAndTitle(name)
	}
	if len([]rune(name)) > 40 { // a whole delegation: who led it is named first
		if in.has.people == "" {
			in.has.people = clip(name, 300)
		}
		name = splitNames(name)[0]
	}
	in.has.leader, in.has.title = clip(name, 40), clip(title, 60)
}

// nameAndTitle cuts “甲某 县长” apart.
func nameAndTitle(text string) (name, title string) {
	name, title, _ = strings.Cut(text, " ")
	if strings.Contains(name, "、") || strings.Contains(title, "、") && strings.Contains(title, " ") || len([]rune(name)) < 2 {
		return text, "" // several people, or a name with a space in it
	}
	return name, strings.TrimSpace(title)
}

// personNames are the names in a text of people, without titles behind a space.
func personNames(text string) (out []string) {
	for _, part := range splitNames(text) {
		name, _ := nameAndTitle(part)
		out = append(out, strings.ReplaceAll(name, " ", ""))
	}
	return out
}

// visitCompanies are the companies of a row; 、 within brackets divides none.
func visitCompanies(r *crm.ImportRecord) (out []string) {
	depth := 0
	for _, name := range strings.FieldsFunc(r.Text("company"), func(c rune) bool {
		switch c {
		case '(', '（':
			depth++
		case ')', '）':
			depth--
		}
		return c == '、' && depth <= 0
	}) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// recorder is the person of the unit that a row names as 记录人, else who imports; then the name stays as a line.
func (k *visitKind) recorder(in *visitRowInput, name string) int64 {
	found := []int64{}
	for _, x := range k.people {
		if x.name == name && x.unit == in.unit {
			found = append(found, x.id)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case name != "" && name != k.p.v.Name:
		in.line("记录人", name)
	}
	return k.p.v.UserID
}

// placeOf is where a visit to one of several destinations went: the city that a company's
// name begins with, else the first. The trip keeps all of them.
func (in *visitRowInput) placeOf(companies []string) (province, city string) {
	for _, name := range companies {
		for _, p := range in.places {
			if short := crm.ShortPlace(p.city); short != "" && strings.HasPrefix(name, short) {
				return p.province, p.city
			}
		}
	}
	if len(in.places) == 0 {
		return "", ""
	}
	return in.places[0].province, in.places[0].city
}

// introduce gives the companies met the people who spoke for them: one each where there are
// as many as companies, otherwise all for the first.
func (in *visitRowInput) introduce(met []importMeeting) {
	people := splitNames(in.counterpart)
	jobs := splitNames(in.job)
	if len(met) > 1 && len(people) == len(met) {
		for i := range met {
			name, job := nameAndTitle(people[i])
			if len(jobs) == len(met) {
				job = cmp.Or(job, jobs[i])
			}
			met[i].counterpart, met[i].title = clip(name, 60), clip(job, 60)
		}
		return
	}
	name, job := in.spokesman()
	met[0].counterpart, met[0].title = clip(name, 60), clip(job, 60)
}

// spokesman is the counterpart with their title; a list of ours has both in one cell.
func (in *visitRowInput) spokesman() (name, job string) {
	if in.job == "" {
		return nameAndTitle(in.counterpart)
	}
	return in.counterpart, in.job
}

// check says in Chinese what a visit cannot be, "" for nothing.
func (f visitFields) check(companies []string, today crm.Date) string {
	in := crm.VisitInput{Kind: f.kind, On: f.on, EndOn: f.end, LeaderLevel: f.level, Theme: f.theme, Outcome: cmp.Or(f.outcome, crm.VisitOutcomes[0]),
		NextStep: f.next, NextDue: f.due}
	for _, name := range companies {
		in.Companies = append(in.Companies, crm.VisitCompany{Name: name})
	}
	if len(in.Companies) > 50 {
		return "一次拜访最多 50 家企业"
	}
	if err := in.Check(today); err != nil {
		return chinese(err)
	}
	return ""
}

// withLines adds lines that a text does not say yet.
func withLines(text string, lines []string) string {
	for _, line := range lines {
		if !slices.ContainsFunc(strings.Split(text, "\n"), func(have string) bool { return sameWords(have, line) }) {
			text = strings.TrimPrefix(text+"\n"+line, "\n")
		}
	}
	return clip(text, 4000)
}
