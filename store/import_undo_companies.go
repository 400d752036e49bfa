package store

import (
	"database/sql"
	"encoding/json"

	"yinfeng/crm"
)

// companyBack looks at a company before it is put back: whether its former name or code is
// another's by now (false, with the reason), and what bears its name and must be found
// under the former one again.
func (u *undoer) companyBack(m rowImage, id int64, now json.RawMessage) (bool, error) {
	var before, present struct {
		Name string `json:"name"`
		Key  string `json:"name_key"`
		Code string `json:"credit_code"`
	}
	if err := json.Unmarshal(m.Before, &before); err != nil {
		return false, err
	}
	if err := json.Unmarshal(now, &present); err != nil {
		return false, err
	}
	var taken int64
	if err := u.t.QueryRowContext(u.t.ctx, "SELECT COUNT(*) FROM companies WHERE id <> $1 AND (name_key = $2 OR credit_code = $3 AND credit_code <> '')", id, before.Key, before.Code).
		Scan(&taken); err != nil {
		return false, err
	}
	if taken > 0 {
		u.because("企业 %s原来的名称或信用代码（%s）已登记为另一家企业", present.Name, before.Name)
		return false, nil
	}
	if before.Name == present.Name && before.Code == present.Code {
		return true, nil
	}
	return true, u.bearers(id)
}

// textBack gives a unit back what it noted of a company. Whether that was changed since, the
// company's own row tells.
func (u *undoer) textBack(m rowImage) error {
	var key struct {
		Company int64 `json:"company_id"`
		Unit    int64 `json:"unit_id"`
	}
	if err := json.Unmarshal([]byte(toJSON(m.Key)), &key); err != nil {
		return err
	}
	var was crm.CompanyInput
	if err := json.Unmarshal(m.Before, &was); err != nil {
		return err
	}
	_, err := u.t.exec("UPDATE company_units SET tags = $1, address = $2, note = $3 WHERE company_id = $4 AND unit_id = $5",
		toJSON(was.Tags), was.Address, was.Note, key.Company, key.Unit)
	return err
}

// bearers notes what is found under a company's name: its search rows are renewed at the end.
func (u *undoer) bearers(id int64) error {
	for table, text := range map[string]string{
		"leads":    "SELECT id FROM leads WHERE company_id = $1 AND voided = FALSE AND import_id <> $2",
		"visits":   "SELECT v.id FROM visit_companies vc JOIN visits v ON v.id = vc.visit_id WHERE vc.company_id = $1 AND v.voided = FALSE AND v.import_id <> $2",
		"projects": "SELECT p.id FROM project_parties pp JOIN projects p ON p.id = pp.project_id WHERE pp.company_id = $1 AND p.import_id <> $2",
	} {
		list, err := collect(u.t.ctx, u.t, scanID, text, id, u.id)
		if err != nil {
			return err
		}
		for _, x := range list {
			u.again(table, x)
		}
	}
	return nil
}

// again notes a row whose search row is to be renewed.
func (u *undoer) again(table string, id int64) {
	if u.renew[table] == nil {
		u.renew[table] = map[int64]bool{}
	}
	u.renew[table][id] = true
}

// companyFollows renews what the search and unsigned leads keep of a company.
func companyFollows(t *Tx, id int64) error {
	var in crm.CompanyInput
	err := t.QueryRowContext(t.ctx, "SELECT name, credit_code, origin, province, city FROM companies WHERE id = $1", id).
		Scan(&in.Name, &in.CreditCode, &in.Origin, &in.Province, &in.City)
	if err == sql.ErrNoRows {
		return nil
	}
	if err != nil {
		return err
	}
	if err := leadsFollow(t, id, in); err != nil {
		return err
	}
	return indexCompany(t, id)
}
