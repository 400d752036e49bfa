package intake

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// MarkNote is one complaint to write into the person's own file. Its row and column are those of the file, from 1 on.
type MarkNote struct {
	Sheet string // "" for a CSV
	Row   int    // 0: the whole sheet
	Col   int    // 0: the whole row
	Error bool   // false: a warning
	Text  string // Chinese
}

// MarkHeading is the heading of the column that Mark adds. The reader passes over a column with this heading and over
// all comments, so that a marked file reads like the file before it was marked.
const MarkHeading = "校验意见"

const (
	markAuthor   = "引凤" // of our comments, by which they are found again
	markMost     = 1000 // characters of a comment, and of an opinion in the column
	markComments = 5000 // comments of a sheet; spreadsheet programs get slow beyond. The column has every complaint
	markWidth    = "56" // of the column, in characters
	markAbout    = "引凤的校验意见：改好左边的内容后，直接再上传本文件。导入时不读这一列，也不读批注，可以删除。"
	markBetween  = "———— 引凤校验意见 ————" // parts our opinion from the comment that somebody else had written into the cell
)

// Mark writes the file to w with the complaints in it: a column 校验意见 behind the last used column of each sheet with a complaint,
// with its heading at headerRow[sheet] (a sheet without one gets comments only), and a comment at each cell complained of. newName is name,
// with another ending where the format had to change.
//
// An .xlsx or .xlsm stays as it is but for these: every other part of it is copied byte for byte, and of a sheet only the cells of that
// column, its width and the hook of the comments are new. A CSV keeps its encoding, separators and the bytes of its fields; it has no
// comments, and its whole-sheet complaints stand in the record below the heading. Of an old .xls, a web page and other formats that cannot be patched, an
// .xlsx of the values (texts, numbers, dates, merged cells, hidden rows and columns) is written and marked.
//
// A file that was marked before loses its old opinions and comments. Errors: a *crm.Error for files that Read refuses
// too, or whose last column leaves no room; ctx's error; w's.
func Mark(ctx context.Context, w io.Writer, name string, r io.ReaderAt, size int64, headerRow map[string]int, notes []MarkNote) (newName string, err error) {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	marks, err := groupMarks(headerRow, notes)
	if err != nil {
		return "", err
	}
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", errDamaged(err)
	}
	if bytes.HasPrefix(head, []byte("PK")) {
		return name, markXLSX(ctx, w, r, size, marks)
	}
	b, err := open(name, r, size)
	if err != nil {
		return "", err
	}
	if isCSV(b, r, size) {
		return name, markCSV(ctx, w, r, size, b.encoding, marks)
	}
	var copied bytes.Buffer
	names, err := writeValues(ctx, &copied, b)
	if err != nil {
		return "", err
	}
	for old, now := range names {
		if m := marks[old]; m != nil && now != old {
			marks[now] = m
			delete(marks, old)
		}
	}
	data := copied.Bytes()
	return strings.TrimSuffix(name, filepath.Ext(name)) + ".xlsx", markXLSX(ctx, w, bytes.NewReader(data), int64(len(data)), marks)
}

// sheetMarks are the complaints about one sheet.
type sheetMarks struct {
	head  int // row of the heading; 0: none, no column
	whole []MarkNote
	rows  map[int][]MarkNote    // by row: those of its cells too
	cells map[[2]int][]MarkNote // by row and column
}

func groupMarks(headerRow map[string]int, notes []MarkNote) (map[string]*sheetMarks, error) {
	all := map[string]*sheetMarks{}
	for _, n := range notes {
		if n.Row < 0 || n.Col < 0 || n.Row > maxRow || n.Col > maxCol {
			return nil, fmt.Errorf("intake: a note on row %d, column %d", n.Row, n.Col)
		}
		m := all[n.Sheet]
		if m == nil {
			m = &sheetMarks{head: headerRow[n.Sheet], rows: map[int][]MarkNote{}, cells: map[[2]int][]MarkNote{}}
			all[n.Sheet] = m
		}
		switch {
		case n.Row == 0 || n.Row == m.head && n.Col == 0:
			m.whole = append(m.whole, n)
			continue
		case n.Col > 0:
			m.cells[[2]int{n.Row, n.Col}] = append(m.cells[[2]int{n.Row, n.Col}], n)
		case m.head == 0:
			m.cells[[2]int{n.Row, 1}] = append(m.cells[[2]int{n.Row, 1}], n)
		}
		if n.Row == m.head { // where the heading stands there is no room for an opinion
			m.whole = append(m.whole, n)
			continue
		}
		m.rows[n.Row] = append(m.rows[n.Row], n)
	}
	return all, nil
}

// places returns the cells with a complaint from the top, the lines of a row from the left.
func (m *sheetMarks) places() [][2]int {
	list := make([][2]int, 0, len(m.cells))
	for at := range m.cells {
		list = append(list, at)
	}
	slices.SortFunc(list, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return list
}

// lines are the rows that get a cell of ours, from the top: the heading's and those with complaints.
func (m *sheetMarks) lines() []int {
	if m.head == 0 {
		return nil
	}
	list := make([]int, 1, len(m.rows)+1)
	list[0] = m.head
	for row := range m.rows {
		list = append(list, row)
	}
	slices.Sort(list)
	return list
}

// opinion puts the complaints of a row or cell into one text, errors first; located names the column of each. Where they are too
// long, whole complaints are left out and counted.
func opinion(notes []MarkNote, located bool, sep string) (text string, isError bool) {
	sorted := slices.Clone(notes)
	slices.SortStableFunc(sorted, func(a, b MarkNote) int {
		if a.Error != b.Error {
			if a.Error {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Col, b.Col)
	})
	var out []rune
	seen := map[string]bool{}
	for i, n := range sorted {
		line := n.line(located)
		if seen[line] {
			continue
		}
		seen[line] = true
		more := fmt.Sprintf("%s等 %d 条", sep, len(sorted))
		add := []rune(line)
		if i > 0 {
			add = []rune(sep + line)
		}
		switch room := markMost - len([]rune(more)) - len(out); {
		case len(add) <= room:
			out = append(out, add...)
		case i == 0:
			out = append(add[:room-1], '…')
		default:
			return string(out) + more, sorted[0].Error
		}
	}
	return string(out), len(sorted) > 0 && sorted[0].Error
}

// line begins with a word of ours, so that no text of a file is the start of a cell.
func (n MarkNote) line(located bool) string {
	word, where := "提示", ""
	if n.Error {
		word = "错误"
	}
	if located && n.Col > 0 {
		where = "（" + colName(n.Col) + " 列）"
	}
	return word + where + "：" + tidy(n.Text)
}

// about is the text of the heading's comment.
func (m *sheetMarks) about() string {
	if len(m.whole) == 0 {
		return markAbout
	}
	text, _ := opinion(m.whole, false, "\n")
	return string(limit([]rune(markAbout+"\n整张表：\n"+text), markMost))
}

func limit(rs []rune, most int) []rune {
	if len(rs) <= most {
		return rs
	}
	return append(rs[:most-1:most-1], '…')
}
