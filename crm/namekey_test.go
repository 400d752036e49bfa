package crm

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"ＡＢＣ１２３（）：，": "ABC123():,", "　甲　": " 甲 ", "①②⑳": "1220", "⑴⒉": "(1)2.", "Ⅲ期": "III期", "㎡": "m2", "⼀⿕": "一龠", "甲\u200b乙": "甲乙", "￥５": "¥5",
		"plain": "plain", "中文“引号”、。": "中文“引号”、。"} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if len(kangxiRunes) != 214 {
		t.Errorf("%d radicals", len(kangxiRunes))
	}
}

func TestCompanyName(t *testing.T) {
	for in, want := range map[string]string{" 烁能赛（深圳） 新能源 科技\n有限公司 ": "烁能赛(深圳)新能源科技有限公司", "ABC   Holdings  Ltd": "ABC Holdings Ltd", "ABC 中国 有限公司": "ABC中国有限公司", "": ""} {
		if got := CompanyName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNameKey(t *testing.T) {
	same := [][2]string{{"安康市砺川实业有限公司", "安康砺川实业有限公司"}, {"甲（深圳）有限公司", "甲(深圳) 有限公司"}, {"ＡＢＣ科技有限公司", "abc科技有限公司"}, {"博元·幸福有限公司", "博元幸福有限公司"}}
	for _, p := range same {
		if NameKey(p[0]) != NameKey(p[1]) {
			t.Errorf("%q and %q: %q, %q", p[0], p[1], NameKey(p[0]), NameKey(p[1]))
		}
	}
	other := [][2]string{{"甲有限公司", "甲有限责任公司"}, {"深圳砺川有限公司", "安康砺川有限公司"}, {"安康市砺川有限公司", "西安市砺川有限公司"}}
	for _, p := range other {
		if NameKey(p[0]) == NameKey(p[1]) {
			t.Errorf("%q and %q have one key %q", p[0], p[1], NameKey(p[0]))
		}
	}
}

func TestFormlessKey(t *testing.T) {
	for in, want := range map[string]string{"安康市砺川实业有限责任公司": "安康砺川实业", "安康砺川实业股份有限公司": "安康砺川实业", "砺川集团有限公司": "砺川", "砺川投资中心（有限合伙）": "砺川投资中心", "平利县某某农民专业合作社": "平利县某某",
		"有限公司": "有限公司", "ABC Co., Ltd.": "abc"} {
		if got := FormlessKey(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if FormlessKey("深圳砺川有限公司") == FormlessKey("安康砺川有限公司") {
		t.Error("another place before the same 字号 is another firm")
	}
}

func TestDice(t *testing.T) {
	cases := []struct {
		a, b     string
		num, den int
	}{{"night", "nacht", 2, 8}, {"甲乙丙", "甲乙丙", 4, 4}, {"甲", "甲", 2, 2}, {"甲", "乙", 0, 2}, {"", "", 0, 1}, {"", "甲乙", 0, 1}, {"啊啊啊", "啊啊", 2, 3}}
	for _, c := range cases {
		num, den := Dice(c.a, c.b)
		if num*c.den != c.num*den {
			t.Errorf("%q %q: got %d/%d, want %d/%d", c.a, c.b, num, den, c.num, c.den)
		}
		if n2, d2 := Dice(c.b, c.a); n2*den != num*d2 {
			t.Errorf("%q %q: not symmetric", c.a, c.b)
		}
	}
	if !DiceAtLeast("富硒茶叶精深加工生产线项目", "富硒茶叶精深加工生产项目", 85) || DiceAtLeast("富硒茶叶项目", "毛绒玩具项目", 85) {
		t.Error("threshold of 85 percent")
	}
}

// TestCreditCodeValid: the check character by GB 32100-2015. The valid codes are computed for invented bodies.
func TestCreditCodeValid(t *testing.T) {
	for _, c := range []string{"91350100M000100Y43", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100m000100y43"} {
		if !CreditCodeValid(c) {
			t.Errorf("%s is valid", c)
		}
	}
	for _, c := range []string{"", "91350100M000100Y44", "91350100M000100Y4", "9135O100M000100Y43", "91350100I000100Y43", "9135010AM000100Y43", "91350100M000100Y430", "中中中中中中"} {
		if CreditCodeValid(c) {
			t.Errorf("%s is not valid", c)
		}
	}
}

func TestSameBrand(t *testing.T) {
	yes := [][2]string{{"安康砺川实业有限公司", "安康砺川商贸有限公司"}, {"安康砺川实业有限公司", "安康市砺川实业有限责任公司"}, {"安康砺川有限公司(原名安康旧名有限公司)", "安康砺川有限公司"}, {"平利绒屿文创有限公司", "平利绒屿玩具有限公司"}, {"安康砺川实业有限公司", "安康砺川新材有限公司"}}
	for _, p := range yes {
		if !SameBrand(p[0], p[1]) || !SameBrand(p[1], p[0]) {
			t.Errorf("%q and %q are similar", p[0], p[1])
		}
	}
	no := [][2]string{{"深圳砺川实业有限公司", "安康砺川实业有限公司"}, {"安康砺川实业有限公司", "安康砺山实业有限公司"}, {"安康生物科技有限公司", "安康食品科技有限公司"}, {"甲有限公司", "乙有限公司"}, {"安康砺川一号有限公司", "安康砺川二号有限公司"}, {"安康砺川实业一分公司", "安康砺川商贸二部"}}
	for _, p := range no {
		if SameBrand(p[0], p[1]) {
			t.Errorf("%q and %q are different firms", p[0], p[1])
		}
	}
}

func TestHasLegalForm(t *testing.T) {
	for in, want := range map[string]bool{"甲有限公司": true, "河北文明玩具厂": true, "某某专业合作社": true, "甲": false, "某某中心（有限合伙）": true, "厂": false} {
		if HasLegalForm(in) != want {
			t.Errorf("%q: want %v", in, want)
		}
	}
}
