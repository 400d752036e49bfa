package crm

import (
	"reflect"
	"testing"
)

func TestWeek(t *testing.T) {
	for d, want := range map[Date]Date{"2022-09-26": "2022-09-26", "2022-10-02": "2022-09-26", "2022-01-01": "2021-12-27", "2024-02-29": "2024-02-26"} {
		if got := WeekOf(d); got != want {
			t.Errorf("week of %s is %s, want %s", d, got, want)
		}
	}
	for _, bad := range []Date{"", "2022-09-27", "2022-10-03", "下周", "2022-02-30", "0001-01-01", "1989-12-25"} {
		if ErrCode(CheckWeek(bad, "2022-09-26")) != CodeInvalid {
			t.Errorf("%q is taken", bad)
		}
	}
	if err := CheckWeek("2022-09-26", "2022-09-26"); err != nil {
		t.Error(err)
	}
	if a, b := WeekTitle("甲处", "2022-09-19"), WeekTitle("甲处", "2022-09-26"); a != "甲处 9月19日—25日周报" || b != "甲处 9月26日—10月2日周报" {
		t.Error(a, b)
	}
}

// A sent sheet tells what has come, gone or changed since, but not that plans moved on.
func TestWeek_Changes(t *testing.T) {
	visit := func(key, text string) WeekItem {
		return WeekItem{Key: key, Kind: "visit", On: "2022-09-20", Title: "甲公司", Text: text}
	}
	sent := NewWeekSections(map[string][]WeekItem{"visits": {visit("1", "洽谈"), visit("2", "考察")}, "next": {visit("9", "回访")}})
	now := NewWeekSections(map[string][]WeekItem{"visits": {visit("2", "签意向"), visit("3", "座谈")}})
	want := []WeekChange{{"拜访接待", "gone", "甲公司", "2022-09-20 甲公司：洽谈", ""}, {"拜访接待", "changed", "甲公司", "2022-09-20 甲公司：考察", "2022-09-20 甲公司：签意向"},
		{"拜访接待", "added", "甲公司", "", "2022-09-20 甲公司：座谈"}}
	if got := WeekChanges(sent, now); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if WeekFacts(sent) == WeekFacts(now) || WeekFacts(sent) != WeekFacts(NewWeekSections(map[string][]WeekItem{"visits": sent[0].Items, "next": sent[4].Items})) {
		t.Error("the hash of what a sheet says")
	}
	if got := WeekChanges(sent, sent); len(got) != 0 {
		t.Error(got)
	}
}

// Terms count working days: over National Day 2022 Friday 30 September is one day before
// Saturday 8 October, which is worked.
func TestWorkdays_Between(t *testing.T) {
	w := Workdays{"2022-10-03": false, "2022-10-04": false, "2022-10-05": false, "2022-10-06": false, "2022-10-07": false, "2022-10-08": true}
	for _, c := range []struct {
		a, b Date
		want int
	}{{"2022-09-30", "2022-10-08", 1}, {"2022-10-08", "2022-09-30", -1}, {"2022-09-26", "2022-09-26", 0}, {"2022-09-23", "2022-09-26", 1}} {
		if got := w.Between(c.a, c.b); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
