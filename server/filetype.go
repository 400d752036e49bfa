package server

import (
	"archive/zip"
	"bytes"
	"io"

	"yinfeng/crm"
)

// fileType is a kind of file that may be kept, told by content and never by name.
type fileType struct{ media, ext string }

var (
	typePDF  = fileType{"application/pdf", ".pdf"}
	typeJPEG = fileType{"image/jpeg", ".jpg"}
	typePNG  = fileType{"image/png", ".png"}
	typeXLSX = fileType{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"}
	typeDOCX = fileType{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"}
	typeOFD  = fileType{"application/ofd", ".ofd"} // 版式文件 (GB/T 33190): electronic invoices come so
)

var errType = crm.Invalid("file", "只能上传 PDF、OFD、JPG、PNG 图片和 xlsx、docx 文件；旧格式请另存后再传")

type readerAt interface {
	io.Reader
	io.ReaderAt
	io.Seeker
}

// sniff tells the type of a file by its first bytes, and for zip containers by what
// they hold; nothing is unpacked.
func sniff(f readerAt, size int64) (fileType, error) {
	head := make([]byte, 16)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return fileType{}, err
	}
	head = head[:n]
	switch {
	case n == 0:
		return fileType{}, crm.Invalid("file", "文件是空的，请重新选择")
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return typePDF, nil
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return typeJPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return typePNG, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return sniffZip(f, size)
	}
	return fileType{}, errType
}

// maxParts bounds the parts of an office document that is looked through.
const maxParts = 10_000

func sniffZip(f io.ReaderAt, size int64) (fileType, error) {
	z, err := zip.NewReader(f, size)
	if err != nil || len(z.File) > maxParts {
		return fileType{}, crm.Invalid("file", "文件已损坏或不完整，请重新保存后再传")
	}
	for _, part := range z.File {
		switch part.Name {
		case "xl/workbook.xml":
			return typeXLSX, nil
		case "word/document.xml":
			return typeDOCX, nil
		case "OFD.xml":
			return typeOFD, nil
		}
	}
	return fileType{}, errType
}
