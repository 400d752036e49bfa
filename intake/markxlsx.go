package intake

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// xlsxMarker patches the parts of a workbook that the marks touch and copies all others as they lie in the archive.
type xlsxMarker struct {
	ctx     context.Context
	x       *xlsx
	zip     *zip.Reader
	main    string
	patch   map[string]func(io.Writer) error // what a part is replaced by, by its lower-case name
	extra   []newPart                        // parts that the workbook did not have
	types   []string                         // further elements of the content types
	vml     bool                             // a drawing is new: its ending needs a content type
	styles  markStyles
	strict  bool // the workbook is one of ISO 29500 strict, which names relations otherwise
	columns bool // a sheet gets a column of opinions
}

type newPart struct {
	name  string
	write func(io.Writer) error
}

func markXLSX(ctx context.Context, w io.Writer, r io.ReaderAt, size int64, all map[string]*sheetMarks) error {
	x, main, doc, rels, err := openWorkbook(r, size)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return errDamaged(err)
	}
	x.parts.budget = 6 * maxUnpacked // measured, read and copied
	m := &xlsxMarker{ctx: ctx, x: x, zip: z, main: main, patch: map[string]func(io.Writer) error{}}
	found := 0
	for i, d := range doc.Sheets {
		marks := all[d.Name]
		if marks == nil {
			continue
		}
		found++
		for _, rel := range rels {
			if rel.ID == d.RID && strings.HasSuffix(rel.Type, "/worksheet") {
				if err := m.plan(i, rel.Target, marks); err != nil {
					return err
				}
			}
		}
	}
	if found < len(all) {
		return fmt.Errorf("intake: notes on %d sheets, of which the file has %d", len(all), found)
	}
	if m.columns {
		if err := m.planStyles(rels); err != nil {
			return err
		}
	}
	if err := m.planTypes(); err != nil {
		return err
	}
	return m.write(w)
}

// write writes the archive: what is patched in its place, new parts at the end.
func (m *xlsxMarker) write(w io.Writer) error {
	zw := zip.NewWriter(w)
	zw.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, 5) })
	if err := zw.SetComment(m.zip.Comment); err != nil {
		return err
	}
	for _, f := range m.zip.File {
		if err := m.ctx.Err(); err != nil {
			return err
		}
		patch := m.patch[partKey(f.Name)]
		if patch == nil || m.x.parts.files[partKey(f.Name)].Name != f.Name {
			if err := zw.Copy(f); err != nil {
				return err
			}
			continue
		}
		if err := m.put(zw, &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: f.Modified}, patch); err != nil {
			return err
		}
	}
	for _, p := range m.extra {
		if err := m.put(zw, &zip.FileHeader{Name: p.name, Method: zip.Deflate}, p.write); err != nil {
			return err
		}
	}
	return zw.Close()
}

func (m *xlsxMarker) put(zw *zip.Writer, h *zip.FileHeader, write func(io.Writer) error) error {
	pw, err := zw.CreateHeader(h)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(pw, 1<<16)
	if err := write(out); err != nil {
		return err
	}
	return out.Flush()
}

func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// raw reads a small part as it stands; nil when there is none.
func (m *xlsxMarker) raw(name string) ([]byte, error) {
	if !m.x.parts.has(name) {
		return nil, nil
	}
	rc, err := m.x.parts.open(name, maxPart)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	data, err := io.ReadAll(rc)
	return data, damaged(err)
}

// set replaces or adds a part.
func (m *xlsxMarker) set(name string, data []byte) {
	m.setFunc(name, func(w io.Writer) error { _, err := w.Write(data); return err })
}

func (m *xlsxMarker) setFunc(name string, write func(io.Writer) error) {
	if m.x.parts.has(name) {
		m.patch[partKey(name)] = write
		return
	}
	m.extra = append(m.extra, newPart{name, write})
}

// free is the first name of the pattern that no part has.
func (m *xlsxMarker) free(pattern string) string {
next:
	for n := 1; ; n++ {
		name := fmt.Sprintf(pattern, n)
		if m.x.parts.has(name) {
			continue
		}
		for _, p := range m.extra {
			if strings.EqualFold(p.name, name) {
				continue next
			}
		}
		return name
	}
}

// Names of the format; strict workbooks have others for relations.
const (
	nsMain       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsStrictRel  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	nsRels       = "http://schemas.openxmlformats.org/package/2006/relationships"
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	typeComments = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
	typeStyles   = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
	typeVML      = "application/vnd.openxmlformats-officedocument.vmlDrawing"
)

// relate adds relations to the part's list of them. Each is the last word of its type, its id and the full name of its target.
func (m *xlsxMarker) relate(of string, added [][3]string) error {
	if len(added) == 0 {
		return nil
	}
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	data, err := m.raw(name)
	if err != nil {
		return err
	}
	if data == nil {
		data = []byte(xmlHead + `<Relationships xmlns="` + nsRels + `"></Relationships>`)
	}
	ns := nsRel
	if m.strict {
		ns = nsStrictRel
	}
	var b strings.Builder
	prefix := rootPrefix(data)
	for _, a := range added {
		fmt.Fprintf(&b, `<%sRelationship Id="%s" Type="%s/%s" Target="/%s"/>`, prefix, a[1], ns, a[0], escapeXML(a[2]))
	}
	out, err := insertAtEnd(data, b.String())
	if err != nil {
		return err
	}
	m.set(name, out)
	return nil
}

// freeID is a relation id that the part does not use yet.
func (m *xlsxMarker) freeID(of, word string) (string, error) {
	data, err := m.raw(path.Join(path.Dir(of), "_rels", path.Base(of)+".rels"))
	if err != nil {
		return "", err
	}
	id := "rId" + word
	for strings.Contains(string(data), `"`+id+`"`) || strings.Contains(string(data), `'`+id+`'`) {
		id += "x"
	}
	return id, nil
}

// planTypes declares the new parts.
func (m *xlsxMarker) planTypes() error {
	const name = "[Content_Types].xml"
	data, err := m.raw(name)
	if err != nil {
		return err
	}
	prefix := rootPrefix(data)
	var b strings.Builder
	if m.vml && !strings.Contains(strings.ToLower(string(data)), `extension="vml"`) {
		fmt.Fprintf(&b, `<%sDefault Extension="vml" ContentType="%s"/>`, prefix, typeVML)
	}
	for _, t := range m.types {
		part, typ, _ := strings.Cut(t, "\x00")
		fmt.Fprintf(&b, `<%sOverride PartName="/%s" ContentType="%s"/>`, prefix, escapeXML(part), typ)
	}
	if b.Len() == 0 {
		return nil
	}
	out, err := insertAtEnd(data, b.String())
	if err != nil {
		return err
	}
	m.set(name, out)
	return nil
}
