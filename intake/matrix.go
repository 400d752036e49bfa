package intake

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// matrixShape is the kind matrix: one row a unit, one column a month or period (ruling 20); one record for each.
type matrixShape struct {
	indicator string
	yi        bool // the sheet is in 亿元: records carry value_yi too
	usd       bool // the sheet is in dollars: records carry value_usd_wan
}

func (*matrixShape) fits(h *header) bool { return h.has("area") && len(h.periods()) > 0 }

// periods are the columns of periods, by position.
func (h *header) periods() []column {
	var out []column
	for _, c := range h.cols {
		if _, ok := periodOfKey(c.key); ok {
			out = append(out, c)
		}
	}
	return out
}

func (s *matrixShape) layout(h *header) *crm.ImportLayout {
	keys := []string{"area", "year", "month_to", "indicator"}
	value, target := []string{"value_wan"}, "annual_target_wan"
	if s.yi {
		value, target = []string{"value_yi", "value_wan"}, "annual_target_yi"
	}
	if s.usd {
		value, target = []string{"value_usd_wan"}, "annual_target_usd_wan"
	}
	keys = append(keys, value...)
	if h.has("annual_target") {
		keys = append(keys, target)
	}
	return crm.NewImportLayout(keys...)
}

func (*matrixShape) carrying() []string { return []string{"area"} }
func (*matrixShape) subject() string    { return "" }

// begin settles the unit, the indicator and what 3月 means: beside 1-2月, or in a table that says 累计, the year up to it.
func (s *matrixShape) begin(l *ledger) {
	words := l.title + squeeze(strings.Join(l.head.words(), " "))
	alone, spans := 0, 0
	for _, c := range l.head.periods() {
		p, _ := periodOfKey(c.key)
		if u := l.unitOf(c); u != nil && u.shift == 4 {
			s.yi = true
		}
		s.usd = s.usd || l.columnCurrency(c) == usd
		if p.alone && p.month > 1 {
			alone++
		} else if !p.alone {
			spans++
		}
	}
	what, how := "到位资金", "(累计)"
	if strings.Contains(words, "外资") && !strings.Contains(words, "到位资金") {
		what = "利用外资"
	}
	if alone > 0 && spans == 0 && !strings.Contains(words, "累计") {
		how = "(当月)"
	}
	s.indicator = what + how
}

func (s *matrixShape) judge(l *ledger, r *row) []*candidate {
	lead := judgeRow(l, r, crm.ImportMatrix)
	lead.area()
	target := lead.target()
	var all []*candidate
	var last, rated *dec
	year := 0
	for i, col := range l.head.cols {
		p, ok := periodOfKey(col.key)
		if !ok {
			continue
		}
		if p.year == 0 {
			p.year = l.date.year
		}
		if p.year != year {
			last, year = nil, p.year
		}
		j := s.period(l, r, lead, p)
		value := j.value(i, col)
		if value != nil && last != nil && value.cmp(*last) < 0 && strings.HasSuffix(s.indicator, "(累计)") {
			x, _, _ := j.cellIn(col)
			j.complain(x, crm.WCumulativeDecrease, col.label, fmt.Sprintf("累计数比上期（%s 万）减少；请核对", last))
		}
		if value != nil {
			last, rated = value, value
		}
		if target != nil {
			s.put(j, "annual_target", target)
		}
		if value != nil {
			s.put(j, "value", value)
			j.c.rec.Set("value_wan", value.String())
		}
		all = append(all, j.c)
	}
	lead.rate(rated, target)
	return s.settle(lead, all)
}

// period begins the record of one period.
func (s *matrixShape) period(l *ledger, r *row, lead *judging, p period) *judging {
	j := &judging{l: l, r: r, c: l.candidate(r.num, crm.ImportMatrix)}
	j.c.rec.Set("area", lead.c.rec.Text("area"))
	if p.year != 0 {
		j.c.rec.Set("year", strconv.Itoa(p.year))
	} else {
		lead.complain(nil, crm.EDateInvalid, "", "标题和表头里都没有年份；请在标题写明年份")
	}
	j.c.rec.Set("month_to", strconv.Itoa(p.month))
	j.c.rec.Set("indicator", s.indicator)
	for _, f := range lead.c.rec.Flags {
		if f == crm.WHiddenRow {
			j.c.flag(f)
		}
	}
	return j
}

// put sets a value in the sheet's unit.
func (s *matrixShape) put(j *judging, key string, wan *dec) {
	if s.usd {
		j.c.rec.Set(key+"_usd_wan", wan.String())
		return
	}
	if !s.yi {
		j.c.rec.Set(key+"_wan", wan.String())
		return
	}
	if yi, ok := wan.shift(-4); ok {
		j.c.rec.Set(key+"_yi", yi.String())
	}
}

// settle returns the records, or one held row where an error holds it.
func (s *matrixShape) settle(lead *judging, all []*candidate) []*candidate {
	for _, c := range all {
		for _, e := range c.rec.Errors {
			lead.c.flag(e)
		}
	}
	if lead.held() || len(all) == 0 {
		return []*candidate{lead.c}
	}
	return all
}

// area reads the unit of a row (ruling 8).
func (j *judging) area() {
	x, col, broken := j.cellOf("area")
	if x == nil {
		if !broken {
			j.complain(nil, crm.ECountyMissing, col.label, "县区是空的，也不是合并单元格，不向下填充；请补填")
		}
		return
	}
	j.countyUnder("area", x, col)
}

// target reads the year's target, in 万元; nil for none.
func (j *judging) target() *dec {
	for i, col := range j.l.head.cols {
		if col.key == "annual_target" {
			return j.value(i, col)
		}
	}
	return nil
}

// value reads the amount in a column and adds it to the sums; nil for none.
func (j *judging) value(i int, col column) *dec {
	x, _, _ := j.cellIn(col)
	if x == nil {
		return nil
	}
	a := parseAmount(x.text, j.l.unitOf(col))
	if x.kind == cellBool {
		a = amount{code: crm.EAmountUnreadable}
	}
	switch {
	case a.code == crm.WAmountApprox:
		j.complain(x, a.code, col.label, fmt.Sprintf("约数，按 %s 万记；请核准", a.val))
	case a.code != "":
		j.complain(x, a.code, col.label, amountWords[a.code])
	}
	if !a.has {
		return nil
	}
	if x.from == j.r.num {
		j.l.totals.amount(i, a.val)
	}
	return &a.val
}

// rate holds the printed rate against the last figure and the target; our own rate stands.
func (j *judging) rate(value, target *dec) {
	x, col, _ := j.cellOf("-rate")
	if x == nil || value == nil || target == nil || target.sign() <= 0 {
		return
	}
	printed, places, ok := percentOf(x)
	if !ok {
		return
	}
	own := new(big.Rat).SetFrac(value.big(), target.big())
	own.Mul(own, big.NewRat(100, 1))
	gap := new(big.Rat).Sub(own, printed)
	half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	half.Mul(half, big.NewRat(1, 2))
	if gap.Abs(gap).Cmp(half) > 0 {
		j.complain(x, crm.WRateMismatch, col.label, fmt.Sprintf("按累计÷任务应为 %s%%，表里写 %s%%；以计算的为准", own.FloatString(places), printed.FloatString(places)))
	}
}

// percentOf reads a printed rate as percent and its places: 61.8, 61.8%, or a fraction under a percent format.
func percentOf(x *cell) (*big.Rat, int, bool) {
	text := strings.TrimSuffix(squeeze(x.text), "%")
	d, ok := parseDec(text)
	if !ok {
		return nil, 0, false
	}
	places := 0
	if i := strings.IndexByte(text, '.'); i >= 0 {
		places = len(text) - i - 1
	}
	if x.kind == cellNumber && x.format != nil && x.format.percent {
		return new(big.Rat).Mul(d.rat(), big.NewRat(100, 1)), max(x.format.decimals, 0), true
	}
	return d.rat(), min(places, 6), true
}

func (*matrixShape) end(*ledger) {}

// compare holds a unit's second row in a table.
func (*matrixShape) compare(_ *reader, tables []*ledger) {
	for _, l := range tables {
		first := map[string]int{}
		for _, c := range l.rows {
			area := c.rec.Text("area")
			if area == "" {
				continue
			}
			row, dup := first[area]
			if !dup {
				first[area] = c.rec.Row
			} else if row != c.rec.Row {
				before := len(c.ledger.issues)
				c.hold(crm.EDuplicateSuspect, row, fmt.Sprintf("“%s”在第 %d 行已经有一行；请核实保留哪一行", area, row))
				if c.repeated(before) {
					c.ledger.issues = c.ledger.issues[:before]
				}
			}
		}
	}
}

// repeated reports whether the complaint just made stands at the row already (one for each period).
func (c *candidate) repeated(before int) bool {
	if before == 0 || len(c.ledger.issues) == before {
		return false
	}
	a, b := c.ledger.issues[before-1], c.ledger.issues[before]
	return a.Code == b.Code && a.Row != nil && *a.Row == *b.Row
}
