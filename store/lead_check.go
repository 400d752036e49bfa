package store

import (
	"context"

	"yinfeng/crm"
)

// CheckLead looks, before saving, for leads of the viewer's own scope that say the
// same: the same company and intention (L1), or a similar company name and the same
// intention (L2; domain §4), and says when the company's name is another unit's.
func (s *Store) CheckLead(ctx context.Context, v crm.Viewer, in crm.LeadCheck) ([]crm.LeadVerdict, error) {
	out := []crm.LeadVerdict{}
	if err := v.Require(crm.ActWriteLead); err != nil {
		return out, err
	}
	name := in.CompanyName
	if in.CompanyID != 0 {
		c, err := visibleCompany(ctx, s.read, in.CompanyID, v.Scope(crm.ActReadBusiness))
		if err != nil {
			return out, s.translate(err)
		}
		name = c.Name
	}
	if len([]rune(name)) < 2 {
		return out, nil
	}
	near, err := s.leadsNear(ctx, v, in)
	if err != nil {
		return out, s.translate(err)
	}
	for _, l := range near {
		if verdict, ok := in.Judge(name, l.Lead); ok {
			out = append(out, verdict)
		}
	}
	if in.CompanyID != 0 {
		return out, nil
	}
	m, err := s.MatchCompanies(ctx, v, name)
	if err == nil && m.Registered != nil {
		out = append(out, crm.LeadVerdict{Level: "hint", Message: "“" + crm.CompanyName(name) + "”已由" + m.Registered.UnitName + "于 " +
			string(m.Registered.On) + " 登记"})
	}
	return out, err
}

// leadsNear are the near leads that the viewer may read, those dropped apart.
func (s *Store) leadsNear(ctx context.Context, v crm.Viewer, in crm.LeadCheck) (out []nearLead, err error) {
	near, err := nearLeads(ctx, s.read, in)
	for _, l := range near {
		if l.Status == crm.LeadDropped {
			continue
		}
		ok, err := reachable(ctx, s.read, "leads l", leadReach, l.ID, v.Scope(crm.ActReadBusiness))
		if err != nil {
			return out, err
		}
		if ok {
			out = append(out, l)
		}
	}
	return out, err
}
