package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// update lays a row over a project that is known, or that an earlier row of the file
// makes. What the file does not say stays; what is signed, approved or verified stays and
// is told (W_RECORD_KEPT).
func (k *projectKind) update(r *crm.ImportRecord, x *importProject, in projectRowInput) importStep {
	if step := k.contradicts(r, x, in); step != nil {
		return *step
	}
	s := k.step(x, crm.ImportUnchanged)
	k.open(x)
	f := *x.has
	change := func(field, from, to string) {
		s.changes = append(s.changes, crm.FieldChange{Field: field, From: from, To: to})
	}
	k.words(r, x, in, &f, change)
	s.issues = append(s.issues, k.amounts(r, x, in, &f, change)...)
	if why := f.check(); why != "" {
		return rejected("%s", why)
	}
	fresh, why := k.newParties(r, x, in)
	if why != "" {
		return rejected("%s", why)
	}
	for _, party := range fresh {
		change("投资方", "", party.Name)
	}
	fields := len(s.changes)
	dates, issues := k.newDates(r, x, in, change)
	s.issues = append(s.issues, issues...)
	if x.county != in.county {
		s.issues = append(s.issues, kept(r, "county", "建设地保持系统里的"+k.p.units.name(x.county)))
	}
	if len(s.changes) == 0 {
		x.rows = append(x.rows, r)
		return s
	}
	if why := k.changeWhy(x, fields > 0); why != "" {
		return rejected("%s", why)
	}
	added, why := k.use(x, fresh)
	if why != "" {
		return rejected("%s", why)
	}
	s.outcome = crm.ImportUpdated
	k.touch(x)
	x.has, x.dates, x.parties, x.rows = &f, dates, append(x.parties, added...), append(x.rows, r)
	k.put(x)
	return s
}

// words lays the row's texts, chain and nature over f.
func (k *projectKind) words(r *crm.ImportRecord, x *importProject, in projectRowInput, f *projectFields, change func(field, from, to string)) {
	for _, c := range []struct {
		label string
		have  *string
		give  string
	}{{"项目名称", &f.name, k.newName(r, x, in)}, {"建设内容", &f.content, in.content}, {"行业", &f.industry, in.industry}, {"建设地点", &f.place, k.newPlace(x, in)},
		{"包抓领导", &f.leader, in.leader}, {"存在问题", &f.problem, in.problem}, {"下一步", &f.next, in.next}} {
		if c.give != "" && !sameWords(c.give, *c.have) {
			change(c.label, *c.have, c.give)
			*c.have = c.give
		}
	}
	if in.chain != 0 && in.chain != f.chain {
		change("产业链", k.chainName(f.chain), k.chainName(in.chain))
		f.chain = in.chain
	}
	if in.nature != "" && in.nature != crm.NatureNew && in.nature != f.nature { // 新建 beside 续建 tells the year, not 扩建 or 技改
		change("建设性质", f.nature.Label(), in.nature.Label())
		f.nature = in.nature
	}
}

// touch notes that a known project will be written; the present row keeps what stood there.
func (k *projectKind) touch(x *importProject) {
	if x.touched {
		return
	}
	was := *x.has
	x.was, x.touched, x.line = &was, true, k.p.at
	k.list = append(k.list, x)
}

// settle lets known projects be that end as they stand: the rows of a file that tell two
// amounts of one project in turn change nothing on the whole.
func (k *projectKind) settle(steps []importStep) {
	same := map[*importTarget]bool{}
	for _, x := range k.list {
		if !x.isNew && *x.has == *x.was && !slices.ContainsFunc(x.parties, func(p importParty) bool { return p.added }) &&
			!slices.ContainsFunc(x.dates, func(d importDate) bool { return d.on != d.was }) {
			same[&x.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(x *importProject) bool { return same[&x.importTarget] })
	backToUnchanged(steps, same)
}

// newName is the row's name where the code says that it means the project; otherwise the name itself did.
func (k *projectKind) newName(r *crm.ImportRecord, x *importProject, in projectRowInput) string {
	if x.code != "" && r.Text("project_no") == x.code && in.nameKey != x.nameKey && len([]rune(in.name)) >= 2 {
		return in.name
	}
	return ""
}

// newPlace is the row's place, "" where it says the park, the county or what stands already:
// reports print the park for the place, and a reading takes the county off its front.
func (k *projectKind) newPlace(x *importProject, in projectRowInput) string {
	county := k.p.units.name(x.county)
	for _, known := range []string{x.park, x.has.place, county} {
		if known != "" && (samePlace(in.place, known) || samePlace(in.place, strings.TrimPrefix(known, county))) {
			return ""
		}
	}
	return in.place
}

// samePlace compares places without what a reading takes off their ends.
func samePlace(a, b string) bool {
	const ends = "（）()【】[]、，,;；/-—·:：. "
	return sameWords(strings.Trim(a, ends), strings.Trim(b, ends))
}

func (k *projectKind) chainName(id int64) string {
	for name, x := range k.chains {
		if x == id {
			return name
		}
	}
	return ""
}

// amounts lays the row's amounts over f, and tells which of them the system keeps.
func (k *projectKind) amounts(r *crm.ImportRecord, x *importProject, in projectRowInput, f *projectFields, change func(field, from, to string)) (issues []crm.ImportIssue) {
	sameCNY := in.total.Currency == crm.CNY && f.total.Currency == crm.USD && in.total.Amount == x.note.totalCNY
	switch {
	case in.total.Amount <= 0 || in.total == f.total || sameCNY:
	case x.signed:
		issues = append(issues, kept(r, "total_wan", "签约已上报或通过，总投资保持系统里的 "+moneyText(f.total)))
	default:
		change("总投资", moneyText(f.total), moneyText(in.total))
		f.total = in.total
	}
	for _, part := range []struct {
		label string
		have  *int64
		give  int64
	}{{"固定资产投资", &f.fixed, in.fixed}, {"协议引资额", &f.agreed, in.agreed}} {
		unknown := part.give == 0 && *part.have < 0 // our own workbook prints 0 for what is not known
		if part.give >= 0 && part.give != *part.have && !unknown && part.give <= f.total.Amount && in.total.Currency == f.total.Currency {
			change(part.label, partText(*part.have, f.total.Currency), partText(part.give, f.total.Currency))
			*part.have = part.give
		}
	}
	switch {
	case !in.arrived:
	case x.money && in.opening != f.opening+x.note.arrived:
		issues = append(issues, kept(r, "arrived_wan", "系统里已有到位资金条目，累计到位以系统的 "+wanText(f.opening+x.note.arrived)+" 万元为准"))
	case !x.money && in.opening != f.opening:
		change("期初累计到位", wanText(f.opening)+"万元", wanText(in.opening)+"万元")
		f.opening = in.opening
	}
	return issues
}

func moneyText(m crm.Money) string {
	if m.Currency == crm.USD {
		return wanText(m.Amount) + "万美元"
	}
	return wanText(m.Amount) + "万元"
}

func partText(n int64, c crm.Currency) string {
	if n < 0 {
		return ""
	}
	return moneyText(crm.Money{Amount: n, Currency: c})
}

// newParties are the row's investors that the project does not have yet. Where a person
// said that the row is this project, one of nearly the same name is the same firm.
func (k *projectKind) newParties(r *crm.ImportRecord, x *importProject, in projectRowInput) (fresh []crm.CompanyInput, why string) {
	if x.names(in.parties) {
		return nil, ""
	}
	for _, party := range in.parties {
		c := k.p.companies.find(party.Name)
		if c != nil && slices.ContainsFunc(x.parties, func(p importParty) bool { return p.company == c }) || r.Choice == crm.ChooseUpdate && x.hasAlike(party.Name) {
			continue
		}
		if why := k.p.companies.refuse(party); why != "" {
			return nil, why
		}
		fresh = append(fresh, party)
	}
	return fresh, ""
}

// names reports whether the row's investors, put one after another, are the project's: a
// reading cuts a name in two that holds a sign between names.
func (x *importProject) names(parties []crm.CompanyInput) bool {
	var row, have strings.Builder
	for _, p := range parties {
		row.WriteString(p.Name)
	}
	for _, p := range x.parties {
		have.WriteString(p.company.in.Name)
	}
	bare := strings.NewReplacer("、", "", "；", "", ";", "", "，", "", ",", "")
	return row.Len() > 0 && bare.Replace(row.String()) == bare.Replace(have.String())
}

// use makes parties of companies.
func (k *projectKind) use(x *importProject, fresh []crm.CompanyInput) (added []importParty, why string) {
	for _, party := range fresh {
		c, why := k.p.companies.use(party, x.unit)
		if why != "" {
			return nil, why
		}
		added = append(added, k.party(c, party))
	}
	return added, ""
}

// newDates lays the row's dates over the project's. What has been sent for review or
// approved stands; a coarser date than the one that stands says nothing new.
func (k *projectKind) newDates(r *crm.ImportRecord, x *importProject, in projectRowInput, change func(field, from, to string)) (out []importDate, issues []crm.ImportIssue) {
	out = slices.Clone(x.dates)
	for _, d := range in.dates {
		i := slices.IndexFunc(out, func(have importDate) bool { return have.kind == d.kind })
		why := k.dateWhy(x, d.kind)
		switch {
		case i >= 0 && strings.HasPrefix(out[i].on, d.on):
		case i >= 0 && (out[i].state == crm.StateSubmitted || out[i].state == crm.StateApproved):
			issues = append(issues, kept(r, dateField(d.kind), d.kind.Label()+"节点"+out[i].state.Label()+"，时间保持系统里的 "+out[i].on))
		case why != "" && k.p.stillOurs(x.unit):
			issues = append(issues, kept(r, dateField(d.kind), why))
		case i < 0:
			change(d.kind.Label()+"时间", "", d.on)
			out = append(out, d)
		default:
			change(d.kind.Label()+"时间", out[i].on, d.on)
			out[i].on, out[i].precision = d.on, d.precision
		}
	}
	return out, issues
}

func dateField(kind crm.MilestoneKind) string {
	for _, d := range dateKeys {
		if d.kind == kind {
			return d.key
		}
	}
	return ""
}
