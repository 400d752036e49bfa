package crm

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// matchName is a company's name taken apart for comparison.
type matchName struct {
	strict   string   // NameKey with brackets of one shape
	key      string   // MatchKey
	places   []string // leading city or province, then county
	brackets []string // what stands in brackets and is neither form nor branch
	numbers  []string // runs of digits in key
}

// MatchKey is the key by which names are compared for level L2: letters and digits only, in
// simplified script and lower case; legal forms of companies off (those of other organisations
// stay), 三号 written 3号, the leading place short and without the province before its city.
func MatchKey(name string) string { return parseName(NamesOf(name)[0]).key }

var (
	bracketed  = regexp.MustCompile(`\(([^()]*)\)`)
	notPlace   = regexp.MustCompile(`^(?:集团|控股|股份|group|.*合伙|.*(?:分公司|支公司|办事处|分厂|分店|营业部))$`)
	planned    = regexp.MustCompile(`\((?:筹|筹建|拟|拟设|拟设立|拟成立|暂定|暂定名)\)`)
	branchForm = regexp.MustCompile(`(股份有限责任公司|股份有限公司|有限责任公司|有限公司)(.*(?:分公司|支公司|办事处|分厂|分店|营业部))$`)
	numbered   = regexp.MustCompile(`第[零〇一二三四五六七八九十]{1,3}|[零〇一二三四五六七八九十]{1,3}[号期厂店分队站]`)
	digits     = regexp.MustCompile(`[0-9]+`)
)

// companyForms are the legal forms of companies, longer ones first.
var companyForms = []string{"股份有限责任公司", "股份有限公司", "有限责任公司", "有限公司", "股份公司", "公司"}

// latinForms are the words of a legal form at the end of a Latin name.
var latinForms = []string{"co", "company", "ltd", "limited", "coltd", "pte", "pvt", "llc", "inc", "incorporated", "corp", "corporation", "gmbh", "plc"}

// roundBrackets gives every bracket one shape.
func roundBrackets(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '[', '【', '〔', '{', '〈', '〖', '<':
			return '('
		case ']', '】', '〕', '}', '〉', '〗', '>':
			return ')'
		}
		return r
	}, s)
}

func parseName(name string) matchName {
	s := roundBrackets(CompanyName(name))
	m := matchName{strict: NameKey(s)}
	s = simplified(strings.ToLower(s))
	if strings.Contains(s, "(") {
		s = planned.ReplaceAllString(s, "")
		for _, b := range bracketed.FindAllStringSubmatch(s, -1) {
			if !notPlace.MatchString(b[1]) {
				m.brackets = append(m.brackets, shortPlaces(b[1]))
			}
		}
	}
	s = cutCompanyForm(cutLatinForm(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })))
	if strings.ContainsAny(s, "零〇一二三四五六七八九十") {
		s = numbered.ReplaceAllStringFunc(s, chineseNumber)
	}
	places, rest := leadingPlace(s, 2)
	m.places, m.key = places, strings.Join(places, "")+rest
	if strings.ContainsAny(m.key, "0123456789") {
		m.numbers = digits.FindAllString(m.key, -1)
	}
	return m
}

// agrees reports whether nothing says that two names are of two firms: place or number.
func (m matchName) agrees(o matchName) bool {
	other := func(a, b []string) bool { return len(a) > 0 && len(b) > 0 && !slices.Equal(a, b) }
	if other(m.brackets, o.brackets) || other(m.numbers, o.numbers) {
		return false
	}
	a, b := m.places, o.places
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 1 && len(b) == 2 {
		return a[0] == b[1] // 平利县…, 安康市平利县…
	}
	return !other(a, b)
}

// shortPlaces writes the place in brackets short: (安康市) is (安康).
func shortPlaces(s string) string {
	places, rest := leadingPlace(strings.TrimSpace(s), 0)
	return strings.Join(places, "") + rest
}

// cutLatinForm joins the words of a name without the legal form at its end.
func cutLatinForm(words []string) string {
	n := len(words)
	for n > 1 && slices.Contains(latinForms, words[n-1]) {
		n--
	}
	return strings.Join(words[:n], "")
}

// cutCompanyForm drops the legal form at the end, or before a branch. A name that is
// nothing but a form keeps it.
func cutCompanyForm(s string) string {
	if !strings.HasSuffix(s, "有限公司") && strings.Contains(s, "公司") && branchForm.MatchString(s) {
		return branchForm.ReplaceAllString(s, "$2")
	}
	for _, f := range companyForms {
		r, ok := strings.CutSuffix(s, f)
		if !ok {
			continue
		}
		if r == "" || f == "公司" && (strings.HasSuffix(r, "分") || strings.HasSuffix(r, "支") || strings.HasSuffix(r, "子")) {
			return s
		}
		return r
	}
	return s
}

// chineseNumber writes the numeral in text with figures: 十二号 is 12号.
func chineseNumber(text string) string {
	n, tens, head, tail := 0, 0, "", ""
	for _, r := range text {
		d := strings.IndexRune("零一二三四五六七八九", r) / 3
		switch {
		case r == '第':
			head = "第"
		case r == '十':
			tens, n = max(n, 1)*10, 0
		case r == '〇' || r == '零':
			n *= 10
		case strings.ContainsRune("一二三四五六七八九", r):
			n = n*10 + d
		default:
			tail = string(r)
		}
	}
	return head + strconv.Itoa(tens+n) + tail
}

var (
	noteInBrackets = regexp.MustCompile(`\((原名|原|曾用名|更名前|现更名为|已更名为|更名为)[:为是 ]*([^()]*(?:\([^()]*\)[^()]*)*)\)`)
	noteBehind     = regexp.MustCompile(`[,;、 ](原名|曾用名|更名前|现更名为|已更名为|更名为)[:为是 ]*(.+)$`)
)

// NamesOf gives the names that one text tells of a company: itself without the notes of former
// names, then those names.
func NamesOf(name string) []string {
	s := CompanyName(roundBrackets(Fold(name)))
	var former []string
	cut := func(note []string) string {
		other := strings.Trim(note[2], " ,;:、")
		if len([]rune(other)) < 4 || note[1] == "原" && !HasLegalForm(other) {
			return note[0]
		}
		former = append(former, other)
		return ""
	}
	for _, re := range []*regexp.Regexp{noteInBrackets, noteBehind} {
		if !strings.ContainsAny(s, "(,;、 ") {
			break
		}
		s = re.ReplaceAllStringFunc(s, func(text string) string { return cut(re.FindStringSubmatch(text)) })
	}
	if strings.TrimSpace(s) == "" {
		s = name
	}
	return append([]string{s}, former...)
}
