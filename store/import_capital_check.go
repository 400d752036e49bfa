package store

import (
	"yinfeng/crm"
)

// writeWhy says why the viewer may not file for a unit and month on project x, "" when they
// may: what FileCapital refuses, an import refuses too.
func (k *capitalKind) writeWhy(x *importProject, unit int64, m crm.Month) string {
	if why := k.p.writeWhy(crm.ActReportCapital, unit); why != "" {
		return why
	}
	switch {
	case m <= k.closed:
		return sprintf("%s已经关账，请填在 %s", m.Label(), k.first.Label())
	case m > k.p.today.Month() && m > k.first:
		return sprintf("%s还没到，最晚填 %s", m.Label(), max(k.p.today.Month(), k.first).Label())
	}
	units := k.creditedUnits(x, crm.IndCapital, m.Year())
	if len(units) == 0 {
		return sprintf("这个项目 %d 年还没有统计归属，请先由市招商局确定", m.Year())
	}
	for _, id := range append(units, unit) {
		if u := k.p.units.byID[id]; m < u.CutOver {
			return sprintf("%s从 %s 起用台账，此前用历史汇总数，不能填 %s 的条目", u.Name, u.CutOver.Label(), m.Label())
		}
	}
	return ""
}

// openEarlier keeps the opening balance of a project that this file makes before its first
// month, whatever the order of the sheets.
func (k *capitalKind) openEarlier(in *capitalRow, x *importProject) {
	opened, made := k.opened[x]
	if sum, said := in.before(); made && said && in.month < opened {
		k.opened[x], x.has.opening = in.month, sum
	}
}

// cumulative holds 累计到位 of the row against the ledger, which is never overwritten.
func (k *capitalKind) cumulative(r *crm.ImportRecord, in *capitalRow, x *importProject) []crm.ImportIssue {
	if in.prior == nil || in.prev == nil && in.ytd == nil {
		return nil
	}
	paper := *in.prior
	if in.ytd != nil {
		paper += *in.ytd
	} else {
		paper += *in.prev + in.amount
	}
	ledger := x.has.opening
	for _, e := range k.of[x] {
		if e.about() <= in.month {
			ledger += e.counted()
		}
	}
	if paper == ledger || k.opened[x] > in.month {
		return nil
	}
	field := "ytd_wan"
	if in.ytd == nil {
		field = "ytd_prev_wan"
	}
	return []crm.ImportIssue{kept(r, field, sprintf("到%s累计到位，表中是 %s 万元，系统里是 %s 万元，以系统的为准；请核对", in.month.Label(), wanText(paper), wanText(ledger)))}
}

// warn works out for every new and changed entry what needs a written reason at submission,
// as a form shows it (domain §7); each sees what stood before it.
func (k *capitalKind) warn() {
	type twin struct {
		project *importProject
		month   crm.Month
		company *importCompany
		id      int64
		amount  int64
	}
	same, sum := map[twin]int{}, map[*importProject]int64{}
	key := func(e *importEntry) twin {
		t := twin{project: e.project, month: e.has.month, company: e.company, amount: e.has.amount}
		if t.company == nil {
			if t.company = k.p.companies.byID[e.companyID]; t.company == nil {
				t.id = e.companyID
			}
		}
		return t
	}
	for _, e := range k.list {
		if _, seen := sum[e.project]; seen {
			continue
		}
		sum[e.project] = 0
		for _, other := range k.of[e.project] {
			if !other.isNew {
				sum[e.project] += other.counted()
				same[key(other)]++
			}
		}
	}
	for _, e := range k.list {
		others, again := sum[e.project], same[key(e)]
		if e.isNew {
			sum[e.project] += e.has.amount
			same[key(e)]++
		} else {
			others, again = others-e.has.amount, again-1
		}
		e.warnings = k.warningsOf(e, others, again)
	}
}

func (k *capitalKind) warningsOf(e *importEntry, others int64, again int) []crm.Warning {
	x, projects := e.project, k.projects()
	projects.open(x)
	total := x.note.totalCNY
	if x.isNew {
		total = projects.totalCNY(x)
	}
	f := crm.CapitalFacts{CeilingCNY: total, OthersCNY: others + x.has.opening, SameAgain: again, SignedOn: x.note.signedOn,
		CutOffBefore: e.has.month.Add(-1).CutOff(k.p.set.CutOffDay)}
	if x.has.agreed > 0 && x.has.total.Amount > 0 {
		f.CeilingCNY = crm.MulDiv(total, x.has.agreed, x.has.total.Amount)
	}
	ws := crm.CapitalWarnings(crm.CapitalInput{Month: e.has.month, ArrivedOn: e.has.arrivedOn, Amount: crm.Yuan(e.has.amount)}, f)
	if e.orig != "" || e.carried != "" {
		ws = dropWarning(ws, "outside_month")
	}
	return ws
}
