package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"yinfeng/crm"
)

func noRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// LeadDuplicates lists the leads of the viewer's scope that say the same as a lead, and the
// merges that it took part in. What the viewer may not read is not in it.
func (s *Store) LeadDuplicates(ctx context.Context, v crm.Viewer, id int64) (out crm.LeadDuplicates, err error) {
	out = crm.LeadDuplicates{Near: []crm.NearDuplicate{}, Merges: []crm.LeadMerge{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	sc := v.Scope(crm.ActReadBusiness)
	l, err := visibleLead(ctx, s.read, id, sc, s.Today())
	if err != nil {
		return out, s.translate(err)
	}
	near, err := nearLeads(ctx, s.read, crm.LeadCheck{CompanyID: l.CompanyID}, s.Today())
	if err != nil {
		return out, s.translate(err)
	}
	for _, n := range near {
		if n.ID == id || l.Voided || !crm.SameIntention(l.Project, l.Industry, n.Project, n.Industry) {
			continue
		}
		ok, err := reachable(ctx, s.read, "leads l", leadReach, n.ID, sc)
		if err != nil {
			return out, s.translate(err)
		}
		if ok {
			out.Near = append(out.Near, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
		}
	}
	tied, err := tiedLeads(ctx, s.read, checkOf(l.Lead), sc, s.Today())
	if err != nil {
		return out, s.translate(err)
	}
	for _, n := range tied {
		if !l.Voided && n.ID != id && !slices.ContainsFunc(out.Near, func(x crm.NearDuplicate) bool { return x.ID == n.ID }) {
			out.Near = append(out.Near, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
		}
	}
	out.Merges, err = s.leadMerges(ctx, id, sc)
	return out, s.translate(err)
}

// leadMerges reads the merges of a lead whose other lead sc reaches too, the newest first.
func (s *Store) leadMerges(ctx context.Context, id int64, sc crm.Scope) ([]crm.LeadMerge, error) {
	all, err := collect(ctx, s.read, func(r *sql.Rows) (m crm.LeadMerge, err error) {
		return m, r.Scan(&m.ID, &m.KeptID, &m.KeptCode, &m.GoneID, &m.GoneCode, &m.Project, &m.Reason, &m.UserName, &m.KnownOn, &m.Undone)
	}, `SELECT m.id, m.kept_id, k.code, m.gone_id, g.code, g.project, m.reason, COALESCE(u.name, ''), m.known_on, m.undone_at <> 0
		FROM merges m JOIN leads k ON k.id = m.kept_id JOIN leads g ON g.id = m.gone_id LEFT JOIN users u ON u.id = m.user_id
		WHERE m.kept_id = $1 OR m.gone_id = $1 ORDER BY m.id DESC`, id)
	out := []crm.LeadMerge{}
	for _, m := range all {
		ok, err := reachable(ctx, s.read, "leads l", leadReach, m.KeptID+m.GoneID-id, sc)
		if err != nil {
			return out, err
		}
		if ok {
			out = append(out, m)
		}
	}
	return out, err
}
