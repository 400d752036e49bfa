package crm_test

import (
	"math"
	"testing"

	"yinfeng/crm"
)

// Amounts near the edge of int64 are refused wherever one is typed: summed they would
// wrap around, and parts that wrap could "add up" to any total.
func TestTooLarge(t *testing.T) {
	part := func(n int64) crm.Part { return crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: n} }
	dollars := crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: math.MaxInt64}
	entry := func(n int64, parts ...crm.Part) crm.CapitalInput {
		return crm.CapitalInput{Amount: crm.Yuan(n), ArrivedOn: "2022-09-20", Form: "现金", Use: "土建", Parts: parts}
	}
	const quarter = 1 << 62
	for name, in := range map[string]crm.CapitalInput{
		"the largest integer": entry(math.MaxInt64),
		"one fen too much":    entry(crm.MaxAmount + 1),
		"parts that wrap":     entry(1_000_000, part(quarter), part(quarter), part(quarter), part(quarter-1), part(1_000_001)),
		"dollars that wrap":   entry(1_000_000, dollars, part(1)),
	} {
		if err := crm.CheckCapital(in, 64508, 1); crm.ErrCode(err) != crm.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := crm.CheckCapital(entry(crm.MaxAmount, part(crm.MaxAmount)), 64508, 1); err != nil {
		t.Errorf("the largest amount: %v", err)
	}
	if err := crm.CheckCapital(entry(-crm.MaxAmount, part(-crm.MaxAmount)), 64508, -1); err != nil {
		t.Errorf("its reversal: %v", err)
	}
	huge := crm.Yuan(math.MaxInt64)
	for name, err := range map[string]error{
		"lead":      crm.LeadInput{Project: "新材料项目", Amount: &huge}.Check(),
		"project":   crm.ProjectInput{Total: huge}.CheckAmounts(),
		"milestone": crm.CheckMilestone(crm.MilestoneInput{Kind: crm.MilestoneIncrease, On: "2022-09-01", Amount: &huge}, nil, "2022-09-26"),
		"output":    crm.CheckMilestone(crm.MilestoneInput{Kind: crm.MilestoneProducing, On: "2022-09-01", OutputCNY: math.MaxInt64}, nil, "2022-09-26"),
		"jobs":      crm.CheckMilestone(crm.MilestoneInput{Kind: crm.MilestoneProducing, On: "2022-09-01", Jobs: math.MaxInt64}, nil, "2022-09-26"),
		"year 1":    crm.CheckMilestone(crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "0001-01-01"}, nil, "2022-09-26"),
	} {
		if crm.ErrCode(err) != crm.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := crm.ParseRate("100000"); crm.ErrCode(err) != crm.CodeInvalid {
		t.Errorf("a rate of a hundred thousand: %v", err)
	}
}

func TestRoundDecimal(t *testing.T) {
	for in, want := range map[string]int64{"1666.6666666666667": 1666666667, "0.0000005": 1, "-0.0000005": -1, "0.0000004": 0, "1,234.5": 1234500000, "0": 0} {
		if n, err := crm.RoundDecimal(in, crm.FenPerWan); err != nil || n != want {
			t.Errorf("%s: %d, %v, want %d", in, n, err, want)
		}
	}
	for _, in := range []string{"", "1/3", "1e5", "1e999999999", "约3", "99999999999999999999"} {
		if n, err := crm.RoundDecimal(in, crm.FenPerWan); err == nil {
			t.Errorf("%q gives %d", in, n)
		}
	}
}
