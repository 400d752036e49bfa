package store

import (
	"database/sql"

	"yinfeng/crm"
)

// renameCompany lets was become in by write, unless a live lead of the company would then say what
// another unit has reported first, or a dispute about one is going on.
func renameCompany(t *Tx, id int64, was, in crm.CompanyInput, write func() error) error {
	if crm.NameKey(was.Name) == crm.NameKey(in.Name) {
		return write()
	}
	return besideNoClaim(t, []int64{id}, "改企业名称", "改成“"+in.Name+"”", write)
}

// besideNoClaim lets write change what companies are called or which are one, unless a live lead of
// theirs would then say what another unit has reported first, or a dispute about one is going on: else
// the duplicate check could be passed by a harmless name and a correction (domain §4). Likeness is the
// bureau's to judge. Only leads that the viewer writes are looked at, so that nothing is told of others'.
func besideNoClaim(t *Tx, companies []int64, act, doing string, write func() error) error {
	leads, err := liveLeadsOf(t, companies)
	if err != nil {
		return err
	}
	before := map[[2]int64]string{}
	for _, l := range leads {
		if err := undisputed(t, l, act); err != nil {
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
		if l, err := loadLead(t.ctx, t, l.ID, t.Today); err != nil { // a merge has given it another company
			return err
		} else if err := nothingNew(t, l.Lead, before, doing); err != nil {
			return err
		}
	}
	return nil
}

// nothingNew refuses claims of others that have come to stand beside a lead, or nearer than before.
func nothingNew(t *Tx, l crm.Lead, before map[[2]int64]string, doing string) error {
	near, err := protectedBeside(t, l)
	if err != nil {
		return err
	}
	for _, n := range near {
		if level := before[[2]int64{l.ID, n.ID}]; level == n.Level || level == "L1" {
			continue
		}
		if n.Level == "L1" || !t.V.Scope(crm.ActWriteCompany).All {
			way := "确需这样请联系市招商局"
			if t.V.Scope(crm.ActWriteCompany).All {
				way = "请先流转、终止或作废其中一条线索"
			}
			return crm.Conflict(n.Notice(), "%s后，线索 %s 与%s首报的同一意向重复（保护至 %s），不能这样改；%s", doing, l.Code, n.Holder, n.Until, way)
		}
	}
	return nil
}

// liveLeadsOf reads companies' leads that are worked on and that the viewer writes.
func liveLeadsOf(t *Tx, companies []int64) (out []crm.Lead, err error) {
	var w query
	w.in("l.company_id", companies)
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
