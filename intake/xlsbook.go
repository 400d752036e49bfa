package intake

import (
	"errors"
	"slices"
)

// xls holds what all sheets of an old workbook share.
type xls struct {
	data         []byte // the workbook stream
	strings      []string
	formats      []*numFormat // by cell style
	uncalculated bool         // no formula of the workbook has a value: the program that wrote it calculates none
}

// xlsBound is a line of the workbook's list of sheets.
type xlsBound struct {
	name     string
	at, end  int // of its records in the stream
	hidden   bool
	notTable string
}

// openXLS reads a BIFF8 stream: the list of sheets, styles and shared strings, and what stands around each sheet's cells.
func openXLS(data []byte) (*book, error) {
	var r xlsRecord
	s := xlsRecords{data: data}
	if !s.next(&r) || r.typ != xlsBOF && r.typ&0xF0FF != 0x0009 || len(r.body) < 4 {
		return nil, errDamaged(errXLS)
	}
	if r.typ != xlsBOF || r.u16(0) != 0x0600 {
		return nil, refuse("这是 Excel 95 或更早的 .xls 工作簿，暂不能读；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
	}
	if r.u16(2) != 0x0005 {
		return nil, errDamaged(errors.New("no workbook globals"))
	}
	x, b := &xls{data: data}, &book{}
	bounds, err := x.globals(&s, b)
	if err != nil {
		return nil, damaged(err)
	}
	if len(bounds) == 0 || len(bounds) > maxSheets {
		return nil, refuse("工作簿里有 %d 个工作表，读不了；请只保留要导入的表再试", len(bounds))
	}
	var count xlsFormulas
	for i := range bounds {
		s, err := x.sheet(&bounds[i], &count)
		if err != nil {
			return nil, damaged(err)
		}
		b.sheets = append(b.sheets, s)
	}
	x.uncalculated = count.all > 0 && count.zero == count.all
	return b, nil
}

// globals reads the records in front of the sheets.
func (x *xls) globals(s *xlsRecords, b *book) ([]xlsBound, error) {
	var r xlsRecord
	var bounds []xlsBound
	custom := map[int]*numFormat{}
	var styles []uint16
	for s.next(&r) {
		switch {
		case r.typ == xlsFilePass:
			return nil, refusePassword()
		case r.typ == xlsEOF:
			x.resolve(styles, custom)
			return bounds, x.ends(bounds)
		case r.typ == xlsDateMode && len(r.body) >= 2:
			b.date1904 = r.u16(0) == 1
		case r.typ == xlsXF && len(r.body) >= 4:
			styles = append(styles, uint16(r.u16(2)))
		case r.typ == xlsFormat && len(r.body) >= 5:
			p := xlsPayload{chunk: r.body[2:], rest: *s}
			code, err := p.text(2)
			if err != nil {
				return nil, err
			}
			custom[r.u16(0)] = formatOf(code)
		case r.typ == xlsBoundSheet:
			d, err := x.bound(&r)
			if err != nil {
				return nil, err
			}
			if bounds = append(bounds, d); len(bounds) > maxSheets {
				return bounds, nil
			}
		case r.typ == xlsSST && len(r.body) >= 8:
			if err := x.loadStrings(&r, s); err != nil {
				return nil, err
			}
		}
		if len(styles) > maxFormats || len(custom) > maxFormats {
			return nil, errBomb()
		}
	}
	return nil, errXLS
}

// resolve gives each cell style its number format.
func (x *xls) resolve(styles []uint16, custom map[int]*numFormat) {
	for _, id := range styles {
		f := custom[int(id)]
		if f == nil {
			f = builtinFormat(int(id))
		}
		x.formats = append(x.formats, f)
	}
}

func (x *xls) bound(r *xlsRecord) (xlsBound, error) {
	if len(r.body) < 8 {
		return xlsBound{}, errXLS
	}
	p := xlsPayload{chunk: r.body[6:]}
	name, err := p.text(1)
	d := xlsBound{name: name, at: int(le.Uint32(r.body)), hidden: r.body[4]&3 != 0}
	if r.body[5] != 0 {
		d.notTable = "图表或宏表，没有单元格"
	}
	if d.at >= len(x.data) && d.notTable == "" {
		return d, errors.Join(errXLS, err)
	}
	return d, err
}

// ends bounds each sheet by the next, so that no record is read for two sheets.
func (x *xls) ends(bounds []xlsBound) error {
	var starts []int
	for _, d := range bounds {
		if d.notTable == "" {
			starts = append(starts, d.at)
		}
	}
	slices.Sort(starts)
	for i := range bounds {
		n, _ := slices.BinarySearch(starts, bounds[i].at+1)
		bounds[i].end = len(x.data)
		if n < len(starts) {
			bounds[i].end = starts[n]
		}
		if bounds[i].notTable == "" && n >= 2 && starts[n-2] == bounds[i].at {
			return errXLS // two sheets in one place
		}
	}
	return nil
}

// loadStrings reads the shared strings. Their stated count is not believed.
func (x *xls) loadStrings(r *xlsRecord, s *xlsRecords) error {
	p := xlsPayload{chunk: r.body[8:], rest: *s}
	total := 0
	for n := int(le.Uint32(r.body[4:])); len(x.strings) < n && p.more(); {
		text, err := p.text(2)
		if err != nil {
			return err
		}
		if total += len(text) + 16; total > maxStrings {
			return errBomb()
		}
		x.strings = append(x.strings, text)
	}
	return nil
}
