package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// drilled is a random ledger over two years with history, typed months, milestones,
// reversals and changes of shares; months are closed up to 2023-01.
func drilled(t *testing.T, s *store.Store, r *rand.Rand) (*city, []crm.Snapshot) {
	c := measured(t, s)
	var history []crm.HistoricFigure // 丙区 goes live in March 2022
	for _, m := range []crm.Month{"2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06", "2022-01", "2022-02"} {
		for _, unit := range []string{"a", "b", "c", "direct"} {
			if m < "2022" || unit == "c" {
				history = append(history, crm.HistoricFigure{UnitID: c.unit[unit], Indicator: "capital", Currency: crm.CNY, Year: m.Year(), Month: m, Value: 1 + r.Int64N(9*wan)})
			}
		}
	}
	_, err := s.PutHistoric(ctx, c.manager, history)
	must(t, err)
	p := []crm.Project{c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 1234, "b": 8766}), c.shared("三家", map[string]int64{"b": 1, "c": 5000, "direct": 4999})}
	for i, on := range []string{"2022-02-03", "2022-04-05", "2022-05-06"} {
		c.approved(p[i], crm.MilestoneInput{Kind: "signed", On: on})
		c.approved(p[i], crm.MilestoneInput{Kind: "started", On: on})
	}
	typed := []crm.ManualValue{}
	for _, m := range []crm.Month{"2022-02", "2022-04", "2023-01", "2023-02"} {
		typed = append(typed, crm.ManualValue{Indicator: "trade", UnitID: c.unit["a"], Month: m, Value: 1 + r.Int64N(wan)})
	}
	_, err = s.SetManualValues(ctx, c.manager, typed)
	must(t, err)
	for _, m := range []crm.Month{"2022-01", "2022-01", "2022-02", "2022-02", "2022-03", "2022-03", "2022-03"} {
		c.fill(r, p[:2], []crm.Month{m}, 1)
	}
	c.fill(r, p[:2], months(1, 6), 13)
	c.fill(r, p, months(3, 6), 12)
	var snaps []crm.Snapshot
	for _, m := range months(1, 12) {
		snaps = append(snaps, c.shut(m))
		if m == "2022-04" || m == "2022-08" { // corrections of closed months stand in the open one
			c.backed(1, "2022-03")
			again, err := s.Project(ctx, c.manager, p[1].ID)
			must(t, err)
			bp := 1 + r.Int64N(9999)
			c.reshared(again, map[string]int64{"a": bp, "direct": 10000 - bp})
		}
	}
	c.backed(1, "2022-01") // of last year: restated
	for k := range 8 {
		v := 1 + r.Int64N(50*wan)
		c.verified(p[k%3], []crm.Month{"2023-01", "2023-02"}[k%2], v, crm.Part{Origin: crm.Origins[r.IntN(2)], Currency: crm.CNY, Amount: v})
	}
	snaps = append(snaps, c.shut("2023-01"))
	c.backed(1, "2023-01")
	c.backed(1, "2022-02")
	return c, snaps
}

// backed reverses the first n entries of a month that are not reversed yet.
func (c *city) backed(n int, of crm.Month) {
	c.t.Helper()
	for range n {
		id := c.sum(`SELECT MIN(id) FROM capital_entries e WHERE state = 'verified' AND reverses_id IS NULL AND month = $1
			AND NOT EXISTS (SELECT 1 FROM capital_entries x WHERE x.reverses_id = e.id)`, of)
		back, err := c.s.ReverseCapital(ctx, c.reporter, id, crm.ReverseInput{Reason: "重复填报"})
		must(c.t, err)
		c.attach("capital", back.ID, "银行进账单")
		back, err = c.s.SubmitCapital(ctx, c.reporter, back.ID, crm.ReviewInput{Version: back.Version})
		must(c.t, err)
		_, err = c.s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
		must(c.t, err)
	}
}

// answer adds up all pages of a figure's rows.
func (c *city) answer(v crm.Viewer, ref crm.FigureRef) (crm.FigureRows, int64) {
	c.t.Helper()
	var first crm.FigureRows
	var sum int64
	seen := map[string]bool{}
	for after := ""; ; {
		f, err := c.s.FigureRows(ctx, v, ref, after)
		if err != nil {
			c.t.Fatal(ref, err)
		}
		if after == "" {
			first = f
		}
		for _, x := range f.Items {
			key := fmt.Sprint(x.ID, x.UnitID, x.Month, x.OrigMonth, x.Adjustment)
			if seen[key] || x.Code == "" || x.Project == "" || x.Unit == "" {
				c.t.Errorf("%s: row %+v", ref, x)
			}
			seen[key] = true
			sum += x.Amount
		}
		if after = f.Next; after == "" {
			if int64(len(seen)) != first.Total {
				c.t.Errorf("%s: %d rows, total %d", ref, len(seen), first.Total)
			}
			return first, sum
		}
	}
}

func fieldOf(f crm.Figure, field crm.FigureField) *int64 {
	return map[crm.FigureField]*int64{crm.FieldMonth: &f.Month, crm.FieldAdjust: &f.Adjust, crm.FieldCumulative: &f.Cumulative,
		crm.FieldLastYear: f.LastYear, crm.FieldTarget: f.Target}[field]
}

// Whatever number is asked for, now, as known or of a snapshot, its rows, history and
// typed months add up to what the figures print.
func TestStore_FigureRows_AddUpToTheFigure(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			s := storetest.Open(t, engine, "2023-03-10")
			r := rand.New(rand.NewPCG(5, 8))
			c, snaps := drilled(t, s, r)
			found := map[string]int{}
			for range 600 {
				c.drill(r, snaps, found)
			}
			for _, k := range []string{"now", "window", "snapshot", "as known", "month", "adjust", "cumulative", "lastYear", "historic", "typed", "foreign", "row ", "row sameYear", "row earlier"} {
				if found[k] == 0 {
					t.Errorf("no figure tried %s: %v", k, found)
				}
			}
		})
	}
}

// anyRef is a random number of the ledger and how it is read.
func (c *city) anyRef(r *rand.Rand, snaps []crm.Snapshot) (crm.FigureRef, string) {
	bases := map[string][]string{"capital": {"all", "outside", "fixed"}, "foreign": {"wide", "fdi"}}
	ref := crm.FigureRef{Indicator: pick(r, "capital", "capital", "foreign", "signed", "signedAmount", "started", "trade"),
		Unit: pick(r, "city", "a", "b", "c", "direct"), Field: pick(r, crm.FieldMonth, crm.FieldAdjust, crm.FieldCumulative, crm.FieldLastYear, crm.FieldTarget)}
	if of := bases[ref.Indicator]; of != nil {
		ref.Basis = pick(r, of...)
	}
	to := crm.Month("2022-01").Add(r.IntN(14))
	if r.IntN(2) == 0 {
		to = crm.Month("2023-01").Add(r.IntN(2))
	}
	ref.Window = crm.Window{From: to, To: to}
	switch r.IntN(5) {
	case 0:
		ref.Window.From = to.Add(-1 - r.IntN(8))
		return ref, "window"
	case 1:
		x := pick(r, snaps...)
		ref.Window, ref.Snapshot = crm.Window{From: x.Month, To: x.Month}, x.Number
		return ref, "snapshot"
	case 2:
		ref.AsKnown = c.s.Today()
		return ref, "as known"
	}
	return ref, "now"
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// drill asks for the rows of a random number by a random person and counts what it found.
func (c *city) drill(r *rand.Rand, snaps []crm.Snapshot, found map[string]int) {
	c.t.Helper()
	ref, how := c.anyRef(r, snaps)
	who := pick(r, c.manager, c.manager, c.manager, c.manager, c.reporter, c.other)
	if who.UserID != c.manager.UserID && who.UnitID != c.unit[ref.Unit] {
		_, err := c.s.FigureRows(ctx, who, ref, "")
		refused(c.t, err, crm.CodeNotFound)
		found["foreign"]++
		return
	}
	got, sum := c.answer(who, ref)
	fig := c.printed(ref)
	want := fieldOf(fig, ref.Field)
	if (want == nil) != (got.Value == nil) || want != nil && *want != *got.Value {
		c.t.Errorf("%s %s: %v, the figures say %s", how, ref, got.Value, figureText(fig))
	}
	if got.Sum != sum || got.Difference != 0 {
		c.t.Errorf("%s %s: rows come to %d, sum %d, difference %d", how, ref, sum, got.Sum, got.Difference)
	}
	if want == nil || ref.Field == crm.FieldTarget {
		return
	}
	if sum+got.Historic+got.Typed != *want {
		c.t.Errorf("%s %s: %d + %d + %d is not %d", how, ref, sum, got.Historic, got.Typed, *want)
	}
	if sum != 0 {
		found[how]++
		found[string(ref.Field)]++
	}
	for _, x := range got.Items {
		found["row "+string(x.Adjustment)]++
	}
	if got.Historic != 0 {
		found["historic"]++
	}
	if got.Typed != 0 {
		found["typed"]++
	}
}

// printed is the figure that the reports print for a reference.
func (c *city) printed(ref crm.FigureRef) crm.Figure {
	c.t.Helper()
	q := crm.FiguresQuery{Month: ref.Window.To, AsKnown: ref.AsKnown}
	if !ref.Window.Single() {
		q.From = ref.Window.From
	}
	if ref.Basis != map[string]string{"capital": "all", "foreign": "wide"}[ref.Indicator] {
		q.Bases = map[string]string{ref.Indicator: ref.Basis}
	}
	f := c.figures(q)
	for _, u := range f.Units {
		if u.ID == ref.Unit {
			return u.Figures[ref.Indicator]
		}
	}
	return f.Total[ref.Indicator]
}

// Pages hold each row once; a row names its evidence; bad questions are refused.
func TestStore_FigureRows_PagesAndRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.fill(rand.New(rand.NewPCG(3, 4)), []crm.Project{c.project("甲一")}, months(3, 5), 53)
		one := crm.Month("2022-05")
		ref := crm.FigureRef{Window: crm.Window{From: one, To: one}, Indicator: "capital", Basis: "all", Unit: "city", Field: crm.FieldCumulative}
		got, sum := c.answer(c.manager, ref)
		if got.Total != 53 || len(got.Items) != 50 || got.Next == "" || sum != *got.Value {
			t.Errorf("%d rows, %d on page 1, next %q, %d of %d", got.Total, len(got.Items), got.Next, sum, *got.Value)
		}
		if x := got.Items[0]; len(x.Evidence) != 1 || x.Evidence[0].Number == "" || x.Evidence[0].Kind != "银行进账单" || x.Object != "capital" {
			t.Errorf("%+v", x)
		}
		chain := c.sum("SELECT MIN(id) FROM chains")
		bad := func(code crm.Code, change func(*crm.FigureRef)) {
			t.Helper()
			x := ref
			change(&x)
			_, err := s.FigureRows(context.Background(), c.manager, x, "")
			refused(t, err, code)
		}
		bad(crm.CodeNotFound, func(x *crm.FigureRef) { x.Unit = "nowhere" })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Unit = "office" })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Indicator = "luck" })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Basis = "luck" })
		bad(crm.CodeNotFound, func(x *crm.FigureRef) { x.Snapshot = "KZ-202205-09" })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Chain = "silk" })
		bad(crm.CodeNotFound, func(x *crm.FigureRef) { x.Chain = "99999" })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Window = crm.Window{From: "2031-01", To: "2031-01"} })
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Indicator, x.Basis, x.Chain = "trade", "", fmt.Sprint(chain) })
		for _, after := range []string{"9", "2022-05", "2022-13.4", "2022-05.x"} {
			_, err := s.FigureRows(ctx, c.manager, ref, after)
			refused(t, err, crm.CodeInvalid)
		}
		if beyond, err := s.FigureRows(ctx, c.manager, ref, "2022-01.1"); err != nil || len(beyond.Items) != 0 || beyond.Next != "" {
			t.Errorf("after the last row: %+v %v", beyond, err)
		}
		c.shut("2022-01")
		c.shut("2022-02")
		number := c.shut("2022-03").Number
		bad(crm.CodeInvalid, func(x *crm.FigureRef) { x.Snapshot = number })
	})
}
