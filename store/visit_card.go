package store

import (
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// saveCards keeps the phones of visiting cards as contacts of the visit's unit, who are made or
// filled, and takes them out of the visit: a phone stands in no visit and in no log.
func saveCards(t *Tx, in *crm.VisitInput) error {
	for i := range in.Companies {
		c := &in.Companies[i]
		if c.Phone = strings.TrimSpace(c.Phone); c.Phone == "" {
			continue
		}
		if err := saveCard(t, *c, in.UnitID); err != nil {
			return err
		}
		c.Phone = ""
	}
	return nil
}

// cardContact is the person of a visiting card.
func cardContact(c crm.VisitCompany) crm.ContactInput {
	return crm.ContactInput{Name: strings.TrimSpace(c.Counterpart), Title: c.CounterpartTitle, Phone: strings.TrimSpace(c.Phone)}
}

// checkCards judges the cards of a visit, whatever the companies are.
func checkCards(t *Tx, v crm.VisitInput) error {
	for _, c := range v.Companies {
		in := cardContact(c)
		switch {
		case in.Phone == "":
			continue
		case in.Name == "":
			return crm.Invalid("counterpart", "填了电话，请写明接洽人姓名，电话存入联系人")
		case strings.Contains(in.Phone, "*"):
			return crm.Invalid("phone", "请填写完整电话，或留空")
		}
		if err := in.Check(); err != nil {
			return onField(err, "name", "counterpart")
		}
		if err := t.V.RequireIn(crm.ActWriteCompany, v.UnitID, "单位"); err != nil {
			return err
		}
	}
	return nil
}

func saveCard(t *Tx, c crm.VisitCompany, unit int64) error {
	in := cardContact(c)
	known, err := collect(t.ctx, t, func(r *sql.Rows) (crm.Contact, error) { return scanContact(r.Scan) },
		contactSQL("1 = 1", "1 = 1")+"ct.company_id = $1 AND ct.unit_id = $2 AND ct.name = $3 ORDER BY ct.id", c.CompanyID, unit, in.Name)
	if err != nil {
		return err
	}
	for _, same := range []bool{true, false} { // who has this number, else who has none yet
		for _, k := range known {
			if same && digits(k.Phone) == digits(in.Phone) || !same && k.Phone == "" {
				return fillContact(t, k, in)
			}
		}
	}
	_, err = insertContact(t, c.CompanyID, c.Name, unit, in)
	return err
}

// fillContact adds what a contact does not say yet.
func fillContact(t *Tx, k crm.Contact, in crm.ContactInput) error {
	was := k
	if k.Phone == "" {
		k.Phone = in.Phone
	}
	if k.Title == "" {
		k.Title = in.Title
	}
	if k == was {
		return nil
	}
	if _, err := t.exec("UPDATE contacts SET title = $1, phone = $2, phone_last4 = $3, updated_at = $4, version = version + 1 WHERE id = $5",
		k.Title, k.Phone, crm.PhoneLast4(k.Phone), t.Now, k.ID); err != nil {
		return err
	}
	t.audit("contact.update", "contact", k.ID, k.UnitID, "按名片补充联系人 "+k.Name, map[string]string{"title": k.Title, "phone": crm.MaskPhone(k.Phone)})
	return nil
}
