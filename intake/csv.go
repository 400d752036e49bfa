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
	sep := byte(',')
	if bytes.Count(head, []byte("\t")) > 2*bytes.Count(head, []byte(",")) {
		sep = '\t'
	}
	s := &sheet{rows: func(each func(*row) error) error { return readCSV(open(), sep, each) }}
	return &book{sheets: []*sheet{s}, encoding: enc}, nil
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

// readRecord reads one record; last is true when the file ends with it.
func readRecord(br *bufio.Reader, sep byte, r *row) (last bool, err error) {
	var f []byte
	col, quoted, start := 1, false, true
	end := func() {
		if !blank(string(f)) && col <= maxCol {
			text := string(f)
			if rest, ok := strings.CutPrefix(text, `="`); ok { // ="0012": how Excel keeps digits as text
				text = strings.TrimSuffix(rest, `"`)
			}
			r.cells = append(r.cells, cell{col: col, text: text, kind: cellText, format: generalFormat, from: r.num})
		}
		f, start = f[:0], true
		col++
	}
	for {
		c, err := br.ReadByte()
		if err == io.EOF {
			if quoted {
				return true, refuse("第 %d 行的引号没有闭合，文件可能被截断；请重新导出后再导入", r.num)
			}
			end()
			return true, nil
		}
		if err != nil {
			return true, damaged(err)
		}
		switch {
		case quoted && c == '"':
			if next, _ := br.Peek(1); len(next) == 1 && next[0] == '"' {
				br.ReadByte()
				f = append(f, '"')
			} else {
				quoted = false
			}
		case quoted:
			f = append(f, c)
		case c == '"' && start:
			quoted, start = true, false
		case c == sep:
			end()
		case c == '\n':
			end()
			return false, nil
		case c == '\r':
			if next, _ := br.Peek(1); len(next) == 1 && next[0] == '\n' {
				br.ReadByte()
			}
			end()
			return false, nil
		default:
			f, start = append(f, c), false
		}
		if len(f) > maxField {
			return true, refuse("第 %d 行有一格长得不合常理，引号可能没有闭合；请重新导出后再导入", r.num)
		}
	}
}
