package intake

import (
	"errors"
	"fmt"
	"io"

	"yinfeng/crm"
)

// Bounds on files (trust §2). Memory is what must stay small: sheets are streamed, other parts are held.
const (
	maxFile     = 64 << 20  // bytes of the file itself
	maxUnpacked = 512 << 20 // bytes of all parts that are read, unpacked
	maxPart     = 16 << 20  // a part that is held in memory, unpacked
	maxStrings  = 64 << 20  // text of the shared strings
	maxRatio    = 250       // unpacked to packed, of a part over ratioFrom
	ratioFrom   = 4 << 20
	maxParts    = 5000
	maxSheets   = 200
	maxRow      = 1 << 20
	maxCol      = 1 << 14
	maxDataRows = 200_000
	maxMerges   = 200_000
	maxToken    = 1 << 20 // one tag or one run of text
	maxField    = 1 << 18 // one field of a CSV
	headRows    = 60      // non-blank rows within which the header must stand
)

// refuse is a file that is not read at all: one line that tells a person what to do (ruling 36).
func refuse(format string, a ...any) *crm.Error {
	return &crm.Error{Code: crm.CodeInvalid, Field: "file", Detail: fmt.Sprintf(format, a...)}
}

func errDamaged(cause error) error {
	e := refuse("文件不完整或已损坏，打不开；请用 Excel 或 WPS 打开原文件，另存一份再导入")
	e.Cause = cause
	return e
}

func errBomb() error {
	return refuse("文件解压后大得不合常理，不能读取；请另存为新的 .xlsx（只保留台账表）再导入")
}

// errStop ends a stream early without being an error to anyone.
var errStop = errors.New("stop")

// bounded counts what is unpacked from one part and stops at its limits, whatever the archive claims.
type bounded struct {
	r      io.Reader
	n      int64
	limit  int64
	packed int64
	budget *int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	*b.budget -= int64(n)
	if b.n > b.limit || *b.budget < 0 || (b.n > ratioFrom && b.n > maxRatio*max(b.packed, 1)) {
		return 0, errBomb()
	}
	return n, err
}
