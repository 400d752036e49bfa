package crm

import (
	"math/big"
	"testing"
)

func text(t *testing.T, s *string) string {
	t.Helper()
	if s == nil {
		return "null"
	}
	return *s
}

// The check values are published ones (domain §8).
func TestPaceAndGap(t *testing.T) {
	for _, c := range []struct {
		name      string
		done      int64 // hundredths of a per cent of the target
		month     int
		pace, gap string
		word      string
	}{
		{"Jan-Feb 19.99 %", 1999, 2, "16.67", "3.32", PaceAhead},
		{"Jan-Oct 125.64 %", 12564, 10, "83.33", "42.31", PaceAhead},
		{"Jan-Oct 70.41 %", 7041, 10, "83.33", "-12.92", PaceBehind},
		{"Jan-Sep 93.5 %", 9350, 9, "75.00", "18.50", PaceAhead},
	} {
		t.Run(c.name, func(t *testing.T) {
			target := int64(10000)
			pace := PaceOf(c.month, nil)
			rate := RateOf(c.done, &target)
			if got := PercentText(pace.Rat(), 2); got != c.pace {
				t.Errorf("pace %s, want %s", got, c.pace)
			}
			gap := GapOf(rate, pace)
			if got := text(t, RatText(gap, 2)); got != c.gap {
				t.Errorf("gap %s, want %s", got, c.gap)
			}
			if got := GapWord(gap, 1); got != c.word {
				t.Errorf("word %s, want %s", got, c.word)
			}
		})
	}
}

func TestCohortRates(t *testing.T) {
	a := Cohort{Contracts: 292, Producing: 18, Building: 180, Formalities: 93}
	b := Cohort{Contracts: 32, Building: 21, Producing: 5}
	if a.Started() != 198 || b.Started() != 26 {
		t.Fatalf("started %d and %d", a.Started(), b.Started())
	}
	for _, c := range []struct {
		name   string
		rate   *big.Rat
		places int
		want   string
	}{
		{"292 contracts 开工率", a.StartRate(), 1, "67.8"},
		{"292 contracts 履约率", a.Fulfilled(), 2, "99.66"},
		{"32 contracts 开工率", b.StartRate(), 2, "81.25"},
		{"32 contracts 投产率", b.ProduceRate(), 2, "19.23"},
		{"到资 3.05 of 17.78", Cohort{Arrived: 305, Agreed: 1778}.ArrivalRate(), 2, "17.15"},
		{"到资 32.43 of 103.08", Cohort{Arrived: 3243, Agreed: 10308}.ArrivalRate(), 2, "31.46"},
		{"no contracts", Cohort{}.Fulfilled(), 2, "—"},
		{"nothing started", Cohort{Contracts: 3}.ProduceRate(), 2, "—"},
	} {
		if got := PercentText(c.rate, c.places); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRateOfGoal(t *testing.T) {
	goal := 1100 * FenPerYi
	if got := PercentText(RateOf(140035*FenPerYi/100, &goal), 1); got != "127.3" {
		t.Errorf("1,400.35 of 1,100: %s", got)
	}
	zero := int64(0)
	if RateOf(5, &zero) != nil || RateOf(5, nil) != nil {
		t.Error("a zero or missing target must give no rate")
	}
}

func TestPublishedSums(t *testing.T) {
	rate, err := ParseRate("6.48")
	if err != nil {
		t.Fatal(err)
	}
	sum := 80*FenPerYi + Dollars(2500*FenPerWan).ToCNY(rate)
	if got := Decimal(sum, FenPerYi); got != "81.62" {
		t.Errorf("80.0 亿元 + 2,500 万美元 at 6.48 = %s 亿元", got)
	}
	sources := 412678*FenPerWan + 176031*FenPerWan + 416427*FenPerWan
	industries := 32824*FenPerWan + 657465*FenPerWan + 314847*FenPerWan
	if Decimal(sources, FenPerWan) != "1005136" || sources != industries {
		t.Errorf("sources %d, industries %d", sources, industries)
	}
}

func TestGapWordFollowsPrintedGap(t *testing.T) {
	for _, c := range []struct {
		gap    *big.Rat
		places int
		want   string
	}{
		{big.NewRat(49, 1000), 1, PaceOn},
		{big.NewRat(50, 1000), 1, PaceAhead},
		{big.NewRat(-49, 1000), 1, PaceOn},
		{big.NewRat(-50, 1000), 1, PaceBehind},
		{big.NewRat(451, 10000), 1, PaceOn}, // not rounded twice through 0.05
		{big.NewRat(49, 1000), 2, PaceAhead},
		{nil, 1, "—"},
	} {
		if got := GapWord(c.gap, c.places); got != c.want {
			t.Errorf("%v with %d places: %s, want %s", c.gap, c.places, got, c.want)
		}
	}
}

func TestPaceCurve(t *testing.T) {
	curve := []int64{300, 800, 1800, 2500, 3300, 5000, 5600, 6300, 7500, 8300, 9100, 10000}
	if got := text(t, RatText(PaceOf(6, curve).Rat(), 4)); got != "0.5000" {
		t.Errorf("curve in June %s", got)
	}
	if got := text(t, RatText(PaceOf(8, nil).Rat(), 4)); got != "0.6667" {
		t.Errorf("August %s", got)
	}
}

func TestYearOnYear(t *testing.T) {
	last, zero := int64(63854), int64(0)
	if got := text(t, RatText(YoYOf(76182, &last), 4)); got != "0.1931" {
		t.Errorf("yoy %s", got)
	}
	if YoYOf(5, &zero) != nil || YoYOf(5, nil) != nil {
		t.Error("no last year, no 同比")
	}
	if got := text(t, RatText(YoYOf(0, &last), 4)); got != "-1.0000" {
		t.Errorf("nothing this year: %s", got)
	}
}

func TestFigureComplete(t *testing.T) {
	target, last := int64(110000), int64(63854)
	f := Figure{Target: &target, Cumulative: 76182, LastYear: &last}
	f.Complete(PaceOf(8, nil))
	got := text(t, f.Rate) + " " + text(t, f.Pace) + " " + text(t, f.GapPp) + " " + text(t, f.YoY)
	if got != "0.6926 0.6667 2.59 0.1931" {
		t.Errorf("got %s", got)
	}
	none := Figure{Cumulative: 5}
	none.Complete(PaceOf(8, nil))
	if none.Rate != nil || none.GapPp != nil || none.YoY != nil || text(t, none.Pace) != "0.6667" {
		t.Errorf("without target: %+v", none)
	}
	if got := AheadBy(76182, &target, PaceOf(8, nil)); got == nil || *got != 76182-73333 {
		t.Errorf("ahead by %v", got)
	}
}

func TestRoundRatHalfAwayFromZero(t *testing.T) {
	for in, want := range map[[2]int64]string{{1, 8}: "0.13", {-1, 8}: "-0.13", {1, 3}: "0.33", {-1, 400}: "0.00", {-1, 200}: "-0.01"} {
		if got := *RatText(big.NewRat(in[0], in[1]), 2); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}
