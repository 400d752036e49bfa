package intake

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
)

// markStyles are the numbers of the cell styles of our column.
type markStyles struct{ head, bad, warn int }

// styleLists is the order of the lists of a styles part.
var styleLists = []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst"}

const emptyStyles = xmlHead + `<styleSheet xmlns="` + nsMain + `"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>`

// planStyles appends our fonts, fills and cell styles to the styles; what is there keeps its number.
func (m *xlsxMarker) planStyles(rels []relation) error {
	part := ""
	for _, r := range rels {
		if strings.HasSuffix(r.Type, "/styles") && m.x.parts.has(r.Target) {
			part = r.Target
		}
	}
	data := []byte(emptyStyles)
	if part != "" {
		var err error
		if data, err = m.raw(part); err != nil {
			return err
		}
	} else {
		part = m.free("xl/styles%d.xml")
		id, err := m.freeID(m.main, "YinfengStyles")
		if err != nil {
			return err
		}
		if err := m.relate(m.main, [][3]string{{"styles", id, part}}); err != nil {
			return err
		}
		m.types = append(m.types, part+"\x00"+typeStyles)
	}
	out, err := m.addStyles(data)
	if err != nil {
		return err
	}
	m.set(part, out)
	return nil
}

func (m *xlsxMarker) addStyles(data []byte) ([]byte, error) {
	p := rootPrefix(data)
	el := func(s string) string { // the elements with the part's prefix
		return strings.NewReplacer("</", "</"+p, "<", "<"+p).Replace(s)
	}
	data, fonts, err := appendList(data, "fonts", 3,
		el(`<font><b/><sz val="10"/><name val="宋体"/><charset val="134"/></font><font><sz val="10"/><color rgb="FF9C0006"/><name val="宋体"/><charset val="134"/></font><font><sz val="10"/><color rgb="FF7F6000"/><name val="宋体"/><charset val="134"/></font>`))
	if err != nil {
		return nil, err
	}
	data, fills, err := appendList(data, "fills", 3, el(solid("FFE7E6E6")+solid("FFFFC7CE")+solid("FFFFEB9C")))
	if err != nil {
		return nil, err
	}
	var xfs strings.Builder
	for i, align := range []string{`horizontal="center" vertical="center"`, `vertical="top"`, `vertical="top"`} {
		xfs.WriteString(`<xf numFmtId="0" fontId="` + strconv.Itoa(fonts+i) + `" fillId="` + strconv.Itoa(fills+i) +
			`" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment ` + align + ` wrapText="1"/></xf>`)
	}
	data, first, err := appendList(data, "cellXfs", 3, el(xfs.String()))
	m.styles = markStyles{head: first, bad: first + 1, warn: first + 2}
	return data, err
}

func solid(rgb string) string {
	return `<fill><patternFill patternType="solid"><fgColor rgb="` + rgb + `"/><bgColor indexed="64"/></patternFill></fill>`
}

// appendList puts n elements behind those of a list of the styles and returns the number of the first. A list that is not there is made in
// its place.
func appendList(data []byte, list string, n int, elements string) (out []byte, first int, err error) {
	var buf bytes.Buffer
	s, t := newScribe(bytes.NewReader(data), &buf), xmlToken{}
	depth, inside, done := 0, false, false
	for {
		if err := s.next(&t); err == io.EOF {
			break
		} else if err != nil {
			return nil, 0, damaged(err)
		}
		if t.kind == '<' && inside && depth == 2 {
			first++
		}
		switch {
		case done || t.kind == 't':
		case t.kind == '<' && depth == 1 && t.is(list):
			count := atoi(t.attr("count"))
			attrs := setAttr(t.attrs, "count", strconv.Itoa(count+n))
			empty := t.empty
			s.drop()
			s.put("<%s%s%s>", s.prefix, list, attrs)
			if inside = !empty; empty {
				s.put("%s</%s%s>", elements, s.prefix, list)
				done = true
			}
		case t.kind == '/' && depth == 2 && inside:
			s.put("%s", elements)
			inside, done = false, true
		case depth == 1 && (t.kind == '/' || slices.Index(styleLists, string(t.name)) > slices.Index(styleLists, list)):
			s.put(`<%s%s count="%d">%s</%s%s>`, s.prefix, list, n, elements, s.prefix, list)
			done = true
		}
		if t.kind == '<' && !t.empty {
			depth++
		} else if t.kind == '/' {
			depth--
		}
		s.keep()
	}
	if !done {
		return nil, 0, errDamaged(errXML)
	}
	s.keep()
	return buf.Bytes(), first, s.err
}
