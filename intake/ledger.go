package intake

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"yinfeng/crm"
)

// ledger reads one table, row by row.
type ledger struct {
	rd     *reader
	sheet  *sheet
	merges []merge

	pending []*row  // rows before the header is known
	other   *header // a header that no kind can do with
	kind    crm.ImportKind
	shape   shape
	head    *header
	print   string // the layout's fingerprint
	mapped  bool   // the columns are as a person mapped them
	figures bool   // a sheet of the monthly workbook that holds no ledger
	layout  *crm.ImportLayout
	keys    []string // of the layout
	unit    *unit    // of the sheet
	unitAt  string   // where it stands
	title   string   // the words above the header and the sheet's name
	date    dateContext
	county  string // of every row, when the sheet has no county column
	stage   string // of the sheet's name or title
	section string // stage of the current section

	fill    filler
	wide    map[[2]int]bool // row and column where a cell begins that is merged over three columns or more
	rows    []*candidate
	skipped []crm.ImportSkipped
	issues  []crm.ImportIssue
	totals  totals
	closed  bool             // a 合计 has been seen: what stands alone below is a note
	samples map[int][]string // printed values by column, for the mapping
	lines   []crm.ImportLine
	first   int
	last    int
	lastNum int
	stageBy string
}

// candidate is a data row with what was read of it.
type candidate struct {
	rec    crm.ImportRecord
	total  dec // printed total investment in 万元, for comparing
	hasTot bool
	usd    bool
	whole  string // all cells but the running number, for exact duplicates
	ledger *ledger
}

var titleYear = regexp.MustCompile(`((?:19|20)\d\d)`)

// feed takes the next row of the sheet.
func (l *ledger) feed(r *row) error {
	if err := l.rd.ctx.Err(); err != nil {
		return err
	}
	if r.num <= l.lastNum {
		return errDamaged(errors.New("rows out of order"))
	}
	l.lastNum = r.num
	if l.head != nil {
		return l.below(r)
	}
	l.pending = append(l.pending, &row{num: r.num, hidden: r.hidden, cells: append([]cell(nil), r.cells...)})
	if len(l.pending) < headRows {
		return nil
	}
	if err := l.start(); err != nil {
		return err
	}
	if l.head == nil {
		return errStop
	}
	return nil
}

// finish handles a sheet shorter than headRows, and what can be said only at its end.
func (l *ledger) finish() error {
	if l.head == nil {
		if err := l.start(); err != nil || l.head == nil {
			return err
		}
	}
	l.totals.finish(l)
	l.shape.end(l)
	l.hiddenColumns()
	return nil
}

// hiddenColumns says once which hidden columns were read.
func (l *ledger) hiddenColumns() {
	var labels, names []string
	for _, c := range l.head.cols {
		if l.sheet.colHidden(c.col) && c.key != crm.ImportKeySeq {
			labels, names = append(labels, c.label), append(names, colName(c.col))
		}
	}
	if len(labels) > 0 && len(l.rows) > 0 {
		l.issues = append(l.issues, crm.ImportIssue{Sheet: l.sheet.name, Table: l.sheet.table, Field: textOrNil(strings.Join(labels, "、")), Code: crm.WHiddenColumn,
			Severity: crm.WHiddenColumn.Severity(), Message: fmt.Sprintf("隐藏的 %s 列已读入；请核对", strings.Join(names, "、"))})
	}
}

// preface reads what stands above the header: title, unit line, who and when.
func (l *ledger) preface() {
	l.date.is1904 = l.rd.book.date1904
	for _, r := range l.pending {
		if r.num >= l.head.top {
			break
		}
		kind := crm.SkipTitle
		for i := range r.cells {
			text := r.cells[i].text
			if u, ok := lineUnit(text); ok && l.unit == nil {
				l.unit, l.unitAt, kind = &u, l.cellRef(r.num, r.cells[i].col), crm.SkipUnit
			}
			switch w := squeeze(text); {
			case declared.MatchString(w):
				kind = crm.SkipDeclared
			case filedBy.MatchString(w) && kind == crm.SkipTitle:
				kind = crm.SkipFiledBy
			}
			if m := titleYear.FindString(crm.Fold(text)); m != "" && l.date.year == 0 && !hasAny(text, "时间", "日期") {
				fmt.Sscan(m, &l.date.year)
			}
		}
		l.skip(r.num, kind)
	}
	if m := titleYear.FindString(l.sheet.name); m != "" && l.date.year == 0 {
		fmt.Sscan(m, &l.date.year)
	}
	if l.stage = stageOf(l.sheet.name); l.stage != "" {
		l.stageBy = "工作表名"
	} else if l.stage = stageOf(l.title); l.stage != "" {
		l.stageBy = "标题"
	}
	l.unitAround()
	l.findCounty()
	l.shape.begin(l)
}

// unitAround takes the unit that stands over the tables side by side, where the table's own columns have none.
func (l *ledger) unitAround() {
	for _, r := range l.sheet.around {
		for i := range r.cells {
			if u, ok := lineUnit(r.cells[i].text); ok && l.unit == nil && r.num < l.head.top {
				l.unit, l.unitAt = &u, l.cellRef(r.num, r.cells[i].col)
			}
		}
	}
}

// findCounty settles the county of a sheet without a county column: the option, or the one area that the title names.
func (l *ledger) findCounty() {
	if l.has("county") || l.has(crm.ImportKeySite) {
		return
	}
	if l.rd.opt.Unit != "" {
		l.county, _ = l.rd.know.Areas.Exact(l.rd.opt.Unit)
		return
	}
	for _, n := range l.rd.know.Areas.Names() {
		if strings.Contains(l.title, n) {
			if l.county != "" {
				l.county = ""
				return
			}
			l.county = n
		}
	}
}

func (l *ledger) cellRef(row, col int) string {
	if l.rd.book.encoding != "" {
		return fmt.Sprintf("行%d", row)
	}
	return fmt.Sprintf("%s%d", colName(col), row)
}

func (l *ledger) has(key string) bool { _, ok := l.head.by[key]; return ok }

func (l *ledger) skip(row int, kind string) {
	l.skipped = append(l.skipped, crm.ImportSkipped{Sheet: l.sheet.name, Table: l.sheet.table, Row: row, Kind: kind})
}

// below takes a row under the header.
func (l *ledger) below(r *row) error {
	kind := l.kindOfRow(r)
	l.fill.take(r, kind == "")
	if kind == "" {
		return l.data(r)
	}
	l.skip(r.num, kind)
	switch kind {
	case crm.SkipSection:
		l.section = sectionStage(r.lead())
		l.sectionCounty(r.lead())
		l.totals.heading(l, r)
	case crm.SkipSubtotal, crm.SkipPageTotal, crm.SkipTotal, crm.SkipRunning:
		l.totals.stated(l, r, kind)
		if kind == crm.SkipTotal && len(l.rows) > 0 {
			l.closed = true
		}
		if (kind == crm.SkipSubtotal || kind == crm.SkipPageTotal) && len(l.rows) > 0 {
			l.last = r.num
		}
	}
	return nil
}

// sectionStage is the stage that a section header gives: 签约, 开工, 投产, or 在建 and the like as printed.
func sectionStage(text string) string {
	w := squeeze(text)
	for _, s := range []string{"签约", "开工", "投产", "在建", "达产", "竣工"} {
		if strings.Contains(w, s) {
			return s
		}
	}
	return ""
}

func (l *ledger) data(r *row) error {
	if len(l.rows) >= maxDataRows {
		return refuse("表里超过 %d 行数据，一次读不完；请拆成几个文件再导入", maxDataRows)
	}
	if l.first == 0 {
		l.first = r.num
	}
	l.last, l.closed = r.num, false
	l.totals.row(l)
	l.sample(r)
	l.rows = append(l.rows, l.shape.judge(l, r)...)
	l.keepCells(r)
	return l.rd.progress(len(l.rows))
}

func (l *ledger) firstCol() int {
	first := maxCol
	for _, c := range l.head.cols {
		first = min(first, c.col)
	}
	for _, c := range l.head.unknown {
		first = min(first, c.col)
	}
	return first
}

func (l *ledger) firstKey() string {
	if len(l.head.cols) == 0 {
		return ""
	}
	return l.head.cols[0].key
}

// firstMoney is the first column of amounts; words of totals stand before it.
func (l *ledger) firstMoney() int {
	for _, c := range l.head.cols {
		if isMoney(c.key) {
			return c.col
		}
	}
	return maxCol + 1
}
