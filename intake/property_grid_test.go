package intake_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// printed is a cell of a generated sheet.
type printed struct {
	text    string
	number  bool // a number cell where the file knows numbers
	date    bool // under a date format; text is then the serial number
	percent bool // under 0.00%; text is then the fraction
	formula string
	failed  bool // text is an error value
}

func word(s string) printed { return printed{text: s} }

// canvas is a generated sheet.
type canvas struct {
	name       string
	cells      map[[2]int]printed
	merges     [][4]int // top, left, bottom, right
	hiddenCols map[int]bool
	hiddenRows map[int]bool
	row        int // where the next row is written
	right      int // last column that holds anything
}

func newCanvas(name string) *canvas {
	return &canvas{name: name, cells: map[[2]int]printed{}, hiddenCols: map[int]bool{}, hiddenRows: map[int]bool{}, row: 1}
}

func (c *canvas) put(row, col int, p printed) {
	if p.text == "" && p.formula == "" {
		return
	}
	c.cells[[2]int{row, col}] = p
	c.right = max(c.right, col)
}

func (c *canvas) merge(top, left, bottom, right int) {
	if bottom > top || right > left {
		c.merges = append(c.merges, [4]int{top, left, bottom, right})
	}
}

func (c *canvas) bottom() int {
	last := 0
	for at := range c.cells {
		last = max(last, at[0])
	}
	return last
}

// String shows the sheet as text, for a seed that fails.
func (c *canvas) String() string {
	var b strings.Builder
	b.WriteString(c.name + "\n")
	for row := 1; row <= c.bottom(); row++ {
		b.WriteString(strconv.Itoa(row))
		for col := 1; col <= c.right; col++ {
			b.WriteString(" | " + strings.ReplaceAll(c.cells[[2]int{row, col}].text, "\n", "⏎"))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// maker makes everything of one ledger from its seed.
type maker struct {
	*rand.Rand
	medium string // xlsx, xls, csv or html
	taken  map[string]bool
}

func newMaker(seed uint64) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 0x6C65)), taken: map[string]bool{}}
	m.medium = pick(m, []string{"xlsx", "xlsx", "xlsx", "xls", "csv", "html"})
	return m
}

func pick[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }

// in reports true in n of 100 cases.
func (m *maker) in(n int) bool { return m.IntN(100) < n }

// merging reports whether the file can merge cells.
func (m *maker) merging() bool { return m.medium != "csv" }

// cells reports whether the file knows numbers, dates and formulas.
func (m *maker) typed() bool { return m.medium == "xlsx" || m.medium == "xls" }

var (
	syllables  = []rune("辰鼎丰谷恒华汇嘉锦骏凯澜铭诺鹏启荣盛泰唯熙翔雅毅源泽臻卓霖晟")
	trades     = []string{"食品", "科技", "新材料", "电子", "农业", "毛绒玩具", "生物医药", "文化旅游", "机械制造", "供应链管理"}
	legalForms = []string{"有限公司", "有限责任公司", "股份有限公司", "集团有限公司"}
	towns      = []string{"某某", "临江", "长岭", "双河", "东湾", "西岭"}
	things     = []string{"茶饮生产线", "富硒食品加工", "电子元件制造", "毛绒玩具产业园", "中药材种植", "康养小镇", "新型建材", "冷链物流园", "智能装备", "包装饮用水"}
)

// fresh returns a name that no other row of the file has, nor anything like it.
func (m *maker) fresh() string {
	for {
		s := string([]rune{pick(m, syllables), pick(m, syllables), pick(m, syllables)})
		if !m.taken[s[3:]] && !m.taken[s[:6]] {
			m.taken[s[3:]], m.taken[s[:6]] = true, true
			return s
		}
	}
}

func (m *maker) company() string {
	return pick(m, []string{"", pick(m, towns), "杭州", "深圳市"}) + m.fresh() + pick(m, trades) + pick(m, legalForms)
}

func (m *maker) project() string {
	return m.fresh() + pick(m, things) + pick(m, []string{"项目", "建设项目", "", "项目（一期）"})
}

// shifted writes n / 10^places in digits, without trailing zeros.
func shifted(n int64, places int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	for len(s) <= places {
		s = "0" + s
	}
	whole, frac := s[:len(s)-places], strings.TrimRight(s[len(s)-places:], "0")
	if frac == "" {
		return sign + whole
	}
	return sign + whole + "." + frac
}

// wan is an amount of yuan in 万元, as records have it.
func wan(yuan int64) string { return shifted(yuan, 4) }

var unitPlaces = map[string]int{"元": 0, "万元": 4, "亿元": 8, "万美元": 4}

// commas puts separators between thousands.
func commas(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		return whole + "." + frac
	}
	return whole
}

// money prints an amount of yuan; unit is that of its column, "" where each cell must state one.
func (m *maker) money(yuan int64, unit string) printed {
	if unit == "" {
		unit = pick(m, []string{"万元", "亿元", "元", "万", "亿"})
		places := unitPlaces[strings.TrimSuffix(unit, "元")+"元"]
		s := shifted(yuan, places)
		if m.in(20) {
			s = commas(s)
		}
		return word(s + pick(m, []string{"", " "}) + unit)
	}
	s := shifted(yuan, unitPlaces[unit])
	switch m.IntN(8) {
	case 0:
		return word(commas(s))
	case 1:
		return word(wideDigits.Replace(s))
	case 2:
		if unit != "万美元" {
			return word(m.money(yuan, "").text)
		}
	case 3:
		if m.typed() && yuan != 0 { // nothing but zeros is what a program writes that calculates none
			return printed{text: s, number: true, formula: "B1*1+" + s}
		}
	case 4:
		return word(" " + s + "　")
	}
	return printed{text: s, number: m.typed()}
}

var wideDigits = strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", ".", "．")
