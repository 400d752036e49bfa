package crm

import (
	"slices"
	"testing"
)

// year2022 is the holiday table of 2022, as far as the tests below reach.
func year2022() Workdays {
	w := Workdays{}
	for _, span := range [][2]Date{{"2022-01-01", "2022-01-03"}, {"2022-01-31", "2022-02-06"}, {"2022-10-01", "2022-10-07"}, {"2022-12-31", "2023-01-02"}} {
		for d := span[0]; d <= span[1]; d = d.AddDays(1) {
			w[d] = false
		}
	}
	for _, d := range []Date{"2022-01-29", "2022-01-30", "2022-10-08", "2022-10-09"} {
		w[d] = true
	}
	return w
}

// Before and Between against After, over a year with make-up days.
func TestWorkdays_Before(t *testing.T) {
	w := year2022()
	for d := Date("2022-01-01"); d < "2023-01-10"; d = d.AddDays(1) {
		for _, n := range []int{1, 2, 3, 5, 10} {
			s := w.Before(d, n)
			if w.After(s, n) > d || w.After(s.AddDays(1), n) <= d {
				t.Fatalf("Before(%s, %d) = %s", d, n, s)
			}
			if due := w.After(d, n); w.Between(d, due) != n || w.Between(d, due.AddDays(-1)) >= n {
				t.Fatalf("Between(%s, %s) is not %d", d, due, n)
			}
		}
	}
	if w.Between("2022-10-05", "2022-10-01") != 0 {
		t.Error("Between backwards")
	}
}

// Terms over Spring Festival, the October make-up days and the year's end.
func TestLeadPast_Due(t *testing.T) {
	w := year2022()
	for _, c := range []struct {
		from, respond, assess, note Date
	}{
		{"2022-01-27", "2022-01-28", "2022-01-30", "2022-02-15"}, // Thursday: 28, and the worked weekend 29, 30
		{"2022-01-28", "2022-01-29", "2022-02-07", "2022-02-16"},
		{"2022-01-30", "2022-02-07", "2022-02-09", "2022-02-18"}, // the last day before the holiday
		{"2022-02-03", "2022-02-07", "2022-02-09", "2022-02-18"}, // reported in the holiday
		{"2022-09-29", "2022-09-30", "2022-10-09", "2022-10-18"},
		{"2022-10-08", "2022-10-09", "2022-10-11", "2022-10-20"},
		{"2022-12-30", "2023-01-03", "2023-01-05", "2023-01-16"},
		{"2022-12-31", "2023-01-03", "2023-01-05", "2023-01-16"},
	} {
		p := LeadPast{ReportedOn: c.from, Progress: c.from, Stage: StageNew, Status: LeadActive}
		got := map[ReminderKind]Date{}
		for _, x := range p.Clocks(DefaultClockRules, w, c.from) {
			got[x.Kind] = x.Due
		}
		if got[RemindRespond] != c.respond || got[RemindAssess] != c.assess || got[RemindNote] != c.note || got[RemindFeedback] != "" {
			t.Errorf("%s: %v", c.from, got)
		}
	}
	if d := Date("2022-08-31").AddMonths(6); d != "2023-02-28" {
		t.Error("a claim of 31 August ends on", d)
	}
}

// A pause stops every clock: the day of pausing counts, that of waking does not.
func TestLeadPast_Paused(t *testing.T) {
	w := year2022()
	r := DefaultClockRules
	status := func(from, to LeadStatus, on Date) PastEvent {
		return PastEvent{Kind: "status", From: string(from), To: string(to), KnownOn: on, Own: false}
	}
	p := LeadPast{ReportedOn: "2022-09-05", Progress: "2022-09-05", Stage: StageNew, Status: LeadPaused, Events: []PastEvent{status(LeadActive, LeadPaused, "2022-09-06")}}
	if f := p.Facts(w); f.PausedOn != "2022-09-06" || f.Idle != "2022-09-05" || f.From != "2022-09-05" {
		t.Fatalf("%+v", f)
	}
	for _, c := range p.Clocks(r, w, "2022-12-26") {
		if c.State != "paused" || c.Days > 1 {
			t.Errorf("%+v", c)
		}
	}
	if s := p.Steps(r, w, "2022-09-01", "2022-12-26"); s != nil || len(p.Waits()) != 0 {
		t.Errorf("a paused lead is reminded of %v", s)
	}
	p.Status, p.Events = LeadActive, append(p.Events, status(LeadPaused, LeadActive, "2022-09-26"))
	f := p.Facts(w)
	if f.PausedOn != "" || f.Idle != "2022-09-25" || f.From != w.After("2022-09-05", w.Between("2022-09-06", "2022-09-26")) {
		t.Fatalf("woken: %+v", f)
	}
	for _, c := range p.Clocks(r, w, "2022-09-26") {
		want := map[ReminderKind]Date{RemindRespond: "2022-09-06", RemindAssess: "2022-09-28", RemindNote: "2022-10-12", RemindIdle: "2022-11-25"}[c.Kind]
		if c.Due != want {
			t.Errorf("%s is due on %s, want %s", c.Kind, c.Due, want)
		}
	}
	// progress within the pause: only what is left of the pause is added
	p.Progress = "2022-09-20"
	if f := p.Facts(w); f.Idle != "2022-09-26" || p.Stopped("2022-09-20") != 6 {
		t.Errorf("%+v", f)
	}
	// 休眠 and back begins anew
	p.Events = append(p.Events, status(LeadActive, LeadDormant, "2022-10-10"), status(LeadDormant, LeadActive, "2022-11-01"))
	if f := p.Facts(w); f.Idle != "2022-11-01" {
		t.Errorf("%+v", f)
	}
}

// What ends a clock, and what doesn't.
func TestLeadPast_Done(t *testing.T) {
	w := year2022()
	base := LeadPast{ReportedOn: "2022-09-05", Progress: "2022-09-05", Stage: StageNew, Status: LeadActive}
	event := func(kind, from, to, reason string, on Date, own bool) PastEvent {
		return PastEvent{Kind: kind, From: from, To: to, Reason: reason, KnownOn: on, Own: own}
	}
	for name, c := range map[string]struct {
		change            func(*LeadPast)
		responded, judged Date
		noted             Date
	}{
		"nothing":        {func(*LeadPast) {}, "", "", "2022-09-05"},
		"note":           {func(p *LeadPast) { p.Events = []PastEvent{event("note", "", "", "已联系", "2022-09-06", true)} }, "2022-09-06", "", "2022-09-06"},
		"another's note": {func(p *LeadPast) { p.Events = []PastEvent{event("note", "", "", "请抓紧", "2022-09-06", false)} }, "", "", "2022-09-05"},
		"edit":           {func(p *LeadPast) { p.Events = []PastEvent{event("edit", "", "", "行业", "2022-09-06", true)} }, "", "", "2022-09-05"},
		"next step": {func(p *LeadPast) {
			p.Events = []PastEvent{event("edit", "", "", "行业、下一步", "2022-09-06", true)}
		}, "2022-09-06", "", "2022-09-05"},
		"stage": {func(p *LeadPast) { p.Events = []PastEvent{event("stage", "new", "qualified", "", "2022-09-07", true)} }, "2022-09-07", "2022-09-07", "2022-09-07"},
		"stage, undone": {func(p *LeadPast) {
			p.Events = []PastEvent{event("stage", "new", "qualified", "", "2022-09-07", true), event("undo", "qualified", "new", "", "2022-09-07", true)}
		}, "", "", "2022-09-05"},
		"visit before it": {func(p *LeadPast) { p.Visits = []Date{"2022-09-01"} }, "2022-09-05", "", "2022-09-05"},
		"handed over": {func(p *LeadPast) {
			p.HandedOn, p.Visits, p.Events = "2022-09-20", []Date{"2022-09-07"}, []PastEvent{event("stage", "new", "qualified", "", "2022-09-07", false)}
		}, "", "2022-09-20", "2022-09-20"},
		"file":     {func(p *LeadPast) { p.Files = []Date{"2022-09-08"} }, "", "", "2022-09-08"},
		"imported": {func(p *LeadPast) { p.Imported, p.Since = true, "2022-09-19" }, "2022-09-05", "2022-09-05", "2022-09-19"},
		"ended": {func(p *LeadPast) {
			p.Events = []PastEvent{event("status", "active", "dropped", "不投了", "2022-09-08", true)}
		}, "2022-09-08", "2022-09-08", "2022-09-05"},
	} {
		p := base
		c.change(&p)
		if f := p.Facts(w); f.Responded != c.responded || f.Assessed != c.judged || f.Noted != c.noted {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// Only a note of the unit's own that is marked as feedback, since the handover, stops that clock; what
// was feedback once stays so.
func TestLeadPast_FedBack(t *testing.T) {
	w := year2022()
	note := func(to string, on Date, own bool) PastEvent {
		return PastEvent{Kind: "note", To: to, Reason: "话", KnownOn: on, Own: own}
	}
	for name, c := range map[string]struct {
		handed, was Date
		events      []PastEvent
		want        Date
	}{
		"a plain note":           {"2022-09-20", "", []PastEvent{note("", "2022-09-21", true)}, ""},
		"a stage and a status":   {"2022-09-20", "", []PastEvent{{Kind: "stage", From: "new", To: "qualified", KnownOn: "2022-09-21", Own: true}, {Kind: "status", From: "active", To: "paused", KnownOn: "2022-09-22", Own: true}}, ""},
		"feedback":               {"2022-09-20", "", []PastEvent{note("", "2022-09-21", true), note(FeedbackNote, "2022-09-22", true), note(FeedbackNote, "2022-09-23", true)}, "2022-09-22"},
		"another unit's":         {"2022-09-20", "", []PastEvent{note(FeedbackNote, "2022-09-22", false)}, ""},
		"before the handover":    {"2022-09-20", "", []PastEvent{note(FeedbackNote, "2022-09-19", true)}, ""},
		"never handed over":      {"", "", []PastEvent{note(FeedbackNote, "2022-09-22", true)}, ""},
		"taken for it before":    {"2022-09-20", "2022-09-21", nil, "2022-09-21"},
		"of an earlier handover": {"2022-09-20", "2022-09-01", nil, ""},
	} {
		p := LeadPast{ReportedOn: "2022-09-01", HandedOn: c.handed, FedBackOn: c.was, Progress: "2022-09-01", Stage: StageNew, Status: LeadActive, Events: c.events}
		if got := p.Facts(w).FedBack; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Colours follow the settings, and a claim that is over says so.
func TestProgressWarning(t *testing.T) {
	r := DefaultClockRules
	for today := Date("2022-01-01"); today < "2024-03-02"; today = today.AddDays(1) {
		yellow, red := ProgressBefore(today, r.YellowMonths), ProgressBefore(today, r.RedMonths)
		for age := range 150 {
			idle := today.AddDays(-age)
			want := map[bool]string{true: "yellow"}[idle <= yellow]
			if idle <= red {
				want = "red"
			}
			if got := ProgressWarning(idle, today, today, LeadActive, StageTalking, r); got != want {
				t.Fatalf("today %s, idle since %s: filter says %q, rule %q", today, idle, want, got)
			}
		}
	}
	r.YellowMonths, r.RedMonths = 1, 5
	for status, want := range map[LeadStatus]string{LeadActive: "yellow", LeadPaused: "", LeadDormant: ""} {
		if got := ProgressWarning("2022-06-01", "", "2022-09-01", status, StageNew, r); got != want {
			t.Errorf("%s: %q", status, got)
		}
	}
	if ProgressWarning("2022-08-31", "2022-08-31", "2022-09-01", LeadActive, StageNew, r) != "lapsed" || ProgressWarning("2022-01-01", "", "2022-09-01", LeadActive, StageSigned, r) != "" {
		t.Error("claim over, or signed")
	}
}

func TestClockRules_Check(t *testing.T) {
	if err := DefaultClockRules.Check(6); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*ClockRules){
		"none":        func(r *ClockRules) { r.RespondDays = 0 },
		"too many":    func(r *ClockRules) { r.NoteDays = 61 },
		"major":       func(r *ClockRules) { r.AssessMajorDays = 2 },
		"money":       func(r *ClockRules) { r.MajorCNY = -1 },
		"much money":  func(r *ClockRules) { r.MajorCNY = MaxAmount + 1 },
		"red first":   func(r *ClockRules) { r.YellowMonths = 3 },
		"red late":    func(r *ClockRules) { r.RedMonths = 7 },
		"ahead":       func(r *ClockRules) { r.RemindDays = -1 },
		"claim ahead": func(r *ClockRules) { r.ClaimRemindDays = 91 },
	} {
		r := DefaultClockRules
		change(&r)
		if ErrCode(r.Check(6)) != CodeInvalid {
			t.Errorf("%s: %v", name, r.Check(6))
		}
	}
}

func TestCheckHolidays(t *testing.T) {
	got, err := CheckHolidays(2022, []Holiday{{"2022-10-08", true, " 国庆节 "}, {"2022-10-01", false, "国庆节"}, {"2022-10-10", true, ""}, {"2022-10-11", true, "上班"}, {"2022-10-09", false, ""},
		{"2022-10-03", false, "国庆节"}})
	want := []Holiday{{"2022-10-01", false, "国庆节"}, {"2022-10-03", false, "国庆节"}, {"2022-10-08", true, "国庆节"}} // 1 October is a Saturday; the others say what their weekday says
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v", got, err)
	}
	for name, days := range map[string][]Holiday{"year": {{"2023-10-02", false, ""}}, "day": {{"2022-02-30", false, ""}}, "twice": {{"2022-10-03", false, ""}, {"2022-10-03", false, ""}},
		"name": {{"2022-10-03", false, "很长很长很长很长很长很长很长很长很长很长很长"}}} {
		if _, err := CheckHolidays(2022, days); ErrCode(err) != CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
