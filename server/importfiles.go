package server

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yinfeng/crm"
	"yinfeng/intake"
	"yinfeng/reports"
	"yinfeng/store"
)

// defaultMaxImport is what the importer reads at most.
const defaultMaxImport = 64 << 20

// ImportForm is the multipart form of a ledger.
type ImportForm struct {
	Kind   string        `form:"kind" required:"false" enum:"auto,projects,leads,visits,capital,matrix,companies" doc:"默认自动识别"`
	AsOf   string        `form:"asOf" required:"false" maxLength:"10" doc:"填报日 YYYY-MM-DD，默认业务日"`
	UnitID int64         `form:"unitId" required:"false" minimum:"0" doc:"表中没有单位列时所属的单位"`
	File   huma.FormFile `form:"file" required:"true" contentType:"application/octet-stream"`
}

// ImportFormInput is a ledger to import.
type ImportFormInput struct {
	RawBody huma.MultipartFormFiles[ImportForm]
}

func (s *Server) handleImportAdd(ctx context.Context, v crm.Viewer, in *ImportFormInput) (crm.ImportBatch, error) {
	form := in.RawBody.Data()
	if form.File.Size > s.o.MaxImport {
		return crm.ImportBatch{}, &crm.Error{Code: crm.CodeTooLarge, Field: "file",
			Detail: fmt.Sprintf("文件有 %d MB，超过 %d MB 上限；请拆成几个文件再导入", form.File.Size>>20, s.o.MaxImport>>20)}
	}
	b, err := s.store.NewImport(ctx, v, crm.ImportUpload{FileName: ledgerName(form.File.Filename), Kind: crm.ImportKind(form.Kind),
		AsOf: crm.Date(form.AsOf), UnitID: form.UnitID}, form.File.File)
	if err == nil {
		s.imports.wake()
	}
	return b, err
}

var ledgerExt = regexp.MustCompile(`^\.[A-Za-z0-9]{1,8}$`)

// ledgerName is a client's file name without what a name should not have; its extension
// stays, since the importer holds it against the content.
func ledgerName(name string) string {
	ext := path.Ext(name)
	if !ledgerExt.MatchString(ext) {
		ext = ""
	}
	return fileName(name, fileType{ext: strings.ToLower(ext)})
}

// handleImportMarked writes the person's own file, for that person alone, with the complaints of its last check.
func (s *Server) handleImportMarked(ctx context.Context, v crm.Viewer, in *IDParam) (*Download, error) {
	b, err := s.store.Import(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	if len(b.Sheets) == 0 {
		return nil, crm.Conflict(b, "这一批%s，还没有检查意见可以下载", b.State.Label())
	}
	notes, err := s.markNotes(ctx, v, b)
	if err != nil {
		return nil, err
	}
	f, err := s.store.ImportContent(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	heads := map[string]int{}
	for _, sheet := range b.Sheets {
		if n := len(sheet.HeaderRows); n > 0 {
			heads[sheet.Name] = sheet.HeaderRows[n-1]
		}
	}
	return tempDownload("yinfeng-marked-*", func(w io.Writer) (name, media string, err error) {
		name, err = intake.Mark(ctx, w, b.FileName, f, st.Size(), heads, notes)
		ext := path.Ext(name)
		media = xlsxType
		if !strings.HasPrefix(strings.ToLower(ext), ".xls") {
			media = "text/csv"
		}
		return strings.TrimSuffix(name, ext) + "_校验意见" + ext, media, err
	})
}

// markNotes are the complaints about rows, with why a row cannot be imported, and those about sheets.
func (s *Server) markNotes(ctx context.Context, v crm.Viewer, b crm.ImportBatch) ([]intake.MarkNote, error) {
	var notes []intake.MarkNote
	add := func(i crm.ImportIssue) {
		n := intake.MarkNote{Sheet: i.Sheet, Col: i.Col, Error: i.Severity == "error", Text: i.Message}
		if i.Row != nil {
			n.Row = *i.Row
		}
		notes = append(notes, n)
	}
	for _, i := range b.Notes {
		add(i)
	}
	err := s.store.EachImportLine(ctx, v, b.ID, func(l crm.ImportLine) error {
		for _, i := range l.Issues {
			add(i)
		}
		if l.Outcome == crm.ImportRejected && l.Why != "" {
			notes = append(notes, intake.MarkNote{Sheet: l.Sheet, Row: l.Row, Error: true, Text: l.Why})
		}
		return nil
	})
	return notes, err
}

// tempDownload makes a file whole before the first byte is sent, so that an error is still an error.
func tempDownload(pattern string, write func(io.Writer) (name, media string, err error)) (*Download, error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return nil, err
	}
	d := &Download{Body: tempFile{f}}
	d.Name, d.Type, err = write(f)
	if err == nil {
		d.Size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		d.Body.Close()
		return nil, err
	}
	return d, nil
}

// ImportTemplateInput names the kind of a template.
type ImportTemplateInput struct {
	Kind crm.ImportKind `path:"kind" enum:"projects,leads,visits,capital,matrix"`
}

// handleImportTemplate offers the units that the viewer may import for; a person of an office or a
// bureau that none of them belongs to gets all of them.
func (s *Server) handleImportTemplate(ctx context.Context, v crm.Viewer, in *ImportTemplateInput) (*Download, error) {
	units, err := s.store.Units(ctx, v, store.UnitFilter{})
	if err != nil {
		return nil, err
	}
	chains, err := s.store.Chains(ctx, v)
	if err != nil {
		return nil, err
	}
	today := s.store.Today()
	data := crm.TemplateData{Year: today.Year(), Month: today.Month()}
	var all []string
	for _, u := range units {
		if !u.Reporting {
			continue
		}
		all = append(all, u.Name)
		if v.Scope(crm.ActImport).Has(u.ID) {
			data.Units = append(data.Units, u.Name)
		}
	}
	if len(data.Units) == 0 {
		data.Units = all
	}
	for _, c := range chains {
		if c.ValidTo == 0 || c.ValidTo >= data.Year {
			data.Chains = append(data.Chains, c.Name)
		}
	}
	return tempDownload("yinfeng-template-*", func(w io.Writer) (string, string, error) {
		return in.Kind.Label() + "模板.xlsx", xlsxType, reports.WriteTemplate(w, in.Kind, data)
	})
}
