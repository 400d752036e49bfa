package reports

import (
	"fmt"

	"yinfeng/crm"
)

// capitalCheck compares a sum of sheet 12 or 13 with sheet 2's capital.
func capitalCheck(r *crm.MonthReport, f references, label, leftName, left string, done int64, m metric, value int64) []crossCheck {
	line, ok := f.overview.find(crm.IndCapital)
	right := f.targets.ref(crm.IndCapital, m, -1)
	if !ok || left == "" || right == "" {
		return nil
	}
	return []crossCheck{{label: label + "(" + line.UnitLabel + ")", leftName: leftName, left: left, leftValue: done,
		rightName: "表2 合计", right: right, rightValue: value, per: line.Per}}
}

// chainChecks: the chains and 其他 add up to the city, in money and in milestones.
func chainChecks(r *crm.MonthReport, f references) []crossCheck {
	if r.Form == 0 {
		return nil
	}
	var sum crm.ChainCells
	var projects int64
	for _, c := range r.Chains {
		sum.Month, sum.Cumulative, projects = sum.Month+c.Month, sum.Cumulative+c.Cumulative, projects+c.Projects
		sum.SignedM, sum.StartedM, sum.ProducingM = sum.SignedM+c.SignedM, sum.StartedM+c.StartedM, sum.ProducingM+c.ProducingM
	}
	line, _ := capitalLine(r)
	whole := r.TotalFigure(line)
	checks := capitalCheck(r, f, "产业链"+period(r)+"到位", "表12 合计", f.chains.cell("month"), sum.Month, mMonth, whole.Month)
	checks = append(checks, capitalCheck(r, f, "产业链累计到位", "表12 合计", f.chains.cell("cumulative"), sum.Cumulative, mCumulative, whole.Cumulative)...)
	for _, c := range []struct {
		code, key, label string
		n                int64
	}{{"signed", "signedMonth", "产业链新签约", sum.SignedM}, {"started", "startedMonth", "产业链新开工", sum.StartedM}, {"producing", "producingMonth", "产业链新投产", sum.ProducingM}} {
		line, ok := f.overview.find(c.code)
		left, right := f.chains.cell(c.key), f.targets.ref(c.code, mMonth, -1)
		if ok && left != "" && right != "" {
			checks = append(checks, crossCheck{label: c.label + period(r) + "(" + line.UnitLabel + ")", leftName: "表12 合计", left: left, leftValue: c.n,
				rightName: "表2 合计 " + period(r), right: right, rightValue: r.TotalFigure(line).Month, per: 1})
		}
	}
	if left := f.chains.cell("projects"); left != "" {
		checks = append(checks, crossCheck{label: "产业链在库项目(个)", leftName: "表12 合计", left: left, leftValue: projects, rightName: "表3 行数",
			right: "COUNTA(" + f.projects.area("code", len(r.Projects)) + ")", rightValue: int64(len(r.Projects)), per: 1})
	}
	return checks
}

// sourceChecks: the places add up to the city, 省外 and 境外 to 其中:省外, and sheet 14
// lists what it counts.
func sourceChecks(r *crm.MonthReport, f references) []crossCheck {
	if r.Form == 0 {
		return nil
	}
	sum := sumSources(r.Sources)
	line, _ := capitalLine(r)
	whole := r.TotalFigure(line)
	checks := capitalCheck(r, f, "来源地"+period(r)+"到位", "表13 合计", f.sources.total.cell("month"), sum.month, mMonth, whole.Month)
	checks = append(checks, capitalCheck(r, f, "来源地累计到位", "表13 合计", f.sources.total.cell("cumulative"), sum.cumulative, mCumulative, whole.Cumulative)...)
	checks = append(checks, outsideCheck(r, f)...)
	if f.fulfilment.unfulfilled != "" {
		var n int64
		for _, c := range r.Fulfilment {
			n += c.Contracts - c.Started() - c.Formalities
		}
		checks = append(checks, crossCheck{label: "未履约项目(个)", leftName: "表14 合计", left: f.fulfilment.unfulfilled, leftValue: n,
			rightName: "表14 未履约清单", right: "COUNT(" + f.fulfilment.listed + ")", rightValue: int64(len(r.Unfulfilled)), per: 1})
	}
	return checks
}

// outsideCheck compares 省外 and 境外 of sheet 13 with 其中:省外; history known without
// places stands in neither tier.
func outsideCheck(r *crm.MonthReport, f references) []crossCheck {
	line, ok := f.overview.find(crm.LineOutside)
	right := f.targets.ref(crm.LineOutside, mCumulative, -1)
	if !ok || right == "" || !f.sources.total.grid.has("cumulative") {
		return nil
	}
	left, done := "0", int64(0)
	for _, tier := range f.sources.tiers {
		if tier.tier == "" && sumSources(tier.rows).cumulative != 0 {
			return nil
		}
		if tier.tier == crm.OriginForeign || tier.tier == crm.OriginOutProv {
			left += fmt.Sprintf("+'%s'!%s", f.sources.total.name, f.sources.total.grid.cell("cumulative", tier.row()))
			done += sumSources(tier.rows).cumulative
		}
	}
	return []crossCheck{{label: "省外来源累计(" + line.UnitLabel + ")", leftName: "表13 省外、境外", left: left, leftValue: done,
		rightName: "表2 其中:省外", right: right, rightValue: r.TotalFigure(line).Cumulative, per: line.Per}}
}
