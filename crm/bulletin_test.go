package crm

import (
	"strings"
	"testing"
)

var bulletinInds = []Indicator{
	{Code: "capital", Label: "到位资金", Kind: FigureMoney, Currency: CNY, Unit: "亿元", DefaultBasis: "all"},
	{Code: "foreign", Label: "利用外资", Kind: FigureMoney, Currency: USD, Unit: "万美元", DefaultBasis: "wide"},
	{Code: "signed", Label: "新签约项目数", Kind: FigureCount, Unit: "个", DefaultBasis: "first"},
	{Code: "signedAmount", Label: "新签约金额", Kind: FigureMoney, Currency: CNY, Unit: "亿元"},
	{Code: "started", Label: "新开工项目数", Kind: FigureCount, Unit: "个"},
	{Code: "producing", Label: "新投产项目数", Kind: FigureCount, Unit: "个"},
}

var bulletinBases = []Basis{{Indicator: "capital", Code: "all", Label: "全口径"}, {Indicator: "capital", Code: "outside", Label: "省外"},
	{Indicator: "foreign", Code: "wide", Label: "宽口径"}, {Indicator: "signed", Code: "first", Label: "首次签约"}, {Indicator: "signedAmount", Code: "first", Label: "首次签约"}}

// bulletinFigures is August 2022 of four units: done, target and last year in 万元 (capital).
func bulletinFigures(basis string, rows ...[3]int64) *Figures {
	f := &Figures{Month: "2022-08", Year: 2022, CutOff: "2022-08-25", Total: map[string]Figure{}}
	for i, code := range []string{"610902", "610921", "610922", "ak-direct"}[:len(rows)] {
		u := FigureUnit{ID: code, Name: []string{"汉滨区", "汉阴县", "石泉县", "市本级及市直"}[i], Figures: map[string]Figure{}}
		x := Figure{Kind: FigureMoney, Basis: basis, Month: rows[i][0] * FenPerWan / 8, Cumulative: rows[i][0] * FenPerWan}
		if v := rows[i][1] * FenPerWan; v != 0 {
			x.Target = &v
		}
		if v := rows[i][2] * FenPerWan; v != 0 {
			x.LastYear = &v
		}
		x.Complete(PaceOf(8, nil))
		u.Figures["capital"] = x
		f.Units = append(f.Units, u)
	}
	var parts []Figure
	for _, u := range f.Units {
		parts = append(parts, u.Figures["capital"])
	}
	f.Total["capital"] = TotalOf(Figure{Kind: FigureMoney, Basis: basis}, parts, SumTargets(parts), PaceOf(8, nil))
	for _, i := range bulletinInds[1:] {
		f.Total[i.Code] = Figure{Kind: i.Kind, Basis: i.DefaultBasis, Cumulative: 7}
	}
	f.RankUnits("capital", RankByRate, "ak-direct", nil)
	return f
}

func bulletinSource(f *Figures) BulletinSource {
	return BulletinSource{Figures: f, Indicators: bulletinInds, Bases: bulletinBases, City: "某市", Unit: "ak", Day: "2022-08-25",
		Others: map[BulletinFigure]*Figures{{"capital", "outside"}: bulletinFigures("outside", [3]int64{12345, 0, 0}, [3]int64{0, 0, 0})}}
}

func fill(t *testing.T, body string, f *Figures) Bulletin {
	t.Helper()
	text, err := ParseBulletin(body, bulletinInds, bulletinBases)
	if err != nil {
		t.Fatal(err)
	}
	return text.Render(bulletinSource(f))
}

func TestBulletin_Numbers(t *testing.T) {
	snap := "KZ-202208-01"
	f := bulletinFigures("all", [3]int64{90_000, 100_000, 100_000}, [3]int64{62_000, 100_000, 0}, [3]int64{50_000, 100_000, 0}, [3]int64{1, 0, 0})
	f.Snapshot = &snap
	for body, want := range map[string]string{
		"{年份}{期间}，{单位}，{城市}，截至{截止日}": "2022年1—8月，全市，某市，截至2022年8月25日",
		"{快照}{到位资金.口径}":              "KZ-202208-01全口径",
		"{到位资金.累计}":                  "20.20亿元",
		"{capital.任务}":               "30.00亿元",
		"{到位资金.完成率}，序时{到位资金.序时}":     "67.3%，序时66.7%",
		"{到位资金.序时情况}":                "超序时0.7个百分点",
		"{到位资金.判定}{到位资金.序时差}":        "超序时0.7个百分点",
		"甲[，同比{到位资金.同比}]乙":           "甲乙",
		"甲，同比{到位资金.同比}":              "甲，同比—",
		"{省外.累计}，{到位资金/省外.累计}":       "1.23亿元，1.23亿元",
		"{利用外资.累计}，{新签约项目数.累计}":      "0.00万美元，7个",
		"{领先 到位资金 2}":                "汉滨区（90.0%）、汉阴县（62.0%）",
		"{落后 到位资金 1}":                "石泉县（50.0%）",
		"{超序时单位 到位资金}；{欠序时单位 到位资金}":  "汉滨区（23.3个百分点）；汉阴县（-4.7个百分点）、石泉县（-16.7个百分点）",
		"[没有：{领先 省外}。]完":             "完",
		"{到位资金.位次}[{到位资金.位次}]":       "—",
		"50%，a.b，（括号）「」 {到位资金.本月}":   "50%，a.b，（括号）「」 2.53亿元",
	} {
		b := fill(t, "题\n"+body, f)
		if got := plainOf(b.Paragraphs[0]); got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
	}
	b := fill(t, DefaultBulletin, f)
	if b.Title != "某市2022年1—8月招商引资工作情况通报" || strings.ContainsAny(b.Plain, "{}[]") || strings.Contains(b.Plain, noValue+"%") {
		t.Error(b.Plain)
	}
	if want := "数据口径：到位资金（全口径）、到位资金（省外）"; !strings.HasPrefix(b.Note, want) || !strings.Contains(b.Note, "截至 2022-08-25") || !strings.Contains(b.Note, snap) {
		t.Error(b.Note)
	}
}

// Words follow the printed figure: a gap that prints 0.0 is 达序时, growth that prints 0.0 持平.
// The title of a part of the city says so.
func TestBulletin_TitleNamesThePart(t *testing.T) {
	text, err := ParseBulletin(DefaultBulletin, bulletinInds, bulletinBases)
	if err != nil {
		t.Fatal(err)
	}
	src := bulletinSource(bulletinFigures("all", [3]int64{90_000, 100_000, 0}))
	for scope, want := range map[string]string{"": "某市2022年1—8月招商引资工作情况通报", "汉滨区": "某市汉滨区2022年1—8月招商引资工作情况通报"} {
		src.Scope = scope
		if b := text.Render(src); b.Title != want {
			t.Errorf("%q, want %q", b.Title, want)
		}
	}
}

// A text that prints what is not verified never says that only verified money counts.
func TestBulletin_NoteTellsUnverified(t *testing.T) {
	bases := append([]Basis{{Indicator: "capital", Code: "way", Label: "在途（含未核定）", Filter: BasisFilter{States: []ReviewState{StateSubmitted}}}}, bulletinBases...)
	src := bulletinSource(bulletinFigures("all", [3]int64{90_000, 100_000, 0}))
	src.Bases, src.Others[BulletinFigure{"capital", "way"}] = bases, bulletinFigures("way", [3]int64{5, 0, 0})
	for body, pending := range map[string]bool{"题\n{到位资金.累计}": false, "题\n{到位资金/在途（含未核定）.累计}": true, "题\n{到位资金.累计}[{到位资金/way.累计}]": true} {
		text, err := ParseBulletin(body, bulletinInds, bases)
		if err != nil {
			t.Fatal(err)
		}
		if n := text.Render(src).Note; strings.Contains(n, "只计已核定") == pending || strings.Contains(n, "，含未核定；") != pending {
			t.Errorf("%q: %s", body, n)
		}
	}
}

func TestBulletin_WordsFollowPrint(t *testing.T) {
	f := bulletinFigures("all", [3]int64{66_700, 100_000, 66_690}, [3]int64{66_700, 100_000, 66_690})
	if got := plainOf(fill(t, "题\n{到位资金.序时情况}，{到位资金.同比}", f).Paragraphs[0]); got != "达序时，持平" {
		t.Error(got)
	}
	f = bulletinFigures("all", [3]int64{60_000, 100_000, 80_000}, [3]int64{60_000, 100_000, 80_000})
	if got := plainOf(fill(t, "题\n{到位资金.序时情况}，{到位资金.同比}", f).Paragraphs[0]); got != "欠序时6.7个百分点，下降25.0%" {
		t.Error(got)
	}
}

// Every number of the figures is a segment whose 查数码 names it.
func TestBulletin_Refs(t *testing.T) {
	snap := "KZ-202208-01"
	f := bulletinFigures("all", [3]int64{90_000, 100_000, 0}, [3]int64{62_000, 100_000, 0}, [3]int64{50_000, 100_000, 0})
	f.Snapshot = &snap
	want := map[string]string{"20.20亿元": "2022-08.capital.all.ak.cumulative@KZ-202208-01", "30.00亿元": "2022-08.capital.all.ak.target@KZ-202208-01",
		"90.0%": "2022-08.capital.all.610902.cumulative@KZ-202208-01", "7个": "2022-08.signed.first.ak.cumulative@KZ-202208-01"}
	seen := map[string]string{}
	for _, p := range fill(t, "题\n{到位资金.累计}{到位资金.任务}{领先 到位资金 1}{新签约项目数.累计}", f).Paragraphs {
		for _, s := range p {
			if s.Ref != "" {
				seen[s.Text] = s.Ref
			} else if strings.ContainsAny(s.Text, "0123456789") {
				t.Errorf("a number without a reference: %q", s.Text)
			}
		}
	}
	for text, ref := range want {
		if seen[text] != ref {
			t.Errorf("%s: %s, want %s", text, seen[text], ref)
		}
	}
}

func TestBulletin_TiesShareTheEdge(t *testing.T) {
	f := bulletinFigures("all", [3]int64{50_000, 100_000, 0}, [3]int64{70_000, 100_000, 0}, [3]int64{50_000, 100_000, 0})
	if got := plainOf(fill(t, "题\n{落后 到位资金 1}", f).Paragraphs[0]); got != "汉滨区（50.0%）、石泉县（50.0%）" {
		t.Error(got)
	}
}

func TestParseBulletin_Refusals(t *testing.T) {
	for body, want := range map[string]string{
		"题":                                 "至少两行",
		"题\n{到位资金.累记}":                      "第 2 行第 1 字：没有“累记”这一项",
		"题\n甲{到位.累计}":                       "第 2 行第 2 字：没有“到位”这个指标或口径",
		"题\n{到位资金/省内.累计}":                   "没有“到位资金/省内”",
		"题\n{首次签约.累计}":                      "不止一个指标",
		"题\n{今天}":                           "没有“{今天}”这个占位",
		"题\n{}":                             "没有“{}”这个占位",
		"题\n甲{月份":                           "“{”没有对应的“}”",
		"题\n甲}":                             "“}”前面没有“{”",
		"题\n[甲":                             "“[”没有对应的“]”",
		"题\n甲]":                             "“]”前面没有“[”",
		"题\n[甲[乙]]":                         "不能再有“[”",
		"题\n{领先}":                           "后面要写指标",
		"题\n{领先 到位资金 many}":                 "不是 1—50 的个数",
		"题\n{领先 到位资金 0}":                    "不是 1—50 的个数",
		"题\n甲\x00":                          "不能打印的字符",
		strings.Repeat("字", 20_001):         "长于 20000 字",
		"题\n" + strings.Repeat("{月份}", 301): "超过 300 处",
		"题\n{甲}{乙}":                         "第 2 行第 1 字：没有“{甲}”这个占位，可用：城市、范围、单位、年份、月份、期间、截止日、快照，或 指标.项目，如 {到位资金.累计}；第 2 行第 4 字：没有“{乙}”",
	} {
		_, err := ParseBulletin(body, bulletinInds, bulletinBases)
		if err == nil || ErrCode(err) != CodeInvalid || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %s", body, err, want)
		}
	}
}

// Whatever is typed is refused in one line or filled: never a panic, and what is filled
// holds no placeholder that was not understood.
func FuzzParseBulletin(f *testing.F) {
	for _, s := range []string{DefaultBulletin, "题\n{到位资金.累计}", "题\n[{领先 到位资金 3}]", "题\n{{月份}}", "a\n[]{", "题\n{新签约项目数.位次}"} {
		f.Add(s)
	}
	src := bulletinSource(bulletinFigures("all", [3]int64{90_000, 100_000, 0}, [3]int64{62_000, 100_000, 0}))
	f.Fuzz(func(t *testing.T, body string) {
		text, err := ParseBulletin(body, bulletinInds, bulletinBases)
		if err != nil {
			if ErrCode(err) != CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		b := text.Render(src)
		if b.Title == "" && strings.TrimSpace(strings.Split(b.Plain, "\n")[0]) != "" {
			t.Fatal(b.Plain)
		}
		for _, p := range b.Paragraphs {
			for _, s := range p {
				if strings.ContainsAny(s.Text, "{}[]") {
					t.Fatalf("%q left in %q", s.Text, body)
				}
				if s.Ref != "" {
					if _, err := ParseFigureRef(s.Ref); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}
