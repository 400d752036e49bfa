package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"yinfeng/crm"
)

func scanImport(rows *sql.Rows) (d crm.ImportDone, err error) {
	var id int64
	var state, counts, user string
	if err = rows.Scan(&id, &state, &counts, &user); err != nil {
		return d, err
	}
	err = json.Unmarshal([]byte(counts), &d)
	d.ID, d.State, d.UserName = id, state, user
	return d, err
}

// record imports one row.
func (im *importer) record(r *crm.ImportRecord) error {
	note, err := json.Marshal(r)
	if err != nil {
		return err
	}
	unit, why := im.place(r)
	if why != "" {
		im.done.Rejected++
		return im.row(r, "rejected", 0, "", toJSON(map[string]any{"why": why, "row": json.RawMessage(note)}))
	}
	in, opening, err := im.input(r, unit)
	if err != nil {
		return err
	}
	id, err := im.find(r, in)
	if err != nil {
		return err
	}
	if id == 0 {
		if id, err = im.create(r, in, opening); err != nil {
			return err
		}
		im.done.Created++
		return im.row(r, "created", id, "", string(note))
	}
	before, err := projectDetail(im.t.ctx, im.t, id, im.t.Today)
	if err != nil {
		return err
	}
	changed, err := im.update(r, before, in, opening)
	if err != nil {
		return err
	}
	if !changed {
		im.done.Unchanged++
		return im.row(r, "unchanged", id, "", string(note))
	}
	im.done.Updated++
	return im.row(r, "updated", id, toJSON(before), string(note))
}

// place returns the unit of a row's county, or why the row is not imported.
func (im *importer) place(r *crm.ImportRecord) (unit int64, why string) {
	if r.Kind != crm.ImportProjects {
		return 0, "“" + r.Kind.Label() + "”的导入尚未支持"
	}
	unit, ok := im.units[r.Text("county")]
	switch {
	case !ok:
		return 0, "没有“" + r.Text("county") + "”这个报送单位"
	case !im.scope.Has(unit):
		return 0, r.Text("county") + "不在你的权限范围内"
	}
	return unit, ""
}

// find recognises a project again: by 编码, else by name, county and any of the investors.
func (im *importer) find(r *crm.ImportRecord, in crm.ProjectInput) (id int64, err error) {
	if no := r.Text("project_no"); no != "" {
		err = im.t.QueryRowContext(im.t.ctx, "SELECT id FROM projects WHERE code = $1 AND county_unit_id = $2 AND voided = FALSE", no, in.CountyUnitID).Scan(&id)
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	type row struct {
		id  int64
		key string
	}
	list, err := collect(im.t.ctx, im.t, func(rows *sql.Rows) (x row, err error) { return x, rows.Scan(&x.id, &x.key) },
		`SELECT p.id, c.name_key FROM projects p JOIN project_parties pp ON pp.project_id = p.id AND pp.role = 'investor'
		JOIN companies c ON c.id = pp.company_id WHERE p.name = $1 AND p.county_unit_id = $2 AND p.voided = FALSE ORDER BY p.id`, in.Name, in.CountyUnitID)
	for _, x := range list {
		for _, p := range in.Parties {
			if crm.NameKey(p.Name) == x.key {
				return x.id, err
			}
		}
	}
	return 0, err
}

var natureWords = map[string]crm.Nature{"新建": crm.NatureNew, "扩建": crm.NatureExpand, "改扩建": crm.NatureExpand, "技改": crm.NatureUpgrade,
	"技术改造": crm.NatureUpgrade, "并购": crm.NatureMerge}

// input turns a record into what a person would have typed, and its opening balance.
func (im *importer) input(r *crm.ImportRecord, unit int64) (in crm.ProjectInput, opening *int64, err error) {
	in = crm.ProjectInput{Name: strings.TrimSpace(r.Text("project")), Content: r.Text("content"), CountyUnitID: unit, UnitID: unit, Place: r.Text("place"),
		Leader: r.Text("leader"), Problem: r.Text("problem"), NextStep: r.Text("next_step"), Nature: natureWords[r.Text("nature")],
		Total: crm.Money{Currency: crm.CNY}}
	if m, ok := r.Amount("total_wan"); ok {
		in.Total = m
	} else if m, ok := r.Amount("total_usd_wan"); ok {
		in.Total = m
	}
	in.Fixed, in.Agreed = within(r, "fixed_wan", in.Total), within(r, "agreed_wan", in.Total)
	if m, ok := r.Amount("arrived_wan"); ok {
		opening = &m.Amount
	} else if m, ok := r.Amount("arrived_usd_wan"); ok {
		// Without the year's rate the dollars stay in the row that is kept.
		cny, err := totalCNY(im.t, m, signingYear(r, im.t.Today))
		if err == nil {
			opening = &cny
		} else if crm.ErrCode(err) != crm.CodeInvalid {
			return in, nil, err
		}
	}
	if code := r.Text("industry"); code != "" && crm.CheckIndustry(code) == nil {
		in.Industry = code
	}
	if name := r.Text("chain"); name != "" {
		err := im.t.QueryRowContext(im.t.ctx, "SELECT id FROM chains WHERE name = $1", name).Scan(&in.ChainID)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return in, nil, err
		}
	}
	province, city, origin := im.home.of(r.Text("investor_home"))
	for _, name := range r.List("investors") {
		in.Parties = append(in.Parties, crm.Party{Name: name, Role: "investor", Origin: origin, Province: province, City: city})
	}
	return in, opening, nil
}

// within takes a part of the total; one that contradicts it (another currency, more than
// the whole) is left out: the record keeps it.
func within(r *crm.ImportRecord, key string, total crm.Money) *crm.Money {
	m, ok := r.Amount(key)
	if !ok || m.Currency != total.Currency || m.Amount < 0 || m.Amount > total.Amount {
		return nil
	}
	return &m
}

// signingYear is the year of a record's signing, else the present one.
func signingYear(r *crm.ImportRecord, today crm.Date) int {
	text, _, _ := r.When("sign_date")
	return newProject{signedOn: text}.year(today)
}

// create makes the project with its dates as drafts.
func (im *importer) create(r *crm.ImportRecord, in crm.ProjectInput, opening *int64) (int64, error) {
	n := newProject{ProjectInput: in, importID: im.id, signedOn: r.Text("sign_date")}
	if opening != nil {
		n.opening = *opening
	}
	id, err := writeProject(im.t, n)
	if err != nil {
		return 0, err
	}
	if _, err := im.dates(r, id, in.UnitID, nil); err != nil {
		return 0, err
	}
	im.t.audit("project.import", "project", id, in.UnitID, "导入项目 "+in.Name, in)
	return id, nil
}

var dateKeys = []struct {
	key  string
	kind crm.MilestoneKind
}{{"sign_date", crm.MilestoneSigned}, {"register_date", crm.MilestoneRegister}, {"start_date", crm.MilestoneStarted}, {"production_date", crm.MilestoneProducing}}

// dates brings the draft milestones in line with the record's dates. What has been sent
// for review or approved stands.
func (im *importer) dates(r *crm.ImportRecord, project, unit int64, have []crm.Milestone) (changed bool, err error) {
	for _, d := range dateKeys {
		on, precision, ok := r.When(d.key)
		if !ok {
			continue
		}
		i := slices.IndexFunc(have, func(m crm.Milestone) bool { return m.Kind == d.kind })
		switch {
		case i < 0:
			_, err = insertMilestone(im.t, project, unit, im.id, crm.MilestoneInput{Kind: d.kind, On: on})
		case have[i].On == on || have[i].State == crm.StateSubmitted || have[i].State == crm.StateApproved:
			continue
		default:
			_, err = im.t.exec(`UPDATE milestones SET on_date = $1, date_precision = $2, updated_at = $3, version = version + 1
				WHERE id = $4 AND state IN ('draft', 'returned')`, on, precision, im.t.Now, have[i].ID)
		}
		if err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}
