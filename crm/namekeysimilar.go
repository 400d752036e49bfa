package crm

import (
	"regexp"
	"strings"
)

// formerName is a note such as (原名平利县某某有限公司) within a company's name.
var formerName = regexp.MustCompile(`\((?:原名|原|曾用名|更名前|现更名为|已更名为|更名为)[^()]*(?:\([^()]*\)[^()]*)*\)`)

// tradeWords are words by which company names tell their trade, behind the 字号.
var tradeWords = []string{
	"新能源科技", "生物科技", "农业科技", "电子科技", "信息科技", "环保科技", "植物药业", "新能源", "新材料", "微电子", "矿泉水", "房地产",
	"农产品", "实业", "科技", "商贸", "贸易", "工贸", "农业", "食品", "建材", "矿业", "电子", "文旅", "旅游", "生物", "制药", "药业", "医药", "药材", "电力", "能源",
	"投资", "控股", "发展", "开发", "建设", "工程", "建筑", "置业", "物流", "供应链", "服饰", "纺织", "针织", "袜业", "玩具", "文创", "文化", "传媒", "动漫", "化工",
	"机械", "装备", "制造", "环保", "饮品", "饮料", "酒业", "茶业", "水产", "渔业", "牧业", "畜牧", "养殖", "种植", "林业", "木业", "家具", "家纺", "绒业", "电芯", "线束", "卫浴",
	"材料", "智能", "信息", "网络", "技术", "服务", "管理", "产业", "企业", "集团", "包装", "印务", "钛合金", "锂电", "石材", "陶瓷", "魔芋", "茶叶", "粮油", "调味品", "装饰", "园林", "健康", "康养", "国际",
}

// onlyTrade reports whether s is made of trade words and nothing else.
func onlyTrade(s string) bool {
	if s == "" {
		return true
	}
	for _, w := range tradeWords {
		if rest, ok := strings.CutPrefix(s, w); ok && onlyTrade(rest) {
			return true
		}
	}
	return false
}

// SameButForm reports whether two company names are equal but for the legal form, 安康/安康市, or a note of a
// former name (samples ruling 12: W_COMPANY_SIMILAR where the project differs). Equal names are the same too.
func SameButForm(a, b string) bool { return SimilarKey(a) == SimilarKey(b) }

// SimilarKey is FormlessKey without a note of a former name.
func SimilarKey(name string) string {
	return FormlessKey(formerName.ReplaceAllString(CompanyName(name), ""))
}

// SameBrand reports whether two company names are SameButForm, or have the same place and 字号 with another
// trade word between it and the legal form: 安康砺川实业有限公司, 安康砺川商贸有限公司 (samples ruling 12). Another place
// before the same 字号 is another firm.
func SameBrand(a, b string) bool {
	ka, kb := SimilarKey(a), SimilarKey(b)
	if ka == kb {
		return true
	}
	ra, rb := []rune(ka), []rune(kb)
	n := 0
	for n < len(ra) && n < len(rb) && ra[n] == rb[n] {
		n++
	}
	for ; n >= 4; n-- { // the place (two characters at least) and a 字号 of at least two
		ta, tb := string(ra[n:]), string(rb[n:])
		if tradeLike(ta) && tradeLike(tb) && (onlyTrade(ta) || onlyTrade(tb)) && !onlyTrade(string(ra[2:n])) {
			return true
		}
	}
	return false
}

// tradeLike reports whether s may be a trade word that tradeWords does not hold: short, and no number of a branch or phase.
func tradeLike(s string) bool {
	return onlyTrade(s) || len([]rune(s)) <= 4 && !strings.ContainsAny(s, "0123456789一二三四五六七八九十号期店部(")
}
