package store

import (
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// importCompany is a company as it stands after the file, known or new.
type importCompany struct {
	importTarget
	isNew    bool
	touched  bool // will be written
	used     bool // a row of the file has used it
	in       crm.CompanyInput
	key      string
	formless string
	links    []int64                    // units that deal with it, as far as the database says, the first one first
	added    []int64                    // units that will, by this file
	texts    map[int64]crm.CompanyInput // what added units note of it: tags, address, note
	merged   int64                      // into which it was merged, 0 for none
	foreign  bool                       // registered by a unit that the viewer does not write for
	speaks   int64                      // the unit whose tags, address and note stand in in, where foreign; 0 for none
	fillCode string                     // a credit code that a known company lacks
}

// importCompanies are the companies that the rows of a file name, shared by all kinds.
type importCompanies struct {
	p        *importPlanner
	byID     map[int64]*importCompany
	byKey    map[string]*importCompany
	formless map[string][]*importCompany
	byCode   map[string]*importCompany
	made     []*importCompany // new, linked or filled, in the order of the file
	keys     map[string]string
	names    *importNames // as the file gives them
	tidied   struct {     // the last
		key [5]string
		out crm.CompanyInput
		err error
	}
}

func newImportCompanies(p *importPlanner) *importCompanies {
	c := &importCompanies{p: p, byID: map[int64]*importCompany{}, byKey: map[string]*importCompany{}, formless: map[string][]*importCompany{},
		byCode: map[string]*importCompany{}, keys: map[string]string{}}
	c.names = &importNames{c: c, byKey: map[string]*importName{}, grams: map[string][]int{}}
	return c
}

// keyOf is crm.NameKey, computed once a name.
func (c *importCompanies) keyOf(name string) string {
	k, ok := c.keys[name]
	if !ok {
		k = crm.NameKey(name)
		c.keys[name] = k
	}
	return k
}

// load reads the companies of names and credit codes, those that differ in their legal form too.
func (c *importCompanies) load(names, codes []string) error {
	keys, bare := make([]string, 0, len(names)), make([]string, 0, len(names))
	for _, n := range names {
		k := c.keyOf(n)
		if c.byKey[k] == nil {
			keys, bare = append(keys, k), append(bare, crm.FormlessKey(k))
		}
	}
	for _, x := range []struct {
		column string
		values []string
	}{{"name_key", keys}, {"formless_key", bare}, {"credit_code", codes}} {
		list, err := lookUp(c.p.ctx, c.p.s, c.p.q, scanImportCompany, `SELECT id, name, name_key, formless_key, credit_code, origin, province, city, unit_id, merged_into
			FROM companies WHERE %s ORDER BY id`, x.column, x.values)
		if err != nil {
			return err
		}
		if err := c.putAll(list); err != nil {
			return err
		}
	}
	return c.loadLinks()
}

// putAll makes companies findable; one that was merged into another finds that one by its name.
func (c *importCompanies) putAll(list []*importCompany) error {
	var kept []int64
	for _, x := range list {
		if x.merged == 0 {
			c.put(x)
		} else if c.byID[x.merged] == nil {
			kept = append(kept, x.merged)
		}
	}
	more, err := lookUp(c.p.ctx, c.p.s, c.p.q, scanImportCompany, `SELECT id, name, name_key, formless_key, credit_code, origin, province, city, unit_id, merged_into
		FROM companies WHERE %s ORDER BY id`, "id", kept)
	if err != nil {
		return err
	}
	for _, x := range more {
		c.put(x)
	}
	for _, x := range list {
		if to := c.byID[x.merged]; x.merged != 0 && to != nil && c.byKey[x.key] == nil {
			c.byKey[x.key] = to
		}
	}
	return nil
}

func scanImportCompany(r *sql.Rows) (*importCompany, error) {
	c := &importCompany{}
	err := r.Scan(&c.id, &c.in.Name, &c.key, &c.formless, &c.in.CreditCode, &c.in.Origin, &c.in.Province, &c.in.City, &c.in.UnitID, &c.merged)
	return c, err
}

// put makes a company findable; one that is known already stays as it is.
func (c *importCompanies) put(x *importCompany) {
	if c.byKey[x.key] != nil {
		return
	}
	c.byKey[x.key] = x
	c.formless[x.formless] = append(c.formless[x.formless], x)
	if x.id != 0 {
		c.byID[x.id] = x
	}
	if x.in.CreditCode != "" {
		c.byCode[x.in.CreditCode] = x
	}
}

func (c *importCompanies) loadLinks() error {
	var ids []int64
	for id, x := range c.byID {
		if x.links == nil {
			ids, x.links = append(ids, id), []int64{}
		}
	}
	type link struct{ company, unit int64 }
	list, err := lookUp(c.p.ctx, c.p.s, c.p.q, func(r *sql.Rows) (l link, err error) { return l, r.Scan(&l.company, &l.unit) },
		"SELECT company_id, unit_id FROM company_units WHERE %s ORDER BY company_id, at, unit_id", "company_id", ids)
	for _, l := range list {
		x := c.byID[l.company]
		x.links = append(x.links, l.unit)
	}
	return err
}

// find returns the company of a name, nil for none.
func (c *importCompanies) find(name string) *importCompany { return c.byKey[c.keyOf(name)] }

// visible reports whether the viewer may know of a company: one of the file, or one that a unit of the scope deals with.
func (c *importCompanies) visible(x *importCompany) bool {
	return x.isNew || c.p.scope.Has(x.in.UnitID) || slices.ContainsFunc(x.links, c.p.scope.Has)
}

// similar returns a company that the viewer may know of and whose name differs in its legal form only.
func (c *importCompanies) similar(name string) *importCompany {
	k := c.keyOf(name)
	for _, x := range c.formless[crm.FormlessKey(k)] {
		if x.key != k && !x.isNew && c.visible(x) {
			return x
		}
	}
	return nil
}

// refuse says in Chinese why use would refuse in, "" for nothing.
func (c *importCompanies) refuse(in crm.CompanyInput) string {
	in, err := c.tidy(in)
	if err != nil {
		return chinese(err)
	}
	if x := c.known(in); x != nil && in.CreditCode != "" && x.in.CreditCode != "" && x.in.CreditCode != in.CreditCode {
		return "已登记的“" + in.Name + "”是另一个信用代码，请核对营业执照"
	}
	return ""
}

// tidy is CompanyInput.Tidy, once for the same input in a row: a row asks, refuses and uses.
func (c *importCompanies) tidy(in crm.CompanyInput) (crm.CompanyInput, error) {
	if in.Tags != nil || in.Industry != "" || in.Address != "" || in.Note != "" {
		return in.Tidy()
	}
	key := [5]string{in.Name, in.CreditCode, string(in.Origin), in.Province, in.City}
	if key != c.tidied.key {
		out, err := in.Tidy()
		c.tidied.key, c.tidied.out, c.tidied.err = key, out, err
	}
	out := c.tidied.out
	out.UnitID = in.UnitID
	return out, c.tidied.err
}

// known finds the company by credit code, then by name.
func (c *importCompanies) known(in crm.CompanyInput) *importCompany {
	if x := c.byCode[in.CreditCode]; x != nil && in.CreditCode != "" {
		return x
	}
	return c.find(in.Name)
}

// use returns the company that in names, by credit code, then by name, made when there is
// none; unit deals with it from now on. why tells in Chinese why it can't be.
func (c *importCompanies) use(in crm.CompanyInput, unit int64) (x *importCompany, why string) {
	if why := c.refuse(in); why != "" {
		return nil, why
	}
	in, _ = c.tidy(in)
	x = c.known(in)
	switch {
	case x == nil:
		in.UnitID = unit
		x = &importCompany{importTarget: c.p.target(0), isNew: true, in: in, key: c.keyOf(in.Name), added: []int64{unit}}
		x.formless = crm.FormlessKey(x.key)
		c.put(x)
		c.made = append(c.made, x)
		return x, ""
	case in.CreditCode != "" && x.in.CreditCode == "":
		x.in.CreditCode, x.fillCode = in.CreditCode, in.CreditCode
		c.byCode[in.CreditCode] = x
		c.touch(x)
	}
	if !slices.Contains(x.links, unit) && !slices.Contains(x.added, unit) {
		c.touch(x)
		x.added = append(x.added, unit)
	}
	x.used = true
	return x, ""
}

// touch notes that a known company will be written; the present row keeps what stood there.
func (c *importCompanies) touch(x *importCompany) {
	if !x.isNew && !x.touched {
		x.line, x.touched = c.p.at, true
		c.made = append(c.made, x)
	}
}

// chinese is the line of an error that a person may read.
func chinese(err error) string {
	if e, ok := err.(*crm.Error); ok {
		return e.Detail
	}
	return err.Error()
}

// write brings new companies to the database, and to known ones a credit code and the units that deal with them.
func (c *importCompanies) write(w *importWriter) error {
	var fresh []*importCompany
	for _, x := range c.made {
		if x.isNew {
			fresh = append(fresh, x)
		}
	}
	if err := c.insert(w, fresh); err != nil {
		return err
	}
	var links [][]any
	for _, x := range c.made {
		for _, unit := range x.added {
			text := x.texts[unit]
			tags := "[]"
			if len(text.Tags) > 0 {
				tags = toJSON(text.Tags)
			}
			links = append(links, []any{x.id, unit, w.t.Now, tags, text.Address, text.Note})
			if !x.isNew { // gone again at an undo, unless the unit has changed what it notes
				w.inserted(x.line, "company_units", map[string]any{"company_id": x.id, "unit_id": unit, "tags": tags, "address": text.Address, "note": text.Note})
			}
		}
		if x.fillCode == "" || x.isNew {
			continue
		}
		if err := w.touch("companies", []int64{x.id}, func(int64) int { return x.line }); err != nil {
			return err
		}
		if _, err := w.t.exec("UPDATE companies SET credit_code = $1, updated_at = $2, version = version + 1 WHERE id = $3", x.fillCode, w.t.Now, x.id); err != nil {
			return err
		}
		if err := indexCompany(w.t, x.id); err != nil {
			return err
		}
		if err := reindexCompany(w.t, x.id); err != nil { // leads are found by the code too
			return err
		}
	}
	return w.t.bulkInsert(bulkTable{name: "company_units", columns: "company_id, unit_id, at, tags, address, note", rows: links})
}

func (c *importCompanies) insert(w *importWriter, fresh []*importCompany) error {
	if len(fresh) == 0 {
		return nil
	}
	first, err := w.t.span("companies", len(fresh))
	if err != nil {
		return err
	}
	for part := range slices.Chunk(fresh, importChunk) {
		rows, ids := make([][]any, len(part)), make([]int64, len(part))
		for i, x := range part {
			x.id, ids[i] = first, first
			first++
			rows[i] = []any{x.id, x.in.Name, x.key, x.formless, x.in.CreditCode, string(x.in.Origin), x.in.Province, x.in.City, x.in.Industry,
				toJSON(x.in.Tags), x.in.Address, x.in.Note, x.in.UnitID, w.id, w.t.Now, w.t.Now, 1}
		}
		if err := w.t.bulkInsert(bulkTable{name: "companies", columns: `id, name, name_key, formless_key, credit_code, origin, province, city, industry, tags,
			address, note, unit_id, import_id, created_at, updated_at, version`, rows: rows}); err != nil {
			return err
		}
		if err := w.t.bulkIndex("companies", ids, func(i int) []string { return companyTexts(part[i].in.Name, part[i].in.CreditCode) }); err != nil {
			return err
		}
		if err := w.wrote(len(part)); err != nil {
			return err
		}
	}
	return nil
}
