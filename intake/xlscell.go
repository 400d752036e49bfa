package intake

import (
	"math"
	"strconv"
)

// cells reads the cell or cells of a record ([MS-XLS] 2.4: row, column, style, value).
func (xs *xlsSheet) cells(r *xlsRecord, b *xlsRowBuilder) error {
	c := cell{col: r.u16(2) + 1, kind: cellText, format: xs.x.format(r.u16(4))}
	switch r.typ {
	case xlsMulRK:
		return xs.mulRK(r, b)
	case xlsLabelSST:
		if len(r.body) < 10 {
			return errXLS
		}
		i := int(le.Uint32(r.body[6:]))
		if i >= len(xs.x.strings) {
			return errXLS
		}
		c.text = xs.x.strings[i]
	case xlsLabel, xlsRString:
		p := xlsPayload{chunk: r.body[6:], rest: xs.behind(r)}
		text, err := p.text(2)
		if err != nil {
			return err
		}
		c.text = controlless(text)
	case xlsNumber:
		if len(r.body) < 14 {
			return errXLS
		}
		c.number(math.Float64frombits(le.Uint64(r.body[6:])))
	case xlsRK:
		if len(r.body) < 10 {
			return errXLS
		}
		c.number(xlsRKValue(le.Uint32(r.body[6:])))
	case xlsBoolErr:
		c.boolOrError(r.body[6], r.body[7] != 0)
	case xlsFormula:
		if err := xs.formula(r, &c); err != nil {
			return err
		}
	}
	return b.add(c)
}

// behind are the records that follow r.
func (xs *xlsSheet) behind(r *xlsRecord) xlsRecords {
	return xlsRecords{data: xs.records.data, pos: r.at + 4 + len(r.body)}
}

func (x *xls) format(style int) *numFormat {
	if style < len(x.formats) {
		return x.formats[style]
	}
	return generalFormat
}

// mulRK reads a run of numbers: row, first column, (style, value)…, last column.
func (xs *xlsSheet) mulRK(r *xlsRecord, b *xlsRowBuilder) error {
	col := r.u16(2) + 1
	for v := r.body[4:]; len(v) >= 8; v = v[6:] {
		c := cell{col: col, format: xs.x.format(int(le.Uint16(v)))}
		c.number(xlsRKValue(le.Uint32(v[2:])))
		if err := b.add(c); err != nil {
			return err
		}
		col++
	}
	return nil
}

// xlsRKValue unpacks a number of 30 bits: an integer or the upper half of a float, perhaps in hundredths.
func xlsRKValue(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// number gives the cell a number in the digits that Excel shows, as an .xlsx holds it.
func (c *cell) number(v float64) {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		c.text, c.kind = "#NUM!", cellFailed
	case v == math.Trunc(v) && math.Abs(v) < 1e15:
		c.text, c.kind = strconv.FormatInt(int64(v), 10), cellNumber
	default:
		c.text, c.kind = floatText(v), cellNumber
	}
}

// floatText writes a float as plainNumber does; what has few digits needs no exact arithmetic.
func floatText(v float64) string {
	if s := strconv.FormatFloat(v, 'f', -1, 64); len(s) <= 16 {
		return s
	}
	return plainNumber(strconv.FormatFloat(v, 'g', 17, 64))
}

func (c *cell) boolOrError(v byte, isError bool) {
	if isError {
		c.text, c.kind = xlsError(v), cellFailed
		return
	}
	c.text, c.kind = "0", cellBool
	if v != 0 {
		c.text = "1"
	}
}

// formula reads the value that was saved with a formula; formulas are never calculated here.
func (xs *xlsSheet) formula(r *xlsRecord, c *cell) error {
	if len(r.body) < 14 {
		return errXLS
	}
	c.formula = true
	v := r.body[6:14]
	switch {
	case v[6] != 0xFF || v[7] != 0xFF:
		c.number(math.Float64frombits(le.Uint64(v)))
		if xs.x.uncalculated {
			c.text, c.source = "", xlsFormulaText(r.body)
		}
	case v[0] == 0:
		return xs.formulaText(r, c)
	case v[0] == 1 || v[0] == 2:
		c.boolOrError(v[2], v[0] == 2)
	default:
		c.source = xlsFormulaText(r.body)
	}
	return nil
}

// formulaText reads the STRING record that follows a formula, behind what formulas share.
func (xs *xlsSheet) formulaText(r *xlsRecord, c *cell) error {
	var next xlsRecord
	for s := xs.behind(r); s.next(&next); {
		switch next.typ {
		case xlsString:
			p := xlsPayload{chunk: next.body, rest: s}
			text, err := p.text(2)
			c.text = controlless(text)
			return err
		case xlsShrFmla, xlsArray, xlsTable, xlsContinue:
			continue
		}
		return nil
	}
	return nil
}
