package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// loadRanks gives last month's ranks of every indicator under the basis asked for.
func (d *figureData) loadRanks(ctx context.Context, q querier) error {
	bases := map[string]crm.Basis{}
	for _, i := range d.inds {
		b, err := d.basisOf(i)
		if err != nil {
			return err
		}
		bases[i.Code] = b
	}
	var err error
	d.ranks, _, err = ranksBefore(ctx, q, d.q, bases, d.tree.unranked())
	return err
}

// ranksBefore works out last month's ranks by indicator and unit code as fq ranks, from
// last month's newest snapshot, whose number it returns; under another basis than the
// snapshot's, or over a chain, from what was known on the day it was taken. None in
// January, over a window, for an office or without a snapshot (domain §8).
func ranksBefore(ctx context.Context, q querier, fq crm.FiguresQuery, bases map[string]crm.Basis, never string) (map[string]map[string]int, string, error) {
	none := map[string]map[string]int{}
	if fq.Month.Number() == 1 || !fq.Window().Single() || fq.OfficeID != 0 {
		return none, "", nil
	}
	then, taken, err := newestSnapshot(ctx, q, fq)
	if err != nil || then.Snapshot == nil {
		return none, "", err
	}
	other, err := figuresThen(ctx, q, fq, then, taken, bases)
	if err != nil {
		return none, "", err
	}
	by := fq.RankBy
	if by == "" {
		by = crm.RankByRate
	}
	for code, b := range bases {
		f := &then
		if fq.ChainID != 0 || f.Total[code].Basis != b.Code {
			f = other
		}
		if _, counted := then.Total[code]; !counted || f == nil || b.Filter.Pending() {
			continue
		}
		f.RankUnits(code, by, never, nil)
		ranks := map[string]int{}
		for _, u := range f.Units {
			if r := u.Figures[code].Rank; r != nil {
				ranks[u.ID] = *r
			}
		}
		none[code] = ranks
	}
	return none, *then.Snapshot, nil
}

// newestSnapshot reads the figures of last month's newest snapshot, or of the newest one
// that fq knows, and when it was taken; Snapshot is nil when there is none.
func newestSnapshot(ctx context.Context, q querier, fq crm.FiguresQuery) (f crm.Figures, taken crm.FiguresQuery, err error) {
	taken.Month = fq.Month.Add(-1)
	text, args := "SELECT number, known_on, at, figures FROM snapshots WHERE month = $1", []any{taken.Month}
	if fq.AsKnown != "" {
		text, args = text+known(fq, "", "at", "$2"), append(args, fq.AsKnown)
	}
	var raw, number string
	err = q.QueryRowContext(ctx, text+" ORDER BY seq DESC LIMIT 1", args...).Scan(&number, &taken.AsKnown, &taken.ShutAt, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return f, taken, nil
	}
	if err != nil {
		return f, taken, err
	}
	if err := json.Unmarshal([]byte(raw), &f); err != nil {
		return f, taken, fmt.Errorf("figures of %s: %w", number, err)
	}
	f.Snapshot = &number
	return f, taken, nil
}

// figuresThen works out last month's figures under the bases that its snapshot does not
// have, as known when it was taken; nil when it has them all.
func figuresThen(ctx context.Context, q querier, fq crm.FiguresQuery, then crm.Figures, taken crm.FiguresQuery, bases map[string]crm.Basis) (*crm.Figures, error) {
	other := map[string]string{}
	for code, b := range bases {
		if have, counted := then.Total[code]; counted && !b.Filter.Pending() && (fq.ChainID != 0 || have.Basis != b.Code) {
			other[code] = b.Code
		}
	}
	if len(other) == 0 {
		return nil, nil
	}
	taken.Bases, taken.ChainID = other, fq.ChainID
	d, err := loadFigureData(ctx, q, taken)
	if err != nil {
		return nil, err
	}
	f, _, err := d.figures()
	return &f, err
}
