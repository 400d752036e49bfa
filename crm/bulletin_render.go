package crm

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// noValue is printed where there is no value (domain §8).
const noValue = "—"

// bulletinPlaces are the decimals of rates and gaps, as the workbook prints them.
const bulletinPlaces = 1

// bulletinPrinter fills one text.
type bulletinPrinter struct {
	src  BulletinSource
	used []BulletinFigure
}

// Render fills the text. Numbers are rounded once from their exact values, as the
// workbook prints them, and words follow the printed figure (domain §3, §8).
func (t BulletinText) Render(src BulletinSource) Bulletin {
	p := &bulletinPrinter{src: src}
	out := Bulletin{Month: src.Figures.Month, AsKnown: src.AsKnown, Scope: src.Scope, Paragraphs: [][]BulletinSegment{}}
	if s := src.Figures.Snapshot; s != nil {
		out.Snapshot = *s
	}
	for i, line := range t.lines {
		segs, _ := p.pieces(line)
		if i == 0 {
			out.Title = strings.TrimSpace(plainOf(segs))
		} else if strings.TrimSpace(plainOf(segs)) != "" {
			out.Paragraphs = append(out.Paragraphs, segs)
		}
	}
	out.Note = p.note(out.Snapshot)
	text := []string{out.Title}
	for _, s := range out.Paragraphs {
		text = append(text, plainOf(s))
	}
	out.Plain = strings.Join(append(text, out.Note), "\n")
	return out
}

func plainOf(segs []BulletinSegment) string {
	var b strings.Builder
	for _, s := range segs {
		b.WriteString(s.Text)
	}
	return b.String()
}

// pieces fills a run; whole is false when a value in it is missing.
func (p *bulletinPrinter) pieces(ps []bulletinPiece) (out []BulletinSegment, whole bool) {
	whole = true
	for _, x := range ps {
		switch {
		case x.blank != nil:
			segs := p.blank(x.blank)
			if len(segs) == 0 {
				segs, whole = words(noValue), false
			}
			out = append(out, segs...)
		case x.clause != nil:
			if segs, ok := p.pieces(x.clause); ok {
				out = append(out, segs...)
			}
		default:
			out = append(out, words(x.words)...)
		}
	}
	return joinWords(out), whole
}

// words is text without a figure; none for "".
func words(s string) []BulletinSegment {
	if s == "" {
		return nil
	}
	return []BulletinSegment{{Text: s}}
}

// joinWords puts neighbouring words into one segment.
func joinWords(in []BulletinSegment) (out []BulletinSegment) {
	for _, s := range in {
		if n := len(out); n > 0 && s.Ref == "" && out[n-1].Ref == "" {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// blank fills a placeholder; none where there is no value.
func (p *bulletinPrinter) blank(b *bulletinBlank) []BulletinSegment {
	switch {
	case b.word != "":
		return words(p.word(b.word))
	case b.list != "":
		return p.list(b)
	}
	f, of, ok := p.figure(b.figure)
	if !ok {
		return nil
	}
	return p.field(b, f, p.ref(of, f, p.src.Unit))
}

func (p *bulletinPrinter) word(w string) string {
	m := p.src.Figures.Month
	switch w {
	case "城市":
		return p.src.City
	case "范围": // behind the city's name: nothing for the whole city
		return p.src.Scope
	case "单位":
		return cmp.Or(p.src.Scope, "全市")
	case "年份":
		return fmt.Sprintf("%d年", m.Year())
	case "月份":
		return fmt.Sprintf("%d月", m.Number())
	case "期间":
		if m.Number() == 1 {
			return "1月"
		}
		return fmt.Sprintf("1—%d月", m.Number())
	case "截止日":
		d := p.src.Day.Time()
		return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
	}
	if s := p.src.Figures.Snapshot; s != nil {
		return *s
	}
	return ""
}

// figure is the total of an indicator, and the figures that it stands in.
func (p *bulletinPrinter) figure(want BulletinFigure) (Figure, *Figures, bool) {
	of := p.figures(want)
	if of == nil {
		return Figure{}, nil, false
	}
	f, ok := of.Total[want.Indicator]
	if x := (BulletinFigure{want.Indicator, f.Basis}); ok && !slices.Contains(p.used, x) {
		p.used = append(p.used, x)
	}
	return f, of, ok
}

func (p *bulletinPrinter) figures(want BulletinFigure) *Figures {
	if want.Basis == "" || p.src.Figures.Total[want.Indicator].Basis == want.Basis {
		return p.src.Figures
	}
	return p.src.Others[want]
}

// ref names a figure of a unit; its field is the caller's to set.
func (p *bulletinPrinter) ref(of *Figures, f Figure, unit string) FigureRef {
	r := FigureRef{Window: Window{of.Month, of.Month}, Basis: f.Basis, Unit: unit, AsKnown: p.src.AsKnown, Field: FieldCumulative}
	if of.Snapshot != nil {
		r.Snapshot, r.AsKnown = *of.Snapshot, ""
	}
	return r
}

// field prints one field of a figure.
func (p *bulletinPrinter) field(b *bulletinBlank, f Figure, ref FigureRef) []BulletinSegment {
	ref.Indicator = b.figure.Indicator
	amount := func(v *int64, field FigureField) []BulletinSegment {
		if v == nil {
			return nil
		}
		ref.Field = field
		return segment(p.amount(ref.Indicator, f, *v), ref)
	}
	switch b.field {
	case "本月":
		return amount(&f.Month, FieldMonth)
	case "累计":
		return amount(&f.Cumulative, FieldCumulative)
	case "任务":
		return amount(f.Target, FieldTarget)
	case "跨期调整":
		return amount(&f.Adjust, FieldAdjust)
	case "上年同期":
		return amount(f.LastYear, FieldLastYear)
	case "口径":
		return words(p.basis(ref.Indicator, f.Basis))
	case "位次":
		if u := p.src.Figures.Units; len(u) == 1 && u[0].ID == p.src.Unit {
			f = p.figures(b.figure).Units[0].Figures[ref.Indicator]
		}
		if f.Rank == nil {
			return nil
		}
		return segment(fmt.Sprintf("第%d位", *f.Rank), ref)
	}
	return segment(ratioText(b.field, f, p.src.Figures.Month), ref)
}

func segment(text string, ref FigureRef) []BulletinSegment {
	if text == "" {
		return nil
	}
	if ref.Basis == "" {
		return words(text) // an indicator without a basis has no 查数码
	}
	return []BulletinSegment{{Text: text, Ref: ref.String()}}
}

// ratioText prints a rate, pace, gap or growth of f; "" without one.
func ratioText(field string, f Figure, m Month) string {
	rate, pace := RateOf(f.Cumulative, f.Target), paceFrom(f.Pace, m)
	gap := GapOf(rate, pace)
	switch field {
	case "完成率":
		return percent(rate)
	case "序时":
		return percent(pace.Rat())
	case "序时差":
		if gap == nil {
			return ""
		}
		return points(gap) + "个百分点"
	case "判定":
		if gap == nil {
			return ""
		}
		return GapWord(gap, bulletinPlaces)
	case "序时情况":
		switch word := GapWord(gap, bulletinPlaces); word {
		case PaceAhead, PaceBehind:
			return word + points(gap.Abs(gap)) + "个百分点"
		case PaceOn:
			return word
		}
		return ""
	}
	return growth(YoYOf(f.Cumulative, f.LastYear))
}

func percent(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return PercentText(r, bulletinPlaces) + "%"
}

func points(r *big.Rat) string { return RoundRat(r, bulletinPlaces).FloatString(bulletinPlaces) }

// growth is 同比 in words: 增长12.3%, 下降3.0%, 持平 where it prints 0.0.
func growth(r *big.Rat) string {
	if r == nil {
		return ""
	}
	text := PercentText(new(big.Rat).Abs(r), bulletinPlaces)
	switch RoundRat(new(big.Rat).Mul(r, big.NewRat(100, 1)), bulletinPlaces).Sign() {
	case 1:
		return "增长" + text + "%"
	case -1:
		return "下降" + text + "%"
	}
	return "持平"
}

// amount prints an amount in the indicator's unit: two decimals, as the workbook does.
func (p *bulletinPrinter) amount(code string, f Figure, v int64) string {
	unit := p.indicator(code).Unit
	if f.Kind == FigureMoney {
		return RoundRat(big.NewRat(v, PerUnit(unit, f.Kind)), 2).FloatString(2) + unit
	}
	return fmt.Sprintf("%d%s", v, unit)
}

func (p *bulletinPrinter) indicator(code string) Indicator {
	for _, i := range p.src.Indicators {
		if i.Code == code {
			return i
		}
	}
	return Indicator{Code: code, Label: code}
}

func (p *bulletinPrinter) basis(indicator, code string) string {
	for _, b := range p.src.Bases {
		if b.Indicator == indicator && b.Code == code {
			return b.Label
		}
	}
	return ""
}
