package seeds_test

import (
	"bytes"
	"context"
	"testing"

	"yinfeng/crm"
	"yinfeng/reports"
	"yinfeng/seeds"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// filledDemo fills a store of the engine with the demo city.
func filledDemo(t *testing.T, engine string) *store.Store {
	t.Helper()
	s := storetest.Open(t, engine, seeds.DemoDay)
	ctx := context.Background()
	d := seeds.Demo{Password: "Demo-2022-test", Hash: func(p string) string { return "test:" + p }, Render: func(r *crm.MonthReport) ([]byte, error) {
		var b bytes.Buffer
		err := reports.WriteMonth(ctx, &b, r, nil)
		return b.Bytes(), err
	}}
	if err := d.Fill(ctx, s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDemo(t *testing.T) {
	s := filledDemo(t, "sqlite")
	ctx := context.Background()
	op := crm.Viewer{Operator: true}
	if diffs, err := s.RollupVerify(ctx); err != nil || len(diffs) > 0 {
		t.Errorf("rollup: %v %v", diffs, err)
	}
	f, err := s.Footprint(ctx, op, "", "", 0)
	if err != nil || f.Provinces != 17 || f.Cities != 32 {
		t.Errorf("footprint %d provinces %d cities: %v", f.Provinces, f.Cities, err)
	}
}
