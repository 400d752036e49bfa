package intake

import (
	"testing"

	"yinfeng/crm"
)

func unitNamed(s string) *unit {
	u, ok := parseUnit(s)
	if !ok {
		return nil
	}
	return &u
}

func TestParseAmount(t *testing.T) {
	cases := []struct {
		text, def string
		want      string // in 万 of cur, "" for no number
		cur       currency
		code      crm.ImportCode
	}{
		{"800", "万元", "800", cny, ""},
		{"110亿元", "万元", "1100000", cny, ""},
		{"５.２亿", "万元", "52000", cny, ""},
		{"３０，０００", "万元", "30000", cny, ""},
		{"15,000.00", "万元", "15000", cny, ""},
		{"1 500", "万元", "1500", cny, ""},
		{"贰仟万元", "万元", "2000", cny, ""},
		{"一亿二千万元", "", "12000", cny, ""},
		{"三千五百", "万元", "3500", cny, ""},
		{"3千万", "", "3000", cny, ""},
		{"5百万元", "", "500", cny, ""},
		{"1亿2000万元", "", "12000", cny, ""},
		{"55,800,000元", "万元", "5580", cny, ""},
		{"RMB 9286万", "万元", "9286", cny, ""},
		{"￥1200万", "", "1200", cny, ""},
		{"4950万元（含设备3000万元）", "万元", "4950", cny, ""},
		{"6000（万元）", "", "6000", cny, ""},
		{"总投资10亿元，其中一期3亿元", "", "100000", cny, ""},
		{"0.35", "亿元", "3500", cny, ""},
		{"0", "万元", "0", cny, ""},
		{"约6000万元", "万元", "6000", cny, crm.WAmountApprox},
		{"5000多万元", "", "5000", cny, crm.WAmountApprox},
		{"1亿多元", "", "10000", cny, crm.WAmountApprox},
		{"近2亿元", "", "20000", cny, crm.WAmountApprox},
		{"3000万元左右", "", "3000", cny, crm.WAmountApprox},
		{"8000-12000", "万元", "", "", crm.WAmountRange},
		{"1-5亿元", "", "", cny, crm.WAmountRange},
		{"5000万—1亿", "", "", cny, crm.WAmountRange},
		{"5亿以上", "", "", "", crm.WAmountRange},
		{"待定", "万元", "", "", crm.WAmountMissing},
		{"未写", "", "", "", crm.WAmountMissing},
		{"面议", "", "", "", crm.WAmountMissing},
		{"（待定）", "", "", "", crm.WAmountMissing},
		{"—", "万元", "", "", crm.WValueNotReported},
		{"/", "万元", "", "", crm.WValueNotReported},
		{"1200万美元", "万元", "1200", usd, ""},
		{"USD 300万", "万元", "300", usd, ""},
		{"1200万", "万美元", "1200", usd, ""},
		{"100", "万美元", "100", usd, ""},
		{"0.5亿美元", "", "5000", usd, ""},
		{"2000万港元", "万元", "2000", other, ""},
		{"-5000", "万元", "", "", crm.EAmountNegative},
		{"(3,000)", "万元", "", "", crm.EAmountNegative},
		{"（3000）万元", "", "", "", crm.EAmountNegative},
		{"负500", "万元", "", "", crm.EAmountNegative},
		{"5000", "", "", "", crm.EAmountNoUnit},
		{"5O00", "万元", "", "", crm.EAmountUnreadable},
		{"见附件", "万元", "", "", crm.EAmountUnreadable},
		{"5,00", "万元", "", "", crm.EAmountUnreadable},
		{"1.2.3", "万元", "", "", crm.EAmountUnreadable},
		{"几千万", "万元", "", "", crm.EAmountUnreadable},
		{"999999999999999999999", "万元", "", "", crm.EAmountUnreadable},
		{"", "万元", "", "", ""},
	}
	for _, c := range cases {
		a := parseAmount(c.text, unitNamed(c.def))
		got := ""
		if a.has {
			got = a.val.String()
		}
		if got != c.want || a.code != c.code || (c.want != "" && a.cur != c.cur) {
			t.Errorf("%q in %q: got %q %s %s, want %q %s %s", c.text, c.def, got, a.cur, a.code, c.want, c.cur, c.code)
		}
	}
}

func TestParseAmount_phase1(t *testing.T) {
	a := parseAmount("一期投资3亿元", nil)
	if !a.phase1 || !a.has || a.val.String() != "30000" {
		t.Errorf("got %+v", a)
	}
}

func TestParseAmount_rangeEnds(t *testing.T) {
	for text, want := range map[string][2]string{"1-5亿元": {"10000", "50000"}, "5000万—1亿": {"5000", "10000"}, "8000-12000": {"8000", "12000"}} {
		a := parseAmount(text, unitNamed("万元"))
		if a.low == nil || a.high == nil || a.low.String() != want[0] || a.high.String() != want[1] {
			t.Errorf("%q: got %+v, want %v", text, a, want)
		}
	}
}

func TestDec_near(t *testing.T) {
	of := func(s, u string) dec { return parseAmount(s, unitNamed(u)).val }
	cases := []struct {
		a, b dec
		want bool
	}{
		{of("0.93", "亿元"), of("9286", "万元"), true},
		{of("52.4", "亿元"), of("524000", "万元"), true},
		{of("2.6", "亿元"), of("20000", "万元"), false},
		{of("0.93", "亿元"), of("9400", "万元"), false},
		{of("100.4", "万元"), of("100", "万元"), true},
		{of("100", "万元"), of("102", "万元"), false},
	}
	for _, c := range cases {
		if c.a.near(c.b) != c.want || c.b.near(c.a) != c.want {
			t.Errorf("%s near %s: want %v", c.a, c.b, c.want)
		}
	}
}

func TestPlainNumber(t *testing.T) {
	for in, want := range map[string]string{"585.6900000000001": "585.69", "8.880000000000001": "8.88", "1.1E+6": "1100000", "91.81999999999999": "91.82", "-5000": "-5000",
		"0.1": "0.1", "1E-3": "0.001", "6.109022023E17": "610902202300000000", "40974": "40974", "0.30000000000000004": "0.3", "abc": "abc", "1e999999": "1e999999"} {
		if got := plainNumber(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestDecSum(t *testing.T) {
	var s decSum
	for range 1000 {
		d, _ := parseDec("99999999999.123456")
		s.add(d)
	}
	if s.String() != "99999999999123.456" {
		t.Errorf("got %s", s.String())
	}
}

// FuzzParseAmount: whatever a cell holds, an amount is read or complained of, without a panic; what is read prints as it
// should and is never negative.
func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"110亿元", "５.２亿", "(3,000)", "贰仟万元", "5000多万元", "1-5亿元", "约", "5O00", "1200万美元", "一期投资3亿元", "１，０００．５０", "-", "万", "$", "亿亿", "1e9", "9999999999999999亿"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, hasUnit bool) {
		var def *unit
		if hasUnit {
			def = unitNamed("万元")
		}
		a := parseAmount(s, def)
		if a.has && (a.val.sign() < 0 || a.code.IsError() || a.cur == "") {
			t.Fatalf("%q: %+v", s, a)
		}
		if a.has {
			if again, ok := parseDec(a.val.String()); !ok || again.cmp(a.val) != 0 {
				t.Fatalf("%q: %s does not read back", s, a.val)
			}
		}
	})
}
