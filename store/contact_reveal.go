package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// revealsPerHour is how many full phone numbers a person may open within one hour.
const revealsPerHour = 30

// RevealPhone answers a contact's full number: an act of its own, logged and
// rate-limited (trust §2); past the limit CodeTooMany. Its answer is not kept for a repeat, which
// is an act like the first.
func (s *Store) RevealPhone(ctx context.Context, v crm.Viewer, id int64) (crm.RevealedPhone, error) {
	return act(withoutKey(ctx), s, v, func(t *Tx) (crm.RevealedPhone, error) {
		if err := v.Require(crm.ActRevealPhone); err != nil {
			return crm.RevealedPhone{}, err
		}
		c, err := fullContact(t.ctx, t, id, contactText(v.Scope(crm.ActRevealPhone), true))
		if err != nil {
			return crm.RevealedPhone{}, err
		}
		if err := countHour(t, "reveal", revealsPerHour, fmt.Sprintf("每小时最多查看 %d 个完整电话，请稍后再看", revealsPerHour)); err != nil {
			return crm.RevealedPhone{}, err
		}
		t.audit("contact.reveal", "contact", id, c.UnitID, "查看联系人 "+c.Name+" 的完整电话", map[string]string{"phone": crm.MaskPhone(c.Phone)})
		return crm.RevealedPhone{Phone: c.Phone}, nil
	})
}
