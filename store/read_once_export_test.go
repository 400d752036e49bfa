package store

import (
	"context"

	"yinfeng/crm"
)

// LeadAroundForTest reads a lead as Lead does; between runs when the right to read it was judged.
func (s *Store) LeadAroundForTest(ctx context.Context, v crm.Viewer, id int64, between func()) (crm.LeadDetail, error) {
	return reading(ctx, s, func(q querier) (crm.LeadDetail, error) {
		if _, err := visibleLead(ctx, q, id, v.Scope(crm.ActReadBusiness), s.Today()); err != nil {
			return crm.LeadDetail{}, err
		}
		between()
		return leadDetail(ctx, q, v, id, s.Today())
	})
}

// OneReaderForTest leaves a single connection for what is read.
func (s *Store) OneReaderForTest() { s.read.SetMaxOpenConns(1) }
