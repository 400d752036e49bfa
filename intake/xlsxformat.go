package intake

import "strings"

// numFormat is what of a cell's number format matters: whether it shows a date, and how many decimals.
type numFormat struct {
	date     bool
	decimals int // places behind the point; -1 for General and text
}

var generalFormat = &numFormat{decimals: -1}

// loadFormats reads the number format of every cell style.
func (x *xlsx) loadFormats(name string) error {
	var doc struct {
		Fmts []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Xfs []struct {
			Fmt int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := x.parts.decode(name, &doc); err != nil {
		return err
	}
	custom := map[int]*numFormat{}
	for _, f := range doc.Fmts {
		custom[f.ID] = formatOf(f.Code)
	}
	for _, xf := range doc.Xfs {
		f := custom[xf.Fmt]
		if f == nil {
			f = builtinFormat(xf.Fmt)
		}
		x.formats = append(x.formats, f)
	}
	return nil
}

// builtinFormat is the format of the numbers that a workbook does not spell out; 27–36 and 50–58 are the dates of Chinese editions.
func builtinFormat(id int) *numFormat {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return &numFormat{date: true, decimals: -1}
	case id == 1 || id == 3 || id == 9 || id == 37 || id == 38:
		return &numFormat{}
	case id == 2 || id == 4 || id == 10 || id == 39 || id == 40:
		return &numFormat{decimals: 2}
	}
	return generalFormat
}

// formatOf reads a format code; text in quotes, brackets and behind a backslash shows no value.
func formatOf(code string) *numFormat {
	var b strings.Builder
	rs := []rune(code)
	for i := 0; i < len(rs); i++ {
		switch rs[i] {
		case '"':
			for i++; i < len(rs) && rs[i] != '"'; i++ {
			}
		case '[':
			j := i
			for i++; i < len(rs) && rs[i] != ']'; i++ {
			}
			if in := strings.ToLower(string(rs[j+1 : min(i, len(rs))])); in == "h" || in == "hh" || in == "m" || in == "mm" || in == "s" || in == "ss" {
				b.WriteString(in)
			}
		case '\\', '_', '*':
			i++
		default:
			b.WriteRune(rs[i])
		}
	}
	plain, _, _ := strings.Cut(strings.ToLower(b.String()), ";")
	if strings.Contains(plain, "general") || strings.Contains(plain, "@") || plain == "" {
		return generalFormat
	}
	if strings.ContainsAny(plain, "ymdhs年月日") {
		return &numFormat{date: true, decimals: -1}
	}
	f := &numFormat{}
	if _, frac, ok := strings.Cut(plain, "."); ok {
		for _, r := range frac {
			if r != '0' && r != '#' && r != '?' {
				break
			}
			f.decimals++
		}
	}
	return f
}
