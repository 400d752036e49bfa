package intake

import (
	"strconv"
	"strings"
)

// Tokens of a formula ([MS-XLS] 2.5.198) that a sum over one row is made of. The classes of a token (reference, value, array) differ by
// bits that are left out.
const (
	ptgAdd     = 0x03
	ptgParen   = 0x15
	ptgAttr    = 0x19
	ptgFuncVar = 0x22
	ptgRef     = 0x24
	ptgArea    = 0x25
	attrSum    = 0x10
	funcSum    = 4
)

// xlsFormulaText writes a formula that is a plain sum of cells as text, "" for any other.
func xlsFormulaText(body []byte) string {
	if len(body) < 22 {
		return ""
	}
	n := int(le.Uint16(body[20:]))
	if n > len(body)-22 || n > 200 {
		return ""
	}
	var stack []string
	for t := body[22 : 22+n]; len(t) > 0; {
		size := xlsToken(t, &stack)
		if size == 0 || size > len(t) {
			return ""
		}
		t = t[size:]
	}
	if len(stack) != 1 {
		return ""
	}
	return stack[0]
}

// xlsToken works off one token and returns its length, 0 for one that no plain sum has.
func xlsToken(t []byte, stack *[]string) int {
	s := *stack
	kind := t[0]
	if kind >= 0x40 {
		kind = kind&0x1F | 0x20
	}
	switch {
	case kind == ptgRef && len(t) >= 5:
		*stack = append(s, xlsRef(t[1:], t[3:]))
		return 5
	case kind == ptgArea && len(t) >= 9:
		*stack = append(s, xlsRef(t[1:], t[5:])+":"+xlsRef(t[3:], t[7:]))
		return 9
	case kind == ptgAdd && len(s) >= 2:
		*stack = append(s[:len(s)-2], s[len(s)-2]+"+"+s[len(s)-1])
		return 1
	case kind == ptgParen && len(s) >= 1:
		return 1
	case kind == ptgAttr && len(t) >= 4 && t[1] == attrSum && len(s) >= 1:
		s[len(s)-1] = "SUM(" + s[len(s)-1] + ")"
		return 4
	case kind == ptgAttr && len(t) >= 4 && t[1]&0x41 != 0: // volatile, or blanks as typed
		return 4
	case kind == ptgFuncVar && len(t) >= 4 && le.Uint16(t[2:]) == funcSum && t[1] > 0 && int(t[1]) <= len(s):
		n := len(s) - int(t[1])
		*stack = append(s[:n], "SUM("+strings.Join(s[n:], ",")+")")
		return 4
	}
	return 0
}

func xlsRef(row, col []byte) string {
	return colName(int(col[0])+1) + strconv.Itoa(int(le.Uint16(row))+1)
}
