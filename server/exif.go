package server

import (
	"bytes"
	"encoding/binary"
	"io"
)

// orientation reads the EXIF orientation of a JPEG, 1 when there is none or it cannot
// be read. Only the first 64 KiB are looked at, where cameras write it.
func orientation(f io.ReaderAt) int {
	b := make([]byte, 64<<10)
	n, err := f.ReadAt(b, 0)
	if err != nil && err != io.EOF {
		return 1
	}
	b = b[:n]
	for i := 2; i+4 <= len(b) && b[i] == 0xFF; {
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		end := i + 2 + size
		if b[i+1] == 0xDA || size < 2 || end > len(b) {
			return 1
		}
		if b[i+1] == 0xE1 && bytes.HasPrefix(b[i+4:end], []byte("Exif\x00\x00")) {
			return tiffOrientation(b[i+10 : end])
		}
		i = end
	}
	return 1
}

func tiffOrientation(b []byte) int {
	var o binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte("II*\x00")):
		o = binary.LittleEndian
	case bytes.HasPrefix(b, []byte("MM\x00*")):
		o = binary.BigEndian
	default:
		return 1
	}
	if len(b) < 8 {
		return 1
	}
	at := int(o.Uint32(b[4:]))
	if at < 8 || at+2 > len(b) {
		return 1
	}
	for i := range int(o.Uint16(b[at:])) {
		e := at + 2 + 12*i
		if e+12 > len(b) {
			return 1
		}
		if o.Uint16(b[e:]) == 0x0112 {
			return int(o.Uint16(b[e+8:]))
		}
	}
	return 1
}
