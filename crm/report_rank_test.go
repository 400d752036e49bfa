package crm

import (
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"
)

func TestRanksTieAndSkip(t *testing.T) {
	in := []*big.Rat{big.NewRat(2, 3), big.NewRat(9, 10), nil, big.NewRat(4, 6), big.NewRat(1, 2)}
	if got := Ranks(in); !reflect.DeepEqual(got, []int{2, 1, 0, 2, 4}) {
		t.Errorf("ranks %v", got)
	}
	// Fractions that a float64 cannot tell apart keep their order.
	big1 := int64(1) << 60
	close := []*big.Rat{big.NewRat(big1, big1+1), big.NewRat(big1-1, big1)}
	if got := Ranks(close); !reflect.DeepEqual(got, []int{1, 2}) {
		t.Errorf("close ranks %v", got)
	}
}

func TestRankUnits(t *testing.T) {
	fig := func(done int64, target int64) map[string]Figure {
		f := Figure{Cumulative: done}
		if target > 0 {
			f.Target = &target
		}
		return map[string]Figure{"capital": f}
	}
	f := Figures{Month: "2022-08", Units: []FigureUnit{
		{ID: "a", Figures: fig(5, 10)}, {ID: "b", Figures: fig(8, 10)},
		{ID: "c", Figures: fig(3, 0)}, {ID: "city", Figures: fig(99, 10)},
	}}
	f.RankUnits("capital", RankByRate, "city", map[string]int{"a": 1, "b": 2})
	a, b := f.Units[0].Figures["capital"], f.Units[1].Figures["capital"]
	if *a.Rank != 2 || *a.RankChange != -1 || *b.Rank != 1 || *b.RankChange != 1 {
		t.Errorf("a %d %d, b %d %d", *a.Rank, *a.RankChange, *b.Rank, *b.RankChange)
	}
	if f.Units[2].Figures["capital"].Rank != nil || f.Units[3].Figures["capital"].Rank != nil {
		t.Error("no target and 市本级及市直 are never ranked")
	}
	f.Month = "2022-01"
	f.RankUnits("capital", RankByRate, "city", map[string]int{"a": 1})
	if f.Units[0].Figures["capital"].RankChange != nil {
		t.Error("no change of rank in January")
	}
}

func TestFiguresJSONAndHash(t *testing.T) {
	cny := CNY
	mk := func(snapshot string) Figures {
		f := Figures{Month: "2022-08", Year: 2022, CutOff: "2022-08-25",
			Labels: map[string]string{"capital": "到位资金<>", "foreign": "利用外资"},
			Total:  map[string]Figure{"capital": {Kind: FigureMoney, Currency: &cny, Basis: "all", Month: 5}},
			Units:  []FigureUnit{{ID: "hb", Name: "汉滨区", Figures: map[string]Figure{}}}}
		if snapshot != "" {
			f.Snapshot = &snapshot
		}
		return f
	}
	a, b := mk(""), mk("KZ-202208-01")
	if err := a.Seal(); err != nil {
		t.Fatal(err)
	}
	if err := b.Seal(); err != nil {
		t.Fatal(err)
	}
	if a.SHA256 != b.SHA256 || len(a.SHA256) != 64 {
		t.Errorf("hashes %s and %s", a.SHA256, b.SHA256)
	}
	b.Total["capital"] = Figure{Kind: FigureMoney, Month: 6}
	if err := b.Seal(); err != nil || a.SHA256 == b.SHA256 {
		t.Error("another figure must give another hash")
	}
	canon, _ := a.Canonical()
	if !strings.HasPrefix(string(canon), `{"cutoff":"2022-08-25","labels":{"capital":"到位资金<>"`) {
		t.Errorf("canonical %s", canon)
	}
	raw, _ := json.Marshal(a)
	for _, part := range []string{`"snapshot":null`, `"rankChange":null`, `"gapPp":null`, `"currency":"CNY"`, `"figuresSha256":"`} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("%s is not in %s", part, raw)
		}
	}
}
