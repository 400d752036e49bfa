package store

import (
	"slices"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportCapital] = func(p *importPlanner) importKind {
		return &capitalKind{p: p, byCode: map[string]*importEntry{}, byID: map[int64]*importEntry{}, of: map[*importProject][]*importEntry{},
			credited: map[int64][]creditedShare{}, opened: map[*importProject]crm.Month{}, claims: map[*crm.ImportRecord]*importEntry{}}
	}
}

// capitalKind imports 到位资金月报: one row is what arrived on one project in one month. An
// entry is recognised by its 编码, else by project and month. New ones are drafts, and only
// drafts and returned ones are changed: what is submitted or verified stays (domain §7).
// The project is found as a ledger of projects finds it; an unknown one is made, with what
// had arrived before the month as its opening balance.
type capitalKind struct {
	p        *importPlanner
	byCode   map[string]*importEntry
	byID     map[int64]*importEntry
	of       map[*importProject][]*importEntry // not cancelled, in the order of their ids, then of the file
	credited map[int64][]creditedShare         // of known projects
	opened   map[*importProject]crm.Month      // projects made here: the month before which the opening balance lies
	claims   map[*crm.ImportRecord]*importEntry
	list     []*importEntry // new and touched, in the order of the file
	closed   crm.Month      // the latest closed month, "" for none
	first    crm.Month      // the earliest open one
}

// importEntry is an entry as it stands after the file.
type importEntry struct {
	importTarget
	isNew     bool
	touched   bool
	used      bool // a row of the file means it
	claimed   bool // a row of the file says the same
	cancelled bool // a reversal, or reversed
	code      string
	project   *importProject
	unit      int64
	state     crm.ReviewState
	verified  int64           // −1 for none
	shares    map[int64]int64 // what units are credited with in its month, where a row says another amount
	orig      crm.Month
	carried   crm.Month
	company   *importCompany // of a new one
	companyID int64          // of a known one
	warnings  []crm.Warning
	has       entryFields
	was       *entryFields // of a known one that is changed
}

// entryFields are the values of an entry that an import may set.
type entryFields struct {
	month           crm.Month
	arrivedOn       crm.Date
	amount          int64
	form, use, note string
	fixed           bool
	parts           []crm.Part
}

func (f entryFields) equal(g entryFields) bool {
	return f.month == g.month && f.arrivedOn == g.arrivedOn && f.amount == g.amount && f.form == g.form && f.use == g.use && f.note == g.note &&
		f.fixed == g.fixed && sameParts(f.parts, g.parts)
}

// about is the month that an entry speaks of, whatever month it stands in now.
func (e *importEntry) about() crm.Month {
	switch {
	case e.carried != "":
		return e.carried
	case e.orig != "":
		return e.orig
	}
	return e.has.month
}

// counted is what an entry brings: verified as verified, the rest as reported.
func (e *importEntry) counted() int64 {
	if e.verified >= 0 {
		return e.verified
	}
	return e.has.amount
}

// open reports whether an import may change the entry.
func (e *importEntry) open() bool {
	return e.isNew || e.state == crm.StateDraft || e.state == crm.StateReturned
}

// says reports whether amount is what the entry was reported or verified with.
func (e *importEntry) says(amount int64) bool { return amount == e.has.amount || amount == e.verified }

func (k *capitalKind) projects() *projectKind {
	return k.p.kinds[crm.ImportProjects].(*projectKind)
}

// plan decides one row.
func (k *capitalKind) plan(r *crm.ImportRecord) (importStep, error) {
	in := k.read(r)
	if in.why != "" {
		return rejected("%s", in.why), nil
	}
	if e := k.byCode[r.Text("entry_no")]; e != nil && (k.p.stillOurs(e.unit) || e.project.shared) {
		in.byCode = true
		return k.coded(r, in, e), nil
	}
	x, ledger, step := k.project(r)
	if step == nil {
		step = k.p.lostCode(r, "entry_no", "条目")
	}
	switch {
	case step != nil:
		return *step, nil
	case x == nil:
		return k.newProject(r, in, ledger), nil
	}
	return k.arrival(r, in, x), nil
}

// coded decides a row whose 编码 names the entry.
func (k *capitalKind) coded(r *crm.ImportRecord, in *capitalRow, e *importEntry) importStep {
	if no := r.Text("project_no"); no != "" && no != e.project.code {
		return rejected("条目 %s 属于项目 %s，与表中的 %s 不符", e.code, e.project.code, no)
	}
	if e.used {
		return rejected("条目 %s 在表中已有一行", e.code)
	}
	projects := k.projects()
	if why := projects.miscoded(e.project, projects.input(r, k.p.units.reporting[r.Text("county")])); why != "" && r.Choice != crm.ChooseUpdate {
		s := held(r, crm.EDuplicateSuspect, "条目 %s：%s。请改对编码；确是这一条目的选更新，确是另一笔的清空编码", e.code, why)
		s.object, s.target, s.matched = "capital", &importTarget{id: e.id}, e.matched()
		return s
	}
	e.used = true
	switch same := (e.says(in.amount) || k.isShare(r, e)) && in.month == e.has.month; {
	case !in.given, in.amount == 0 && !e.open():
		return k.step(e, crm.ImportUnchanged) // nothing of it arrived in the month: 归属或折算调整
	case e.open() && !e.cancelled:
		return k.change(in, e)
	case same:
		return k.step(e, crm.ImportUnchanged)
	case !k.p.stillOurs(e.unit):
		return k.others(e)
	default:
		return k.stands(in, e)
	}
}

// others rejects a row that would change an entry of another unit, which the viewer may read only.
func (k *capitalKind) others(e *importEntry) importStep {
	return rejected("条目 %s 由%s填报，不在你的权限范围内，不能修改", e.code, k.p.units.name(e.unit))
}

// arrival decides a row of a project that is known, or made earlier by the file.
func (k *capitalKind) arrival(r *crm.ImportRecord, in *capitalRow, x *importProject) importStep {
	k.projects().open(x)
	k.openEarlier(in, x)
	s := k.month(r, in, x)
	if s.outcome == crm.ImportCreated || s.outcome == crm.ImportUpdated || s.outcome == crm.ImportUnchanged {
		s.issues = append(s.issues, k.cumulative(r, in, x)...)
	}
	return s
}

// month decides what becomes of the month's figure.
func (k *capitalKind) month(r *crm.ImportRecord, in *capitalRow, x *importProject) importStep {
	switch {
	case !in.given || in.amount == 0:
		return k.nothing(r, in, x)
	case in.amount < 0:
		return rejected("%s", negativeArrival)
	}
	found := k.meant(r, in, x)
	switch {
	case found.same:
		for _, e := range found.all {
			e.used = true
		}
		if len(found.all) == 1 && found.all[0].open() {
			return k.change(in, found.all[0])
		}
		return k.step(found.all[0], crm.ImportUnchanged)
	case r.Choice == crm.ChooseNew || len(found.all) == 0 && !found.repeated:
		return k.create(r, in, x)
	case found.repeated:
		return held(r, crm.EDuplicateSuspect, "表中该项目%s另有一行；合成一笔请选更新，确是另一笔请写明理由后作为新条目导入", in.month.Label())
	case len(found.all) > 1:
		return held(r, crm.EDuplicateSuspect, "系统里该项目%s已有 %d 笔共 %s 万元，与表中 %s 万元不等；请逐笔核对，确是另一笔的写明理由后作为新条目导入",
			in.month.Label(), len(found.all), wanText(sumOf(found.all)), wanText(in.amount))
	case !found.all[0].open():
		if r.Choice == crm.ChooseUpdate {
			return k.stands(in, found.all[0])
		}
		e := found.all[0]
		s := held(r, crm.EDuplicateSuspect, "%s；确是另一笔的，写明理由后作为新条目导入", k.stands(in, e).why)
		s.object, s.target, s.matched = "capital", &importTarget{id: e.id}, e.matched()
		return s
	}
	found.all[0].used = true
	return k.change(in, found.all[0])
}

const negativeArrival = "到位金额须大于 0；冲回请在系统里对原条目办理"

func sumOf(list []*importEntry) (sum int64) {
	for _, e := range list {
		sum += e.counted()
	}
	return sum
}

// stands rejects a row that contradicts an entry which an import never changes.
func (k *capitalKind) stands(in *capitalRow, e *importEntry) importStep {
	what := sprintf("条目 %s %s %s 万元（%s），与表中%s的 %s 万元不同", e.code, e.state.Label(), wanText(e.counted()), e.has.month.Label(), in.month.Label(), wanText(in.amount))
	switch {
	case e.cancelled:
		return rejected("条目 %s 是冲回或已被冲回，导入不改", e.code)
	case e.state == crm.StateVerified:
		return rejected("%s；已核定的数导入不改，更正请冲回后另填", what)
	}
	return rejected("%s；已上报的请先撤回再改", what)
}

// nothing answers a month in which nothing arrived: no entry.
func (k *capitalKind) nothing(r *crm.ImportRecord, in *capitalRow, x *importProject) importStep {
	s := importStep{outcome: crm.ImportUnchanged, object: "project", target: &x.importTarget}
	if !x.isNew {
		s.matched = x.code + " " + x.has.name
	}
	sum := sumOf(k.inMonth(x, in.month))
	if in.given && sum != 0 {
		s.issues = append(s.issues, kept(r, "amount_wan", "系统里该项目"+in.month.Label()+"已有到位 "+wanText(sum)+" 万元，保持不变"))
	}
	return s
}

func (e *importEntry) matched() string {
	if e.project.isNew || e.project.has == nil {
		return e.code
	}
	return e.code + " " + e.project.has.name
}

func (k *capitalKind) step(e *importEntry, o crm.ImportOutcome) importStep {
	s := importStep{outcome: o, object: "capital", target: &e.importTarget}
	if !e.isNew {
		s.matched = e.matched()
	} else if !e.project.isNew {
		s.matched = e.project.code + " " + e.project.has.name
	}
	return s
}

// settle lets entries be that end as they stand, and works out what needs a reason at submission.
func (k *capitalKind) settle(steps []importStep) {
	same := map[*importTarget]bool{}
	for _, e := range k.list {
		if !e.isNew && e.has.equal(*e.was) {
			same[&e.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(e *importEntry) bool { return same[&e.importTarget] })
	backToUnchanged(steps, same)
	k.warn()
}
