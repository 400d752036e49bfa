package intake

import (
	"io"
	"strings"
)

// numFormat is what of a cell's number format matters: whether it shows a date, and how many decimals.
type numFormat struct {
	date     bool
	percent  bool
	decimals int // places behind the point; -1 for General and text
}

var (
	generalFormat = &numFormat{decimals: -1}
	dateFormat    = &numFormat{date: true, decimals: -1}
	wholeFormat   = &numFormat{}
	centFormat    = &numFormat{decimals: 2}
	percentWhole  = &numFormat{percent: true}
	percentCent   = &numFormat{percent: true, decimals: 2}
)

// maxFormats is more than the 65,490 cell styles that a workbook may have.
const maxFormats = 70_000

// loadFormats reads the number format of every cell style.
func (x *xlsx) loadFormats(name string) error {
	rc, err := x.parts.open(name, maxPart)
	if err != nil {
		return err
	}
	defer rc.Close()
	sc, t := newXMLScanner(rc), xmlToken{}
	custom := map[int]*numFormat{}
	inXfs := false
	for {
		if err := sc.next(&t); err == io.EOF {
			return nil
		} else if err != nil {
			return damaged(err)
		}
		switch {
		case t.kind == 't':
		case t.is("cellXfs"):
			inXfs = t.kind == '<' && !t.empty
		case t.is("numFmt") && t.kind == '<':
			custom[atoi(t.attr("numFmtId"))] = formatOf(unescape(t.attr("formatCode"), false))
		case t.is("xf") && t.kind == '<' && inXfs:
			id := atoi(t.attr("numFmtId"))
			f := custom[id]
			if f == nil {
				f = builtinFormat(id)
			}
			x.formats = append(x.formats, f)
		}
		if len(x.formats) > maxFormats || len(custom) > maxFormats {
			return errBomb()
		}
	}
}

// builtinFormat is the format of the numbers that a workbook does not spell out; 27–36 and 50–58 are the dates of Chinese editions.
func builtinFormat(id int) *numFormat {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return dateFormat
	case id == 9:
		return percentWhole
	case id == 10:
		return percentCent
	case id == 1 || id == 3 || id == 37 || id == 38:
		return wholeFormat
	case id == 2 || id == 4 || id == 39 || id == 40:
		return centFormat
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
		return dateFormat
	}
	f := &numFormat{percent: strings.Contains(plain, "%")}
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
