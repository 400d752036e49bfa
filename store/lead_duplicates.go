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
	var told []int64
	now := s.clock.Now().UnixMilli()
	out, err := reading(ctx, s, func(q querier) (out crm.LeadDuplicates, err error) {
		off, err := tiesOff(ctx, q, v.UserID, now)
		if err != nil {
			return out, err
		}
		out, told, err = duplicatesOf(ctx, q, v, id, s.Today(), !off)
		out.PhonesOff = off
		if err == nil && len(told) > 0 {
			told, err = newTies(ctx, q, v.UserID, now, told)
		}
		return out, err
	})
	if err != nil || len(told) == 0 {
		return out, err
	}
	off, err := act(withoutKey(ctx), s, v, func(t *Tx) (bool, error) { return countTies(t, told) })
	if err != nil || !off {
		return out, err
	}
	return reading(ctx, s, func(q querier) (crm.LeadDuplicates, error) {
		out, _, err := duplicatesOf(ctx, q, v, id, s.Today(), false)
		out.PhonesOff = true
		return out, err
	})
}

// duplicatesOf reads the duplicates and merges of a lead, and the contacts whose phones that tells.
func duplicatesOf(ctx context.Context, q querier, v crm.Viewer, id int64, today crm.Date, phones bool) (out crm.LeadDuplicates, told []int64, err error) {
	sc := v.Scope(crm.ActReadBusiness)
	if out.Near, told, err = leadsLike(ctx, q, id, sc, today, phones); err != nil {
		return out, told, err
	}
	out.Merges, err = leadMerges(ctx, q, id, sc)
	return out, told, err
}

// leadsLike lists the leads that sc reaches and that say the same as lead id, and the contacts whose
// phones are told by that.
func leadsLike(ctx context.Context, q querier, id int64, sc crm.Scope, today crm.Date, phones bool) (out []crm.NearDuplicate, told []int64, err error) {
	out = []crm.NearDuplicate{}
	l, err := visibleLead(ctx, q, id, sc, today)
	if err != nil {
		return out, nil, err
	}
	near, err := nearLeads(ctx, q, crm.LeadCheck{CompanyID: l.CompanyID}, today)
	for _, n := range near {
		if n.ID == id || l.Voided || !crm.SameIntention(l.Project, l.Industry, n.Project, n.Industry) {
			continue
		}
		ok, err := reachable(ctx, q, "leads l", leadReach, n.ID, sc)
		if err != nil {
			return out, nil, err
		}
		if ok {
			out = append(out, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
		}
	}
	if err != nil || l.Voided {
		return out, nil, err
	}
	tied, err := tiedLeads(ctx, q, checkOf(l.Lead), sc, today, phones)
	for _, n := range tied {
		if n.ID != id && !slices.ContainsFunc(out, func(x crm.NearDuplicate) bool { return x.ID == n.ID }) {
			out = append(out, crm.NearDuplicate{Lead: n.Lead, Level: n.Match.Level, Why: n.Match.Why})
			told = append(told, n.phones...)
		}
	}
	return out, told, err
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
