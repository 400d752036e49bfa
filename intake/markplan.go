package intake

import (
	"bytes"
	"strings"
)

// plan settles what of one sheet and its comments is to be written.
func (m *xlsxMarker) plan(index int, part string, marks *sheetMarks) error {
	m.strict = m.strict || m.isStrict(part)
	sh, err := m.measure(part, marks.head)
	if err != nil {
		return err
	}
	rels, err := m.x.parts.relations(part)
	if err != nil {
		return err
	}
	c := &commentPatch{index: index, marks: marks, texts: map[[2]int]string{}}
	comments, drawing := "", ""
	for _, r := range rels {
		switch {
		case strings.HasSuffix(r.Type, "/comments") && m.x.parts.has(r.Target):
			comments = r.Target
		case strings.HasSuffix(r.Type, "/vmlDrawing") && r.ID == sh.legacy && m.x.parts.has(r.Target):
			drawing = r.Target
		}
	}
	if comments != "" {
		if c.old, err = m.raw(comments); err != nil {
			return err
		}
	}
	if drawing != "" {
		if c.oldVML, err = m.raw(drawing); err != nil {
			return err
		}
	}
	p := &sheetPatch{m: m, part: part, marks: marks}
	if err := p.place(sh, c); err != nil {
		return err
	}
	m.columns = m.columns || p.col > 0
	if err := c.build(p.col); err != nil {
		return err
	}
	if err := m.putComments(part, p, c, comments, drawing); err != nil {
		return err
	}
	m.setFunc(part, p.write)
	return nil
}

func (m *xlsxMarker) isStrict(part string) bool {
	rc, err := m.x.parts.open(part, maxUnpacked)
	if err != nil {
		return false
	}
	defer rc.Close()
	head := make([]byte, 4096)
	n, _ := rc.Read(head)
	return bytes.Contains(head[:n], []byte("http://purl.oclc.org/ooxml/spreadsheetml/main"))
}

// place settles the column: the one of an earlier time, told by its heading and by being the last or by our comment at
// the heading, otherwise the one behind the last.
func (p *sheetPatch) place(sh markShape, c *commentPatch) error {
	if p.marks.head == 0 {
		return nil
	}
	if sh.old > 0 && (sh.old == sh.lastCol || c.isOurs(p.marks.head, sh.old)) {
		p.col, p.reuse = sh.old, true
		return nil
	}
	if sh.lastCol >= maxCol {
		return refuse("表格最右一列已经用满，没有地方写校验意见；请删去右边用不到的列再试")
	}
	p.col = sh.lastCol + 1
	return nil
}

// putComments adds the comments and their drawing to the sheet, in the parts that it has or in new ones.
func (m *xlsxMarker) putComments(part string, p *sheetPatch, c *commentPatch, comments, drawing string) error {
	if c.nothing() {
		return nil
	}
	var added [][3]string
	if comments == "" {
		comments = m.free("xl/comments%d.xml")
		id, err := m.freeID(part, "YinfengComments")
		if err != nil {
			return err
		}
		added = append(added, [3]string{"comments", id, comments})
		m.types = append(m.types, comments+"\x00"+typeComments)
	}
	m.setFunc(comments, c.write)
	if drawing == "" {
		drawing = m.free("xl/drawings/vmlDrawing%d.vml")
		id, err := m.freeID(part, "YinfengDrawing")
		if err != nil {
			return err
		}
		added = append(added, [3]string{"vmlDrawing", id, drawing})
		p.hook, m.vml = id, true
	}
	m.setFunc(drawing, c.writeVML)
	return m.relate(part, added)
}
