package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Bounds on a web page that holds tables.
const (
	maxHTML      = 32 << 20 // bytes of the page, which is held while it is read
	maxHTMLCells = 2_000_000
	maxHTMLDepth = 20 // tables within tables
	maxRowSpan   = 65_534
)

var metaCharset = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_-]+)`)

// openHTML reads the tables of a web page, which many systems save under the name .xls. Scripts, links and styles are
// never followed; a row is a tr, whatever line breaks its cells hold.
func openHTML(r io.ReaderAt, size int64) (*book, error) {
	if size > maxHTML {
		return nil, refuse("网页格式的表有 %d MB，超过 %d MB 上限；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入", size>>20, maxHTML>>20)
	}
	data, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, errDamaged(err)
	}
	data, enc, err := htmlText(data)
	if err != nil {
		return nil, err
	}
	p := &htmlPage{z: html.NewTokenizer(bytes.NewReader(data))}
	p.z.SetMaxBuf(maxToken)
	if err := p.read(); err != nil {
		return nil, err
	}
	b := &book{encoding: enc}
	for i, t := range p.done {
		s := &sheet{merges: t.merges, rows: skipMarks(t.stream)}
		if len(p.done) > 1 {
			if s.name = t.caption; s.name == "" {
				s.name = fmt.Sprintf("表%d", i+1)
			}
		}
		b.sheets = append(b.sheets, s)
	}
	if len(b.sheets) == 0 {
		return nil, refuse("这是网页，里面没有表格；请用 Excel 或 WPS 打开原文件，另存为 .xlsx 再导入")
	}
	return b, nil
}

// htmlText brings a page to UTF-8: as its mark or meta element says, else as the bytes tell.
func htmlText(data []byte) ([]byte, string, error) {
	data = bytes.TrimPrefix(data, bom)
	name := ""
	if m := metaCharset.FindSubmatch(data[:min(len(data), 4096)]); m != nil {
		name = strings.ToLower(string(m[1]))
	}
	if utf8.Valid(data) && !strings.HasPrefix(name, "gb") {
		return data, "utf-8", nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.Contains(out, []byte("\uFFFD")) {
		return nil, "", refuse("认不出网页的编码（不是 UTF-8，也不是 GBK/GB18030）；请用 Excel 打开后另存为 .xlsx 再导入")
	}
	return out, "gb18030", nil
}

// htmlTable is a table while it is read.
type htmlTable struct {
	caption          string
	rows             []*row
	merges           []merge
	covered          map[int]int // last row that a rowspan covers, by column
	row              *row
	cell             *cell
	span             [2]int // columns and rows of the cell
	text             strings.Builder
	inCaption        bool
	lastCol, lastRow int // where the last cell of a row ended
}

// stream hands out the rows that hold anything.
func (t *htmlTable) stream(each func(*row) error) error {
	for _, r := range t.rows {
		if len(r.cells) == 0 {
			continue
		}
		own := &row{num: r.num, hidden: r.hidden, cells: append([]cell(nil), r.cells...)}
		if err := each(own); err != nil {
			return err
		}
	}
	return nil
}

// htmlPage reads the tokens of a page; tables may stand within cells of others.
type htmlPage struct {
	z     *html.Tokenizer
	open  []*htmlTable
	done  []*htmlTable
	cells int
	mute  string // the element whose text is none: script, style
}

func (p *htmlPage) read() error {
	for {
		switch p.z.Next() {
		case html.ErrorToken:
			for len(p.open) > 0 {
				p.endTable()
			}
			if err := p.z.Err(); !errors.Is(err, io.EOF) {
				return errDamaged(err)
			}
			return nil
		case html.TextToken:
			if t := p.top(); t != nil && p.mute == "" && (t.cell != nil || t.inCaption) {
				t.text.WriteString(strings.Join(strings.FieldsFunc(" "+string(p.z.Text())+" ", func(r rune) bool { return r == '\n' || r == '\r' }), " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := p.start(); err != nil {
				return err
			}
		case html.EndTagToken:
			name, _ := p.z.TagName()
			p.end(string(name))
		}
	}
}

func (p *htmlPage) top() *htmlTable {
	if len(p.open) == 0 {
		return nil
	}
	return p.open[len(p.open)-1]
}

func (p *htmlPage) start() error {
	raw, more := p.z.TagName()
	name := string(raw)
	attr := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = p.z.TagAttr()
		attr[string(k)] = string(v)
	}
	t := p.top()
	switch name {
	case "script", "style", "noscript", "template":
		p.mute = name
	case "table":
		if len(p.open) >= maxHTMLDepth || len(p.done) >= maxSheets {
			return refuse("网页里的表格层数或个数太多，读不了；请用 Excel 或 WPS 另存为 .xlsx 再导入")
		}
		p.open = append(p.open, &htmlTable{covered: map[int]int{}})
	case "tr":
		if t != nil {
			t.endCell()
			if len(t.rows) >= maxRow {
				return errBomb()
			}
			t.row = &row{num: len(t.rows) + 1, hidden: strings.Contains(strings.ReplaceAll(strings.ToLower(attr["style"]), " ", ""), "display:none")}
			t.rows = append(t.rows, t.row)
		}
	case "td", "th":
		if t != nil && t.row != nil {
			if p.cells++; p.cells > maxHTMLCells {
				return errBomb()
			}
			t.endCell()
			return t.startCell(attr)
		}
	case "caption":
		if t != nil {
			t.inCaption = true
			t.text.Reset()
		}
	case "br", "p", "div":
		if t != nil && t.cell != nil && t.text.Len() > 0 {
			t.text.WriteString("\n")
		}
	}
	return nil
}

func (p *htmlPage) end(name string) {
	if p.mute != "" {
		if name == p.mute {
			p.mute = ""
		}
		return
	}
	t := p.top()
	switch {
	case t == nil:
	case name == "td" || name == "th":
		t.endCell()
	case name == "tr":
		t.endCell()
		t.row = nil
	case name == "caption" && t.inCaption:
		t.caption = tidy(htmlLines(t.text.String()))
		t.inCaption = false
	case name == "table":
		p.endTable()
	}
}

// endTable keeps a table of two rows and two columns or more; anything less lays out a page.
func (p *htmlPage) endTable() {
	t := p.top()
	t.endCell()
	p.open = p.open[:len(p.open)-1]
	wide := 0
	for _, r := range t.rows {
		if len(r.cells) >= 2 {
			wide++
		}
	}
	if wide >= 2 {
		p.done = append(p.done, t)
	}
}

func (t *htmlTable) startCell(attr map[string]string) error {
	col := 1
	if n := len(t.row.cells); n > 0 {
		col = t.row.cells[n-1].col + 1
	}
	if t.cell != nil {
		col = t.cell.col + t.span[0]
	}
	if last := t.lastCol; last >= col && t.lastRow == t.row.num {
		col = last + 1
	}
	for t.covered[col] >= t.row.num {
		col++
	}
	t.span = [2]int{spanOf(attr["colspan"], maxCol), spanOf(attr["rowspan"], maxRowSpan)}
	if col+t.span[0]-1 > maxCol {
		return errBomb()
	}
	t.cell = &cell{col: col, kind: cellText, format: generalFormat, from: t.row.num}
	t.text.Reset()
	return nil
}

func spanOf(s string, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}

// endCell gives the open cell its text and notes what it covers.
func (t *htmlTable) endCell() {
	c := t.cell
	if c == nil || t.row == nil {
		return
	}
	t.cell = nil
	c.text = htmlLines(t.text.String())
	right, bottom := c.col+t.span[0]-1, t.row.num+t.span[1]-1
	t.lastCol, t.lastRow = right, t.row.num
	if (right > c.col || bottom > t.row.num) && len(t.merges) < maxMerges {
		t.merges = append(t.merges, merge{t.row.num, c.col, bottom, right})
	}
	if bottom > t.row.num {
		for k := c.col; k <= right; k++ {
			t.covered[k] = bottom
		}
	}
	if !blank(c.text) {
		t.row.cells = append(t.row.cells, *c)
	}
}

// htmlLines is a text as a browser shows it: entities resolved, white space closed up, line breaks kept.
func htmlLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
