package store

import (
	"cmp"
	"slices"

	"yinfeng/crm"
)

func init() {
	importMakers[crm.ImportVisits] = func(p *importPlanner) importKind {
		return &visitKind{p: p, known: map[int64]*importVisit{}, byCode: map[string]*importVisit{}, at: map[visitPlace][]*importVisit{}, trips: map[int64]*importTrip{},
			tripsOf: map[int64][]*importTrip{}, times: map[string]int{}, groups: map[tripGroup]*tripMembers{}}
	}
}

// visitKind imports ledgers of visits, 外出 and 来访. A row is recognised by its 编码, else by
// direction, day, unit, company and people within the viewer's scope. Rows of one journey
// become visits of one trip (domain §11, sheet 9). What looks like a visit that stands there
// already is held for a person to decide.
type visitKind struct {
	p       *importPlanner
	known   map[int64]*importVisit
	byCode  map[string]*importVisit
	at      map[visitPlace][]*importVisit
	list    []*importVisit // new and changed ones, in the order of the file
	trips   map[int64]*importTrip
	tripsOf map[int64][]*importTrip // by unit, new ones that the file names too
	moved   []*importTrip           // new and changed ones
	times   map[string]int          // how many rows of the file have a code
	groups  map[tripGroup]*tripMembers
	order   []tripGroup
	people  []importPerson
}

// visitPlace is what visits are looked for by.
type visitPlace struct {
	unit    int64
	company *importCompany
	out     bool
}

// importVisit is a visit as it stands after the file.
type importVisit struct {
	importTarget
	isNew, touched bool
	code           string
	unit, user     int64
	voided         bool
	has, was       visitFields
	met, wasMet    []importMeeting
	trip, wasTrip  *importTrip
	led            bool   // the file changes its trip
	row            int    // of the first row of the file that means it, 0 for none
	sheet          string // of that row
	first          int    // index of that row
}

// visitFields are the values of a visit that an import may set.
type visitFields struct {
	kind                         crm.VisitKind
	on, end                      crm.Date // end is "" for a single day
	province, city, place        string
	people, level, leader, title string
	count                        int64
	theme, outcome, content      string
	next                         string
	due                          crm.Date
}

// importMeeting is a company met, and who spoke for it.
type importMeeting struct {
	company            *importCompany
	counterpart, title string
}

// last is the visit's last day.
func (f visitFields) last() crm.Date { return max(f.on, f.end) }

func (x *importVisit) meeting(c *importCompany) *importMeeting {
	for i := range x.met {
		if x.met[i].company == c {
			return &x.met[i]
		}
	}
	return nil
}

// plan decides one row.
func (k *visitKind) plan(r *crm.ImportRecord) (importStep, error) {
	in := k.input(r)
	if x := k.byCode[r.Text("visit_no")]; x != nil && k.p.stillOurs(x.unit) {
		return k.coded(r, x, in), nil
	}
	if in.unit == 0 {
		return rejected("没有“%s”这个单位", r.Text("unit")), nil
	}
	if why := k.p.writeWhy(crm.ActWriteVisit, in.unit); why != "" {
		return rejected("%s", why), nil
	}
	if in.why != "" {
		return rejected("%s", in.why), nil
	}
	names, told, ask := k.p.companies.names.settle(r, "company", "拜访", in.companies)
	in.companies = names
	x, s := k.match(r, in)
	if s == nil && (x == nil || x.isNew) {
		s = k.p.lostCode(r, "visit_no", "拜访")
	}
	if s = cmp.Or(s, ask); s != nil {
		return *s, nil
	}
	out := importStep{}
	if x != nil {
		out = k.update(r, x, in, false)
	} else {
		x, out = k.create(r, in, nil)
	}
	if x != nil && out.outcome != crm.ImportRejected {
		k.journey(x, in)
	}
	out.issues = append(told, out.issues...)
	return out, nil
}

// coded plans a row whose 编码 is x's. The monthly workbook prints a trip's rows under the
// code of its first visit, so the company tells which visit of the trip is meant.
func (k *visitKind) coded(r *crm.ImportRecord, x *importVisit, in visitRowInput) importStep {
	if why := k.p.writeWhy(crm.ActWriteVisit, x.unit); why != "" {
		return rejected("%s", why)
	}
	if x.voided {
		return rejected("拜访 %s 已作废，没有导入；确是另一次拜访的，请清空编码", x.code)
	}
	names, told, ask := k.p.companies.names.settle(r, "company", "拜访", in.companies)
	if ask != nil {
		return *ask
	}
	in.companies = names
	of := k.ofTrip(x, in)
	var s importStep
	if of == nil && x.trip != nil && k.times[x.code] > 1 && in.why == "" {
		in.unit = x.unit
		_, s = k.create(r, in, x.trip)
	} else {
		s = k.update(r, cmp.Or(of, x), in, true)
	}
	s.issues = append(told, s.issues...)
	return s
}

// ofTrip finds among x and the visits of its trip the one that met a company of the row,
// nil for none; of several the one that says most of what the row says.
func (k *visitKind) ofTrip(x *importVisit, in visitRowInput) (best *importVisit) {
	list := []*importVisit{x}
	if x.trip != nil {
		list = append(list, x.trip.visits...)
	}
	most := -1
	for _, v := range list {
		for _, name := range in.companies {
			if c := k.p.companies.find(name); c == nil || v.meeting(c) == nil {
				continue
			}
			n := 2 * k.likeness(v, in)
			if v == x {
				n++
			}
			if n > most {
				best, most = v, n
			}
		}
	}
	return best
}

// likeness counts what a row and a visit say alike.
func (k *visitKind) likeness(x *importVisit, in visitRowInput) (n int) {
	for _, pair := range [][2]string{{in.has.theme, x.has.theme}, {in.has.outcome, x.has.outcome}, {in.has.next, x.has.next}, {in.has.place, x.has.place}} {
		if pair[0] != "" && sameWords(pair[0], pair[1]) {
			n += 4
		}
	}
	for _, m := range x.met {
		if in.counterpart != "" && sameWords(m.counterpart, in.counterpart) {
			n += 2
		}
	}
	if in.has.last() == x.has.last() {
		n++
	}
	return n
}

// match finds the visit that a row without a code means, nil for a new one, or the step of a row that is held.
func (k *visitKind) match(r *crm.ImportRecord, in visitRowInput) (*importVisit, *importStep) {
	if r.Choice == crm.ChooseNew {
		return nil, nil
	}
	var best *importVisit
	most := -1
	for _, name := range in.companies {
		for _, x := range k.at[visitPlace{in.unit, k.p.companies.find(name), in.out}] {
			if x.startsOn(in.has.on) && samePeople(x, in) {
				if n := k.likeness(x, in); n > most {
					best, most = x, n
				}
			}
		}
	}
	if best == nil {
		return k.suspect(r, in)
	}
	if best.row != 0 && r.Choice != crm.ChooseUpdate && best.contradicts(in) {
		s := held(r, crm.EDuplicateSuspect, "与“%s”第 %d 行是同一天、同一企业、同样的人员，写的内容不同。请选择合为一次拜访、作为另一次拜访或不导入", best.sheet, best.row)
		if !best.isNew {
			s.object, s.target, s.matched = "visit", &importTarget{id: best.id}, best.code+" "+best.has.theme
		}
		return nil, &s
	}
	return best, nil
}

// startsOn reports whether a visit, or its trip, begins on day.
func (x *importVisit) startsOn(day crm.Date) bool {
	return x.has.on == day || x.trip != nil && !x.trip.isNew && (x.trip.has.start == day || x.trip.from == day)
}

// contradicts reports whether a row says something else of a visit that another row of the file means.
func (x *importVisit) contradicts(in visitRowInput) bool {
	other := func(have, give string) bool { return have != "" && give != "" && !sameWords(have, give) }
	return other(x.has.theme, in.has.theme) && x.has.theme != x.has.kind.Label() || other(x.has.outcome, in.has.outcome)
}

// samePeople reports whether a row and a visit name somebody in common, or one of them names nobody.
func samePeople(x *importVisit, in visitRowInput) bool {
	give, have := personNames(in.traveller), personNames(x.has.leader+"、"+x.has.people)
	return len(give) == 0 || len(have) == 0 || slices.ContainsFunc(give, func(n string) bool { return slices.Contains(have, n) })
}

// suspect holds a row that seems to be a visit of the same unit that stands there already:
// the same company, or one whose name differs in its legal form, in days that overlap.
func (k *visitKind) suspect(r *crm.ImportRecord, in visitRowInput) (*importVisit, *importStep) {
	for _, name := range in.companies {
		key := k.p.companies.keyOf(name)
		for _, near := range k.p.companies.formless[crm.FormlessKey(key)] {
			for _, x := range k.at[visitPlace{in.unit, near, in.out}] {
				if x.isNew || x.row != 0 || x.has.on > in.has.last() || x.has.last() < in.has.on {
					continue
				}
				if r.Choice == crm.ChooseUpdate {
					return x, nil
				}
				why := "同一企业、日期相叠"
				if near.key != key {
					why = "名称相近的企业“" + near.in.Name + "”、日期相叠"
				}
				s := held(r, crm.EDuplicateSuspect, "很像已有拜访 %s“%s”（%s，%s）：%s。请选择更新已有拜访、作为新拜访或不导入", x.code, x.has.theme,
					k.p.units.name(x.unit), x.has.on, why)
				s.object, s.target, s.matched = "visit", &importTarget{id: x.id}, x.code+" "+x.has.theme
				return nil, &s
			}
		}
	}
	return nil, nil
}

// create plans a new visit, in trip t where it is given.
func (k *visitKind) create(r *crm.ImportRecord, in visitRowInput, t *importTrip) (*importVisit, importStep) {
	f := in.has
	if f.theme == "" {
		f.theme = f.kind.Label()
	}
	f.content = withLines(f.content, in.lines)
	f.province, f.city = in.placeOf(in.companies)
	if why := f.check(in.companies, k.p.today); why != "" {
		return nil, rejected("%s", why)
	}
	met, issues, why := k.meet(r, in.companies, in.unit)
	if why != "" {
		return nil, rejected("%s", why)
	}
	in.introduce(met)
	x := &importVisit{importTarget: k.p.target(0), isNew: true, touched: true, unit: in.unit, user: in.user, has: f, met: met, row: r.Row, sheet: r.Sheet, first: k.p.at}
	if x.trip = t; t == nil && in.tripName != "" {
		x.trip = k.tripNamed(x, in)
	}
	if x.trip != nil {
		x.trip.visits = append(x.trip.visits, x)
	}
	k.list = append(k.list, x)
	k.put(x)
	return x, importStep{outcome: crm.ImportCreated, object: "visit", target: &x.importTarget, issues: issues}
}

// meet finds or makes the companies of names for unit, and warns of those that look like another.
func (k *visitKind) meet(r *crm.ImportRecord, names []string, unit int64) (met []importMeeting, issues []crm.ImportIssue, why string) {
	for _, name := range names {
		if why := k.p.companies.refuse(crm.CompanyInput{Name: name}); why != "" {
			return nil, nil, why
		}
	}
	for _, name := range names {
		if !k.p.companies.names.stands(k.p.companies.find(name)) {
			if near := k.p.companies.similar(name); near != nil {
				issues = append(issues, recordIssue(r, crm.WCompanySimilar, "company", "系统里有名称相近的企业“"+near.in.Name+"”，请核对是不是同一家"))
			}
		}
		c, why := k.p.companies.use(crm.CompanyInput{Name: name}, unit)
		if why != "" {
			return nil, nil, why
		}
		if !slices.ContainsFunc(met, func(m importMeeting) bool { return m.company == c }) {
			met = append(met, importMeeting{company: c})
		}
	}
	return met, issues, ""
}

// put makes a visit findable.
func (k *visitKind) put(x *importVisit) {
	for _, m := range x.met {
		key := visitPlace{x.unit, m.company, x.has.kind == crm.VisitOut}
		if !slices.Contains(k.at[key], x) {
			k.at[key] = append(k.at[key], x)
		}
	}
}

// touch notes that a known visit will be written; the present row keeps what stood there.
func (k *visitKind) touch(x *importVisit) {
	if !x.touched {
		x.touched, x.was, x.wasMet, x.wasTrip, x.line = true, x.has, slices.Clone(x.met), x.trip, k.p.at
		k.list = append(k.list, x)
	}
}

// settle makes trips of the rows that are one journey, and lets known visits be that end as they stand.
func (k *visitKind) settle(steps []importStep) {
	k.gather(steps)
	same := map[*importTarget]bool{}
	for _, x := range k.list {
		led := x.led && x.trip != nil && x.trip.has != x.trip.was
		if !x.isNew && !led && x.has == x.was && x.trip == x.wasTrip && slices.Equal(x.met, x.wasMet) {
			same[&x.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(x *importVisit) bool { return same[&x.importTarget] })
	k.moved = slices.DeleteFunc(k.moved, func(t *importTrip) bool { return !t.isNew && t.has == t.was })
	backToUnchanged(steps, same)
}
