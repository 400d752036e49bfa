package store

import (
	"fmt"
	"reflect"
	"strings"

	"yinfeng/crm"
)

// lines makes the lines of sheets 1 and 2: every indicator, and below it its 其中.
func (b *reportBuilder) lines(figs []*figureLine) error {
	b.r.Lines = []crm.ReportLine{}
	year := b.month.Year()
	for _, l := range figs {
		b.r.Lines = append(b.r.Lines, reportLine(l, l.ind.Code, "", l.ind.Label))
		for _, x := range b.d.bases {
			if !isWithin(l.ind, l.basis.Code, x, b.d.bases, year) {
				continue
			}
			w := b.d.line(l.ind, x)
			line := reportLine(w, withinCode(l.ind.Code, x), l.ind.Code, withinLabel(l.ind, x))
			total := w.total
			line.Total, line.Units = &total, w.units
			b.r.Lines = append(b.r.Lines, line)
			b.headWithin(w)
		}
	}
	return nil
}

func reportLine(l *figureLine, code, of, label string) crm.ReportLine {
	per := crm.PerUnit(l.ind.Unit, l.ind.Kind)
	basis := l.basis.Label
	if basis == "" {
		basis = map[string]string{crm.SourceMilestone: "节点审核通过", crm.SourceManual: "手工填报"}[l.ind.Source]
	}
	return crm.ReportLine{Code: code, Of: of, Label: label, UnitLabel: l.ind.Unit, Per: per, Basis: basis, Pace: l.pace, Narrowed: of == "" && narrowed(l), Pending: l.basis.Filter.Pending()}
}

// narrowed reports whether a ledger line counts other entries than sheet 4 lists for it: all
// that is verified, of foreign capital all from abroad.
func narrowed(l *figureLine) bool {
	listed := crm.BasisFilter{}
	if l.ind.Code == crm.IndForeign {
		listed.Origins = []crm.Origin{crm.OriginForeign}
	}
	return l.ind.Source == crm.SourceCapital && !reflect.DeepEqual(l.basis.Filter, listed)
}

// withinCode names an 其中 line: the cross-checks know 省外 and FDI by their codes.
func withinCode(indicator string, b crm.Basis) string {
	switch {
	case indicator == crm.IndForeign && b.Filter.FDI != nil && *b.Filter.FDI:
		return crm.LineFDI
	case indicator == crm.IndCapital && isOutside(b):
		return crm.LineOutside
	}
	return indicator + strings.ToUpper(b.Code[:1]) + b.Code[1:]
}

// isOutside reports whether b is 省外 = {省外, 境外} (domain §7).
func isOutside(b crm.Basis) bool {
	return len(b.Filter.Origins) == 2 && b.Filter.Has(crm.Cell{Origin: crm.OriginForeign}) && b.Filter.Has(crm.Cell{Origin: crm.OriginOutProv}) &&
		b.Filter.Fixed == nil && b.Filter.FDI == nil
}

func withinLabel(i crm.Indicator, b crm.Basis) string {
	switch withinCode(i.Code, b) {
	case crm.LineOutside:
		return "其中:省外到位资金"
	case crm.LineFDI:
		return "其中:外商直接投资(FDI)"
	}
	return "其中:" + b.Label
}

// headWithin notes what of the month's 省外 is historic.
func (b *reportBuilder) headWithin(w *figureLine) {
	if w.ind.Code != crm.IndCapital || !isOutside(w.basis) {
		return
	}
	for k := range b.r.UnitMonths {
		b.r.UnitMonths[k].HistoricOutside = w.hist[k]
		b.r.Head.HistoricOutside += w.hist[k]
	}
}

// course fills the chart's months and what of the month is historic.
func (b *reportBuilder) course(figs []*figureLine) {
	b.r.UnitMonths = make([]crm.ReportUnitMonths, len(b.d.units))
	b.r.Paces = make([]crm.Fraction, 12)
	for k, u := range b.d.units {
		b.r.UnitMonths[k].ID = u.code
	}
	for m := range b.r.Paces {
		b.r.Paces[m] = crm.PaceOf(m+1, b.d.curves[crm.IndCapital])
	}
	for _, l := range figs {
		for k := range b.d.units {
			switch l.ind.Code {
			case crm.IndCapital:
				for m := range 12 {
					b.r.UnitMonths[k].Posted[m] = l.years[k].Posted[m+1]
				}
				b.r.UnitMonths[k].HistoricCapital = l.hist[k]
				b.r.Head.HistoricCapital += l.hist[k]
			case crm.IndForeign:
				b.r.UnitMonths[k].HistoricForeign = l.hist[k]
				b.r.Head.HistoricForeign += l.hist[k]
			}
		}
	}
	b.r.Course()
}

// head fills what titles and footnotes say.
func (b *reportBuilder) head(figs []*figureLine) {
	set := b.d.set
	year := b.month.Year()
	by := b.d.q.RankBy
	if by == "" {
		by = crm.RankByRate
	}
	b.r.Head = crm.ReportHead{City: set.CityName, Issuer: set.Issuer, Demo: set.Demo, AsKnown: b.known, FX: set.RateOf(year),
		FXUnverified: set.RateUnchecked[year], RankBy: by, Places: set.RatePlaces, UnrankedUnit: b.d.tree.unranked(), UnitCode: b.d.tree.root.code,
		Sign: crm.ReportSign{Leader: set.Leader, Reviewer: set.Reviewer, Filler: set.Preparer, Phone: set.Phone}}
	for _, l := range figs {
		if l.ind.Source != crm.SourceCapital {
			continue
		}
		if l.restat {
			b.r.Head.RestatedNote = "同比的上年同期含本年登记的以前年度更正(按更正后数)。"
		}
		if l.mixed {
			b.r.Head.MixedNote = "累计中系统启用前的月份为历史汇总数,启用后为台账核定数。"
		}
	}
}

// definitions is the first part of sheet 15: what each indicator counts.
func (b *reportBuilder) definitions(names *crm.BasisNames) {
	b.r.Definitions = []crm.ReportDefinition{}
	rate := "年度固定汇率"
	if r := b.d.set.RateOf(b.month.Year()); r != 0 {
		rate += r.String()
	}
	for _, i := range b.d.inds {
		found := false
		for _, x := range b.d.bases {
			if x.Indicator == i.Code && x.ValidIn(b.month.Year()) {
				found = true
				b.r.Definitions = append(b.r.Definitions, basisDefinition(i, x, rate, names))
			}
		}
		if !found {
			b.r.Definitions = append(b.r.Definitions, plainDefinition(i, b.month.Year()))
		}
	}
	b.r.Definitions = append(b.r.Definitions, crm.ReportDefinition{Name: "完成率、序时进度、超(欠)序时",
		Counts: "完成率=累计完成÷年度任务;序时进度=已过月数÷12或下达的序时曲线;超(欠)序时=完成率-序时进度", Excludes: "任务为零或未下达的不计算,以“—”表示",
		Method: "单位:个百分点,按打印的一位小数判定", Valid: fmt.Sprintf("%d年", b.month.Year())})
}

func basisDefinition(i crm.Indicator, x crm.Basis, rate string, names *crm.BasisNames) crm.ReportDefinition {
	counts := x.Note
	if counts == "" {
		counts = x.Filter.Text(i, names)
	}
	d := crm.ReportDefinition{Name: i.Label + "(" + x.Label + ")", Counts: counts, Excludes: "未核定、退回的条目,期初累计", Valid: validText(x)}
	if x.Filter.Pending() {
		d.Excludes = "草稿、退回的条目,期初累计"
	}
	switch {
	case i.Source == crm.SourceMilestone:
		d.Excludes, d.Method = "草稿、已报未审、退回的节点", "按节点日期计入,一个项目一次"
	case i.Source == crm.SourceManual:
		d.Excludes, d.Method = "—", "各月填报数之和"
	case i.Currency == crm.USD:
		d.Method = "Σ美元核定数,人民币外资按" + rate + "折算"
	case i.Currency == crm.CNY:
		d.Method = "Σ人民币核定数+Σ美元核定数×" + rate
	}
	return d
}

func plainDefinition(i crm.Indicator, year int) crm.ReportDefinition {
	d := crm.ReportDefinition{Name: i.Label, Counts: i.Note, Valid: fmt.Sprintf("%d年", year)}
	switch i.Source {
	case crm.SourceMilestone:
		d.Excludes, d.Method = "草稿、已报未审、退回的节点;同一项目再次签约", "节点计数,一个项目一次;联合引进归份额最大的单位"
		if d.Counts == "" {
			d.Counts = "审核通过的节点,按节点日期落在统计期内"
		}
	case crm.SourceManual:
		d.Method = "由市招商局按月填报"
		if d.Counts == "" {
			d.Counts = "主管部门提供的当月数"
		}
	default:
		d.Counts = "已核定的到位资金"
	}
	return d
}

func validText(x crm.Basis) string {
	switch {
	case x.FromYear == 0 && x.ToYear == 0:
		return "长期"
	case x.ToYear == 0:
		return fmt.Sprintf("%d年起", x.FromYear)
	case x.FromYear == 0:
		return fmt.Sprintf("至%d年", x.ToYear)
	}
	return fmt.Sprintf("%d—%d年", x.FromYear, x.ToYear)
}
