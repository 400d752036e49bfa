package seeds

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// plan is one project of the demo with what will happen to it.
type plan struct {
	code    string // unit
	f       *firm
	name    string
	signed  crm.Date
	lead    *leadPlan // nil for projects from before the leads
	joint   string    // unit that shares the attribution, or ""
	home    string    // 飞出地, or ""
	park    int64
	foreign bool
	total   int64 // fen, known once the money is planned
	agreed  int64
	id      int64
	arrived int64
	opening int64 // fen in place before the system
	entries int
}

// projectsBefore is how many of the demo's 400 projects were signed before 2022.
const (
	projectsBefore = 214
	projectsIn2022 = 186
)

// newPlan draws a project of a unit.
func (c *city) newPlan(code string, signed crm.Date, i int) *plan {
	f := c.namer.firm(c.namer.someOrigin())
	if i%31 == 3 {
		f = c.namer.firm(crm.OriginForeign)
	}
	p := &plan{code: code, f: &f, signed: signed, foreign: f.origin == crm.OriginForeign}
	unit := c.units[code]
	p.name = fmt.Sprintf("%s%s", unit.ShortName, pick(c.rnd, f.trade.projects))
	if c.rnd.IntN(3) == 0 {
		p.name = unit.ShortName + string([]rune(f.name)[2:4]) + pick(c.rnd, f.trade.projects)
	}
	if parks := c.parks[unit.ID]; len(parks) > 0 && c.rnd.IntN(4) == 0 {
		p.park = parks[0].ID
	}
	switch {
	case i%44 == 7 && code != "ak-direct":
		p.joint = unitCodes[(i+5)%13]
		if p.joint == code {
			p.joint = unitCodes[(i+6)%13]
		}
	case code == "ak-hengkou" && i%5 == 1:
		p.home = "610923"
	}
	return p
}

// planOlderProjects plans the projects signed in 2018–2021.
func (c *city) planOlderProjects() {
	for i := range projectsBefore {
		day := crm.Date("2018-03-01").AddDays(c.rnd.IntN(760))
		if i%2 == 0 { // half of them in 2021, so that they start and produce in 2022
			day = crm.Date("2021-01-04").AddDays(c.rnd.IntN(355))
		}
		p := c.newPlan(unitCodes[weighted(c.rnd, unitWeights)], day, i)
		c.plans = append(c.plans, p)
		v := c.officer(p.code)
		c.at(day, func(ctx context.Context) error {
			got, err := c.s.CreateProject(ctx, v, c.projectInput(p))
			p.id = got.ID
			return err
		})
		c.attributed(p, day)
		c.milestone(p, crm.MilestoneSigned, day, "投资合同")
		c.progress(p)
	}
}

// projectInput is what an officer types of a project.
func (c *city) projectInput(p *plan) crm.ProjectInput {
	unit := c.units[p.code]
	total, fixed, agreed := crm.Yuan(p.total), crm.Yuan(p.total/10*7), crm.Yuan(p.agreed)
	in := crm.ProjectInput{Name: p.name, Content: p.f.trade.content, Industry: p.f.trade.industry, ChainID: c.chainOf(p.f.trade.chain),
		Nature: crm.NatureNew, Total: total, Fixed: &fixed, Agreed: &agreed, CountyUnitID: unit.ID, ParkID: p.park, Place: unit.Name,
		UnitID: unit.ID, Leader: "张副县长（虚构）", TaskForce: unit.ShortName + "重点项目专班", Status: crm.ProjectNormal,
		Parties: []crm.Party{{Name: p.f.name, Role: "investor", Origin: p.f.origin, Province: p.f.province, City: p.f.city, ShareBP: crm.FullShares}},
		Plans:   []crm.YearPlan{{Year: 2022, Amount: crm.Yuan(p.agreed / 2)}, {Year: 2023, Amount: crm.Yuan(p.agreed / 4)}}}
	if p.home != "" {
		in.EnclaveHomeID = c.units[p.home].ID
	}
	if p.opening > 0 {
		in.OpeningCNY = &p.opening
	}
	return in
}

func (c *city) chainOf(name string) int64 {
	for _, x := range c.chains {
		if x.Name == name {
			return x.ID
		}
	}
	return 0
}

// attributed splits a joint project's results 60:40, by the bureau's decision.
func (c *city) attributed(p *plan, day crm.Date) {
	if p.joint == "" {
		return
	}
	c.after(day.AddDays(1), func(ctx context.Context) error {
		got, err := c.s.Project(ctx, system, p.id)
		if err != nil {
			return err
		}
		_, err = c.s.SetAttribution(ctx, c.viewers["manager"], p.id, crm.AttributionInput{FromYear: day.Year(), Reason: "两地共同招引，协商按 6:4 归属",
			Shares: []crm.Share{{UnitID: c.units[p.code].ID, BP: 6000}, {UnitID: c.units[p.joint].ID, BP: 4000}}, Version: got.Version})
		return err
	})
}

// progress plans what follows the signing, as far as the business day.
func (c *city) progress(p *plan) {
	r := c.rnd
	registered := p.signed.AddDays(15 + r.IntN(45))
	c.milestone(p, crm.MilestoneRegister, registered, "营业执照")
	if r.IntN(10) > 7 {
		return // still in formalities
	}
	started := registered.AddDays(20 + r.IntN(110))
	c.milestone(p, crm.MilestoneStarted, started, "开工证明")
	if r.IntN(10) > 6 {
		return
	}
	c.milestone(p, crm.MilestoneProducing, started.AddDays(210+r.IntN(260)), "投产证明")
}

// milestone plans a milestone with evidence and review; what lies beyond the business
// day does not happen, what lies just before it is still under way.
func (c *city) milestone(p *plan, kind crm.MilestoneKind, on crm.Date, evidence string) {
	if on > DemoDay.AddDays(-2) {
		return
	}
	v, in := c.officer(p.code), crm.MilestoneInput{Kind: kind, On: string(on)}
	if kind == crm.MilestoneProducing {
		in.Capacity, in.Jobs = "年产能以备案为准", int64(20+c.rnd.IntN(180))
		in.OutputCNY, in.TaxCNY = int64(800+c.rnd.IntN(9000))*crm.FenPerWan, int64(20+c.rnd.IntN(300))*crm.FenPerWan
	}
	report := func(ctx context.Context) error {
		m, err := c.s.ReportMilestone(ctx, v, p.id, in)
		if err != nil {
			return err
		}
		return c.review(ctx, v, m, evidence, on)
	}
	c.at(on.AddDays(1), report)
}

// review submits a milestone with its evidence and has it approved. Near the business
// day some wait, and a few have come back.
func (c *city) review(ctx context.Context, v crm.Viewer, m crm.Milestone, evidence string, on crm.Date) error {
	if on >= "2022-09-19" && m.ID%5 == 0 {
		return nil // still a draft
	}
	if err := c.attach(ctx, v, "milestone", m.ID, evidence); err != nil {
		return err
	}
	m, err := c.s.SubmitMilestone(ctx, v, m.ID, crm.ReviewInput{Version: m.Version})
	if err != nil || on >= "2022-09-16" && m.ID%2 == 0 {
		return err
	}
	if on >= "2022-09-10" && m.ID%7 == 0 {
		_, err = c.s.ReturnMilestone(ctx, c.viewers["verifier"], m.ID, crm.ReviewInput{Text: "佐证材料不清晰，请补传原件扫描件", Version: m.Version})
		return err
	}
	_, err = c.s.ApproveMilestone(ctx, c.viewers["verifier"], m.ID, crm.ReviewInput{Text: "材料齐全，同意", Version: m.Version})
	return err
}
