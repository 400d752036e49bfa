package intake

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

var bom = []byte{0xef, 0xbb, 0xbf}

// openCSV tells the encoding by the bytes and streams logical records: a record with line breaks in a field is one row, a blank
// line counts.
func openCSV(r io.ReaderAt, size int64) (*book, error) {
	enc, err := csvEncoding(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	open := func() *bufio.Reader {
		var src io.Reader = io.NewSectionReader(r, 0, size)
		if enc == "gb18030" {
			src = transform.NewReader(src, simplifiedchinese.GB18030.NewDecoder())
		}
		br := bufio.NewReaderSize(src, 1<<16)
		if head, _ := br.Peek(3); bytes.Equal(head, bom) {
			br.Discard(3)
		}
		return br
	}
	head, _ := open().Peek(4096)
	sep := csvSeparator(head)
	s := &sheet{rows: skipMarks(func(each func(*row) error) error { return readCSV(open(), sep, each) })}
	return &book{sheets: []*sheet{s}, encoding: enc}, nil
}

// csvSeparator tells what parts the fields of a text that begins with head.
func csvSeparator(head []byte) byte {
	if bytes.Count(head, []byte("\t")) > 2*bytes.Count(head, []byte(",")) {
		return '\t'
	}
	return ','
}

// csvEncoding reads the whole text once: valid UTF-8, otherwise valid GB18030, otherwise refused.
func csvEncoding(src io.ReadSeeker) (string, error) {
	utf, err := allText(src, false)
	if err != nil || utf {
		return "utf-8", err
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	gb, err := allText(transform.NewReader(src, simplifiedchinese.GB18030.NewDecoder()), true)
	if err != nil {
		return "", err
	}
	if !gb {
		return "", refuse("认不出文件的编码（不是 UTF-8，也不是 GBK/GB18030）或文件被截断；请用 Excel 打开后另存为 .xlsx 再导入")
	}
	return "gb18030", nil
}

// allText reports whether src is valid UTF-8 without replacement characters made by a decoder; a zero byte is no text at all.
func allText(src io.Reader, decoded bool) (bool, error) {
	br := bufio.NewReaderSize(src, 1<<16)
	for {
		r, n, err := br.ReadRune()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if r == 0 || r < 32 && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1a && r != 0x0b {
			return false, refuse("这不是表格文件，也不是文本；请选择 .xlsx 工作簿或 .csv 文件")
		}
		if r == utf8.RuneError && (n == 1 || decoded) {
			return false, nil
		}
	}
}

// readCSV streams the records that hold anything (RFC 4180, lenient about quotes within a field).
func readCSV(br *bufio.Reader, sep byte, each func(*row) error) error {
	r := row{}
	for num := 1; ; num++ {
		r.num = num
		r.cells = r.cells[:0]
		last, err := readRecord(br, sep, &r)
		if err != nil {
			return err
		}
		if len(r.cells) > 0 {
			if err := each(&r); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}

// field gathers the bytes of one field.
type field struct {
	text   []byte
	col    int
	quoted bool // within quotes
	begun  bool
}

// end adds the field to the row unless it is blank, and starts the next.
func (f *field) end(r *row) {
	if !blank(string(f.text)) && f.col <= maxCol {
		text := string(f.text)
		if rest, ok := strings.CutPrefix(text, `="`); ok { // ="0012": how Excel keeps digits as text
			text = strings.TrimSuffix(rest, `"`)
		}
		r.cells = append(r.cells, cell{col: f.col, text: text, kind: cellText, format: generalFormat, from: r.num})
	}
	*f = field{text: f.text[:0], col: f.col + 1}
}

// readRecord reads one record; last is true when the file ends with it.
func readRecord(br *bufio.Reader, sep byte, r *row) (last bool, err error) {
	f := field{col: 1}
	for {
		c, err := br.ReadByte()
		if err == io.EOF && f.quoted {
			return true, refuse("第 %d 行的引号没有闭合，文件可能被截断；请重新导出后再导入", r.num)
		}
		if err == io.EOF {
			f.end(r)
			return true, nil
		}
		if err != nil {
			return true, damaged(err)
		}
		switch {
		case f.quoted && c == '"':
			if f.quoted = follows(br, '"'); f.quoted { // "" within quotes is one quote
				f.text = append(f.text, '"')
			}
		case f.quoted:
			f.text = append(f.text, c)
		case c == '"' && !f.begun:
			f.quoted, f.begun = true, true
		case c == sep:
			f.end(r)
		case c == '\n' || c == '\r':
			if c == '\r' {
				follows(br, '\n')
			}
			f.end(r)
			return false, nil
		default:
			f.text, f.begun = append(f.text, c), true
		}
		if len(f.text) > maxField {
			return true, refuse("第 %d 行有一格长得不合常理，引号可能没有闭合；请重新导出后再导入", r.num)
		}
	}
}

// follows takes the next byte when it is c.
func follows(br *bufio.Reader, c byte) bool {
	next, err := br.Peek(1)
	if err != nil || next[0] != c {
		return false
	}
	_, _ = br.Discard(1)
	return true
}
