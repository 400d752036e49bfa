package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// phoneSearchesPerHour is how often a person may look for a phone within one hour: the numbers of
// a unit's own contacts are not to be tried out.
const phoneSearchesPerHour = 30

// FindContacts finds contacts of the viewer's units by the last four digits of the phone, the
// newest few, the phone masked; each search is counted and audited, whatever it finds. What other units know
// is not looked at.
func (s *Store) FindContacts(ctx context.Context, v crm.Viewer, last4 string) ([]crm.Hit, error) {
	return act(withoutKey(ctx), s, v, func(t *Tx) ([]crm.Hit, error) {
		out := []crm.Hit{}
		if err := v.Require(crm.ActReadBusiness); err != nil {
			return out, err
		}
		if err := crm.CheckLast4(last4); err != nil {
			return out, err
		}
		if err := countHour(t, "phone", phoneSearchesPerHour, fmt.Sprintf("每小时最多按电话后四位查找 %d 次，请稍后再查", phoneSearchesPerHour)); err != nil {
			return out, err
		}
		hits, err := contactsByLast4(t, last4, v.Scope(crm.ActReadBusiness))
		t.audit("contact.find", "contact", 0, v.UnitID, "按电话后四位查找联系人", map[string]any{"last4": last4, "found": len(hits)})
		return append(out, hits...), err
	})
}

func contactsByLast4(t *Tx, last4 string, sc crm.Scope) ([]crm.Hit, error) {
	var q query
	q.add("ct.phone_last4 = ?", last4)
	q.add("ct.phone_last4 <> '' AND ct.voided = FALSE") // as the index says
	q.scope(sc, contactReach)
	q.scope(sc, companyReach)
	return collect(t.ctx, t, func(r *sql.Rows) (crm.Hit, error) {
		var id, company int64
		var name, title, phone, at, unit string
		err := r.Scan(&id, &name, &title, &phone, &company, &at, &unit)
		return crm.Hit{Kind: "contact", ID: id, Title: "联系人 " + name + " " + crm.MaskPhone(phone),
			Subtitle: strings.Join(strings.Fields(at+" "+title+" "+unit), " "), Ref: fmt.Sprint(company)}, err
	}, `SELECT ct.id, ct.name, ct.title, ct.phone, c.id, c.name, u.name FROM contacts ct JOIN companies c ON c.id = ct.company_id JOIN units u ON u.id = ct.unit_id`+
		q.clause()+" ORDER BY ct.updated_at DESC, ct.id DESC LIMIT "+idList([]int64{hitsPerKind}), q.args...)
}
