package reports

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

// A footnote names the basis that was asked for and whether it counts what is not verified.
func TestCapitalNote(t *testing.T) {
	for _, c := range []struct {
		line crm.ReportLine
		want string
	}{
		{crm.ReportLine{Basis: "全口径"}, "到位资金(全口径)=已核定人民币金额"},
		{crm.ReportLine{Basis: "国内省外", Narrowed: true}, "到位资金(国内省外)=已核定人民币金额"},
		{crm.ReportLine{Basis: "在途（含未核定）", Narrowed: true, Pending: true}, "到位资金(在途（含未核定）)=已核定和已报待核的人民币金额"},
	} {
		c.line.Code = crm.IndCapital
		r := &crm.MonthReport{Lines: []crm.ReportLine{c.line}}
		if got := capitalNote(r); !strings.Contains(got, c.want) {
			t.Errorf("%s, want %s", got, c.want)
		}
		if listed := listedAll(r) == ""; listed == c.line.Narrowed {
			t.Errorf("%s: says that all entries are listed: %v", c.line.Basis, !listed)
		}
	}
}
