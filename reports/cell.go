package reports

import "github.com/xuri/excelize/v2"

// cell makes a styled cell of a value: a number, a day, a text, or nothing, which
// prints as "—". User text is always an inline string, never a formula.
func (b *book) cell(l look, v any) excelize.Cell {
	switch v := v.(type) {
	case nil:
		return b.none(l)
	case string:
		if v == "" {
			return b.none(l)
		}
		l.format = ""
		return excelize.Cell{StyleID: b.style(l), Value: v}
	case day:
		return b.day(l, v)
	}
	return excelize.Cell{StyleID: b.style(l), Value: v}
}

// none is the dash of a missing value: right under numbers, else in the middle.
func (b *book) none(l look) excelize.Cell {
	if l.align != "right" {
		l.align = "center"
	}
	l.format = ""
	return excelize.Cell{StyleID: b.style(l), Value: dash}
}

func (b *book) day(l look, d day) excelize.Cell {
	if d == "" {
		return b.none(l)
	}
	n, ok := d.serial()
	if !ok {
		l.format = ""
		return excelize.Cell{StyleID: b.style(l), Value: string(d)}
	}
	if l.format == "" {
		l.format = formatDay
	}
	return excelize.Cell{StyleID: b.style(l), Value: n}
}

// blank is an empty cell that still has border and fill.
func (b *book) blank(l look) excelize.Cell { return excelize.Cell{StyleID: b.style(l)} }

// formula is a formula of ours with its computed value: number, text, or nothing ("—").
func (b *book) formula(l look, f string, v any) excelize.Cell {
	if v == nil || v == "" {
		v = dash
	}
	return excelize.Cell{StyleID: b.style(l), Formula: f, Value: v}
}

// linked reads another sheet's cell; the value itself where that is not shown.
func (b *book) linked(l look, ref string, v any) excelize.Cell {
	if ref == "" {
		return b.cell(l, v)
	}
	return b.formula(l, ref, v)
}
