package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// capitalRow is what one row says of an arrival, amounts in fen.
type capitalRow struct {
	entryFields
	given    bool // a figure of the month is there
	said     bool // the row tells where the money comes from, by exact parts or by the two that follow
	exact    bool
	outside  *int64 // 其中:省外, with the foreign money
	foreign  *int64 // 其中:外资, cents
	rate     crm.Rate
	fixedSay bool   // 固定资产 is told
	byCode   bool   // the entry's 编码 names it
	why      string // the row can't be taken
	unsplit  *importStep
	prior    *int64 // 上年末累计
	prev     *int64 // 本年截至上月
	ytd      *int64 // 本年累计
	evidence []string
}

// read turns a row into what a person would have typed.
func (k *capitalKind) read(r *crm.ImportRecord) *capitalRow {
	in := &capitalRow{evidence: r.List("evidence_nos")}
	month, err := crm.ParseMonth(r.Text("month"))
	if err != nil {
		in.why = chinese(err)
		return in
	}
	in.month = month
	if d, err := crm.ParseDate(r.Text("arrived_on")); err == nil && d <= k.p.today {
		in.arrivedOn = d
	}
	if f := r.Text("form"); slices.Contains(crm.CapitalForms, f) {
		in.form = f
	}
	in.use, in.note = useOf(r.Text("use")), r.Text("remark")
	in.fixed, in.fixedSay = r.Text("fixed") == "是", r.Text("fixed") == "是" || r.Text("fixed") == "否"
	for key, at := range map[string]**int64{"prior_years_wan": &in.prior, "ytd_prev_wan": &in.prev, "ytd_wan": &in.ytd} {
		if m, ok := r.Amount(key); ok {
			*at = &m.Amount
		}
	}
	if text := r.Text("amount_wan"); text != "" {
		amount, err := crm.RoundDecimal(text, crm.FenPerWan)
		if err == nil {
			err = crm.TooLarge(amount, "amount", "到位金额")
		}
		if err != nil {
			in.why = chinese(err)
			return in
		}
		in.given, in.amount = true, amount
	}
	in.split(k, r)
	return in
}

// useOf reads 资金用途 as ledgers write it (设备购置); what is none of the uses stays blank,
// to be filled in before submission.
func useOf(text string) string {
	found := ""
	for _, use := range crm.CapitalUses {
		if strings.Contains(text, use) {
			if found != "" {
				return ""
			}
			found = use
		}
	}
	return found
}

// split makes the parts: as our own list prints them, else from 其中:外资 and 其中:省外. 省外
// of monthly forms holds the foreign money (domain §7); the rest is 待核.
func (in *capitalRow) split(k *capitalKind, r *crm.ImportRecord) {
	in.rate = k.p.set.RateOf(in.month.Year())
	if parts := partsOf(r.Text("origins")); len(parts) > 0 && crm.SumParts(parts, in.rate) == in.amount {
		in.parts, in.said, in.exact = parts, true, true
		return
	}
	rest, outside := in.amount, int64(0)
	if m, ok := r.Amount("out_of_province_wan"); ok {
		in.outside, outside = &m.Amount, m.Amount
	}
	if m, ok := r.Amount("foreign_usd_wan"); ok {
		in.foreign = &m.Amount
	}
	in.said = in.outside != nil || in.foreign != nil && *in.foreign > 0
	if in.foreign != nil && *in.foreign > 0 {
		usd := crm.Dollars(*in.foreign)
		cny := usd.ToCNY(in.rate)
		if in.rate == 0 || cny > rest {
			in.unsplittable(r, cny)
			return
		}
		in.parts = append(in.parts, crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: usd.Amount})
		rest, outside = rest-cny, max(outside-cny, 0)
	}
	if part := min(outside, rest); part > 0 {
		in.parts = append(in.parts, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: part})
		rest -= part
	}
	if rest > 0 {
		in.parts = append(in.parts, crm.Part{Origin: crm.OriginUnknown, Currency: crm.CNY, Amount: rest})
	}
}

// unsplittable keeps what is wrong with the dollars of a row, in case that they are needed.
func (in *capitalRow) unsplittable(r *crm.ImportRecord, cny int64) {
	in.said = false
	s := rejected("%d 年的折算汇率还没有设置，请联系管理员", in.month.Year())
	if in.rate != 0 {
		s = held(r, crm.EPartGtTotal, "外资 %s 万美元按年度汇率折 %s 万元，大于本月到位 %s 万元；请核对", wanText(*in.foreign), wanText(cny), wanText(in.amount))
	}
	in.unsplit = &s
}

// agrees reports whether parts are as the row says: what it does not tell may be anything.
func (in *capitalRow) agrees(parts []crm.Part) bool {
	if in.exact {
		return sameParts(parts, in.parts)
	}
	var outside, foreign int64
	for _, p := range parts {
		if p.Origin == crm.OriginForeign || p.Origin == crm.OriginOutProv {
			outside += crm.Money{Amount: p.Amount, Currency: p.Currency}.ToCNY(in.rate)
		}
		if p.Currency == crm.USD {
			foreign += p.Amount
		}
	}
	if in.said && in.foreign != nil && *in.foreign != foreign {
		return false
	}
	if in.said && in.outside != nil && max(*in.outside, crm.Dollars(foreign).ToCNY(in.rate)) != outside {
		return false
	}
	return crm.SumParts(parts, in.rate) == in.amount
}

// partsOf reads 资金来源 of our own list: 省外 500 万元、境外 10 万美元; nil for anything else.
func partsOf(text string) (parts []crm.Part) {
	for _, item := range strings.Split(text, "、") {
		words := strings.Fields(item)
		if len(words) != 3 || words[2] != "万元" && words[2] != "万美元" {
			return nil
		}
		amount, err := crm.ParseDecimal(words[1], crm.FenPerWan)
		i := slices.IndexFunc(crm.Origins, func(o crm.Origin) bool { return o.Label() == words[0] })
		if err != nil || amount == 0 || i < 0 {
			return nil
		}
		p := crm.Part{Origin: crm.Origins[i], Currency: crm.CNY, Amount: amount}
		if words[2] == "万美元" {
			p.Currency = crm.USD
		}
		parts = append(parts, p)
	}
	return parts
}

// sameParts reports whether two lists come to the same money by origin and currency.
func sameParts(a, b []crm.Part) bool {
	type kind struct {
		origin   crm.Origin
		currency crm.Currency
	}
	sums := map[kind]int64{}
	for _, p := range a {
		sums[kind{p.Origin, p.Currency}] += p.Amount
	}
	for _, p := range b {
		sums[kind{p.Origin, p.Currency}] -= p.Amount
	}
	for _, n := range sums {
		if n != 0 {
			return false
		}
	}
	return true
}

// partsText prints parts as our own list does.
func partsText(parts []crm.Part) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.Origin.Label() + " " + moneyText(crm.Money{Amount: p.Amount, Currency: p.Currency})
	}
	return strings.Join(out, "、")
}

// noteWith is the note of a new entry: the remark, and the evidence numbers that only the paper has.
func (in *capitalRow) noteWith() string {
	var out []string
	if in.note != "" {
		out = append(out, in.note)
	}
	if len(in.evidence) > 0 {
		out = append(out, "佐证材料编号："+strings.Join(in.evidence, "、"))
	}
	return clip(strings.Join(out, "；"), 1000)
}

// before is what had arrived before the month, 0 where the row does not say.
func (in *capitalRow) before() (sum int64, said bool) {
	switch {
	case in.prev != nil:
		sum, said = *in.prev, true
	case in.ytd != nil:
		sum, said = max(*in.ytd-in.amount, 0), true
	}
	if in.prior != nil {
		sum, said = sum+*in.prior, true
	}
	return sum, said
}
