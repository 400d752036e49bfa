package intake_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// day makes a date between two years, and its precision: YYYY-MM-DD, YYYY-MM or YYYY.
func (m *maker) day(from, to int, exact bool) string {
	t := time.Date(from+m.IntN(to-from+1), time.Month(1+m.IntN(12)), 1+m.IntN(28), 0, 0, 0, 0, time.UTC)
	s := t.Format("2006-01-02")
	switch {
	case exact || m.in(60):
		return s
	case m.in(80):
		return s[:7]
	}
	return s[:4]
}

// serial is Excel's number of a day.
func serial(day string) string {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		panic(err)
	}
	return strconv.Itoa(int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
}

// date prints a date in one of the forms that ledgers use (ruling 10).
func (m *maker) date(s string) printed {
	num := func(t string) printed { return printed{text: t, number: m.typed()} }
	parts := strings.Split(s, "-")
	switch len(parts) {
	case 3:
		mo, _ := strconv.Atoi(parts[1])
		d, _ := strconv.Atoi(parts[2])
		if m.typed() && m.in(40) {
			return printed{text: serial(s), number: true, date: m.in(80)}
		}
		return pick(m, []printed{word(s), word(fmt.Sprintf("%s.%d.%d", parts[0], mo, d)), word(fmt.Sprintf("%s年%d月%d日", parts[0], mo, d)),
			word(fmt.Sprintf("%s/%d/%d", parts[0], mo, d)), num(strings.Join(parts, "")), word(fmt.Sprintf("%s.%d.%d", parts[0][2:], mo, d)),
			word(s + " 00:00:00"), word(strings.Join(parts, ".")), word(fmt.Sprintf("%s年%s月%s日", cnDigits(parts[0]), cnSmall(mo), cnSmall(d)))})
	case 2:
		mo, _ := strconv.Atoi(parts[1])
		forms := []printed{word(s), word(fmt.Sprintf("%s年%d月", parts[0], mo)), word(fmt.Sprintf("%s.%d", parts[0], mo)), word(parts[0] + "." + parts[1]),
			word(fmt.Sprintf("%s/%d", parts[0], mo)), num(parts[0] + parts[1]), word(fmt.Sprintf("%s年%d月份", parts[0], mo)), word(fmt.Sprintf("%s年%s月", cnDigits(parts[0]), cnSmall(mo)))}
		if mo != 1 && mo != 10 {
			forms = append(forms, num(fmt.Sprintf("%s.%d", parts[0], mo)))
		}
		return pick(m, forms)
	}
	return pick(m, []printed{word(s + "年"), word(s), num(s), word(s + "年度")})
}

func cnDigits(s string) string {
	return strings.NewReplacer("0", "〇", "1", "一", "2", "二", "3", "三", "4", "四", "5", "五", "6", "六", "7", "七", "8", "八", "9", "九").Replace(s)
}

// cnSmall writes 1 to 31 in words.
func cnSmall(n int) string {
	digit := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digit[n]
	case n < 20:
		return "十" + digit[n-10]
	}
	return digit[n/10] + "十" + digit[n%10]
}
