package store

import (
	"strconv"
	"strings"

	"yinfeng/crm"
)

// newProject is a project about to be written: from a form, a signed lead or an import.
type newProject struct {
	crm.ProjectInput
	leadID   int64
	signedOn string // with its precision; "" when not known
	opening  int64  // 期初累计, fen
	importID int64

	// What transfers of the lead have agreed.
	agreed     *crm.Transfer // for the attribution, nil for nothing
	introduced []crm.Share   // of introductions, to the offices and departments that handed it on
}

// openingOf is the opening balance that a form leaves: what it says, or what stood.
func openingOf(in crm.ProjectInput, stood int64) int64 {
	if in.OpeningCNY != nil {
		return *in.OpeningCNY
	}
	return stood
}

// year is the year of signing, which gives the code and the rate; the present one when unknown.
func (n newProject) year(today crm.Date) int {
	if len(n.signedOn) >= 4 {
		if y, err := strconv.Atoi(n.signedOn[:4]); err == nil {
			return y
		}
	}
	return today.Year()
}

// writeProject checks and inserts a project with parties, plans, attribution version 1
// and its search text. Rights are the caller's.
func writeProject(t *Tx, n newProject) (int64, error) {
	county, err := checkProject(t, &n.ProjectInput, n.importID != 0)
	if err != nil {
		return 0, err
	}
	year := n.year(t.Today)
	cny, err := totalCNY(t, n.Total, year)
	if err != nil && (n.importID == 0 || crm.ErrCode(err) != crm.CodeInvalid) {
		return 0, err // an imported total in dollars waits for its year's rate until the signing is approved
	}
	id, err := t.nextID("projects")
	if err != nil {
		return 0, err
	}
	code, err := t.code("XM", strconv.Itoa(year))
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`INSERT INTO projects (id, code, name, lead_id, content, industry, chain_id, nature, currency, total, total_cny, fixed, agreed,
		opening, county_unit_id, park_id, place, land_mu, land_mode, enclave_home_id, unit_id, owner_id, leader, task_force, status, status_reason,
		problem, next_step, signed_on, registered_on, started_on, producing_on, arrived_cny, pending_cny, import_id, created_by, created_at,
		updated_at, voided, void_reason, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
		'', '', '', '', 0, 0, $29, $30, $31, $31, FALSE, '', 1)`,
		id, code, n.Name, n.leadID, n.Content, n.Industry, n.ChainID, n.Nature, n.Total.Currency, n.Total.Amount, cny, amountOf(n.Fixed),
		amountOf(n.Agreed), openingOf(n.ProjectInput, n.opening), n.CountyUnitID, n.ParkID, n.Place, n.LandMu, n.LandMode, n.EnclaveHomeID, n.UnitID, n.OwnerID, n.Leader,
		n.TaskForce, n.Status, n.StatusReason, n.Problem, n.NextStep, n.importID, t.V.UserID, t.Now)
	if err != nil {
		return 0, err
	}
	if err := putParties(t, id, n.UnitID, n.importID, n.Parties); err != nil {
		return 0, err
	}
	if err := putPlans(t, id, n.Plans); err != nil {
		return 0, err
	}
	if err := firstAttribution(t, id, n, county, year); err != nil {
		return 0, err
	}
	return id, indexProject(t, id)
}

// totalCNY converts 总投资 at the signing year's fixed rate.
func totalCNY(t *Tx, total crm.Money, year int) (int64, error) {
	set, err := t.settings()
	if err != nil {
		return 0, err
	}
	r := set.RateOf(year)
	if total.Currency == crm.USD && r == 0 {
		return 0, crm.Invalid("total", "%d 年的折算汇率还没有设置，请联系管理员", year)
	}
	return total.ToCNY(r), nil
}

// checkProject fills in defaults and refuses what contradicts itself or does not exist.
// An imported project may lack its total (未写), which is then 0.
func checkProject(t *Tx, in *crm.ProjectInput, imported bool) (county unitRow, err error) {
	in.Name = strings.TrimSpace(in.Name)
	if len([]rune(in.Name)) < 2 {
		return county, crm.Invalid("name", "请填写项目名称（至少两个字）")
	}
	if !imported || in.Total.Amount != 0 {
		if err := in.CheckAmounts(); err != nil {
			return county, err
		}
	}
	if in.UnitID == 0 {
		in.UnitID = t.V.UnitID
	}
	if in.Nature == "" {
		in.Nature = crm.NatureNew
	}
	if in.Status == "" {
		in.Status = crm.ProjectNormal
	}
	if in.Nature.Label() == "" {
		return county, crm.Invalid("nature", "建设性质“%s”不认识", in.Nature)
	}
	if err := checkStatus(in.Status, in.StatusReason, "statusReason"); err != nil {
		return county, err
	}
	if county, err = ledgerUnit(t.ctx, t, "countyUnitId", in.CountyUnitID); err != nil {
		return county, err
	}
	if !county.credited {
		return county, crm.Invalid("countyUnitId", "建设地须是县市区或功能区")
	}
	if in.EnclaveHomeID != 0 {
		home, err := ledgerUnit(t.ctx, t, "enclaveHomeId", in.EnclaveHomeID)
		if err != nil {
			return county, err
		}
		if !home.credited {
			return county, crm.Invalid("enclaveHomeId", "飞出地须是县市区或功能区")
		}
	}
	return county, checkRefs(t, in)
}

// checkRefs refuses units, parks, chains and people that do not exist.
func checkRefs(t *Tx, in *crm.ProjectInput) error {
	for _, ref := range []struct {
		id                 int64
		table, field, what string
	}{{in.UnitID, "units", "unitId", "责任单位"}, {in.ParkID, "parks", "parkId", "园区"}, {in.ChainID, "chains", "chainId", "产业链"},
		{in.OwnerID, "users", "ownerId", "责任人"}} {
		if ref.id == 0 {
			continue
		}
		var n int
		if err := t.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM "+ref.table+" WHERE id = $1", ref.id).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return crm.Invalid(ref.field, "所选的%s不存在，请刷新后重选", ref.what)
		}
	}
	return nil
}

// checkStatus refuses an unknown status, and a bad one without its reason.
func checkStatus(st crm.ProjectStatus, reason, field string) error {
	switch {
	case st.Label() == "":
		return crm.Invalid("status", "项目状态“%s”不认识", st)
	case !crm.Reasoned(reason) && (st == crm.ProjectDelayed || st == crm.ProjectStopped || st == crm.ProjectEnded):
		return crm.Invalid(field, "项目%s须写明原因", st.Label())
	}
	return nil
}

// putPlans replaces the contract's yearly plans.
func putPlans(t *Tx, id int64, plans []crm.YearPlan) error {
	if _, err := t.exec("DELETE FROM project_plans WHERE project_id = $1", id); err != nil {
		return err
	}
	seen := map[int]bool{}
	for _, p := range plans {
		if seen[p.Year] || p.Year < 1990 || p.Year > 2100 || p.Amount.Amount < 0 || !p.Amount.Currency.Valid() {
			return crm.Invalid("plans", "分年度计划每年只写一行，金额不能为负数（%d 年）", p.Year)
		}
		if err := crm.TooLarge(p.Amount.Amount, "plans", "分年度计划"); err != nil {
			return err
		}
		seen[p.Year] = true
		if _, err := t.exec("INSERT INTO project_plans (project_id, year, amount, currency) VALUES ($1, $2, $3, $4)",
			id, p.Year, p.Amount.Amount, p.Amount.Currency); err != nil {
			return err
		}
	}
	return nil
}

// projectTexts is what a project is found by: code, name and parties.
func projectTexts(p crm.Project) []string {
	texts, names := []string{p.Code, p.Name}, []string{p.Name}
	for _, x := range p.Parties {
		texts, names = append(texts, x.Name), append(names, x.Name)
	}
	return withPinyin(texts, names...)
}

// indexProject puts the project's search text.
func indexProject(t *Tx, id int64) error {
	p, err := loadProject(t.ctx, t, id, t.Today)
	if err != nil {
		return err
	}
	return t.index("projects", id, projectTexts(p.Project)...)
}

// reindexProjects refills the search index from the rows, a few thousand at a time.
func (t *Tx) reindexProjects() error {
	for last, more := int64(0), true; more; {
		list, err := collect(t.ctx, t, scanProject, "SELECT "+projectCols(t.Today.Year())+" FROM projects p "+projectJoins+
			" WHERE p.id > $1 ORDER BY p.id LIMIT 5000", last)
		if err != nil {
			return err
		}
		if err := fillParties(t.ctx, t, list, func(p *projectRow) *crm.Project { return &p.Project }); err != nil {
			return err
		}
		for _, p := range list {
			if err := t.insertIndex("projects", p.ID, projectTexts(p.Project)...); err != nil {
				return err
			}
			last = p.ID
		}
		more = len(list) > 0
	}
	return nil
}
