package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"yinfeng/crm"
)

// Bounds of a target sheet that is read: it is small, so anything larger is refused
// before it can unpack.
const (
	targetMaxBytes  = 2 << 20
	targetMaxUnpack = 16 << 20
	targetMaxRows   = 2000
)

// TargetComplaint is one cell that could not be taken, with what to do about it.
type TargetComplaint struct {
	Cell string `json:"cell"`
	Text string `json:"text"`
}

// ReadTargets reads a sheet that WriteTargets made, as people filled it in. t tells the
// year, units and indicators that exist. It returns an input for every cell whose value
// differs from t (nil Value = cleared), and the complaints; with any complaint nothing
// should be applied. A file that is no such sheet is one error.
func ReadTargets(r io.ReaderAt, size int64, t TargetSheet) ([]crm.TargetInput, []TargetComplaint, error) {
	if size > targetMaxBytes {
		return nil, nil, crm.Invalid("file", "目标任务表超过 2 MB，请只保留下载的那张表")
	}
	f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: targetMaxUnpack, UnzipXMLSizeLimit: targetMaxUnpack})
	if err != nil {
		return nil, nil, crm.Invalid("file", "文件打不开，请上传由本系统下载的 .xlsx 目标任务表")
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(rows) > targetMaxRows {
		return nil, nil, crm.Invalid("file", "第一张表读不出来或行数过多，请上传由本系统下载的目标任务表")
	}
	g := &targetReader{t: t, rows: rows, col: map[int]int{}}
	if err := g.findHead(); err != nil {
		return nil, nil, err
	}
	g.readRows()
	return g.inputs, g.complaints, nil
}

type targetReader struct {
	t          TargetSheet
	rows       [][]string
	head       int         // index of the row of codes
	col        map[int]int // sheet column → index of t.Columns
	inputs     []crm.TargetInput
	complaints []TargetComplaint
}

// findHead finds the row of codes and its columns, and checks the year.
func (g *targetReader) findHead() error {
	known := map[string]int{}
	for i, c := range g.t.Columns {
		known[c.code()] = i
	}
	for i, row := range g.rows {
		if len(row) < 2 || strings.TrimSpace(row[0]) != "编码" {
			continue
		}
		found := map[int]int{}
		for c, code := range row[2:] {
			if k, ok := known[strings.TrimSpace(code)]; ok {
				found[c+2] = k
			}
		}
		if len(found) == 0 {
			continue
		}
		if year := strings.TrimSpace(row[1]); year != fmt.Sprint(g.t.Year) {
			return crm.Invalid("file", "这是 %s 年的目标任务表，当前年度是 %d，请重新下载", year, g.t.Year)
		}
		g.head, g.col = i, found
		return nil
	}
	return crm.Invalid("file", "没有找到编码行，请上传由本系统下载的目标任务表，不要删改编码行")
}

func (g *targetReader) readRows() {
	lines := map[string]int{}
	for i, l := range g.t.Lines {
		lines[fmt.Sprint(l.UnitID)] = i
	}
	seen := map[int]bool{}
	for i := g.head + 1; i < len(g.rows); i++ {
		row := g.rows[i]
		if len(row) == 0 || strings.TrimSpace(row[0]) == "" || strings.HasPrefix(row[0], "注:") {
			continue
		}
		at1 := at(1, i+1)
		k, ok := lines[strings.TrimSpace(row[0])]
		switch {
		case !ok:
			g.complain(at1, "没有编码为“%s”的单位，请用下载的表填写", strings.TrimSpace(row[0]))
		case seen[k]:
			g.complain(at1, "单位“%s”出现了两次，请只留一行", g.t.Lines[k].Name)
		default:
			seen[k] = true
			g.readRow(i, row, g.t.Lines[k])
		}
	}
}

func (g *targetReader) complain(cell, format string, a ...any) {
	g.complaints = append(g.complaints, TargetComplaint{cell, fmt.Sprintf(format, a...)})
}

func (g *targetReader) readRow(i int, row []string, line TargetLine) {
	for c := range len(g.rows[g.head]) {
		k, ok := g.col[c]
		if !ok {
			continue
		}
		text := ""
		if c < len(row) {
			text = width.Narrow.String(strings.TrimSpace(row[c]))
		}
		v, err := targetValue(text, max(g.t.Columns[k].Per, 1))
		if err != "" {
			g.complain(at(c+1, i+1), "%s的%s：%s", line.Name, g.t.Columns[k].Label, err)
			continue
		}
		var old *int64
		if k < len(line.Values) {
			old = line.Values[k]
		}
		if (v == nil) == (old == nil) && (v == nil || *v == *old) {
			continue
		}
		g.inputs = append(g.inputs, crm.TargetInput{Year: g.t.Year, UnitID: line.UnitID,
			Indicator: g.t.Columns[k].Indicator, Basis: g.t.Columns[k].Basis, Value: v})
	}
}

// targetValue reads one cell; the second result is a complaint.
func targetValue(text string, per int64) (*int64, string) {
	if text == "" || text == dash || text == "-" {
		return nil, ""
	}
	v, err := crm.ParseDecimal(plainDecimal(text), per)
	switch {
	case err != nil:
		return nil, fmt.Sprintf("“%s”不是可用的数，请写成 1100 或 12.5 这样的数", text)
	case v < 0:
		return nil, fmt.Sprintf("“%s”是负数，目标不能小于 0", text)
	}
	return &v, ""
}

// plainDecimal writes a stored number as Excel shows it: no exponent, and at most the 15
// digits that Excel keeps (a formula may leave 12.350000000000001 in the file).
func plainDecimal(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || len(text) <= 15 && !strings.ContainsAny(text, "eE") {
		return text
	}
	digits, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(digits, 'f', -1, 64)
}
