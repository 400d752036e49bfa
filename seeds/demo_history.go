package seeds

import (
	"math/rand/v2"

	"yinfeng/crm"
)

// unitWeights is how much of the city's business each unit of the tables has; invented.
var unitCodes = []string{"610902", "610921", "610922", "610923", "610924", "610925", "610926", "610927", "610981", "610929",
	"ak-hitech", "ak-hengkou", "ak-yinghu", "ak-direct"}

var unitWeights = []int64{152, 82, 84, 44, 66, 57, 78, 29, 122, 60, 186, 82, 31, 27}

// monthWeights is the season of a year, January to December; invented.
var monthWeights = []int64{61, 52, 119, 105, 110, 149, 103, 62, 96, 84, 102, 57}

// publishedYears splits the five years' published sums: 2021 as published, the years
// before by invented weights. The sums are exact: 2,389 projects, 3,909.3 亿元 and
// 2.95 亿美元.
var publishedYears = []struct {
	year                     int
	projects, capital, cents int64
}{
	{2017, 376, 62_430_000 * crm.FenPerWan / 10, 3_100 * crm.FenPerWan},
	{2018, 402, 69_980_000 * crm.FenPerWan / 10, 3_600 * crm.FenPerWan},
	{2019, 437, 77_620_000 * crm.FenPerWan / 10, 3_950 * crm.FenPerWan},
	{2020, 483, 83_530_000 * crm.FenPerWan / 10, 5_850 * crm.FenPerWan},
	{2021, 691, 97_370_000 * crm.FenPerWan / 10, 13_000 * crm.FenPerWan},
}

// demoHistory gives every unit invented monthly figures of 2017–2021 that add up to the
// published sums exactly; they are marked as the demo's.
func demoHistory(p *crm.Pack) {
	r := rand.New(rand.NewPCG(2017, 2021))
	h := history{p: p, r: r}
	for _, y := range publishedYears {
		h.split(y.year, crm.IndCapital, "all", crm.CNY, y.capital, crm.FenPerWan)
		h.split(y.year, crm.IndForeign, "wide", crm.USD, y.cents, crm.FenPerWan)
		h.split(y.year, crm.IndSigned, "first", "", y.projects, 1)
	}
	// What 2022 is compared with besides: parts and counts of 2021, invented.
	h.split(2021, crm.IndCapital, "outside", crm.CNY, 70_260_000*crm.FenPerWan/10, crm.FenPerWan)
	h.split(2021, crm.IndForeign, "fdi", crm.USD, 9_600*crm.FenPerWan, crm.FenPerWan)
	h.split(2021, crm.IndSignedAmount, "first", crm.CNY, 98_600_000*crm.FenPerWan/10, crm.FenPerWan)
	h.split(2021, crm.IndStarted, "approved", "", 152, 1)
	h.split(2021, crm.IndProducing, "approved", "", 44, 1)
	h.split(2021, crm.IndTenants, "approved", "", 46, 1)
}

type history struct {
	p *crm.Pack
	r *rand.Rand
}

// split divides a year's total over units, then over months.
func (h history) split(year int, indicator, basis string, currency crm.Currency, total, step int64) {
	weights := make([]int64, len(unitWeights))
	for i, w := range unitWeights {
		weights[i] = jitter(h.r, w, 18)
	}
	for i, part := range allocate(total, weights, step) {
		months := make([]int64, 12)
		for m, w := range monthWeights {
			months[m] = jitter(h.r, w, 22)
		}
		for m, v := range allocate(part, months, step) {
			h.p.Historic = append(h.p.Historic, crm.PackHistoric{Unit: unitCodes[i], HistoricFigure: crm.HistoricFigure{
				Indicator: indicator, Basis: basis, Currency: currency, Year: year, Month: crm.NewMonth(year, m+1), Value: v,
				Source: "演示数据", Note: "虚构的单位与月份拆分，合计与公开数一致"}})
		}
	}
}

// demoTargets gives every unit invented targets for 2022; together they pass the city's,
// as is usual.
func demoTargets(p *crm.Pack) {
	r := rand.New(rand.NewPCG(2022, 1))
	add := func(indicator, basis string, total, step int64) {
		weights := make([]int64, len(unitWeights))
		for i, w := range unitWeights {
			weights[i] = jitter(r, w, 6)
		}
		for i, v := range allocate(total, weights, step) {
			if v == 0 {
				continue // a unit without a target stands unranked
			}
			p.Targets = append(p.Targets, crm.PackTarget{Unit: unitCodes[i], Target: crm.Target{Year: 2022, Indicator: indicator,
				Basis: basis, Value: v, Note: "演示数据", KnownOn: "2022-01-20"}})
		}
	}
	add(crm.IndCapital, "", 1_128*crm.FenPerYi, crm.FenPerYi)
	add(crm.IndCapital, "outside", 812*crm.FenPerYi, crm.FenPerYi)
	add(crm.IndForeign, "", 15_400*crm.FenPerWan, 100*crm.FenPerWan)
	add(crm.IndSigned, "", 268, 1)
	add(crm.IndSignedAmount, "", 800*crm.FenPerYi, crm.FenPerYi)
	add(crm.IndStarted, "", 168, 1)
	add(crm.IndProducing, "", 46, 1)
	add(crm.IndTenants, "", 52, 1)
	city := func(indicator, basis string, v int64) {
		p.Targets = append(p.Targets, crm.PackTarget{Unit: "ak", Target: crm.Target{Year: 2022, Indicator: indicator, Basis: basis, Value: v,
			Note: "演示数据", KnownOn: "2022-01-20"}})
	}
	office := func(unit, indicator string, v int64) { // an office's goals are of what it introduces
		p.Targets = append(p.Targets, crm.PackTarget{Unit: unit, Target: crm.Target{Year: 2022, Indicator: indicator, Value: v, Note: "演示数据", KnownOn: "2022-01-20"}})
	}
	office("ak-office-jjj", crm.IndCapital, 2*crm.FenPerYi)
	office("ak-office-jjj", crm.IndSigned, 10)
	office("ak-office-csj", crm.IndCapital, 3*crm.FenPerYi)
	office("ak-office-csj", crm.IndSigned, 12)
	city(crm.IndCapital, "outside", 800*crm.FenPerYi)
	city(crm.IndSigned, "", 260)
	city(crm.IndSignedAmount, "", 780*crm.FenPerYi)
}
