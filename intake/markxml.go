package intake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// recorder keeps what a scanner has read, so that the bytes between two places can be copied as they stand.
type recorder struct {
	r    io.Reader
	buf  []byte
	from int   // of buf, what is not copied yet
	base int64 // place of buf[from] in the part
	read int64
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if r.from > 1<<20 || r.from == len(r.buf) {
		r.buf = append(r.buf[:0], r.buf[r.from:]...)
		r.from = 0
	}
	r.buf = append(r.buf, p[:n]...)
	r.read += int64(n)
	return n, err
}

// upTo returns the bytes up to a place and forgets them.
func (r *recorder) upTo(place int64) []byte {
	n := int(place - r.base)
	out := r.buf[r.from : r.from+n]
	r.from, r.base = r.from+n, place
	return out
}

// scribe reads the tokens of a part and copies them, unless told otherwise.
type scribe struct {
	rec    *recorder
	sc     *xmlScanner
	out    io.Writer
	err    error // of out
	prefix string
	root   bool
}

func newScribe(r io.Reader, out io.Writer) *scribe {
	rec := &recorder{r: r}
	return &scribe{rec: rec, sc: newXMLScanner(rec), out: out}
}

// next reads the next token. What stands before it must have been copied or dropped.
func (s *scribe) next(t *xmlToken) error {
	if s.err != nil {
		return s.err
	}
	if err := s.sc.next(t); err != nil {
		return err
	}
	if !s.root && t.kind == '<' {
		s.root = true
		s.prefix = prefixOf(s.rec.buf[s.rec.from:s.rec.from+int(s.place()-s.rec.base)], t.name)
	}
	return nil
}

func (s *scribe) place() int64 { return s.rec.read - int64(s.sc.end-s.sc.pos) }

// keep copies the token just read.
func (s *scribe) keep() { s.raw(s.rec.upTo(s.place())) }

// drop leaves it out.
func (s *scribe) drop() []byte { return s.rec.upTo(s.place()) }

func (s *scribe) raw(b []byte) {
	if s.err == nil && len(b) > 0 {
		_, s.err = s.out.Write(b)
	}
}

func (s *scribe) put(format string, a ...any) { s.raw(fmt.Appendf(nil, format, a...)) }

// prefixOf is the namespace prefix, colon included, of the tag that ends raw.
func prefixOf(raw, name []byte) string {
	tag := raw[bytes.LastIndexByte(raw, '<')+1:]
	if i := bytes.IndexByte(tag, ':'); i >= 0 && bytes.HasPrefix(tag[i+1:], name) {
		return string(tag[:i+1])
	}
	return ""
}

// rootPrefix is the prefix of a part's root element.
func rootPrefix(data []byte) string {
	s, t := newScribe(bytes.NewReader(data), io.Discard), xmlToken{}
	for !s.root {
		if err := s.next(&t); err != nil {
			return ""
		}
		s.keep()
	}
	return s.prefix
}

// insertAtEnd puts text before the end of the part's root element.
func insertAtEnd(data []byte, text string) ([]byte, error) {
	data = bytes.TrimRight(data, " \t\r\n\x00")
	i := bytes.LastIndex(data, []byte("</"))
	if i >= 0 && bytes.IndexByte(data[i:], '>') == len(data[i:])-1 {
		return append(append(bytes.Clone(data[:i]), text...), data[i:]...), nil
	}
	j := bytes.LastIndexByte(data, '<') // an empty root: <Relationships xmlns="…"/>
	if j < 0 || !bytes.HasSuffix(data, []byte("/>")) {
		return nil, errDamaged(errXML)
	}
	name := data[j+1:]
	name = name[:bytes.IndexAny(name, " \t\r\n/>")]
	return fmt.Appendf(nil, "%s>%s</%s>", data[:len(data)-2], text, name), nil
}

// setAttr returns the raw attributes with name given value; "" takes it away.
func setAttr(attrs []byte, name, value string) []byte {
	rest := attrs
	for at := 0; ; {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			break
		}
		key := bytes.TrimSpace(rest[:i])
		q := i + 1
		for q < len(rest) && (rest[q] == ' ' || rest[q] == '\t' || rest[q] == '\r' || rest[q] == '\n') {
			q++
		}
		if q >= len(rest) {
			break
		}
		end := bytes.IndexByte(rest[q+1:], rest[q])
		if end < 0 {
			break
		}
		end += q + 2
		if string(key) == name {
			out := bytes.Clone(attrs[:at])
			if value != "" {
				out = fmt.Appendf(out, ` %s="%s"`, name, value)
			}
			return append(out, attrs[at+end:]...)
		}
		at, rest = at+end, rest[end:]
	}
	if value == "" {
		return attrs
	}
	return fmt.Appendf(bytes.Clone(bytes.TrimRight(attrs, " \t\r\n")), ` %s="%s"`, name, value)
}

// escapeXML writes a text for an element or an attribute; characters that XML cannot hold are left out.
func escapeXML(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n':
			b.WriteString("\n")
		case r == '\t':
			b.WriteString("&#9;")
		case r < 0x20 || r == utf8.RuneError || r == 0xfffe || r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cellText writes a text of a cell: as escapeXML, and _x000D_ and its like do not turn into control characters.
func escapeCell(s string) string {
	return escapeXML(strings.ReplaceAll(s, "_x", "_x005F_x"))
}
