package store

import (
	"database/sql"

	"yinfeng/crm"
)

// renameCompany lets was become in by write, unless a live lead of the company would then say what
// another unit has reported first, or a dispute about one is going on: else the duplicate
// check could be passed by a harmless name and a correction (domain §4). Only leads that the viewer
// writes are looked at, so that nothing is told of others'.
func renameCompany(t *Tx, id int64, was, in crm.CompanyInput, write func() error) error {
	if crm.NameKey(was.Name) == crm.NameKey(in.Name) {
		return write()
	}
	leads, err := liveLeadsOf(t, id)
	if err != nil {
		return err
	}
	before := map[[2]int64]string{}
	for _, l := range leads {
		if err := undisputed(t, l, "改企业名称"); err != nil {
			return err
		}
		near, err := protectedBeside(t, l)
		if err != nil {
			return err
		}
		for _, n := range near {
			before[[2]int64{l.ID, n.ID}] = n.Level
		}
	}
	if err := write(); err != nil {
		return err
	}
	for _, l := range leads {
		near, err := protectedBeside(t, l)
		if err != nil {
			return err
		}
		for _, n := range near {
			if level := before[[2]int64{l.ID, n.ID}]; level == n.Level || level == "L1" {
				continue
			}
			if n.Level == "L1" || !t.V.Scope(crm.ActWriteCompany).All {
				return crm.Conflict(n.Notice(), "改成“%s”后，线索 %s 与%s首报的同一意向重复（保护至 %s），不能这样改；确需改名请联系市招商局", in.Name, l.Code, n.Holder, n.Until)
			}
		}
	}
	return nil
}

// liveLeadsOf reads a company's leads that are worked on and that the viewer writes.
func liveLeadsOf(t *Tx, company int64) (out []crm.Lead, err error) {
	var w query
	w.add("l.company_id = ?", company)
	w.where = append(w.where, "l.voided = FALSE AND l.status IN ('active', 'paused') AND l.stage <> 'signed'")
	w.scope(t.V.Scope(crm.ActWriteLead), reach{unit: "l.unit_id"})
	ids, err := collect(t.ctx, t, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) }, "SELECT l.id FROM leads l"+w.clause()+" ORDER BY l.id", w.args...)
	for _, id := range ids {
		l, err := loadLead(t.ctx, t, id, t.Today)
		if err != nil {
			return nil, err
		}
		out = append(out, l.Lead)
	}
	return out, err
}

// protectedBeside lists the leads of other units near l whose claims are protected.
func protectedBeside(t *Tx, l crm.Lead) (out []crm.NearLead, err error) {
	near, err := nearFor(t, checkOf(l), l.UnitID, l.ID)
	for _, n := range near {
		if !n.Own && n.Protected(t.Today) {
			out = append(out, n)
		}
	}
	return out, err
}
