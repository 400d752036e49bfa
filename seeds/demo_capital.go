package seeds

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// demoMonths are the invented arrivals of January to September 2022: 万元 in CNY of
// every origin, 万美元 of foreign capital among it, and how many entries.
var demoMonths = []struct {
	cny, usd int64
	entries  int
}{
	{662_000, 800, 540}, {578_000, 640, 480}, {1_045_000, 1_420, 700}, {983_000, 1_260, 670}, {1_017_000, 1_240, 680},
	{1_276_000, 1_850, 780}, {964_000, 1_330, 670}, {889_000, 1_120, 670}, {1_150_000, 1_060, 630},
}

// demoRate is the pack's rate of 2022 in ten-thousandths.
const demoRate crm.Rate = 64508

// entry is one planned arrival.
type entry struct {
	p      *plan
	month  crm.Month
	day    crm.Date
	amount int64 // fen
	usd    int64 // cents of a foreign part, 0 for none
	i      int
}

// planCapital plans the year's arrivals, sizes the projects by them, and then plans
// their filing, evidence and verification.
func (c *city) planCapital() error {
	var all []entry
	for m, month := range demoMonths {
		weights := make([]int64, len(unitWeights))
		for i, w := range unitWeights {
			weights[i] = jitter(c.rnd, w, 14)
		}
		sums := allocate(month.cny, weights, 1)
		counts := allocate(int64(month.entries), weights, 1)
		for u := range unitCodes {
			all = append(all, c.unitMonth(unitCodes[u], crm.NewMonth(2022, m+1), sums[u], int(counts[u]), len(all))...)
		}
		all = append(all, c.foreignMonth(crm.NewMonth(2022, m+1), month.usd, len(all))...)
	}
	c.sizeProjects()
	for _, e := range all {
		c.arrive(e)
	}
	return c.planCorrections(all)
}

// running are a unit's domestic projects signed before day.
func (c *city) running(code string, day crm.Date, foreign bool) []*plan {
	var out []*plan
	for _, p := range c.plans {
		if (code == "" || p.code == code) && p.foreign == foreign && p.signed < day {
			out = append(out, p)
		}
	}
	return out
}

// unitMonth divides a unit's month (万元) over entries on its running projects.
func (c *city) unitMonth(code string, m crm.Month, wan int64, n, from int) []entry {
	projects := c.running(code, m.First(), false)
	if len(projects) == 0 || n == 0 {
		return nil
	}
	weights := make([]int64, n)
	for i := range weights {
		weights[i] = int64(20 + c.rnd.IntN(400))
	}
	seen := map[string]bool{}
	var out []entry
	for i, v := range allocate(wan, weights, 1) {
		p := projects[c.rnd.IntN(len(projects))]
		for seen[fmt.Sprint(p.name, p.signed, v)] {
			v++ // the same amount twice in a month would be a warning
		}
		seen[fmt.Sprint(p.name, p.signed, v)] = true
		if v == 0 {
			continue
		}
		out = append(out, c.entryOn(p, m, v*crm.FenPerWan, 0, from+i))
	}
	return out
}

// foreignMonth divides a month's dollars over the foreign projects.
func (c *city) foreignMonth(m crm.Month, usd int64, from int) []entry {
	projects := c.running("", m.First(), true)
	weights := make([]int64, len(projects))
	for i := range weights {
		weights[i] = int64(10 + c.rnd.IntN(60))
	}
	var out []entry
	for i, v := range allocate(usd, weights, 1) {
		if v == 0 {
			continue
		}
		cents := v * crm.FenPerWan
		out = append(out, c.entryOn(projects[i], m, crm.Dollars(cents).ToCNY(demoRate), cents, from+i))
	}
	return out
}

func (c *city) entryOn(p *plan, m crm.Month, fen, cents int64, i int) entry {
	p.arrived += fen
	p.entries++
	day := m.First().AddDays(c.rnd.IntN(23))
	if day <= p.signed {
		day = p.signed.AddDays(1)
	}
	return entry{p: p, month: m, day: day, amount: fen, usd: cents, i: i}
}

// sizeProjects gives every project amounts above what arrives, and its size some life.
func (c *city) sizeProjects() {
	step := 100 * crm.FenPerWan
	for i, p := range c.plans {
		base := p.arrived
		if base == 0 {
			base = int64(1500+c.rnd.IntN(30000)) * crm.FenPerWan
		}
		if p.signed < "2022-01-01" {
			p.opening = base / 100 * int64(20+c.rnd.IntN(90)) / crm.FenPerWan * crm.FenPerWan
			base += p.opening
		}
		p.total = (base*int64(125+c.rnd.IntN(130))/100/step + 10) * step
		p.agreed = (p.total * int64(85+c.rnd.IntN(15)) / 100 / step) * step
		if i%97 == 11 && p.arrived > 0 { // a ceiling that the money passes: a warning with a reason
			p.total = ((p.arrived+p.opening)/step + 1) * step
			p.agreed = p.total * 9 / 10 / step * step
		}
	}
}

// state says how far an entry gets by the business day: September has every state.
func (e entry) state() crm.ReviewState {
	if e.month < "2022-09" {
		return crm.StateVerified
	}
	switch e.i % 20 {
	case 0, 1, 2, 3, 4, 5:
		return crm.StateSubmitted
	case 6, 7:
		return crm.StateDraft
	case 8:
		return crm.StateReturned
	}
	return crm.StateVerified
}

// arrive plans the filing of an entry with its evidence, and its verification.
func (c *city) arrive(e entry) {
	v := c.officer(e.p.code)
	in := c.capitalInput(e)
	reduce := e.usd == 0 && e.i%41 == 9
	c.at(e.day.AddDays(1), func(ctx context.Context) error {
		in.ProjectID = e.p.id
		got, err := c.s.FileCapital(ctx, v, in)
		if err != nil {
			return fmt.Errorf("file %s %s: %w", e.p.name, e.month, err)
		}
		if e.state() == crm.StateDraft {
			return nil
		}
		if err := c.attach(ctx, v, "capital", got.ID, c.evidenceKind(in.Form, in.Use)); err != nil {
			return err
		}
		if got, err = c.s.SubmitCapital(ctx, v, got.ID, crm.ReviewInput{Version: got.Version}); err != nil {
			return fmt.Errorf("submit %s %s: %w", e.p.name, e.month, err)
		}
		return c.judge(ctx, e, got, reduce)
	})
}

// judge verifies or returns a submitted entry, or leaves it waiting.
func (c *city) judge(ctx context.Context, e entry, got crm.CapitalEntry, reduce bool) error {
	judge := c.viewers[[]string{"verifier", "verifier2"}[e.i%2]]
	switch {
	case e.carried():
		return nil // verified a month later, after the closing has carried it over
	case e.state() == crm.StateReturned:
		_, err := c.s.ReturnCapital(ctx, judge, got.ID, crm.ReviewInput{Text: "进账单金额与申报数不一致，请核对", Version: got.Version})
		return err
	case e.state() != crm.StateVerified:
		return nil
	}
	in := crm.VerifyInput{Version: got.Version}
	if reduce {
		in.Reason = "部分发票不属于本项目，予以核减"
		in.Parts = []crm.VerifiedPart{{ID: got.Parts[0].ID, Amount: got.Parts[0].Amount / 10 * 9}}
	}
	_, err := c.s.VerifyCapital(ctx, judge, got.ID, in)
	return err
}

// carried marks the few entries of June that its closing carries over to July.
func (e entry) carried() bool { return e.month == "2022-06" && e.i%331 == 7 }

// capitalInput is what the statistician types.
func (c *city) capitalInput(e entry) crm.CapitalInput {
	r := c.rnd
	in := crm.CapitalInput{Month: e.month, ArrivedOn: e.day, Amount: crm.Yuan(e.amount),
		Form: crm.CapitalForms[weighted(r, []int64{62, 6, 8, 20, 2})], Use: crm.CapitalUses[weighted(r, []int64{10, 44, 32, 9, 5})]}
	in.Fixed = in.Use == "土建" || in.Use == "设备" || in.Use == "土地"
	switch {
	case e.usd != 0:
		in.Form, in.Use = "现金", "股权"
		in.Fixed = false
		in.Parts = []crm.Part{{Origin: crm.OriginForeign, Currency: crm.USD, Amount: e.usd, FDI: e.i%4 != 1}}
	case e.i%57 == 5:
		// the form does not say where the money is from: 待核
	case e.i%23 == 7 && e.amount > 400*crm.FenPerWan:
		local := e.amount / 4 / crm.FenPerWan * crm.FenPerWan
		in.Parts = []crm.Part{{Origin: e.p.f.origin, Currency: crm.CNY, Amount: e.amount - local}, {Origin: crm.OriginLocal, Currency: crm.CNY, Amount: local}}
	default:
		in.Parts = []crm.Part{{Origin: e.p.f.origin, Currency: crm.CNY, Amount: e.amount}}
	}
	if len(in.Parts) == 2 && in.Parts[0].Origin == crm.OriginLocal {
		in.Parts = []crm.Part{{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: e.amount}}
	}
	in.WarningReason = "已与企业及银行核对无误"
	return in
}

// evidenceKind is a kind of evidence that the settings ask for.
func (c *city) evidenceKind(form, use string) string {
	if kinds := c.settings.EvidenceKinds(form, use); len(kinds) > 0 {
		return kinds[0]
	}
	return "其他"
}
