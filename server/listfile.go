package server

import (
	"context"
	"fmt"
	"io"
	"os"

	"yinfeng/crm"
	"yinfeng/reports"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// listExport is a list on its way to a workbook: the table, its rows, what it is.
type listExport struct {
	object string // for the audit log: lead
	noun   string // 线索
	list   reports.List
	rows   [][]any
}

// listFile writes a list as a workbook, made whole before the first byte is sent, and
// notes the export in the audit log.
func (s *Server) listFile(ctx context.Context, v crm.Viewer, x listExport) (*Download, error) {
	today := s.store.Today()
	x.list.Sheet, x.list.Title, x.list.Issuer, x.list.On, x.list.Demo = x.noun, x.noun+"清单", v.UnitName, today, s.o.Demo
	x.list.Count = len(x.rows)
	f, err := os.CreateTemp("", "yinfeng-list-*.xlsx")
	if err != nil {
		return nil, err
	}
	d := &Download{Name: fmt.Sprintf("%s清单-%s.xlsx", x.noun, today), Type: xlsxType, Body: tempFile{f}}
	err = reports.WriteList(ctx, f, x.list, x.each, nil)
	if err == nil {
		d.Size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = s.store.LogExport(ctx, v, x.object, x.noun, len(x.rows))
	}
	if err != nil {
		d.Body.Close()
		return nil, err
	}
	return d, nil
}

// each hands the rows on.
func (x *listExport) each(yield func([]any, error) bool) {
	for _, r := range x.rows {
		if !yield(r, nil) {
			return
		}
	}
}

// tempFile is removed when it has been sent.
type tempFile struct{ *os.File }

// Close closes and removes the file.
func (f tempFile) Close() error {
	err := f.File.Close()
	if e := os.Remove(f.Name()); err == nil {
		err = e
	}
	return err
}
