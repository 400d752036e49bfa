package intake

import (
	"regexp"
	"strings"

	"yinfeng/crm"
)

var noCompany = regexp.MustCompile(`^(待定|未定|无|暂无|暂未确定|未确定|待引进|待招商|招商中|待招|未填|未写|不详|空|N/?A)$`)

// splitCompanies reads a cell of companies (ruling 11): split on 、 ； ; and line breaks, on ， only where each side ends in a
// legal form; names tidied; the same name twice counts once.
func splitCompanies(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' }) {
		for _, part := range splitOutside(line, "、；;") {
			for _, name := range splitCommas(part) {
				n := crm.CompanyName(strings.Trim(name, "，,。. "))
				if n == "" || dashOnly.MatchString(n) || noCompany.MatchString(n) || seen[n] {
					continue
				}
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return joinBroken(text, out)
}

// joinBroken puts a name together again that a line break cut in two: no side alone ends as a company does, the whole does.
func joinBroken(text string, parts []string) []string {
	if len(parts) != 2 || strings.ContainsAny(text, "、；;") || crm.HasLegalForm(parts[0]) {
		return parts
	}
	if whole := parts[0] + parts[1]; crm.HasLegalForm(whole) && len([]rune(parts[1])) <= 6 {
		return []string{whole}
	}
	return parts
}

func splitCommas(s string) []string {
	parts := splitOutside(s, "，,")
	for _, p := range parts {
		if !crm.HasLegalForm(p) {
			return []string{s}
		}
	}
	return parts
}

func upper(s string) string { return strings.ToUpper(s) }

var (
	mobile   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline = regexp.MustCompile(`^(0\d{2,3}-?)?\d{7,8}(-\d{1,5})?$|^400-?\d{3}-?\d{4}$`)
)

// masked is a phone as our own lists print it: 138****1234, ****12.
var masked = regexp.MustCompile(`^\d{0,3}\*{4}\d{0,4}$`)

var phoneSigns = strings.NewReplacer("—", "-", "–", "-", "‐", "-", "‑", "-", "−", "-")

var (
	areaCode = regexp.MustCompile(`^\((0\d{2,3})\)-?`)
	country  = regexp.MustCompile(`^(?:\+|00)86-?`)
)

// phoneForm is a number in half width without spaces; dashes are hyphens, (0915)3210000 is 0915-3210000.
func phoneForm(s string) string {
	s = country.ReplaceAllString(phoneSigns.Replace(squeeze(s)), "")
	return areaCode.ReplaceAllString(s, "$1-")
}

// splitPhones reads a cell of phone numbers (ruling 29); bad when one of them is neither a mobile number nor a landline. A number
// that our own lists mask stays as it is.
func splitPhones(text string) (list []string, bad bool) {
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;/／\n\r\u2028", r) }) {
		for _, n := range spacedPhones(p) {
			switch plain := strings.ReplaceAll(phoneForm(n), "-", ""); {
			case plain == "":
			case mobile.MatchString(plain):
				list = append(list, plain)
			case landline.MatchString(phoneForm(n)) || masked.MatchString(squeeze(n)):
				list = append(list, phoneForm(n))
			default:
				list, bad = append(list, tidy(n)), true
			}
		}
	}
	return list, bad
}

// spacedPhones cuts two whole numbers apart that only a space divides; spaces within a number are none.
func spacedPhones(s string) []string {
	parts := strings.Fields(crm.Fold(s))
	for _, p := range parts {
		if n := phoneForm(p); len(parts) < 2 || !mobile.MatchString(n) && !(landline.MatchString(n) && n[0] == '0') {
			return []string{s}
		}
	}
	return parts
}
