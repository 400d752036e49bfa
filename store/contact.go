package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"yinfeng/crm"
)

// contactSQL selects contacts; mine and reveal say of whom the viewer's own units know, and whose
// full phone he may open.
func contactSQL(mine, reveal string) string {
	flag := func(cond string) string { return "CASE WHEN " + cond + " THEN TRUE ELSE FALSE END" }
	return `SELECT ct.id, ct.company_id, ct.name, ct.title, ct.phone, ct.unit_id, cu.name, ct.version, ` + flag(mine) + ", " + flag(reveal) + `
		FROM contacts ct JOIN units cu ON cu.id = ct.unit_id WHERE ct.voided = FALSE AND `
}

func scanContact(scan func(...any) error) (c crm.Contact, err error) {
	err = scan(&c.ID, &c.CompanyID, &c.Name, &c.Title, &c.Phone, &c.UnitID, &c.UnitName, &c.Version, &c.Mine, &c.MayReveal)
	return c, err
}

// seenContacts are the contacts that where selects and the viewer may see, in full.
func seenContacts(ctx context.Context, q querier, v crm.Viewer, where string, arg int64) ([]crm.Contact, error) {
	sc := v.Scope(crm.ActReadBusiness)
	text := contactSQL(scopeText(sc, contactReach), contactText(v.Scope(crm.ActRevealPhone), true)) + where + " AND " + contactText(sc, false) + " ORDER BY ct.id"
	list, err := collect(ctx, q, func(r *sql.Rows) (crm.Contact, error) { return scanContact(r.Scan) }, text, arg)
	for i := range list {
		list[i].MayReveal = list[i].MayReveal && v.Can(crm.ActRevealPhone)
	}
	return list, err
}

// visibleContacts lists a company's contacts that the viewer may see, masked.
func visibleContacts(ctx context.Context, q querier, v crm.Viewer, company int64) ([]crm.Contact, error) {
	list, err := seenContacts(ctx, q, v, "ct.company_id = $1", company)
	for i := range list {
		list[i].Phone = crm.MaskPhone(list[i].Phone)
	}
	return list, err
}

// fullContact reads a contact with its full phone: one that cond, a condition on ct, lets through.
func fullContact(ctx context.Context, q querier, id int64, cond string) (crm.Contact, error) {
	c, err := scanContact(q.QueryRowContext(ctx, contactSQL("1 = 1", "1 = 1")+"ct.id = $1 AND "+cond, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return c, crm.NotFound("联系人")
	}
	return c, err
}

// Contacts lists the contacts of a visible company that belong to the viewer's units.
func (s *Store) Contacts(ctx context.Context, v crm.Viewer, company int64) ([]crm.Contact, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return nil, err
	}
	sc := v.Scope(crm.ActReadBusiness)
	return reading(ctx, s, func(q querier) ([]crm.Contact, error) {
		if _, err := visibleCompany(ctx, q, company, sc); err != nil {
			return nil, err
		}
		return visibleContacts(ctx, q, v, company)
	})
}

// Contact returns one contact, the phone masked.
func (s *Store) Contact(ctx context.Context, v crm.Viewer, id int64) (crm.Contact, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Contact{}, err
	}
	return reading(ctx, s, func(q querier) (crm.Contact, error) { return maskedContact(ctx, q, v, id) })
}

// AddContact adds a person to a visible company, for one of the viewer's units.
func (s *Store) AddContact(ctx context.Context, v crm.Viewer, company int64, in crm.ContactInput) (crm.Contact, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Contact, error) {
		unit := unitOr(in.UnitID, v)
		if err := v.RequireIn(crm.ActWriteCompany, unit, "单位"); err != nil {
			return crm.Contact{}, err
		}
		c, err := visibleCompany(t.ctx, t, company, v.Scope(crm.ActWriteCompany))
		if err != nil {
			return crm.Contact{}, err
		}
		if err := in.Check(); err != nil {
			return crm.Contact{}, err
		}
		if strings.Contains(in.Phone, "*") {
			return crm.Contact{}, crm.Invalid("phone", "请填写完整电话，或留空")
		}
		id, err := insertContact(t, company, c.Name, unit, in)
		if err != nil {
			return crm.Contact{}, err
		}
		return maskedContact(t.ctx, t, t.V, id)
	})
}

// insertContact makes a unit's contact at a company; the log gets the phone masked.
func insertContact(t *Tx, company int64, name string, unit int64, in crm.ContactInput) (int64, error) {
	id, err := t.nextID("contacts")
	if err != nil {
		return 0, err
	}
	if _, err := t.exec(`INSERT INTO contacts (id, company_id, name, title, phone, phone_last4, unit_id, voided, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8, 1)`, id, company, strings.TrimSpace(in.Name), in.Title, in.Phone, crm.PhoneLast4(in.Phone), unit, t.Now); err != nil {
		return 0, err
	}
	in.Phone = crm.MaskPhone(in.Phone)
	t.audit("contact.create", "contact", id, unit, name+" 新增联系人 "+in.Name, in)
	return id, nil
}

// maskedContact reads a contact that the viewer may see, the phone masked.
func maskedContact(ctx context.Context, q querier, v crm.Viewer, id int64) (crm.Contact, error) {
	list, err := seenContacts(ctx, q, v, "ct.id = $1", id)
	if err == nil && len(list) == 0 {
		err = crm.NotFound("联系人")
	}
	if err != nil {
		return crm.Contact{}, err
	}
	list[0].Phone = crm.MaskPhone(list[0].Phone)
	return list[0], nil
}

// UpdateContact changes a contact; a masked phone keeps the number that stands there.
func (s *Store) UpdateContact(ctx context.Context, v crm.Viewer, id int64, in crm.ContactInput) (crm.Contact, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Contact, error) {
		if err := v.Require(crm.ActWriteCompany); err != nil {
			return crm.Contact{}, err
		}
		c, err := fullContact(t.ctx, t, id, scopeText(v.Scope(crm.ActWriteCompany), contactReach))
		if err != nil {
			return crm.Contact{}, err
		}
		if err := in.Check(); err != nil {
			return crm.Contact{}, err
		}
		if strings.Contains(in.Phone, "*") {
			if in.Phone != crm.MaskPhone(c.Phone) {
				return crm.Contact{}, crm.Invalid("phone", "电话含 *，请填写完整电话，或保持原样不改")
			}
			in.Phone = c.Phone
		}
		was := crm.ContactInput{Name: c.Name, Title: c.Title, Phone: crm.MaskPhone(c.Phone)}
		c.Phone = was.Phone
		if err := t.update("联系人", c, `UPDATE contacts SET name = $1, title = $2, phone = $3, phone_last4 = $4, updated_at = $5, version = version + 1
			WHERE id = $6 AND version = $7`, strings.TrimSpace(in.Name), in.Title, in.Phone, crm.PhoneLast4(in.Phone), t.Now, id, in.Version); err != nil {
			return crm.Contact{}, err
		}
		in.Phone = crm.MaskPhone(in.Phone)
		t.audit("contact.update", "contact", id, c.UnitID, "修改联系人 "+in.Name, map[string]any{"from": was, "to": in})
		return maskedContact(t.ctx, t, t.V, id)
	})
}

// RemoveContact removes a contact; the phone number is erased (personal data).
func (s *Store) RemoveContact(ctx context.Context, v crm.Viewer, id, version int64) error {
	_, err := act(ctx, s, v, func(t *Tx) (struct{}, error) {
		if err := v.Require(crm.ActWriteCompany); err != nil {
			return struct{}{}, err
		}
		c, err := fullContact(t.ctx, t, id, scopeText(v.Scope(crm.ActWriteCompany), contactReach))
		if err != nil {
			return struct{}{}, err
		}
		c.Phone = crm.MaskPhone(c.Phone)
		if err := t.update("联系人", c, `UPDATE contacts SET voided = TRUE, phone = '', phone_last4 = '', updated_at = $1, version = version + 1
			WHERE id = $2 AND version = $3`, t.Now, id, version); err != nil {
			return struct{}{}, err
		}
		t.audit("contact.remove", "contact", id, c.UnitID, "删除联系人 "+c.Name, nil)
		return struct{}{}, nil
	})
	return err
}
