package store

import "context"

// RecountLeadsAndVisits lets black-box tests compare the roll-ups with a recount.
func RecountLeadsAndVisits(ctx context.Context, s *Store) ([]string, error) {
	leads, err := recountLeads(ctx, s.read)
	if err != nil {
		return nil, err
	}
	visits, err := recountVisits(ctx, s.read)
	return append(leads, visits...), err
}
