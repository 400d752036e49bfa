package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

// amount is what was read of an amount cell. code is the complaint, "" for none; an error code and the
// codes without a number leave has false.
type amount struct {
	val    dec // in 万 of cur
	has    bool
	cur    currency
	code   crm.ImportCode
	phase1 bool // the text states the first phase only: 一期投资3亿元
	low    *dec // ends of a range, where it states them
	high   *dec
	noUnit bool // a range with one end and no unit
	approx bool // a range that is said to be about so
}

// notStated are the words of an amount that nobody has settled (ruling 4).
var notStated = regexp.MustCompile(`^\(?(待[^\d]*|未[^\d]*|暂[^\d]*|尚未[^\d]*|面议|另议|另行[^\d]*|不详|保密|无|商谈中|洽谈中|正在洽谈|TBD|N/?A|不便[^\d]*|视[^\d]*而定)\)?$`)

var (
	dashOnly    = regexp.MustCompile(`^[-—–―－/／\\_]+$`)
	accounting  = regexp.MustCompile(`^\((-?[\d,]+(?:\.\d+)?)\)([^\d()]*)$`)
	bracketed   = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】`)
	money       = regexp.MustCompile(`^(RMB|CNY|人民币|[¥￥])[:：]?`)
	dollars     = regexp.MustCompile(`^(USD|US\$|\$|美元|美金)[:：]?`)
	totalLabel  = regexp.MustCompile(`^(项目)?(计划|预计|估算)?总投资(额|约)?(为)?[:：]?`)
	phaseLabel  = regexp.MustCompile(`^(其中)?[:：]?(一期|首期|第一期)(项目|工程)?(计划|预计)?(总)?投资(额)?(约)?(为)?[:：]?`)
	approxHead  = regexp.MustCompile(`^(约为|大约|约|将近|接近|近|预计|预估|估算|估计|概算|暂估|暂定|超过|超|逾|不低于|不少于|大概)`)
	approxTail  = regexp.MustCompile(`(左右|上下|余|多|许)$`)
	oneEnd      = regexp.MustCompile(`(以上|以下|以内|之内|起)$|^(不超过|不高于|低于|小于|大于|高于)|[<>≤≥]`)
	endMark     = regexp.MustCompile(`(?:元)?[及或]?(以上|以下|以内|之内|起)$|^(不超过|不高于|低于|小于|大于|高于)|[<>≤≥=]`)
	upperEnd    = regexp.MustCompile(`(以下|以内|之内)$|^(不超过|不高于|低于|小于)|[<≤]`)
	numberHead  = regexp.MustCompile(`^[-+−]?(?:\d[\d,，]*(?:\.\d+)?|\.\d+)`)
	thousands   = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?$`)
	unitHead    = regexp.MustCompile(`^(?:[十百千拾佰仟])?(?:[万亿]+)?(?:人民币|元|圆|块钱?|美元|美金|USD|US\$|\$|港元|港币|HKD|欧元|EUR|日元|英镑|澳元|新台币)?(?:人民币|RMB)?`)
	rangeMarks  = regexp.MustCompile(`(?:--|[-~—–―〜至到])+`)
	detailTail  = regexp.MustCompile(`[,;，；。](其中|含|包括|不含|另)[^;；]*$`)
	phaseDetail = regexp.MustCompile(`[,;，；。]?(一期|二期|首期|分)[^,;，；]*$`)
)

// parseAmount reads an amount by rulings 2–7. def is the unit of the column, or else of the sheet; nil for none.
func parseAmount(text string, def *unit) amount {
	s := strings.ToUpper(squeeze(text))
	if d, ok := parseDec(s); ok && d.coef >= 0 && def != nil { // what most cells hold
		if v, fits := d.shift(def.shift); fits {
			return amount{val: v, has: true, cur: def.or(nil).cur}
		}
	}
	switch {
	case s == "":
		return amount{}
	case dashOnly.MatchString(s):
		return amount{code: crm.WValueNotReported}
	case notStated.MatchString(s):
		return amount{code: crm.WAmountMissing}
	}
	var a amount
	s, forced := stripCurrency(s)
	if m := accounting.FindStringSubmatch(s); m != nil {
		if _, ok := thousandsOff(m[1]); ok {
			return amount{code: crm.EAmountNegative}
		}
	}
	s, forced = a.stripWords(s, forced)
	if s == "" {
		return amount{code: crm.EAmountUnreadable}
	}
	if oneEnd.MatchString(s) {
		return a.oneEnded(s, def)
	}
	if lo, hi, ok := splitRange(s); ok {
		return a.between(lo, hi, def)
	}
	return a.plain(s, def, forced)
}

// stripCurrency takes RMB, ￥, USD off the front.
func stripCurrency(s string) (string, currency) {
	if m := money.FindString(s); m != "" {
		return s[len(m):], cny
	}
	if m := dollars.FindString(s); m != "" && len(m) < len(s) {
		return s[len(m):], usd
	}
	return s, ""
}

// stripWords takes labels, bracketed details and marks of approximation off; brackets that hold a unit put it behind the number.
func (a *amount) stripWords(s string, forced currency) (string, currency) {
	approx := false
	s = bracketed.ReplaceAllStringFunc(s, func(b string) string {
		in := strings.Trim(b, "()[]【】")
		if _, ok := parseUnit(in); ok {
			return in
		}
		if hasAny(in, "约", "估", "预计", "暂定") && len(in) <= 12 {
			approx = true
		}
		return ""
	})
	if m := phaseLabel.FindString(s); m != "" {
		a.phase1, s = true, s[len(m):]
		approx = approx || strings.Contains(m, "约")
	} else if m := totalLabel.FindString(s); m != "" {
		s = s[len(m):]
		approx = approx || strings.Contains(m, "约")
		s = phaseDetail.ReplaceAllString(s, "")
	}
	s = detailTail.ReplaceAllString(s, "")
	for m := approxHead.FindString(s); m != ""; m = approxHead.FindString(s) {
		approx, s = true, s[len(m):]
	}
	if m := approxTail.FindString(s); m != "" {
		approx, s = true, strings.TrimSuffix(s, m)
	}
	if cut, cur := stripCurrency(s); cur != "" {
		s, forced = cut, cur
	}
	s = strings.TrimRight(s, "整正。.")
	if approx {
		a.code = crm.WAmountApprox
	}
	return s, forced
}

// oneEnded is 5亿以上: a range with one end, where one figure is due. The end is told where it is a number.
func (a amount) oneEnded(s string, def *unit) amount {
	if !strings.ContainsAny(s, "0123456789") {
		a.code = crm.EAmountUnreadable
		return a
	}
	a.approx, a.code = a.code == crm.WAmountApprox, crm.WAmountRange
	q, rest, ok := readNumber(endMark.ReplaceAllString(s, ""), def)
	if !ok || rest != "" || q.val.sign() < 0 {
		return a
	}
	a.cur, a.noUnit = q.cur, q.noUnit
	if upperEnd.MatchString(s) {
		a.high = &q.val
	} else {
		a.low = &q.val
	}
	return a
}

// splitRange cuts 8000-12000, 1-5亿元, 5000万—1亿 in two; a minus at the front is none.
func splitRange(s string) (lo, hi string, ok bool) {
	m := rangeMarks.FindStringIndex(s)
	if m == nil || m[0] == 0 || m[1] == len(s) {
		return "", "", false
	}
	lo, hi = s[:m[0]], s[m[1]:]
	if rangeMarks.MatchString(hi) {
		return "", "", false
	}
	isNum := func(t string) bool { return t[0] >= '0' && t[0] <= '9' }
	return lo, hi, isNum(lo) && isNum(hi)
}

// between reads both ends; the unit of the upper counts for the lower where that has none.
func (a amount) between(lo, hi string, def *unit) amount {
	h, rest, okH := readNumber(hi, def)
	if !okH || rest != "" {
		return amount{code: crm.EAmountUnreadable}
	}
	lowDef := def
	if h.explicit != nil {
		lowDef = h.explicit
	}
	l, rest, okL := readNumber(lo, lowDef)
	if !okL || rest != "" {
		return amount{code: crm.EAmountUnreadable}
	}
	if h.noUnit || l.noUnit {
		return amount{code: crm.EAmountNoUnit}
	}
	return amount{code: crm.WAmountRange, low: &l.val, high: &h.val, cur: h.cur, approx: a.code == crm.WAmountApprox || h.approx || l.approx}
}

// plain reads one figure, compound ones too: 1亿2000万元.
func (a amount) plain(s string, def *unit, forced currency) amount {
	if strings.HasPrefix(s, "负") {
		s = "-" + strings.TrimPrefix(s, "负")
	}
	q, rest, ok := readNumber(s, def)
	for ok && rest != "" && q.explicit != nil {
		var more quantity
		more, rest, ok = readNumber(rest, nil)
		if !ok || more.explicit == nil || more.val.sign() < 0 || more.explicit.shift >= q.explicit.shift {
			return amount{code: crm.EAmountUnreadable}
		}
		q.approx = q.approx || more.approx
		q.cur, q.explicit = more.cur, more.explicit
		if q.val, ok = q.val.add(more.val); !ok {
			return amount{code: crm.EAmountUnreadable}
		}
	}
	switch {
	case !ok || rest != "":
		return amount{code: crm.EAmountUnreadable}
	case q.val.sign() < 0:
		return amount{code: crm.EAmountNegative, val: q.val, cur: q.cur}
	case q.noUnit:
		return amount{code: crm.EAmountNoUnit}
	}
	if q.approx {
		a.code = crm.WAmountApprox
	}
	a.val, a.has, a.cur = q.val, true, q.cur
	if forced != "" && (q.explicit == nil || q.explicit.cur == "") {
		a.cur = forced
	}
	return a
}

// quantity is a number with its unit.
type quantity struct {
	val      dec
	cur      currency
	explicit *unit // the unit in the text, nil when the default was taken
	noUnit   bool
	approx   bool
}

// readNumber reads a number (in digits or in words), 多 or 余 behind it, and its unit.
func readNumber(s string, def *unit) (q quantity, rest string, ok bool) {
	n, s, ok := leadingNumber(s)
	if !ok {
		return q, s, false
	}
	s = q.more(s, "多", "余", "来")
	m := unitHead.FindString(s)
	u, isUnit := parseUnit(m)
	switch {
	case isUnit:
		before := len(s) - len(m)
		if s = q.more(s[len(m):], "多", "余"); len(s) < before { // 1亿多元
			if c, isCur := strings.CutPrefix(s, "元"); isCur {
				s, u.cur = c, cny
			} else if c, isCur := strings.CutPrefix(s, "美元"); isCur {
				s, u.cur = c, usd
			}
		}
		q.explicit = &u
	case def != nil:
		u = *def
	default:
		q.noUnit, u = true, unit{cur: cny}
	}
	q.cur = u.or(def).cur
	q.val, ok = n.shift(u.shift)
	return q, s, ok
}

// more takes a word off s that makes the number a lower end.
func (q *quantity) more(s string, words ...string) string {
	for _, w := range words {
		if t, has := strings.CutPrefix(s, w); has {
			q.approx, s = true, t
		}
	}
	return s
}

// leadingNumber reads the number at the head of s. A number in words that ends in 万 or 亿 holds its multiplier: what
// follows is 元, said or not.
func leadingNumber(s string) (n dec, rest string, ok bool) {
	if m := numberHead.FindString(s); m != "" {
		t, good := thousandsOff(m)
		if !good {
			return n, s, false
		}
		n, ok = parseDec(t)
		return n, s[len(m):], ok
	}
	word, tail := splitCn(s)
	v, good := cnNumber(word)
	if !good {
		return n, s, false
	}
	if strings.HasSuffix(word, "万") || strings.HasSuffix(word, "亿") {
		if u, isUnit := parseUnit(tail); !isUnit || u.shift != -4 {
			tail = "元" + tail
		}
	}
	return dec{coef: v}, tail, true
}

var numberSigns = strings.NewReplacer("−", "-", "，", ",")

// thousandsOff removes thousands separators; commas anywhere else make it no number.
func thousandsOff(s string) (string, bool) {
	t := numberSigns.Replace(s)
	if !strings.Contains(t, ",") {
		return t, true
	}
	t = strings.TrimLeft(t, "-+")
	if !thousands.MatchString(t) {
		return "", false
	}
	out := strings.ReplaceAll(t, ",", "")
	if s[0] == '-' || strings.HasPrefix(s, "−") {
		out = "-" + out
	}
	return out, true
}
