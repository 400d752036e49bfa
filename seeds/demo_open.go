package seeds

import (
	"context"

	"yinfeng/crm"
)

// openLead plans a lead that is not signed: every stage, status, warning and overdue
// step of the pages occurs among them.
func (c *city) openLead(i int) {
	r := c.rnd
	code := unitCodes[weighted(r, unitWeights)]
	v, unit := c.officer(code), c.units[code]
	office := i%8 == 3
	if office {
		v, unit = c.viewers["liaison"], c.units["ak-office-jjj"]
		if i%16 == 3 {
			v, unit = c.viewers["liaison2"], c.units["ak-office-csj"]
		}
	}
	f := c.namer.firm(c.namer.someOrigin())
	l := &leadPlan{}
	day := c.openDay(i)
	c.report(l, day, v, unit, &f, pick(r, f.trade.projects), int64(800+r.IntN(80000))/100*100*crm.FenPerWan)
	if !office && day > "2022-07" {
		c.open = append(c.open, openPlan{l, code, f.name})
	}
	last := c.climb(l, day, v, unit, &f, i%5)
	switch {
	case i%23 == 4:
		c.status(l, last.AddDays(20), v, crm.LeadDropped, "企业投资计划取消")
	case i%29 == 6:
		c.status(l, last.AddDays(15), v, crm.LeadPaused, "企业内部重组，暂缓")
	case i%37 == 8:
		c.status(l, last.AddDays(30), v, crm.LeadDormant, "长期没有回应")
	case office && i%3 == 0:
		c.pendingTransfer(l, code, i)
	}
}

// openDay spreads the reports: most in 2022, some old enough to be yellow, red or lapsed.
func (c *city) openDay(i int) crm.Date {
	switch {
	case i%11 == 0:
		return crm.Date("2021-06-01").AddDays(c.rnd.IntN(200)) // lapsed
	case i%7 == 0:
		return crm.Date("2022-04-20").AddDays(c.rnd.IntN(40)) // red
	case i%6 == 0:
		return crm.Date("2022-06-20").AddDays(c.rnd.IntN(30)) // yellow
	}
	return crm.Date("2022-07-10").AddDays(c.rnd.IntN(70))
}

// climb plans up to n moves and returns the day of the last; a next step is set, for
// some overdue, for some today or this week.
func (c *city) climb(l *leadPlan, day crm.Date, v crm.Viewer, unit crm.Unit, f *firm, n int) crm.Date {
	last := day
	place := c.units[unitCodes[c.rnd.IntN(13)]]
	if unit.Credited() {
		place = unit
	}
	due := []crm.Date{DemoDay.AddDays(-9), DemoDay.AddDays(-2), DemoDay, DemoDay.AddDays(2), DemoDay.AddDays(10), DemoDay.AddDays(24)}[c.rnd.IntN(6)]
	for k := range n {
		next := last.AddDays(2 + c.rnd.IntN(4))
		if next > DemoDay.AddDays(-1) {
			break
		}
		if k == 2 {
			c.edit(l, next, v, func(in *crm.LeadInput) { in.PlaceUnitID = place.ID })
		}
		if k == 3 {
			c.edit(l, next, v, func(in *crm.LeadInput) { in.NextStep, in.NextDue = "商定投资协议文本", due })
		}
		c.stage(l, next, v, crm.Stages[k+1], nil)
		last = next
	}
	if n < 4 && c.rnd.IntN(3) > 0 {
		c.edit(l, last, v, func(in *crm.LeadInput) {
			in.NextStep, in.NextDue = pick(c.rnd, []string{"邀请企业实地考察", "回访并报送选址方案", "报送要素保障清单", "组织专班研判"}), due
		})
	}
	return last
}

// status plans a change of status, where its day has come.
func (c *city) status(l *leadPlan, day crm.Date, v crm.Viewer, to crm.LeadStatus, reason string) {
	if day >= DemoDay {
		day = DemoDay.AddDays(-1)
	}
	c.at(day, func(ctx context.Context) error {
		got, err := c.s.SetLeadStatus(ctx, v, l.lead.ID, crm.StatusInput{Status: to, Reason: reason, Version: l.lead.Version})
		if err == nil {
			l.lead = got
		}
		return err
	})
}

// pendingTransfer plans an office's offer to a county that waits for an answer, or was
// refused.
func (c *city) pendingTransfer(l *leadPlan, code string, i int) {
	to := c.units[code]
	var transfer crm.Transfer
	c.at(DemoDay.AddDays(-1), func(ctx context.Context) (err error) {
		v := c.viewers["liaison"]
		if l.lead.UnitID != v.UnitID {
			v = c.viewers["liaison2"]
		}
		transfer, err = c.s.OfferTransfer(ctx, v, l.lead.ID, crm.TransferInput{ToUnitID: to.ID, Reason: "企业意向落户" + to.Name, IntroBP: 3000, Version: l.lead.Version})
		return err
	})
	if i%16 == 3 {
		c.at(DemoDay.AddDays(-1), func(ctx context.Context) error {
			_, err := c.s.RefuseTransfer(ctx, c.officer(code), transfer.ID, crm.DecisionInput{Reason: "与本地产业方向不符，建议移交其他县区"})
			return err
		})
	}
}

// planOtherVisits fills the visits up to demoVisits with receptions, site visits, calls
// and fairs.
func (c *city) planOtherVisits() {
	r := c.rnd
	planned := c.visitsPlanned
	for i := planned; i < demoVisits; i++ {
		code := unitCodes[weighted(r, unitWeights)]
		f := c.namer.firm(c.namer.someOrigin())
		kind := []crm.VisitKind{crm.VisitIn, crm.VisitSite, crm.VisitCall, crm.VisitEvent}[weighted(r, []int64{5, 3, 2, 1})]
		day := crm.Date("2022-01-04").AddDays(r.IntN(264))
		c.meet(day, c.officer(code), c.units[code], &f, kind, func(in *crm.VisitInput) {
			if day > "2022-08-20" && i%3 == 0 {
				in.NextStep, in.NextDue = "电话回访", DemoDay.AddDays(r.IntN(12)-6)
			}
		}, nil)
	}
}
