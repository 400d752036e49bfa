package reports

import (
	"context"
	"io"

	"github.com/xuri/excelize/v2"

	"yinfeng/crm"
)

// Progress hears how many rows of how many are written; it may be nil.
type Progress func(done, total int)

// book is a workbook being written. The first error sticks: later calls do nothing, and
// finish returns it.
type book struct {
	ctx      context.Context
	file     *excelize.File
	styles   map[look]int
	footLeft string
	footEnd  string
	progress Progress
	done     int
	total    int
	err      error
}

func newBook(ctx context.Context, out io.Writer, total int, progress Progress) *book {
	b := &book{ctx: ctx, file: excelize.NewFile(), styles: map[look]int{}, total: total, progress: progress}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newArchive(ctx, out) })
	b.fail(b.file.SetDefaultFont(fontSong))
	return b
}

// fail keeps the first error.
func (b *book) fail(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

// properties sets what the file says of itself. Its times come from the data, never
// from the clock, so that the same data give the same bytes.
func (b *book) properties(title, author string, on crm.Date) {
	at := string(on) + "T00:00:00Z"
	b.fail(b.file.SetDocProps(&excelize.DocProperties{
		Title: title, Creator: author, LastModifiedBy: author, Created: at, Modified: at,
	}))
	b.fail(b.file.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", AppVersion: "16.0300"}))
}

// step counts one row and looks for a cancel now and then.
func (b *book) step() {
	b.done++
	if b.done%256 != 0 || b.err != nil {
		return
	}
	b.fail(b.ctx.Err())
	if b.progress != nil {
		b.progress(min(b.done, b.total), b.total)
	}
}

// finish writes the file to the output.
func (b *book) finish(first string) error {
	defer b.file.Close()
	if b.err == nil && b.file.GetSheetName(0) != first {
		b.fail(b.file.DeleteSheet("Sheet1"))
	}
	if b.err == nil {
		b.file.SetActiveSheet(0)
		b.fail(b.file.Write(io.Discard)) // the archive writes to the output itself
	}
	if b.err == nil && b.progress != nil {
		b.progress(b.total, b.total)
	}
	return b.err
}
