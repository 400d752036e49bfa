package store

import (
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

var natureWords = map[string]crm.Nature{"新建": crm.NatureNew, "扩建": crm.NatureExpand, "改扩建": crm.NatureExpand, "技改": crm.NatureUpgrade,
	"技术改造": crm.NatureUpgrade, "并购": crm.NatureMerge}

var dateKeys = []struct {
	key  string
	kind crm.MilestoneKind
}{{"sign_date", crm.MilestoneSigned}, {"register_date", crm.MilestoneRegister}, {"start_date", crm.MilestoneStarted}, {"production_date", crm.MilestoneProducing}}

// projectRowInput is what one row says of a project.
type projectRowInput struct {
	projectFields
	nameKey string
	parties []crm.CompanyInput
	dates   []importDate
	arrived bool // 已到位 is given: opening holds it
}

// input turns a row into what a person would have typed. What contradicts the total (a
// part in another currency or larger than it) is left out: the file keeps it.
func (k *projectKind) input(r *crm.ImportRecord, county int64) (in projectRowInput) {
	in.projectFields = projectFields{name: strings.TrimSpace(r.Text("project")), content: r.Text("content"), place: r.Text("place"), leader: r.Text("leader"),
		problem: r.Text("problem"), next: r.Text("next_step"), county: county, unit: k.unitOf(r, county), nature: natureWords[r.Text("nature")],
		total: crm.Money{Currency: crm.CNY}, fixed: -1, agreed: -1}
	in.nameKey = crm.NameKey(in.name)
	if m, ok := r.Amount("total_wan"); ok {
		in.total = m
	} else if m, ok := r.Amount("total_usd_wan"); ok {
		in.total = m
	}
	in.fixed, in.agreed = within(r, "fixed_wan", in.total), within(r, "agreed_wan", in.total)
	for _, d := range dateKeys {
		if on, precision, ok := r.When(d.key); ok {
			in.dates = append(in.dates, importDate{kind: d.kind, on: on, precision: precision, state: crm.StateDraft})
		}
	}
	if m, ok := r.Amount("arrived_wan"); ok {
		in.opening, in.arrived = m.Amount, true
	} else if m, ok := r.Amount("arrived_usd_wan"); ok {
		// Without the year's rate the dollars stay in the file.
		if rate := k.p.set.RateOf(in.year(k.p.today)); rate != 0 {
			in.opening, in.arrived = m.ToCNY(rate), true
		}
	}
	if code := r.Text("industry"); code != "" && crm.CheckIndustry(code) == nil {
		in.industry = code
	}
	in.chain = k.chains[r.Text("chain")]
	in.parties = k.investors(r)
	return in
}

// investors are the row's investors, each once; the credit code is of a single one.
func (k *projectKind) investors(r *crm.ImportRecord) (out []crm.CompanyInput) {
	province, city, origin := k.p.units.of(r.Text("investor_home"))
	var keys []string
	for _, name := range r.List("investors") {
		if key := k.p.companies.keyOf(name); !slices.Contains(keys, key) {
			keys = append(keys, key)
			out = append(out, crm.CompanyInput{Name: name, Origin: origin, Province: province, City: city})
		}
	}
	if code := strings.ToUpper(strings.TrimSpace(crm.Fold(r.Text("credit_code")))); len(out) == 1 && crm.CreditCodeValid(code) {
		out[0].CreditCode = code
	}
	return out
}

// unitOf is the unit that answers for the project: 责任单位 where it is a unit of the scope, else the county.
func (k *projectKind) unitOf(r *crm.ImportRecord, county int64) int64 {
	if id := k.p.units.named[r.Text("unit")]; id != 0 && k.p.scope.Has(id) {
		return id
	}
	return county
}

// within takes a part of the total, −1 for none or for one that contradicts it.
func within(r *crm.ImportRecord, key string, total crm.Money) int64 {
	m, ok := r.Amount(key)
	if !ok || m.Currency != total.Currency || m.Amount < 0 || m.Amount > total.Amount {
		return -1
	}
	return m.Amount
}

// year is the year of signing, which gives the code and the rate; the present one when unknown.
func (in projectRowInput) year(today crm.Date) int { return signingYear(in.dates, today) }

func signingYear(dates []importDate, today crm.Date) int {
	for _, d := range dates {
		if y, err := strconv.Atoi(d.on[:min(4, len(d.on))]); err == nil && d.kind == crm.MilestoneSigned {
			return y
		}
	}
	return today.Year()
}

// check says in Chinese what contradicts itself, "" for nothing. A total may be unknown (0).
func (f projectFields) check() string {
	if len([]rune(f.name)) > 100 {
		return "项目名称超过 100 字"
	}
	if f.total.Amount == 0 {
		return ""
	}
	err := crm.ProjectInput{Total: f.total, Fixed: optional(f.fixed, f.total.Currency), Agreed: optional(f.agreed, f.total.Currency)}.CheckAmounts()
	if err != nil {
		return chinese(err)
	}
	return ""
}

func optional(n int64, c crm.Currency) *crm.Money {
	if n < 0 {
		return nil
	}
	return &crm.Money{Amount: n, Currency: c}
}
