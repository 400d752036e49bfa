package store

import (
	"cmp"
	"slices"

	"yinfeng/crm"
)

// importNames are the names of companies that the rows of one file give, compared with each other:
// one company that stands there twice, under two spellings, becomes one. Names that say the same (L1)
// are one company, which is told; of names that are alike (L2) a person decides (domain §4). Only
// what the file says is compared, and companies that the viewer may know of anyway stand for a
// name before its row comes, so that nothing is told of what others registered.
type importNames struct {
	c     *importCompanies
	list  []*importName
	byKey map[string]*importName
	grams map[string][]int // bigram → index in list
}

// importName is a name, at the first row that gives it.
type importName struct {
	name, key, sheet string
	row              int
	m                crm.Matcher
	same             []*importName // L1 of other spellings, in the order of the file
	like             []*importName // L2
	likeWhy          []string
}

// nameBucket bounds how many names with a bigram in common are looked at.
const nameBucket = 2_000

// mentionAll notes the companies of rows: of leads and visits, and of projects beside them.
func (n *importNames) mentionAll(recs []*crm.ImportRecord) {
	for _, r := range recs {
		switch r.Kind {
		case crm.ImportVisits:
			n.mention(r, visitCompanies(r))
		case crm.ImportLeads:
			n.mention(r, leadCompanyName(r))
		default:
			n.mention(r, r.List("investors"))
		}
	}
}

// mention notes the names of a row.
func (n *importNames) mention(r *crm.ImportRecord, names []string) {
	for _, name := range names {
		key := n.c.keyOf(name)
		if key == "" || n.byKey[key] != nil {
			continue
		}
		x := &importName{name: name, key: key, sheet: r.Sheet, row: r.Row, m: crm.NewMatcher(crm.Side{Name: name})}
		n.compare(x)
		n.byKey[key] = x
		for _, g := range x.m.Grams() {
			n.grams[g] = append(n.grams[g], len(n.list))
		}
		n.list = append(n.list, x)
	}
}

// compare finds the names before x that may be the same company's.
func (n *importNames) compare(x *importName) {
	shared := map[int]int{}
	for _, grams := range x.m.NearGrams() {
		need, times := 2, map[int]int{}
		if len(grams) == 1 {
			need = 1
		}
		for _, g := range grams {
			bucket := n.grams[g]
			for _, i := range bucket[:min(len(bucket), nameBucket)] {
				if times[i]++; times[i] >= need {
					shared[i] = times[i]
				}
			}
		}
	}
	near := make([]int, 0, len(shared))
	for i := range shared {
		near = append(near, i)
	}
	slices.Sort(near)
	for _, i := range near {
		y := n.list[i]
		switch found := x.m.With(y.m); found.Level {
		case "L1":
			x.same, y.same = append(x.same, y), append(y.same, x)
		case "L2":
			x.like, y.like = append(x.like, y), append(y.like, x)
			x.likeWhy, y.likeWhy = append(x.likeWhy, found.Why), append(y.likeWhy, found.Why)
		}
	}
}

// stands reports whether a company is there for another row to be the same: one that the file has
// made or used by now, or that the viewer may know of.
func (n *importNames) stands(x *importCompany) bool {
	return x != nil && (x.isNew || x.used || n.c.visible(x))
}

// settle decides what company each name of a row is, where the file has it under another name too:
// the one that stands there, told beside the row, or a question (s). The names that are left are
// those of different companies.
func (n *importNames) settle(r *crm.ImportRecord, field, what string, names []string) (left []string, issues []crm.ImportIssue, s *importStep) {
	for _, name := range names {
		x := n.byKey[n.c.keyOf(name)]
		if x == nil {
			left = append(left, name)
			continue
		}
		inRow := func(y *importName) bool {
			return slices.ContainsFunc(left, func(l string) bool { return n.c.keyOf(l) == y.key })
		}
		for _, y := range x.same {
			issues = append(issues, recordIssue(r, crm.WCompanySimilar, field, "与"+n.place(r, y)+"的企业“"+y.name+"”是同一家，只按一家登记"))
			if n.c.byKey[x.key] == nil && n.c.byKey[y.key] != nil {
				n.c.byKey[x.key] = n.c.byKey[y.key]
			}
		}
		if slices.ContainsFunc(x.same, inRow) {
			continue
		}
		if !n.stands(n.c.byKey[x.key]) && r.Choice != crm.ChooseNew {
			y, step := n.ask(r, x, what, inRow)
			s = cmp.Or(s, step)
			if y != nil && inRow(y) {
				continue
			}
		}
		left = append(left, name)
	}
	return left, issues, s
}

// ask holds a row whose company is alike one that another row, or the row itself, gives; where a person
// has said that it is the same, that one is taken for it.
func (n *importNames) ask(r *crm.ImportRecord, x *importName, what string, inRow func(*importName) bool) (*importName, *importStep) {
	for i, y := range x.like {
		c := n.c.byKey[y.key]
		if !inRow(y) && (!n.stands(c) || c == n.c.byKey[x.key]) {
			continue
		}
		if r.Choice == crm.ChooseUpdate {
			if c != nil {
				n.c.byKey[x.key] = c
			}
			return y, nil
		}
		s := held(r, crm.EDuplicateSuspect, "企业“%s”与%s的“%s”很像（%s）。是同一家企业的请选“合并到那一行”，只按一家登记；是另一家的请选“作为新记录”并写明理由，这一行作为新%s导入",
			x.name, n.place(r, y), y.name, x.likeWhy[i], what)
		return nil, &s
	}
	return nil, nil
}

// place names another row as seen from r.
func (n *importNames) place(r *crm.ImportRecord, y *importName) string {
	if y.sheet == r.Sheet && y.row == r.Row {
		return "同一行"
	}
	if y.sheet != r.Sheet && y.sheet != "" {
		return sprintf("“%s”第 %d 行", y.sheet, y.row)
	}
	return sprintf("第 %d 行", y.row)
}
