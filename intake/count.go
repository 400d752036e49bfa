package intake

import (
	"regexp"
	"strings"
)

// counted are the keys of columns that are summed and hold no money.
var countKeys = map[string]bool{"days": true, "people": true, "land_mu": true}

var countWord = regexp.MustCompile(`^(?:共|约|计)?(.+?)(?:天|日|人|人次|位|名)?$`)

// parseCount reads a number of days or people: 3, 3天, 三天, 0.5.
func parseCount(text string) (dec, bool) {
	m := countWord.FindStringSubmatch(squeeze(text))
	if m == nil {
		return dec{}, false
	}
	if d, ok := parseDec(m[1]); ok {
		return d, d.sign() >= 0
	}
	n, ok := cnNumber(m[1])
	return dec{coef: n}, ok
}

// counted reads what a row of totals states in a column that is no money.
func (l *ledger) counted(col column, x *cell) (dec, bool) {
	if x == nil || !countKeys[col.key] || x.noValue() || x.kind == cellFailed || blank(x.text) {
		return dec{}, false
	}
	if col.key == "land_mu" {
		d := parseLand(x.text, l.landUnit(col))
		return d.val, d.has && d.code == ""
	}
	return parseCount(x.text)
}

// sumKey is the record's key that a column's total belongs to.
func (l *ledger) sumKey(col column) string {
	if countKeys[col.key] {
		return col.key
	}
	return currencyKey(col.key, l.columnCurrency(col))
}

// uncertain notes that a row gives no one figure in the column at place i.
func (t *totals) uncertain(i int) {
	for _, s := range t.sums() {
		s[i].vague = true
	}
}

// placeOf is the place of a column among the header's known ones, -1 for none.
func (l *ledger) placeOf(col column) int {
	for i, c := range l.head.cols {
		if c.col == col.col {
			return i
		}
	}
	return -1
}

// oneText joins several names or titles in one cell by 、 (ruling 22); what stands in brackets stays together.
func oneText(s string) string {
	return strings.Join(splitOutside(strings.NewReplacer("\r\n", "、", "\n", "、", "\r", "、", "\u2028", "、").Replace(s), "、，,；;/／"), "、")
}
