package crm

import "slices"

// LeadPast is what a lead's clocks are derived from; nothing of them is typed.
type LeadPast struct {
	ReportedOn Date
	HandedOn   Date // the day on which its unit got it from another, "" for never
	FedBackOn  Date // the day on which the unit that handed it over was told, as it stands, "" for not yet
	Since      Date // the day on which the held claim began, "" for none
	Imported   bool // it came with a ledger that says that it was being worked at
	Stage      Stage
	Status     LeadStatus
	Voided     bool
	AmountCNY  int64 // fen
	Progress   Date  // the last real progress
	Events     []PastEvent
	Visits     []Date // of its unit's own
	Files      []Date
}

// PastEvent is one line of a lead's history, in order. Own says that its unit's own people wrote it.
type PastEvent struct {
	Kind, From, To, Reason string
	KnownOn                Date
	Own                    bool
}

// ClockFacts are the clocks as they are kept beside the lead, so that lists and the day's run find
// what is due by ranges of days. Pauses are added to the days from which a clock counts.
type ClockFacts struct {
	From      Date // response, assessment and feedback
	Responded Date
	Assessed  Date
	FedBack   Date
	Noted     Date // the last note, visit, stage or document
	Idle      Date // the last real progress
	PausedOn  Date // "" unless paused now
}

// stop is a time in which a lead's clocks stood still: after the day from, up to the day to and
// with it. The day of pausing still counts, that of waking does not yet.
type stop struct{ from, to Date }

// begin is the day from which response, assessment and feedback count.
func (p LeadPast) begin() Date {
	if p.HandedOn != "" {
		return p.HandedOn
	}
	return p.ReportedOn
}

// UndoneStatus is the reason of a status event that takes the one before it back.
const UndoneStatus = "撤销刚才的状态变动"

// standing are the events without the stage and status moves that were undone.
func (p LeadPast) standing() []PastEvent {
	var out []PastEvent
	for _, e := range p.Events {
		undone := ""
		switch {
		case e.Kind == "undo":
			undone = "stage"
		case e.Kind == "status" && e.Reason == UndoneStatus:
			undone = "status"
		default:
			out = append(out, e)
			continue
		}
		for i := len(out) - 1; i >= 0; i-- {
			if out[i].Kind == undone {
				out = slices.Delete(out, i, i+1)
				break
			}
		}
	}
	return out
}

// stops gives the times that are over in which the clocks stood still, the day on which the lead
// last came back from 休眠 or 终止, and since when it is paused now.
func (p LeadPast) stops() (out []stop, woken, paused Date) {
	status, since := p.Status, max(p.ReportedOn, p.Since)
	events := p.standing()
	for _, e := range events {
		if e.Kind == "status" {
			status = LeadStatus(e.From)
			break
		}
	}
	for _, e := range events {
		if e.Kind != "status" {
			continue
		}
		to := LeadStatus(e.To)
		if status != LeadActive && e.KnownOn > since {
			out = append(out, stop{since, e.KnownOn})
		}
		if (status == LeadDormant || status == LeadDropped) && (to == LeadActive || to == LeadPaused) {
			woken = e.KnownOn
		}
		status, since = to, e.KnownOn
	}
	if status == LeadPaused {
		paused = since
	}
	return out, woken, paused
}

// responded is the day of the first note, visit, stage move or next step of the unit's own.
func (p LeadPast) responded() Date {
	from := p.begin()
	if p.Imported && p.HandedOn == "" {
		return from
	}
	var first Date
	earlier := func(d Date) {
		if first == "" || d < first {
			first = d
		}
	}
	for _, e := range p.standing() {
		answer := e.Kind == "note" || e.Kind == "stage" || e.Kind == "status" || e.Kind == "edit" && containsNext(e.Reason)
		if e.Own && answer && e.KnownOn >= from {
			earlier(e.KnownOn)
		}
	}
	for _, d := range p.Visits {
		if d >= from || p.HandedOn == "" {
			earlier(max(d, from))
		}
	}
	return first
}

// assessed is the day on which the lead first stood at 研判 or beyond, or was ended, while with its unit.
func (p LeadPast) assessed() Date {
	from := p.begin()
	if p.Imported && p.HandedOn == "" {
		return from
	}
	for _, e := range p.standing() {
		judged := (e.Kind == "report" || e.Kind == "stage") && Stage(e.To).Index() >= StageQualified.Index() || e.Kind == "status" && LeadStatus(e.To) == LeadDropped
		if judged {
			return max(e.KnownOn, from)
		}
	}
	return ""
}

// FeedbackNote is what a note that tells the unit which handed the lead over how it stands has as its
// new value: such notes alone are feedback (domain §4: feedback to the introducer).
const FeedbackNote = "feedback"

// fedBack is the day of the first such note of its unit's own since the lead was handed over. What was
// taken for feedback once stays: before such notes there were, a move was.
func (p LeadPast) fedBack() Date {
	if p.HandedOn == "" {
		return ""
	}
	if p.FedBackOn >= p.HandedOn {
		return p.FedBackOn
	}
	for _, e := range p.Events {
		if e.Own && e.Kind == "note" && e.To == FeedbackNote && e.KnownOn >= p.HandedOn {
			return e.KnownOn
		}
	}
	return ""
}

// noted is the day of the last note, visit, stage move or document.
func (p LeadPast) noted() Date {
	last := max(p.begin(), p.Since)
	for _, e := range p.standing() {
		if e.Own && (e.Kind == "note" || e.Kind == "stage") {
			last = max(last, e.KnownOn)
		}
	}
	for _, d := range append(slices.Clone(p.Visits), p.Files...) {
		last = max(last, d)
	}
	return last
}

// idle is the day of the last real progress, or of waking from 休眠 or 终止.
func (p LeadPast) idle() Date {
	_, woken, _ := p.stops()
	return max(p.Progress, woken)
}

// Stopped counts the days after d on which the clocks stood still, stops that are over only.
func (p LeadPast) Stopped(d Date) (n int) {
	stops, _, _ := p.stops()
	for _, s := range stops {
		if from := max(s.from, d); from < s.to {
			n += from.DaysUntil(s.to)
		}
	}
	return n
}

// Running counts the days after d, of those after from up to the day to, on which the clocks went.
func (p LeadPast) Running(d, from, to Date) int {
	stops, _, paused := p.stops()
	if from = max(from, d); paused != "" {
		to = min(to, paused)
	}
	if from >= to {
		return 0
	}
	n := from.DaysUntil(to)
	for _, s := range stops {
		if a, b := max(s.from, from), min(s.to, to); a < b {
			n -= a.DaysUntil(b)
		}
	}
	return n
}

// walked counts the working days after from, up to day, on which the clocks went.
func (p LeadPast) walked(from, day Date, w Workdays) int {
	n := p.between(w, from, day)
	stops, _, _ := p.stops()
	for _, s := range stops {
		n -= p.between(w, max(s.from, from), min(s.to, day))
	}
	return n
}

// between counts the working days after a, up to b; none when b is earlier.
func (p LeadPast) between(w Workdays, a, b Date) int { return max(0, w.Between(a, b)) }

// due is the n-th working day after from on which the clocks went or will go.
func (p LeadPast) due(from Date, n int, w Workdays) Date {
	d := w.After(from, n)
	for p.walked(from, d, w) < n {
		d = w.After(d, 1)
	}
	return d
}

// Facts derives what is kept beside the lead.
func (p LeadPast) Facts(w Workdays) ClockFacts {
	moved := func(d Date) Date {
		var k int
		stops, _, _ := p.stops()
		for _, s := range stops {
			k += p.between(w, max(s.from, d), s.to)
		}
		return w.After(d, k)
	}
	f := ClockFacts{From: moved(p.begin()), Responded: p.responded(), Assessed: p.assessed(), FedBack: p.fedBack(), Noted: moved(p.noted())}
	_, _, f.PausedOn = p.stops()
	if d := p.idle(); d != "" {
		f.Idle = d.AddDays(p.Stopped(d))
	}
	return f
}
