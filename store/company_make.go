package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// CreateCompany registers a company, or, when the name or credit code is known
// already, links it to the unit and returns it as it stands (blanks are filled).
func (s *Store) CreateCompany(ctx context.Context, v crm.Viewer, in crm.CompanyInput) (crm.Company, error) {
	c, err := act(ctx, s, v, func(t *Tx) (crm.Company, error) {
		unit := unitOr(in.UnitID, v)
		if err := v.RequireIn(crm.ActWriteCompany, unit, "单位"); err != nil {
			return crm.Company{}, err
		}
		id, err := findOrMakeCompany(t, in, unit)
		if err != nil {
			return crm.Company{}, err
		}
		if err := fillText(t, id, unit, in); err != nil {
			return crm.Company{}, err
		}
		return seenCompany(t.ctx, t, id, v.Scope(crm.ActReadBusiness))
	})
	return c, s.named(ctx, v, err)
}

// findOrMakeCompany returns the id of the company that in names, by credit code, then
// by name key; it is made when there is none. Either way unit deals with it from now on.
// Naming what only others know is counted (countNamed).
func findOrMakeCompany(t *Tx, in crm.CompanyInput, unit int64) (int64, error) {
	return companyNamed(t, in, unit, countNamed)
}

func companyNamed(t *Tx, in crm.CompanyInput, unit int64, count func(*Tx, int64) error) (int64, error) {
	in, err := in.Tidy()
	if err != nil {
		return 0, err
	}
	id, err := findCompany(t, in)
	if err != nil {
		return 0, err
	}
	if err := count(t, id); err != nil {
		return 0, err
	}
	if id == 0 {
		if id, err = insertCompany(t, in, unit); err != nil {
			return 0, err
		}
	} else if err := fillCompany(t, id, in); err != nil {
		return 0, err
	}
	return id, linkCompany(t, id, unit)
}

// findCompany looks a company up; one name with two credit codes is refused.
func findCompany(t *Tx, in crm.CompanyInput) (id int64, err error) {
	if in.CreditCode != "" {
		err = t.QueryRowContext(t.ctx, "SELECT "+standingCompany+" FROM companies WHERE credit_code = $1", in.CreditCode).Scan(&id)
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	var code string
	err = t.QueryRowContext(t.ctx, "SELECT "+standingCompany+", credit_code FROM companies WHERE name_key = $1", crm.NameKey(in.Name)).Scan(&id, &code)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, err
	case in.CreditCode != "" && code != "" && code != in.CreditCode:
		return 0, elsewhere{crm.Invalid("creditCode", "已登记的“%s”是另一个信用代码，请核对营业执照", in.Name), id}
	}
	return id, nil
}

func insertCompany(t *Tx, in crm.CompanyInput, unit int64) (int64, error) {
	id, err := t.nextID("companies")
	if err != nil {
		return 0, err
	}
	if _, err := t.exec(`INSERT INTO companies (id, name, name_key, formless_key, credit_code, origin, province, city, industry, tags,
		address, note, unit_id, import_id, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, 1)`, id, in.Name, crm.NameKey(in.Name),
		crm.FormlessKey(in.Name), in.CreditCode, in.Origin, in.Province, in.City, in.Industry, toJSON(in.Tags), in.Address, in.Note,
		unit, t.Now, t.Now); err != nil {
		return 0, err
	}
	if err := t.insertIndex("companies", id, companyTexts(in.Name, in.CreditCode)...); err != nil {
		return 0, err
	}
	t.audit("company.create", "company", id, unit, "登记企业 "+in.Name, in)
	return id, nil
}

// fillCompany fills what a known company does not say yet; what it says stays.
func fillCompany(t *Tx, id int64, in crm.CompanyInput) error {
	c, err := loadCompany(t.ctx, t, id)
	if err != nil {
		return err
	}
	was := c.Input()
	filled, _ := was.Shared(in)
	if filled.SameShared(was) {
		return nil
	}
	return writeCompany(t, id, was, filled, c.Version, "补充企业信息 ")
}

// linkCompany notes that unit deals with a company.
func linkCompany(t *Tx, id, unit int64) error {
	n, err := t.exec("INSERT INTO company_units (company_id, unit_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, unit, t.Now)
	if err != nil || n == 0 {
		return err
	}
	t.audit("company.link", "company", id, unit, "与企业建立联系", nil)
	return nil
}

// UpdateCompany changes a company that one of the viewer's units deals with: the unit that
// registered it, or a manager, all of it; others fill its blanks and change what they note of it.
func (s *Store) UpdateCompany(ctx context.Context, v crm.Viewer, id int64, in crm.CompanyInput) (crm.Company, error) {
	c, err := act(ctx, s, v, func(t *Tx) (crm.Company, error) {
		if err := v.Require(crm.ActWriteCompany); err != nil {
			return crm.Company{}, err
		}
		c, err := visibleCompany(t.ctx, t, id, v.Scope(crm.ActWriteCompany))
		if err != nil {
			return c, err
		}
		if in, err = in.Tidy(); err != nil {
			return c, err
		}
		if in.Version != c.Version {
			return c, crm.Conflict(c, "企业已被别人修改过，请刷新后再改")
		}
		if err := changeCompany(t, c, in); err != nil {
			return c, err
		}
		return seenCompany(t.ctx, t, id, v.Scope(crm.ActReadBusiness))
	})
	return c, s.named(ctx, v, s.refused(ctx, v, v.UnitID, in.Name, err))
}

// changeCompany writes what a person typed of a company that they see as c.
func changeCompany(t *Tx, c crm.Company, in crm.CompanyInput) error {
	if in.Name != c.Name || in.CreditCode != c.CreditCode {
		if err := countNamed(t, 0); err != nil {
			return err
		}
	}
	owns := c.UnitID != 0 && t.V.Scope(crm.ActWriteCompany).Has(c.UnitID)
	if owns {
		if err := companyTaken(t, c.ID, in); err != nil {
			return err
		}
		return renameCompany(t, c.ID, c.Input(), in, func() error { return writeCompany(t, c.ID, c.Input(), in, c.Version, "修改企业 ") })
	}
	whole, err := loadCompany(t.ctx, t, c.ID)
	if err != nil {
		return err
	}
	was := whole.Input()
	filled, field := was.Shared(in)
	if field != "" {
		e := crm.Conflict(c, "这家企业由其他单位首次登记，名称、信用代码、来源和行业已有的内容由登记单位或市招商局修改；本单位可以补空白，改标签、地址和备注")
		e.Field = field
		return e
	}
	if err := companyTaken(t, c.ID, filled); err != nil {
		return err
	}
	if err := writeCompany(t, c.ID, was, filled, c.Version, "修改企业 "); err != nil {
		return err
	}
	unit, err := speakingUnit(t.ctx, t, c.ID, t.V.Scope(crm.ActWriteCompany))
	if err != nil {
		return err
	}
	return writeText(t, c.ID, unit, in)
}

// companyTaken refuses a name or code that another company has.
func companyTaken(t *Tx, id int64, in crm.CompanyInput) error {
	other, err := companyBeside(t, id, "name_key = $2", crm.NameKey(in.Name))
	if err != nil {
		return err
	}
	if other != 0 {
		return elsewhere{crm.Invalid("name", "已有名为“%s”的企业，请直接使用那一家", in.Name), other}
	}
	if in.CreditCode == "" {
		return nil
	}
	if other, err = companyBeside(t, id, "credit_code = $2", in.CreditCode); err != nil || other == 0 {
		return err
	}
	return elsewhere{crm.Invalid("creditCode", "信用代码 %s 已属于另一家企业，请核对营业执照", in.CreditCode), other}
}

// companyBeside finds a company but id, 0 for none.
func companyBeside(t *Tx, id int64, where string, arg any) (other int64, err error) {
	err = t.QueryRowContext(t.ctx, "SELECT id FROM companies WHERE id <> $1 AND "+where, id, arg).Scan(&other)
	if noRows(err) {
		return 0, nil
	}
	return other, err
}

// writeCompany stores a company's values, and what leads and the search keep of them.
func writeCompany(t *Tx, id int64, was, in crm.CompanyInput, version int64, label string) error {
	if err := t.update("企业", nil, `UPDATE companies SET name = $1, name_key = $2, formless_key = $3, credit_code = $4, origin = $5,
		province = $6, city = $7, industry = $8, tags = $9, address = $10, note = $11, updated_at = $12, version = version + 1
		WHERE id = $13 AND version = $14`, in.Name, crm.NameKey(in.Name), crm.FormlessKey(in.Name), in.CreditCode, in.Origin, in.Province,
		in.City, in.Industry, toJSON(in.Tags), in.Address, in.Note, t.Now, id, version); err != nil {
		return err
	}
	if err := leadsFollow(t, id, in); err != nil {
		return err
	}
	if err := indexCompany(t, id); err != nil {
		return err
	}
	t.audit("company.update", "company", id, was.UnitID, label+in.Name, map[string]any{"from": was, "to": in})
	if was.Name == in.Name && was.CreditCode == in.CreditCode {
		return nil
	}
	return reindexCompany(t, id)
}

// reindexCompany renews the search rows of leads, visits and projects after a company's rename.
func reindexCompany(t *Tx, id int64) error {
	scanID := func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) }
	leads, err := collect(t.ctx, t, scanID, "SELECT id FROM leads WHERE company_id = $1 AND voided = FALSE", id)
	if err != nil {
		return err
	}
	for _, l := range leads {
		if err := indexLead(t, l); err != nil {
			return err
		}
	}
	visits, err := collect(t.ctx, t, scanID, `SELECT v.id FROM visit_companies vc JOIN visits v ON v.id = vc.visit_id
		WHERE vc.company_id = $1 AND v.voided = FALSE`, id)
	if err != nil {
		return err
	}
	for _, v := range visits {
		if err := indexVisit(t, v); err != nil {
			return err
		}
	}
	projects, err := collect(t.ctx, t, scanID, "SELECT DISTINCT project_id FROM project_parties WHERE company_id = $1", id)
	if err != nil {
		return err
	}
	for _, p := range projects {
		if err := indexProject(t, p); err != nil {
			return err
		}
	}
	return nil
}
