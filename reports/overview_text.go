package reports

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"yinfeng/crm"
)

// summary is the sentence above the overview.
func (o *overview) summary() string {
	if len(o.rows) == 0 {
		return "　　本期没有指标数据。"
	}
	var s strings.Builder
	s.WriteString("　　" + o.span() + "," + o.who() + o.capital())
	for _, l := range o.rows {
		if l.Of == o.line.Code {
			s.WriteString(fmt.Sprintf(";%s%s%s", l.Label, plain(l, o.r.TotalFigure(l).Cumulative), l.UnitLabel))
			break
		}
	}
	s.WriteString("。")
	if l, ok := o.find("foreign"); ok {
		s.WriteString(o.sentence(l) + "。")
	}
	s.WriteString(o.monthSentence())
	if behind := o.behind(); len(behind) > 0 {
		s.WriteString("欠序时的有:" + strings.Join(behind, "、") + "。")
	}
	return s.String()
}

func (o *overview) span() string {
	if n := o.r.Figures.Month.Number(); n > 1 {
		return fmt.Sprintf("1—%d月", n)
	}
	return "1月"
}

func (o *overview) who() string {
	return cmp.Or(o.r.Head.Office, o.r.Head.Scope, "全市") + chainName(o.r)
}

func (o *overview) find(code string) (crm.ReportLine, bool) {
	for _, l := range o.rows {
		if l.Code == code {
			return l, true
		}
	}
	return crm.ReportLine{}, false
}

// sentence tells an indicator's amount and how much of its target that is.
func (o *overview) sentence(l crm.ReportLine) string {
	f := o.r.TotalFigure(l)
	s := fmt.Sprintf("%s%s%s", l.Label, plain(l, f.Cumulative), l.UnitLabel)
	if rate := crm.RateOf(f.Cumulative, f.Target); rate != nil {
		s += fmt.Sprintf(",完成年度目标%s%s的%s%%", plain(l, *f.Target), l.UnitLabel, crm.PercentText(rate, o.r.Head.Decimals()))
	}
	return s
}

// capital adds gap and 同比 to the main indicator's sentence.
func (o *overview) capital() string {
	l, places := o.line, o.r.Head.Decimals()
	f := o.r.TotalFigure(l)
	s := o.sentence(l)
	if gap := crm.GapOf(crm.RateOf(f.Cumulative, f.Target), l.Pace); gap != nil {
		word := crm.GapWord(gap, places)
		s += "," + word
		if ahead := crm.AheadBy(f.Cumulative, f.Target, l.Pace); word != crm.PaceOn && ahead != nil {
			verb := "多完成"
			if *ahead < 0 {
				verb = "少完成"
			}
			s += fmt.Sprintf("%s个百分点(%s%s%s)", crm.RoundRat(gap.Abs(gap), places).FloatString(places), verb, plain(l, abs(*ahead)), l.UnitLabel)
		}
	}
	if yoy := crm.YoYOf(f.Cumulative, f.LastYear); yoy != nil {
		verb := "增长"
		if yoy.Sign() < 0 {
			verb = "下降"
		}
		s += ",同比" + verb + crm.PercentText(new(big.Rat).Abs(yoy), places) + "%"
	}
	return s
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// monthSentence tells what the month itself brought.
func (o *overview) monthSentence() string {
	f := o.r.TotalFigure(o.line)
	parts := []string{fmt.Sprintf("%s%s%s%s", period(o.r), o.line.Label, plain(o.line, f.Month), o.line.UnitLabel)}
	for _, code := range []string{"signed", "started", "producing"} {
		if l, ok := o.find(code); ok {
			parts = append(parts, fmt.Sprintf("%s%d%s", l.Label, o.r.TotalFigure(l).Month, l.UnitLabel))
		}
	}
	return strings.Join(parts, ",") + "。"
}

// behind names the units that are 欠序时, in official order.
func (o *overview) behind() []string {
	var names []string
	for _, u := range o.r.Figures.Units {
		f := u.Figures[o.line.Code]
		if crm.GapWord(crm.GapOf(crm.RateOf(f.Cumulative, f.Target), o.line.Pace), o.r.Head.Decimals()) == crm.PaceBehind {
			names = append(names, u.Name)
		}
	}
	return names
}
