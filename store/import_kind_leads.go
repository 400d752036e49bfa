package store

import (
	"cmp"
	"strings"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportLeads] = func(p *importPlanner) importKind {
		return &leadKind{p: p, byCode: map[string]*importLead{}, byCompany: map[*importCompany][]*importLead{}, known: map[int64]*importLead{},
			chains: map[string]int64{}, industries: map[string]string{}, contacts: map[contactKey]*importContact{}, phones: map[string][]*importContact{}}
	}
}

// leadKind imports leads in talks. A row is recognised by its 编码, else by company and
// project name within the viewer's scope; what looks like another lead (L1, L2) is held for
// a person to decide, and of another unit's only unit and day are told (domain §4). An
// import never moves a lead's stage, status or unit.
type leadKind struct {
	p          *importPlanner
	byCode     map[string]*importLead
	byCompany  map[*importCompany][]*importLead
	known      map[int64]*importLead
	list       []*importLead // new and changed ones, in the order of the file
	chains     map[string]int64
	industries map[string]string // name → code
	people     []importPerson
	contacts   map[contactKey]*importContact
	phones     map[string][]*importContact
	calls      []*importContact // new and changed contacts
}

// importPerson is a user who may follow a lead.
type importPerson struct {
	id, unit int64
	name     string
}

// importLead is a lead as it stands after the file.
type importLead struct {
	importTarget
	isNew, touched bool
	code           string
	company        *importCompany
	nameKey        string
	unit, reporter int64
	owner          int64
	ownerName      string
	stage          crm.Stage
	status         crm.LeadStatus
	reportedOn     crm.Date
	filedOn        crm.Date // day of the ledger that brings it
	claim, holder  int64    // the held claim and its unit, 0 for none
	until          crm.Date // the claim's last day
	progress       string
	signed         bool // it is a project
	shared         bool // another unit's, which the viewer may read
	has, was       leadFields
	notes          map[string]bool // lines that its history says, as noteKey writes them
	added          []string        // lines that the file adds
	addedOn        crm.Date
	met            bool // the file changes people at its company
}

// leadFields are the values of a lead that an import may set.
type leadFields struct {
	project, content, industry, land, source, next, author string
	due                                                    crm.Date
	chain, place                                           int64
	currency                                               crm.Currency
	amount, low, high                                      int64 // −1 for none
}

// plan decides one row.
func (k *leadKind) plan(r *crm.ImportRecord) (importStep, error) {
	x := k.byCode[r.Text("lead_no")]
	if x != nil && (!k.p.stillOurs(x.unit) && !x.shared || r.Choice == crm.ChooseNew) {
		x = nil
	}
	in := k.input(r)
	var told []crm.ImportIssue
	if x != nil && r.Choice != crm.ChooseUpdate {
		if why := k.miscoded(x, in); why != "" {
			s := held(r, crm.EDuplicateSuspect, "%s。请改对编码，或选择更新已有线索、作为新线索、不导入", why)
			s.object, s.target, s.matched = "lead", &importTarget{id: x.id}, x.code+" "+x.has.project
			return s, nil
		}
	}
	if x == nil {
		if in.unit == 0 {
			return rejected("没有责任单位：请写明跟踪单位、所属片组或意向县区"), nil
		}
		if why := k.p.writeWhy(crm.ActWriteLead, in.unit); why != "" {
			return rejected("%s", why), nil
		}
		var s *importStep
		var ask *importStep
		told, ask = k.twins(r)
		if x, s = k.match(r, in); s == nil && (x == nil || x.isNew) {
			s = k.p.lostCode(r, "lead_no", "线索")
		}
		if s = cmp.Or(s, ask); s != nil {
			return *s, nil
		}
	}
	var s importStep
	if x == nil {
		s = k.create(r, in)
	} else {
		s = k.update(r, x, in)
	}
	s.issues = append(told, s.issues...)
	return s, nil
}

// twins compares the row's company with those of other rows. Rows of a ledger of projects keep both
// (samples' README, rule 12).
func (k *leadKind) twins(r *crm.ImportRecord) ([]crm.ImportIssue, *importStep) {
	if r.Kind != crm.ImportLeads {
		return nil, nil
	}
	_, told, s := k.p.companies.names.settle(r, "investors", "线索", leadCompanyName(r))
	return told, s
}

func (k *leadKind) step(x *importLead, o crm.ImportOutcome) importStep {
	s := importStep{outcome: o, object: "lead", target: &x.importTarget}
	if !x.isNew {
		s.matched = x.code + " " + x.has.project
	}
	return s
}

// match finds the lead that a row means, nil for a new one, or the step of a row that is held.
func (k *leadKind) match(r *crm.ImportRecord, in leadRowInput) (*importLead, *importStep) {
	if r.Choice == crm.ChooseNew {
		return nil, k.claimed(r, in)
	}
	var found *importLead
	for _, c := range in.companies {
		for _, x := range k.byCompany[k.p.companies.find(c.Name)] {
			if x.nameKey == in.nameKey && k.p.stillOurs(x.unit) && (found == nil || found.unit != in.unit && x.unit == in.unit) {
				found = x
			}
		}
	}
	if found != nil {
		return found, nil
	}
	return k.suspect(r, in)
}

// claimed holds a row that is to be a new lead against another unit's protected claim on the same
// company and intention: no choice passes that (domain §4).
func (k *leadKind) claimed(r *crm.ImportRecord, in leadRowInput) *importStep {
	var s *importStep
	k.eachNear(in, func(x *importLead, level string) bool {
		if level == "L1" && k.foreign(x, in.unit) {
			k.tell(x, level, in)
			held := held(r, crm.EDuplicateSuspect, "同一企业、意向相同的线索已由%s首报，保护至 %s，不能作为新线索导入", k.p.units.name(x.holder), x.until)
			s = &held
		}
		return s == nil
	})
	return s
}

// importNotice is a claim of another unit's that a row is told of, and who is told.
type importNotice struct {
	crm.ClaimNotice
	unit int64
	name string
}

// tell notes that a row is told of another unit's claim.
func (k *leadKind) tell(x *importLead, level string, in leadRowInput) {
	k.p.told = append(k.p.told, importNotice{crm.ClaimNotice{ClaimID: x.claim, Level: level, UnitName: k.p.units.name(x.holder), Until: x.until}, in.unit, in.companies[0].Name})
}

// foreign reports whether x is held, still protected, by a unit that is not of the line of unit.
func (k *leadKind) foreign(x *importLead, unit int64) bool {
	a, b := k.p.units.byID[x.unit].Path, k.p.units.byID[unit].Path
	return x.holder != 0 && k.p.today <= x.until && !strings.HasPrefix(a, b) && !strings.HasPrefix(b, a)
}

// eachNear walks the live leads that say what a row says: the same company (L1), or one whose
// name differs in its legal form (L2), and the same intention; until do says no.
func (k *leadKind) eachNear(in leadRowInput, do func(x *importLead, level string) bool) {
	for _, c := range in.companies {
		key := k.p.companies.keyOf(c.Name)
		for _, near := range k.p.companies.formless[crm.FormlessKey(key)] {
			level := "L1"
			if near.key != key {
				level = "L2"
			}
			for _, x := range k.byCompany[near] {
				if !x.isNew && x.status != crm.LeadDropped && crm.SameIntention(in.has.project, in.has.industry, x.has.project, x.has.industry) && !do(x, level) {
					return
				}
			}
		}
	}
}

// suspect holds a row that says what a known lead says. One's own lead may be updated by choice;
// of another unit's only unit and last day are told, while its claim is protected.
func (k *leadKind) suspect(r *crm.ImportRecord, in leadRowInput) (own *importLead, s *importStep) {
	words := map[string]string{"L1": "同一企业、意向相同的线索", "L2": "名称相近企业、意向相同的线索"}
	k.eachNear(in, func(x *importLead, level string) bool {
		switch {
		case k.p.stillOurs(x.unit) && r.Choice == crm.ChooseUpdate:
			own, s = x, nil
			return false
		case k.p.stillOurs(x.unit):
			held := held(r, crm.EDuplicateSuspect, "很像已有线索 %s“%s”（%s，%s）：%s。请选择更新已有线索、作为新线索或不导入", x.code, x.has.project, k.p.units.name(x.unit), x.reportedOn, words[level])
			held.object, held.target, held.matched = "lead", &importTarget{id: x.id}, x.code+" "+x.has.project
			s = &held
			return false
		case s == nil && k.foreign(x, in.unit):
			k.tell(x, level, in)
			way := "请与该单位核对，不能作为新线索导入"
			if level == "L2" {
				way = "请与该单位核对；确是另一个意向的，写明理由后作为新线索导入"
			}
			held := held(r, crm.EDuplicateSuspect, "%s已由%s首报，保护至 %s，%s", words[level], k.p.units.name(x.holder), x.until, way)
			s = &held
		}
		return true
	})
	return own, s
}

// create plans a new lead.
func (k *leadKind) create(r *crm.ImportRecord, in leadRowInput) importStep {
	if len(in.companies) == 0 {
		return rejected("没有投资方")
	}
	if why := in.has.check(); why != "" {
		return rejected("%s", why)
	}
	if why := k.p.companies.refuse(in.companies[0]); why != "" {
		return rejected("%s", why)
	}
	s := importStep{issues: k.hints(r, in)}
	c, why := k.p.companies.use(in.companies[0], in.unit)
	if why != "" {
		return rejected("%s", why)
	}
	x := &importLead{importTarget: k.p.target(0), isNew: true, touched: true, company: c, nameKey: in.nameKey, unit: in.unit, reporter: in.unit, owner: in.owner,
		stage: crm.StageTalking, status: crm.LeadActive, reportedOn: in.on, filedOn: max(in.on, k.day(r)), has: in.has, added: in.lines, addedOn: in.on, notes: map[string]bool{}}
	for _, line := range in.lines {
		x.notes[noteKey(line)] = true
	}
	k.list = append(k.list, x)
	k.byCompany[c] = append(k.byCompany[c], x)
	k.meet(x, in.people, nil)
	issues := s.issues
	s = k.step(x, crm.ImportCreated)
	s.issues = issues
	return s
}

// update lays a row over a lead. What the file does not say stays.
func (k *leadKind) update(r *crm.ImportRecord, x *importLead, in leadRowInput) importStep {
	s := k.step(x, crm.ImportUnchanged)
	var changes changeList
	f := x.has
	if x.code != "" && r.Text("lead_no") == x.code && in.nameKey != x.nameKey && len([]rune(in.has.project)) >= 2 {
		changes.text("项目名称", &f.project, in.has.project)
	}
	changes.text("建设内容", &f.content, in.has.content)
	if crm.IndustryKey(in.has.industry) != crm.IndustryKey(f.industry) {
		changes.text("行业", &f.industry, in.has.industry)
	}
	changes.text("用地", &f.land, in.has.land)
	changes.text("线索来源", &f.source, in.has.source)
	changes.text("下一步", &f.next, in.has.next)
	changes.day("下一步日期", &f.due, in.has.due)
	if in.has.author != x.ownerName {
		changes.text("跟踪人", &f.author, in.has.author)
	}
	if in.has.chain != 0 && in.has.chain != f.chain {
		changes.add("产业链", k.chainName(f.chain), k.chainName(in.has.chain))
		f.chain = in.has.chain
	}
	if in.has.place != 0 && in.has.place != f.place {
		changes.add("意向县区", k.p.units.name(f.place), k.p.units.name(in.has.place))
		f.place = in.has.place
	}
	k.amounts(&f, in.has, &changes)
	if why := f.check(); why != "" {
		return rejected("%s", why)
	}
	lines := k.fresh(x, in.lines)
	if len(lines) > 0 {
		changes.add("跟进记录", "", strings.Join(lines, "\n"))
	}
	s.issues = k.keeps(r, x, in)
	if why := k.p.writeWhy(crm.ActWriteLead, x.unit); why != "" {
		if len(changes) > 0 || k.strangers(x, in.people) {
			return rejected("线索 %s：%s，不能修改", x.code, why)
		}
		return s
	}
	changed := len(changes)
	k.meet(x, in.people, &changes)
	x.met = x.met || len(changes) > changed
	if len(changes) == 0 {
		return s
	}
	if changed > 0 {
		k.touch(x)
		x.has, x.nameKey = f, crm.NameKey(f.project)
		if x.added = append(x.added, lines...); x.addedOn == "" {
			x.addedOn = in.on
		}
		for _, line := range lines {
			x.notes[noteKey(line)] = true
		}
	}
	s.outcome, s.changes = crm.ImportUpdated, changes
	return s
}

// touch notes that a known lead will be written; the present row keeps what stood there.
func (k *leadKind) touch(x *importLead) {
	if !x.touched {
		x.touched, x.was, x.line = true, x.has, k.p.at
		k.list = append(k.list, x)
	}
}

// keeps tells what of a known lead no import changes.
func (k *leadKind) keeps(r *crm.ImportRecord, x *importLead, in leadRowInput) (out []crm.ImportIssue) {
	switch {
	case r.Text("lead_no") == x.code && x.code != "": // our own list, which prints stage and status
	case x.signed || x.stage == crm.StageSigned:
		out = append(out, kept(r, "stage", "系统里已签约成为项目，阶段不退回在谈"))
	case x.status == crm.LeadDropped:
		out = append(out, kept(r, "stage", "系统里这条线索已终止，状态不变；要恢复请在线索里操作"))
	}
	if in.told != 0 && in.told != x.unit && in.told != x.reporter {
		out = append(out, kept(r, "follow_unit", "责任单位保持系统里的"+k.p.units.name(x.unit)+"；要移交请办理流转"))
	}
	return out
}

// amounts lays the row's amounts over f. A band's upper end alone is what our own list
// prints of it, and says nothing new.
func (k *leadKind) amounts(f *leadFields, in leadFields, changes *changeList) {
	if in.amount < 0 && in.low < 0 && in.high < 0 {
		return
	}
	same := in.currency == f.currency && in.amount == f.amount && (in.amount >= 0 || in.low == f.low && in.high == f.high)
	printed := f.high
	if printed < 0 {
		printed = f.low
	}
	if same || f.amount < 0 && in.amount >= 0 && in.currency == f.currency && in.amount == printed {
		return
	}
	was := f.amountText()
	f.currency, f.amount, f.low, f.high = in.currency, in.amount, in.low, in.high
	changes.add("拟投资额", was, f.amountText())
}

// fresh are the lines that neither a lead's history nor its fields say yet.
func (k *leadKind) fresh(x *importLead, lines []string) (out []string) {
	for _, line := range lines {
		if key := noteKey(line); !x.notes[key] && key != noteKey("进展："+x.progress) && key != noteKey("行业："+x.has.industry) {
			out = append(out, line)
		}
	}
	return out
}

// noteKey is the form in which lines are compared: cells keep no white space.
func noteKey(line string) string { return strings.Join(strings.Fields(line), "") }

func (k *leadKind) chainName(id int64) string {
	for name, x := range k.chains {
		if x == id {
			return name
		}
	}
	return ""
}

// amountText prints a lead's amount or band.
func (f leadFields) amountText() string {
	m := func(n int64) string { return partText(n, f.currency) }
	switch {
	case f.amount >= 0:
		return m(f.amount)
	case f.low >= 0 && f.high >= 0:
		return m(f.low) + "至" + m(f.high)
	case f.high >= 0:
		return m(f.high) + "以下"
	case f.low >= 0:
		return m(f.low) + "以上"
	}
	return ""
}
