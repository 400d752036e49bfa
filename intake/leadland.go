package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

// landUnit is a unit of land as what a number of it is in 亩: mul / 10^shift.
type landUnit struct {
	mul   int64
	shift int
}

var (
	landMu      = landUnit{1, 0}
	landSquare  = landUnit{15, 4} // 1㎡ = 0.0015亩
	landHectare = landUnit{15, 0}
)

var (
	landTail  = regexp.MustCompile(`^(?:余|多)?(万)?(亩|平方米|平米|平方|m2|m²|公顷|hm2|ha)?(?:余|多)?$`)
	landWords = regexp.MustCompile(`平方米|平米|m2|m²|公顷|hm2|亩`)
	floorWord = regexp.MustCompile(`厂房|建筑|租|楼|建面|车间|办公`)
)

// landOf tells the unit of a word; 亩 where there is none (ruling 28).
func landOf(word string) landUnit {
	switch word {
	case "平方米", "平米", "平方", "m2", "m²":
		return landSquare
	case "公顷", "hm2", "ha":
		return landHectare
	}
	return landMu
}

// landUnit is the unit of a land column's numbers that state none: the header's, else 亩.
func (l *ledger) landUnit(col column) landUnit {
	for _, texts := range l.head.printed {
		if w := landWords.FindString(strings.ToLower(texts[col.col])); w != "" {
			return landOf(w)
		}
	}
	return landOf(landWords.FindString(strings.ToLower(squeeze(col.label))))
}

// land is what was read of a cell of land, in 亩.
type land struct {
	val  dec
	has  bool
	code crm.ImportCode
}

// parseLand reads land by ruling 28: 亩, ㎡ × 0.0015, 公顷 × 15, exact. Floor space and other words are no land.
func parseLand(text string, def landUnit) land {
	s := strings.ToLower(squeeze(text))
	switch {
	case s == "":
		return land{}
	case dashOnly.MatchString(s):
		return land{code: crm.WValueNotReported}
	case notStated.MatchString(s):
		return land{code: crm.WAmountMissing}
	case floorWord.MatchString(s):
		return land{code: crm.WFieldUnreadable}
	}
	var r land
	s = bracketed.ReplaceAllStringFunc(s, func(b string) string {
		if landTail.MatchString(strings.Trim(b, "()[]【】")) {
			return strings.Trim(b, "()[]【】")
		}
		if hasAny(b, "约", "估", "暂定") {
			r.code = crm.WAmountApprox
		}
		return ""
	})
	for m := approxHead.FindString(s); m != ""; m = approxHead.FindString(s) {
		r.code, s = crm.WAmountApprox, s[len(m):]
	}
	if m := approxTail.FindString(s); m != "" {
		r.code, s = crm.WAmountApprox, strings.TrimSuffix(s, m)
	}
	if lo, hi, ok := splitRange(s); ok {
		_, okL := landNumber(lo, def)
		_, okH := landNumber(hi, def)
		if okL && okH {
			return land{code: crm.WAmountRange}
		}
		return land{code: crm.WFieldUnreadable}
	}
	if oneEnd.MatchString(s) && strings.ContainsAny(s, "0123456789") {
		return land{code: crm.WAmountRange}
	}
	v, ok := landNumber(s, def)
	if !ok {
		return land{code: crm.WFieldUnreadable}
	}
	if strings.ContainsAny(s, "余多") {
		r.code = crm.WAmountApprox
	}
	r.val, r.has = v, true
	return r
}

// landNumber reads a number with or without a unit of land.
func landNumber(s string, def landUnit) (dec, bool) {
	n, rest, ok := leadingNumber(s)
	if !ok || n.sign() < 0 {
		return dec{}, false
	}
	if !strings.Contains(s, "元") {
		rest = strings.TrimPrefix(rest, "元") // that leadingNumber put behind a multiplier in words
	}
	m := landTail.FindStringSubmatch(rest)
	if m == nil {
		return dec{}, false
	}
	u := def
	if m[2] != "" {
		u = landOf(m[2])
	}
	if m[1] != "" {
		u.shift -= 4
	}
	if n.coef > 1e16 {
		return dec{}, false
	}
	n.coef *= u.mul
	return n.shift(-u.shift)
}

// land reads the land of a lead.
func (j *judging) land() {
	x, col, _ := j.cellOf("land_mu")
	if x == nil {
		return
	}
	r := parseLand(x.text, j.l.landUnit(col))
	place := j.l.placeOf(col)
	switch {
	case r.code == crm.WValueNotReported && j.listed(): // the dash of our own reports
	case r.code == crm.WAmountApprox:
		j.complain(x, r.code, col.label, "约数，按 "+r.val.String()+" 亩记；请核准")
	case r.code != "":
		j.complain(x, r.code, col.label, landTalk[r.code])
	}
	if !r.has {
		if r.code != crm.WValueNotReported {
			j.l.totals.uncertain(place)
		}
		return
	}
	j.c.rec.Set("land_mu", r.val.String())
	if x.from == j.r.num {
		j.l.totals.amount(place, r.val)
	}
}

var landTalk = map[crm.ImportCode]string{
	crm.WAmountRange:      "用地是区间，不取数；请填一个确定的数",
	crm.WAmountMissing:    "用地没有确定，记空",
	crm.WValueNotReported: "用地未报送，记空",
	crm.WFieldUnreadable:  "不是用地面积（厂房、建筑面积不算用地），记空；用地请填亩数",
}
