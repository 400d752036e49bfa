package store

import "yinfeng/crm"

// besideLead lists the leads of other units that hold a protected claim on the same company and
// intention as l: by a ruling, or because a unit passed one of two on.
func besideLead(t *Tx, l crm.Lead) ([]int64, error) {
	near, err := foreignClaims(t, l)
	var out []int64
	for _, n := range near {
		out = append(out, n.ID)
	}
	return out, err
}

// unmergeFree refuses to let the claim of a lead that was merged away hold again when another unit
// has come to hold the same since: of one company and intention only one unit is protected (domain §4).
func unmergeFree(t *Tx, m mergeRow[mergeMoved], gone crm.Lead) error {
	if m.moved.Claim == 0 {
		return nil
	}
	var until, paused, progress crm.Date
	err := t.QueryRowContext(t.ctx, "SELECT k.protected_until, l.paused_on, l.last_progress_on FROM claims k JOIN leads l ON l.id = k.lead_id WHERE k.id = $1", m.moved.Claim).
		Scan(&until, &paused, &progress)
	if err != nil || pausedUntil(until, paused, progress, t.Today) < t.Today {
		return err
	}
	near, err := foreignClaims(t, gone)
	if err != nil {
		return err
	}
	was := map[int64]bool{}
	for _, id := range m.moved.Beside {
		was[id] = true
	}
	for _, n := range near {
		if !was[n.ID] {
			return crm.Conflict(n.Notice(), "合并以后，同一企业的相同意向已由%s首报，保护至 %s，不能撤销合并", n.Holder, n.Until)
		}
	}
	return nil
}

// foreignClaims lists the leads of other units that hold a protected claim on what l says.
func foreignClaims(t *Tx, l crm.Lead) (out []crm.NearLead, err error) {
	near, err := protectedBeside(t, l)
	for _, n := range near {
		if n.Level == "L1" {
			out = append(out, n)
		}
	}
	return out, err
}
