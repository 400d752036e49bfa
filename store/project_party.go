package store

import (
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// putParties replaces a project's parties; a name finds the company or makes it, and
// the project's unit is then known to deal with it.
func putParties(t *Tx, project, unit, importID int64, parties []crm.Party) error {
	if _, err := t.exec("DELETE FROM project_parties WHERE project_id = $1", project); err != nil {
		return err
	}
	investors, sum := 0, int64(0)
	for i, p := range parties {
		if p.Role == "" {
			p.Role = "investor"
		}
		if p.Role == "investor" {
			investors++
			sum += p.ShareBP
		}
		company, err := partyCompany(t, unit, importID, &p)
		if err != nil {
			return err
		}
		id, err := t.nextID("project_parties")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO project_parties (id, project_id, company_id, role, origin, province, city, share_bp, sort)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, project, company, p.Role, p.Origin, p.Province, p.City, p.ShareBP, i+1); err != nil {
			return err
		}
	}
	switch {
	case investors == 0:
		return crm.Invalid("parties", "项目至少要有一个投资方")
	case sum > crm.FullShares:
		return crm.Invalid("parties", "各投资方出资比例合计不能超过 100%%")
	}
	return nil
}

// partyCompany finds or makes the company of p and completes p's origin from it.
func partyCompany(t *Tx, unit, importID int64, p *crm.Party) (int64, error) {
	if p.Role != "investor" && p.Role != "local" {
		return 0, crm.Invalid("parties", "投资方的角色只能是投资方或项目注册企业")
	}
	if p.Origin != "" && !p.Origin.Valid() {
		return 0, crm.Invalid("parties", "来源“%s”不认识", p.Origin)
	}
	where, arg := "id = $1", any(p.CompanyID)
	if p.CompanyID != 0 && importID == 0 {
		// An id that the viewer does not see is answered like one that does not exist.
		ok, err := reachable(t.ctx, t, "companies c", companyReach, p.CompanyID, t.V.Scope(crm.ActWriteProject))
		if err != nil {
			return 0, err
		}
		if !ok {
			return 0, crm.Invalid("parties", "所选的企业不存在，请刷新后重选")
		}
	}
	if p.CompanyID == 0 {
		if len([]rune(crm.CompanyName(p.Name))) < 2 {
			return 0, crm.Invalid("parties", "请填写投资方名称（至少两个字）")
		}
		where, arg = "name_key = $1", crm.NameKey(p.Name)
	}
	var id int64
	var origin crm.Origin
	var province, city string
	err := t.QueryRowContext(t.ctx, "SELECT id, origin, province, city FROM companies WHERE id = (SELECT "+standingCompany+" FROM companies WHERE "+where+")", arg).Scan(&id, &origin, &province, &city)
	switch {
	case errors.Is(err, sql.ErrNoRows) && p.CompanyID != 0:
		return 0, crm.Invalid("parties", "所选的企业不存在，请刷新后重选")
	case errors.Is(err, sql.ErrNoRows):
		if p.Origin == "" {
			p.Origin = crm.OriginUnknown
		}
		if id, err = makeCompany(t, unit, importID, *p); err != nil {
			return 0, err
		}
	case err != nil:
		return 0, err
	default:
		if p.CompanyID == 0 && importID == 0 {
			if err := countNamed(t, id); err != nil {
				return 0, err
			}
		}
		if p.Origin == "" {
			p.Origin, p.Province, p.City = origin, province, city
		}
	}
	return id, linkCompany(t, id, unit)
}

// makeCompany registers a company that a project names for the first time.
func makeCompany(t *Tx, unit, importID int64, p crm.Party) (int64, error) {
	in := crm.CompanyInput{Name: p.Name, Origin: p.Origin, Province: p.Province, City: p.City}
	if importID == 0 {
		return findOrMakeCompany(t, in, unit)
	}
	id, err := companyNamed(t, in, unit, func(*Tx, int64) error { return nil }) // an import is kept with its file
	if err == nil {
		_, err = t.exec("UPDATE companies SET import_id = $1 WHERE id = $2", importID, id)
	}
	return id, err
}
