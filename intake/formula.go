package intake

import (
	"regexp"
	"strings"
)

var (
	sumOfRange = regexp.MustCompile(`^SUM\((\$?[A-Z]{1,3}\$?\d+):(\$?[A-Z]{1,3}\$?\d+)\)$`)
	sumOfCells = regexp.MustCompile(`^\$?[A-Z]{1,3}\$?\d+(?:\+\$?[A-Z]{1,3}\$?\d+)+$`)
)

// rowSum computes the formula of a cell without a cached value, when it is a plain sum of number cells of its own row in the same
// unit (ruling 16). Anything else is not computed; no formula is ever followed elsewhere.
func (l *ledger) rowSum(r *row, x *cell, col column) (string, bool) {
	f := strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(x.source, "="), " ", ""))
	var cols []int
	switch {
	case !isMoney(col.key):
		return "", false
	case sumOfRange.MatchString(f):
		m, ok := parseRange([]byte(f[4 : len(f)-1]))
		if !ok || m.top != r.num || m.bottom != r.num || m.right-m.left > 30 {
			return "", false
		}
		for c := m.left; c <= m.right; c++ {
			cols = append(cols, c)
		}
	case sumOfCells.MatchString(f):
		for _, ref := range strings.Split(f, "+") {
			row, c, ok := parseRef([]byte(ref))
			if !ok || row != r.num {
				return "", false
			}
			cols = append(cols, c)
		}
	}
	var sum decSum
	for _, c := range cols {
		y := r.at(c)
		if y == nil && sumOfRange.MatchString(f) {
			continue // SUM takes a blank for nothing
		}
		if y == nil || y.kind != cellNumber || y.noValue() || c == x.col || !l.sameUnit(c, col) {
			return "", false
		}
		d, ok := parseDec(y.text)
		if !ok {
			return "", false
		}
		sum.add(d)
	}
	return sum.String(), sum.any
}

// sameUnit reports whether column c counts in the unit of col.
func (l *ledger) sameUnit(c int, col column) bool {
	for _, list := range [][]column{l.head.cols, l.head.unknown} {
		for _, k := range list {
			if k.col != c {
				continue
			}
			a, b := l.unitOf(k), l.unitOf(col)
			return a != nil && b != nil && a.shift == b.shift && a.cur == b.cur
		}
	}
	return false
}
