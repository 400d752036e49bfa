package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// rawPlace is what a line gives and where: the unit it is credited to and the place of its project.
type rawPlace struct {
	from, to, indicator string
	month, sum          int64
}

// recounted adds the year's lines up to a month by credit and place, with nothing of the
// program's own but the tables; units live from the first month on.
func (c *city) recounted(month crm.Month) []rawPlace {
	c.t.Helper()
	var out []rawPlace
	for _, q := range []string{
		`SELECT u.code, w.code, 'capital', SUM(CASE WHEN l.month = $1 THEN l.cny ELSE 0 END), SUM(l.cny) FROM credit_lines l
			JOIN projects p ON p.id = l.project_id JOIN units u ON u.id = l.unit_id JOIN units w ON w.id = p.county_unit_id
			WHERE l.month >= $2 AND l.month <= $1 AND l.adjustment <> 'earlier' GROUP BY 1, 2`,
		`SELECT u.code, w.code, 'signed', SUM(CASE WHEN l.month = $1 THEN l.count ELSE 0 END), SUM(l.count) FROM count_lines l
			JOIN projects p ON p.id = l.project_id JOIN units u ON u.id = l.unit_id JOIN units w ON w.id = p.county_unit_id
			WHERE l.month >= $2 AND l.month <= $1 AND l.adjustment <> 'earlier' AND l.indicator = 'signed' AND l.joint = FALSE GROUP BY 1, 2`} {
		for _, line := range strings.Split(strings.TrimSpace(c.rows(q, month, crm.NewMonth(month.Year(), 1))), "\n") {
			f := strings.Split(line, "|")
			r := rawPlace{from: f[0], to: f[1], indicator: f[2]}
			_, err := fmt.Sscan(f[3]+" "+f[4], &r.month, &r.sum)
			must(c.t, err)
			out = append(out, r)
		}
	}
	return out
}

// groundIs holds a report against the recount; it answers whether anything stood elsewhere.
func (c *city) groundIs(g crm.GroundReport, raw []rawPlace) bool {
	c.t.Helper()
	moved := false
	var total crm.GroundUnit
	for _, u := range g.Units {
		var want crm.GroundUnit
		for _, r := range raw {
			if r.indicator != g.Indicator {
				continue
			}
			p := crm.GroundPair{Month: r.month, Cumulative: r.sum}
			if r.from == u.ID {
				want.Attributed.Add(p, 1)
			}
			if r.to == u.ID {
				want.Ground.Add(p, 1)
			}
			if r.from == u.ID && r.to != u.ID {
				want.Out.Add(p, 1)
			}
			if r.to == u.ID && r.from != u.ID {
				want.In.Add(p, 1)
			}
		}
		if u.Attributed != want.Attributed || u.Ground != want.Ground || u.Out != want.Out || u.In != want.In {
			c.t.Errorf("%s %s %s: %+v, recounted %+v", g.Month, g.Indicator, u.Name, u, want)
		}
		moved = moved || u.Out != (crm.GroundPair{})
		total.Attributed.Add(u.Attributed, 1)
		total.Ground.Add(u.Ground, 1)
	}
	if total.Attributed != total.Ground || g.Total.Attributed != total.Attributed || g.Total.Ground != total.Ground || g.Total.In != g.Total.Out {
		c.t.Errorf("%s %s: total %+v of %+v", g.Month, g.Indicator, g.Total, total)
	}
	return moved
}

// opens holds every number of a report against its rows.
func (c *city) opens(v crm.Viewer, g crm.GroundReport) {
	c.t.Helper()
	units := g.Units
	if g.Total.ID != "" {
		units = append([]crm.GroundUnit{g.Total}, units...)
	}
	for _, u := range units {
		for side, p := range map[crm.FigureSide]crm.GroundPair{"": u.Attributed, crm.SideOut: u.Out, crm.SideIn: u.In, crm.SideGround: u.Ground} {
			for field, want := range map[crm.FigureField]int64{crm.FieldMonth: p.Month, crm.FieldCumulative: p.Cumulative} {
				ref := crm.FigureRef{Window: crm.Window{From: g.Month, To: g.Month}, Indicator: g.Indicator, Basis: g.Basis, Unit: u.ID, Field: field, Side: side, Snapshot: g.Snapshot}
				got, sum := c.answer(v, ref)
				if *got.Value != want || sum != want || got.Difference != 0 {
					c.t.Errorf("%s: %d, rows %d, the report says %d", ref, *got.Value, sum, want)
				}
				for _, x := range got.Items {
					if side == crm.SideOut && x.Place == x.Unit || side == crm.SideIn && (x.Place == x.Unit || u.ID != "city" && x.Place != u.Name) || side == crm.SideGround && u.ID != "city" && x.Place != u.Name {
						c.t.Errorf("%s: %+v", ref, x)
					}
				}
			}
		}
	}
}

// Money and counts by the ground: every unit's number is the sum of what stands there, the
// total that of the unit table, each number opens its rows; a closed month keeps the places
// that its sheet 3 printed.
func TestStore_Ground(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := []crm.Project{c.project("甲一"), c.shared("甲乙", map[string]int64{"a": 1234, "b": 8766}), c.shared("乙的飞地", map[string]int64{"b": 10000})}
		for i, on := range []string{"2022-02-03", "2022-04-05", "2022-05-06"} {
			c.approved(p[i], crm.MilestoneInput{Kind: "signed", On: on})
		}
		c.fill(rand.New(rand.NewPCG(7, 7)), p, months(1, 9), 12)
		c.shut("2022-01")
		c.shut("2022-02")
		closed, raw := c.shut("2022-03"), c.recounted("2022-03")
		must(t, s.ExecForTest("UPDATE projects SET county_unit_id = $1 WHERE id = $2", c.unit["c"], p[0].ID))
		for _, indicator := range []string{"capital", "signed"} {
			g, err := s.Ground(ctx, c.manager, crm.FiguresQuery{Month: "2022-03"}, indicator, "")
			must(t, err)
			if g.Snapshot != closed.Number || !g.CityWide {
				t.Errorf("%+v", g)
			}
			c.groundIs(g, raw)
			c.opens(c.manager, g)
			if g, err = s.Ground(ctx, c.manager, crm.FiguresQuery{Month: "2022-09"}, indicator, ""); err != nil || !c.groundIs(g, c.recounted("2022-09")) {
				t.Errorf("nothing stands elsewhere: %+v %v", g, err)
			}
			c.opens(c.manager, g)
		}
		g, err := s.Ground(ctx, c.manager, crm.FiguresQuery{Month: "2022-09"}, "capital", "outside")
		must(t, err)
		if g.Total.Ground == (crm.GroundPair{}) || g.Total.Ground != g.Total.Attributed || g.BasisLabel != "省外" {
			t.Errorf("%+v", g.Total)
		}
		c.opens(c.manager, g)
		c.groundOfOne(p)
	})
}

// groundOfOne: a county reads its own row and counts of others' only what it may see.
func (c *city) groundOfOne(p []crm.Project) {
	c.t.Helper()
	must(c.t, c.s.ExecForTest("UPDATE projects SET county_unit_id = $1, unit_id = $2 WHERE id = $3", c.unit["b"], c.unit["a"], p[0].ID))
	g, err := c.s.Ground(ctx, c.other, crm.FiguresQuery{Month: "2022-09"}, "capital", "")
	must(c.t, err)
	if len(g.Units) != 1 || g.Units[0].ID != "b" || g.CityWide || g.Total.ID != "" || g.Units[0].Out.Cumulative == 0 || g.Units[0].In.Cumulative != 0 {
		c.t.Errorf("甲一 is 甲县's alone: %+v", g)
	}
	c.opens(c.other, g)
	must(c.t, c.s.ExecForTest("UPDATE projects SET county_unit_id = $1 WHERE id = $2", c.unit["b"], p[1].ID))
	if g, err = c.s.Ground(ctx, c.other, crm.FiguresQuery{Month: "2022-09"}, "capital", ""); err != nil || g.Units[0].In.Cumulative == 0 {
		c.t.Errorf("甲乙 stands in 乙县: %+v %v", g, err)
	}
	c.opens(c.other, g)
	ref := crm.FigureRef{Window: crm.Window{From: "2022-09", To: "2022-09"}, Indicator: "capital", Basis: "all", Unit: "a", Field: crm.FieldMonth, Side: crm.SideGround}
	_, err = c.s.FigureRows(ctx, c.other, ref, "")
	refused(c.t, err, crm.CodeNotFound)
	ref.Unit, ref.Side = "b", crm.SideJoint
	_, err = c.s.FigureRows(ctx, c.other, ref, "")
	refused(c.t, err, crm.CodeInvalid)
}

// 联合引进 of a closed month is what was known when it was closed, and opens its projects.
func TestStore_JointRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.shared("甲乙", map[string]int64{"a": 4000, "b": 6000})
		c.approved(p, crm.MilestoneInput{Kind: "signed", On: "2022-01-03"})
		closed := c.shut("2022-01")
		again, err := s.Project(ctx, c.manager, p.ID)
		must(t, err)
		c.reshared(again, map[string]int64{"a": 8000, "b": 2000}) // counts move in the open month
		for month, want := range map[crm.Month]map[string][2]int64{"2022-01": {"a": {1, 1}}, "2022-09": {"a": {0, 0}, "b": {0, 1}}} {
			list, err := s.JointFigures(ctx, c.manager, month)
			must(t, err)
			for _, f := range list {
				if f.Indicator != crm.IndSigned || [2]int64{f.Month, f.Cumulative} != want[f.ID] || (f.Snapshot == closed.Number) != (month == "2022-01") {
					t.Errorf("%s: %+v, want %v", month, f, want)
				}
				ref := crm.FigureRef{Window: crm.Window{From: month, To: month}, Indicator: f.Indicator, Basis: f.Basis, Unit: f.ID, Field: crm.FieldCumulative, Side: crm.SideJoint, Snapshot: f.Snapshot}
				if got, sum := c.answer(c.manager, ref); sum != f.Cumulative || *got.Value != sum || got.Items[0].Project != "甲乙" {
					t.Errorf("%s: %+v", ref, got)
				}
			}
			if len(list) != 1 {
				t.Errorf("%s: %+v", month, list)
			}
		}
	})
}
