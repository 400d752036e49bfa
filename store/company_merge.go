package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"yinfeng/crm"
)

// companyMoved is what went over to the kept company, so that a merge can be undone.
type companyMoved struct {
	Rows   []movedRow        `json:"rows"`
	Visits []movedVisit      `json:"visits"`
	Links  []int64           `json:"links"`  // units that deal with the kept company by the merge
	Texts  []crm.CompanyText `json:"texts"`  // what units noted of the kept company before
	Merged []int64           `json:"merged"` // companies that had been merged into the gone one
	Code   string            `json:"code"`   // the credit code that went over, "" for none
	After  map[string]string `json:"after"`  // hashes of both companies after the merge, by kept, gone
}

// movedRow is a row whose company changed, with its hash after that.
type movedRow struct {
	Table string `json:"t"`
	ID    int64  `json:"id"`
	Hash  string `json:"h"`
}

// movedVisit is a visit to the gone company. Had, Title and Sort are of the gone company's line;
// Both is what the kept company's line said where the visit was to both.
type movedVisit struct {
	Visit int64     `json:"v"`
	Gone  visitMet  `json:"g"`
	Both  *visitMet `json:"b,omitempty"`
}

// companyMoves are the tables whose rows go over, with their Chinese nouns.
var companyMoves = []struct{ table, column, what, more string }{
	{"leads", "company_id", "线索", ""}, {"contacts", "company_id", "联系人", ""}, {"project_parties", "company_id", "项目投资方", ""},
	{"capital_entries", "company_id", "到位资金条目", ""}, {"attachments", "object_id", "文件", " AND object_kind = 'company'"},
}

// mergeCompanies reads the two companies of a merge, whole, and decides whether the viewer may
// merge them: all units that deal with either are within reach.
func mergeCompanies(t *Tx, keptID, goneID int64) (kept, gone crm.Company, err error) {
	if err = t.V.Require(crm.ActWriteCompany); err != nil {
		return
	}
	sc := t.V.Scope(crm.ActWriteCompany)
	if _, err = visibleCompany(t.ctx, t, keptID, sc); err != nil {
		return
	}
	if _, err = visibleCompany(t.ctx, t, goneID, sc); crm.ErrCode(err) == crm.CodeNotFound {
		err = crm.Invalid("goneId", "找不到要并入的企业，请重选")
	}
	if err != nil {
		return
	}
	if kept, err = loadCompany(t.ctx, t, keptID); err == nil {
		gone, err = loadCompany(t.ctx, t, goneID)
	}
	if err == nil {
		err = crm.CheckCompanyMerge(kept, gone)
	}
	if err == nil {
		err = wholeReach(t, sc, keptID, goneID)
	}
	if err == nil && !sc.All {
		err = mayBeOne(t, kept, gone)
	}
	return kept, gone, err
}

// mayBeOne refuses to merge companies that nothing but a person's word says to be one: by such a merge a
// lead would come to a company that another unit holds. That is the bureau's to judge.
func mayBeOne(t *Tx, kept, gone crm.Company) error {
	near, err := nearCompanyIDs(t.ctx, t, crm.LeadCheck{CompanyID: kept.ID})
	if _, like := near[gone.ID]; err == nil && !like {
		err = crm.Conflict(nil, "“%s”和“%s”的名称和信用代码都不相近，请由市招商局合并", kept.Name, gone.Name)
	}
	return err
}

// wholeReach refuses what touches units that the viewer does not write for.
func wholeReach(t *Tx, sc crm.Scope, a, b int64) error {
	units, err := collect(t.ctx, t, scanID, `SELECT unit_id FROM company_units WHERE company_id IN ($1, $2) UNION SELECT unit_id FROM companies WHERE id IN ($1, $2)
		UNION SELECT unit_id FROM leads WHERE company_id IN ($1, $2) UNION SELECT unit_id FROM contacts WHERE company_id IN ($1, $2)`, a, b)
	for _, u := range units {
		if !sc.Has(u) {
			return crm.Conflict(nil, "这两家企业还有其他单位往来，请由市招商局合并")
		}
	}
	return err
}

// PreviewCompanyMerge says what merging two companies would do; it changes nothing.
func (s *Store) PreviewCompanyMerge(ctx context.Context, v crm.Viewer, id int64, in crm.MergeTarget) (crm.CompanyMergePreview, error) {
	return act(ctx, s, v, func(t *Tx) (p crm.CompanyMergePreview, err error) {
		if p.Kept, p.Gone, err = mergeCompanies(t, id, in.GoneID); err != nil {
			return crm.CompanyMergePreview{}, err
		}
		p.Moves, p.Differs = []crm.MergeMove{}, crm.CompanyMergeDiffers(p.Kept, p.Gone)
		add := func(what, query string) error {
			var n int
			if err := t.QueryRowContext(t.ctx, query, in.GoneID).Scan(&n); err != nil {
				return err
			}
			p.Moves = append(p.Moves, crm.MergeMove{What: what, Count: n})
			return nil
		}
		for _, m := range companyMoves {
			if err := add(m.what, "SELECT COUNT(*) FROM "+m.table+" WHERE "+m.column+" = $1"+m.more); err != nil {
				return p, err
			}
		}
		return p, add("拜访", "SELECT COUNT(*) FROM visit_companies WHERE company_id = $1")
	})
}

// MergeCompany merges a company into another: leads, visits, projects, money, people and files go
// over; the other stays as a row that says where it went, and its name goes on meaning the kept one.
func (s *Store) MergeCompany(ctx context.Context, v crm.Viewer, id int64, in crm.MergeInput) (crm.Company, error) {
	name := ""
	c, err := act(ctx, s, v, func(t *Tx) (crm.Company, error) {
		kept, gone, err := mergeCompanies(t, id, in.GoneID)
		name, in.Reason = kept.Name, strings.TrimSpace(in.Reason)
		switch {
		case err != nil:
			return crm.Company{}, err
		case in.Version != kept.Version || in.GoneVersion != gone.Version:
			return crm.Company{}, crm.Conflict(kept, "企业已被别人修改过，请刷新后再合并")
		case len([]rune(in.Reason)) < 2:
			return crm.Company{}, crm.Invalid("reason", "合并须写明理由")
		}
		if err := besideNoClaim(t, []int64{kept.ID, gone.ID}, "合并企业", "合并企业", func() error { return joinCompanies(t, kept, gone, in.Reason) }); err != nil {
			return crm.Company{}, err
		}
		return seenCompany(t.ctx, t, id, v.Scope(crm.ActReadBusiness))
	})
	return c, s.refused(ctx, v, v.UnitID, name, err)
}

// joinCompanies hands everything of gone over to kept, and keeps what went over.
func joinCompanies(t *Tx, kept, gone crm.Company, reason string) error {
	var moved companyMoved
	for _, step := range []func(*Tx, crm.Company, crm.Company, *companyMoved) error{moveRows, moveVisits, moveLinks, moveName, sealMoved} {
		if err := step(t, kept, gone, &moved); err != nil {
			return err
		}
	}
	return keepCompanyMerge(t, kept, gone, reason, moved)
}

// moveRows hands over what names its company by id. An open form of a moved lead is stale from now on.
func moveRows(t *Tx, kept, gone crm.Company, moved *companyMoved) error {
	for _, m := range companyMoves {
		ids, err := collect(t.ctx, t, scanID, "SELECT id FROM "+m.table+" WHERE "+m.column+" = $1"+m.more+" ORDER BY id", gone.ID)
		if err != nil {
			return err
		}
		for _, id := range ids {
			moved.Rows = append(moved.Rows, movedRow{Table: m.table, ID: id})
			if err := setCompany(t, m.table, id, kept.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// setCompany gives a row its company.
func setCompany(t *Tx, table string, id, company int64) error {
	set := "company_id = $1"
	switch table {
	case "attachments":
		set = "object_id = $1"
	case "leads":
		set = "company_id = $1, version = version + 1"
	}
	_, err := t.exec("UPDATE "+table+" SET "+set+" WHERE id = $2", company, id)
	return err
}

// moveVisits hands over the lines of visits; where a visit was to both, the kept company's line
// gets the other's people.
func moveVisits(t *Tx, kept, gone crm.Company, moved *companyMoved) error {
	met, err := visitLines(t, gone.ID)
	if err != nil {
		return err
	}
	have, err := visitLines(t, kept.ID)
	if err != nil {
		return err
	}
	for visit, g := range met {
		m := movedVisit{Visit: visit, Gone: g}
		if k, both := have[visit]; both {
			was := k
			m.Both = &was
			if _, err := t.exec("DELETE FROM visit_companies WHERE visit_id = $1 AND company_id = $2", visit, gone.ID); err != nil {
				return err
			}
			if g.Counterpart != "" {
				k.Counterpart, k.Title = strings.Trim(k.Counterpart+"、"+g.Counterpart, "、"), strings.Trim(k.Title+"、"+g.Title, "、")
			}
			if _, err := t.exec("UPDATE visit_companies SET counterpart = $1, counterpart_title = $2 WHERE visit_id = $3 AND company_id = $4", k.Counterpart, k.Title, visit, kept.ID); err != nil {
				return err
			}
		} else if _, err := t.exec("UPDATE visit_companies SET company_id = $1 WHERE visit_id = $2 AND company_id = $3", kept.ID, visit, gone.ID); err != nil {
			return err
		}
		moved.Visits = append(moved.Visits, m)
		moved.Rows = append(moved.Rows, movedRow{Table: "visits", ID: visit})
	}
	return nil
}

// visitLines reads the lines of a company, by visit.
func visitLines(t *Tx, company int64) (map[int64]visitMet, error) {
	list, err := collect(t.ctx, t, scanMet, "SELECT visit_id, company_id, counterpart, counterpart_title, sort FROM visit_companies WHERE company_id = $1", company)
	out := make(map[int64]visitMet, len(list))
	for _, m := range list {
		out[m.visit] = m.visitMet
	}
	return out, err
}

// moveLinks lets the units that dealt with the gone company deal with the kept one, and joins what
// each noted of both.
func moveLinks(t *Tx, kept, gone crm.Company, moved *companyMoved) error {
	units, err := collect(t.ctx, t, scanID, "SELECT unit_id FROM company_units WHERE company_id = $1 ORDER BY at, unit_id", gone.ID)
	if err != nil {
		return err
	}
	for _, unit := range units {
		own := crm.Scope{Units: []int64{unit}}
		was, err := seenCompany(t.ctx, t, kept.ID, own)
		if err != nil {
			return err
		}
		other, err := seenCompany(t.ctx, t, gone.ID, own)
		if err != nil {
			return err
		}
		n, err := t.exec("INSERT INTO company_units (company_id, unit_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", kept.ID, unit, t.Now)
		if err != nil {
			return err
		}
		if n > 0 {
			moved.Links = append(moved.Links, unit)
		} else {
			moved.Texts = append(moved.Texts, crm.CompanyText{UnitID: unit, Tags: was.Tags, Address: was.Address, Note: was.Note})
		}
		if err := setText(t, kept, unit, was.Input().JoinTexts(other.Input())); err != nil {
			return err
		}
	}
	return nil
}

// setText stores what a unit notes of a company, wherever that stands, without a trace of its own.
func setText(t *Tx, c crm.Company, unit int64, in crm.CompanyInput) error {
	query := "UPDATE company_units SET tags = $1, address = $2, note = $3 WHERE company_id = $4 AND unit_id = $5"
	if unit == c.UnitID {
		query = "UPDATE companies SET tags = $1, address = $2, note = $3 WHERE id = $4 AND unit_id = $5"
	}
	_, err := t.exec(query, toJSON(in.Tags), in.Address, in.Note, c.ID, unit)
	return err
}

// moveName lets the gone company's name and code mean the kept one.
func moveName(t *Tx, kept, gone crm.Company, moved *companyMoved) (err error) {
	if moved.Merged, err = collect(t.ctx, t, scanID, "SELECT id FROM companies WHERE merged_into = $1 ORDER BY id", gone.ID); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE companies SET merged_into = $1 WHERE merged_into = $2", kept.ID, gone.ID); err != nil {
		return err
	}
	code := kept.CreditCode
	if code == "" && gone.CreditCode != "" {
		code, moved.Code = gone.CreditCode, gone.CreditCode
	}
	goneCode := gone.CreditCode
	if moved.Code != "" {
		goneCode = ""
	}
	if _, err := t.exec("UPDATE companies SET merged_into = $1, credit_code = $2, updated_at = $3, version = version + 1 WHERE id = $4", kept.ID, goneCode, t.Now, gone.ID); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE companies SET credit_code = $1, updated_at = $2, version = version + 1 WHERE id = $3", code, t.Now, kept.ID); err != nil {
		return err
	}
	return companyMoreFollows(t, kept)
}

// companyMoreFollows renews what leads and the search keep of a company after rows came or went.
func companyMoreFollows(t *Tx, c crm.Company) error {
	if err := leadsFollow(t, c.ID, c.Input()); err != nil {
		return err
	}
	if err := indexCompany(t, c.ID); err != nil {
		return err
	}
	return reindexCompany(t, c.ID)
}

// sealMoved notes how the merge has left every row.
func sealMoved(t *Tx, kept, gone crm.Company, moved *companyMoved) error {
	for i, m := range moved.Rows {
		rows, err := rawRows(t.ctx, t.s, t, m.Table, []int64{m.ID})
		if err != nil {
			return err
		}
		moved.Rows[i].Hash = hashRow(rows[m.ID])
	}
	rows, err := rawRows(t.ctx, t.s, t, "companies", []int64{kept.ID, gone.ID})
	moved.After = map[string]string{"kept": hashRow(rows[kept.ID]), "gone": hashRow(rows[gone.ID])}
	return err
}

func keepCompanyMerge(t *Tx, kept, gone crm.Company, reason string, moved companyMoved) error {
	id, err := t.nextID("company_merges")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO company_merges (id, kept_id, gone_id, reason, moved, user_id, unit_id, known_on, at, undone_by, undone_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)`, id, kept.ID, gone.ID, reason, toJSON(moved), t.V.UserID, t.V.UnitID, t.Today, t.Now); err != nil {
		return err
	}
	t.audit("company.merge", "company", kept.ID, kept.UnitID, "把企业“"+gone.Name+"”并入“"+kept.Name+"”", map[string]any{"merge": id, "gone": gone.ID, "reason": reason, "moved": moved})
	return nil
}

// CompanyDuplicates lists the companies of the viewer's scope that may be the same as a company,
// and the merges that it took part in.
func (s *Store) CompanyDuplicates(ctx context.Context, v crm.Viewer, id int64) (crm.CompanyDuplicates, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.CompanyDuplicates{}, err
	}
	return reading(ctx, s, func(q querier) (out crm.CompanyDuplicates, err error) {
		sc := v.Scope(crm.ActReadBusiness)
		if out.Near, err = companiesLike(ctx, q, id, sc); err != nil {
			return out, err
		}
		out.Merges, err = companyMergesOf(ctx, q, id, sc)
		return out, err
	})
}

// companiesLike lists the companies that sc reaches and that may be the same as company id.
func companiesLike(ctx context.Context, q querier, id int64, sc crm.Scope) ([]crm.NearCompany, error) {
	out := []crm.NearCompany{}
	c, err := reachedCompany(ctx, q, id, sc)
	if err != nil {
		return out, err
	}
	near, err := nearCompanyIDs(ctx, q, crm.LeadCheck{CompanyID: id})
	for _, other := range slices.Sorted(maps.Keys(near)) {
		n, err := visibleCompany(ctx, q, other, sc)
		if code := crm.ErrCode(err); other == id || c.MergedInto != 0 || code == crm.CodeNotFound || code == crm.CodeInvalid {
			continue
		}
		if err != nil {
			return out, err
		}
		out = append(out, crm.NearCompany{ID: n.ID, Name: n.Name, UnitName: n.UnitName, Level: near[other].Level, Why: near[other].Why})
	}
	return out, err
}

// companyMergesOf reads the merges of a company whose other company sc reaches too, the newest first.
func companyMergesOf(ctx context.Context, q querier, id int64, sc crm.Scope) ([]crm.CompanyMerge, error) {
	all, err := collect(ctx, q, func(r *sql.Rows) (m crm.CompanyMerge, err error) {
		return m, r.Scan(&m.ID, &m.KeptID, &m.KeptName, &m.GoneID, &m.GoneName, &m.Reason, &m.UserName, &m.KnownOn, &m.Undone)
	}, `SELECT m.id, m.kept_id, k.name, m.gone_id, g.name, m.reason, COALESCE(u.name, ''), m.known_on, m.undone_at <> 0
		FROM company_merges m JOIN companies k ON k.id = m.kept_id JOIN companies g ON g.id = m.gone_id LEFT JOIN users u ON u.id = m.user_id
		WHERE m.kept_id = $1 OR m.gone_id = $1 ORDER BY m.id DESC`, id)
	out := []crm.CompanyMerge{}
	for _, m := range all {
		ok, err := reachable(ctx, q, "companies c", companyReach, m.KeptID+m.GoneID-id, sc)
		if err != nil {
			return out, err
		}
		if ok {
			out = append(out, m)
		}
	}
	return out, err
}
