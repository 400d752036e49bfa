package intake

import (
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// maxOLEHead is how much of an OLE container may be read to list its streams: some 2,000 of them. A workbook has ten; the library
// keeps a path for each, and nested ones would take memory by the square of their number.
const maxOLEHead = 256 << 10

// metered reads at most left bytes; left < 0 afterwards tells that it was too little.
type metered struct {
	r    io.ReaderAt
	left int64
}

var errMetered = errors.New("too many streams")

func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 {
		return 0, errMetered
	}
	return m.r.ReadAt(p, off)
}

// openOLE reads an old workbook (.xls, WPS .et) out of its container. Other documents in such a container are refused by their kind;
// macros and embedded objects are never read.
func openOLE(r io.ReaderAt, size int64) (*book, error) {
	m := &metered{r: r, left: maxOLEHead}
	doc, err := mscfb.New(m)
	if m.left < 0 {
		return nil, refuse("文件里嵌入的对象太多，读不了；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
	}
	if err != nil {
		return nil, refuseOLE(r, size, err)
	}
	streams := map[string]*mscfb.File{}
	for _, f := range doc.File {
		if len(f.Path) == 0 {
			streams[strings.ToLower(f.Name)] = f
		}
	}
	main := streams["workbook"]
	switch {
	case streams["encryptedpackage"] != nil:
		return nil, refusePassword()
	case main == nil && streams["book"] != nil:
		main = streams["book"]
	case main == nil && streams["worddocument"] != nil:
		return nil, refuse("这是 Word 文档，不是 Excel 工作簿；请把里面的表格复制到 Excel，另存为 .xlsx 再导入")
	case main == nil && streams["powerpoint document"] != nil:
		return nil, refuse("这是 PowerPoint 文稿，不是 Excel 工作簿；请把表格另存为 .xlsx 再导入")
	case main == nil:
		return nil, refuseOLE(r, size, errors.New("no workbook stream"))
	}
	if main.Size > size {
		return nil, errDamaged(errors.New("stream longer than its file"))
	}
	m.left = 4 * (size + maxOLEHead) // every sector, and its place in the chain
	data := make([]byte, main.Size)
	for at := 0; at < len(data); { // the library takes a chain apart by the square of its length
		n, err := main.Read(data[at:min(at+1<<16, len(data))])
		if at += n; err != nil && err != io.EOF || n == 0 {
			return nil, errDamaged(errors.Join(errors.New("workbook stream"), err))
		}
	}
	return openXLS(data)
}

func refusePassword() error {
	return refuse("文件有密码，读不了；请去掉密码另存后再导入")
}
