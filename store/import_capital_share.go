package store

import (
	"database/sql"

	"yinfeng/crm"
)

// isShare reports whether a row prints the part of a verified entry that some units are
// credited with: a report of part of the city prints no more of a joint project (domain §7).
// The units are those that the viewer reads, or the county that the row names.
func (k *capitalKind) isShare(r *crm.ImportRecord, e *importEntry) bool {
	m, ok := r.Amount("verified_wan")
	if !ok || len(e.shares) == 0 {
		return false
	}
	read, mine := k.p.v.Scope(crm.ActReadBusiness), int64(0)
	for unit, cny := range e.shares {
		if read.Has(unit) {
			mine += cny
		}
	}
	return m.Amount == mine || m.Amount == e.shares[k.p.units.reporting[r.Text("county")]]
}

// loadCredits reads what units are credited with of the verified entries that rows name by
// 编码 with another amount than the entry's.
func (k *capitalKind) loadCredits(recs []*crm.ImportRecord) error {
	var ids []int64
	for _, r := range recs {
		e := k.byCode[r.Text("entry_no")]
		if m, ok := r.Amount("amount_wan"); ok && e != nil && e.state == crm.StateVerified && !e.says(m.Amount) {
			ids = append(ids, e.id)
		}
	}
	type row struct {
		entry, unit, cny int64
		month            crm.Month
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.entry, &x.unit, &x.month, &x.cny) },
		"SELECT entry_id, unit_id, month, cny FROM credit_lines WHERE %s", "entry_id", ids)
	for _, x := range list {
		e := k.byID[x.entry]
		if x.month != e.has.month {
			continue
		}
		if e.shares == nil {
			e.shares = map[int64]int64{}
		}
		e.shares[x.unit] += x.cny
	}
	return err
}
