package crm

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// CheckHolidays judges a year's table and gives it in order: real days of the year, each once, with
// a short name. A day that says what its weekday says anyway stands only by its name: the Saturday of
// a holiday.
func CheckHolidays(year int, days []Holiday) ([]Holiday, error) {
	if year < 2000 || year > 2100 {
		return nil, Invalid("year", "年份须在 2000 到 2100 之间")
	}
	out := []Holiday{}
	seen := map[Date]bool{}
	for _, h := range days {
		d, err := ParseDate(string(h.Day))
		h.Name = strings.TrimSpace(h.Name)
		switch {
		case err != nil:
			return nil, Invalid("days", "日期“%s”写法不对，请写成 %d-10-01", h.Day, year)
		case d.Year() != year:
			return nil, Invalid("days", "%s 不是 %d 年的日期", d, year)
		case seen[d]:
			return nil, Invalid("days", "%s 写了两次", d)
		case utf8.RuneCountInString(h.Name) > 20:
			return nil, Invalid("days", "%s 的名称太长，最多 20 个字", d)
		}
		seen[d] = true
		if h.Workday != (Workdays{}).Worked(d) || h.Name != "" && !h.Workday {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Holiday) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out, nil
}
