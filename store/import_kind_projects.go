package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportProjects] = func(p *importPlanner) importKind {
		return &projectKind{p: p, byID: map[int64]*importProject{}, byCode: map[string]*importProject{}, byKey: map[importKey]*importProject{},
			byName:    map[importKey][]*importProject{},
			byCompany: map[*importCompany][]*importProject{}, chains: map[string]int64{}}
	}
}

// projectKind imports ledgers of projects. A row is recognised by its 编码, else by
// investor, project name and county (domain §11). Dates become milestones in draft, never
// approved ones; 已到位 becomes the opening balance (domain §7).
type projectKind struct {
	p         *importPlanner
	byID      map[int64]*importProject
	byCode    map[string]*importProject
	byKey     map[importKey]*importProject
	byName    map[importKey][]*importProject // without investor: known ones only
	byCompany map[*importCompany][]*importProject
	list      []*importProject // touched ones, in the order of the file
	chains    map[string]int64
}

// importKey is what a project is recognised by without its code.
type importKey struct {
	county   int64
	name     string // crm.NameKey
	investor *importCompany
}

// importProject is a project as it stands after the file.
type importProject struct {
	importTarget
	isNew   bool
	touched bool
	code    string
	nameKey string
	county  int64
	unit    int64
	src     *crm.ImportRecord   // of a new one: what it is made of
	rows    []*crm.ImportRecord // further rows of the file that mean it
	has     *projectFields
	was     *projectFields // of a known one that is changed, as it stood
	parties []importParty
	dates   []importDate
	park    string
	shared  bool // another unit's, which the viewer may read
	money   bool // arrivals are filed or verified: 累计到位 is the ledger's
	signed  bool // its signing is filed or approved
	note    *importNote
}

// importNote is what only known projects tell.
type importNote struct {
	arrived  int64
	totalCNY int64
	on       crm.Date // registered on
	signedOn string
}

// unknown is the note of a new project.
var unknown = &importNote{}

// projectFields are the values of a project that an import may set.
type projectFields struct {
	name, content, industry, place, leader, problem, next string
	chain, county, unit, opening                          int64
	nature                                                crm.Nature
	total                                                 crm.Money
	fixed, agreed                                         int64 // −1 for none
}

// importParty is a party of a project; added ones are not in the database yet.
type importParty struct {
	company        *importCompany
	origin         crm.Origin
	province, city string
	added          bool
}

// importDate is one of the dates that a ledger tells of a project, with the milestone that holds it.
type importDate struct {
	kind      crm.MilestoneKind
	on        string
	precision crm.Precision
	id        int64 // 0 for a new draft
	state     crm.ReviewState
	was       string // on, as it stood
}

// plan decides one row.
func (k *projectKind) plan(r *crm.ImportRecord) (importStep, error) {
	county := k.p.units.reporting[r.Text("county")]
	if why := k.p.scopeWhy(county, r.Text("county")); why != "" && k.coded(r) == nil {
		return rejected("%s", why), nil
	}
	in := k.input(r, county)
	x, step := k.match(r, in)
	if step == nil && (x == nil || x.isNew) {
		step = k.p.lostCode(r, "project_no", "项目")
	}
	if step != nil {
		return *step, nil
	}
	if inTalks(r) {
		if x != nil {
			return k.stays(r, x), nil
		}
		if leads := k.p.kinds[crm.ImportLeads]; leads != nil {
			return leads.plan(r)
		}
	}
	if x == nil {
		return k.create(r, in), nil
	}
	return k.update(r, x, in), nil
}

// inTalks reports whether a row of a ledger of projects tells of a project that is not signed.
func inTalks(r *crm.ImportRecord) bool {
	return strings.Contains(r.Text("stage"), "在谈") && r.Text("sign_date") == "" && r.Text("start_date") == ""
}

// stays answers a row in talks whose project is signed: an import never moves it back.
func (k *projectKind) stays(r *crm.ImportRecord, x *importProject) importStep {
	s := k.step(x, crm.ImportUnchanged)
	s.issues = append(s.issues, kept(r, "stage", "系统里已是签约项目，阶段不退回在谈"))
	return s
}

func (k *projectKind) step(x *importProject, o crm.ImportOutcome) importStep {
	s := importStep{outcome: o, object: "project", target: &x.importTarget}
	if !x.isNew {
		s.matched = x.code + " " + x.has.name
	}
	return s
}

// create plans a new project; what contradicts itself is rejected.
func (k *projectKind) create(r *crm.ImportRecord, in projectRowInput) importStep {
	if len([]rune(in.name)) < 2 {
		return rejected("项目名称至少要两个字")
	}
	if len(in.parties) == 0 {
		return rejected("没有投资方")
	}
	if why := in.check(); why != "" {
		return rejected("%s", why)
	}
	if why := k.p.writeWhy(crm.ActWriteProject, in.unit); why != "" {
		return rejected("%s", why)
	}
	x := &importProject{importTarget: k.p.target(0), isNew: true, touched: true, county: in.county, unit: in.unit, src: r, nameKey: in.nameKey, note: unknown}
	for _, party := range in.parties {
		if why := k.p.companies.refuse(party); why != "" {
			return rejected("%s", why)
		}
	}
	issues := append(k.similarCompanies(r, in), k.unfiled(r, x, in)...)
	for _, party := range in.parties {
		c, why := k.p.companies.use(party, in.unit)
		if why != "" {
			return rejected("%s", why)
		}
		x.parties = append(x.parties, k.party(c, party))
	}
	k.list = append(k.list, x)
	k.put(x)
	s := k.step(x, crm.ImportCreated)
	s.issues = issues
	return s
}

// open gives a new project its values, which are read from its row again only when they
// are needed: a large file holds a hundred thousand.
func (k *projectKind) open(x *importProject) {
	if x.has == nil {
		in := k.input(x.src, x.county)
		x.has, x.dates = &in.projectFields, slices.DeleteFunc(in.dates, func(d importDate) bool { return k.dateWhy(x, d.kind) != "" })
	}
}

// party takes the origin from the row, else from the company as it is registered.
func (k *projectKind) party(c *importCompany, in crm.CompanyInput) importParty {
	out := importParty{company: c, origin: in.Origin, province: in.Province, city: in.City, added: true}
	if out.origin == "" {
		out.origin, out.province, out.city = c.in.Origin, c.in.Province, c.in.City
	}
	return out
}

// similarCompanies warns of investors that the database knows under nearly the same name (L3, own scope only).
func (k *projectKind) similarCompanies(r *crm.ImportRecord, in projectRowInput) (out []crm.ImportIssue) {
	for _, party := range in.parties {
		if k.p.companies.names.stands(k.p.companies.find(party.Name)) {
			continue
		}
		if c := k.p.companies.similar(party.Name); c != nil {
			out = append(out, recordIssue(r, crm.WCompanySimilar, "investors", "系统里有名称相近的企业“"+c.in.Name+"”，请核对是不是同一家"))
		}
	}
	return out
}

// put makes a project findable by code and by investor, name and county.
func (k *projectKind) put(x *importProject) {
	if x.id != 0 {
		k.byID[x.id], k.byCode[x.code] = x, x
		name := importKey{county: x.county, name: x.nameKey}
		if !slices.Contains(k.byName[name], x) {
			k.byName[name] = append(k.byName[name], x)
		}
	}
	for _, party := range x.parties {
		key := importKey{x.county, x.nameKey, party.company}
		if k.byKey[key] == nil {
			k.byKey[key] = x
		}
		if l := k.byCompany[party.company]; !slices.Contains(l[max(0, len(l)-1):], x) {
			k.byCompany[party.company] = append(l, x)
		}
	}
}
