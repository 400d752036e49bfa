package intake

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

// commentPatch writes the comments of one sheet: those of others as they stand, and ours.
type commentPatch struct {
	index  int // of the sheet in the workbook
	marks  *sheetMarks
	old    []byte // the comments that the sheet has, nil for none
	oldVML []byte // their drawing

	texts  map[[2]int]string // ours by row and column
	order  [][2]int
	kept   []oldComment
	gone   map[[2]int]bool // cells that lose our comment of an earlier time
	taken  map[[2]int]bool // cells with a comment of somebody else
	author int             // our number among the authors; -1: not yet one of them
	count  int             // of authors
}

// oldComment is a comment that the sheet has: its bytes as they stand and what is known of it.
type oldComment struct {
	at     [2]int
	raw    []byte
	ours   bool
	thread bool // the stand-in of a threaded comment, which is never touched
}

// isOurs reports whether a comment of ours stands at the cell.
func (c *commentPatch) isOurs(row, col int) bool {
	list, _, err := readComments(c.old)
	if err != nil {
		return false
	}
	for _, o := range list {
		if o.ours && o.at == [2]int{row, col} {
			return true
		}
	}
	return false
}

// build settles the comments of ours; col is the column of opinions, 0 for none.
func (c *commentPatch) build(col int) error {
	list, authors, err := readComments(c.old)
	if err != nil {
		return err
	}
	c.author, c.count = -1, len(authors)
	for i, a := range authors {
		if a == markAuthor {
			c.author = i
		}
	}
	c.gone, c.taken = map[[2]int]bool{}, map[[2]int]bool{}
	for _, o := range list {
		if o.ours {
			c.gone[o.at] = true
			continue
		}
		o.raw = withoutOpinion(o.raw)
		c.kept = append(c.kept, o)
		c.taken[o.at] = true
	}
	if col > 0 {
		c.add([2]int{c.marks.head, col}, c.marks.about())
	} else if len(c.marks.whole) > 0 {
		text, _ := opinion(c.marks.whole, false, "\n")
		c.add([2]int{1, 1}, text)
	}
	for _, at := range c.marks.places() {
		text, _ := opinion(c.marks.cells[at], false, "\n")
		if len(c.order) < markComments {
			c.add(at, text)
		}
	}
	return nil
}

func (c *commentPatch) add(at [2]int, text string) {
	if old, ok := c.texts[at]; ok {
		c.texts[at] = string(limit([]rune(old+"\n"+text), markMost))
		return
	}
	c.texts[at] = text
	c.order = append(c.order, at)
}

// nothing reports that the sheet's comments stay as they are.
func (c *commentPatch) nothing() bool { return len(c.order) == 0 && len(c.gone) == 0 }

// readComments takes a part of comments apart.
func readComments(data []byte) (list []oldComment, authors []string, err error) {
	if data == nil {
		return nil, nil, nil
	}
	s, t := newScribe(bytes.NewReader(data), io.Discard), xmlToken{}
	var cur *oldComment
	inAuthor, name := false, ""
	for {
		if err := s.next(&t); err == io.EOF {
			return list, authors, nil
		} else if err != nil {
			return nil, nil, damaged(err)
		}
		start := t.kind == '<' && t.is("comment")
		raw := s.drop()
		if start {
			cur = &oldComment{}
			row, col, _ := parseRef(t.attr("ref"))
			cur.at = [2]int{row, col}
			if i := atoi(t.attr("authorId")); i >= 0 && i < len(authors) {
				cur.ours, cur.thread = authors[i] == markAuthor, strings.HasPrefix(authors[i], "tc=")
			}
		}
		if cur != nil {
			cur.raw = append(cur.raw, raw...)
			if t.is("comment") && (t.kind == '/' || t.empty) {
				list = append(list, *cur)
				cur = nil
			}
		}
		switch {
		case t.is("author"):
			if t.kind == '/' || t.empty {
				authors = append(authors, name)
			}
			inAuthor, name = t.kind == '<' && !t.empty, ""
		case t.kind == 't' && inAuthor:
			name += unescape(t.text, t.cdata)
		}
	}
}

var (
	runStart = regexp.MustCompile(`<(?:\w+:)?r>`)
	runEnd   = regexp.MustCompile(`</(?:\w+:)?r>`)
)

// withoutOpinion takes the part that we added to a comment of somebody else away again: the run that begins with our line.
func withoutOpinion(raw []byte) []byte {
	i := bytes.Index(raw, []byte(markBetween))
	if i < 0 {
		return raw
	}
	starts, end := runStart.FindAllIndex(raw[:i], -1), runEnd.FindIndex(raw[i:])
	if len(starts) == 0 || end == nil {
		return raw
	}
	return append(bytes.Clone(raw[:starts[len(starts)-1][0]]), raw[i+end[1]:]...)
}

// write writes the part of comments.
func (c *commentPatch) write(out io.Writer) error {
	data := c.old
	if data == nil {
		data = []byte(xmlHead + `<comments xmlns="` + nsMain + `"><authors></authors><commentList></commentList></comments>`)
	}
	s, t := newScribe(bytes.NewReader(data), out), xmlToken{}
	skip := false
	for {
		if err := s.next(&t); err == io.EOF {
			s.keep()
			return s.err
		} else if err != nil {
			return damaged(err)
		}
		switch {
		case t.is("authors") && t.empty:
			s.drop()
			s.put("<%sauthors>", s.prefix)
			c.writeAuthor(s)
			s.put("</%sauthors>", s.prefix)
		case t.is("authors") && t.kind == '/':
			c.writeAuthor(s)
		case t.is("commentList") && t.empty:
			s.drop()
			s.put("<%scommentList>", s.prefix)
			c.writeList(s)
			s.put("</%scommentList>", s.prefix)
		case t.is("commentList") && t.kind == '<':
			s.keep()
			skip = true
		case t.is("commentList") && t.kind == '/':
			skip = false
			c.writeList(s)
		case skip:
			s.drop()
		}
		s.keep()
	}
}

func (c *commentPatch) writeAuthor(s *scribe) {
	if c.author < 0 {
		c.author = c.count
		s.put("<%[1]sauthor>%[2]s</%[1]sauthor>", s.prefix, markAuthor)
	}
}

func (c *commentPatch) writeList(s *scribe) {
	for _, o := range c.kept {
		text, ok := c.texts[o.at]
		if end := bytes.LastIndex(o.raw, []byte("</"+s.prefix+"text>")); ok && !o.thread && end >= 0 {
			s.raw(o.raw[:end])
			s.raw([]byte(runXML(s.prefix, "\n"+markBetween+"\n"+text)))
			s.raw(o.raw[end:])
			continue
		}
		s.raw(o.raw)
	}
	for _, at := range c.order {
		if !c.taken[at] {
			s.put(`<%scomment ref="%s%d" authorId="%d"><%[1]stext>%[5]s</%[1]stext></%[1]scomment>`, s.prefix, colName(at[1]), at[0], c.author,
				runXML(s.prefix, c.texts[at]))
		}
	}
}

func runXML(prefix, text string) string {
	el := strings.NewReplacer("</", "</"+prefix, "<", "<"+prefix)
	return el.Replace(`<r><rPr><sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr><t xml:space="preserve">`) + escapeCell(text) + el.Replace(`</t></r>`)
}
