package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// Attribution is versions: of those that speak of an indicator (its own, or "" for all)
// and begin no later than the year, the one approved last applies (domain §6).

// sharesOf returns who is credited for an indicator of a project in a year, in official
// order. Capital and foreign capital share one split: they come from the same lines.
func sharesOf(ctx context.Context, q querier, project int64, indicator string, year int) ([]crm.Share, error) {
	if indicator == crm.IndForeign {
		indicator = crm.IndCapital
	}
	shares, err := collect(ctx, q, scanShare, `SELECT s.unit_id, u.name, u.sort, s.bp FROM attribution_shares s JOIN units u ON u.id = s.unit_id
		WHERE s.attribution_id = (SELECT a.id FROM attributions a WHERE a.project_id = $1 AND a.indicator IN ('', $2) AND a.from_year <= $3
		ORDER BY a.seq DESC LIMIT 1) ORDER BY u.sort, u.id`, project, indicator, year)
	if err == nil && len(shares) == 0 {
		return nil, crm.Conflict(nil, "这个项目 %d 年还没有统计归属，请先由市招商局确定", year)
	}
	return shares, err
}

func scanShare(rows *sql.Rows) (s crm.Share, err error) {
	err = rows.Scan(&s.UnitID, &s.UnitName, &s.Order, &s.BP)
	return s, err
}

// firstAttribution makes version 1 of a new project: what transfers of its lead have agreed, the
// 飞地 preset when it has a home unit, else its credited unit whole. What is brought by a unit that is not credited
// (an office, a department of the city) counts where it is built, and that unit is introduced with
// what the promises of the lead's transfers leave of 100 % (domain §6).
func firstAttribution(t *Tx, project int64, n newProject, county unitRow, year int) error {
	whole, introduced, err := creditedUnit(t, n.UnitID, county.Share)
	if err != nil {
		return err
	}
	switch {
	case n.agreed != nil:
		err = agreedAttribution(t, project, *n.agreed, year)
	case n.EnclaveHomeID != 0:
		err = enclaveAttribution(t, project, n.EnclaveHomeID, county.Share, year)
	default:
		whole.BP = crm.FullShares
		err = putAttribution(t, project, crm.Attribution{Shares: []crm.Share{whole}, Reason: "立项默认：责任单位"})
	}
	if err != nil {
		return err
	}
	signer := int64(0)
	if introduced {
		signer = n.UnitID
	}
	if err := putIntroductions(t, project, crm.Introduced(n.introduced, signer)); err != nil {
		return err
	}
	return rebuildShares(t, project)
}

// creditedUnit is the unit that is credited for unit; when there is none, the county of
// construction, and introduced is true for an office or a department.
func creditedUnit(t *Tx, unit int64, county crm.Share) (share crm.Share, introduced bool, err error) {
	share, err = creditedAbove(t, unit)
	if err != nil || share.UnitID != 0 {
		return share, false, err
	}
	u, err := ledgerUnit(t.ctx, t, "unitId", unit)
	return county, u.kind == crm.UnitOffice || u.kind == crm.UnitDepartment, err
}

// creditedAbove is the unit itself or its nearest ancestor that may be credited, id 0 for none.
func creditedAbove(t *Tx, unit int64) (share crm.Share, err error) {
	u, err := ledgerUnit(t.ctx, t, "unitId", unit)
	if err != nil {
		return share, err
	}
	up := strings.Split(strings.Trim(u.path, "/"), "/")
	for i := len(up) - 1; i >= 0; i-- {
		var a unitRow
		var reporting bool
		if err := t.QueryRowContext(t.ctx, "SELECT id, name, sort, kind, reporting FROM units WHERE path = $1", "/"+strings.Join(up[:i+1], "/")+"/").
			Scan(&a.UnitID, &a.UnitName, &a.Order, &a.kind, &reporting); err != nil {
			return share, err
		}
		if (crm.Unit{Reporting: reporting, Kind: a.kind}).Credited() {
			return a.Share, nil
		}
	}
	return share, nil
}

// enclaveAttribution lays down the 飞地 preset: all to the home unit at first, then home
// and host by the settings' shares (domain §6).
func enclaveAttribution(t *Tx, project, home int64, host crm.Share, signedYear int) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	h := crm.Share{UnitID: home}
	first := crm.Attribution{Reason: "飞地预设：前期全归飞出地", Shares: crm.EnclaveShares(h, host, signedYear, signedYear, set.EnclaveYears, set.EnclaveHomeBP)}
	then := crm.Attribution{Reason: "飞地预设：按比例分成", FromYear: signedYear + set.EnclaveYears}
	then.Shares = crm.EnclaveShares(h, host, signedYear, then.FromYear, set.EnclaveYears, set.EnclaveHomeBP)
	if set.EnclaveYears > 0 {
		if err := putAttribution(t, project, first); err != nil {
			return err
		}
	} else {
		then.FromYear = 0
	}
	if len(then.Shares) == 1 && set.EnclaveYears > 0 {
		return nil
	}
	return putAttribution(t, project, then)
}

// putAttribution appends a version; it applies from now on.
func putAttribution(t *Tx, project int64, a crm.Attribution) error {
	if err := crm.CheckShares(a.Shares); err != nil {
		return err
	}
	id, err := t.nextID("attributions")
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO attributions (id, project_id, indicator, from_year, seq, reason, approved_by, known_on, at)
		SELECT $1, $2, $3, $4, COALESCE(MAX(seq), 0) + 1, $5, $6, $7, $8 FROM attributions WHERE project_id = $9`,
		id, project, a.Indicator, a.FromYear, a.Reason, t.V.UserID, t.Today, t.Now, project); err != nil {
		return err
	}
	for _, s := range a.Shares {
		if _, err := t.exec("INSERT INTO attribution_shares (attribution_id, unit_id, bp) VALUES ($1, $2, $3)", id, s.UnitID, s.BP); err != nil {
			return err
		}
	}
	return nil
}

// putIntroductions ends the present introductions and writes the new ones; the old
// rows stay, for what was known on an earlier day.
func putIntroductions(t *Tx, project int64, shares []crm.Share) error {
	if _, err := t.exec("UPDATE introductions SET ended_on = $1 WHERE project_id = $2 AND ended_on = ''", t.Today, project); err != nil {
		return err
	}
	for _, s := range shares {
		id, err := t.nextID("introductions")
		if err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO introductions (id, project_id, unit_id, bp, known_on, ended_on, at) VALUES ($1, $2, $3, $4, $5, '', $6)",
			id, project, s.UnitID, s.BP, t.Today, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// introductionsOf returns the offices and departments that brought the project.
func introductionsOf(ctx context.Context, q querier, project int64) ([]crm.Share, error) {
	return collect(ctx, q, scanShare, `SELECT i.unit_id, u.name, u.sort, i.bp FROM introductions i JOIN units u ON u.id = i.unit_id
		WHERE i.project_id = $1 AND i.ended_on = '' ORDER BY u.sort, u.id`, project)
}

// rebuildShares says which units may read the project and what hangs on it: its own, all
// that are or were credited (their closed figures hold its lines), that introduced it,
// that handed it on or are asked to take it over, or that may read its lead.
func rebuildShares(t *Tx, project int64) error {
	if _, err := t.exec("DELETE FROM project_shares WHERE project_id = $1", project); err != nil {
		return err
	}
	for _, src := range []struct{ why, from string }{
		{"owner", "SELECT p.unit_id FROM projects p WHERE p.id = $1"},
		{"attributed", "SELECT s.unit_id FROM attribution_shares s JOIN attributions a ON a.id = s.attribution_id WHERE a.project_id = $1"},
		{"introduced", "SELECT i.unit_id FROM introductions i WHERE i.project_id = $1 AND i.ended_on = ''"},
		{"transferred", "SELECT x.from_unit_id FROM transfers x WHERE x.kind = 'project' AND x.object_id = $1 AND x.state = 'accepted'"},
		{"offered", "SELECT x.to_unit_id FROM transfers x WHERE x.kind = 'project' AND x.object_id = $1 AND x.state = 'pending'"},
		{"lead", "SELECT l.unit_id FROM lead_shares l JOIN projects p ON p.lead_id = l.lead_id WHERE p.id = $1 AND p.lead_id <> 0"},
	} {
		units, err := collect(t.ctx, t, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) }, src.from, project)
		if err != nil {
			return err
		}
		for _, u := range units {
			if _, err := t.exec("INSERT INTO project_shares (project_id, unit_id, why, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
				project, u, src.why, t.Now); err != nil {
				return err
			}
		}
	}
	return nil
}
