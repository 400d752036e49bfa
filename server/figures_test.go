package server_test

import (
	"testing"

	"yinfeng/crm"
)

// A 查数码 over HTTP: the answer says the number that the figures print, a county sees its
// own alone, and a bad one is refused in one line.
func TestFigureRows(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, county := c.as("manager"), c.as("statistician")
		var f crm.Figures
		manager.get("/reports/month/2022-08/figures").want(200).into(&f)
		for _, ref := range []string{"2022-08.capital.all.ak.cumulative", "2022-08.foreign.wide.ak.month", "2022-08.signed.first.ak.cumulative"} {
			var x crm.FigureRows
			manager.get("/figures/%s", ref).want(200).into(&x)
			fig := f.Total[x.Indicator]
			want := fig.Cumulative
			if x.Field == crm.FieldMonth {
				want = fig.Month
			}
			if x.Ref != ref || x.Label == "" || x.Value == nil || *x.Value != want || x.Sum+x.Historic+x.Typed != want || !x.RowsVisible {
				t.Errorf("%s: %+v, figures say %d", ref, x, want)
			}
		}
		county.get("/figures/2022-08.capital.all.610902.month").want(200)
		for _, foreign := range []string{"610981", "ak", "nowhere"} {
			isProblem(t, county.get("/figures/2022-08.capital.all.%s.month", foreign), 404, "not_found")
		}
		for _, bad := range []string{"x", "2022-13.capital.all.ak.month", "2022-08.capital.all.ak.rate", "2022-08.capital.all.ak.month@yesterday",
			"2022-08.luck.all.ak.month", "2022-08.capital.luck.ak.month", "2022-08.capital.all.ak.month~chain", "2031-01.capital.all.ak.month", "2022-08.capital.all.ak.month?after=99"} {
			isProblem(t, manager.get("/figures/%s", bad), 422, "invalid")
		}
		isProblem(t, manager.get("/figures/2022-08.capital.all.ak.month@KZ-202208-77"), 404, "not_found")
		for _, login := range []string{"admin", "security"} {
			isProblem(t, c.as(login).get("/figures/2022-08.capital.all.ak.month"), 403, "forbidden")
		}
	})
}
