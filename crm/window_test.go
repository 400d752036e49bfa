package crm_test

import (
	"testing"

	"yinfeng/crm"
)

func TestParseWindow(t *testing.T) {
	for in, want := range map[string]struct {
		from, to crm.Month
		label    string
	}{
		"2022-08":          {"2022-08", "2022-08", "2022年8月"},
		"2022Q1":           {"2022-01", "2022-03", "2022年第一季度"},
		"2022Q3":           {"2022-07", "2022-09", "2022年第三季度"},
		"2022H1":           {"2022-01", "2022-06", "2022年上半年"},
		"2022H2":           {"2022-07", "2022-12", "2022年下半年"},
		"2022":             {"2022-01", "2022-12", "2022年"},
		"2022-03..2022-09": {"2022-03", "2022-09", "2022年3—9月"},
		"2021-11..2022-02": {"2021-11", "2022-02", "2021年11月—2022年2月"},
	} {
		w, err := crm.ParseWindow(in)
		if err != nil || w.From != want.from || w.To != want.to || w.Label() != want.label || w.String() != in {
			t.Errorf("%s: %v %v, label %q, again %q", in, w, err, w.Label(), w.String())
		}
	}
	for _, in := range []string{"", "22", "2022Q5", "2022Q0", "2022H3", "2022-13", "2022-09..2022-03", "2010-01..2022-01", "2022-03..", "二〇二二", "2022Q1x"} {
		if w, err := crm.ParseWindow(in); err == nil {
			t.Errorf("%q gives %v", in, w)
		}
	}
	if w, _ := crm.ParseWindow("2022-01..2022-03"); w.String() != "2022Q1" {
		t.Errorf("a written-out quarter is %q", w.String())
	}
}
