package intake_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
)

// noise spoils one cell of a row and notes what a clerk would say of it; false where the row has no such cell.
type noise func(m *maker, t *table, it *item) bool

// TestProperty_noise: a spoilt row brings exactly its complaint; all others come back as they are.
func TestProperty_noise(t *testing.T) { property(t, "TestProperty_noise", spoil) }

// spoil puts noise into a third of a table's rows, one kind of it a row.
func spoil(m *maker, t *table) {
	for _, it := range t.items {
		for tries := 0; m.in(33) && tries < 20 && len(it.codes) == 0; tries++ {
			pick(m, noises[t.kind])(m, t, it)
		}
	}
	m.twins(t)
	t.wrong = m.in(30)
	if m.typed() && m.in(20) {
		t.hide = pick(m, t.fields).key
	}
}

var nameNoises = []noise{
	blankOut("project", crm.ENoProject), blankOut("investors", crm.ENoInvestor),
	printAs("investors", crm.ENoInvestor, "——", "无", "/"),
	hideRow,
}

var countyNoises = []noise{printAs("county", crm.ECountyUnknown, "雁塔区", "西安市碑林区", "某某"), printAs("county", crm.ECountyMultiple, "汉滨区、平利县", "白河县和旬阳市")}

var noises = map[crm.ImportKind][]noise{
	crm.ImportProjects: slices.Concat(nameNoises, countyNoises, amountNoises("total_wan"), amountNoises("fixed_wan"), []noise{
		blankOut("county", crm.ECountyMissing), rangeIn("total_wan"), rangeIn("fixed_wan"), noUnit, zeroTotal, tooMuchArrived, foreignTotal,
		printAs("sign_date", crm.EDateInvalid, "2022-02-30", "2022年13月", "若干"), printAs("sign_date", crm.EDateFuture, "2031-05-06", "2024-07-01", "2031年5月"),
		date("sign_date", crm.WDateCoarse, "2022年上半年", "2021年第三季度"), date("start_date", crm.WDatePlanned, "预计2025年6月", "计划明年开工", "2031-05"),
		date("start_date", crm.WFieldUnreadable, "2022-02-30", "若干"), early, ambiguous, badPhone}),
	crm.ImportLeads: slices.Concat(nameNoises, countyNoises, amountNoises("total_wan"), []noise{badPhone, noUnit, foreignTotal, badLand}),
	crm.ImportCapital: slices.Concat(nameNoises, countyNoises, []noise{blankOut("county", crm.ECountyMissing), notReported, negative("amount_wan"), failed("amount_wan"),
		unreadable("amount_wan"), wrongSum, largePart, noEvidence}),
	crm.ImportVisits: {ownRow(printAs("company", crm.ENoCompany, "", "——")), alone(printAs("unit", crm.EUnitMissing, "", "/")), alone(printAs("unit", crm.ECountyUnknown, "雁塔区")),
		alone(wrongDays), alone(backwards), alone(later), alone(nowhere), hideRow},
	crm.ImportMatrix: {printAs("area", crm.ECountyUnknown, "雁塔区"), printAs("area", crm.ECountyMissing, ""), gapIn, falling, wrongRate, hideRow},
}

// amountNoises are what may be wrong with any amount.
func amountNoises(key string) []noise {
	return []noise{approx(key), open(key), unreadable(key), negative(key), failed(key), bounds(key)}
}

// spoilt notes what was done to a cell.
func (it *item) spoilt(key string, p printed, code crm.ImportCode) bool {
	it.cells[key], it.codes = p, append(it.codes, code)
	return true
}

func (it *item) printed(t *table, key string) bool {
	return t.has(key) && it.cells[key].text != "" && !it.merged[key]
}

func blankOut(key string, code crm.ImportCode) noise { return printAs(key, code, "") }

func printAs(key string, code crm.ImportCode, texts ...string) noise {
	return func(m *maker, t *table, it *item) bool {
		return it.printed(t, key) && it.spoilt(key, word(pick(m, texts)), code)
	}
}

// date is a date that gives none.
func date(key string, code crm.ImportCode, texts ...string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) {
			return false
		}
		it.want[key] = ""
		return it.spoilt(key, word(pick(m, texts)), code)
	}
}

// ownRow keeps a noise from rows that would hold nothing of their own.
func ownRow(n noise) noise {
	return func(m *maker, t *table, it *item) bool { return len(it.merged) == 0 && n(m, t, it) }
}

func hideRow(m *maker, _ *table, it *item) bool {
	if !m.typed() || len(it.merged) > 0 {
		return false
	}
	it.hidden, it.codes = true, append(it.codes, crm.WHiddenRow)
	return true
}

func approx(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) || it.vague[key] {
			return false
		}
		s := wan(it.yuan[key])
		return it.spoilt(key, word(pick(m, []string{"约" + s + "万元", s + "万元左右", s + "余万元", "近" + s + "万元"})), crm.WAmountApprox)
	}
}

// open is an amount that nobody settled.
func open(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, word(pick(m, []string{"待定", "面议", "未定", "（待核实）"})), crm.WAmountMissing)
	}
}

// none takes the amount under key out of the row.
func (it *item) none(key string) {
	it.want[key], it.vague[key] = "", true
	if key == "total_wan" {
		delete(it.want, "amount_min_wan")
		delete(it.want, "amount_max_wan")
	}
}

func unreadable(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, word(pick(m, []string{"5O00万元", "见附件", "8000万人", "1,00,0万元"})), crm.EAmountUnreadable)
	}
}

func negative(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, word(pick(m, []string{"-800万元", "(3,000)", "－500万元", "负200万元"})), crm.EAmountNegative)
	}
}

func failed(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !m.typed() || !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, printed{text: pick(m, []string{"#REF!", "#REF!"}), failed: true, formula: "B1/0"}, crm.EFormulaError)
	}
}

// bounds is a total that no project has.
func bounds(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if key != "total_wan" || !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, word(pick(m, []string{"3000亿元", "5万元", "9万元", "2000001万元"})), crm.EAmountImplausible)
	}
}

func rangeIn(key string) noise {
	return func(m *maker, t *table, it *item) bool {
		if !it.printed(t, key) {
			return false
		}
		it.none(key)
		return it.spoilt(key, word(pick(m, []string{"8000-12000万元", "1-2亿元", "5亿元以上", "8000万元～1亿元"})), crm.WAmountRange)
	}
}

func noUnit(m *maker, t *table, it *item) bool {
	if t.unit != "" || !it.printed(t, "total_wan") {
		return false
	}
	it.none("total_wan")
	return it.spoilt("total_wan", word("8000"), crm.EAmountNoUnit)
}

func zeroTotal(m *maker, t *table, it *item) bool {
	if !it.printed(t, "arrived_wan") || it.yuan["arrived_wan"] == 0 {
		return false
	}
	it.none("total_wan")
	return it.spoilt("total_wan", word("0万元"), crm.EAmountZero)
}

func tooMuchArrived(m *maker, t *table, it *item) bool {
	if !it.printed(t, "arrived_wan") {
		return false
	}
	times, code := int64(2+m.IntN(7)), crm.WArrivedGtTotal
	if m.in(40) {
		times, code = 10, crm.EAmountImplausible
	}
	m.amount(it, t, "arrived_wan", it.yuan["total_wan"]*times)
	it.codes = append(it.codes, code)
	return true
}

func foreignTotal(m *maker, t *table, it *item) bool {
	if !it.printed(t, "total_wan") {
		return false
	}
	it.none("total_wan")
	it.want["total_usd_wan"] = "3000"
	return it.spoilt("total_wan", word(pick(m, []string{"3000万美元", "USD3000万", "0.3亿美元"})), crm.WCurrencyForeign)
}

func early(m *maker, t *table, it *item) bool {
	if it.want["sign_date"] == "" || !it.printed(t, "start_date") {
		return false
	}
	it.want["start_date"] = "2011-05"
	return it.spoilt("start_date", m.date("2011-05"), crm.WDateOrder)
}

func ambiguous(m *maker, t *table, it *item) bool {
	if !m.typed() || !it.printed(t, "sign_date") {
		return false
	}
	it.want["sign_date"] = ""
	return it.spoilt("sign_date", printed{text: "2022.1", number: true}, crm.WDateAmbiguous)
}

func badPhone(m *maker, t *table, it *item) bool {
	if !it.printed(t, "contact_phones") {
		return false
	}
	it.want["contact_phones"] = "139091"
	return it.spoilt("contact_phones", word("139091"), crm.WPhoneInvalid)
}

func badLand(m *maker, t *table, it *item) bool {
	if !it.printed(t, "land_mu") {
		return false
	}
	it.none("land_mu")
	texts := map[crm.ImportCode]string{crm.WFieldUnreadable: "租用厂房2000㎡", crm.WAmountRange: "50-80亩", crm.WAmountMissing: "待定"}
	code := pick(m, []crm.ImportCode{crm.WFieldUnreadable, crm.WAmountRange, crm.WAmountMissing})
	return it.spoilt("land_mu", word(texts[code]), code)
}

// twins puts a row in twice, or makes two rows of one table alike.
func (m *maker) twins(t *table) {
	if t.kind == crm.ImportMatrix || !m.in(40) {
		return
	}
	i := m.IntN(len(t.items))
	it := t.items[i]
	if len(it.codes) > 0 || len(it.merged) > 0 || i+1 < len(t.items) && len(t.items[i+1].merged) > 0 {
		return
	}
	two := newItem()
	two.want, two.cells, two.yuan, two.vague = maps.Clone(it.want), maps.Clone(it.cells), maps.Clone(it.yuan), it.vague
	delete(two.yuan, "days")
	code := crm.EDuplicateExact
	switch name := it.want["investors"]; {
	case t.kind == crm.ImportProjects && m.in(50) && !strings.Contains(name, "|") && strings.HasSuffix(name, "有限责任公司"):
		two.cells["investors"], code = word(strings.TrimSuffix(name, "有限责任公司")+"有限公司"), crm.EDuplicateSuspect
	case t.kind == crm.ImportLeads && m.in(50):
		two.cells["progress"], code = word("已签框架协议"), crm.EDuplicateSuspect
	}
	two.codes = []crm.ImportCode{code}
	t.items = slices.Insert(t.items, i+1, two)
	if two.cells["-seq"].text != "" {
		two.cells["-seq"] = printed{text: fmt.Sprint(900 + i), number: m.typed()}
	}
}
