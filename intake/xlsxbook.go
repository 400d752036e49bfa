package intake

import (
	"errors"
	"io"
	"strings"
)

// workbookXML is what matters of the workbook part.
type workbookXML struct {
	Pr struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
		RID   string `xml:"id,attr"`
	} `xml:"sheets>sheet"`
}

// openWorkbook reads the workbook's list of sheets, its relations, styles and shared strings; main is the workbook part's name.
func openWorkbook(r io.ReaderAt, size int64) (x *xlsx, main string, doc workbookXML, rels []relation, err error) {
	p, err := openParts(r, size)
	if err != nil {
		return nil, "", doc, nil, err
	}
	if main, err = mainPart(p); err != nil {
		return nil, "", doc, nil, err
	}
	if err = p.decode(main, &doc); err != nil {
		return nil, "", doc, nil, err
	}
	if len(doc.Sheets) == 0 || len(doc.Sheets) > maxSheets {
		return nil, "", doc, nil, refuse("工作簿里有 %d 个工作表，读不了；请只保留要导入的表再试", len(doc.Sheets))
	}
	if rels, err = p.relations(main); err != nil {
		return nil, "", doc, nil, err
	}
	x = &xlsx{parts: p}
	return x, main, doc, rels, x.load(rels)
}

// openXLSX reads what all sheets share; the sheets themselves are streamed later.
func openXLSX(r io.ReaderAt, size int64) (*book, error) {
	x, _, doc, rels, err := openWorkbook(r, size)
	if err != nil {
		return nil, err
	}
	b := &book{date1904: doc.Pr.Date1904 == "1" || strings.EqualFold(doc.Pr.Date1904, "true")}
	for _, d := range doc.Sheets {
		s, err := x.sheet(d.Name, d.State, d.RID, rels)
		if err != nil {
			return nil, err
		}
		b.sheets = append(b.sheets, s)
	}
	return b, nil
}

// mainPart finds the workbook part; a zip without one is another kind of file.
func mainPart(p *parts) (string, error) {
	if !p.has("_rels/.rels") || !p.has("[Content_Types].xml") {
		return "", refuse("这是压缩包或其他程序的文件，不是 Excel 工作簿；请用 Excel 或 WPS 另存为 .xlsx 再导入")
	}
	rels, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if !strings.HasSuffix(r.Type, "/officeDocument") || !p.has(r.Target) {
			continue
		}
		if strings.HasSuffix(strings.ToLower(r.Target), ".bin") {
			return "", refuse("这是 .xlsb 二进制工作簿，暂不能读；请另存为 .xlsx 再导入")
		}
		if strings.Contains(strings.ToLower(r.Target), "workbook") || strings.HasPrefix(strings.ToLower(r.Target), "xl/") {
			return r.Target, nil
		}
		return "", refuse("这是 Word 或 PowerPoint 文件，不是 Excel 工作簿；请把表格另存为 .xlsx 再导入")
	}
	return "", errDamaged(errors.New("no workbook part"))
}

// xlsx holds what all sheets of a workbook share.
type xlsx struct {
	parts   *parts
	strings []string
	formats []*numFormat
}

func (x *xlsx) load(rels []relation) error {
	for _, r := range rels {
		var err error
		switch {
		case !x.parts.has(r.Target):
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			err = x.loadStrings(r.Target)
		case strings.HasSuffix(r.Type, "/styles"):
			err = x.loadFormats(r.Target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsx) sheet(name, state, rid string, rels []relation) (*sheet, error) {
	s := &sheet{name: name, hidden: state == "hidden" || state == "veryHidden"}
	target := ""
	for _, r := range rels {
		if r.ID == rid {
			target = r.Target
			if !strings.HasSuffix(r.Type, "/worksheet") {
				s.notTable = "图表或宏表，没有单元格"
				return s, nil
			}
		}
	}
	if target == "" {
		return nil, errDamaged(errors.New("sheet without part"))
	}
	s.rows = skipMarks(func(each func(*row) error) error { return x.readRows(target, each) })
	if s.hidden {
		return s, nil
	}
	return s, x.readShape(target, s)
}

// loadStrings reads the shared strings; phonetic runs are no part of a text.
func (x *xlsx) loadStrings(name string) error {
	rc, err := x.parts.open(name, maxUnpacked)
	if err != nil {
		return err
	}
	defer rc.Close()
	sc, t := newXMLScanner(rc), xmlToken{}
	var cur []byte
	inT, phonetic, total := false, 0, 0
	for {
		if err := sc.next(&t); err == io.EOF {
			return nil
		} else if err != nil {
			return damaged(err)
		}
		switch {
		case t.kind == 't':
			if inT && phonetic == 0 {
				cur = append(cur, unescape(t.text, t.cdata)...)
			}
		case t.is("si") && (t.kind == '/' || t.empty):
			if total += len(cur) + 16; total > maxStrings {
				return errBomb()
			}
			x.strings = append(x.strings, excelText(string(cur)))
			cur = cur[:0]
		case t.is("t"):
			inT = t.kind == '<' && !t.empty
		case t.is("rPh") && !t.empty:
			if t.kind == '<' {
				phonetic++
			} else {
				phonetic--
			}
		}
	}
}

// excelText resolves _x000D_ and the like, by which workbooks write control characters.
func excelText(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			break
		}
		r, ok := entity("#x" + s[i+2:i+6])
		if !ok || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(r)
		s = s[i+7:]
	}
	out.WriteString(s)
	return out.String()
}
