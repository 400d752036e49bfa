package store

import (
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// update brings a known project in line with a record and reports whether anything
// changed. What the file does not say stays; a total stands once its signing is approved.
func (im *importer) update(r *crm.ImportRecord, p crm.Project, in crm.ProjectInput, opening *int64) (bool, error) {
	after, added := merged(p, in)
	open := p.Opening
	if opening != nil {
		open = *opening
	}
	changed, err := im.dates(r, p.ID, p.UnitID, p.Milestones)
	if err != nil {
		return false, err
	}
	if !changed && len(added) == 0 && open == p.Opening && after == fieldsOf(p) {
		return false, nil
	}
	cny, err := totalCNY(im.t, after.total, signingYear(r, im.t.Today))
	if err != nil && crm.ErrCode(err) != crm.CodeInvalid {
		return false, err // without the year's rate 0 stands, as in writeProject
	}
	if after.total == p.Total { // the rate of its own year stays
		if err := im.t.QueryRowContext(im.t.ctx, "SELECT total_cny FROM projects WHERE id = $1", p.ID).Scan(&cny); err != nil {
			return false, err
		}
	}
	if _, err := im.t.exec(`UPDATE projects SET content = $1, industry = $2, chain_id = $3, nature = $4, currency = $5, total = $6, total_cny = $7,
		fixed = $8, agreed = $9, opening = $10, place = $11, leader = $12, problem = $13, next_step = $14, updated_at = $15, version = version + 1 WHERE id = $16`,
		after.content, after.industry, after.chain, after.nature, after.total.Currency, after.total.Amount, cny, amountOf(after.fixedMoney()),
		amountOf(after.agreedMoney()), open, after.place, after.leader, after.problem, after.next, im.t.Now, p.ID); err != nil {
		return false, err
	}
	if len(added) > 0 {
		if err := putParties(im.t, p.ID, p.UnitID, im.id, append(p.Parties, added...)); err != nil {
			return false, err
		}
	}
	im.t.audit("project.import", "project", p.ID, p.UnitID, "导入更新项目 "+p.Code+" "+p.Name, map[string]any{"before": p, "after": in})
	return true, indexProject(im.t, p.ID)
}

// importFields are the values of a project that an import may change.
type importFields struct {
	content, industry, place, leader, problem, next string
	chain                                           int64
	nature                                          crm.Nature
	total                                           crm.Money
	fixed, agreed                                   int64 // −1 for none
}

func (f importFields) fixedMoney() *crm.Money  { return optional(f.fixed, f.total.Currency) }
func (f importFields) agreedMoney() *crm.Money { return optional(f.agreed, f.total.Currency) }

func optional(n int64, c crm.Currency) *crm.Money {
	if n < 0 {
		return nil
	}
	return &crm.Money{Amount: n, Currency: c}
}

func orNone(m *crm.Money) int64 {
	if m == nil {
		return -1
	}
	return m.Amount
}

func fieldsOf(p crm.Project) importFields {
	return importFields{p.Content, p.Industry, p.Place, p.Leader, p.Problem, p.NextStep, p.ChainID, p.Nature, p.Total, orNone(p.Fixed), orNone(p.Agreed)}
}

// merged lays a record over a project; added are the investors that it did not have.
func merged(p crm.Project, in crm.ProjectInput) (f importFields, added []crm.Party) {
	f = fieldsOf(p)
	for _, x := range []struct {
		have *string
		give string
	}{{&f.content, in.Content}, {&f.industry, in.Industry}, {&f.place, in.Place}, {&f.leader, in.Leader}, {&f.problem, in.Problem}, {&f.next, in.NextStep}} {
		if x.give != "" {
			*x.have = x.give
		}
	}
	if in.ChainID != 0 {
		f.chain = in.ChainID
	}
	if in.Nature != "" {
		f.nature = in.Nature
	}
	if in.Total.Amount > 0 && p.SignedOn == "" {
		f.total = in.Total
	}
	if in.Fixed != nil && in.Fixed.Currency == f.total.Currency && in.Fixed.Amount <= f.total.Amount {
		f.fixed = in.Fixed.Amount
	}
	if in.Agreed != nil && in.Agreed.Currency == f.total.Currency && in.Agreed.Amount <= f.total.Amount {
		f.agreed = in.Agreed.Amount
	}
	known := map[string]bool{}
	for _, x := range p.Parties {
		known[crm.NameKey(x.Name)] = true
	}
	for _, x := range in.Parties {
		if !known[crm.NameKey(x.Name)] {
			added = append(added, x)
		}
	}
	return f, added
}

// homePlace tells where an investor comes from, seen from this city.
type homePlace struct {
	province string
	names    []string // of the city and its reporting units, short ones too
}

// loadHome reads the city's province and names, and fills units by name and alias.
func loadHome(t *Tx, units map[string]int64) (h homePlace, err error) {
	list, err := collect(t.ctx, t, func(r *sql.Rows) (crm.Unit, error) { return scanUnit(r) }, "SELECT "+unitColumns+" FROM units WHERE disabled = FALSE ORDER BY sort, id")
	for _, u := range list {
		if u.Kind == crm.UnitCity {
			h.province = crm.ProvinceOfCode(u.AdCode)
		}
		if u.Kind != crm.UnitCity && !u.Reporting {
			continue
		}
		for _, name := range append([]string{u.Name, u.ShortName, crm.ShortPlace(u.Name)}, u.Aliases...) {
			if name == "" {
				continue
			}
			h.names = append(h.names, name)
			if _, taken := units[name]; !taken && u.Reporting {
				units[name] = u.ID
			}
		}
	}
	return h, err
}

// of reads 来源地 as ledgers write it; what it does not say stays 待核.
func (h homePlace) of(text string) (province, city string, origin crm.Origin) {
	province, rest := crm.SplitHome(text)
	local := false
	for _, n := range h.names {
		local = local || n != "" && strings.HasPrefix(rest, n)
	}
	switch {
	case local:
		if province == "" {
			province = h.province
		}
		return province, rest, crm.OriginLocal
	case province == "":
		return "", "", ""
	case strings.HasPrefix(province, "香港"), strings.HasPrefix(province, "澳门"), province == "台湾省":
		return province, rest, crm.OriginForeign
	case h.province != "" && province != h.province:
		return province, rest, crm.OriginOutProv
	case h.province != "" && rest != "":
		return province, rest, crm.OriginInProvince
	}
	return province, rest, ""
}
