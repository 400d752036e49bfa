package store

import (
	"encoding/json"
	"slices"

	"yinfeng/crm"
)

// settle lets known companies be that end as they stand.
func (k *companyKind) settle(steps []importStep) {
	same := map[*importTarget]bool{}
	for _, e := range k.list {
		if x := e.company; sameCompany(x.in, e.was) && !x.touched {
			same[&x.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(e *companyEdit) bool { return same[&e.company.importTarget] })
	backToUnchanged(steps, same)
}

// write brings changed companies to the database; new ones and links are importCompanies'.
func (k *companyKind) write(w *importWriter) error {
	return writeParts(w, k.list, func(w *importWriter, list []*companyEdit) error {
		lines := map[int64]int{}
		for _, e := range list {
			lines[e.company.id] = e.line
		}
		if err := w.touch("companies", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
			return err
		}
		for _, e := range list {
			if err := e.write(w); err != nil {
				return err
			}
		}
		return nil
	})
}

// write stores a company's values, and what leads and the search keep of them, as writeCompany does.
func (e *companyEdit) write(w *importWriter) error {
	x, in := e.company, e.company.in
	if x.foreign {
		if err := e.writeOwn(w); err != nil {
			return err
		}
	} else if _, err := w.t.exec(`UPDATE companies SET name = $1, name_key = $2, formless_key = $3, credit_code = $4, origin = $5, province = $6, city = $7, industry = $8,
		tags = $9, address = $10, note = $11, updated_at = $12, version = version + 1 WHERE id = $13`, in.Name, x.key, x.formless, in.CreditCode, in.Origin,
		in.Province, in.City, in.Industry, toJSON(in.Tags), in.Address, in.Note, w.t.Now, x.id); err != nil {
		return err
	}
	w.t.audit("company.import", "company", x.id, in.UnitID, "导入更新企业 "+in.Name, map[string]any{"import": w.id, "from": e.was, "to": in})
	if err := leadsFollow(w.t, x.id, in); err != nil {
		return err
	}
	if err := indexCompany(w.t, x.id); err != nil || in.Name == e.was.Name && in.CreditCode == e.was.CreditCode {
		return err
	}
	return reindexCompany(w.t, x.id)
}

// writeOwn stores what the viewer may say of a company that another unit registered: blanks that it
// fills, and what its own unit notes. The company's row tells an undo whether that was changed since.
func (e *companyEdit) writeOwn(w *importWriter) error {
	x, in := e.company, e.company.in
	if _, err := w.t.exec(`UPDATE companies SET credit_code = $1, origin = $2, province = $3, city = $4, industry = $5, updated_at = $6, version = version + 1
		WHERE id = $7`, in.CreditCode, in.Origin, in.Province, in.City, in.Industry, w.t.Now, x.id); err != nil || x.speaks == 0 {
		return err
	}
	w.images[e.line] = append(w.images[e.line], rowImage{Table: "company_units", Key: map[string]any{"company_id": x.id, "unit_id": x.speaks},
		Before: json.RawMessage(toJSON(map[string]any{"tags": e.was.Tags, "address": e.was.Address, "note": e.was.Note}))})
	return writeText(w.t, x.id, x.speaks, in)
}

// leadsFollow brings the place of origin that unsigned leads keep in line with their company's.
func leadsFollow(t *Tx, id int64, in crm.CompanyInput) error {
	_, err := t.exec("UPDATE leads SET origin = $1, province = $2, city = $3 WHERE company_id = $4 AND project_id = 0", in.Origin, in.Province, in.City, id)
	return err
}
