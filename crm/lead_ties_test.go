package crm

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	notedInvestor = regexp.MustCompile(`investor=(\S+) on both`)
	notedAmounts  = regexp.MustCompile(`smaller_amount=(\d+)万元 larger_amount=(\d+)万元`)
	notedPhone    = regexp.MustCompile(`phone=([0-9-]+) on both`)
	notedPhones   = regexp.MustCompile(`phone_one=([0-9-]+) phone_other=([0-9-]+)`)
)

// tiesOf reads what the note of a labelled pair says of the two leads.
func tiesOf(t *testing.T, p labelledPair) (a, b LeadTies) {
	t.Helper()
	a.Industry, b.Industry = p.a.Industry, p.b.Industry
	a.Investors, b.Investors = []string{p.a.CompanyName}, []string{p.b.CompanyName}
	if m := notedInvestor.FindStringSubmatch(p.note); m != nil {
		a.Investors, b.Investors = append(a.Investors, m[1]), append(b.Investors, m[1])
	}
	if m := notedAmounts.FindStringSubmatch(p.note); m != nil {
		wan := func(text string) *Money {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return &Money{Amount: n * 1_000_000, Currency: CNY}
		}
		a.Amount, b.Amount = wan(m[1]), wan(m[2])
	}
	if m := notedPhone.FindStringSubmatch(p.note); m != nil {
		a.Phones, b.Phones = []string{m[1]}, []string{strings.ReplaceAll(m[1], "-", " ")}
	}
	if m := notedPhones.FindStringSubmatch(p.note); m != nil {
		a.Phones, b.Phones = []string{m[1]}, []string{m[2]}
	}
	return a, b
}

// All labelled pairs of one investor or of one phone, those that are told and those that aren't.
func TestMatchTies_labelled(t *testing.T) {
	want := map[string]int{"L3": 30, "L4": 30, "": 40}
	for _, p := range labelledPairs(t) {
		if p.class != "investor_amount" && p.class != "phone" {
			continue
		}
		a, b := tiesOf(t, p)
		if p.class == "investor_amount" && a.Amount == nil || p.class == "phone" && a.Phones == nil {
			t.Fatalf("not understood: %s", p.note)
		}
		for _, m := range []Match{MatchTies(a, b), MatchTies(b, a)} {
			if m.Level != p.level || (m.Level == "") != (m.Why == "") {
				t.Errorf("%s, %s: %+v, want %q: %s", p.a.CompanyName, p.b.CompanyName, m, p.level, p.note)
			}
		}
		want[p.level]--
	}
	for level, n := range want {
		if n != 0 {
			t.Errorf("%q: %d pairs are missing", level, n)
		}
	}
}

func TestMatchTies(t *testing.T) {
	yi := func(n int64) *Money { return &Money{Amount: n * 100_000_000, Currency: CNY} }
	both := func(amount *Money, industry string) LeadTies {
		return LeadTies{Industry: industry, Amount: amount, Investors: []string{"甲集团有限公司"}}
	}
	usd := &Money{Amount: 10 * 100_000_000, Currency: USD}
	for i, c := range []struct {
		a, b LeadTies
		want string
	}{
		{both(yi(10), "C15"), both(yi(12), "1522"), "L3"},
		{both(yi(10), "C15"), both(&Money{Amount: 12*100_000_000 + 1, Currency: CNY}, "C15"), ""},
		{both(yi(10), "C15"), both(yi(10), "C16"), ""},
		{both(yi(10), ""), both(yi(10), ""), ""},
		{both(yi(10), "C15"), both(nil, "C15"), ""},
		{both(yi(10), "C15"), both(usd, "C15"), ""},
		{both(&Money{Amount: 1 << 62, Currency: CNY}, "C15"), both(&Money{Amount: 1<<62 + 1, Currency: CNY}, "C15"), "L3"},
		{LeadTies{Phones: []string{"138 0000 1234"}}, LeadTies{Phones: []string{"029-87654321 13800001234"}}, "L4"},
		{LeadTies{Phones: []string{"029-87654321转801"}}, LeadTies{Phones: []string{"(029)87654321"}}, "L4"},
		{LeadTies{Phones: []string{"138****1234"}}, LeadTies{Phones: []string{"138****1234"}}, ""},
		{LeadTies{Phones: []string{""}}, LeadTies{Phones: []string{""}}, ""},
		{LeadTies{Addresses: []string{"示例市东河县城关镇河堤路18号"}}, LeadTies{Addresses: []string{"示例市东河县城关镇 河堤路１８号"}}, "L4"},
		{LeadTies{Addresses: []string{"示例市东河县城关镇河堤路18号"}}, LeadTies{Addresses: []string{"示例市东河县城关镇河堤路19号"}}, ""},
		{LeadTies{Addresses: []string{"东河县"}}, LeadTies{Addresses: []string{"东河县"}}, ""},
	} {
		if m := MatchTies(c.a, c.b); m.Level != c.want {
			t.Errorf("%d: %+v, want %q", i, m, c.want)
		}
	}
	a, b := both(yi(10), "C15"), both(yi(10), "C15")
	a.Phones, b.Phones = []string{"13800001234"}, []string{"13800001234"}
	if m := MatchTies(a, b); m.Level != "L3" || m.Why != "投资方同为“甲集团有限公司”，行业相同，投资额相差不到 20%；联系电话相同" {
		t.Errorf("%+v", m)
	}
}
