package intake

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"yinfeng/crm"
)

// Options tells how a file is to be read.
type Options struct {
	Kind crm.ImportKind // "" or auto: each sheet's headers decide
	AsOf crm.Date       // the day of filing; "future" means after it. Required
	Unit string         // the reporting unit of rows whose sheet has no county column; "" for none

	Fixes     []crm.ImportFix                // laid over the printed cells before they are judged
	Decisions []crm.ImportDecision           // what a person decided about rows
	Layouts   map[string]crm.ImportColumnMap // columns as a person mapped them, by the layout's fingerprint
	Cells     bool                           // the result's Lines carry every data row's printed cells
	Progress  func(phase string, done, total int64)
}

// Read takes the candidate rows and the complaints out of a file (name is its name, without a path that matters). It is
// pure: the same bytes, knowledge and options give the same result.
//
// Errors: a *crm.Error with one Chinese line for a file that is refused (ruling 36: empty, cut short, with a password, not what its
// name says, growing beyond reason, without any table, or of a kind that cannot be imported yet), and ctx's error.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, k crm.ImportKnowledge, opt Options) (*crm.ImportResult, error) {
	if _, err := crm.ParseDate(string(opt.AsOf)); err != nil {
		return nil, err
	}
	b, err := open(name, r, size)
	if err != nil {
		return nil, err
	}
	k = k.WithDefaults()
	rd := &reader{ctx: ctx, know: k, opt: opt, book: b, tables: map[crm.ImportKind]*headerTable{}, fixes: fixesOf(opt.Fixes), decisions: decisionsOf(opt.Decisions),
		res: &crm.ImportResult{File: filepath.Base(strings.ReplaceAll(name, `\`, "/")), ReferenceDate: opt.AsOf,
			Sheets: []crm.ImportSheet{}, Records: []crm.ImportRecord{}, Held: []crm.ImportRecord{}, Issues: []crm.ImportIssue{},
			Skipped: []crm.ImportSkipped{}, Totals: []crm.ImportControlTotal{}, Links: []crm.ImportLink{}}}
	for kind := range shapes {
		rd.tables[kind] = newHeaderTable(k.Headers, kind)
	}
	if err := rd.readAll(); err != nil {
		return nil, err
	}
	return rd.res, nil
}

// open tells the format by the content, and holds it against the name.
func open(name string, r io.ReaderAt, size int64) (*book, error) {
	if size <= 0 {
		return nil, refuse("文件是空的；请选择有内容的 .xlsx 或 .csv 文件")
	}
	if size > maxFile {
		return nil, refuse("文件有 %d MB，超过 %d MB 上限；请拆成几个文件再导入", size>>20, maxFile>>20)
	}
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, errDamaged(err)
	}
	ext := strings.ToLower(filepath.Ext(name))
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n"))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		if ext == ".csv" || ext == ".txt" {
			return nil, refuse("文件名是 %s，内容却是新版 Excel 工作簿；请把后缀改成 .xlsx 再导入", ext)
		}
		return openXLSX(r, size)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return openOLE(r, size)
	case bytes.Contains(text, []byte("urn:schemas-microsoft-com:office:spreadsheet")) && bytes.HasPrefix(text, []byte("<?xml")):
		return nil, refuse("这是 XML 格式的表，不是 Excel 工作簿；请用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
	case bytes.HasPrefix(text, []byte("<")):
		return openHTML(r, size)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return openUTF16(r, size)
	}
	if ext == ".xlsx" || ext == ".xlsm" || ext == ".xls" && bytes.IndexByte(head, 0) >= 0 {
		return nil, refuse("文件名是 %s，内容却不是 Excel 工作簿，或已损坏；请用 Excel 或 WPS 打开原文件，另存一份再导入", ext)
	}
	return openCSV(r, size)
}

// refuseOLE tells the files of a container that could not be taken apart: a workbook with a password, or a damaged one.
func refuseOLE(r io.ReaderAt, size int64, cause error) error {
	var mark []byte
	for _, u := range utf16.Encode([]rune("EncryptedPackage")) {
		mark = append(mark, byte(u), byte(u>>8))
	}
	buf := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(buf)) - int64(len(mark)) {
		n, err := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], mark) {
			return refusePassword()
		}
		if err != nil {
			break
		}
	}
	return errDamaged(cause)
}

// reader reads one file.
type reader struct {
	ctx       context.Context
	know      crm.ImportKnowledge
	opt       Options
	book      *book
	tables    map[crm.ImportKind]*headerTable
	fixes     map[string]sheetFixes
	decisions map[crm.ImportRowKey]crm.ImportChoice
	res       *crm.ImportResult
	ledgers   []*ledger
}

func (rd *reader) readAll() error {
	for _, s := range rd.book.sheets {
		if err := rd.readSheet(s); err != nil {
			return err
		}
	}
	if len(rd.ledgers) == 0 && !rd.mappable() {
		return refuse("文件里没有找到台账：没有一张表的表头能认出“项目名称、投资方、县区、总投资”等列；请核对表头后再导入")
	}
	rd.compareRows()
	rd.collect()
	return nil
}

// mappable reports whether a person could map the columns of a sheet that no kind was recognised in.
func (rd *reader) mappable() bool {
	for _, s := range rd.res.Sheets {
		if len(s.Mapping) > 0 {
			return rd.opt.Cells // only where somebody can be asked
		}
	}
	return false
}

// ignore notes a sheet that is not read.
func (rd *reader) ignore(s *sheet, reason string) {
	rd.res.Sheets = append(rd.res.Sheets, crm.ImportSheet{Name: s.name, Role: "ignored", Reason: reason})
}

func (rd *reader) readSheet(s *sheet) error {
	if s.hidden {
		rd.ignore(s, "隐藏工作表")
		rd.res.Issues = append(rd.res.Issues, crm.ImportIssue{Sheet: s.name, Code: crm.WHiddenSheet, Severity: crm.WHiddenSheet.Severity(),
			Value: textOrNil(s.name), Message: "隐藏工作表未导入；如需导入，请取消隐藏"})
		return nil
	}
	if s.notTable != "" {
		rd.ignore(s, s.notTable)
		return nil
	}
	if f := rd.fixes[s.name]; f != nil { // before anything is concluded from the rows
		plain := s.rows
		s.rows = func(each func(*row) error) error {
			return plain(func(r *row) error {
				f.lay(r)
				return each(r)
			})
		}
	}
	parts, err := rd.split(s)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := rd.readTable(p); err != nil {
			return err
		}
	}
	return nil
}

func (rd *reader) readTable(s *sheet) error {
	l := &ledger{rd: rd, sheet: s, merges: s.merges}
	if err := s.rows(l.feed); err != nil && err != errStop {
		return err
	}
	if err := l.finish(); err != nil {
		return err
	}
	if l.head == nil {
		return rd.noTable(s, l)
	}
	rd.ledgers = append(rd.ledgers, l)
	rd.res.Sheets = append(rd.res.Sheets, l.info())
	return nil
}

// noTable handles a sheet without a header of projects: empty, words, or a table of a kind that comes later.
func (rd *reader) noTable(s *sheet, l *ledger) error {
	if len(l.pending) == 0 {
		rd.ignore(s, "空表")
		return nil
	}
	if l.figures {
		rd.ignore(s, computedReason)
		return nil
	}
	if h := l.other; h != nil {
		for _, r := range l.pending {
			if r.num > h.bottom {
				l.sample(r)
			}
		}
		rd.res.Sheets = append(rd.res.Sheets, crm.ImportSheet{Name: s.name, Role: "ignored", Reason: "没有认出是哪种台账；可以自己指定各列再导入",
			HeaderRows: h.rows, Fingerprint: l.print, Mapping: l.mapping(h)})
		return nil
	}
	rd.ignore(s, "说明文字，没有认出表头")
	return nil
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
