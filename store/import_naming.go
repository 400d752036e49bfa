package store

import (
	"encoding/json"
	"slices"

	"yinfeng/crm"
)

// importNaming is what a batch keeps of naming companies that only others deal with: an import is as
// good an answer to "is it known" as a form, so that both are counted by one counter (countNamed).
type importNaming struct {
	Told []int64  `json:"told,omitempty"` // companies that were counted: a batch that is checked again names them freely
	Held []string `json:"held,omitempty"` // name keys and credit codes past the hour's limit, known or not: their rows stay out
}

// namedBatches is how many of a person's batches are looked at for what was counted before.
const namedBatches = 50

// beyond is the step of a row that names a company past the limit; nil for others.
func (p *importPlanner) beyond(r *crm.ImportRecord) *importStep {
	if len(p.held) == 0 {
		return nil
	}
	for _, key := range p.keysOf(r) {
		if p.held[key] {
			s := rejected("这一行的企业不在本单位往来企业中：%s；过一小时后重新检查，或请市招商局导入", chinese(errNamed()))
			return &s
		}
	}
	return nil
}

// keysOf are the name keys and credit codes by which a row finds companies.
func (p *importPlanner) keysOf(r *crm.ImportRecord) (out []string) {
	var names []string
	switch r.Kind {
	case crm.ImportVisits:
		names = visitCompanies(r)
	case crm.ImportLeads, crm.ImportProjects:
		names = r.List("investors")
	case crm.ImportCompany:
		names = []string{r.Text("name")}
	}
	for _, name := range names {
		out = append(out, p.companies.keyOf(name))
	}
	if code := r.Text("credit_code"); code != "" && (r.Kind == crm.ImportCompany || r.Kind == crm.ImportProjects) {
		out = append(out, code)
	}
	return out
}

// foreign gives the companies that a key finds and that the viewer knows nothing of, those of nearly
// the name too where a lead may tell of their claims; known tells that one of the viewer's own is found.
func (p *importPlanner) foreign(key string) (ids []int64, known bool) {
	c := p.companies
	found := []*importCompany{c.byKey[key], c.byCode[key]}
	if k, ok := p.kinds[crm.ImportLeads].(*leadKind); ok {
		for _, near := range c.formless[crm.FormlessKey(key)] {
			if near.key != key && len(k.byCompany[near]) > 0 {
				found = append(found, near)
			}
		}
	}
	for i, x := range found {
		switch {
		case x == nil:
		case c.visible(x):
			known = known || i < 2
		case !slices.Contains(ids, x.id):
			ids = append(ids, x.id)
		}
	}
	return ids, known
}

// name walks the rows in the order of the file and lets as many companies of others' through as are
// left; past that, names that are new to the viewer stay out, known or not.
func (p *importPlanner) name(lines []importLine, told map[int64]bool, left int64) (out importNaming) {
	p.held = map[string]bool{}
	seen := map[string]bool{}
	for i := range lines {
		if lines[i].held {
			continue
		}
		for _, key := range p.keysOf(lines[i].rec) {
			if key == "" || seen[key] {
				continue
			}
			seen[key] = true
			ids, known := p.foreign(key)
			ids = slices.DeleteFunc(ids, func(id int64) bool { return told[id] })
			switch {
			case int64(len(ids)) > left, len(ids) == 0 && !known && left <= 0 && !p.toldOf(key, told):
				p.held[key], left = true, 0
				out.Held = append(out.Held, key)
			default:
				left -= int64(len(ids))
				for _, id := range ids {
					told[id] = true
					out.Told = append(out.Told, id)
				}
			}
		}
	}
	return out
}

// toldOf reports whether a key finds a company that was counted before.
func (p *importPlanner) toldOf(key string, told map[int64]bool) bool {
	for _, x := range []*importCompany{p.companies.byKey[key], p.companies.byCode[key]} {
		if x != nil && told[x.id] {
			return true
		}
	}
	return false
}

// countNames counts, in an act of its own, the companies of others' that a file names before anything is
// told of them, and keeps with batch id (0 for none) what was counted. Whole cities' people know all.
func (p *importPlanner) countNames(id int64, lines []importLine) error {
	if p.v.Operator || p.scope.All {
		return nil
	}
	return p.s.do(p.ctx, p.v, func(t *Tx) error {
		told, was, err := namedBefore(t, id)
		if err != nil {
			return err
		}
		left, err := hourLeft(t, namedKind, namedPerHour)
		if err != nil {
			return err
		}
		now := p.name(lines, told, left)
		if n := int64(len(now.Told)); n > 0 {
			_, name := hourCounter(t, namedKind)
			if _, err := countUp(t, name, n); err != nil {
				return err
			}
		}
		if now.Told = append(was.Told, now.Told...); id == 0 || len(now.Told)+len(now.Held)+len(was.Held) == 0 {
			return nil
		}
		_, err = t.exec("UPDATE imports SET naming = $1 WHERE id = $2", toJSON(now), id)
		return err
	})
}

// namedBefore reads which companies a person's latest batches have named, and what batch id keeps.
func namedBefore(t *Tx, id int64) (told map[int64]bool, own importNaming, err error) {
	told = map[int64]bool{}
	list, err := collect(t.ctx, t, scanIDText, "SELECT id, naming FROM imports WHERE user_id = $1 AND naming <> '{}' ORDER BY id DESC LIMIT "+idList([]int64{namedBatches}), t.V.UserID)
	for _, x := range list {
		var n importNaming
		if err := json.Unmarshal([]byte(x.text), &n); err != nil {
			return told, own, err
		}
		for _, c := range n.Told {
			told[c] = true
		}
		if x.id == id {
			own = n
		}
	}
	return told, own, err
}

// keepNames lets an application leave out what its check did.
func (p *importPlanner) keepNames(id int64) error {
	var text string
	if err := p.q.QueryRowContext(p.ctx, "SELECT naming FROM imports WHERE id = $1", id).Scan(&text); err != nil {
		return err
	}
	var n importNaming
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		return err
	}
	p.held = map[string]bool{}
	for _, key := range n.Held {
		p.held[key] = true
	}
	return nil
}
