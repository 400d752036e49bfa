package crm

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func season(year int, months ...int64) SeasonYear {
	y := SeasonYear{Year: year}
	copy(y.Months[:], months)
	return y
}

// Two small histories worked out by hand: in the first year half of the money came by
// March (10+10+20 of 80), in the second a quarter (5+5+10 of 80).
func TestForecast_Band(t *testing.T) {
	years := []SeasonYear{season(2021, 5, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0, 60), season(2020, 10, 10, 20, 0, 0, 40)}
	f := Forecast{Month: "2022-03", Label: "到位资金", Done: 30, Target: targetOf(100)}
	f.Estimate(years)
	if f.N != 2 || f.Low != 60 || f.High != 120 || *f.GapLow != -40 || *f.GapHigh != 20 || f.Problem != "" {
		t.Errorf("%+v", f)
	}
	if y := f.Years[0]; y.Year != 2020 || y.Share != "0.5000" || y.Part != 40 || y.Total != 80 || y.Estimate != 60 {
		t.Errorf("first year %+v", y)
	}
	// Rounded once, half up: 10 ÷ (3 ÷ 7) = 23.33, 1 ÷ (2 ÷ 5) = 2.5.
	for _, x := range []struct{ done, part, rest, want int64 }{{10, 3, 4, 23}, {1, 2, 3, 3}} {
		f := Forecast{Month: "2022-01", Done: x.done}
		f.Estimate([]SeasonYear{season(2021, x.part, x.rest)})
		if f.Low != x.want || f.High != x.want {
			t.Errorf("%d of %d+%d: %d", x.done, x.part, x.rest, f.Low)
		}
	}
	f.Explain()
	if !strings.Contains(f.Method[0], "n = 2") || !strings.Contains(f.Method[0], "2020、2021") {
		t.Errorf("method %q", f.Method)
	}
}

func TestForecast_Refusals(t *testing.T) {
	year := season(2021, 1, 1)
	for name, x := range map[string]struct {
		done  int64
		month Month
		years []SeasonYear
		says  string
	}{
		"no years":        {10, "2022-03", nil, "没有完整的往年分月数"},
		"nothing done":    {0, "2022-03", []SeasonYear{year}, "不大于 0"},
		"negative":        {-5, "2022-03", []SeasonYear{year}, "不大于 0"},
		"nothing by then": {10, "2022-03", []SeasonYear{season(2021, 0, 0, 0, 9)}, "没有完整的往年分月数"},
		"empty year":      {10, "2022-03", []SeasonYear{season(2021)}, "没有完整的往年分月数"},
		"beyond int64":    {math.MaxInt64 / 2, "2022-03", []SeasonYear{season(2021, 1, 0, 0, 1000)}, "没有完整的往年分月数"},
	} {
		f := Forecast{Month: x.month, Label: "到位资金", Done: x.done, Target: targetOf(5)}
		f.Estimate(x.years)
		if !strings.Contains(f.Problem, x.says) || f.N > 0 && x.done > 0 || f.GapLow != nil {
			t.Errorf("%s: %+v", name, f)
		}
	}
	f := Forecast{Month: "2022-12", Done: 77}
	f.Estimate(nil)
	if f.Low != 77 || f.High != 77 || f.Problem != "" || f.GapLow != nil {
		t.Errorf("December: %+v", f)
	}
}

func TestForecast_Closers(t *testing.T) {
	owed := func() []ForecastCloser {
		return []ForecastCloser{{Code: "B", Owed: 3 * FenPerYi}, {Code: "C", Owed: 5 * FenPerYi}, {Code: "A", Owed: 3 * FenPerYi}}
	}
	list := func(f Forecast) (s string) {
		for _, c := range f.Closers {
			s += fmt.Sprintf("%s%d ", c.Code, c.Sum/FenPerYi)
		}
		return s
	}
	for _, x := range []struct {
		target     *int64
		want, note string
	}{
		{targetOf(10 * FenPerYi), "C5 A8 B11 ", "以下 3 个合同按计划到位，即可补齐任务差额 9.00亿元"},
		{targetOf(9 * FenPerYi), "C5 A8 ", "以下 2 个合同"},
		{targetOf(20 * FenPerYi), "C5 A8 B11 ", "补不齐任务差额，还差 8.00亿元"},
		{targetOf(FenPerYi), "", "任务已完成"},
		{nil, "", "没有年度任务"},
		{targetOf(0), "", "没有年度任务"},
	} {
		f := Forecast{Month: "2022-03", Done: FenPerYi, Target: x.target}
		f.Close(owed(), false)
		if list(f) != x.want || !strings.Contains(f.ClosersNote, x.note) || *f.Owed != 11*FenPerYi || f.OwedProjects != 3 {
			t.Errorf("%v: %q %q", x.target, list(f), f.ClosersNote)
		}
	}
	var many []ForecastCloser
	for i := range 60 {
		many = append(many, ForecastCloser{Code: fmt.Sprint(i), Owed: 1})
	}
	f := Forecast{Target: targetOf(55)}
	f.Close(many, false)
	if len(f.Closers) != 50 || !strings.Contains(f.ClosersNote, "这里列最大的 50 个") {
		t.Errorf("%d %s", len(f.Closers), f.ClosersNote)
	}
	f.Close(many, true)
	if len(f.Closers) != 60 || f.Closers[59].Sum != *f.Owed || !strings.Contains(f.ClosersNote, "最大的 50 个") {
		t.Errorf("every contract: %d %s", len(f.Closers), f.ClosersNote)
	}
	f = Forecast{}
	if f.Close(owed(), true); list(f) != "C5 A8 B11 " || f.ClosersNote == "" {
		t.Errorf("every contract without a target: %q %q", list(f), f.ClosersNote)
	}
}
