package intake

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// isCSV tells a text of separated fields from other formats, by the bytes that open looks at.
func isCSV(b *book, r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 4096))
	_, _ = r.ReadAt(head, 0)
	text := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	return (b.encoding == "utf-8" || b.encoding == "gb18030") && !bytes.HasPrefix(text, []byte("<"))
}

// csvRecord is one record of a CSV as its bytes stand. In UTF-8 as in GB18030 no byte of a longer character is a separator,
// a quote or a line end, so the bytes are never decoded.
type csvRecord struct {
	body   []byte // without the line end
	end    []byte // the line end
	fields int
	last   int // where the last field begins in body
	prior  int // where the separator before it stands
}

// rawRecord reads the next record; ok is false behind the last.
func rawRecord(br *bufio.Reader, sep byte, rec *csvRecord) (ok bool, err error) {
	*rec = csvRecord{body: rec.body[:0], end: rec.end[:0], fields: 1, prior: -1}
	quoted, begun := false, false
	for {
		c, err := br.ReadByte()
		if err == io.EOF {
			return len(rec.body) > 0, nil
		}
		if err != nil {
			return false, damaged(err)
		}
		switch {
		case quoted && c == '"':
			if follows(br, '"') {
				rec.body = append(rec.body, '"')
			} else {
				quoted = false
			}
		case quoted:
		case c == '"' && !begun:
			quoted, begun = true, true
		case c == sep:
			begun = false
			rec.fields, rec.prior, rec.last = rec.fields+1, len(rec.body), len(rec.body)+1
		case c == '\n' || c == '\r':
			rec.end = append(rec.end, c)
			if c == '\r' && follows(br, '\n') {
				rec.end = append(rec.end, '\n')
			}
			return true, nil
		default:
			begun = true
		}
		rec.body = append(rec.body, c)
		if len(rec.body) > maxToken {
			return false, refuse("有一行长得不合常理，引号可能没有闭合；请重新导出后再导入")
		}
	}
}

// dropMark takes the last field away where it is an opinion of ours.
func (r *csvRecord) dropMark(width int) {
	if r.fields == width && r.prior >= 0 {
		r.body, r.fields = r.body[:r.prior], r.fields-1
	}
}

// csvMarker writes a CSV with a last field of ours.
type csvMarker struct {
	open   func() *bufio.Reader
	sep    byte
	gb     bool
	width  int // fields before ours
	marked int // fields of a file that was marked before, ours included; 0 for others
}

func markCSV(ctx context.Context, w io.Writer, r io.ReaderAt, size int64, encoding string, all map[string]*sheetMarks) error {
	m := &csvMarker{gb: encoding == "gb18030", open: func() *bufio.Reader {
		return bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 1<<16)
	}}
	head, _ := m.open().Peek(4096)
	m.sep = csvSeparator(head)
	marks := all[""]
	if marks == nil || marks.head == 0 {
		_, err := io.Copy(w, m.open())
		return err
	}
	if err := m.measure(marks.head); err != nil {
		return err
	}
	return m.write(ctx, w, marks)
}

// measure finds the widest record, and whether the header's last field is our heading.
func (m *csvMarker) measure(header int) error {
	br, rec := m.open(), csvRecord{}
	if head, _ := br.Peek(3); bytes.Equal(head, bom) {
		_, _ = br.Discard(3)
	}
	for num := 1; ; num++ {
		ok, err := rawRecord(br, m.sep, &rec)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		m.width = max(m.width, rec.fields)
		if num == header && rec.fields > 1 && bytes.Equal(bytes.Trim(rec.body[rec.last:], `" `), m.encode(MarkHeading)) {
			m.marked = rec.fields
		}
	}
	if m.marked < m.width {
		m.marked = 0
	}
	if m.marked > 0 {
		m.width = m.marked - 1
	}
	return nil
}

func (m *csvMarker) write(ctx context.Context, w io.Writer, marks *sheetMarks) error {
	br, out, rec := m.open(), bufio.NewWriterSize(w, 1<<16), csvRecord{}
	if head, _ := br.Peek(3); bytes.Equal(head, bom) {
		_, _ = br.Discard(3)
		out.Write(bom)
	}
	for num := 1; ; num++ {
		if num%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		ok, err := rawRecord(br, m.sep, &rec)
		if err != nil {
			return err
		}
		if !ok {
			return out.Flush()
		}
		rec.dropMark(m.marked)
		out.Write(rec.body)
		m.append(out, &rec, marks.field(num))
		if _, err := out.Write(rec.end); err != nil {
			return err
		}
	}
}

// append adds our field behind the widest record's place; a shorter record without an opinion stays as it is.
func (m *csvMarker) append(out *bufio.Writer, rec *csvRecord, text string) {
	if text == "" && rec.fields < m.width {
		return
	}
	for n := rec.fields; n < m.width; n++ {
		out.WriteByte(m.sep)
	}
	out.WriteByte(m.sep)
	if text == "" {
		return
	}
	out.WriteByte('"')
	out.Write(bytes.ReplaceAll(m.encode(text), []byte(`"`), []byte(`""`)))
	out.WriteByte('"')
}

func (m *csvMarker) encode(text string) []byte {
	if m.gb {
		if b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text)); err == nil {
			return b
		}
	}
	return []byte(text)
}

// field is our field of a record of a CSV: the heading, an opinion or nothing.
func (m *sheetMarks) field(num int) string {
	if num == m.head {
		return MarkHeading
	}
	text, _ := opinion(m.rows[num], true, "；")
	if num == m.head+1 && len(m.whole) > 0 {
		whole, _ := opinion(m.whole, true, "；")
		text = strings.Trim(text+"；整张表："+whole, "；")
	}
	return text
}
