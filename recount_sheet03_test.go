package main

import "fmt"

// sheet03 is 项目台账: what is signed by the month's end or has money, by place in official order,
// then by signing; money in 万元.
func (v *monthView) sheet03() wantedSheet {
	list := v.ledger()
	rows := make([][]wanted, 1, len(list)+1)
	var sums [6]int64
	for i, p := range list {
		amounts := []int64{p.totalCNY, p.fixed, p.agree, p.arrived, p.year, p.now}
		for k, n := range amounts {
			sums[k] += n
		}
		rows = append(rows, v.projectCells(i+1, p, amounts))
	}
	total := make([]wanted, 26)
	total[1], total[2] = words("合计"), words(fmt.Sprintf("%d个", len(list)))
	for k, col := range []int{12, 13, 14, 19, 20, 21} {
		total[col] = money(sums[k], 1e6)
	}
	rows[0] = total
	return wantedSheet{tab: "项目台账", blocks: []wantedBlock{{rows: orNothing(rows)}}, notes: []string{v.rateNote()}}
}

// orNothing says 本期无 in a table without rows.
func orNothing(rows [][]wanted) [][]wanted {
	if len(rows) == 1 {
		rows = append(rows, []wanted{words("本期无")})
	}
	return rows
}

// ledger lists the projects of sheet 3.
func (v *monthView) ledger() []*viewProject {
	var list []*viewProject
	for _, p := range v.list {
		if p.dates["signed"] != "" || p.arrived != 0 || p.now != 0 {
			list = append(list, p)
		}
	}
	byKeys(list, key(func(p *viewProject) int { return v.order(p.county) }), key(func(p *viewProject) string { return p.dates["signed"] }),
		key(func(p *viewProject) int64 { return p.id }))
	return list
}

func (v *monthView) projectCells(n int, p *viewProject, amounts []int64) []wanted {
	inner, age := "内", "续建"
	for _, x := range p.investors() {
		if x.Origin == "foreign" {
			inner = "外"
		}
	}
	if v.fresh(p) {
		age = "新建"
	}
	cells := []wanted{count(int64(n)), words(v.unitName(p.county)), words(p.name), words(p.code), words(v.investorNames(p, "name")),
		words(v.investorNames(p, "credit_code")), words(p.originOf()), words(inner), words(p.content), words(v.chainName(p.chain)),
		words(v.majorOf(p.industry)), words(age)}
	for _, n := range amounts[:3] {
		cells = append(cells, money(n, 1e6))
	}
	for _, kind := range []string{"signed", "registered", "started", "producing"} {
		cells = append(cells, dated(p.dates[kind]))
	}
	for _, n := range amounts[3:] {
		cells = append(cells, money(n, 1e6))
	}
	return append(cells, words(v.unitName(p.unit)), words(p.leader), words(p.problem), words(p.next))
}
