package store

import (
	"context"

	"yinfeng/crm"
)

// NearForTest lists near leads' companies with how near they are, as a reader and as an act find them.
func (s *Store) NearForTest(ctx context.Context, v crm.Viewer, in crm.LeadCheck) (map[string]crm.Match, error) {
	return act(ctx, s, v, func(t *Tx) (map[string]crm.Match, error) {
		out := map[string]crm.Match{}
		for _, q := range []querier{t, s.read} {
			near, err := nearLeads(ctx, q, in, "")
			if err != nil {
				return nil, err
			}
			for _, n := range near {
				out[n.CompanyName] = n.Match
			}
		}
		return out, nil
	})
}

// PlainCompanyIndexForTest leaves a company's search row as a program before migration 10 wrote it.
func (s *Store) PlainCompanyIndexForTest(ctx context.Context, id int64, name string) error {
	return s.do(ctx, crm.Viewer{Operator: true}, func(t *Tx) error { return t.index("companies", id, withPinyin([]string{name}, name)...) })
}
