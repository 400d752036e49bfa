package store

import (
	"database/sql"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// madeTable is a table whose rows an import creates. Its alias in every condition is x; $1
// is the batch, %d the time at which it was applied.
type madeTable struct {
	table, label string
	name         string // SQL of what the row is called
	changed      string // the row is no longer as the import left it
	hangs        []hanging
	children     []madeChild // rows that go with it, in order
	search       string
}

// hanging is later work that stands on a row: rows of from (alias h) that fulfil cond.
type hanging struct{ from, cond, what string }

// madeChild is a table whose rows of the column go with the object; of limits them further.
type madeChild struct{ table, column, more string }

const projectName = "(SELECT p.code || ' ' || p.name FROM projects p WHERE p.id = x.project_id)"

// files are attachments, opinions and talk of an object's kind.
func files(kind string, more ...hanging) []hanging {
	if kind == "lead" || kind == "project" {
		more = append(more, hanging{"comments h", "h.object_kind = '" + kind + "' AND h.object_id = x.id", "有评论"},
			hanging{"tasks h", "h.object_kind = '" + kind + "' AND h.object_id = x.id", "布置了任务"})
	}
	return append(more, hanging{"attachments h", "h.object_kind = '" + kind + "' AND h.object_id = x.id AND h.voided = FALSE", "添加了文件"},
		hanging{"opinions h", "h.object_kind = '" + kind + "' AND h.object_id = x.id AND h.at > %d", "有审核意见"})
}

// madeTables are in the order in which rows can go: what refers to others first.
var madeTables = []madeTable{
	{table: "visits", label: "拜访", name: "x.code || ' ' || x.theme", changed: "x.updated_at <> %d", search: "visits",
		hangs: files("visit", hanging{"visit_leads h JOIN leads o ON o.id = h.lead_id", "h.visit_id = x.id AND o.import_id <> $1 AND o.created_at > %d", "由它登记了线索"},
			hanging{"visit_projects h JOIN projects o ON o.id = h.project_id", "h.visit_id = x.id AND o.import_id <> $1 AND o.created_at > %d", "关联了后来的项目"}),
		children: []madeChild{{"visit_companies", "visit_id", ""}, {"visit_leads", "visit_id", ""}, {"visit_projects", "visit_id", ""}}},
	{table: "trips", label: "外出批次", name: "x.name", changed: "x.version <> 1",
		hangs: []hanging{{"visits h", "h.trip_id = x.id AND h.trip_id <> 0 AND h.import_id <> $1", "有后来的拜访"}}},
	{table: "capital_entries", label: "到位资金条目", name: "x.code", changed: "x.updated_at <> %d",
		hangs: files("capital", hanging{"capital_entries h", "h.reverses_id = x.id", "已被冲销"}, hanging{"capital_entries h", "h.corrects_id = x.id", "已有更正条目"},
			hanging{"credit_lines h", "h.entry_id = x.id", "已核定入账"}, hanging{"periods h", "h.month = x.month AND h.closed_at > %d", "所在月份已经关账"}),
		children: []madeChild{{"pending_lines", "entry_id", ""}, {"capital_parts", "entry_id", ""}, {"opinions", "object_id", "object_kind = 'capital'"}}},
	{table: "milestones", label: "节点", name: projectName, changed: "x.updated_at <> %d",
		hangs:    files("milestone", hanging{"count_lines h", "h.milestone_id = x.id", "已计入统计"}),
		children: []madeChild{{"opinions", "object_id", "object_kind = 'milestone'"}}},
	{table: "leads", label: "线索", name: "x.code || ' ' || x.project", changed: "x.updated_at <> %d", search: "leads",
		hangs: files("lead", hanging{"visit_leads h JOIN visits o ON o.id = h.visit_id", "h.lead_id = x.id AND o.import_id <> $1", "有拜访记录"},
			hanging{"transfers h", "h.kind = 'lead' AND h.object_id = x.id", "有流转"}, hanging{"projects h", "h.lead_id = x.id AND h.import_id <> $1", "已签约成项目"},
			hanging{"lead_events h", "h.lead_id = x.id AND h.at > %d", "有后来的跟进"}, hanging{"claims h", "h.lead_id = x.id AND h.at > %d", "首报首谈有变动"},
			hanging{"disputes h", "h.lead_id = x.id", "首报首谈有争议"},
			hanging{"claim_events h JOIN claims o ON o.id = h.claim_id", "o.lead_id = x.id", "首报首谈有变动"},
			hanging{"lead_shares h", "h.lead_id = x.id AND h.at > %d", "已共享给别的单位"}),
		children: []madeChild{{"lead_events", "lead_id", ""}, {"claim_notices", "lead_id", ""}, {"claims", "lead_id", ""}, {"lead_shares", "lead_id", ""}}},
	{table: "projects", label: "项目", name: "x.code || ' ' || x.name", changed: "x.updated_at <> %d", search: "projects",
		hangs: files("project", hanging{"capital_entries h", "h.project_id = x.id AND h.import_id <> $1", "有到位资金"},
			hanging{"milestones h", "h.project_id = x.id AND h.import_id <> $1", "有后来填报的节点"},
			hanging{"visit_projects h JOIN visits o ON o.id = h.visit_id", "h.project_id = x.id AND o.import_id <> $1", "有拜访记录"},
			hanging{"transfers h", "h.kind = 'project' AND h.object_id = x.id", "有流转"}, hanging{"project_problems h", "h.project_id = x.id AND h.at > %d", "登记了问题"},
			hanging{"promises h", "h.project_id = x.id AND h.at > %d", "登记了承诺事项"}, hanging{"attributions h", "h.project_id = x.id AND h.at > %d", "统计归属有变动"},
			hanging{"introductions h", "h.project_id = x.id AND h.at > %d", "引荐有变动"}, hanging{"leads h", "h.project_id = x.id AND h.import_id <> $1", "与线索关联"}),
		children: []madeChild{{"introductions", "project_id", ""}, {"project_shares", "project_id", ""}, {"project_parties", "project_id", ""},
			{"project_plans", "project_id", ""}, {"attributions", "project_id", ""}}},
	{table: "contacts", label: "联系人", name: "x.name", changed: "x.updated_at <> %d",
		children: []madeChild{{"lead_contacts", "contact_id", ""}}},
	{table: "companies", label: "企业", name: "x.name", changed: "x.updated_at <> %d", search: "companies",
		hangs: []hanging{{"leads h", "h.company_id = x.id AND h.import_id <> $1", "有线索"},
			{"project_parties h JOIN projects o ON o.id = h.project_id", "h.company_id = x.id AND o.import_id <> $1", "是别的项目的投资方"},
			{"visit_companies h JOIN visits o ON o.id = h.visit_id", "h.company_id = x.id AND o.import_id <> $1", "有拜访记录"},
			{"contacts h", "h.company_id = x.id AND h.import_id <> $1", "有联系人"}, {"capital_entries h", "h.company_id = x.id AND h.company_id <> 0 AND h.import_id <> $1", "有到位资金"},
			{"company_units h", "h.company_id = x.id AND h.at > %d", "别的单位已建立联系"},
			{"attachments h", "h.object_kind = 'company' AND h.object_id = x.id AND h.voided = FALSE", "添加了文件"}},
		children: []madeChild{{"company_units", "company_id", ""}}},
	{table: "historic_figures", label: "历史汇总数", name: "(SELECT n.name FROM units n WHERE n.id = x.unit_id) || ' ' || COALESCE(NULLIF(x.month, ''), CAST(x.year AS TEXT))",
		changed: "EXISTS (SELECT 1 FROM periods h WHERE h.closed_at > %d AND (x.month <> '' AND x.month <= h.month OR x.month = '' AND h.month >= CAST(x.year AS TEXT)))"},
}

// ofBatch limits x to the rows of the batch, in the words of the partial indexes.
const ofBatch = "x.import_id = $1 AND x.import_id <> 0"

// inspect notes what stands on the rows of a table that the batch made.
func (u *undoer) inspect(m madeTable) error {
	type found struct {
		name string
		n    int64
	}
	scan := func(r *sql.Rows) (f found, err error) { return f, r.Scan(&f.name, &f.n) }
	since := func(text string) string {
		if !strings.Contains(text, "%d") {
			return text
		}
		return strings.ReplaceAll(text, "%d", strconv.FormatInt(u.at, 10))
	}
	list, err := collect(u.t.ctx, u.t, scan, "SELECT "+m.name+", 1 FROM "+m.table+" x WHERE "+ofBatch+" AND "+since(m.changed)+" ORDER BY x.id", u.id)
	if err != nil {
		return err
	}
	what := "在导入之后又改过"
	if m.table == "historic_figures" {
		what = "已用于关账的月份"
	}
	for _, f := range list {
		u.because("%s %s%s", m.label, f.name, what)
	}
	for _, h := range m.hangs {
		list, err := collect(u.t.ctx, u.t, scan, "SELECT "+m.name+", (SELECT COUNT(*) FROM "+h.from+" WHERE "+since(h.cond)+") FROM "+m.table+" x WHERE "+ofBatch+
			" AND EXISTS (SELECT 1 FROM "+h.from+" WHERE "+since(h.cond)+") ORDER BY x.id", u.id)
		if err != nil {
			return err
		}
		for _, f := range list {
			u.because("%s %s%s（%d 条）", m.label, f.name, h.what, f.n)
		}
	}
	return nil
}

// remove deletes the rows of a table that the batch made, with what goes with them.
func (u *undoer) remove(m madeTable) error {
	mine := "SELECT x.id FROM " + m.table + " x WHERE " + ofBatch
	for _, c := range m.children {
		more := ""
		if c.more != "" {
			more = " AND " + c.more
		}
		if c.table == "attributions" {
			if _, err := u.t.exec("DELETE FROM attribution_shares WHERE attribution_id IN (SELECT a.id FROM attributions a WHERE a.project_id IN ("+mine+"))", u.id); err != nil {
				return err
			}
		}
		if _, err := u.t.exec("DELETE FROM "+c.table+" WHERE "+c.column+" IN ("+mine+")"+more, u.id); err != nil {
			return err
		}
	}
	if m.search != "" {
		if _, err := u.t.exec("DELETE FROM search_"+m.search+" WHERE rowid IN ("+mine+")", u.id); err != nil {
			return err
		}
	}
	_, err := u.t.exec("DELETE FROM "+m.table+" WHERE import_id = $1 AND import_id <> 0", u.id)
	return err
}

// unrollLeads takes the batch's leads out of their roll-up, and cells that hold nothing any more.
func (u *undoer) unrollLeads() error {
	type lead struct {
		crm.Lead
		cny int64
	}
	list, err := collect(u.t.ctx, u.t, func(r *sql.Rows) (l lead, err error) { return l, r.Scan(&l.UnitID, &l.Stage, &l.Status, &l.cny) },
		"SELECT x.unit_id, x.stage, x.status, x.amount_sort FROM leads x WHERE "+ofBatch+" AND x.voided = FALSE", u.id)
	if err != nil {
		return err
	}
	var m leadSums
	for _, l := range list {
		m.add(l.Lead, l.cny, -1)
	}
	if err := m.write(u.t); err != nil {
		return err
	}
	_, err = u.t.exec("DELETE FROM rollup_leads WHERE leads = 0 AND amount = 0 AND big = 0 AND big_amount = 0")
	return err
}

func (u *undoer) unrollVisits() error {
	list, err := collect(u.t.ctx, u.t, func(r *sql.Rows) (in crm.VisitInput, err error) {
		return in, r.Scan(&in.On, &in.UnitID, &in.Kind, &in.Province, &in.City)
	}, "SELECT x.on_date, x.unit_id, x.kind, x.province, x.city FROM visits x WHERE "+ofBatch+" AND x.voided = FALSE", u.id)
	if err != nil {
		return err
	}
	sums := visitSums{}
	for _, in := range list {
		sums.add(in, -1)
	}
	if err := sums.write(u.t); err != nil {
		return err
	}
	_, err = u.t.exec("DELETE FROM rollup_visits WHERE visits = 0")
	return err
}

// unrollPending takes the pending lines of the batch's submitted entries out of the roll-ups.
func (u *undoer) unrollPending() error {
	type entry struct{ id, project int64 }
	list, err := collect(u.t.ctx, u.t, func(r *sql.Rows) (e entry, err error) { return e, r.Scan(&e.id, &e.project) },
		"SELECT x.id, x.project_id FROM capital_entries x WHERE "+ofBatch+" AND x.state = 'submitted' ORDER BY x.id", u.id)
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := dropPending(u.t, crm.CapitalEntry{ID: e.id, ProjectID: e.project}); err != nil {
			return err
		}
	}
	return nil
}
