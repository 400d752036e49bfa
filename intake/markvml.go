package intake

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
)

const vmlSpaces = `xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"`

const vmlType = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`

var vmlID = regexp.MustCompile(`_x0000_s(\d{1,9})`)

// writeVML writes the drawing of the comments, without which spreadsheet programs do not show them: the shapes that are there but for
// those of our comments of an earlier time, and ours.
func (c *commentPatch) writeVML(out io.Writer) error {
	block := 100 + c.index*8 // of 1,024 shape numbers each, beyond those that programs begin with
	data := c.oldVML
	if data == nil {
		data = []byte(`<xml ` + vmlSpaces + `><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="` + vmlBlocks(block) + `"/></o:shapelayout></xml>`)
	}
	first := block * 1024
	s, t := newScribe(bytes.NewReader(data), out), xmlToken{}
	var shape []byte
	inside := false
	for {
		if err := s.next(&t); err == io.EOF {
			s.keep()
			return s.err
		} else if err != nil {
			return damaged(err)
		}
		switch {
		case t.is("shape") && t.kind == '<' && !t.empty:
			inside, shape = true, append(shape[:0], s.drop()...)
		case inside:
			shape = append(shape, s.drop()...)
			if t.is("shape") && t.kind == '/' {
				if inside = false; !c.isGone(shape) {
					s.raw(shape)
					first = max(first, shapeNumber(shape))
				}
			}
		case t.is("xml") && t.kind == '/':
			c.shapes(s, first, data)
		}
		s.keep()
	}
}

// vmlBlocks lists the blocks of shape numbers that a drawing of ours may use.
func vmlBlocks(block int) string {
	var list []string
	for i := range 8 {
		list = append(list, strconv.Itoa(block+i))
	}
	return strings.Join(list, ",")
}

var (
	vmlRow = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	vmlCol = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
)

// shapeNumber is the number in a shape's id, 0 for none.
func shapeNumber(shape []byte) int {
	m := vmlID.FindSubmatch(shape)
	if m == nil {
		return 0
	}
	return atoi(m[1])
}

// isGone reports whether a shape belongs to a comment of ours that goes; the comments that we write get new shapes.
func (c *commentPatch) isGone(shape []byte) bool {
	row, col := vmlRow.FindSubmatch(shape), vmlCol.FindSubmatch(shape)
	if row == nil || col == nil || !bytes.Contains(shape, []byte(`ObjectType="Note"`)) {
		return false
	}
	return c.gone[[2]int{atoi(row[1]) + 1, atoi(col[1]) + 1}]
}

// shapes writes the shapes of our comments, numbered behind first.
func (c *commentPatch) shapes(s *scribe, first int, data []byte) {
	if !bytes.Contains(data, []byte(`"_x0000_t202"`)) {
		s.put("%s", spaced(vmlType, data))
	}
	for _, at := range c.order {
		if c.taken[at] {
			continue
		}
		first++
		row, col := at[0]-1, at[1]-1
		high := 3 + strings.Count(c.texts[at], "\n") + len([]rune(c.texts[at]))/24
		s.put(spaced(`<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:180pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
			`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
			`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`, data),
			first, col+1, max(row-1, 0), col+4, max(row-1, 0)+min(high, 30), row, col)
	}
}

// spaced declares the namespaces at an element where the drawing's root does not.
func spaced(element string, data []byte) string {
	head := data[:min(len(data), 1000)]
	for _, ns := range strings.Fields(vmlSpaces) {
		if !bytes.Contains(head, []byte(ns)) {
			return strings.Replace(element, " ", " "+vmlSpaces+" ", 1)
		}
	}
	return element
}
