package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// UndoCompanyMerge takes a merge of companies back: the one that was merged away stands again with
// what it had. It is refused when a moved row or one of the companies was changed since.
func (s *Store) UndoCompanyMerge(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Company, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Company, error) {
		m, kept, gone, err := unmergeCompanies(t, id)
		in.Reason = strings.TrimSpace(in.Reason)
		switch {
		case err != nil:
			return crm.Company{}, err
		case in.Version != kept.Version:
			return crm.Company{}, crm.Conflict(nil, "企业已被别人修改过，请刷新后再撤销")
		case len([]rune(in.Reason)) < 2:
			return crm.Company{}, crm.Invalid("reason", "撤销合并须写明理由")
		}
		for _, step := range []func(*Tx, mergeRow[companyMoved], crm.Company, crm.Company) error{unchangedSince, rowsBack, visitsBack, linksBack, nameBack} {
			if err := step(t, m, kept, gone); err != nil {
				return crm.Company{}, err
			}
		}
		if _, err := t.exec("UPDATE company_merges SET undone_by = $1, undone_at = $2 WHERE id = $3", t.V.UserID, t.Now, id); err != nil {
			return crm.Company{}, err
		}
		t.audit("company.unmerge", "company", kept.ID, kept.UnitID, "撤销把企业“"+gone.Name+"”并入“"+kept.Name+"”", map[string]any{"merge": id, "reason": in.Reason})
		return seenCompany(t.ctx, t, kept.ID, v.Scope(crm.ActReadBusiness))
	})
}

// unmergeCompanies reads a merge and its companies; who may not see both does not find it.
func unmergeCompanies(t *Tx, id int64) (m mergeRow[companyMoved], kept, gone crm.Company, err error) {
	if err = t.V.Require(crm.ActWriteCompany); err != nil {
		return
	}
	if m, err = loadMerge[companyMoved](t, "company_merges", id); err != nil {
		return
	}
	sc := t.V.Scope(crm.ActWriteCompany)
	for _, company := range []int64{m.kept, m.gone} {
		ok, e := reachable(t.ctx, t, "companies c", companyReach, company, sc)
		if e != nil {
			return m, kept, gone, e
		}
		if !ok {
			return m, kept, gone, crm.NotFound("合并")
		}
	}
	if kept, err = loadCompany(t.ctx, t, m.kept); err == nil {
		gone, err = loadCompany(t.ctx, t, m.gone)
	}
	switch {
	case err != nil:
	case m.undone:
		err = crm.Conflict(nil, "这次合并已撤销")
	case kept.MergedInto != 0:
		err = crm.Conflict(nil, "“%s”后来又并入了别的企业，请先撤销那一次", kept.Name)
	default:
		err = wholeReach(t, sc, m.kept, m.gone)
	}
	return m, kept, gone, err
}

// unchangedSince refuses to undo over later work on what went over.
func unchangedSince(t *Tx, m mergeRow[companyMoved], kept, gone crm.Company) error {
	rows, err := rawRows(t.ctx, t.s, t, "companies", []int64{kept.ID, gone.ID})
	if err != nil {
		return err
	}
	if hashRow(rows[kept.ID]) != m.moved.After["kept"] || hashRow(rows[gone.ID]) != m.moved.After["gone"] {
		return crm.Conflict(nil, "企业的内容在合并之后又改过，不能撤销这次合并")
	}
	for _, r := range m.moved.Rows {
		now, err := rawRows(t.ctx, t.s, t, r.Table, []int64{r.ID})
		if err != nil {
			return err
		}
		if hashRow(now[r.ID]) != r.Hash {
			return crm.Conflict(nil, "转来的%s在合并之后又改过，不能撤销这次合并", movedNoun(r.Table))
		}
	}
	have, err := visitLines(t, kept.ID)
	for _, v := range m.moved.Visits {
		if _, ok := have[v.Visit]; !ok && err == nil {
			return crm.Conflict(nil, "转来的拜访在合并之后又改过，不能撤销这次合并")
		}
	}
	return err
}

func movedNoun(table string) string {
	for _, m := range companyMoves {
		if m.table == table {
			return m.what
		}
	}
	return "拜访"
}

func rowsBack(t *Tx, m mergeRow[companyMoved], _, gone crm.Company) error {
	for _, r := range m.moved.Rows {
		if r.Table == "visits" {
			continue
		}
		if err := setCompany(t, r.Table, r.ID, gone.ID); err != nil {
			return err
		}
	}
	return nil
}

func visitsBack(t *Tx, m mergeRow[companyMoved], kept, gone crm.Company) error {
	for _, v := range m.moved.Visits {
		if _, err := t.exec("DELETE FROM visit_companies WHERE visit_id = $1 AND company_id = $2", v.Visit, kept.ID); err != nil {
			return err
		}
		lines := map[int64]*visitMet{gone.ID: &v.Gone, kept.ID: v.Both}
		for company, line := range lines {
			if line == nil {
				continue
			}
			if _, err := t.exec("INSERT INTO visit_companies (visit_id, company_id, counterpart, counterpart_title, sort) VALUES ($1, $2, $3, $4, $5)",
				v.Visit, company, line.Counterpart, line.Title, line.Sort); err != nil {
				return err
			}
		}
	}
	return nil
}

// linksBack takes the units off the kept company that came by the merge and have not worked with it
// since, and gives the others what they had noted.
func linksBack(t *Tx, m mergeRow[companyMoved], kept, _ crm.Company) error {
	for _, unit := range m.moved.Links {
		if _, err := t.exec(`DELETE FROM company_units WHERE company_id = $1 AND unit_id = $2
			AND NOT EXISTS (SELECT 1 FROM leads l WHERE l.company_id = $1 AND l.unit_id = $2)
			AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.company_id = $1 AND k.unit_id = $2)
			AND NOT EXISTS (SELECT 1 FROM project_parties y JOIN projects p ON p.id = y.project_id WHERE y.company_id = $1 AND p.unit_id = $2)
			AND NOT EXISTS (SELECT 1 FROM visit_companies y JOIN visits v ON v.id = y.visit_id WHERE y.company_id = $1 AND v.unit_id = $2)`, kept.ID, unit); err != nil {
			return err
		}
	}
	for _, x := range m.moved.Texts {
		if err := setText(t, kept, x.UnitID, crm.CompanyInput{Tags: x.Tags, Address: x.Address, Note: x.Note}); err != nil {
			return err
		}
	}
	return nil
}

func nameBack(t *Tx, m mergeRow[companyMoved], kept, gone crm.Company) error {
	keptCode := kept.CreditCode
	if m.moved.Code != "" {
		keptCode, gone.CreditCode = "", m.moved.Code
	}
	if _, err := t.exec("UPDATE companies SET credit_code = $1, updated_at = $2, version = version + 1 WHERE id = $3", keptCode, t.Now, kept.ID); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE companies SET merged_into = 0, credit_code = $1, updated_at = $2, version = version + 1 WHERE id = $3", gone.CreditCode, t.Now, gone.ID); err != nil {
		return err
	}
	for _, id := range m.moved.Merged {
		if _, err := t.exec("UPDATE companies SET merged_into = $1 WHERE id = $2", gone.ID, id); err != nil {
			return err
		}
	}
	if err := companyMoreFollows(t, kept); err != nil {
		return err
	}
	return companyMoreFollows(t, gone)
}
