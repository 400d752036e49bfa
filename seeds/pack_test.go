package seeds_test

import (
	"context"
	"testing"

	"yinfeng/crm"
	"yinfeng/seeds"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestLoadPack(t *testing.T) {
	p, err := seeds.LoadPack("ankang")
	if err != nil {
		t.Fatal(err)
	}
	reporting := 0
	for _, u := range p.Units {
		if u.Reporting {
			reporting++
		}
	}
	if reporting != 13 {
		t.Errorf("%d reporting units, want 13", reporting)
	}
	for _, g := range p.Targets {
		if g.Indicator == crm.IndCapital && g.Value != 1100*crm.FenPerYi {
			t.Errorf("capital target %d", g.Value)
		}
		if g.Indicator == crm.IndForeign && g.Value != 15_000*crm.FenPerWan {
			t.Errorf("foreign target %d", g.Value)
		}
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, op := context.Background(), crm.Viewer{Operator: true}
		if err := s.LoadPack(ctx, op, p); err != nil {
			t.Fatal(err)
		}
		set, err := s.Settings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if set.RateOf(2022) != 64508 || !set.RateUnchecked[2022] || set.CutOffDay != 25 {
			t.Errorf("settings %+v", set)
		}
		if err := s.LoadPack(ctx, op, p); crm.ErrCode(err) != crm.CodeConflict {
			t.Errorf("second load: %v", err)
		}
	})
}

func TestLoadPack_Unknown(t *testing.T) {
	if _, err := seeds.LoadPack("no-such-pack"); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("got %v", err)
	}
}
