package crm

import (
	"encoding/csv"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// labelledPair is a row of testdata/duplicate_pairs.csv, see the page beside it.
type labelledPair struct {
	class, level   string
	a, b           LeadCheck
	same, sameLead string
	note           string
}

// companyOnly reports whether the row compares companies and says nothing of intentions.
func (p labelledPair) companyOnly() bool { return p.sameLead == "" }

func (p labelledPair) match() Match {
	if p.companyOnly() {
		return MatchCompany(Side{Name: p.a.CompanyName, Code: p.a.CreditCode}, Side{Name: p.b.CompanyName, Code: p.b.CreditCode})
	}
	return MatchLead(p.a, p.b)
}

// labelledPairs reads the pairs; the columns are found by their names.
func labelledPairs(t testing.TB) []labelledPair {
	t.Helper()
	f, err := os.Open("testdata/duplicate_pairs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var out []labelledPair
	for _, r := range rows[1:] {
		side := func(s string) LeadCheck {
			return LeadCheck{CompanyName: r[column["name_"+s]], CreditCode: r[column["credit_"+s]], Project: r[column["project_"+s]], Industry: r[column["industry_"+s]]}
		}
		out = append(out, labelledPair{class: r[column["class"]], level: r[column["level"]], a: side("a"), b: side("b"),
			same: r[column["same"]], sameLead: r[column["same_lead"]], note: r[column["note"]]})
	}
	return out
}

// tally counts what the check says of a class: found, missed and false alarms of L1 and L2.
// truth counts those false alarms that are the same by the truth, not by the letter of domain §4;
// one and told: pairs that are one lead in truth, and those of them that are reported.
type tally struct{ found, missed, alarms, truth, crossed, one, told int }

func (c *tally) add(p labelledPair, m Match) {
	want := p.level == "L1" || p.level == "L2"
	one := p.sameLead == "1" || p.companyOnly() && p.same == "1"
	if one {
		c.one++
		if m.Level != "" {
			c.told++
		}
	}
	switch {
	case want && m.Level == "":
		c.missed++
	case want:
		c.found++
		if m.Level != p.level {
			c.crossed++
		}
	case m.Level != "":
		c.alarms++
		if one {
			c.truth++
		}
	}
}

// atLeast reports whether part of whole reaches permille; nothing of nothing does.
func atLeast(part, whole, permille int) bool { return part*1000 >= whole*permille }

// The floors of single classes, in permille of precision and recall: what was reached, so that
// they can only rise. A class that is not named has 1000 and 1000.
var matchFloors = map[string][2]int{"province_omitted": {785, 1000}}

// The check by company name, code and intention, judged by pairs that were labelled without reading it.
func TestMatch_LabelledPairs(t *testing.T) {
	pairs := labelledPairs(t)
	if len(pairs) != 2660 {
		t.Fatalf("%d pairs", len(pairs))
	}
	all, classes := tally{}, map[string]*tally{}
	for _, p := range pairs {
		c := classes[p.class]
		if c == nil {
			c = &tally{}
			classes[p.class] = c
		}
		m := p.match()
		c.add(p, m)
		all.add(p, m)
	}
	line := func(name string, c tally) {
		t.Logf("%-24s found %4d missed %3d alarms %3d (really the same %d), L1 for L2 %2d; one in truth %4d, told %4d",
			name, c.found, c.missed, c.alarms, c.truth, c.crossed, c.one, c.told)
	}
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		c, floor := *classes[name], [2]int{1000, 1000}
		line(name, c)
		if f, ok := matchFloors[name]; ok {
			floor = f
		}
		if !atLeast(c.found, c.found+c.alarms, floor[0]) || !atLeast(c.found, c.found+c.missed, floor[1]) {
			t.Errorf("%s fell below %v: %+v", name, floor, c)
		}
	}
	line("all", all)
	if !atLeast(all.found, all.found+all.alarms, 990) || !atLeast(all.found, all.found+all.missed, 1000) {
		t.Errorf("all: %+v", all)
	}
	if all.found != 966 || all.alarms != all.truth {
		t.Errorf("966 pairs are L1 or L2, and an alarm is the same firm and intention: %+v", all)
	}
}

// Every pair says the same from both sides, every company matches itself, and no text panics.
func TestMatch_SymmetricReflexive(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	pairs, bends := labelledPairs(t), []rune("市县区()（《第一十号3 ,省公司a\x00\ufffd")
	some := func() string {
		n := []rune(pairs[rng.IntN(len(pairs))].a.CompanyName)
		for range rng.IntN(4) { // bent at random
			i := rng.IntN(len(n))
			n = slices.Insert(n, i, bends[rng.IntN(len(bends))])
			n = slices.Delete(n, len(n)-rng.IntN(2), len(n))
		}
		return string(n)
	}
	for range 5_000 {
		a, b := Side{Name: some(), Former: []string{some()}}, Side{Name: some()}
		if x, y := MatchCompany(a, b), MatchCompany(b, a); x != y {
			t.Fatalf("%+v and %+v: %v, %v", a, b, x, y)
		}
		if m := MatchCompany(b, b); m.Level != "L1" {
			t.Fatalf("%+v with itself: %+v (key %q)", b, m, MatchKey(b.Name))
		}
		if k := MatchKey(b.Name); MatchKey(k) != k && MatchKey(MatchKey(k)) == "" {
			t.Fatalf("the key of %q is lost: %q", b.Name, k)
		}
	}
}

func FuzzMatchCompany(f *testing.F) {
	for _, s := range []string{"", "(", "()", "市", "安康市", "陕西省安康市汉滨区", "有限公司", "(原名)", "，曾用名", "第十", "吉林市", "公司分公司"} {
		f.Add(s, "安康砺川(集团)有限公司")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if x, y := MatchCompany(Side{Name: a}, Side{Name: b}), MatchCompany(Side{Name: b}, Side{Name: a}); x != y {
			t.Fatalf("%q and %q: %v, %v", a, b, x, y)
		}
	})
}

func TestMatchCompany(t *testing.T) {
	for _, c := range []struct{ a, b, level, why string }{
		{"安康市砺川实业有限公司", "安康砺川实业 有限公司", "L1", "名称相同"},
		{"安康砺川【集团】有限公司", "安康砺川(集团)有限公司", "L1", "名称相同"},
		{"安康砺川实业有限公司", "安康砺川实业股份有限公司", "L2", "名称只差组织形式"},
		{"陕西省安康市砺川实业有限公司", "安康砺川实业有限公司", "L2", "名称只差写法"},
		{"旬阳县砺川实业有限公司", "旬阳市砺川实业有限公司", "L2", "名称只差写法"},
		{"安康礪川實業有限公司", "安康砺川实业有限公司", "L2", "名称只差写法"},
		{"吉林市砺川实业有限公司", "吉林省吉林市砺川实业有限公司", "L2", "名称只差写法"},
		{"安康砺川三号风电有限公司", "安康砺川3号风电有限公司", "L2", "名称只差写法"},
		{"安康砺川实业有限公司（筹）", "安康砺川实业有限公司", "L2", "名称只差写法"},
		{"安康砺川十二号风力发电有限公司", "安康砺川十三号风力发电有限公司", "", ""},
		{"深圳砺川新能源材料科技有限公司", "安康砺川新能源材料科技有限公司", "", ""},
		{"安康市汉滨区砺川新能源材料科技有限公司", "安康市砺川新能源材料科技有限公司", "", ""},
		{"砺川(深圳)新能源材料科技有限公司", "砺川(安康)新能源材料科技有限公司", "", ""},
		{"安康砺川新能源材料科技综合开发有限公司", "安康砺川新能源材料科技综合发展有限公司", "L2", "名称相似 85%"},
		{"安康新名实业有限公司（曾用名：安康砺川实业有限公司）", "安康砺川实业有限公司", "L1", "曾用名称相同"},
		{"安康原料药有限公司（原料药）", "安康料药有限公司", "", ""},
		{"平利县砺川农民专业合作社", "平利县砺川有限公司", "", ""},
		{"Lumolen Technology Co., Ltd.", "LUMOLEN TECHNOLOGY Company Limited", "L2", "名称只差写法"},
		{"", "", "", ""},
	} {
		if m := MatchCompany(Side{Name: c.a}, Side{Name: c.b}); m.Level != c.level || m.Why != c.why {
			t.Errorf("%s, %s: %+v (%s, %s)", c.a, c.b, m, MatchKey(c.a), MatchKey(c.b))
		}
	}
	code := "91350100M000100Y43"
	for _, c := range []struct {
		a, b Side
		want string
	}{
		{Side{Name: "甲电子有限公司", Code: code}, Side{Name: "乙食品有限公司", Code: "９１３５０１００m000100y43"}, "L1"},
		{Side{Name: "甲电子有限公司", Code: "91350100M000100Y44"}, Side{Name: "乙食品有限公司", Code: "91350100M000100Y44"}, ""}, // no valid code
		{Side{Name: "甲电子有限公司", Former: []string{"丙电子有限公司"}}, Side{Name: "丙电子有限公司"}, "L1"},
	} {
		if m := MatchCompany(c.a, c.b); m.Level != c.want {
			t.Errorf("%+v, %+v: %+v", c.a, c.b, m)
		}
	}
}

func TestSameIntention_Class(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"C15", "1522", true}, {"C1522", "C15", true}, {"C15", "C14", false}, {"C", "C", false}, {"", "", false}, {"C15", "", false}} {
		if got := SameIntention("", c.a, "", c.b); got != c.want {
			t.Errorf("%s, %s: %v", c.a, c.b, got)
		}
	}
}

func BenchmarkMatchCompany(b *testing.B) {
	for b.Loop() {
		MatchCompany(Side{Name: "陕西省安康市砺川新能源材料科技有限责任公司"}, Side{Name: "安康砺川新能源材料技术有限公司"})
	}
}
