package main

import (
	"cmp"
	"fmt"
	"math/big"
)

// cohort counts contracts: what became of them, the three states exclusive (domain §8).
type cohort struct {
	contracts, producing, building, formalities int64
	arrived, agreed                             int64
}

func (a cohort) plus(b cohort) cohort {
	return cohort{a.contracts + b.contracts, a.producing + b.producing, a.building + b.building, a.formalities + b.formalities,
		a.arrived + b.arrived, a.agreed + b.agreed}
}

// cohortStart is the first month whose contracts count: a setting, else January two years before.
func (v *monthView) cohortStart() string {
	return cmp.Or(setting(v.recounted, "cohortFrom", ""), monthText(v.year-2, 1))
}

// contractUnit is the unit that a project's contract counts for: where its count stands; one of
// before the cut-over has no count and goes whole to the largest share.
func (v *monthView) contractUnit(p *viewProject) int64 {
	sums := map[int64]int64{}
	for _, x := range v.counts {
		if x.project == p.id && x.indicator == "signed" && !x.joint && x.known <= v.when.day {
			sums[x.unit] += x.count
		}
	}
	for _, u := range v.units {
		if sums[u.id] > 0 {
			return u.id
		}
	}
	shares := v.sharesAt(p.id, "signed", v.year, v.when)
	if len(shares) == 0 {
		return 0
	}
	return shares[wholeTo(shares, p.unit)].unit
}

// contract is a project of the cohort.
type contract struct {
	*viewProject
	of int64
}

// cohortRows divides the cohort over the units and lists what nothing followed.
func (v *monthView) cohortRows() (units []cohort, open []contract) {
	credited := v.creditedUnits(v.year)
	units = make([]cohort, len(credited))
	var list []contract
	start := v.cohortStart()
	for _, p := range v.list {
		on := p.dates["signed"]
		if on == "" || on < start[:min(len(start), len(on))] {
			continue
		}
		if unit := v.contractUnit(p); unit != 0 {
			list = append(list, contract{p, unit})
		}
	}
	byKeys(list, key(func(p contract) int { return v.order(p.of) }), key(func(p contract) string { return p.dates["signed"] }), key(func(p contract) int64 { return p.id }))
	for _, p := range list {
		for k, u := range credited {
			if u.id != p.of {
				continue
			}
			state := p.stage()
			units[k] = units[k].plus(state)
			if state.producing+state.building+state.formalities == 0 {
				open = append(open, p)
			}
		}
	}
	return units, open
}

// stage is what became of a contract: 投产 or later, 开工 or later, 手续办理 or any earlier milestone.
func (p contract) stage() cohort {
	c := cohort{contracts: 1, arrived: p.arrived, agreed: cmp.Or(p.agree, p.totalCNY)}
	switch {
	case p.dates["producing"] != "" || p.dates["full"] != "":
		c.producing = 1
	case p.dates["started"] != "" || p.dates["listed"] != "":
		c.building = 1
	case p.dates["registered"] != "" || p.status == "formalities":
		c.formalities = 1
	}
	return c
}

// cohortCells are the counts and the four rates; amounts in 亿元.
func cohortCells(c cohort) []wanted {
	begun := c.producing + c.building
	kept := begun + c.formalities
	return []wanted{count(c.contracts), count(c.producing), count(c.building), count(c.formalities), count(c.contracts - kept), count(kept),
		ratioOr(fraction(kept, c.contracts)), count(begun), ratioOr(fraction(begun, c.contracts)), ratioOr(fraction(c.producing, begun)),
		money(c.agreed, 1e10), money(c.arrived, 1e10), ratioOr(fraction(c.arrived, c.agreed))}
}

// statusWords are the states of a project (domain §6).
var statusWords = map[string]string{"formalities": "手续办理", "normal": "正常", "delayed": "延期", "stopped": "停工", "ended": "终止"}

// sheet14 is 履约情况: the rates by unit, then the contracts that nothing followed.
func (v *monthView) sheet14() wantedSheet {
	units, open := v.cohortRows()
	whole, values := cohort{}, make([]*big.Rat, len(units))
	credited := v.creditedUnits(v.year)
	for k, c := range units {
		if whole = whole.plus(c); !credited[k].unranked() {
			values[k] = fraction(c.producing+c.building+c.formalities, c.contracts)
		}
	}
	rows := [][]wanted{append(append([]wanted{blank(), words("合计")}, cohortCells(whole)...), words(""))}
	for k, place := range placesOf(values) {
		rows = append(rows, append(append([]wanted{count(int64(k + 1)), words(credited[k].name)}, cohortCells(units[k])...), rankOr(place)))
	}
	year, month := splitMonth(v.cohortStart())
	return wantedSheet{tab: "履约情况", blocks: []wantedBlock{{title: "(一)四项履约率", rows: rows}, {title: "(二)未履约项目", rows: v.openRows(open), dense: true}},
		notes: []string{fmt.Sprintf("合同项目为%d年%d月以来签约", year, month)}}
}

// openRows is the second table; each of its cells spans several columns of the grid, so rows are
// compared without what is empty between them.
func (v *monthView) openRows(open []contract) [][]wanted {
	var sum int64
	for _, p := range open {
		sum += p.totalCNY
	}
	rows := [][]wanted{{words("合计"), words(fmt.Sprintf("%d个项目", len(open))), money(sum, 1e6)}}
	for i, p := range open {
		rows = append(rows, []wanted{count(int64(i + 1)), words(v.unitName(p.of)), words(p.code), words(p.name), words(v.investorNames(p.viewProject, "name")),
			dated(p.dates["signed"]), money(p.totalCNY, 1e6), words(cmp.Or(p.said, p.problem)), words(statusWords[p.status]), words(p.next)})
	}
	return orNothing(rows)
}
