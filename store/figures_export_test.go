package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// LinesForTest reads every credit line of verified entries, for a plain recount.
func (s *Store) LinesForTest() ([]crm.CreditLine, error) {
	return collect(context.Background(), s.read, func(r *sql.Rows) (l crm.CreditLine, err error) {
		err = r.Scan(&l.UnitID, &l.Month, &l.OrigMonth, &l.Adjustment, &l.Currency, &l.Origin, &l.Fixed, &l.FDI, &l.ChainID, &l.CNY, &l.USD, &l.KnownOn)
		return l, err
	}, `SELECT l.unit_id, l.month, l.orig_month, l.adjustment, l.currency, l.origin, l.fixed, l.fdi, l.chain_id, l.cny, l.usd, l.known_on
		FROM credit_lines l JOIN capital_entries e ON e.id = l.entry_id WHERE e.state = 'verified' ORDER BY l.id`)
}

// CountsForTest reads every count line.
func (s *Store) CountsForTest() ([]crm.CountLine, error) {
	return collect(context.Background(), s.read, func(r *sql.Rows) (l crm.CountLine, err error) {
		err = r.Scan(&l.Indicator, &l.UnitID, &l.Joint, &l.Month, &l.Adjustment, &l.Count, &l.CNY)
		return l, err
	}, "SELECT indicator, unit_id, joint, month, adjustment, count, cny FROM count_lines ORDER BY id")
}

// DataForTest is the data folder, for damaging files.
func (s *Store) DataForTest() string { return s.data }

// DownAndUpForTest takes the schema back to that of an older program, as far as migrations can,
// and up again: what the older program had closed must come out of it unchanged.
func (s *Store) DownAndUpForTest(ctx context.Context, version int64) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	if _, err := p.DownTo(ctx, version); err != nil {
		return err
	}
	return s.migrate(ctx)
}
