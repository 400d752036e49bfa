package intake

import (
	"fmt"
	"regexp"
	"strings"

	"yinfeng/crm"
)

// visitKeys is the order in which a visit prints its keys.
var visitKeys = []string{"visit_no", "direction", "way", "unit", "traveller", "title", "leader_level", "our_people", "start_date", "end_date", "days", "destination",
	"place", "company", "counterpart", "counterpart_title", "people", "theme", "content", "outcome", "next_step", "next_due", "trip_name", "recorded_by", "remark"}

// visitShape is the kind visits: 外出招商 and 来访, one record for each company row (ruling 22).
type visitShape struct {
	reception bool   // a sheet of 来访
	unit      string // of every row, where no column tells it
	trips     map[string]bool
}

func (*visitShape) fits(h *header) bool {
	return h.has("company") && h.has("traveller", "counterpart", "unit") && h.has("start_date", "end_date", "days", crm.ImportKeySpan)
}

func (s *visitShape) layout(h *header) *crm.ImportLayout {
	always := []string{"unit", "company"}
	if s.reception {
		always = append(always, "direction")
	}
	if h.has(crm.ImportKeySpan) {
		always = append(always, "start_date", "end_date")
	}
	if h.has(crm.ImportKeyProvince) {
		always = append(always, "destination")
	}
	return newLayout(h, visitKeys, always...).Spare("end_date", "title", "counterpart_title")
}

func (*visitShape) carrying() []string {
	return []string{"company", "counterpart", "traveller", "start_date", "end_date", "destination", crm.ImportKeySpan}
}

func (*visitShape) subject() string { return "company" }

func (s *visitShape) judge(l *ledger, r *row) []*candidate {
	j := judgeRow(l, r, crm.ImportVisits)
	if s.reception {
		j.c.rec.Set("direction", "来访")
	}
	j.visitUnit(s.unit)
	j.visitCompany()
	j.people()
	for _, k := range []string{"visit_no", "way", "leader_level", "place", "theme", "content", "outcome", "next_step", "trip_name", "recorded_by", "remark"} {
		j.words(k)
	}
	j.dateUnder("next_due", "next_due")
	j.tripDates()
	j.tripDays(s)
	j.destination()
	return []*candidate{j.c}
}

// people reads the names and titles; several in one cell stay one text, joined by 、 (ruling 22).
func (j *judging) people() {
	for _, k := range []string{"traveller", "title", "our_people", "counterpart", "counterpart_title"} {
		if x, _, _ := j.cellOf(k); x != nil && !dashOnly.MatchString(squeeze(x.text)) {
			j.c.rec.Set(k, oneText(x.text))
		}
	}
}

// visitCompany reads the company visited, or that came (ruling 25).
func (j *judging) visitCompany() {
	x, col, broken := j.cellOf("company")
	var list []string
	if x != nil {
		list = splitCompanies(x.text)
	}
	if len(list) > 0 {
		j.c.rec.Set("company", strings.Join(list, "、"))
	} else if !broken {
		j.complain(x, crm.ENoCompany, col.label, "缺企业名称；请补填")
	}
}

var (
	countyWord = regexp.MustCompile(`^[\p{Han}]{1,6}[县旗]$|^[\p{Han}]{1,3}区$`)
	zoneWord   = regexp.MustCompile(`[园片发示新社技济城景]区$|景区$`)
)

// visitUnit resolves the reporting unit: one of the city's, or another office as printed (ruling 22).
func (j *judging) visitUnit(table string) {
	x, col, broken := j.cellOf("unit")
	text := table
	if x != nil && !dashOnly.MatchString(squeeze(x.text)) {
		text = tidy(x.text)
	} else if broken {
		return
	}
	if text == "" {
		msg := "单位是空的，也不是合并单元格，不向下填充；请补填"
		if !j.l.has("unit") {
			msg = "表里没有单位一列，标题也看不出是哪个单位；请补一列单位，或在导入时选定单位"
		}
		j.complain(nil, crm.EUnitMissing, col.label, msg)
		return
	}
	k := j.l.rd.know
	if name, ok := k.Areas.Exact(text); ok {
		j.c.rec.Set("unit", name)
		return
	}
	code := crm.ImportCode("")
	if _, _, c := findCounty(k, text); c == crm.ECountyMultiple {
		code = c
	} else if word := squeeze(text); foreignCounty(k, word) {
		code = crm.ECountyUnknown
	}
	if code == "" {
		j.c.rec.Set("unit", text)
		return
	}
	j.c.rec.Extra = append(j.c.rec.Extra, crm.ImportExtra{Key: "county_as_printed", Value: text})
	msg := "一行写了两个县区；请拆成两行"
	if code == crm.ECountyUnknown {
		msg = "不是本市的县区，也不是已知别名；请核对"
		if where := whereIs(k.Places, squeeze(text)); where != "" {
			msg = fmt.Sprintf("%s属%s，不在本市的县区内；请核对", text, where)
		}
	}
	j.complain(x, code, col.label, msg)
}

// foreignCounty reports whether a unit's name is that of a county which is not ours; other offices are none.
func foreignCounty(k crm.ImportKnowledge, word string) bool {
	for _, c := range k.Places.Counties(word) {
		if c.Name == word || len([]rune(word)) >= 2 {
			return true
		}
	}
	if countyWord.MatchString(word) && !zoneWord.MatchString(word) {
		return true
	}
	for i := range word { // with its city or province before it: 商洛市商州区
		if i > 0 && (len(k.Places.Cities(word[:i])) > 0 || isProvince(k, word[:i])) && len(k.Places.Counties(word[i:])) > 0 {
			return true
		}
	}
	return false
}

func isProvince(k crm.ImportKnowledge, name string) bool {
	_, ok := k.Places.Province(name)
	return ok
}

func (*visitShape) end(*ledger) {}

// compare holds the second of two rows with the same unit, people, dates, company and counterpart (ruling 25).
func (*visitShape) compare(_ *reader, tables []*ledger) {
	seen := map[string]*candidate{}
	for _, l := range tables {
		for _, c := range l.rows {
			if c.rec.Text("company") == "" {
				continue
			}
			var key strings.Builder
			for _, k := range []string{"direction", "unit", "traveller", "start_date", "end_date", "company", "counterpart"} {
				key.WriteString(squeeze(c.rec.Text(k)) + "\x00")
			}
			key.WriteString(c.whole)
			first := seen[key.String()]
			if first == nil {
				seen[key.String()] = c
				continue
			}
			c.hold(crm.EDuplicateExact, first.rec.Row, fmt.Sprintf("与%s第 %d 行是同一次、同一企业、同一接洽人；请删去一行", sheetWord(first, c), first.rec.Row))
		}
	}
}
