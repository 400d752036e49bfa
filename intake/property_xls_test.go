package intake_test

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf16"
)

var le = binary.LittleEndian

// record is a record of an old workbook's stream.
func record(typ int, body []byte) []byte {
	return append(le.AppendUint16(le.AppendUint16(nil, uint16(typ)), uint16(len(body))), body...)
}

func u16s(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = le.AppendUint16(b, uint16(v))
	}
	return b
}

// oldText is a text as records hold it: its length in characters, one byte that says two bytes each, the characters.
func oldText(s string, short bool) []byte {
	units := utf16.Encode([]rune(s))
	b := u16s(len(units))
	if short {
		b = b[:1]
	}
	b = append(b, 1)
	for _, u := range units {
		b = le.AppendUint16(b, u)
	}
	return b
}

// xls writes an old workbook: BIFF8 in a container.
func (m *maker) xls(sheets []*canvas) []byte {
	var bodies [][]byte
	for _, c := range sheets {
		bodies = append(bodies, c.biff())
	}
	head := record(0x0809, u16s(0x0600, 5, 0, 0))
	for _, format := range []int{0, 14, 10} {
		head = append(head, record(0x00E0, append(u16s(0, format), make([]byte, 16)...))...)
	}
	at := len(head) + 4 // the end of the globals
	for _, c := range sheets {
		at += 4 + 6 + len(oldText(c.name, true))
	}
	for i, c := range sheets {
		head = append(head, record(0x0085, append(append(le.AppendUint32(nil, uint32(at)), 0, 0), oldText(c.name, true)...))...)
		at += len(bodies[i])
	}
	head = append(head, record(0x000A, nil)...)
	for _, b := range bodies {
		head = append(head, b...)
	}
	return container("Workbook", head)
}

// biff is the stream of one sheet.
func (c *canvas) biff() []byte {
	out := record(0x0809, u16s(0x0600, 0x0010, 0, 0))
	for col := range c.hiddenCols {
		out = append(out, record(0x007D, u16s(col-1, col-1, 2000, 0, 1, 0))...)
	}
	for row := range c.hiddenRows {
		out = append(out, record(0x0208, u16s(row-1, 0, 10, 300, 0, 0, 0x20, 0))...)
	}
	for _, at := range c.sorted() {
		out = append(out, c.cells[at].biff(at[0]-1, at[1]-1)...)
	}
	for i := 0; i < len(c.merges); i += 1000 {
		some := c.merges[i:min(i+1000, len(c.merges))]
		b := u16s(len(some))
		for _, g := range some {
			b = append(b, u16s(g[0]-1, g[2]-1, g[1]-1, g[3]-1)...)
		}
		out = append(out, record(0x00E5, b)...)
	}
	return append(out, record(0x000A, nil)...)
}

func (p printed) biff(row, col int) []byte {
	style := 0
	if p.date {
		style = 1
	} else if p.percent {
		style = 2
	}
	at := u16s(row, col, style)
	v, err := strconv.ParseFloat(p.text, 64)
	value := le.AppendUint64(nil, math.Float64bits(v))
	switch {
	case p.failed:
		return record(0x0205, append(at, 0x17, 1))
	case p.number && err == nil && p.formula != "":
		return record(0x0006, append(append(at, value...), make([]byte, 8)...))
	case p.number && err == nil:
		return record(0x0203, append(at, value...))
	}
	return record(0x0204, append(at, oldText(p.text, false)...))
}

// container wraps a stream in an OLE2 file of sectors of 512 bytes.
func container(name string, stream []byte) []byte {
	const sector, free, end, fatMark = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
	stream = append(stream, make([]byte, max(4096-len(stream), 0))...) // shorter ones would lie in the mini stream
	size := len(stream)
	stream = append(stream, make([]byte, (sector-size%sector)%sector)...)
	n := len(stream) / sector
	fats := 1
	for fats*128 < n+1+fats {
		fats++
	}
	fat := make([]uint32, fats*128)
	for i := range fat {
		switch {
		case i < fats:
			fat[i] = fatMark
		case i == fats, i == fats+n:
			fat[i] = end
		case i < fats+n:
			fat[i] = uint32(i + 1)
		default:
			fat[i] = free
		}
	}
	head := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 16)...)
	head = append(head, u16s(0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0)...)
	for _, v := range []uint32{0, uint32(fats), uint32(fats), 0, 4096, end, 0, end, 0} {
		head = le.AppendUint32(head, v)
	}
	for i := range 109 {
		if i < fats {
			head = le.AppendUint32(head, uint32(i))
		} else {
			head = le.AppendUint32(head, free)
		}
	}
	for _, f := range fat {
		head = le.AppendUint32(head, f)
	}
	dir := append(entry("Root Entry", 5, 1, end, 0), entry(name, 2, free, uint32(fats+1), size)...)
	head = append(append(head, dir...), make([]byte, sector-len(dir))...)
	return append(head, stream...)
}

// entry is a line of the container's directory.
func entry(name string, kind byte, child, start uint32, size int) []byte {
	b := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		le.PutUint16(b[2*i:], u)
	}
	le.PutUint16(b[64:], uint16(2*len(units)+2))
	b[66], b[67] = kind, 1
	for i := 68; i < 76; i++ {
		b[i] = 0xFF
	}
	le.PutUint32(b[76:], child)
	le.PutUint32(b[116:], start)
	le.PutUint64(b[120:], uint64(size))
	return b
}
