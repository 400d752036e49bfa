package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// manyLeads reports 23 leads of both counties on different days, in different colours.
func (c *leadCity) manyLeads() {
	c.t.Helper()
	c.must(c.s.Batch(c.ctx, c.manager, func(ctx context.Context) error {
		for i := range 23 {
			v := []crm.Viewer{c.eastman, c.westman}[i%2]
			day := crm.Date("2022-02-10").AddDays(i * 10)
			in := crm.LeadInput{CompanyName: fmt.Sprintf("示例%02d有限公司", i), Project: fmt.Sprintf("项目%02d", i), Source: []string{"自主招商", "商会推荐"}[i%2]}
			if i%3 == 0 {
				m := crm.Yuan(int64(1+i%5) * crm.FenPerWan)
				in.Amount = &m
			}
			if i%4 == 0 {
				in.NextStep, in.NextDue = "回访", day.AddDays(i%7)
			}
			if _, err := c.s.ReportLead(store.OnDay(ctx, day), v, in); err != nil {
				return err
			}
		}
		return nil
	}))
}

// walk pages through a list by cursor.
func (c *leadCity) walk(v crm.Viewer, f crm.LeadFilter) (all []crm.Lead) {
	c.t.Helper()
	f.Limit = 5
	for {
		list, err := c.s.Leads(c.ctx, v, f)
		c.must(err)
		all = append(all, list.Items...)
		if f.Cursor = list.Next; f.Cursor == "" {
			if list.Total != int64(len(all)) {
				c.t.Fatalf("%+v: total %d, walked %d", f, list.Total, len(all))
			}
			return all
		}
	}
}

func TestStore_Leads_sorts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.manyLeads()
		less := map[string]func(a, b crm.Lead) bool{
			"updatedAt":      func(a, b crm.Lead) bool { return a.UpdatedAt <= b.UpdatedAt },
			"amount":         func(a, b crm.Lead) bool { return fen(a) <= fen(b) },
			"reportedOn":     func(a, b crm.Lead) bool { return a.ReportedOn <= b.ReportedOn },
			"nextDue":        func(a, b crm.Lead) bool { return b.NextDue == "" || a.NextDue != "" && a.NextDue <= b.NextDue },
			"lastProgressOn": func(a, b crm.Lead) bool { return a.LastProgressOn <= b.LastProgressOn },
		}
		for sort, ok := range less {
			up, down := c.walk(c.manager, crm.LeadFilter{Page: crm.Page{Sort: sort}}), c.walk(c.manager, crm.LeadFilter{Page: crm.Page{Sort: "-" + sort}})
			if len(up) != 23 || len(down) != 23 {
				t.Fatalf("%s: %d up, %d down", sort, len(up), len(down))
			}
			for i := 1; i < len(up); i++ {
				if !ok(up[i-1], up[i]) {
					t.Fatalf("%s: %+v before %+v", sort, up[i-1], up[i])
				}
			}
			slices.Reverse(down)
			if !slices.EqualFunc(up, down, func(a, b crm.Lead) bool { return a.ID == b.ID }) {
				t.Fatalf("%s: down is not up reversed", sort)
			}
		}
	})
}

func fen(l crm.Lead) int64 {
	if l.Amount == nil {
		return 0
	}
	return l.Amount.Amount
}

// TestStore_Leads_filters: list, count and export under a filter are what the rule says
// of each visible lead.
func TestStore_Leads_filters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.manyLeads()
		everything := c.walk(c.manager, crm.LeadFilter{})
		colours := map[string]bool{}
		for _, l := range everything {
			colours[l.Warning] = true
		}
		if len(colours) != 4 {
			t.Fatalf("the data lacks a colour: %v", colours)
		}
		for name, f := range map[string]struct {
			f    crm.LeadFilter
			keep func(crm.Lead) bool
		}{
			"yellow": {crm.LeadFilter{Warning: "yellow"}, func(l crm.Lead) bool { return l.Warning == "yellow" }},
			"red":    {crm.LeadFilter{Warning: "red"}, func(l crm.Lead) bool { return l.Warning == "red" }},
			"lapsed": {crm.LeadFilter{Warning: "lapsed"}, func(l crm.Lead) bool { return l.Warning == "lapsed" }},
			"source": {crm.LeadFilter{Source: "商会推荐"}, func(l crm.Lead) bool { return l.Source == "商会推荐" }},
			"unit":   {crm.LeadFilter{UnitID: c.west.ID}, func(l crm.Lead) bool { return l.UnitID == c.west.ID }},
			"root":   {crm.LeadFilter{UnitID: c.root.ID}, func(crm.Lead) bool { return true }},
			"due":    {crm.LeadFilter{DueBefore: "2022-06-01"}, func(l crm.Lead) bool { return l.NextDue != "" && l.NextDue <= "2022-06-01" }},
			"q":      {crm.LeadFilter{Page: crm.Page{Q: "XS2022-0007"}}, func(l crm.Lead) bool { return l.Code == "XS2022-0007" }},
		} {
			for who, v := range map[string]crm.Viewer{"manager": c.manager, "east": c.eastman, "office": c.liaison} {
				sc := v.Scope(crm.ActReadBusiness)
				var want []int64
				for _, l := range everything {
					if sc.Has(l.UnitID) && f.keep(l) {
						want = append(want, l.ID)
					}
				}
				var listed, exported []int64
				for _, l := range c.walk(v, f.f) {
					listed = append(listed, l.ID)
				}
				c.must(s.EachLead(c.ctx, v, f.f, func(l crm.Lead) error { exported = append(exported, l.ID); return nil }))
				if !slices.Equal(listed, want) || !slices.Equal(exported, want) {
					t.Errorf("%s, %s: list %v, export %v, want %v", name, who, listed, exported, want)
				}
			}
		}
		c.sound()
	})
}
