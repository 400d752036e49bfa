package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// recorded are the questions whose answers are kept day by day.
var recorded = map[string]crm.FiguresQuery{
	"February": {Month: "2022-02"}, "March": {Month: "2022-03"}, "outside": {Month: "2022-03", Bases: map[string]string{"capital": "outside"}},
	"window": {From: "2022-01", Month: "2022-03"}, "one unit": {Month: "2022-03"},
}

// The figures as known on three past days are those that stood on these days: they are
// recorded while verifications, a new goal, a change of shares, a milestone, a closing and
// the correction of what it closed go on (domain §7).
func TestStore_Figures_AsRecorded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		for _, table := range []string{"targets", "basis_defaults"} {
			must(t, s.ExecForTest("UPDATE "+table+" SET known_on = '2022-01-05'"))
		}
		p := c.project("甲一")
		d := c.project("乙二")
		must(t, s.ExecForTest("UPDATE attributions SET known_on = '2022-01-05'"))
		days := []crm.Date{"2022-09-06", "2022-09-13", "2022-09-20"}
		seen := map[crm.Date]map[string]string{}
		waiting := c.waiting(p, d, len(days)+1)
		for i, day := range days {
			c.oneDay(day, waiting[i], i, d)
			seen[day] = c.record("")
		}
		c.oneDay("2022-09-25", waiting[len(days)], len(days), d)
		for name := range recorded {
			if seen[days[0]][name] == seen[days[1]][name] || name != "February" && seen[days[1]][name] == seen[days[2]][name] {
				t.Errorf("%s did not change from day to day: the test proves nothing", name)
			}
		}
		for _, day := range days {
			for name, got := range c.record(day) {
				if name == "February" && day == days[2] {
					continue // closed by then: on screen stands its snapshot, which no later goal changes
				}
				if got != seen[day][name] {
					t.Errorf("%s as known on %s\nwas  %s\nsays %s", name, day, seen[day][name], got)
				}
			}
		}
	})
}

// waiting files two entries a day, of February and of March, which wait for their day.
func (c *city) waiting(p, d crm.Project, days int) (out [][]crm.CapitalEntry) {
	c.t.Helper()
	for i := range days {
		home := int64(3+i) * wan
		parts := []crm.Part{{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 70 * wan}, {Origin: crm.OriginLocal, Currency: crm.CNY, Amount: home}}
		out = append(out, []crm.CapitalEntry{c.submitted(p, "2022-02", 70*wan+home, parts...), c.submitted(d, "2022-03", 70*wan+home, parts...)})
	}
	return out
}

// oneDay does the acts of the n-th day; before the third February is closed, and what is
// done from then on corrects it from March.
func (c *city) oneDay(day crm.Date, waiting []crm.CapitalEntry, n int, d crm.Project) {
	c.t.Helper()
	s := c.s
	if n == 2 {
		c.onDay("2022-09-18", c.manager, func(ctx context.Context) error {
			for _, m := range []crm.Month{"2022-01", "2022-02"} {
				if _, err := s.CloseMonth(ctx, c.manager, m, crm.CloseInput{CarryOver: true, Reason: "佐证补正"}, plainBook); err != nil {
					return err
				}
			}
			return nil
		})
		c.backedOn(day, "2022-02")
	}
	for _, e := range waiting {
		e, err := s.Capital(ctx, c.manager, e.ID) // it may have been carried over to March
		must(c.t, err)
		c.onDay(day, c.verifier, func(ctx context.Context) error {
			_, err := s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
			return err
		})
	}
	c.onDay(day, c.manager, func(ctx context.Context) error {
		for _, unit := range []string{"a", "city"} {
			goal := int64(500+n) * wan
			if _, err := s.SetTarget(ctx, c.manager, crm.TargetInput{Year: 2022, UnitID: c.unit[unit], Indicator: "capital", Value: &goal}); err != nil {
				return err
			}
		}
		return nil
	})
	again, err := s.Project(ctx, c.manager, d.ID)
	must(c.t, err)
	c.onDay(day, c.manager, func(ctx context.Context) error {
		_, err := s.SetAttribution(ctx, c.manager, d.ID, crm.AttributionInput{FromYear: 2022, Reason: "联合引进", Version: again.Version,
			Shares: []crm.Share{{UnitID: c.unit["a"], BP: int64(9000 - 700*n)}, {UnitID: c.unit["b"], BP: int64(1000 + 700*n)}}})
		return err
	})
}

// backedOn reverses the first entry of a closed month on a day.
func (c *city) backedOn(day crm.Date, of crm.Month) {
	c.t.Helper()
	id := c.sum("SELECT MIN(id) FROM capital_entries WHERE state = 'verified' AND reverses_id IS NULL AND month = $1", of)
	back, err := c.s.ReverseCapital(ctx, c.reporter, id, crm.ReverseInput{Reason: "重复填报", Submit: true})
	must(c.t, err)
	c.onDay(day, c.verifier, func(ctx context.Context) error {
		_, err := c.s.VerifyCapital(ctx, c.verifier, back.ID, crm.VerifyInput{Version: back.Version})
		return err
	})
}

// record answers all questions as known on a day, "" for now. The number
// of a snapshot is left out, and the hash of all.
func (c *city) record(day crm.Date) map[string]string {
	c.t.Helper()
	out := map[string]string{}
	for name, q := range recorded {
		q.AsKnown = day
		if name == "one unit" {
			q.UnitID = c.unit["b"]
		}
		f := c.figures(q)
		f.Snapshot, f.SHA256 = nil, ""
		text, err := json.Marshal(f)
		must(c.t, err)
		out[name] = string(text)
	}
	return out
}
