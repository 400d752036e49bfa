package seeds

import (
	"context"

	"yinfeng/crm"
)

var themes = []string{"产业项目对接", "补链强链招商", "以商招商拜访", "项目选址洽谈", "投资环境推介", "合作协议磋商"}

// demoVisits is how many visits the demo city has altogether.
const demoVisits = 1500

// meet plans a visit of a unit to a firm; done gets the logged visit.
func (c *city) meet(day crm.Date, v crm.Viewer, unit crm.Unit, f *firm, kind crm.VisitKind, fill func(*crm.VisitInput), done func(crm.Visit)) {
	c.visitsPlanned++
	r := c.rnd
	in := crm.VisitInput{Kind: kind, On: day, Theme: pick(r, themes), Outcome: pick(r, crm.VisitOutcomes), UnitID: unit.ID,
		People: v.Name + "、" + c.namer.person(), PeopleCount: 2 + r.IntN(4), LeaderLevel: pick(r, crm.LeaderLevels),
		LeaderName: c.namer.person(), LeaderTitle: pick(r, []string{"副县长", "招商局局长", "园区主任", "小分队队长", "常务副县长"}),
		Content: "介绍" + unit.Name + "产业基础与要素保障，就" + pick(r, f.trade.projects) + "交换意见。"}
	contact, title := c.namer.person(), pick(r, []string{"董事长", "总经理", "副总经理", "投资总监", "区域经理"})
	if kind == crm.VisitOut || kind == crm.VisitEvent || kind == crm.VisitCall {
		in.Province, in.City, in.Place = f.province, f.city, "企业总部"
	} else {
		in.Province, in.City, in.Place = "陕西省", "安康市", unit.Name
	}
	if f.origin == crm.OriginForeign && kind != crm.VisitIn && kind != crm.VisitSite {
		in.Province, in.City, in.Place = "广东省", "深圳市", "深圳办事机构"
	}
	if fill != nil {
		fill(&in)
	}
	c.at(day, func(ctx context.Context) error {
		in.Companies = []crm.VisitCompany{{CompanyID: f.id, Name: f.name, Counterpart: contact, CounterpartTitle: title}}
		if f.id == 0 {
			made, err := c.s.CreateCompany(ctx, v, f.input(unit.ID))
			if err != nil {
				return err
			}
			f.id, in.Companies[0].CompanyID = made.ID, made.ID
		}
		got, err := c.s.LogVisit(ctx, v, in)
		if err == nil && done != nil {
			done(got)
		}
		return err
	})
}

// outKind is where a company outside the city is met: only companies of other
// provinces are visited on the road, so that the footprint is the demo's 17 provinces.
func outKind(f *firm) crm.VisitKind {
	if f.origin == crm.OriginOutProv || f.origin == crm.OriginForeign {
		return crm.VisitOut
	}
	return crm.VisitIn
}

// planTravel plans the journeys of 2017 to the business day that led to nothing yet:
// every place of demoPlaces is reached at least once.
func (c *city) planTravel() {
	r := c.rnd
	for i := range 480 {
		code := unitCodes[weighted(r, unitWeights)]
		v, unit := c.officer(code), c.units[code]
		if i%9 == 0 {
			v, unit = c.viewers["liaison"], c.units["ak-office-jjj"]
		} else if i%9 == 4 {
			v, unit = c.viewers["liaison2"], c.units["ak-office-csj"]
		}
		f := c.namer.firm(crm.OriginOutProv)
		if i < len(demoPlaces) {
			f.province, f.city = demoPlaces[i].province, demoPlaces[i].city
		}
		day := crm.Date("2017-02-06").AddDays(r.IntN(2050))
		c.trip(day, v, unit, &f, i)
	}
}

// trip plans one journey: usually one company, every fifth a tour of three.
func (c *city) trip(day crm.Date, v crm.Viewer, unit crm.Unit, f *firm, i int) {
	if i%12 != 5 {
		c.meet(day, v, unit, f, crm.VisitOut, nil, nil)
		return
	}
	var tripID int64
	leader, days := c.namer.person(), 2+c.rnd.IntN(3)
	c.at(day, func(ctx context.Context) error {
		t, err := c.s.CreateTrip(ctx, v, crm.TripInput{Name: unit.ShortName + "赴" + f.city + "招商", UnitID: unit.ID, StartOn: day.AddDays(-days + 1), EndOn: day,
			LeaderName: leader, LeaderTitle: "带队领导", LeaderLevel: "县级主要领导", PeopleCount: 4, Destination: f.province + f.city})
		tripID = t.ID
		return err
	})
	for range 3 {
		g := c.namer.firm(crm.OriginOutProv)
		g.province, g.city = f.province, f.city
		c.meetOnTrip(day, v, unit, &g, &tripID, leader)
	}
}

// meetOnTrip is meet for a stop of a journey whose id is known only when it is made.
func (c *city) meetOnTrip(day crm.Date, v crm.Viewer, unit crm.Unit, f *firm, tripID *int64, leader string) {
	c.visitsPlanned++
	contact := c.namer.person()
	c.at(day, func(ctx context.Context) error {
		made, err := c.s.CreateCompany(ctx, v, f.input(unit.ID))
		if err != nil {
			return err
		}
		_, err = c.s.LogVisit(ctx, v, crm.VisitInput{Kind: crm.VisitOut, On: day, Province: f.province, City: f.city, Place: "企业总部",
			Companies: []crm.VisitCompany{{CompanyID: made.ID, Counterpart: contact, CounterpartTitle: "总经理"}}, People: v.Name, PeopleCount: 4,
			LeaderLevel: "县级主要领导", LeaderName: leader, LeaderTitle: "带队领导", Theme: "产业链招商走访", Outcome: "一般交流",
			Content: "走访企业，推介产业园区。", TripID: *tripID, UnitID: unit.ID})
		return err
	})
}
