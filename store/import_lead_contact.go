package store

import (
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

// contactKey is what a person at a company is recognised by: each unit knows its own.
type contactKey struct {
	company *importCompany
	unit    int64
	name    string
}

// importContact is a contact as it stands after the file.
type importContact struct {
	importTarget
	isNew, touched     bool
	company            *importCompany
	unit               int64
	name, title, phone string
}

// contactsOf reads the people of a row: as many numbers as names go together in order,
// otherwise all numbers to the first.
func contactsOf(r *crm.ImportRecord) (out []crm.ContactInput) {
	names, titles, phones := splitNames(r.Text("contact")), splitNames(r.Text("contact_title")), r.List("contact_phones")
	if len(names) == 0 && len(phones) > 0 {
		names = []string{"联系人"}
	}
	for i, name := range names {
		c := crm.ContactInput{Name: clip(name, 40)}
		switch {
		case len(titles) == len(names):
			c.Title = clip(titles[i], 60)
		case i == 0:
			c.Title = clip(strings.Join(titles, "、"), 60)
		}
		switch {
		case len(phones) == len(names):
			c.Phone = clip(phones[i], 30)
		case i == 0:
			c.Phone = joinPhones(phones)
		}
		out = append(out, c)
	}
	return out
}

// joinPhones puts as many numbers into one field as it holds.
func joinPhones(phones []string) (out string) {
	for _, p := range phones {
		if out != "" {
			p = " " + p
		}
		if len([]rune(out+p)) <= 29 {
			out += p
		}
	}
	return out
}

// loadContacts reads the people that units know at the companies of the rows, and those with
// a number of a row; what others know of them is never told.
func (k *leadKind) loadContacts(recs []*crm.ImportRecord) error {
	type row struct {
		contact importContact
		company importCompany
	}
	scan := func(r *sql.Rows) (x row, err error) {
		c := &x.company
		return x, r.Scan(&x.contact.id, &x.contact.unit, &x.contact.name, &x.contact.title, &x.contact.phone, &c.id, &c.in.Name, &c.key, &c.formless,
			&c.in.CreditCode, &c.in.Origin, &c.in.Province, &c.in.City, &c.in.UnitID)
	}
	const text = `SELECT k.id, k.unit_id, k.name, k.title, k.phone, c.id, c.name, c.name_key, c.formless_key, c.credit_code, c.origin, c.province, c.city, c.unit_id
		FROM contacts k JOIN companies c ON c.id = k.company_id WHERE %s AND k.voided = FALSE ORDER BY k.id`
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scan, text, "k.company_id", idsOf(k.p.companies.byID))
	if err != nil {
		return err
	}
	same, err := lookUp(k.p.ctx, k.p.s, k.p.q, scan, text, "k.phone", keysOf(recs, func(r *crm.ImportRecord) (out []string) {
		for _, c := range contactsOf(r) {
			out = append(out, c.Phone)
		}
		return out
	}))
	if err != nil {
		return err
	}
	for _, x := range append(list, same...) {
		c := x.contact
		c.company = k.p.companies.adopt(x.company)
		key := contactKey{c.company, c.unit, c.name}
		if k.contacts[key] != nil {
			continue
		}
		k.contacts[key] = &c
		if k.p.stillOurs(c.unit) {
			k.phones[c.phone] = append(k.phones[c.phone], &c)
		}
	}
	return k.p.companies.loadLinks()
}

// meet lays the people of a row over those that the lead's unit knows at its company. A
// masked number keeps the one that stands there; changes show numbers masked.
func (k *leadKind) meet(x *importLead, people []crm.ContactInput, changes *changeList) {
	var gone changeList
	if changes == nil {
		changes = &gone
	}
	for _, in := range people {
		key := contactKey{x.company, x.unit, in.Name}
		if strings.Contains(in.Phone, "*") {
			in.Phone = ""
		}
		c := k.contacts[key]
		if c == nil {
			c = &importContact{importTarget: k.p.target(0), isNew: true, touched: true, company: x.company, unit: x.unit, name: in.Name, title: in.Title, phone: in.Phone}
			k.contacts[key] = c
			k.calls = append(k.calls, c)
			changes.add("联系人", "", in.Name)
			continue
		}
		before := len(*changes)
		title, phone := c.title, c.phone
		changes.text("联系人职务", &title, in.Title)
		if in.Phone != "" && digits(in.Phone) != digits(c.phone) {
			changes.add("联系电话", crm.MaskPhone(c.phone), crm.MaskPhone(in.Phone))
			phone = in.Phone
		}
		if len(*changes) == before {
			continue
		}
		c.title, c.phone = title, phone
		if !c.touched {
			c.touched, c.line = true, k.p.at
			k.calls = append(k.calls, c)
		}
	}
}

// strangers reports whether a row tells more of people than the lead's unit knows.
func (k *leadKind) strangers(x *importLead, people []crm.ContactInput) bool {
	for _, in := range people {
		c := k.contacts[contactKey{x.company, x.unit, in.Name}]
		masked := strings.Contains(in.Phone, "*")
		if c == nil || in.Title != "" && in.Title != c.title || in.Phone != "" && !masked && digits(in.Phone) != digits(c.phone) {
			return true
		}
	}
	return false
}

func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
}

// writeContacts brings new and changed people to the database.
func (k *leadKind) writeContacts(w *importWriter) error {
	fresh := slices.DeleteFunc(slices.Clone(k.calls), func(c *importContact) bool { return !c.isNew })
	known := slices.DeleteFunc(slices.Clone(k.calls), func(c *importContact) bool { return c.isNew })
	if len(fresh) > 0 {
		first, err := w.t.span("contacts", len(fresh))
		if err != nil {
			return err
		}
		rows := make([][]any, len(fresh))
		for i, c := range fresh {
			c.id = first + int64(i)
			rows[i] = []any{c.id, c.company.id, c.name, c.title, c.phone, crm.PhoneLast4(c.phone), c.unit, false, w.t.Now, 1, w.id}
		}
		if err := w.t.bulkInsert(bulkTable{name: "contacts", columns: "id, company_id, name, title, phone, phone_last4, unit_id, voided, updated_at, version, import_id", rows: rows}); err != nil {
			return err
		}
	}
	lines := map[int64]int{}
	for _, c := range known {
		lines[c.id] = c.line
	}
	if err := w.touch("contacts", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	for _, c := range known {
		if _, err := w.t.exec("UPDATE contacts SET title = $1, phone = $2, phone_last4 = $3, updated_at = $4, version = version + 1 WHERE id = $5",
			c.title, c.phone, crm.PhoneLast4(c.phone), w.t.Now, c.id); err != nil {
			return err
		}
		w.t.audit("contact.import", "contact", c.id, c.unit, "导入更新联系人 "+c.name, map[string]any{"import": w.id})
	}
	return nil
}
