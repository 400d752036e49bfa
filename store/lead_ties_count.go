package store

import (
	"context"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// That a phone which one has typed is a contact's too tells that contact's full number, which is
// otherwise opened by an act that is counted and logged (trust §2). So each contact whose phone a
// duplicate check tells counts once an hour among the searches for phones; when they are used up, or
// would be, phones are not compared, and that is told.

const tieKind = "tie"

// samePhones are the contacts whose phone is one of mine, one for each number.
func samePhones(mine crm.LeadTies, people []idText) (ids []int64) {
	told := crm.LeadTies{}
	for _, p := range people {
		one := crm.LeadTies{Phones: []string{p.text}}
		if crm.MatchTies(crm.LeadTies{Phones: mine.Phones}, one).Level == "" || crm.MatchTies(told, one).Level != "" {
			continue
		}
		told.Phones = append(told.Phones, p.text)
		ids = append(ids, p.id)
	}
	return ids
}

// tiesOff says whether the user's searches for phones are used up: then no phone is compared, whether
// there is one or not, so that this tells nothing.
func tiesOff(ctx context.Context, q querier, user, now int64) (bool, error) {
	_, name := hourName("phone", user, now)
	used, err := counted(ctx, q, name)
	return used >= phoneSearchesPerHour, err
}

// newTies are those contacts of ids that no check has told the user within this hour.
func newTies(ctx context.Context, q querier, user, now int64, ids []int64) (fresh []int64, err error) {
	for _, id := range ids {
		n, err := counted(ctx, q, tieMark(user, now, id))
		if err != nil {
			return nil, err
		}
		if n == 0 && !slices.Contains(fresh, id) {
			fresh = append(fresh, id)
		}
	}
	return fresh, nil
}

// tieMark names the mark that a contact's phone was told within an hour.
func tieMark(user, now, contact int64) string {
	_, hour := hourName(tieKind, user, now)
	return fmt.Sprintf("%s:%d", hour, contact)
}

// countTies counts and logs that the phones of contacts are told, but for those of this hour. When
// they are too many, nothing is to be told, and the hour's searches are used up.
func countTies(t *Tx, ids []int64) (off bool, err error) {
	fresh, err := newTies(t.ctx, t, t.V.UserID, t.Now, ids)
	if err != nil || len(fresh) == 0 {
		return false, err
	}
	_, name := hourCounter(t, "phone")
	used, err := countUp(t, name, int64(len(fresh)))
	if err != nil || used > phoneSearchesPerHour {
		return true, err
	}
	for _, id := range fresh {
		if _, err := countUp(t, tieMark(t.V.UserID, t.Now, id), 1); err != nil {
			return false, err
		}
		t.audit("contact.tie", "contact", id, t.V.UnitID, "查重提示与这位联系人的电话相同", nil)
	}
	prefix, hour := hourName(tieKind, t.V.UserID, t.Now)
	_, err = t.exec("DELETE FROM sequences WHERE name LIKE $1 AND name NOT LIKE $2", prefix+"%", hour+":%")
	return false, err
}

// countedTies finds tied leads within an act and counts the phones that they tell; off when phones
// were left out.
func countedTies(t *Tx, find func(phones bool) ([]nearLead, error)) (tied []nearLead, off bool, err error) {
	if off, err = tiesOff(t.ctx, t, t.V.UserID, t.Now); err != nil {
		return nil, off, err
	}
	if tied, err = find(!off); err != nil || off {
		return tied, off, err
	}
	var told []int64
	for _, n := range tied {
		told = append(told, n.phones...)
	}
	if off, err = countTies(t, told); err == nil && off {
		tied, err = find(false)
	}
	return tied, off, err
}
