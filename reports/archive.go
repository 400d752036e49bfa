package reports

import (
	"bytes"
	"context"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"sort"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
)

// archive is excelize's ZipWriter on klauspost/compress, straight to the output. It
// deflates each part as it comes and keeps only the deflated bytes (a few MB for
// 100,000 rows), because excelize hands the sheets over in the order of a map: Close
// writes them in one fixed order with one fixed time, so that equal input gives equal
// bytes.
type archive struct {
	ctx   context.Context
	out   io.Writer
	level int
	parts map[string]*part
	open  *part
	types bytes.Buffer // the content types, sorted at the end
}

// part is one file of the archive.
type part struct {
	ctx  context.Context
	buf  bytes.Buffer
	zip  *flate.Writer
	crc  hash.Hash32
	size uint64
}

func newArchive(ctx context.Context, out io.Writer) *archive {
	return &archive{ctx: ctx, out: out, level: 5, parts: map[string]*part{}}
}

// Create starts the next part and ends the one before.
func (a *archive) Create(name string) (io.Writer, error) {
	if name == contentTypesName {
		return &a.types, a.finish()
	}
	return a.create(name)
}

func (a *archive) create(name string) (io.Writer, error) {
	if err := a.finish(); err != nil {
		return nil, err
	}
	p := &part{ctx: a.ctx, crc: crc32.NewIEEE()}
	var err error
	if p.zip, err = flate.NewWriter(&p.buf, a.level); err != nil {
		return nil, err
	}
	a.parts[name], a.open = p, p
	return p, nil
}

// AddFS is part of excelize's interface; a workbook never needs it.
func (a *archive) AddFS(fs.FS) error { return errors.New("reports: no file systems in a workbook") }

func (p *part) Write(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	p.size += uint64(len(b))
	p.crc.Write(b)
	return p.zip.Write(b)
}

func (a *archive) finish() error {
	if a.open == nil {
		return nil
	}
	err := a.open.zip.Close()
	a.open.zip, a.open = nil, nil
	return err
}

// Close writes all parts in their fixed order.
func (a *archive) Close() error {
	if err := a.finish(); err != nil {
		return err
	}
	if err := a.writeTypes(a.names()); err != nil {
		return err
	}
	names := a.names()
	zw := zip.NewWriter(a.out)
	for _, name := range names {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		p := a.parts[name]
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: p.crc.Sum32(),
			CompressedSize64: uint64(p.buf.Len()), UncompressedSize64: p.size}
		//lint:ignore SA1019 CreateRaw writes this field and never looks at Modified
		header.ModifiedDate = 1<<5 | 1 // 1980-01-01, the format's first day
		w, err := zw.CreateRaw(header)
		if err != nil {
			return err
		}
		if _, err := p.buf.WriteTo(w); err != nil {
			return err
		}
		delete(a.parts, name)
	}
	return zw.Close()
}

// names lists the parts in their fixed order.
func (a *archive) names() []string {
	names := make([]string, 0, len(a.parts))
	for name := range a.parts {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return partOrder(names[i]) < partOrder(names[j]) })
	return names
}

// partOrder puts the content types first, as readers expect, then sorts by name.
func partOrder(name string) string {
	switch name {
	case contentTypesName:
		return "0"
	case "_rels/.rels":
		return "1"
	}
	return "2" + name
}
