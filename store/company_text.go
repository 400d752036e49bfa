package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"yinfeng/crm"
)

// What a unit notes of a company (tags, address, note) is its own: for the unit that registered
// the company it stands in companies, for each other unit in its row of company_units. A scope of
// several units is spoken for by the registering unit, else by the first that dealt with it.

// companyColumn is the SQL of a text column of company c as sc sees it.
func companyColumn(sc crm.Scope, column string) string {
	if sc.All {
		return "c." + column
	}
	if len(sc.Units) == 0 {
		return "'" + blankText(column) + "'"
	}
	list := idList(sc.Units)
	return "CASE WHEN c.unit_id IN (" + list + ") THEN c." + column + " ELSE COALESCE((SELECT k." + column +
		" FROM company_units k WHERE k.company_id = c.id AND k.unit_id IN (" + list + ") ORDER BY k.at, k.unit_id LIMIT 1), '" + blankText(column) + "') END"
}

func blankText(column string) string {
	if column == "tags" {
		return "[]"
	}
	return ""
}

// speakingUnit is the unit whose texts sc reads and writes; 0 for none.
func speakingUnit(ctx context.Context, q querier, company int64, sc crm.Scope) (unit int64, err error) {
	list := "0"
	if len(sc.Units) > 0 {
		list = idList(sc.Units)
	}
	if sc.All {
		return unit, q.QueryRowContext(ctx, "SELECT unit_id FROM companies WHERE id = $1", company).Scan(&unit)
	}
	err = q.QueryRowContext(ctx, `SELECT k.unit_id FROM company_units k JOIN companies c ON c.id = k.company_id
		WHERE k.company_id = $1 AND k.unit_id IN (`+list+`) ORDER BY CASE WHEN k.unit_id = c.unit_id THEN 0 ELSE 1 END, k.at, k.unit_id LIMIT 1`, company).Scan(&unit)
	if noRows(err) {
		return 0, nil
	}
	return unit, err
}

// unitTexts lists what the units of sc note of a company, in official order.
func unitTexts(ctx context.Context, q querier, company int64, sc crm.Scope) ([]crm.CompanyText, error) {
	list, err := collect(ctx, q, func(r *sql.Rows) (x crm.CompanyText, err error) {
		var tags string
		if err := r.Scan(&x.UnitID, &x.UnitName, &tags, &x.Address, &x.Note); err != nil {
			return x, err
		}
		return x, json.Unmarshal([]byte(tags), &x.Tags)
	}, `SELECT k.unit_id, u.name, CASE WHEN k.unit_id = c.unit_id THEN c.tags ELSE k.tags END,
		CASE WHEN k.unit_id = c.unit_id THEN c.address ELSE k.address END, CASE WHEN k.unit_id = c.unit_id THEN c.note ELSE k.note END
		FROM company_units k JOIN companies c ON c.id = k.company_id JOIN units u ON u.id = k.unit_id WHERE k.company_id = $1 ORDER BY u.sort, u.id`, company)
	out := []crm.CompanyText{}
	for _, x := range list {
		if sc.Has(x.UnitID) && (len(x.Tags) > 0 || x.Address != "" || x.Note != "") {
			out = append(out, x)
		}
	}
	return out, err
}

// writeText stores what a unit that did not register a company notes of it.
func writeText(t *Tx, company, unit int64, in crm.CompanyInput) error {
	n, err := t.exec("UPDATE company_units SET tags = $1, address = $2, note = $3 WHERE company_id = $4 AND unit_id = $5",
		toJSON(in.Tags), in.Address, in.Note, company, unit)
	if err != nil || n == 0 {
		return err
	}
	t.audit("company.note", "company", company, unit, "记录本单位对企业“"+in.Name+"”的标签、地址、备注", map[string]any{"tags": in.Tags, "address": in.Address, "note": in.Note})
	return nil
}

// fillText fills what a unit does not note yet of a company that was known when the unit typed it.
func fillText(t *Tx, company, unit int64, in crm.CompanyInput) error {
	own := crm.Scope{Units: []int64{unit}}
	c, err := seenCompany(t.ctx, t, company, own)
	if err != nil {
		return err
	}
	was, now := c.Input(), c.Input()
	if len(now.Tags) == 0 && len(in.Tags) > 0 {
		now.Tags = in.Tags
	}
	if strings.TrimSpace(now.Address) == "" {
		now.Address = in.Address
	}
	if strings.TrimSpace(now.Note) == "" {
		now.Note = in.Note
	}
	switch {
	case toJSON(was) == toJSON(now):
		return nil
	case c.UnitID == unit:
		return writeCompany(t, company, was, now, c.Version, "补充企业信息 ")
	}
	return writeText(t, company, unit, now)
}
