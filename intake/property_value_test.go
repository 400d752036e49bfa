package intake_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"yinfeng/crm"
)

// dice makes the choices of one generated file; the same seed makes the same file.
type dice struct {
	*rand.Rand
	csv    bool
	is1904 bool
	serial int // for names that occur once in a file
}

func (d *dice) yes() bool            { return d.IntN(2) == 0 }
func (d *dice) one(n int) bool       { return d.IntN(n) == 0 }
func pick[T any](d *dice, of ...T) T { return of[d.IntN(len(of))] }

// moneyUnit is a unit of amounts; places is how many decimals an amount of 100 yuan has in it.
type moneyUnit struct {
	word   string
	places int
}

var moneyUnits = []moneyUnit{{"万元", 2}, {"亿元", 6}, {"万元", 2}, {"元", -2}}

// decimal prints n hundreds of yuan in a unit, without trailing zeros.
func decimal(n int64, places int) string {
	if places < 0 {
		return strconv.FormatInt(n, 10) + strings.Repeat("0", -places)
	}
	s := fmt.Sprintf("%0*d", places+1, n)
	s = s[:len(s)-places] + "." + s[len(s)-places:]
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// wan is the value of a record's key.
func wan(n int64) string { return decimal(n, 2) }

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' || r == ',' {
			return r + 0xfee0
		}
		return r
	}, s)
}

func separated(s string) string {
	whole, frac, hasFrac := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFrac {
		return whole + "." + frac
	}
	return whole
}

// amount writes n hundreds of yuan in a unit, as a number or as a text in one of the forms that people use. inCell puts a unit of its
// own beside the number.
func (d *dice) amount(n int64, u moneyUnit, inCell bool) gridCell {
	if inCell {
		u = pick(d, moneyUnits...)
	}
	s := decimal(n, u.places)
	if !inCell && d.yes() {
		return gridCell{text: s, number: true, format: pick(d, "", "", "#,##0.00", "0")}
	}
	switch d.IntN(4) {
	case 0:
		s = separated(s)
	case 1:
		s = fullWidth(s)
	case 2:
		s = " " + s + "　"
	}
	if inCell {
		s += pick(d, u.word, u.word, " "+u.word)
	}
	return gridCell{text: s}
}

var cnNumerals = []string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

func cnMonth(n int) string {
	tens, ones := "", ""
	if n >= 10 {
		tens = "十"
	}
	if n >= 20 {
		tens = cnNumerals[n/10] + "十"
	}
	if n%10 > 0 {
		ones = cnNumerals[n%10]
	}
	return tens + ones
}

func cnYear(y int) string {
	s := ""
	for _, r := range strconv.Itoa(y) {
		s += cnNumerals[r-'0']
	}
	return s
}

// date writes day in one of the forms that are read without a complaint, and returns what a record has of it.
func (d *dice) date(day time.Time) (gridCell, string) {
	y, m, n := day.Year(), int(day.Month()), day.Day()
	full, month := day.Format("2006-01-02"), day.Format("2006-01")
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if d.is1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := strconv.Itoa(int(day.Sub(base).Hours() / 24))
	text := func(format string, a ...any) gridCell { return gridCell{text: fmt.Sprintf(format, a...)} }
	switch d.IntN(20) {
	case 0:
		return text("%s", full), full
	case 1:
		return text("%d/%d/%d", y, m, n), full
	case 2:
		return text("%d.%d.%d", y, m, n), full
	case 3:
		return text("%d年%d月%d日", y, m, n), full
	case 4:
		return text("%04d%02d%02d", y, m, n), full
	case 5:
		return gridCell{text: fmt.Sprintf("%04d%02d%02d", y, m, n), number: true}, full
	case 6:
		return text("%d.%d.%d", y%100, m, n), full
	case 7, 8:
		if !d.csv {
			return gridCell{text: days, number: true, format: pick(d, "yyyy-mm-dd", "yyyy/m/d", `yyyy"年"m"月"d"日"`, "m/d/yy h:mm")}, full
		}
		return gridCell{text: days, number: true}, full
	case 9:
		return gridCell{text: days, number: true}, full
	case 10:
		return text("%s年%s月%s日", cnYear(y), cnMonth(m), cnMonth(n)), full
	case 11:
		return text("%s 00:00:00", full), full
	case 12:
		return text("%s", fullWidth(fmt.Sprintf("%d.%d.%d", y, m, n))), full
	case 13:
		return text("%d年%d月", y, m), month
	case 14:
		return text("%d.%d", y, m), month
	case 15:
		return text("%s", month), month
	case 16:
		return gridCell{text: fmt.Sprintf("%04d%02d", y, m), number: d.yes()}, month
	case 17:
		if d.csv || m == 1 || m == 10 {
			return text("%d年%d月底", y, m), month
		}
		return gridCell{text: fmt.Sprintf("%d.%d", y, m), number: true}, month
	case 18:
		if d.csv {
			return text("%d年", y), strconv.Itoa(y)
		}
		return gridCell{text: fmt.Sprintf("%d.%02d", y, m), number: true, format: "0.00"}, month
	}
	return text("%s年%s月", cnYear(y), cnMonth(m)), month
}

// unique is a number that occurs once in a file, in words without a digit where asked.
func (d *dice) unique() int { d.serial += 1 + d.IntN(9); return d.serial }

// company is a firm's name as printed and as a record has it.
func (d *dice) company() (printed, name string) {
	place := pick(d, "陕西", "江苏", "浙江", "广东", "安康市", "汉中", "西安市")
	trade := pick(d, "食品", "电子", "新材料", "文旅", "医药", "物流", "毛绒玩具", "农业发展")
	brand := fmt.Sprintf("甲%d号", d.unique())
	form := pick(d, "有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
	printed = place + brand + trade + form
	switch d.IntN(6) {
	case 0:
		printed = brand + "（" + place + "）" + trade + form
	case 1:
		printed = place + brand + " " + trade + form
	case 2:
		printed = place + fullWidth(brand) + trade + form
	}
	return printed, crm.CompanyName(printed)
}

// companies is a cell of one to three firms.
func (d *dice) companies() (printed string, names []string) {
	sep := pick(d, "、", "；", ";", "\n", "，")
	for i := range pick(d, 1, 1, 1, 2, 3) {
		p, n := d.company()
		if i > 0 {
			printed += sep
		}
		printed, names = printed+p, append(names, n)
	}
	return printed, names
}

// name is a project's name as printed and as a record has it.
func (d *dice) name() (printed, name string) {
	name = fmt.Sprintf("%s%d号%s%s", pick(d, "富硒", "年产", "标准化", "智慧", "秦巴"), d.unique(), pick(d, "加工", "生产线", "产业园", "物流园", "康养"), pick(d, "项目", "建设项目", "", "项目（二期）", "及配套项目"))
	switch d.IntN(6) {
	case 0:
		return " " + name + "　", name
	case 1:
		r := []rune(name)
		return string(r[:3]) + "\n" + string(r[3:]), name
	}
	return name, name
}

// area is one of the reporting units as printed, by its name or an alias.
func (d *dice) area(name string) string {
	if d.yes() {
		return name
	}
	for _, f := range readTable("testdata/areas.csv") {
		if f[2] == name && f[7] != "" {
			return pick(d, strings.Split(f[7], ";")...)
		}
	}
	return name
}
