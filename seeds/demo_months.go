package seeds

import (
	"context"

	"yinfeng/crm"
)

// planMonths plans the units' sign-offs and the closing of January to August.
func (c *city) planMonths() {
	for m := 1; m <= 9; m++ {
		month := crm.NewMonth(2022, m)
		for i, code := range unitCodes {
			if m == 9 && i%2 == 1 {
				continue // has not filed September yet
			}
			day := min(month.First().AddDays(25), DemoDay)
			v, unit := c.officer(code), c.units[code]
			c.after(day, func(ctx context.Context) error { return c.fileMonth(ctx, v, unit, month) })
		}
		if m == 9 {
			continue
		}
		c.closeMonth(month)
	}
}

// fileMonth signs a unit's month off, as a 零报告 where nothing has arrived.
func (c *city) fileMonth(ctx context.Context, v crm.Viewer, unit crm.Unit, m crm.Month) error {
	got, err := c.s.CapitalEntries(ctx, v, crm.CapitalFilter{Month: m, UnitID: unit.ID, Page: crm.Page{Limit: 1}})
	if err != nil {
		return err
	}
	_, err = c.s.FileMonth(ctx, v, m, crm.FilingInput{UnitID: unit.ID, Zero: got.Total == 0})
	return err
}

// closeMonth plans the closing on the fifth; June carries what is still submitted over
// to July, where it is verified.
func (c *city) closeMonth(m crm.Month) {
	day := m.Add(1).First().AddDays(4)
	c.after(day, func(ctx context.Context) error {
		in := crm.CloseInput{}
		if m == "2022-06" {
			in = crm.CloseInput{CarryOver: true, Reason: "佐证材料补正中，结转下月核定"}
		}
		_, err := c.s.CloseMonth(ctx, c.viewers["manager"], m, in, c.d.Render)
		return err
	})
	if m != "2022-06" {
		return
	}
	c.after(day.AddDays(5), func(ctx context.Context) error {
		waiting, err := c.s.CapitalEntries(ctx, system, crm.CapitalFilter{Month: "2022-07", State: crm.StateSubmitted, Page: crm.Page{Limit: 200}})
		if err != nil {
			return err
		}
		for _, e := range waiting.Items {
			if e.CarriedFrom != m {
				continue
			}
			if _, err := c.s.VerifyCapital(ctx, c.viewers["verifier"], e.ID, crm.VerifyInput{Version: e.Version}); err != nil {
				return err
			}
		}
		return nil
	})
}

// planCorrections plans reversals of verified entries of closed months, with the right
// amount filed anew: same-year adjustments in the month that was open then.
func (c *city) planCorrections(all []entry) error {
	for k, fix := range []struct {
		of, in crm.Month
		day    crm.Date
	}{{"2022-03", "2022-06", "2022-06-14"}, {"2022-04", "2022-07", "2022-07-12"}, {"2022-05", "2022-08", "2022-08-11"},
		{"2022-07", "2022-09", "2022-09-13"}, {"2022-08", "2022-09", "2022-09-21"}} {
		n := 0
		for _, e := range all {
			if e.month == fix.of && e.usd == 0 && e.amount > 900*crm.FenPerWan && e.i%41 != 9 {
				if n++; n == 5+3*k {
					c.correct(e, fix.in, fix.day, k)
					break
				}
			}
		}
	}
	return nil
}

// correct plans one reversal and its correction; the last stays unverified.
func (c *city) correct(e entry, month crm.Month, day crm.Date, k int) {
	v := c.officer(e.p.code)
	c.after(day, func(ctx context.Context) error {
		found, err := c.s.CapitalEntries(ctx, system, crm.CapitalFilter{ProjectID: e.p.id, Month: e.month, Page: crm.Page{Limit: 200}})
		if err != nil {
			return err
		}
		for _, x := range found.Items {
			if x.Amount.Amount == e.amount && x.State == crm.StateVerified && x.ReversedByID == 0 {
				return c.reverse(ctx, v, x, e, month, day, k)
			}
		}
		return crm.Invalid("demo", "演示数据：没有找到要更正的条目")
	})
}

func (c *city) reverse(ctx context.Context, v crm.Viewer, x crm.CapitalEntry, e entry, month crm.Month, day crm.Date, k int) error {
	back, err := c.s.ReverseCapital(ctx, v, x.ID, crm.ReverseInput{Reason: "金额误填，冲回后重新填报", Submit: true, Version: x.Version})
	if err != nil {
		return err
	}
	if k == 4 {
		return nil // waits for verification
	}
	if _, err := c.s.VerifyCapital(ctx, c.viewers["verifier2"], back.ID, crm.VerifyInput{Version: back.Version}); err != nil {
		return err
	}
	e.amount -= int64(60+10*k) * crm.FenPerWan
	in := c.capitalInput(e)
	in.ProjectID, in.Month, in.ArrivedOn, in.CorrectsID = e.p.id, month, x.ArrivedOn, x.ID
	got, err := c.s.FileCapital(ctx, v, in)
	if err != nil {
		return err
	}
	if err := c.attach(ctx, v, "capital", got.ID, c.evidenceKind(in.Form, in.Use)); err != nil {
		return err
	}
	if got, err = c.s.SubmitCapital(ctx, v, got.ID, crm.ReviewInput{Version: got.Version}); err != nil {
		return err
	}
	_, err = c.s.VerifyCapital(ctx, c.viewers["verifier"], got.ID, crm.VerifyInput{Version: got.Version})
	return err
}

// manualMonths are the invented months of the indicators that departments report: 万元
// and persons, for the whole city under 市本级及市直.
var manualMonths = map[string][9]int64{
	"keyInvestment":      {402_600, 351_200, 538_800, 561_400, 587_900, 702_300, 523_100, 498_700, 451_000},
	"industryInvestment": {211_400, 188_300, 287_600, 296_100, 301_500, 372_800, 276_900, 264_200, 238_500},
	"trade":              {10_300, 8_900, 12_400, 12_100, 12_700, 13_900, 12_200, 11_600, 10_800},
	"talents":            {6, 4, 9, 11, 8, 13, 7, 10, 5},
}

// planManual plans the departments' monthly numbers.
func (c *city) planManual() {
	direct := c.units["ak-direct"].ID
	for m := range 9 {
		month := crm.NewMonth(2022, m+1)
		var values []crm.ManualValue
		for _, code := range []string{"keyInvestment", "industryInvestment", "trade", "talents"} {
			v := manualMonths[code][m]
			if code != "talents" {
				v *= crm.FenPerWan
			}
			values = append(values, crm.ManualValue{Indicator: code, UnitID: direct, Month: month, Value: v})
		}
		c.at(min(month.First().AddDays(26), DemoDay), func(ctx context.Context) error {
			_, err := c.s.SetManualValues(ctx, c.viewers["manager"], values)
			return err
		})
	}
}

// planReading has everybody read their messages up to a few days before the business
// day, as people who use the system do.
func (c *city) planReading() {
	for _, p := range DemoPeople() {
		v := c.viewers[p.Login]
		c.at(DemoDay.AddDays(-4), func(ctx context.Context) error {
			_, err := c.s.ReadMessages(ctx, v, nil)
			return err
		})
	}
}
