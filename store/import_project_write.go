package store

import (
	"fmt"
	"slices"
	"strconv"

	"yinfeng/crm"
)

// write brings new projects to the database in bulk, and changed ones one by one.
func (k *projectKind) write(w *importWriter) error {
	var fresh, known []*importProject
	for _, x := range k.list {
		if x.isNew {
			fresh = append(fresh, x)
		} else {
			known = append(known, x)
		}
	}
	for part := range slices.Chunk(fresh, importChunk) {
		if err := k.insert(w, part); err != nil {
			return err
		}
		if err := w.wrote(len(part)); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(known, importChunk) {
		if err := k.change(w, part); err != nil {
			return err
		}
		if err := w.wrote(len(part)); err != nil {
			return err
		}
	}
	return nil
}

// projectRows are the rows of new projects, by table.
type projectRows struct {
	projects, parties, versions, credited, introduced, reached, milestones [][]any
	ids                                                                    []int64
	texts                                                                  [][]string
}

// insert writes new projects with parties, attribution, draft milestones and search rows, as writeProject does.
func (k *projectKind) insert(w *importWriter, list []*importProject) error {
	rows, err := k.rows(w, list)
	if err != nil {
		return err
	}
	if err := w.t.bulkInsert(
		bulkTable{name: "projects", columns: `id, code, name, lead_id, content, industry, chain_id, nature, currency, total, total_cny, fixed,
			agreed, opening, county_unit_id, park_id, place, land_mu, land_mode, enclave_home_id, unit_id, owner_id, leader, task_force,
			status, status_reason, problem, next_step, signed_on, registered_on, started_on, producing_on, arrived_cny, pending_cny,
			import_id, created_by, created_at, updated_at, voided, void_reason, version`, rows: rows.projects},
		bulkTable{name: "project_parties", columns: "id, project_id, company_id, role, origin, province, city, share_bp, sort", rows: rows.parties},
		bulkTable{name: "attributions", columns: "id, project_id, indicator, from_year, seq, reason, approved_by, known_on, at", rows: rows.versions},
		bulkTable{name: "attribution_shares", columns: "attribution_id, unit_id, bp", rows: rows.credited},
		bulkTable{name: "introductions", columns: "id, project_id, unit_id, bp, known_on, ended_on, at", rows: rows.introduced},
		bulkTable{name: "project_shares", columns: "project_id, unit_id, why, at", rows: rows.reached},
		bulkTable{name: "milestones", columns: milestoneInsert, rows: rows.milestones}); err != nil {
		return err
	}
	for _, x := range list {
		x.has, x.dates = nil, nil // written: the memory is needed for the next
	}
	return w.t.bulkIndex("projects", rows.ids, func(i int) []string { return rows.texts[i] })
}

const milestoneInsert = `id, project_id, kind, on_date, date_precision, amount, currency, note, capacity, output_cny, tax_cny,
	jobs, state, unit_id, reported_by, submitted_at, reviewed_by, reviewed_at, known_on, import_id, updated_at, version`

func (k *projectKind) rows(w *importWriter, list []*importProject) (rows projectRows, err error) {
	parties, dates := 0, 0
	for _, x := range list {
		k.open(x)
		parties, dates = parties+len(x.parties), dates+len(x.dates)
	}
	first := map[string]int64{}
	for table, n := range map[string]int{"projects": len(list), "project_parties": parties, "attributions": len(list), "introductions": len(list), "milestones": dates} {
		if n > 0 {
			if first[table], err = w.t.span(table, n); err != nil {
				return rows, err
			}
		}
	}
	next := func(table string) int64 { first[table]++; return first[table] - 1 }
	codes, err := k.codes(w, list)
	if err != nil {
		return rows, err
	}
	t := w.t
	for i, x := range list {
		x.id, x.code = next("projects"), codes[i]
		f := *x.has
		rows.ids = append(rows.ids, x.id)
		rows.projects = append(rows.projects, []any{x.id, x.code, f.name, 0, f.content, f.industry, f.chain, string(orNature(f.nature)), string(f.total.Currency),
			f.total.Amount, k.totalCNY(x), maybe(f.fixed), maybe(f.agreed), f.opening, f.county, 0, f.place, "", "", 0, f.unit, 0, f.leader, "",
			string(crm.ProjectNormal), "", f.problem, f.next, "", "", "", "", 0, 0, w.id, t.V.UserID, t.Now, t.Now, false, "", 1})
		texts, names := []string{x.code, f.name}, []string{f.name}
		for j, party := range x.parties {
			rows.parties = append(rows.parties, []any{next("project_parties"), x.id, party.company.id, "investor", string(party.origin), party.province, party.city, 0, j + 1})
			texts, names = append(texts, party.company.in.Name), append(names, party.company.in.Name)
		}
		rows.texts = append(rows.texts, withPinyin(texts, names...))
		k.credit(w, x, next, &rows)
		for _, d := range x.dates {
			rows.milestones = append(rows.milestones, k.draft(w, next("milestones"), x, d))
		}
	}
	return rows, nil
}

// credit lays down who counts the project, who introduced it and who reads it, as firstAttribution does.
func (k *projectKind) credit(w *importWriter, x *importProject, next func(string) int64, rows *projectRows) {
	t := w.t
	unit, introduced := k.p.units.credited(x.unit, x.county)
	version := next("attributions")
	rows.versions = append(rows.versions, []any{version, x.id, "", 0, 1, "立项默认：责任单位", t.V.UserID, string(t.Today), t.Now})
	rows.credited = append(rows.credited, []any{version, unit, crm.FullShares})
	rows.reached = append(rows.reached, []any{x.id, x.unit, "owner", t.Now})
	if unit != x.unit {
		rows.reached = append(rows.reached, []any{x.id, unit, "attributed", t.Now})
	}
	if introduced {
		rows.introduced = append(rows.introduced, []any{next("introductions"), x.id, x.unit, crm.FullShares, string(t.Today), "", t.Now})
	}
}

// draft is the row of a milestone in draft.
func (k *projectKind) draft(w *importWriter, id int64, x *importProject, d importDate) []any {
	return []any{id, x.id, string(d.kind), d.on, string(d.precision), nil, string(crm.CNY), "", "", 0, 0, 0, string(crm.StateDraft), x.unit, w.t.V.UserID,
		0, 0, 0, "", w.id, w.t.Now, 1}
}

// codes gives new projects their codes by year of signing, in the order of the file.
func (k *projectKind) codes(w *importWriter, list []*importProject) ([]string, error) {
	count, next := map[int]int64{}, map[int]int64{}
	for _, x := range list {
		count[signingYear(x.dates, k.p.today)]++
	}
	for year, n := range count {
		last, err := w.t.next("code:XM"+strconv.Itoa(year), n)
		if err != nil {
			return nil, err
		}
		next[year] = last - n + 1
	}
	out := make([]string, len(list))
	for i, x := range list {
		year := signingYear(x.dates, k.p.today)
		out[i] = fmt.Sprintf("XM%d-%04d", year, next[year])
		next[year]++
	}
	return out, nil
}

// totalCNY converts 总投资 at the signing year's rate; without a rate it waits for it as 0.
func (k *projectKind) totalCNY(x *importProject) int64 {
	rate := k.p.set.RateOf(signingYear(x.dates, k.p.today))
	if x.has.total.Currency == crm.USD && rate == 0 {
		return 0
	}
	return x.has.total.ToCNY(rate)
}

func orNature(n crm.Nature) crm.Nature {
	if n == "" {
		return crm.NatureNew
	}
	return n
}

// maybe is a number that may be missing, for bulk rows.
func maybe(n int64) any {
	if n < 0 {
		return nil
	}
	return &n
}

// change brings known projects in line, keeping the rows as they stood.
func (k *projectKind) change(w *importWriter, list []*importProject) error {
	lines, marks := map[int64]int{}, map[int64]int{}
	for _, x := range list {
		lines[x.id] = x.line
		for _, d := range x.dates {
			if d.id != 0 && d.on != d.was {
				marks[d.id] = x.line
			}
		}
	}
	if err := w.touch("projects", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	if err := w.touch("milestones", idsOf(marks), func(id int64) int { return marks[id] }); err != nil {
		return err
	}
	for _, x := range list {
		if err := k.changeOne(w, x); err != nil {
			return err
		}
	}
	return nil
}

func (k *projectKind) changeOne(w *importWriter, x *importProject) error {
	f, cny := *x.has, x.note.totalCNY
	if f.total != x.was.total {
		cny = k.totalCNY(x)
	}
	if _, err := w.t.exec(`UPDATE projects SET name = $1, content = $2, industry = $3, chain_id = $4, nature = $5, currency = $6, total = $7, total_cny = $8,
		fixed = $9, agreed = $10, opening = $11, place = $12, leader = $13, problem = $14, next_step = $15, updated_at = $16, version = version + 1 WHERE id = $17`,
		f.name, f.content, f.industry, f.chain, f.nature, f.total.Currency, f.total.Amount, cny, amountOf(optional(f.fixed, f.total.Currency)),
		amountOf(optional(f.agreed, f.total.Currency)), f.opening, f.place, f.leader, f.problem, f.next, w.t.Now, x.id); err != nil {
		return err
	}
	renamed := f.name != x.was.name
	for i, party := range x.parties {
		if party.added {
			renamed = true
			if err := k.addParty(w, x, party, i); err != nil {
				return err
			}
		}
	}
	if err := k.changeDates(w, x); err != nil {
		return err
	}
	w.t.audit("project.import", "project", x.id, f.unit, "导入更新项目 "+x.code+" "+f.name,
		map[string]any{"import": w.id, "before": x.was.facts(), "after": f.facts()})
	if !renamed {
		return nil
	}
	return indexProject(w.t, x.id)
}

func (k *projectKind) addParty(w *importWriter, x *importProject, party importParty, i int) error {
	id, err := w.t.nextID("project_parties")
	if err != nil {
		return err
	}
	w.inserted(x.line, "project_parties", map[string]any{"id": id})
	_, err = w.t.exec(`INSERT INTO project_parties (id, project_id, company_id, role, origin, province, city, share_bp, sort)
		SELECT $1, $2, $3, 'investor', $4, $5, $6, 0, COALESCE(MAX(sort), 0) + 1 FROM project_parties WHERE project_id = $7`,
		id, x.id, party.company.id, party.origin, party.province, party.city, x.id)
	return err
}

func (k *projectKind) changeDates(w *importWriter, x *importProject) error {
	for _, d := range x.dates {
		if d.id != 0 && d.on != d.was {
			if _, err := w.t.exec(`UPDATE milestones SET on_date = $1, date_precision = $2, updated_at = $3, version = version + 1
				WHERE id = $4 AND state IN ('draft', 'returned')`, d.on, d.precision, w.t.Now, d.id); err != nil {
				return err
			}
		}
		if d.id == 0 {
			if _, err := insertMilestone(w.t, x.id, x.unit, w.id, crm.MilestoneInput{Kind: d.kind, On: d.on}); err != nil {
				return err
			}
		}
	}
	return nil
}

// facts are the money and the words of a project for the audit log.
func (f projectFields) facts() map[string]any {
	return map[string]any{"name": f.name, "total": f.total, "fixed": optional(f.fixed, f.total.Currency), "agreed": optional(f.agreed, f.total.Currency),
		"openingCny": f.opening, "nature": f.nature, "chainId": f.chain, "industry": f.industry, "problem": f.problem, "nextStep": f.next}
}
