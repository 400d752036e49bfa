package intake

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"yinfeng/crm"
)

// parts gives the named parts of a workbook, each within its limits.
type parts struct {
	files  map[string]*zip.File // by lower-case name with forward slashes
	budget int64
}

func openParts(r io.ReaderAt, size int64) (*parts, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errDamaged(err)
	}
	if len(z.File) > maxParts {
		return nil, errBomb()
	}
	p := &parts{files: make(map[string]*zip.File, len(z.File)), budget: 2 * maxUnpacked} // sheets are read twice
	var claimed uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, refuse("文件有密码，读不了；请去掉密码另存后再导入")
		}
		claimed += min(f.UncompressedSize64, maxUnpacked+1)
		if claimed > maxUnpacked {
			return nil, errBomb()
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if _, dup := p.files[name]; !dup {
			p.files[name] = f
		}
	}
	return p, nil
}

func (p *parts) has(name string) bool { return p.files[strings.ToLower(name)] != nil }

// open streams a part of at most limit bytes.
func (p *parts) open(name string, limit int64) (io.ReadCloser, error) {
	f := p.files[strings.ToLower(name)]
	if f == nil {
		return nil, errDamaged(errors.New("missing part " + name))
	}
	rc, err := f.Open()
	if err != nil {
		return nil, errDamaged(err)
	}
	b := &bounded{r: rc, limit: limit, packed: int64(f.CompressedSize64), budget: &p.budget}
	return struct {
		io.Reader
		io.Closer
	}{b, rc}, nil
}

// decode reads a small part into v. encoding/xml follows no external entity.
func (p *parts) decode(name string, v any) error {
	rc, err := p.open(name, maxPart)
	if err != nil {
		return err
	}
	defer rc.Close()
	return damaged(xml.NewDecoder(rc).Decode(v))
}

// damaged turns a reading error into the line for a person, keeping lines that are already for one.
func damaged(err error) error {
	var e *crm.Error
	switch {
	case err == nil || err == errStop:
		return err
	case errors.As(err, &e):
		return e
	}
	return errDamaged(err)
}

// relation is one line of a .rels part.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// relations reads the relations of a part (of the whole file for ""); targets are made names of parts, external ones dropped.
func (p *parts) relations(of string) ([]relation, error) {
	name := "_rels/.rels"
	if of != "" {
		name = path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	}
	if !p.has(name) {
		return nil, nil
	}
	var doc struct {
		List []relation `xml:"Relationship"`
	}
	if err := p.decode(name, &doc); err != nil {
		return nil, err
	}
	var out []relation
	for _, r := range doc.List {
		if strings.EqualFold(r.Mode, "External") {
			continue
		}
		t := strings.ReplaceAll(r.Target, `\`, "/")
		if strings.HasPrefix(t, "/") {
			r.Target = strings.TrimPrefix(path.Clean(t), "/")
		} else {
			r.Target = path.Join(path.Dir(of), t)
		}
		out = append(out, r)
	}
	return out, nil
}
