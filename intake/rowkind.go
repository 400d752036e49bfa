package intake

import (
	"regexp"
	"strconv"
	"strings"

	"yinfeng/crm"
)

var (
	filedBy      = regexp.MustCompile(`^(?:表\d{1,2})?(填报|填表|报送|上报|制表|所属片组)(单位|人|时间|日期|部门)?[:：(（]|(填报|填表|报送|导出)(时间|日期)[:：]`)
	declared     = regexp.MustCompile(`共?上报.*项目\d+个`)
	totalWord    = regexp.MustCompile(`^(?:全市|全县|全区|总)?(合计|总计|共计|累计)(?:数)?(?:\(?(?:共)?(\d+)个?(?:项目)?\)?)?[:：]?$|^全市$|^总计?$`)
	subtotalWord = regexp.MustCompile(`^(?:[\p{Han}()、]{0,16})?(小计|合计)(?:\(?(?:共)?(\d+)个?(?:项目)?\)?)?[:：]?$`)
	noteHead     = regexp.MustCompile(`^[(（※*]*(注|备注|说明|附注|填表说明|填报说明|附|资料来源|数据来源)[:：0-9一1]|^[※*]`)
	signature    = regexp.MustCompile(`(填表人|填报人|制表人|审核人|复核人|经办人|单位负责人|分管领导|负责人|填报日期|填表日期|制表日期|填报单位|联系电话|签字|盖章)[(（]?[^:：]{0,6}[)）]?[:：]`)
	sectionHead  = regexp.MustCompile(`^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：)）]?|^第[一二三四五六七八九十]+(部分|批|类)`)
	numbered     = regexp.MustCompile(`^\d{1,6}(\.0)?$|^$`)
	countText    = regexp.MustCompile(`^\d+(?:家企业|家|个项目|个|批次|批)$`) // what a total says in the column of names
	countBehind  = regexp.MustCompile(`\(?共?计?\d+[个项](?:项目)?\)?$`)
	countIn      = regexp.MustCompile(`(\d+)\s*(?:个|项|宗|户)`)
)

// kindOfRow tells what a row below the header is; "" is a data row.
func (l *ledger) kindOfRow(r *row) string {
	if l.head.repeated(r) {
		return crm.SkipHeader
	}
	lead, alone := r.lead(), len(r.cells) == 1
	word := squeeze(lead)
	if seq, ok := l.head.by[crm.ImportKeySeq]; ok && alone && r.cells[0].col == seq.col && numbered.MatchString(word) {
		return crm.SkipBlank
	}
	if k := l.totalKind(r); k != "" {
		return k
	}
	if signature.MatchString(word) && len(l.rows) > 0 {
		return crm.SkipSignature
	}
	if l.carries(r) {
		return ""
	}
	switch {
	case noteHead.MatchString(word):
		return crm.SkipNote
	case signature.MatchString(squeeze(r.joined())):
		return crm.SkipSignature
	case alone && l.isSection(r, word):
		return crm.SkipSection
	case alone && l.closed:
		return crm.SkipNote
	case alone && len([]rune(word)) > 30 && r.cells[0].col == l.firstCol() && l.firstKey() != "project":
		return crm.SkipNote
	}
	return ""
}

// lead returns the first text of the row.
func (r *row) lead() string {
	if len(r.cells) == 0 {
		return ""
	}
	return tidy(r.cells[0].text)
}

func (r *row) joined() string {
	var b strings.Builder
	for i := range r.cells {
		b.WriteString(r.cells[i].text)
		b.WriteByte(' ')
	}
	return b.String()
}

// carries reports whether the row holds what the kind carries: then it is data, whatever its words look like.
func (l *ledger) carries(r *row) bool {
	n := 0
	for _, k := range l.shape.carrying() {
		if c, ok := l.head.by[k]; ok && r.at(c.col) != nil && !blank(r.at(c.col).text) {
			n++
		}
	}
	return n >= 2
}

// totalKind tells 小计, 合计 and their like: the word stands in the cell of the number, the county or the project, and no company
// stands beside it (12家企业 is none).
func (l *ledger) totalKind(r *row) string {
	if c, ok := l.head.by[l.shape.subject()]; ok && r.at(c.col) != nil && !totalText(r.at(c.col).text) && !blank(r.at(c.col).text) && !countText.MatchString(squeeze(r.at(c.col).text)) {
		return ""
	}
	money := l.firstMoney()
	for i := range r.cells {
		c := &r.cells[i]
		if c.kind != cellText || c.col >= money {
			continue
		}
		w := squeeze(c.text)
		switch {
		case hasAny(w, "本页小计", "本页合计") && !noteHead.MatchString(w):
			return crm.SkipPageTotal
		case w == "累计" || w == "累计数" || w == "本页累计":
			return crm.SkipRunning
		case totalWord.MatchString(w):
			return crm.SkipTotal
		case subtotalWord.MatchString(w):
			return crm.SkipSubtotal
		}
	}
	return ""
}

func totalText(s string) bool {
	w := squeeze(s)
	return totalWord.MatchString(w) || subtotalWord.MatchString(w)
}

// isSection tells a section header (一、签约项目（3个）): a text alone in its row, at the table's left edge or merged across it.
func (l *ledger) isSection(r *row, word string) bool {
	wide := l.wide[[2]int{r.num, r.cells[0].col}]
	if r.cells[0].kind != cellText || (!wide && r.cells[0].col != l.firstCol() && r.cells[0].col > 2) {
		return false
	}
	if _, county := l.rd.know.Areas.Exact(countBehind.ReplaceAllString(word, "")); county && !l.has("county") {
		return true
	}
	if sectionHead.MatchString(word) && (wide || hasAny(word, "、", "(", "项目", "类")) {
		return len([]rune(word)) <= 40
	}
	if len([]rune(word)) > 30 || !wide && l.firstKey() == "project" { // it may be a project's name alone
		return false
	}
	return wide && !l.closed || countIn.MatchString(word) || hasStageWord(word) && strings.HasSuffix(word, "项目")
}

// sectionCount reads the count that a section header or total states; -1 for none.
func sectionCount(text string) int {
	if m := countIn.FindStringSubmatch(squeeze(text)); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return -1
}
