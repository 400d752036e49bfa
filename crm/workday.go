package crm

import "time"

// Workdays says which days are worked: the holiday table where it has the day (true
// for a worked weekend, false for a holiday), otherwise Monday to Friday.
type Workdays map[Date]bool

// Worked reports whether d is a working day.
func (w Workdays) Worked(d Date) bool {
	if on, ok := w[d]; ok {
		return on
	}
	wd := d.Time().Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

// After returns the n-th working day after d: clocks in days count working days
// (domain §4). n ≤ 0 returns d itself.
func (w Workdays) After(d Date, n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if w.Worked(d) {
			n--
		}
	}
	return d
}

// Between counts the working days after a up to and including b, negative when b is earlier.
func (w Workdays) Between(a, b Date) int {
	if b < a {
		return -w.Between(b, a)
	}
	n := 0
	for d := a.AddDays(1); d <= b; d = d.AddDays(1) {
		if w.Worked(d) {
			n++
		}
	}
	return n
}

// Before returns the last day s for which After(s, n) is not after d: a clock of n working
// days that has begun by then has reached its n-th day on d. n ≤ 0 returns d itself.
func (w Workdays) Before(d Date, n int) Date {
	for ; n > 0; d = d.AddDays(-1) {
		if w.Worked(d) {
			n--
		}
	}
	return d
}
