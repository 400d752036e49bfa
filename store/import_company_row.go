package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// companyRowInput is what one row says of a company. Origin is "" where it says nothing.
type companyRowInput struct {
	crm.CompanyInput
	no   int64 // its 编码
	told int64 // the unit that the row names, 0 for none
	unit int64 // that registers it when it is new
}

// input turns a row into what a person would have typed; issues tell what was not taken.
func (k *companyKind) input(r *crm.ImportRecord) (in companyRowInput, issues []crm.ImportIssue) {
	said := func(key string) string {
		if text := strings.TrimSpace(r.Text(key)); !strings.Contains(text, "***") { // a masked value means keep
			return text
		}
		return ""
	}
	in.CompanyInput = crm.CompanyInput{Name: said("name"), CreditCode: strings.ToUpper(said("credit_code")), Address: said("address"), Note: said("note"),
		Tags: splitNames(said("tags"))}
	in.Province, in.City = crm.TidyPlace(said("province"), said("city"))
	if code := said("industry"); crm.CheckIndustry(code) == nil {
		in.Industry = code
	} else {
		issues = append(issues, recordIssue(r, crm.WFieldUnreadable, "industry", "行业“"+code+"”不是 GB/T 4754-2017 的代码，未取；请写成 C15 这样的代码"))
	}
	if text := said("origin"); text != "" {
		i := slices.IndexFunc(crm.Origins, func(o crm.Origin) bool { return o.Label() == text })
		if i >= 0 {
			in.Origin = crm.Origins[i]
		} else {
			issues = append(issues, recordIssue(r, crm.WFieldUnreadable, "origin", "来源“"+text+"”不认识，未取；应为境外、省外、市外省内、市内或待核"))
		}
	}
	in.no, _ = strconv.ParseInt(r.Text("company_no"), 10, 64)
	in.told = k.p.units.unitNamed(r.Text("unit"))
	if in.unit = in.told; in.unit == 0 && strings.TrimSpace(r.Text("unit")) == "" {
		in.unit = k.p.v.UnitID
	}
	return in, issues
}

// update lays a row over a company. What the file does not say stays.
func (k *companyKind) update(r *crm.ImportRecord, x *importCompany, in companyRowInput) importStep {
	s := k.step(x, crm.ImportUnchanged)
	now, name := x.in, in.Name
	if k.numbered(r, in) != x && k.coded(in.CreditCode) != x {
		name = "" // the name itself said which company it is
	}
	s.issues = k.bound(r, x, &in, &name)
	var changes changeList
	changes.text("企业名称", &now.Name, crm.CompanyName(name))
	changes.text("信用代码", &now.CreditCode, in.CreditCode)
	if in.Origin != "" && in.Origin != now.Origin {
		changes.add("来源", now.Origin.Label(), in.Origin.Label())
		now.Origin = in.Origin
	}
	if in.Province != "" && in.Province != now.Province {
		changes.text("省份", &now.Province, in.Province)
		if in.City == "" && now.City != "" { // the city of another province says nothing any more
			changes.add("城市", now.City, "")
			now.City = ""
		}
	}
	changes.text("城市", &now.City, in.City)
	changes.text("行业", &now.Industry, in.Industry)
	if len(in.Tags) > 0 && !sameTags(in.Tags, now.Tags) {
		changes.add("标签", strings.Join(now.Tags, "、"), strings.Join(in.Tags, "、"))
		now.Tags = in.Tags
	}
	changes.text("地址", &now.Address, in.Address)
	changes.text("备注", &now.Note, in.Note)
	if in.told != 0 && in.told != x.in.UnitID && !x.isNew {
		registered := crm.OtherUnit
		if k.p.scope.Has(x.in.UnitID) {
			registered = k.p.units.name(x.in.UnitID)
		}
		s.issues = append(s.issues, kept(r, "unit", "首次登记单位保持系统里的"+registered))
	}
	if len(changes) == 0 {
		return s
	}
	if why := companyWhy(now); why != "" {
		return rejected("%s", why)
	}
	k.lay(x, now)
	s.outcome, s.changes = crm.ImportUpdated, changes
	return s
}

// bound takes out of a row what the viewer may not say of a company that another unit registered:
// of the shared fields only blanks are filled.
func (k *companyKind) bound(r *crm.ImportRecord, x *importCompany, in *companyRowInput, name *string) (issues []crm.ImportIssue) {
	if !x.foreign {
		return nil
	}
	keep := func(field, have string, give *string) {
		if *give != "" && have != "" && !sameWords(have, *give) {
			issues = append(issues, kept(r, field, "企业由其他单位首次登记，保持系统里的“"+have+"”"))
			*give = ""
		}
	}
	keep("name", x.in.Name, name)
	keep("credit_code", x.in.CreditCode, &in.CreditCode)
	if x.in.Origin != crm.OriginUnknown && in.Origin != x.in.Origin && in.Origin != "" {
		issues = append(issues, kept(r, "origin", "企业由其他单位首次登记，保持系统里的“"+x.in.Origin.Label()+"”"))
		in.Origin = ""
	}
	if x.in.Province != "" {
		if in.Province != "" && in.Province != x.in.Province {
			in.City = ""
		}
		keep("province", x.in.Province, &in.Province)
		keep("city", x.in.City, &in.City)
	}
	keep("industry", x.in.Industry, &in.Industry)
	return issues
}

// companyWhy says in Chinese what a company cannot be, "" for nothing.
func companyWhy(in crm.CompanyInput) string {
	if _, err := in.Tidy(); err != nil {
		return chinese(err)
	}
	for _, x := range []struct {
		label, text string
		most        int
	}{{"企业名称", in.Name, 100}, {"省份", in.Province, 30}, {"城市", in.City, 30}, {"地址", in.Address, 200}, {"备注", in.Note, 2000}} {
		if len([]rune(x.text)) > x.most {
			return sprintf("%s超过 %d 字", x.label, x.most)
		}
	}
	return ""
}

// sameTags reports whether two lists hold the same tags, whatever their order.
func sameTags(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// sameCompany reports whether two sets of values say the same.
func sameCompany(a, b crm.CompanyInput) bool { return toJSON(a) == toJSON(b) }

// lay gives a company its values; a known one will be written. Its former name and code
// keep meaning it in this file, so that no other row can take them.
func (k *companyKind) lay(x *importCompany, now crm.CompanyInput) {
	if sameCompany(x.in, now) {
		return
	}
	if k.edits[x] == nil && !x.isNew {
		k.edits[x] = &companyEdit{company: x, was: x.in, line: k.p.at}
		k.list = append(k.list, k.edits[x])
	}
	x.in = now
	k.p.companies.renamed(x)
}

// renamed makes a company findable by its present name and code too.
func (c *importCompanies) renamed(x *importCompany) {
	if x.in.CreditCode != "" {
		c.byCode[x.in.CreditCode] = x
	}
	key := c.keyOf(x.in.Name)
	if key == x.key {
		return
	}
	x.key, x.formless = key, crm.FormlessKey(key)
	c.byKey[key] = x
	c.formless[x.formless] = append(c.formless[x.formless], x)
}

// load reads the companies of the rows' numbers, codes and names with all their values.
func (k *companyKind) load(recs []*crm.ImportRecord) error {
	one := func(key string) func(*crm.ImportRecord) []string {
		return func(r *crm.ImportRecord) []string { return []string{r.Text(key)} }
	}
	if err := k.p.companies.load(keysOf(recs, one("name")), keysOf(recs, one("credit_code"))); err != nil {
		return err
	}
	var ids []int64
	for _, r := range recs {
		if id, err := strconv.ParseInt(r.Text("company_no"), 10, 64); err == nil && k.p.companies.byID[id] == nil {
			ids = append(ids, id)
		}
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanImportCompany, `SELECT id, name, name_key, formless_key, credit_code, origin, province, city, unit_id, merged_into
		FROM companies WHERE %s ORDER BY id`, "id", ids)
	if err != nil {
		return err
	}
	if err := k.p.companies.putAll(list); err != nil {
		return err
	}
	if err := k.p.companies.loadLinks(); err != nil {
		return err
	}
	return k.loadWhole()
}

// loadWhole reads the values of the companies that other kinds have no use for: tags, address and
// note as the viewer's unit has them.
func (k *companyKind) loadWhole() error {
	type rest struct {
		id   int64
		in   crm.CompanyInput
		tags string
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x rest, err error) {
		return x, r.Scan(&x.id, &x.in.Industry, &x.tags, &x.in.Address, &x.in.Note)
	}, "SELECT id, industry, tags, address, note FROM companies WHERE %s", "id", idsOf(k.p.companies.byID))
	if err != nil {
		return err
	}
	for _, x := range list {
		c := k.p.companies.byID[x.id]
		c.in.Industry, c.in.Address, c.in.Note = x.in.Industry, x.in.Address, x.in.Note
		if err := json.Unmarshal([]byte(x.tags), &c.in.Tags); err != nil {
			return err
		}
	}
	return k.loadOwn()
}

// loadOwn puts what the viewer's unit notes of foreign companies in place of what theirs does.
func (k *companyKind) loadOwn() error {
	sc := k.p.v.Scope(crm.ActWriteCompany)
	foreign := map[int64]bool{}
	for id, x := range k.p.companies.byID {
		if !sc.Has(x.in.UnitID) && !x.foreign {
			x.foreign, foreign[id] = true, true
			x.in.Tags, x.in.Address, x.in.Note = []string{}, "", ""
			if i := slices.IndexFunc(x.links, sc.Has); i >= 0 {
				x.speaks = x.links[i]
			}
		}
	}
	type text struct {
		company, unit int64
		in            crm.CompanyInput
		tags          string
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x text, err error) {
		return x, r.Scan(&x.company, &x.unit, &x.tags, &x.in.Address, &x.in.Note)
	}, "SELECT company_id, unit_id, tags, address, note FROM company_units WHERE %s", "company_id", idsOf(foreign))
	if err != nil {
		return err
	}
	for _, x := range list {
		c := k.p.companies.byID[x.company]
		if x.unit != c.speaks {
			continue
		}
		c.in.Address, c.in.Note = x.in.Address, x.in.Note
		if err := json.Unmarshal([]byte(x.tags), &c.in.Tags); err != nil {
			return err
		}
	}
	return nil
}
