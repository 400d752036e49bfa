package intake_test

import (
	"fmt"
	"html"
	"io"
	"sort"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// file writes the sheets in the maker's medium, and returns the name that goes with it.
func (m *maker) file(sheets []*canvas) (name string, data []byte) {
	switch m.medium {
	case "csv":
		return pick(m, []string{"a.csv", "a.CSV", "a.txt"}), m.csv(sheets[0])
	case "html":
		return pick(m, []string{"a.xls", "a.html", "a.xlsx"}), m.html(sheets)
	case "xls":
		return pick(m, []string{"a.xls", "a.et"}), m.xls(sheets)
	}
	return "a.xlsx", m.xlsx(sheets)
}

// csv writes a sheet as text in one of the encodings that programs export.
func (m *maker) csv(c *canvas) []byte {
	sep, end, width := ",", pick(m, []string{"\n", "\r\n"}), c.right+m.IntN(3)
	encoding := pick(m, []string{"utf-8", "bom", "gb18030", "utf-16"})
	if encoding == "utf-16" || m.in(15) {
		sep = "\t"
	}
	var b strings.Builder
	for row := 1; row <= c.bottom(); row++ {
		for col := 1; col <= width; col++ {
			if col > 1 {
				b.WriteString(sep)
			}
			t := c.cells[[2]int{row, col}].text
			if strings.ContainsAny(t, sep+"\"\r\n") || m.in(10) {
				t = `"` + strings.ReplaceAll(t, `"`, `""`) + `"`
			}
			b.WriteString(t)
		}
		b.WriteString(end)
	}
	switch encoding {
	case "bom":
		return []byte("\xef\xbb\xbf" + b.String())
	case "gb18030":
		out, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
		if err != nil {
			panic(err)
		}
		return []byte(out)
	case "utf-16":
		out := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(b.String())) {
			out = append(out, byte(u), byte(u>>8))
		}
		return out
	}
	return []byte(b.String())
}

// html writes the sheets as the tables of a web page.
func (m *maker) html(sheets []*canvas) []byte {
	gbk := m.in(50)
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=%s\"></head><body>", map[bool]string{true: "gb2312", false: "utf-8"}[gbk])
	for _, c := range sheets {
		b.WriteString("<table border=1>")
		if len(sheets) > 1 {
			fmt.Fprintf(&b, "<caption>%s</caption>", html.EscapeString(c.name))
		}
		c.htmlRows(&b)
		b.WriteString("</table>\n")
	}
	b.WriteString("</body></html>")
	if !gbk {
		return []byte(b.String())
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		panic(err)
	}
	return []byte(out)
}

func (c *canvas) htmlRows(b *strings.Builder) {
	covered, spans := map[[2]int]bool{}, map[[2]int][2]int{}
	for _, g := range c.merges {
		spans[[2]int{g[0], g[1]}] = [2]int{g[3] - g[1] + 1, g[2] - g[0] + 1}
		for r := g[0]; r <= g[2]; r++ {
			for k := g[1]; k <= g[3]; k++ {
				covered[[2]int{r, k}] = r != g[0] || k != g[1]
			}
		}
	}
	for row := 1; row <= c.bottom(); row++ {
		b.WriteString("<tr>")
		for col := 1; col <= c.right; col++ {
			at := [2]int{row, col}
			if covered[at] {
				continue
			}
			b.WriteString("<td")
			if s, ok := spans[at]; ok {
				fmt.Fprintf(b, " colspan=%d rowspan=%d", s[0], s[1])
			}
			b.WriteString(">" + strings.ReplaceAll(html.EscapeString(c.cells[at].text), "\n", "<br>") + "</td>")
		}
		b.WriteString("</tr>\n")
	}
}

// xlsx writes a workbook; texts are shared or stand in their cells.
func (m *maker) xlsx(sheets []*canvas) []byte {
	var list, rels strings.Builder
	shared, inline := &texts{at: map[string]int{}}, m.in(40)
	parts := []part{{"[Content_Types].xml", text(contentTypes)}, {"_rels/.rels", text(rootRels)}}
	for i, c := range sheets {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, html.EscapeString(c.name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://x/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), text(c.xml(shared, inline))})
	}
	parts = append(parts, part{"xl/workbook.xml", text(`<workbook xmlns:r="http://r"><sheets>` + list.String() + `</sheets></workbook>`)},
		part{"xl/_rels/workbook.xml.rels", text(`<Relationships>` + rels.String() + `<Relationship Id="rId90" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId91" Type="http://x/styles" Target="styles.xml"/></Relationships>`)},
		part{"xl/styles.xml", text(`<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>`)},
		part{"xl/sharedStrings.xml", func(w io.Writer) {
			io.WriteString(w, "<sst>")
			for _, s := range shared.list {
				io.WriteString(w, `<si><t xml:space="preserve">`+html.EscapeString(s)+`</t></si>`)
			}
			io.WriteString(w, "</sst>")
		}})
	return zipOf(parts...)
}

// texts are the shared strings of a workbook.
type texts struct {
	at   map[string]int
	list []string
}

func (s *texts) of(t string) int {
	i, ok := s.at[t]
	if !ok {
		i = len(s.list)
		s.at[t], s.list = i, append(s.list, t)
	}
	return i
}

func (c *canvas) xml(shared *texts, inline bool) string {
	var b strings.Builder
	b.WriteString("<worksheet>")
	if len(c.hiddenCols) > 0 {
		b.WriteString("<cols>")
		for col := range c.hiddenCols {
			fmt.Fprintf(&b, `<col min="%d" max="%d" hidden="1"/>`, col, col)
		}
		b.WriteString("</cols>")
	}
	b.WriteString("<sheetData>")
	at, row := c.sorted(), 0
	for _, p := range at {
		if p[0] != row {
			if row > 0 {
				b.WriteString("</row>")
			}
			row = p[0]
			fmt.Fprintf(&b, `<row r="%d"%s>`, row, map[bool]string{true: ` hidden="1"`}[c.hiddenRows[row]])
		}
		name, _ := excelize.CoordinatesToCellName(p[1], p[0])
		c.cells[p].xml(&b, name, shared, inline)
	}
	if row > 0 {
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData><mergeCells>")
	for _, g := range c.merges {
		from, _ := excelize.CoordinatesToCellName(g[1], g[0])
		to, _ := excelize.CoordinatesToCellName(g[3], g[2])
		fmt.Fprintf(&b, `<mergeCell ref="%s:%s"/>`, from, to)
	}
	b.WriteString("</mergeCells></worksheet>")
	return b.String()
}

func (c *canvas) sorted() [][2]int {
	var at [][2]int
	for p := range c.cells {
		at = append(at, p)
	}
	sort.Slice(at, func(i, j int) bool { return at[i][0] < at[j][0] || at[i][0] == at[j][0] && at[i][1] < at[j][1] })
	return at
}

func (p printed) xml(b *strings.Builder, name string, shared *texts, inline bool) {
	formula := ""
	if p.formula != "" {
		formula = "<f>" + html.EscapeString(p.formula) + "</f>"
	}
	switch {
	case p.failed:
		fmt.Fprintf(b, `<c r="%s" t="e">%s<v>%s</v></c>`, name, formula, p.text)
	case p.number:
		style := map[bool]string{true: ` s="1"`}[p.date] + map[bool]string{true: ` s="2"`}[p.percent]
		fmt.Fprintf(b, `<c r="%s"%s>%s<v>%s</v></c>`, name, style, formula, p.text)
	case p.formula != "":
		fmt.Fprintf(b, `<c r="%s" t="str">%s<v>%s</v></c>`, name, formula, html.EscapeString(p.text))
	case inline:
		fmt.Fprintf(b, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, name, html.EscapeString(p.text))
	default:
		fmt.Fprintf(b, `<c r="%s" t="s"><v>%d</v></c>`, name, shared.of(p.text))
	}
}
