package store

import (
	"slices"

	"yinfeng/crm"
)

// change lays a row over an entry that is not yet submitted. A row that the entry's 编码
// names says all of it; one that project and month lead to gives amount and parts, and
// fills what is blank.
func (k *capitalKind) change(in *capitalRow, e *importEntry) importStep {
	s, f, c := k.step(e, crm.ImportUnchanged), e.has, changeList{}
	if in.byCode && in.month != f.month {
		c.add("月份", string(f.month), string(in.month))
		f.month = in.month
	}
	if in.amount != f.amount {
		if in.unsplit != nil {
			return *in.unsplit
		}
		c.add("本月到位", wanText(f.amount)+"万元", wanText(in.amount)+"万元")
		f.amount = in.amount
	}
	needed, ours := len(c) > 0, k.p.stillOurs(e.unit)
	parts, why := in.partsFor(e)
	if why != "" && ours {
		return rejected("%s", why)
	}
	if from, to := partsText(f.parts), partsText(parts); from != to {
		c.add("资金来源", from, to)
		f.parts = parts
	}
	in.lay(&f, &c)
	switch {
	case len(c) == 0:
		return s
	case !ours:
		return k.others(e)
	}
	why = k.writeWhy(e.project, e.unit, f.month)
	switch {
	case f.amount <= 0:
		return rejected("%s", negativeArrival)
	case why != "" && !needed:
		return s
	case why != "":
		return rejected("%s", why)
	}
	k.touch(e)
	s.outcome, s.changes, e.has = crm.ImportUpdated, c, f
	return s
}

// partsFor are the parts of an entry once the row's amount is in it.
func (in *capitalRow) partsFor(e *importEntry) (parts []crm.Part, why string) {
	have := e.has.parts
	switch {
	case in.amount == e.has.amount && (!in.said || in.agrees(have)):
		return have, ""
	case in.said:
		parts = slices.Clone(in.parts)
		for i := range parts {
			parts[i].FDI = slices.ContainsFunc(have, func(p crm.Part) bool { return p.FDI && p.Origin == parts[i].Origin })
		}
		return parts, ""
	case len(have) == 1 && have[0].Currency == crm.CNY:
		one := have[0]
		one.Amount = in.amount
		return []crm.Part{one}, ""
	}
	return nil, sprintf("条目 %s 由 %d 项资金来源构成，表中没有来源，分不到各项；请在系统里修改", e.code, len(have))
}

// lay lays the lesser fields over an entry.
func (in *capitalRow) lay(f *entryFields, c *changeList) {
	if in.byCode || f.arrivedOn == "" {
		c.day("到账日期", &f.arrivedOn, in.arrivedOn)
	}
	if in.byCode || f.form == "" {
		c.text("出资形式", &f.form, in.form)
	}
	if in.byCode || f.use == "" {
		c.text("资金用途", &f.use, in.use)
	}
	if !in.byCode {
		return
	}
	c.text("说明", &f.note, clip(in.note, 1000))
	if in.fixedSay && in.fixed != f.fixed {
		c.add("固定资产", yesNo(f.fixed), yesNo(in.fixed))
		f.fixed = in.fixed
	}
}

func yesNo(yes bool) string {
	if yes {
		return "是"
	}
	return "否"
}

// touch notes that a known entry will be written; the present row keeps what stood there.
func (k *capitalKind) touch(e *importEntry) {
	if e.isNew || e.touched {
		return
	}
	was := e.has
	e.was, e.touched, e.line = &was, true, k.p.at
	k.list = append(k.list, e)
}

// create plans a new draft.
func (k *capitalKind) create(r *crm.ImportRecord, in *capitalRow, x *importProject) importStep {
	unit := k.unitFor(x)
	if why := k.writeWhy(x, unit, in.month); why != "" {
		return rejected("%s", why)
	}
	if in.unsplit != nil {
		return *in.unsplit
	}
	if len(x.parties) == 0 {
		return rejected("项目还没有投资方，请先在项目里加上")
	}
	e := &importEntry{importTarget: k.p.target(0), isNew: true, used: true, project: x, unit: unit, state: crm.StateDraft, verified: -1,
		company: x.parties[0].company, has: in.entryFields}
	e.has.note = in.noteWith()
	for _, name := range r.List("investors") {
		c := k.p.companies.find(name)
		if i := slices.IndexFunc(x.parties, func(p importParty) bool { return p.company == c }); c != nil && i >= 0 {
			e.company = c
			break
		}
	}
	k.list, k.of[x] = append(k.list, e), append(k.of[x], e)
	return k.step(e, crm.ImportCreated)
}

// newProject makes the project of a row that the system does not know, with what had
// arrived before the month as its opening balance, and the month's draft.
func (k *capitalKind) newProject(r *crm.ImportRecord, in *capitalRow, ledger projectRowInput) importStep {
	arrived := in.given && in.amount != 0
	ledger.opening, _ = in.before()
	switch {
	case !arrived && ledger.opening == 0:
		return importStep{outcome: crm.ImportUnchanged}
	case in.amount < 0:
		return rejected("%s", negativeArrival)
	}
	if why := k.p.writeWhy(crm.ActWriteProject, ledger.unit); why != "" {
		return rejected("系统里没有这个项目，请先登记：%s", why)
	}
	if arrived {
		if why := k.writeWhy(&importProject{isNew: true, unit: ledger.unit, county: ledger.county}, ledger.unit, in.month); why != "" {
			return rejected("%s", why)
		}
		if in.unsplit != nil {
			return *in.unsplit
		}
	}
	projects := k.projects()
	s := projects.create(r, ledger)
	if s.outcome != crm.ImportCreated {
		return s
	}
	x := projects.list[len(projects.list)-1]
	x.has = &ledger.projectFields
	k.opened[x] = in.month
	if !arrived {
		return s
	}
	e := k.create(r, in, x)
	e.issues = append(s.issues, e.issues...)
	return e
}
