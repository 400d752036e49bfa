package intake

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// writeValues writes what the reader sees of a file as an .xlsx: texts, numbers, dates with a date's format, merged cells, hidden rows,
// columns and sheets. Formulas leave their values, fonts and colours are gone. names gives each sheet's new name where it needs
// another one (of a page without names).
func writeValues(ctx context.Context, w io.Writer, b *book) (names map[string]string, err error) {
	zw := zip.NewWriter(w)
	names = map[string]string{}
	var sheets, rels, types strings.Builder
	for i, s := range b.sheets {
		name := sheetName(s.name, i, names)
		names[s.name] = name
		state := ""
		if s.hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escapeXML(name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, nsRel, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		part, err := zw.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			return nil, err
		}
		out := bufio.NewWriterSize(part, 1<<16)
		if err := writeSheet(ctx, out, s); err != nil {
			return nil, err
		}
		if err := out.Flush(); err != nil {
			return nil, err
		}
	}
	n := len(b.sheets) + 1
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + typeStyles + `"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + nsRels + `"><Relationship Id="rId1" Type="` + nsRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", fmt.Sprintf(`<workbook xmlns="%s" xmlns:r="%s"><workbookPr date1904="%t"/><sheets>%s</sheets></workbook>`, nsMain, nsRel, b.date1904, sheets.String())},
		{"xl/_rels/workbook.xml.rels", fmt.Sprintf(`<Relationships xmlns="%s">%s<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, nsRels, rels.String(), n, nsRel)},
		{"xl/styles.xml", valueStyles()},
	}
	for _, p := range parts {
		part, err := zw.Create(p[0])
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(part, xmlHead+p[1]); err != nil {
			return nil, err
		}
	}
	return names, zw.Close()
}

// sheetName is a name that a workbook may have: at most 31 characters, none of seven, each once.
func sheetName(name string, i int, used map[string]string) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < 0x20 {
			return -1
		}
		return r
	}, name), "' ")
	clean = string(limit([]rune(clean), 31))
	for _, other := range used {
		if strings.EqualFold(other, clean) {
			clean = ""
		}
	}
	if clean == "" {
		return "表" + strconv.Itoa(i+1)
	}
	return clean
}

// maxDecimals is how many decimals a copied number format keeps.
const maxDecimals = 6

// valueStyles: 0 plain, 1 a date, 2 and on a number with 0 and more decimals.
func valueStyles() string {
	var formats, xfs strings.Builder
	formats.WriteString(`<numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>`)
	xfs.WriteString(`<xf/><xf numFmtId="164" applyNumberFormat="1"/>`)
	for d := range maxDecimals + 1 {
		code := "0"
		if d > 0 {
			code += "." + strings.Repeat("0", d)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 165+d, code)
		fmt.Fprintf(&xfs, `<xf numFmtId="%d" applyNumberFormat="1"/>`, 165+d)
	}
	s := strings.TrimPrefix(emptyStyles, xmlHead)
	s = strings.Replace(s, "<fonts ", fmt.Sprintf(`<numFmts count="%d">%s</numFmts><fonts `, maxDecimals+2, formats.String()), 1)
	return strings.Replace(s, `<cellXfs count="1"><xf/>`, fmt.Sprintf(`<cellXfs count="%d">%s`, maxDecimals+3, xfs.String()), 1)
}

func (f *numFormat) valueStyle() int {
	switch {
	case f == nil:
		return 0
	case f.date:
		return 1
	case f.decimals >= 0:
		return 2 + min(f.decimals, maxDecimals)
	}
	return 0
}

func writeSheet(ctx context.Context, w *bufio.Writer, s *sheet) error {
	w.WriteString(xmlHead + `<worksheet xmlns="` + nsMain + `">`)
	if len(s.hiddenCols) > 0 {
		hidden := slices.Clone(s.hiddenCols)
		slices.SortFunc(hidden, func(a, b [2]int) int { return a[0] - b[0] })
		w.WriteString("<cols>")
		last := 0
		for _, h := range hidden {
			if from := max(h[0], last+1); from <= h[1] {
				fmt.Fprintf(w, `<col min="%d" max="%d" width="9" hidden="1"/>`, from, h[1])
				last = h[1]
			}
		}
		w.WriteString("</cols>")
	}
	w.WriteString("<sheetData>")
	if s.rows != nil {
		if err := s.rows(func(r *row) error { writeRow(w, r); return ctx.Err() }); err != nil {
			return err
		}
	}
	w.WriteString("</sheetData>")
	if len(s.merges) > 0 {
		fmt.Fprintf(w, `<mergeCells count="%d">`, len(s.merges))
		for _, m := range s.merges {
			fmt.Fprintf(w, `<mergeCell ref="%s%d:%s%d"/>`, colName(m.left), m.top, colName(m.right), m.bottom)
		}
		w.WriteString("</mergeCells>")
	}
	_, err := w.WriteString("</worksheet>")
	return err
}

func writeRow(w *bufio.Writer, r *row) {
	fmt.Fprintf(w, `<row r="%d"`, r.num)
	if r.hidden {
		w.WriteString(` hidden="1"`)
	}
	w.WriteString(">")
	for i := range r.cells {
		c := &r.cells[i]
		at := colName(c.col) + strconv.Itoa(r.num)
		switch {
		case c.noValue():
		case c.kind == cellNumber:
			fmt.Fprintf(w, `<c r="%s" s="%d"><v>%s</v></c>`, at, c.format.valueStyle(), escapeXML(c.text))
		case c.kind == cellBool:
			fmt.Fprintf(w, `<c r="%s" t="b"><v>%s</v></c>`, at, escapeXML(c.text))
		case c.kind == cellFailed:
			fmt.Fprintf(w, `<c r="%s" t="e"><v>%s</v></c>`, at, escapeXML(c.text))
		default:
			fmt.Fprintf(w, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, escapeCell(c.text))
		}
	}
	w.WriteString("</row>")
}
