package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// The rows behind a figure are held to its basis by SQL, the figure itself by
// crm.BasisFilter.Has: under each dimension they come to the same.
func TestStore_FigureRows_EveryDimension(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c, silk := varied(t, s)
		no := false
		shut := []crm.ReviewState{crm.StateVerified, crm.StateSubmitted}
		for name, f := range map[string]crm.BasisFilter{
			"origins": {Origins: []crm.Origin{crm.OriginOutProv, crm.OriginForeign}}, "currency": {Currency: []crm.Currency{crm.USD}},
			"fixed": {Fixed: &yes}, "notFixed": {Fixed: &no}, "fdi": {FDI: &yes}, "notFDI": {FDI: &no},
			"chains": {Chains: []int64{silk}}, "units": {Units: []int64{c.unit["a"], c.unit["c"]}}, "months": {Months: []int{4, 5}},
			"own": {Adjustments: []string{crm.AdjustOwn}}, "sameYear": {Adjustments: []string{string(crm.AdjustSameYear)}},
			"waiting": {States: []crm.ReviewState{crm.StateSubmitted}}, "both": {States: shut},
			"several": {Units: []int64{c.unit["a"]}, Months: []int{3, 4, 5}, FDI: &no, Chains: []int64{silk}},
		} {
			_, err := s.PutBases(ctx, c.manager, []crm.Basis{{Indicator: "capital", Code: name, Label: "按" + name, Filter: f}})
			must(t, err)
			rows := 0
			for _, field := range []crm.FigureField{crm.FieldMonth, crm.FieldAdjust, crm.FieldCumulative} {
				for _, unit := range []string{"city", "a", "b", "c"} {
					ref := crm.FigureRef{Window: crm.Window{From: "2022-05", To: "2022-05"}, Indicator: "capital", Basis: name, Unit: unit, Field: field}
					got, sum := c.answer(c.manager, ref)
					if want := *fieldOf(c.printed(ref), field); sum != want || got.Sum != want || got.Difference != 0 {
						t.Errorf("%s: rows %d, sum %d, figure %d", ref, sum, got.Sum, want)
					}
					rows += int(got.Total)
				}
			}
			if rows == 0 {
				t.Errorf("%s has no rows: the test proves nothing", name)
			}
		}
	})
}
