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
func (s *Store) LeadDuplicates(ctx context.Context, v crm.Viewer, id int64) (crm.LeadDuplicates, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.LeadDuplicates{}, err
	}
	return reading(ctx, s, func(q querier) (out crm.LeadDuplicates, err error) {
		sc := v.Scope(crm.ActReadBusiness)
		if out.Near, err = leadsLike(ctx, q, id, sc, s.Today()); err != nil {
			return out, err
		}
		out.Merges, err = leadMerges(ctx, q, id, sc)
		return out, err
	})
}

// leadsLike lists the leads that sc reaches and that say the same as lead id.
func leadsLike(ctx context.Context, q querier, id int64, sc crm.Scope, today crm.Date) ([]crm.NearDuplicate, error) {
	out := []crm.NearDuplicate{}
	l, err := visibleLead(ctx, q, id, sc, today)
	if err != nil {
		return out, err
	}
	near, err := nearLeads(ctx, q, crm.LeadCheck{CompanyID: l.CompanyID}, today)
	for _, n := range near {
		if n.ID == id || l.Voided || !crm.SameIntention(l.Project, l.Industry, n.Project, n.Industry) {
			continue
		}
		ok, err := reachable(ctx, q, "leads l", leadReach, n.ID, sc)
		if err != nil {
			return out, err
		}
		if ok {
			out = append(out, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
		}
	}
	if err != nil || l.Voided {
		return out, err
	}
	tied, err := tiedLeads(ctx, q, checkOf(l.Lead), sc, today)
	for _, n := range tied {
		if n.ID != id && !slices.ContainsFunc(out, func(x crm.NearDuplicate) bool { return x.ID == n.ID }) {
			out = append(out, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
		}
	}
	return out, err
}

// leadMerges reads the merges of a lead whose other lead sc reaches too, the newest first.
func leadMerges(ctx context.Context, q querier, id int64, sc crm.Scope) ([]crm.LeadMerge, error) {
	all, err := collect(ctx, q, func(r *sql.Rows) (m crm.LeadMerge, err error) {
		return m, r.Scan(&m.ID, &m.KeptID, &m.KeptCode, &m.GoneID, &m.GoneCode, &m.Project, &m.Reason, &m.UserName, &m.KnownOn, &m.Undone)
	}, `SELECT m.id, m.kept_id, k.code, m.gone_id, g.code, g.project, m.reason, COALESCE(u.name, ''), m.known_on, m.undone_at <> 0
		FROM merges m JOIN leads k ON k.id = m.kept_id JOIN leads g ON g.id = m.gone_id LEFT JOIN users u ON u.id = m.user_id
		WHERE m.kept_id = $1 OR m.gone_id = $1 ORDER BY m.id DESC`, id)
	out := []crm.LeadMerge{}
	for _, m := range all {
		ok, err := reachable(ctx, q, "leads l", leadReach, m.KeptID+m.GoneID-id, sc)
		if err != nil {
			return out, err
		}
		if ok {
			out = append(out, m)
		}
	}
	return out, err
}
