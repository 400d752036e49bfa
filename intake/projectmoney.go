package intake

import (
	"fmt"
	"math/big"
	"strings"

	"yinfeng/crm"
)

// amountPair is total and arrived of a row, in one currency each, to be weighed against each other.
type amountPair struct {
	total, arrived       *dec
	totalCur, arrivedCur currency
	totalCell, gotCell   *cell
	totalCol, gotCol     column
}

// unitOf is the unit for numbers of a column that state none: the header's, else the sheet's (ruling 2).
func (l *ledger) unitOf(col column) *unit {
	if col.unit != nil {
		if col.unit.cur != "" {
			return col.unit
		}
		u := *col.unit
		u.cur = cny
		if l.unit != nil && l.unit.cur != "" {
			u.cur = l.unit.cur
		}
		return &u
	}
	return l.unit
}

// columnCurrency is the currency that a column's numbers are in.
func (l *ledger) columnCurrency(col column) currency {
	if u := l.unitOf(col); u != nil && u.cur != "" {
		return u.cur
	}
	return cny
}

// currencyKey is the key that takes an amount of cur from a column of key; "" for none.
func currencyKey(key string, cur currency) string {
	switch {
	case strings.HasPrefix(key, crm.ImportKeyPeriod) && cur == cny:
		return "value_wan"
	case key == "annual_target" && cur == cny:
		return "annual_target_wan"
	case cur == other:
		return ""
	case strings.HasSuffix(key, "_usd_wan"):
		if cur == usd {
			return key
		}
		return ""
	case cur == usd && (key == "total_wan" || key == "arrived_wan" || key == "fixed_wan"):
		return strings.TrimSuffix(key, "_wan") + "_usd_wan"
	case cur == usd:
		return ""
	}
	return key
}

// amountWords are the lines for a person about an amount.
var amountWords = map[crm.ImportCode]string{
	crm.EAmountNoUnit:     "金额没有单位（格内、表头、表上都没有）；请注明万元或亿元",
	crm.EAmountNegative:   "金额为负数；请核对，冲减请另行说明",
	crm.EAmountUnreadable: "不是金额，读不懂，不代为更正；请改成数字",
	crm.WAmountRange:      "是区间，不取数；请填一个确定的数",
	crm.WAmountMissing:    "没有确定金额，记空",
	crm.WValueNotReported: "未报送，记空",
}

// amount reads the amount in the column at place i (rulings 2–7).
func (j *judging) amount(i int, col column) {
	x, _, _ := j.cellIn(col)
	if x == nil {
		return
	}
	def := j.l.unitOf(col)
	a := parseAmount(x.text, def)
	if x.kind == cellBool {
		a = amount{code: crm.EAmountUnreadable}
	}
	if a.code == crm.WValueNotReported && j.listed() { // the dash of our own reports
		return
	}
	if a.code == crm.WAmountRange && j.band(x, col, a) {
		return
	}
	if a.code == crm.EAmountNegative && j.entry {
		a.code, a.has = "", true
	}
	switch {
	case a.code == crm.WAmountApprox:
		j.complain(x, a.code, col.label, fmt.Sprintf("约数，按 %s 万记；请核准", a.val))
	case a.code != "":
		j.complain(x, a.code, col.label, amountWords[a.code])
	}
	if a.code == crm.EAmountNegative && x.from == j.r.num && a.cur == j.l.columnCurrency(col) {
		j.l.totals.amount(i, a.val) // a total counts held rows too
	}
	if !a.has {
		return
	}
	if a.phase1 && col.key == "total_wan" {
		j.c.rec.Set(currencyKey("phase1_wan", a.cur), a.val.String())
		j.complain(x, crm.WFieldUnreadable, col.label, fmt.Sprintf("只写了一期投资（%s 万），总投资记空；请补填", a.val))
		return
	}
	j.keep(i, col, x, a)
}

// keep puts an amount under the key of its currency, adds it to the sums, and remembers it for weigh.
func (j *judging) keep(i int, col column, x *cell, a amount) {
	key := currencyKey(col.key, a.cur)
	if a.cur != cny && a.cur != j.l.columnCurrency(col) && col.key != "foreign_usd_wan" {
		j.complain(x, crm.WCurrencyForeign, col.label, "外币金额照原币保存，没有汇率不折算")
	}
	if key == "" {
		if a.val.sign() == 0 && col.key == "foreign_usd_wan" {
			j.c.rec.Set(col.key, "0")
		} else if a.cur != other && (a.cur == cny || col.key != "foreign_usd_wan") && !j.flagged(crm.WCurrencyForeign) {
			j.complain(x, crm.WFieldUnreadable, col.label, "外资要以万美元填写，这里是人民币，未取；请改填美元数")
		}
		return
	}
	j.c.rec.Set(key, a.val.String())
	if a.cur == j.l.columnCurrency(col) && x.from == j.r.num {
		j.l.totals.amount(i, a.val)
	}
	v := a.val
	switch col.key {
	case "total_wan":
		j.pair.total, j.pair.totalCur, j.pair.totalCell, j.pair.totalCol = &v, a.cur, x, col
		j.c.total, j.c.hasTot, j.c.usd = v, true, a.cur == usd
	case "arrived_wan":
		j.pair.arrived, j.pair.arrivedCur, j.pair.gotCell, j.pair.gotCol = &v, a.cur, x, col
	}
}

func (j *judging) flagged(code crm.ImportCode) bool {
	for _, f := range j.c.rec.Flags {
		if f == code {
			return true
		}
	}
	return false
}

// weigh asks whether the amounts can be true (ruling 6). Dollars are weighed at 6 to 10 yuan, so that only the impossible is held.
func (j *judging) weigh() {
	p, lim := &j.pair, j.l.rd.know.Limits
	if p.total == nil {
		return
	}
	arrived := p.arrived != nil && p.arrivedCur == p.totalCur
	field := p.totalCol.label
	most, least := int64(1), int64(1)
	if p.totalCur == usd {
		most, least = 6, 10
	}
	switch {
	case p.total.sign() == 0 && p.arrived != nil && p.arrived.sign() > 0:
		j.complain(p.totalCell, crm.EAmountZero, field, "总投资为零却有到位资金；请核对")
		return
	case p.total.times(most).Cmp(whole(lim.MaxTotalWan)) > 0:
		j.complain(p.totalCell, crm.EAmountImplausible, field, fmt.Sprintf("按表中单位是 %s 万，超过单个项目上限 %d 万元，疑单位写错；请核对", p.total, lim.MaxTotalWan))
		return
	case p.total.times(least).Cmp(whole(lim.MinTotalWan)) < 0:
		j.complain(p.totalCell, crm.EAmountImplausible, field, fmt.Sprintf("按表中单位只有 %s 万，低于下限 %d 万元，疑为亿元；请核对", p.total, lim.MinTotalWan))
		return
	}
	if !arrived {
		return
	}
	switch {
	case p.arrived.big().Cmp(p.total.times(lim.ArrivedTimes)) >= 0:
		j.complain(p.gotCell, crm.EAmountImplausible, p.gotCol.label, fmt.Sprintf("到位 %s 万是总投资 %s 万的 %d 倍以上，疑单位写错；请核对", p.arrived, p.total, lim.ArrivedTimes))
	case p.arrived.cmp(*p.total) > 0:
		j.complain(p.gotCell, crm.WArrivedGtTotal, p.gotCol.label, fmt.Sprintf("到位 %s 万大于总投资 %s 万，可能追加投资；请核对", p.arrived, p.total))
	}
}

func whole(n int64) *big.Int { return dec{coef: n}.big() }
