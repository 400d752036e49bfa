package seeds

import (
	"context"

	"yinfeng/crm"
)

// oddEntry is a September entry that the rules warn of (domain §7).
type oddEntry struct {
	p        *plan
	arrived  crm.Date
	amount   int64 // fen
	evidence string
}

// planWarnings plans, beside the money above a ceiling, one entry of every other kind
// that needs a written reason: same money twice, evidence used elsewhere, a day outside
// the month, money before the signing. They wait for verification.
func (c *city) planWarnings() {
	var old, fresh *plan
	for _, p := range c.plans {
		switch {
		case p.foreign:
		case p.signed < "2022-01-01" && old == nil:
			old = p
		case p.signed > "2022-08-05" && p.signed < "2022-09-01" && fresh == nil:
			fresh = p
		}
	}
	const wan = crm.FenPerWan
	for _, e := range []oddEntry{
		{old, "2022-09-14", 86 * wan, "A"}, {old, "2022-09-14", 86 * wan, "B"}, // same again
		{old, "2022-09-15", 92 * wan, "A"},               // evidence of the first
		{old, "2022-07-08", 57 * wan, "C"},               // outside the month
		{fresh, fresh.signed.AddDays(-3), 64 * wan, "D"}, // before signing
	} {
		c.odd(e)
	}
}

func (c *city) odd(e oddEntry) {
	v := c.officer(e.p.code)
	c.at(DemoDay.AddDays(-3), func(ctx context.Context) error {
		got, err := c.s.FileCapital(ctx, v, crm.CapitalInput{ProjectID: e.p.id, Month: DemoDay.Month(), ArrivedOn: e.arrived, Amount: crm.Yuan(e.amount),
			Form: "现金", Use: "流动资金", Parts: []crm.Part{{Origin: e.p.f.origin, Currency: crm.CNY, Amount: e.amount}},
			WarningReason: "已与企业核实，情况属实"})
		if err != nil {
			return err
		}
		if err := c.attachText(ctx, v, "capital", got.ID, c.evidenceKind("现金", "流动资金"), "Yinfeng demo evidence "+e.evidence+" - invented"); err != nil {
			return err
		}
		_, err = c.s.SubmitCapital(ctx, v, got.ID, crm.ReviewInput{Version: got.Version})
		return err
	})
}
