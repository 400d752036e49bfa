package intake

import (
	"testing"
	"time"

	"yinfeng/crm"
)

func TestParseDate_text(t *testing.T) {
	cases := []struct {
		text, want string
		code       crm.ImportCode
		bad        bool
	}{
		{"2022-09-26", "2022-09-26", "", false},
		{"2022.3", "2022-03", "", false},
		{"2022.1", "2022-01", "", false},
		{"2022.10", "2022-10", "", false},
		{"2022年3月", "2022-03", "", false},
		{"2022年3月15日", "2022-03-15", "", false},
		{"2022 年 3 月 5 日", "2022-03-05", "", false},
		{"2022/3/5", "2022-03-05", "", false},
		{"２０２２．３．５", "2022-03-05", "", false},
		{"2023/12/30 09:15", "2023-12-30", "", false},
		{"2022-03-05T00:00:00", "2022-03-05", "", false},
		{"202203", "2022-03", "", false},
		{"20220508", "2022-05-08", "", false},
		{"2019", "2019", "", false},
		{"2019年", "2019", "", false},
		{"22.8.9", "2022-08-09", "", false},
		{"22年8月", "2022-08", "", false},
		{"二〇二二年七月八日", "2022-07-08", "", false},
		{"二零二二年十二月", "2022-12", "", false},
		{"2022年3月底", "2022-03", "", false},
		{"44927", "2023-01-01", "", false},
		{"3月15日", "2024-03-15", crm.WDateYearInferred, false},
		{"3月底", "2024-03", crm.WDateYearInferred, false},
		{"上半年", "", crm.WDateCoarse, false},
		{"2022年上半年", "", crm.WDateCoarse, false},
		{"2022年一季度", "", crm.WDateCoarse, false},
		{"预计2024年6月", "", crm.WDatePlanned, false},
		{"2022-02-30", "", "", true},
		{"2022年13月", "", "", true},
		{"去年", "", "", true},
		{"2022.3-2023.5", "", "", true},
		{"", "", "", false},
		{"/", "", "", false},
	}
	for _, c := range cases {
		w := parseDate(&cell{text: c.text, kind: cellText}, dateContext{year: 2024})
		if w.text != c.want || w.code != c.code || w.bad != c.bad {
			t.Errorf("%q: got %+v, want %q %s bad=%v", c.text, w, c.want, c.code, c.bad)
		}
	}
	if w := parseDate(&cell{text: "3月15日", kind: cellText}, dateContext{}); !w.bad {
		t.Errorf("no year anywhere: got %+v", w)
	}
}

// TestParseDate_number: the NUMBER 2022.1 is ambiguous under General and October under 0.00 (ruling 10).
func TestParseDate_number(t *testing.T) {
	cases := []struct {
		text, format, want string
		is1904             bool
		code               crm.ImportCode
	}{
		{"40974", "yyyy-mm-dd", "2012-03-06", false, ""},
		{"40974.75", "yyyy-mm-dd", "2012-03-06", false, ""},
		{"40974", "General", "2012-03-06", false, ""},
		{"39512", "General", "2012-03-06", true, ""},
		{"20220508", "General", "2022-05-08", false, ""},
		{"2022.3", "General", "2022-03", false, ""},
		{"2022.1", "General", "", false, crm.WDateAmbiguous},
		{"2022.1", "0.00", "2022-10", false, ""},
		{"2022.11", "General", "2022-11", false, ""},
		{"2022.01", "General", "2022-01", false, ""},
		{"2022", "General", "2022", false, ""},
		{"202203", "0", "2022-03", false, ""},
	}
	for _, c := range cases {
		w := parseDate(&cell{text: c.text, kind: cellNumber, format: formatOf(c.format)}, dateContext{is1904: c.is1904})
		if w.text != c.want || w.code != c.code || w.bad {
			t.Errorf("%s as %s: got %+v, want %q %s", c.text, c.format, w, c.want, c.code)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for code, want := range map[string]numFormat{"General": {false, false, -1}, "0.00": {false, false, 2}, "#,##0": {false, false, 0}, "yyyy\"年\"m\"月\"": {true, false, -1}, `[$-804]yyyy\-mm;@`: {true, false, -1},
		"@": {false, false, -1}, "0.0%": {false, true, 1}, `0.0"万"`: {false, false, 1}, "[h]:mm": {true, false, -1}, `_ * #,##0.00_ ;_ * \-#,##0.00_ `: {false, false, 2}} {
		if got := *formatOf(code); got != want {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
}

// FuzzParseDate: whatever a cell holds, a date that is read exists in the calendar.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2022.3", "22.8.9", "二〇二二年七月八日", "3月底", "上半年", "20220508", "44927", "2022/3/5 09:15", "99.99.99", "2022年", "十月", "0000-00-00"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, number bool) {
		c := cell{text: s, kind: cellText, format: generalFormat}
		if number {
			c.kind = cellNumber
		}
		w := parseDate(&c, dateContext{year: 2024})
		if w.text == "" {
			return
		}
		if _, err := time.Parse("2006-01-02"[:len(w.text)], w.text); err != nil || w.bad {
			t.Fatalf("%q: %+v", s, w)
		}
	})
}
