package server_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
)

// worker plays one player's part in one round.
type worker struct {
	g    *game
	user *player
	k    *client
	r    *rand.Rand
	told int // refusals with a notice: the hour's limit is not what is tried here
	log  []*op
}

// modelKinds are the operations with how often they are tried.
var modelKinds = []struct {
	kind   string
	weight int
}{{"report", 13}, {"edit", 5}, {"note", 2}, {"visit", 7}, {"stage", 18}, {"undo", 3}, {"status", 10}, {"void", 1}, {"offer", 10}, {"answerOffer", 13},
	{"merge", 5}, {"unmerge", 3}, {"open", 5}, {"stepDispute", 13}, {"readDispute", 2}, {"read", 3}}

func (w *worker) step() {
	n := 0
	for _, k := range modelKinds {
		n += k.weight
	}
	n = w.r.IntN(n)
	for _, k := range modelKinds {
		if n -= k.weight; n < 0 {
			w.play(k.kind)
			return
		}
	}
}

// play prepares an operation from what the board shows, which may be stale, and sends it.
func (w *worker) play(kind string) {
	o := &op{game: w.g, user: w.user, kind: kind, reason: w.r.IntN(20) > 0}
	ok := true
	switch kind {
	case "report":
		ok = w.report(o)
	case "answerOffer":
		ok = w.answerOffer(o)
	case "unmerge":
		ok = w.unmerge(o)
	case "open":
		ok = w.open(o)
	case "stepDispute", "readDispute":
		ok = w.stepDispute(o)
	default:
		ok = w.lead(o)
	}
	if !ok {
		return
	}
	if w.send(o); (kind == "stage" || kind == "status") && o.code == http.StatusOK && w.r.IntN(3) == 0 { // the slip is taken back at once
		w.send(&op{game: w.g, user: w.user, kind: "undo", lead: o.lead, slot: o.slot, variant: o.variant, version: o.answered("version")})
	}
}

func (w *worker) report(o *op) bool {
	if w.told > 100 {
		return false
	}
	o.slot, o.variant, o.unit = w.r.IntN(modelSlots), w.r.IntN(4)/3, w.anyUnit()
	live := 0
	w.g.board.Lock()
	defer w.g.board.Unlock()
	for _, l := range w.g.board.leads {
		if l.slot == o.slot && !l.dead && l.status != "dropped" {
			live++
			o.other = l.id
		}
	}
	switch n := w.r.IntN(10); {
	case live < 4 && n < 4:
		o.decision = "new"
	case n == 5 && o.other != 0:
		o.decision = "continue"
	}
	return true
}

// rush reports what nobody holds, everybody at the same moment: one unit wins.
func (w *worker) rush(free [][2]int) {
	for _, x := range free {
		if w.g.t.Failed() {
			return
		}
		w.send(&op{game: w.g, user: w.user, kind: "report", slot: x[0], variant: x[1], unit: w.anyUnit(), decision: "new", reason: true})
	}
}

// anyUnit is a unit that the player may report for.
func (w *worker) anyUnit() int64 {
	if w.user.all {
		return w.g.units[w.r.IntN(len(w.g.units))]
	}
	return w.user.unit
}

// lead prepares an operation on a lead, mostly at a version just read.
func (w *worker) lead(o *op) bool {
	b := &w.g.board
	mine := func(l *seenLead) bool { return !l.dead && w.user.has(l.unit) }
	suits := []func(*seenLead) bool{mine}
	if o.kind == "offer" && w.r.IntN(2) == 0 { // of what others were told of, and may dispute
		suits = []func(*seenLead) bool{func(l *seenLead) bool {
			return mine(l) && b.noticed(w.g.model, l.id) && !b.offered(l.id) && !b.contested(l.id)
		}, mine}
	}
	l, ok := pick(w.r, b, func() []*seenLead { return b.leads }, suits...)
	if !ok {
		return false
	}
	o.lead, o.version, o.slot, o.variant = l.id, l.version, l.slot, l.variant
	if o.kind != "read" && w.r.IntN(4) > 0 {
		if read := w.send(&op{game: w.g, user: w.user, kind: "read", lead: l.id, slot: l.slot}); read.code == 200 {
			o.version = read.answered("version")
		}
	}
	if w.r.IntN(12) == 0 && o.version > 1 {
		o.version--
	}
	switch o.kind {
	case "edit":
		if w.r.IntN(3) == 0 {
			o.variant = 1 - o.variant
		}
		o.decision = []string{"", "new"}[w.r.IntN(2)]
	case "stage":
		o.to = w.nextStage(l.stage)
	case "status":
		o.to = []string{"active", "active", "paused", "dormant", "dropped"}[w.r.IntN(5)]
		o.decision = []string{"", "new"}[w.r.IntN(2)]
	case "offer":
		o.unit = w.g.units[w.r.IntN(len(w.g.units))]
	case "merge":
		return w.merge(o, l)
	}
	return true
}

// nextStage is mostly the next one, at times any; seldom 签约, which ends the play of a lead.
func (w *worker) nextStage(now string) string {
	at := stageIndex(now)
	if w.r.IntN(3) > 0 && at < stageIndex("agreeing") {
		return modelStages[at+1]
	}
	if w.r.IntN(6) == 0 || now == "agreeing" && w.r.IntN(2) == 0 {
		return "signed"
	}
	return modelStages[w.r.IntN(5)]
}

func (w *worker) merge(o *op, kept seenLead) bool {
	gone, ok := pick(w.r, &w.g.board, func() []*seenLead { return w.g.board.leads }, func(l *seenLead) bool {
		return !l.dead && l.slot == kept.slot && l.unit == kept.unit && l.id != kept.id
	})
	if !ok || gone.slot != kept.slot && w.r.IntN(3) > 0 { // no pair of one unit
		return false
	}
	o.other, o.version2 = gone.id, gone.version
	if ok && w.r.IntN(4) > 0 {
		if read := w.send(&op{game: w.g, user: w.user, kind: "read", lead: gone.id, slot: gone.slot}); read.code == 200 {
			o.version2 = read.answered("version")
		}
	}
	return ok
}

func (w *worker) answerOffer(o *op) bool {
	b := &w.g.board
	mine := func(x *seenOffer) bool { return !x.done && (w.user.has(x.to) || w.user.has(x.from)) }
	disputed := func(x *seenOffer) bool { return mine(x) && w.user.has(x.to) && b.contested(x.lead) }
	free := func(x *seenOffer) bool { return mine(x) && !b.contested(x.lead) } // others stay for the ruling
	suits := []func(*seenOffer) bool{free, mine}
	if w.r.IntN(2) == 0 {
		suits = []func(*seenOffer) bool{disputed, free}
	}
	x, ok := pick(w.r, b, func() []*seenOffer { return b.transfers }, suits...)
	o.transfer = x.id
	switch {
	case w.disputed(x.lead) && w.r.IntN(8) > 0:
		o.kind = "accept"
	case w.user.has(x.to) && w.r.IntN(5) > 0:
		o.kind = []string{"accept", "accept", "refuse"}[w.r.IntN(3)]
	default:
		o.kind = []string{"withdraw", "withdraw", "accept", "refuse"}[w.r.IntN(4)]
	}
	return ok
}

func (w *worker) offered(lead int64) bool {
	w.g.board.Lock()
	defer w.g.board.Unlock()
	return w.g.board.offered(lead)
}

func (w *worker) disputed(lead int64) bool {
	w.g.board.Lock()
	defer w.g.board.Unlock()
	return w.g.board.contested(lead)
}

func (w *worker) unmerge(o *op) bool {
	x, ok := pick(w.r, &w.g.board, func() []*seenMerge { return w.g.board.merges }, func(*seenMerge) bool { return true })
	if !ok {
		return false
	}
	o.merge = x.id
	if read := w.send(&op{game: w.g, user: w.user, kind: "read", lead: x.kept}); read.code == 200 {
		o.version = read.answered("version")
	}
	return true
}

func (w *worker) open(o *op) bool {
	b := &w.g.board
	b.Lock()
	defer b.Unlock()
	told := b.claims[w.user.unit]
	if offered := slices.DeleteFunc(slices.Clone(told), func(c int64) bool { return !b.offered(w.g.model.leadOf(c)) }); len(offered) > 0 && w.r.IntN(4) > 0 {
		told = offered
	}
	o.claim = some(w.r, told)
	if w.r.IntN(10) == 0 { // of another unit's notice
		o.claim = some(w.r, b.claims[w.g.units[w.r.IntN(len(w.g.units))]])
	}
	o.slot, o.variant = w.r.IntN(modelSlots), w.r.IntN(2)
	return o.claim != 0
}

// stepDispute takes the step that a dispute waits for, at times another.
func (w *worker) stepDispute(o *op) bool {
	want := func(d *seenDispute) string {
		switch {
		case w.user.decides && d.state == "answered":
			return "decide"
		case w.user.decides && d.state == "appealed":
			return "final"
		case d.state == "open" && w.user.unit == d.holder:
			return "answer"
		case d.state == "decided" && (w.user.unit == d.holder || w.user.unit == d.unit) && w.r.IntN(3) > 0:
			return "appeal"
		}
		return ""
	}
	b := &w.g.board
	d, ok := pick(w.r, b, func() []*seenDispute { return b.disputes },
		func(d *seenDispute) bool { return want(d) != "" && b.offered(d.lead) }, func(d *seenDispute) bool { return want(d) != "" })
	o.dispute, o.version, o.slot, o.variant = d.id, d.version, d.slot, d.variant
	if o.kind == "readDispute" {
		return ok
	}
	if o.kind = want(&d); o.kind == "" || w.r.IntN(12) == 0 {
		o.kind = []string{"answer", "retract", "decide", "appeal", "final"}[w.r.IntN(5)]
	}
	o.to = []string{"keep", "pass", "pass", "both"}[w.r.IntN(4)]
	if w.offered(d.lead) && w.r.IntN(4) > 0 {
		o.to = "pass" // the offer ends with it
	}
	if w.r.IntN(12) == 0 && o.version > 1 {
		o.version--
	}
	return ok
}

// send asks the program and keeps what it answered.
func (w *worker) send(o *op) *op {
	o.before = w.g.seq()
	method, path := o.path()
	k := w.k
	if method == "POST" {
		k = k.keyed(fmt.Sprintf("model-%d", keys.Add(1)))
	}
	in := o.body()
	a := k.do(method, path, in)
	o.code, o.raw = a.Code, a.Raw
	o.got, _ = a.JSON.(map[string]any)
	if method == "POST" && o.code == http.StatusOK && w.r.IntN(40) == 0 { // a repeat with the same key does nothing
		if again := k.do(method, path, in); again.Code != 200 || string(again.Raw) != string(a.Raw) {
			w.g.t.Errorf("%s: repeated: %d %s\nfirst: %s", o, again.Code, again.Raw, a.Raw)
		}
	}
	o.after = w.g.seq()
	w.log = append(w.log, o)
	if !o.onlyReads() {
		w.g.left.Add(-1)
	}
	if o.code == http.StatusOK {
		w.g.board.note(o)
		if o.kind == "merge" {
			w.noteMerge(o)
		}
	} else if o.code == http.StatusConflict {
		w.noteNotice(o)
	}
	return o
}

// noteNotice remembers the claim that a refusal told of, and counts it against the hour's limit.
func (w *worker) noteNotice(o *op) {
	state, _ := o.got["state"].(map[string]any)
	list, _ := state["notices"].([]any)
	if claim := asInt(state["claimId"]); claim != 0 || len(list) > 0 {
		w.told++
		if claim != 0 && o.kind == "report" {
			w.g.board.told(o.unit, claim)
		}
	}
}

// noteMerge asks for the number of the merge just made.
func (w *worker) noteMerge(o *op) {
	a := w.k.get("/leads/%d/duplicates", o.lead)
	merges, _ := a.at("merges").([]any)
	for _, x := range merges {
		x, _ := x.(map[string]any)
		if fmt.Sprint(x["goneId"]) == fmt.Sprint(o.other) && !strings.Contains(fmt.Sprint(x["undone"]), "true") {
			w.g.board.Lock()
			w.g.board.merges = append(w.g.board.merges, &seenMerge{id: asInt(x["id"].(json.Number)), kept: o.lead})
			w.g.board.Unlock()
		}
	}
}
