package crm_test

import (
	"testing"

	"yinfeng/crm"
)

func TestFigureRef_roundTrip(t *testing.T) {
	for _, text := range []string{
		"2022-08.capital.all.610902.cumulative",
		"2022Q3.foreign.wide.610900.month@KZ-202209-02",
		"2022.signed.all.ak.target@2022-12-31",
		"2022-03_2022-09.capital.outside.610902.lastYear~7",
		"2022-08.capital.all.610902.adjust@KZ-202208-01~12",
		"2022-08.capital.all.610902.cumulative:ground",
		"2022-08.signed.reported.ak.month:joint@KZ-202208-01",
	} {
		r, err := crm.ParseFigureRef(text)
		if err != nil || r.String() != text {
			t.Errorf("%s becomes %s, %v", text, r.String(), err)
		}
	}
	for _, text := range []string{"", "2022-08", "2022-08.capital.all.610902", "2022-08.capital.all.610902.rate", "2022-08.capital..610902.month",
		"2022-08.capital.all.610902.month@yesterday", "2022-13.capital.all.610902.month", "2022-08.capital.all.610902.month.x",
		"2022-08.capital.all.610902.month:", "2022-08.capital.all.610902.month:moon", "2022-08.capital.all.610902.target:ground"} {
		if r, err := crm.ParseFigureRef(text); err == nil {
			t.Errorf("%q gives %+v", text, r)
		}
	}
}
