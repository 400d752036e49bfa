package store_test

import (
	"context"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
)

// leadCity is a small invented city: two counties, an office, and people in each.
type leadCity struct {
	t       *testing.T
	s       *store.Store
	ctx     context.Context
	root    crm.Unit
	east    crm.Unit // 东河县
	west    crm.Unit // 西山县
	office  crm.Unit // 沿海联络处
	eastman crm.Viewer
	eastmat crm.Viewer // a colleague of eastman
	westman crm.Viewer
	liaison crm.Viewer
	manager crm.Viewer
	leader  crm.Viewer
	admin   crm.Viewer
}

func newLeadCity(t *testing.T, s *store.Store) *leadCity {
	t.Helper()
	c := &leadCity{t: t, s: s, ctx: context.Background()}
	c.root = c.unit("示例市", crm.UnitCity, 0)
	c.east = c.unit("东河县", crm.UnitCounty, c.root.ID)
	c.west = c.unit("西山县", crm.UnitCounty, c.root.ID)
	c.office = c.unit("沿海联络处", crm.UnitOffice, c.root.ID)
	c.eastman = c.person("dong1", "董一", c.east, crm.RoleOfficer)
	c.eastmat = c.person("dong2", "董二", c.east, crm.RoleOfficer)
	c.westman = c.person("xi1", "席一", c.west, crm.RoleOfficer)
	c.liaison = c.person("lian1", "连一", c.office, crm.RoleLiaison)
	c.manager = c.person("guan1", "管一", c.root, crm.RoleManager)
	c.leader = c.person("ling1", "凌一", c.root, crm.RoleLeader)
	c.admin = c.person("admin1", "安一", c.root, crm.RoleAdmin)
	return c
}

func (c *leadCity) unit(name string, kind crm.UnitKind, parent int64) crm.Unit {
	c.t.Helper()
	u, err := c.s.CreateUnit(c.ctx, crm.Viewer{Operator: true}, crm.UnitInput{Name: name, ShortName: name, Kind: kind, ParentID: parent,
		Reporting: kind == crm.UnitCounty, Aliases: []string{}})
	c.must(err)
	return u
}

func (c *leadCity) person(login, name string, u crm.Unit, roles ...crm.Role) crm.Viewer {
	c.t.Helper()
	op := crm.Viewer{Operator: true}
	p, err := c.s.CreateUser(c.ctx, op, crm.UserInput{Login: login, Name: name, UnitID: u.ID}, "", 0)
	c.must(err)
	var gs []crm.Grant
	for _, r := range roles {
		gs = append(gs, crm.Grant{Role: r, UnitID: u.ID})
	}
	_, err = c.s.SetGrants(c.ctx, op, p.ID, gs, p.Version)
	c.must(err)
	v, err := c.s.LoadViewer(c.ctx, p.ID)
	c.must(err)
	return v
}

func (c *leadCity) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// want fails unless err has the code.
func (c *leadCity) want(err error, code crm.Code) {
	c.t.Helper()
	if crm.ErrCode(err) != code {
		c.t.Fatalf("error = %v, want code %q", err, code)
	}
}

// lead reports a lead that lacks nothing up to 拟签约 but a visit.
func (c *leadCity) lead(v crm.Viewer, company string) crm.Lead {
	c.t.Helper()
	m := crm.Yuan(30_000 * crm.FenPerWan)
	l, err := c.s.ReportLead(c.ctx, v, crm.LeadInput{CompanyName: company, Project: company + "生产线项目", Content: "建设两条生产线",
		Industry: "C15", Amount: &m, PlaceUnitID: c.east.ID, Source: "自主招商", NextStep: "上门对接", NextDue: "2022-10-10"})
	c.must(err)
	return l
}

func (c *leadCity) visit(v crm.Viewer, on crm.Date, company string, leads ...int64) crm.Visit {
	c.t.Helper()
	x, err := c.s.LogVisit(c.ctx, v, visitInput(on, company, leads...))
	c.must(err)
	return x
}

func visitInput(on crm.Date, company string, leads ...int64) crm.VisitInput {
	return crm.VisitInput{Kind: crm.VisitOut, On: on, Province: "广东", City: "深圳市", Theme: "对接合作意向", Outcome: "一般交流",
		Companies: []crm.VisitCompany{{Name: company, Counterpart: "钱经理"}}, LeadIDs: leads}
}

// move moves a lead to a stage at its present version.
func (c *leadCity) move(v crm.Viewer, id int64, to crm.Stage) crm.Lead {
	c.t.Helper()
	d, err := c.s.Lead(c.ctx, v, id)
	c.must(err)
	l, err := c.s.MoveStage(c.ctx, v, id, crm.StageInput{Stage: to, Version: d.Version})
	c.must(err)
	return l
}

// sound fails when a roll-up differs from a recount, the search gives a unit other leads than it
// reads, or the audit chain is broken.
func (c *leadCity) sound() {
	c.t.Helper()
	foundByUnits(c.t, c.s)
	diff, err := store.RecountLeadsAndVisits(c.ctx, c.s)
	c.must(err)
	if len(diff) > 0 {
		c.t.Fatal(diff)
	}
	if _, bad, err := c.s.VerifyAudit(c.ctx); bad != 0 || err != nil {
		c.t.Fatal(bad, err)
	}
}
