package seeds

import (
	"context"

	"yinfeng/crm"
)

// leadPlan is one lead with its visit and what has become of it.
type leadPlan struct {
	lead  crm.Lead
	visit crm.Visit
}

const leadsOpen = 414 // with those signed in 2022, 600 leads

// planLeads plans the leads: those that were signed in 2022, and those that are open,
// paused, dormant, dropped, transferred or waiting for a county's answer.
func (c *city) planLeads() {
	for i := range projectsIn2022 {
		signed := crm.Date("2022-01-06").AddDays(c.rnd.IntN(258))
		p := c.newPlan(unitCodes[weighted(c.rnd, unitWeights)], signed, i+300)
		c.plans = append(c.plans, p)
		c.signedLead(p, i)
		c.progress(p)
	}
	for i := range leadsOpen {
		c.openLead(i)
	}
	c.planOtherVisits()
}

// report plans the first visit and the lead reported from it.
func (c *city) report(l *leadPlan, day crm.Date, v crm.Viewer, unit crm.Unit, f *firm, project string, amount int64) {
	c.meet(day, v, unit, f, outKind(f), func(in *crm.VisitInput) { in.Outcome = "获取线索" }, func(x crm.Visit) { l.visit = x })
	contact := crm.ContactInput{Name: c.namer.person(), Title: "投资总监", Phone: c.namer.phone(), UnitID: unit.ID}
	c.at(day, func(ctx context.Context) error {
		if _, err := c.s.AddContact(ctx, v, f.id, contact); err != nil {
			return err
		}
		money := crm.Yuan(amount)
		got, err := c.s.ReportLead(ctx, v, crm.LeadInput{CompanyID: f.id, Project: project, Content: f.trade.content, Industry: f.trade.industry,
			ChainID: c.chainOf(f.trade.chain), Amount: &money, UnitID: unit.ID, Source: "外出拜访", VisitID: l.visit.ID})
		l.lead = got
		return err
	})
}

// stage plans a move of a lead.
func (c *city) stage(l *leadPlan, day crm.Date, v crm.Viewer, to crm.Stage, sign func() *crm.SignInput) {
	c.at(day, func(ctx context.Context) error {
		in := crm.StageInput{Stage: to, Version: l.lead.Version}
		if sign != nil {
			in.Sign = sign()
		}
		got, err := c.s.MoveStage(ctx, v, l.lead.ID, in)
		if err == nil {
			l.lead = got
		}
		return err
	})
}

// edit plans a change of a lead's fields.
func (c *city) edit(l *leadPlan, day crm.Date, v crm.Viewer, change func(*crm.LeadInput)) {
	c.at(day, func(ctx context.Context) error {
		x := l.lead
		in := crm.LeadInput{CompanyID: x.CompanyID, Project: x.Project, Content: x.Content, Industry: x.Industry, ChainID: x.ChainID,
			Amount: x.Amount, PlaceUnitID: x.PlaceUnitID, LandMu: x.LandMu, UnitID: x.UnitID, OwnerID: x.OwnerID, Source: x.Source,
			NextStep: x.NextStep, NextDue: x.NextDue, Version: x.Version}
		change(&in)
		got, err := c.s.UpdateLead(ctx, v, x.ID, in)
		if err == nil {
			l.lead = got
		}
		return err
	})
}

// signedLead plans a lead from its report to the signing of its project.
func (c *city) signedLead(p *plan, i int) {
	r, v, unit := c.rnd, c.officer(p.code), c.units[p.code]
	l := &leadPlan{}
	p.lead = l
	start := p.signed.AddDays(-40 - r.IntN(160))
	amount := int64(2000+r.IntN(60000)) / 100 * 100 * crm.FenPerWan
	if i%16 == 2 && p.code != "ak-direct" { // found by a liaison office and handed over
		office, ov := c.units["ak-office-jjj"], c.viewers["liaison"]
		if i%32 == 2 {
			office, ov = c.units["ak-office-csj"], c.viewers["liaison2"]
		}
		c.report(l, start, ov, office, p.f, p.name, amount)
		c.handOver(l, start.AddDays(3), ov, v, unit, "意向落户"+unit.Name+"，移交对接", 2000)
	} else {
		c.report(l, start, v, unit, p.f, p.name, amount)
	}
	c.stage(l, start.AddDays(8), v, crm.StageQualified, nil)
	c.stage(l, start.AddDays(16), v, crm.StageTalking, nil)
	c.edit(l, start.AddDays(22), v, func(in *crm.LeadInput) { in.PlaceUnitID = unit.ID })
	c.stage(l, start.AddDays(24), v, crm.StageVisiting, nil)
	c.meet(start.AddDays(26), v, unit, p.f, crm.VisitSite, nil, nil)
	c.edit(l, start.AddDays(32), v, func(in *crm.LeadInput) { in.NextStep, in.NextDue = "签订投资协议", p.signed })
	c.stage(l, start.AddDays(34), v, crm.StageAgreeing, nil)
	c.stage(l, p.signed, v, crm.StageSigned, func() *crm.SignInput {
		fixed, agreed := crm.Yuan(p.total/10*7), crm.Yuan(p.agreed)
		in := &crm.SignInput{SignedOn: p.signed, Total: crm.Yuan(p.total), Fixed: &fixed, Agreed: &agreed, CountyUnitID: unit.ID,
			ParkID: p.park, Nature: crm.NatureNew}
		if p.home != "" {
			in.EnclaveHomeID = c.units[p.home].ID
		}
		return in
	})
	c.at(p.signed, func(context.Context) error { p.id = l.lead.ProjectID; return nil })
	c.attributed(p, p.signed)
	if p.signed > DemoDay.AddDays(-2) {
		return
	}
	c.after(p.signed.AddDays(1), func(ctx context.Context) error {
		got, err := c.s.Project(ctx, system, p.id)
		if err != nil {
			return err
		}
		return c.review(ctx, v, got.Milestones[0], "投资合同", p.signed)
	})
}

// handOver plans a transfer that is accepted the day after.
func (c *city) handOver(l *leadPlan, day crm.Date, from, to crm.Viewer, unit crm.Unit, reason string, introBP int64) {
	var transfer crm.Transfer
	c.at(day, func(ctx context.Context) (err error) {
		transfer, err = c.s.OfferTransfer(ctx, from, l.lead.ID, crm.TransferInput{ToUnitID: unit.ID, Reason: reason, IntroBP: introBP, Version: l.lead.Version})
		return err
	})
	c.after(day.AddDays(1), func(ctx context.Context) error {
		if _, err := c.s.AcceptTransfer(ctx, to, transfer.ID, crm.DecisionInput{Reason: "同意接收", OwnerID: to.UserID}); err != nil {
			return err
		}
		return nil
	})
	c.after(day.AddDays(1), func(ctx context.Context) error {
		got, err := c.s.Lead(ctx, system, l.lead.ID)
		l.lead = got.Lead
		return err
	})
}
