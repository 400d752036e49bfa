package crm

import (
	"fmt"
	"strconv"
	"strings"
)

// maxWindow is how many months a report covers at most.
const maxWindow = 60

// Window is the months that a report covers, both ends within it: a month, quarter, half
// year, year or any run of months (domain §11).
type Window struct {
	From Month `json:"from"`
	To   Month `json:"to"`
}

// ParseWindow reads "2022-08", "2022Q3", "2022H1", "2022" and "2022-03..2022-09".
func ParseWindow(s string) (Window, error) {
	bad := Invalid("window", "期间“%s”写法不对，请写成 2022-08、2022Q3、2022H1、2022 或 2022-03..2022-09", s)
	from, to, found := strings.Cut(s, "..")
	if !found {
		return namedWindow(s, bad)
	}
	a, errA := ParseMonth(from)
	b, errB := ParseMonth(to)
	if errA != nil || errB != nil {
		return Window{}, bad
	}
	w := Window{a, b}
	switch {
	case b < a:
		return Window{}, Invalid("window", "期间“%s”的开始在结束之后，请把先后对调", s)
	case w.Months() > maxWindow:
		return Window{}, Invalid("window", "期间“%s”长于 %d 个月，请分成几段", s, maxWindow)
	}
	return w, nil
}

// namedWindow reads a month, quarter, half year or year.
func namedWindow(s string, bad error) (Window, error) {
	if m, err := ParseMonth(s); err == nil {
		return Window{m, m}, nil
	}
	year, err := strconv.Atoi(s[:min(4, len(s))])
	if err != nil || year < firstYear {
		return Window{}, bad
	}
	first, months := 1, 12
	switch rest := s[4:]; {
	case rest == "":
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		first, months = int(rest[1]-'1')*3+1, 3
	case rest == "H1" || rest == "H2":
		first, months = int(rest[1]-'1')*6+1, 6
	default:
		return Window{}, bad
	}
	return Window{NewMonth(year, first), NewMonth(year, first+months-1)}, nil
}

// Single reports whether w is one month.
func (w Window) Single() bool { return w.From == w.To }

// Contains reports whether m lies in w.
func (w Window) Contains(m Month) bool { return w.From <= m && m <= w.To }

// Months is the number of months in w.
func (w Window) Months() int {
	return (w.To.Year()-w.From.Year())*12 + w.To.Number() - w.From.Number() + 1
}

// String is the form that ParseWindow reads, the shortest that says it.
func (w Window) String() string {
	year, first, n := w.From.Year(), w.From.Number(), w.Months()
	switch {
	case n == 1:
		return string(w.From)
	case n == 3 && first%3 == 1:
		return fmt.Sprintf("%dQ%d", year, first/3+1)
	case n == 6 && first%6 == 1:
		return fmt.Sprintf("%dH%d", year, first/6+1)
	case n == 12 && first == 1:
		return strconv.Itoa(year)
	}
	return string(w.From) + ".." + string(w.To)
}

// Label is what titles say: 2022年8月, 2022年第三季度, 2022年上半年, 2022年, 2022年3—9月.
func (w Window) Label() string {
	year, first, n := w.From.Year(), w.From.Number(), w.Months()
	switch {
	case n == 1:
		return w.From.Label()
	case n == 3 && first%3 == 1:
		return fmt.Sprintf("%d年第%s季度", year, []string{"一", "二", "三", "四"}[first/3])
	case n == 6 && first%6 == 1:
		return fmt.Sprintf("%d年%s半年", year, []string{"上", "下"}[first/6])
	case n == 12 && first == 1:
		return fmt.Sprintf("%d年", year)
	case w.To.Year() == year:
		return fmt.Sprintf("%d年%d—%d月", year, first, w.To.Number())
	}
	return fmt.Sprintf("%s—%s", w.From.Label(), w.To.Label())
}
