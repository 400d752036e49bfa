package intake

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// openUTF16 reads what Excel saves as "Unicode 文本": fields parted by tabs (by commas in what other programs write). A web page in
// UTF-16 is read as a page.
func openUTF16(r io.ReaderAt, size int64) (*book, error) {
	open := func() *bufio.Reader {
		dec := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(io.NewSectionReader(r, 0, size), dec), 1<<16)
	}
	if ok, err := allText(open(), true); err != nil {
		return nil, err
	} else if !ok {
		return nil, refuse("这个 UTF-16 文本不完整或已损坏；请重新导出，或另存为 .xlsx 再导入")
	}
	head, _ := open().Peek(4096)
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) {
		return utf16Page(open(), size)
	}
	sep := byte(',')
	if bytes.IndexByte(head, '\t') >= 0 {
		sep = '\t'
	}
	s := &sheet{rows: skipMarks(func(each func(*row) error) error { return readCSV(open(), sep, each) })}
	return &book{sheets: []*sheet{s}, encoding: "utf-16"}, nil
}

func utf16Page(src io.Reader, size int64) (*book, error) {
	if size > maxHTML {
		return openHTML(nil, size)
	}
	text, err := io.ReadAll(src)
	if err != nil {
		return nil, errDamaged(err)
	}
	b, err := openHTML(bytes.NewReader(text), int64(len(text)))
	if err == nil {
		b.encoding = "utf-16"
	}
	return b, err
}
