package crm

import (
	"fmt"
	"time"
)

// Date is a business day, "YYYY-MM-DD". Text sorts as time does.
type Date string

// Month is a reporting month, "YYYY-MM" (月报期).
type Month string

// ParseDate reads "YYYY-MM-DD".
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse("2006-01-02", s); err != nil {
		return "", Invalid("date", "日期“%s”写法不对，请写成 2022-09-26", s)
	}
	return Date(s), nil
}

// firstMonth is the earliest month that anything here is of: an earlier one is mistyped.
const (
	firstYear  = 1990
	firstMonth = Month("1990-01")
)

// ParseMonth reads "YYYY-MM", from 1990-01 on.
func ParseMonth(s string) (Month, error) {
	if _, err := time.Parse("2006-01", s); err != nil {
		return "", Invalid("month", "月份“%s”写法不对，请写成 2022-08", s)
	}
	if Month(s) < firstMonth {
		return "", Invalid("month", "月份“%s”早于 %s，请核对", s, firstMonth)
	}
	return Month(s), nil
}

// Time returns midnight UTC of d; the zero time for a malformed date.
func (d Date) Time() time.Time { t, _ := time.Parse("2006-01-02", string(d)); return t }

// Month returns the calendar month of d.
func (d Date) Month() Month {
	if len(d) < 7 {
		return ""
	}
	return Month(d[:7])
}

// Year returns the calendar year of d.
func (d Date) Year() int { return d.Time().Year() }

// AddDays returns d moved by n calendar days.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths returns d moved by n calendar months, held to the target month's last day.
func (d Date) AddMonths(n int) Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(time.Date(first.Year(), first.Month(), min(t.Day(), last), 0, 0, 0, 0, time.UTC))
}

// DaysUntil returns the calendar days from d to e (negative when e is earlier).
func (d Date) DaysUntil(e Date) int { return int(e.Time().Sub(d.Time()).Hours() / 24) }

// DateOf returns the date of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format("2006-01-02")) }

// NewMonth returns the month m (1–12) of year y.
func NewMonth(y, m int) Month { return Month(fmt.Sprintf("%04d-%02d", y, m)) }

// Year returns the statistical year (the calendar year by default, domain §3).
func (m Month) Year() int { return m.First().Year() }

// Number returns 1–12.
func (m Month) Number() int { return int(m.First().Time().Month()) }

// First returns the month's first day.
func (m Month) First() Date { return Date(string(m) + "-01") }

// Last returns the month's last day.
func (m Month) Last() Date { return m.First().AddMonths(1).AddDays(-1) }

// Add returns the month n months later.
func (m Month) Add(n int) Month { return m.First().AddMonths(n).Month() }

// CutOff returns the month's cut-off day: day `day` of m, held to its last day.
func (m Month) CutOff(day int) Date {
	last := m.Last()
	if day >= last.Time().Day() {
		return last
	}
	return Date(fmt.Sprintf("%s-%02d", m, day))
}

// Closable returns the first day on which m may be closed: its cut-off day, for
// December not before 1 January (domain §3).
func (m Month) Closable(cutOffDay int) Date {
	if m.Number() == 12 {
		return m.Add(1).First()
	}
	return m.CutOff(cutOffDay)
}

// Label prints the month as officials write it: 2022年8月.
func (m Month) Label() string { return fmt.Sprintf("%d年%d月", m.Year(), m.Number()) }

// Precision tells how much of a date is known.
type Precision string

// Precisions of an imported or typed date (domain §3).
const (
	PrecisionDay   Precision = "day"
	PrecisionMonth Precision = "month"
	PrecisionYear  Precision = "year"
)

// Clock gives the business day and the real time. It can be fixed for demo and
// tests only; sign-in and tokens use Now (domain §3).
type Clock struct {
	Fixed Date             // "" means the real day in Asia/Shanghai
	Day   func() Date      // moves the business day in tests, when not nil
	Real  func() time.Time // time.Now when nil
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Today returns the business day.
func (c Clock) Today() Date {
	if c.Day != nil {
		return c.Day()
	}
	if c.Fixed != "" {
		return c.Fixed
	}
	return DateOf(c.Now().In(shanghai))
}

// Now returns the real time.
func (c Clock) Now() time.Time {
	if c.Real != nil {
		return c.Real()
	}
	return time.Now()
}
