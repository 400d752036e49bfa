package store

import (
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportMatrix] = func(p *importPlanner) importKind {
		return &matrixKind{p: p, have: map[figureKey]*importFigure{}, cells: map[*crm.ImportRecord]*matrixCell{}, ledger: map[crm.Month]map[string]crm.FigureUnit{}}
	}
}

// matrixKind imports tables of units by months. What lies before a unit's cut-over becomes
// historic figures of single months; from then on the ledger counts, and the table can only
// agree with it (domain §7).
type matrixKind struct {
	p      *importPlanner
	inds   map[string]crm.Indicator
	have   map[figureKey]*importFigure
	cells  map[*crm.ImportRecord]*matrixCell
	list   []*importFigure // new and changed, in the order of the file
	ledger map[crm.Month]map[string]crm.FigureUnit
}

// figureKey names a historic figure; month "" is the whole year's.
type figureKey struct {
	unit      int64
	indicator string
	year      int
	month     crm.Month
}

// importFigure is a historic figure as it stands after the file.
type importFigure struct {
	importTarget
	figureKey
	isNew      bool
	touched    bool
	value, was int64
	note       string
}

// matrixCell is one figure of a table: a unit, an indicator and a period.
type matrixCell struct {
	figureKey
	to    int   // month up to which, or of which, the figure is
	until bool  // of the year up to that month (累计), not of the month alone
	fen   int64 // as printed, fen or cents
	value int64 // of the month alone
	from  int   // first month that value holds
	twice bool  // an earlier cell of the file tells the same month
	why   string
}

// matrixIndicators are the indicators that tables of units by months tell, with the key of their figure.
var matrixIndicators = []struct{ word, code, key, money string }{
	{"到位资金", crm.IndCapital, "value_wan", "人民币"}, {"利用外资", crm.IndForeign, "value_usd_wan", "美元"}}

// cell reads a record; nil where the table has no figure.
func (k *matrixKind) cell(r *crm.ImportRecord) *matrixCell {
	name := r.Text("indicator")
	c := &matrixCell{until: strings.HasSuffix(name, "(累计)")}
	year, _ := strconv.Atoi(r.Text("year"))
	c.to, _ = strconv.Atoi(r.Text("month_to"))
	c.unit, c.year = k.p.units.reporting[r.Text("area")], year
	if year < 2000 || year > 2100 || c.to < 1 || c.to > 12 {
		c.why = "年份或月份读不懂，请写明是哪年哪月"
		return c
	}
	c.month = crm.NewMonth(year, c.to)
	for _, i := range matrixIndicators {
		if !strings.HasPrefix(name, i.word) {
			continue
		}
		c.indicator = i.code
		m, ok := r.Amount(i.key)
		switch _, known := k.inds[i.code]; {
		case !ok && r.Text("value_wan") == "" && r.Text("value_usd_wan") == "":
			return nil
		case !ok:
			c.why = i.word + "的历史数以" + i.money + "计，表中的币种不符"
		case !known:
			c.why = "系统里没有“" + i.word + "”这项指标"
		case crm.TooLarge(m.Amount, "value", i.word) != nil:
			c.why = chinese(crm.TooLarge(m.Amount, "value", i.word))
		}
		c.fen = m.Amount
		return c
	}
	c.why = "不认识指标“" + name + "”"
	return c
}

// plan decides one cell.
func (k *matrixKind) plan(r *crm.ImportRecord) (importStep, error) {
	c := k.cells[r]
	if c == nil {
		return importStep{outcome: crm.ImportUnchanged}, nil
	}
	if why := k.refuse(r, c); why != "" {
		return rejected("%s", why), nil
	}
	if u := k.p.units.byID[c.unit]; c.counted(u) {
		return k.againstLedger(r, c, u)
	}
	if c.twice {
		return k.repeats(r, c), nil
	}
	f := k.have[c.figureKey]
	if f == nil {
		f = &importFigure{importTarget: k.p.target(0), figureKey: c.figureKey, isNew: true}
		k.have[c.figureKey], k.list = f, append(k.list, f)
		f.value, f.note = c.value, c.note()
		return k.step(r, f, c, crm.ImportCreated), nil
	}
	s := k.step(r, f, c, crm.ImportUnchanged)
	if f.value == c.value {
		return s, nil
	}
	s.outcome = crm.ImportUpdated
	s.changes = []crm.FieldChange{{Field: k.name(f), From: k.print(f, f.value), To: k.print(f, c.value)}}
	f.was, f.touched, f.line = f.value, true, k.p.at
	f.value, f.note = c.value, c.note()
	k.list = append(k.list, f)
	return s, nil
}

// refuse says why a cell is not imported: historic figures are the city's (as PutHistoric).
func (k *matrixKind) refuse(r *crm.ImportRecord, c *matrixCell) string {
	switch {
	case k.p.scopeWhy(c.unit, r.Text("area")) != "":
		return k.p.scopeWhy(c.unit, r.Text("area"))
	case !k.p.v.Can(crm.ActManageTargets):
		return "历史汇总数由市招商局导入，你的角色不能" + crm.ActManageTargets.Label()
	case !k.p.v.Scope(crm.ActManageTargets).All:
		return crm.ActManageTargets.Label() + "须由市级角色办理，请联系市招商局"
	case c.why != "":
		return c.why
	case crm.NewMonth(c.year, c.to) > k.p.today.Month():
		return crm.NewMonth(c.year, c.to).Label() + "还没到"
	}
	return ""
}

// counted reports whether the ledger counts the cell's month.
func (c *matrixCell) counted(u crm.Unit) bool { return crm.NewMonth(c.year, c.to) >= u.CutOver }

// repeats answers a cell whose month an earlier one tells.
func (k *matrixKind) repeats(r *crm.ImportRecord, c *matrixCell) importStep {
	if f := k.have[c.figureKey]; f != nil && c.value == f.value {
		return k.step(r, f, &matrixCell{from: c.to, to: c.to}, crm.ImportUnchanged)
	}
	return held(r, crm.EDuplicateSuspect, "%s%s的数表中前面已有，且与这里不同；请核对保留哪一个", r.Text("area"), crm.NewMonth(c.year, c.to).Label())
}

func (k *matrixKind) step(r *crm.ImportRecord, f *importFigure, c *matrixCell, o crm.ImportOutcome) importStep {
	s := importStep{outcome: o, object: "historic", target: &f.importTarget}
	if !f.isNew {
		s.matched = k.p.units.name(f.unit) + " " + k.name(f) + " " + k.print(f, f.value)
	}
	if note := c.note(); note != "" {
		s.issues = append(s.issues, recordIssue(r, crm.WDateCoarse, "", sprintf("没有 %d—%d 月的逐月数，%d 月的当月数%s", c.from, c.to-1, c.to, note)))
	}
	return s
}

// note tells that a month's figure holds earlier months too.
func (c *matrixCell) note() string {
	if c.from >= c.to || c.month == "" {
		return ""
	}
	return sprintf("含%d—%d月", c.from, c.to)
}

func (k *matrixKind) name(f *importFigure) string {
	label := k.inds[f.indicator].Label
	if f.month == "" {
		return sprintf("%s %d年", label, f.year)
	}
	return label + " " + f.month.Label()
}

func (k *matrixKind) print(f *importFigure, value int64) string {
	return moneyText(crm.Money{Amount: value, Currency: k.inds[f.indicator].Currency})
}

// settle lets figures be that end as they stand.
func (k *matrixKind) settle(steps []importStep) {
	same := map[*importTarget]bool{}
	for _, f := range k.list {
		if f.touched && f.value == f.was {
			same[&f.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(f *importFigure) bool { return same[&f.importTarget] })
	backToUnchanged(steps, same)
}
