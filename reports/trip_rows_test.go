package reports

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A trip over the month's end counts its days of the month, in its cell, in 小计 and in 合计, and a
// footnote names it; one that was visited on before stands for its days, not for its companies.
func TestTrips_OverMonthsEnd(t *testing.T) {
	r := sample(10)
	r.Trips = r.Trips[:3]
	for i := range r.Trips {
		r.Trips[i].Unit = r.Trips[0].Unit
		r.Trips[i].From, r.Trips[i].To, r.Trips[i].Companies = "2022-08-10", "2022-08-11", r.Trips[i].Companies[:1]
	}
	r.Trips[1].From = "2022-07-30"
	r.Trips[2].To = "2023-09-03"
	for i := range r.Trips {
		r.Trips[i] = r.Trips[i].Counting("2022-08-01", "2022-08-31")
	}
	r.Trips[1].Earlier = true
	f, _ := written(t, r)
	for cell, want := range map[string]string{"J6": "2", "J7": "11", "J8": "22", "J9": "35", "J5": "35"} {
		if got := raw(t, f, sheetTrips, cell); got != want {
			t.Errorf("%s is %s, want %s", cell, got, want)
		}
	}
	for _, cell := range []string{"J6", "J7", "J8"} {
		got, err := f.CalcCellValue(sheetTrips, cell, excelize.Options{RawCellValue: true})
		if err != nil || got != raw(t, f, sheetTrips, cell) {
			t.Errorf("%s computes %s (%v)", cell, got, err)
		}
	}
	rows, err := f.GetRows(sheetTrips)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, row := range rows {
		text += strings.Join(row, " ") + "\n"
	}
	for _, want := range []string{"第2、3批", "第2批的拜访在上期", "2家企业"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
