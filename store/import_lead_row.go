package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// leadRowInput is what one row says of a lead.
type leadRowInput struct {
	has       leadFields
	nameKey   string
	companies []crm.CompanyInput // the first is the lead's, the others are told in a note
	unit      int64              // that reports it
	told      int64              // the unit that the row names, 0 for none
	owner     int64
	on        crm.Date // reported on
	lines     []string // what has no field of its own, each under its heading
	people    []crm.ContactInput
}

// input turns a row into what a person would have typed.
func (k *leadKind) input(r *crm.ImportRecord) leadRowInput {
	in := leadRowInput{on: k.day(r, "reported_on", "report_date")}
	in.has = leadFields{project: strings.TrimSpace(r.Text("project")), content: clip(r.Text("content"), 2000), land: r.Text("land_mu"), source: clip(r.Text("source"), 60),
		next: clip(r.Text("next_step"), 500), author: clip(r.Text("follower"), 60), chain: k.chains[r.Text("chain")], place: k.p.units.reporting[r.Text("county")],
		currency: crm.CNY, amount: -1, low: -1, high: -1}
	if due, p, ok := r.When("next_due"); ok && p == crm.PrecisionDay && in.has.next != "" {
		in.has.due = crm.Date(due)
	}
	in.has.industry = k.industry(r.Text("industry"))
	in.nameKey = crm.NameKey(in.has.project)
	in.money(r)
	in.companies = k.investors(r)
	in.told, in.unit = k.unitOf(r)
	in.owner = k.ownerOf(r.Text("follower"), in.unit)
	in.lines = k.lines(r, in)
	in.people = contactsOf(r)
	return in
}

// day is the first of the keys that is given, as a day: of a month the last, never after
// the day of filing; without one the day of filing.
func (k *leadKind) day(r *crm.ImportRecord, keys ...string) crm.Date {
	filed := min(k.p.asOf, k.p.today)
	if filed == "" {
		filed = k.p.today
	}
	for _, key := range keys {
		switch text, p, ok := r.When(key); {
		case ok && p == crm.PrecisionDay:
			return min(crm.Date(text), filed)
		case ok && p == crm.PrecisionMonth:
			return min(crm.Month(text).Last(), filed)
		case ok:
			return min(crm.Date(text+"-12-31"), filed)
		}
	}
	return filed
}

// money reads one figure or a band; 0 says nothing.
func (in *leadRowInput) money(r *crm.ImportRecord) {
	for _, x := range []struct {
		key string
		to  *int64
	}{{"total_usd_wan", &in.has.amount}, {"total_wan", &in.has.amount}, {"amount_min_wan", &in.has.low}, {"amount_max_wan", &in.has.high}} {
		if m, ok := r.Amount(x.key); ok && m.Amount > 0 {
			*x.to, in.has.currency = m.Amount, m.Currency
		}
	}
	if in.has.amount >= 0 {
		in.has.low, in.has.high = -1, -1
	}
}

// leadCompanyName is the name of the company that a row's lead is of: the first investor.
func leadCompanyName(r *crm.ImportRecord) []string {
	return r.List("investors")[:min(1, len(r.List("investors")))]
}

func (k *leadKind) investors(r *crm.ImportRecord) (out []crm.CompanyInput) {
	province, city, origin := k.p.units.of(r.Text("investor_home"))
	var keys []string
	for _, name := range r.List("investors") {
		if key := k.p.companies.keyOf(name); !slices.Contains(keys, key) {
			keys = append(keys, key)
			out = append(out, crm.CompanyInput{Name: name, Origin: origin, Province: province, City: city})
		}
	}
	return out
}

// unitOf is the unit that reports a lead: the following unit where it is one of ours, else
// the liaison office of the form, else the county. Who works for an office or a department
// reports leads for any county; a county's officer only their own.
func (k *leadKind) unitOf(r *crm.ImportRecord) (told, unit int64) {
	for _, key := range []string{"follow_unit", "unit"} {
		if told = k.p.units.unitNamed(r.Text(key)); told != 0 {
			return told, told
		}
	}
	if told = k.p.units.officeNamed(r.Text("office")); told != 0 {
		return told, told
	}
	county := k.p.units.reporting[r.Text("county")]
	mine := k.p.units.byID[k.p.v.UnitID]
	if county != 0 && (k.p.scope.Has(county) || mine.Reporting || mine.ID == 0) {
		return 0, county
	}
	return 0, mine.ID
}

// ownerOf is the person of the unit that a row names, else who imports: somebody follows every lead.
func (k *leadKind) ownerOf(name string, unit int64) int64 {
	found := k.p.v.UserID
	n := 0
	for _, x := range k.people {
		if x.name == name && x.unit == unit {
			found, n = x.id, n+1
		}
	}
	if n != 1 {
		return k.p.v.UserID
	}
	return found
}

// industry is the code of a class of GB/T 4754-2017 that a cell names, "" for other words.
func (k *leadKind) industry(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	if code, known := k.industries[text]; known {
		return code
	}
	if _, known := k.industries["#"+crm.IndustryKey(text)]; known && crm.CheckIndustry(text) == nil {
		return text
	}
	return ""
}

// lines are the words of a row that a lead has no field for.
func (k *leadKind) lines(r *crm.ImportRecord, in leadRowInput) (out []string) {
	add := func(label, text string) {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, clip(label+"："+text, 1000))
		}
	}
	add("进展", r.Text("progress"))
	add("研判结果", r.Text("assessment"))
	add("存在问题", r.Text("problem"))
	add("备注", r.Text("remark"))
	add("投资方简介", r.Text("investor_intro"))
	add("拟建地点", r.Text("place"))
	add("片区", r.Text("zone"))
	if in.has.industry == "" {
		add("行业", r.Text("industry"))
	}
	if in.told == 0 {
		add("跟踪单位", r.Text("follow_unit"))
	}
	if in.has.chain == 0 {
		add("产业链", r.Text("chain"))
	}
	if len(in.companies) > 1 {
		names := make([]string, 0, len(in.companies)-1)
		for _, c := range in.companies[1:] {
			names = append(names, c.Name)
		}
		add("其他投资方", strings.Join(names, "、"))
	}
	for _, x := range []struct{ label, key, unit string }{{"其中固定资产投资", "fixed_wan", "万元"}, {"其中固定资产投资", "fixed_usd_wan", "万美元"}, {"一期投资", "phase1_wan", "万元"}} {
		if r.Text(x.key) != "" {
			add(x.label, r.Text(x.key)+x.unit)
		}
	}
	return out
}

// check says in Chinese what a lead cannot be, "" for nothing.
func (f leadFields) check() string {
	if len([]rune(f.project)) > 100 {
		return "项目名称超过 100 字"
	}
	err := crm.LeadInput{Project: f.project, Content: f.content, Industry: f.industry, LandMu: f.land, NextStep: f.next, NextDue: f.due,
		Amount: optional(f.amount, f.currency), AmountMin: optional(f.low, f.currency), AmountMax: optional(f.high, f.currency)}.Check()
	if err != nil {
		return chinese(err)
	}
	return ""
}

// hints warn of what looks alike within the viewer's own scope (L3, L4): a company of nearly
// the same name, the same investor's lead of the same trade and about the same amount, the same phone.
func (k *leadKind) hints(r *crm.ImportRecord, in leadRowInput) (out []crm.ImportIssue) {
	warn := func(format string, args ...any) {
		out = append(out, recordIssue(r, crm.WCompanySimilar, "investors", sprintf(format, args...)))
	}
	for _, c := range in.companies {
		known := k.p.companies.find(c.Name)
		if !k.p.companies.names.stands(known) {
			if near := k.p.companies.similar(c.Name); near != nil {
				warn("系统里有名称相近的企业“%s”，请核对是不是同一家", near.in.Name)
			}
			continue
		}
		for _, x := range k.byCompany[known] {
			if !x.isNew && k.p.stillOurs(x.unit) && sameTrade(x.has, in.has) {
				warn("同一投资方在同一行业已有金额相近的线索 %s“%s”，请核对", x.code, x.has.project)
			}
		}
	}
	for _, p := range in.people {
		for _, c := range k.phones[p.Phone] {
			if p.Phone != "" && len(in.companies) > 0 && c.company != k.p.companies.find(in.companies[0].Name) {
				warn("联系电话与已有企业“%s”的联系人相同，请核对", c.company.in.Name)
			}
		}
	}
	return out
}

// sameTrade reports whether two leads stand in the same two-digit trade with amounts within a fifth of each other.
func sameTrade(a, b leadFields) bool {
	x, y := crm.IndustryKey(a.industry), crm.IndustryKey(b.industry)
	if len(x) < 2 || len(y) < 2 || x[:2] != y[:2] || a.currency != b.currency || a.amount <= 0 || b.amount <= 0 {
		return false
	}
	return 5*max(a.amount, b.amount)-5*min(a.amount, b.amount) <= max(a.amount, b.amount)
}
