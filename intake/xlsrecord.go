package intake

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// Records of a BIFF8 stream that are read ([MS-XLS] 2.3); all others are passed over.
const (
	xlsFormula     = 0x0006
	xlsEOF         = 0x000A
	xlsDateMode    = 0x0022
	xlsFilePass    = 0x002F
	xlsContinue    = 0x003C
	xlsColInfo     = 0x007D
	xlsWsBool      = 0x0081
	xlsBoundSheet  = 0x0085
	xlsMulRK       = 0x00BD
	xlsRString     = 0x00D6
	xlsXF          = 0x00E0
	xlsMergedCells = 0x00E5
	xlsSST         = 0x00FC
	xlsLabelSST    = 0x00FD
	xlsNumber      = 0x0203
	xlsLabel       = 0x0204
	xlsBoolErr     = 0x0205
	xlsString      = 0x0207
	xlsRow         = 0x0208
	xlsArray       = 0x0221
	xlsTable       = 0x0236
	xlsRK          = 0x027E
	xlsFormat      = 0x041E
	xlsShrFmla     = 0x04BC
	xlsBOF         = 0x0809
)

var (
	errXLS = errors.New("malformed xls record")
	le     = binary.LittleEndian
)

// xlsRecord is one record; its body lies in the stream.
type xlsRecord struct {
	typ  int
	at   int // where it begins in the stream
	body []byte
}

func (r *xlsRecord) u16(i int) int { return int(le.Uint16(r.body[i:])) }

// xlsRecords reads records one after the other.
type xlsRecords struct {
	data []byte
	pos  int
}

// next returns the next record; false at the end of the stream, or where a record is cut short.
func (s *xlsRecords) next(r *xlsRecord) bool {
	if len(s.data)-s.pos < 4 {
		return false
	}
	n := int(le.Uint16(s.data[s.pos+2:]))
	if len(s.data)-s.pos-4 < n {
		return false
	}
	*r = xlsRecord{typ: int(le.Uint16(s.data[s.pos:])), at: s.pos, body: s.data[s.pos+4 : s.pos+4+n]}
	s.pos += 4 + n
	return true
}

// xlsPayload reads the body of a record and of the CONTINUE records behind it as one.
type xlsPayload struct {
	chunk []byte
	rest  xlsRecords
}

// more goes on to the next CONTINUE record once the current one is used up; false when there is none.
func (p *xlsPayload) more() bool {
	for len(p.chunk) == 0 {
		var r xlsRecord
		ahead := p.rest
		if !ahead.next(&r) || r.typ != xlsContinue {
			return false
		}
		p.rest, p.chunk = ahead, r.body
	}
	return true
}

func (p *xlsPayload) u8() (int, error) {
	if !p.more() {
		return 0, errXLS
	}
	b := p.chunk[0]
	p.chunk = p.chunk[1:]
	return int(b), nil
}

// uint reads an integer of n bytes.
func (p *xlsPayload) uint(n int) (int, error) {
	v := 0
	for i := range n {
		b, err := p.u8()
		if err != nil {
			return 0, err
		}
		v |= b << (8 * i)
	}
	return v, nil
}

func (p *xlsPayload) skip(n int) error {
	for n > 0 {
		if !p.more() {
			return errXLS
		}
		k := min(n, len(p.chunk))
		p.chunk, n = p.chunk[k:], n-k
	}
	return nil
}

// text reads a string whose length takes size bytes (XLUnicodeString, or XLUnicodeRichExtendedString with runs and phonetics, which are
// passed over). Where its characters go on in a CONTINUE record, that begins with a flag byte of its own, and the width may change.
func (p *xlsPayload) text(size int) (string, error) {
	n, err := p.uint(size)
	if err != nil {
		return "", err
	}
	if n == 0 && !p.more() {
		return "", nil
	}
	flags, err := p.u8()
	if err != nil {
		return "", err
	}
	runs, extra := 0, 0
	if flags&0x08 != 0 {
		if runs, err = p.uint(2); err != nil {
			return "", err
		}
	}
	if flags&0x04 != 0 {
		if extra, err = p.uint(4); err != nil {
			return "", err
		}
	}
	s, err := p.chars(n, flags&1 != 0)
	if err != nil {
		return "", err
	}
	return s, p.skip(4*runs + extra)
}

// chars reads n characters of one or two bytes.
func (p *xlsPayload) chars(n int, wide bool) (string, error) {
	var out []uint16
	for n > 0 {
		if len(p.chunk) == 0 {
			flags, err := p.u8()
			if err != nil {
				return "", err
			}
			wide = flags&1 != 0
		}
		k := min(n, len(p.chunk))
		if wide {
			if k = min(n, len(p.chunk)/2); k == 0 && len(p.chunk) > 0 {
				return "", errXLS // half a character
			}
			for i := range k {
				out = append(out, le.Uint16(p.chunk[2*i:]))
			}
			p.chunk = p.chunk[2*k:]
		} else {
			for _, c := range p.chunk[:k] {
				out = append(out, uint16(c))
			}
			p.chunk = p.chunk[k:]
		}
		n -= k
	}
	return string(utf16.Decode(out)), nil
}
