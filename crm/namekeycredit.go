package crm

import "strings"

// creditAlphabet is the alphabet of GB 32100-2015: digits and capitals without I, O, S, V, Z.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCodeValid reports whether code is a 统一社会信用代码: 18 characters of the alphabet of
// GB 32100-2015, six digits of a division at places 3–8, and the right check character. Full-width and lower-case writing is
// folded before; blanks are not.
func CreditCodeValid(code string) bool {
	c := strings.ToUpper(Fold(code))
	if len(c) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := 0; i < 17; i++ {
		v := strings.IndexByte(creditAlphabet, c[i])
		if v < 0 || (i >= 2 && i < 8 && v > 9) {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return c[17] == creditAlphabet[(31-sum%31)%31]
}
