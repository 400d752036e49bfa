package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// scores puts the lines of every scheme in force into the report, so that a snapshot
// keeps them with the scheme that they were worked out by.
func (b *reportBuilder) scores() (err error) {
	if b.d.q.ChainID == 0 && b.d.q.OfficeID == 0 && b.win.Single() {
		b.r.Scores, err = b.schemeScores()
	}
	return err
}

func (b *reportBuilder) schemeScores() ([]crm.SchemeScores, error) {
	schemes, err := loadSchemes(b.ctx, b.q, b.d.q)
	if err != nil {
		return nil, err
	}
	before, err := b.scoredBefore()
	if err != nil {
		return nil, err
	}
	var out []crm.SchemeScores
	l := &scoreLoader{b: b}
	for _, s := range schemes {
		if !s.ValidIn(b.month.Year()) {
			continue
		}
		units, err := l.units(s)
		if err != nil {
			return nil, err
		}
		out = append(out, crm.SchemeScores{Scheme: s, Month: b.month, Lines: s.Score(b.month, units, before[s.Code])})
	}
	return out, nil
}

// scoredBefore reads last month's ranks by scheme and unit code from its newest snapshot;
// none in January.
func (b *reportBuilder) scoredBefore() (map[string]map[string]int, error) {
	if b.month.Number() == 1 {
		return nil, nil
	}
	text, args := "SELECT number FROM snapshots WHERE month = $1", []any{b.month.Add(-1)}
	if b.known != "" {
		text, args = text+known(b.d.q, "", "at", "$2"), append(args, b.known)
	}
	var number string
	err := b.q.QueryRowContext(b.ctx, text+" ORDER BY seq DESC LIMIT 1", args...).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	last, err := snapshotRows(b.ctx, b.q, number)
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]int{}
	for _, s := range last.Scores {
		ranks := map[string]int{}
		for _, l := range s.Lines {
			if l.Rank != nil {
				ranks[l.Unit] = *l.Rank
			}
		}
		out[s.Scheme.Code] = ranks
	}
	return out, nil
}

// Scores returns the scored lines of a month, of every scheme in force or of one: of a
// closed month those of its snapshot. A viewer gets the lines of its scope; ranks are
// those of all, and maxima count but are told to none who may not see whose they are.
func (s *Store) Scores(ctx context.Context, v crm.Viewer, q crm.FiguresQuery, scheme string) ([]crm.SchemeScores, error) {
	q = crm.FiguresQuery{Month: q.Month, AsKnown: q.AsKnown, UnitID: q.UnitID}
	if err := checkFigures(v, q, s.Today()); err != nil {
		return nil, err
	}
	var out []crm.SchemeScores
	err := s.readOnce(ctx, func(r querier) (err error) {
		out, err = scoresFor(ctx, r, v, q, scheme, s.Today())
		return err
	})
	return out, s.translate(err)
}

func scoresFor(ctx context.Context, r querier, v crm.Viewer, q crm.FiguresQuery, scheme string, today crm.Date) ([]crm.SchemeScores, error) {
	tree, err := loadUnitTree(ctx, r)
	if err != nil {
		return nil, err
	}
	keep, sc, err := figureScope(v, crm.ActReadFigures, tree, q)
	if err != nil {
		return nil, err
	}
	all, err := wholeScores(ctx, r, q, today)
	if err != nil {
		return nil, err
	}
	out := []crm.SchemeScores{}
	for _, x := range all {
		if scheme != "" && x.Scheme.Code != scheme {
			continue
		}
		if keep != nil {
			x.Lines = crm.LinesIn(x.Lines, sc)
			if !v.Scope(crm.ActReadFigures).All {
				crm.HideMost(x.Lines)
			}
		}
		out = append(out, x)
	}
	if scheme != "" && len(out) == 0 {
		return nil, crm.Invalid("scheme", "%s没有“%s”这个评分方案", q.Month.Label(), scheme)
	}
	return out, nil
}

// refsOf makes the 查数码 of lines name the snapshot that the lines stand in: its number was
// not known when they were worked out.
func refsOf(lines []crm.ScoreLine, number string) {
	for _, l := range lines {
		for _, t := range l.Terms {
			for i, ref := range t.Refs {
				if !strings.Contains(ref, "@") {
					t.Refs[i] = ref + "@" + number
				}
			}
		}
	}
}

// wholeScores are the whole city's: frozen, or worked out now. A snapshot taken before
// there were schemes is worked out by what was known on its day, and says so.
func wholeScores(ctx context.Context, r querier, q crm.FiguresQuery, today crm.Date) ([]crm.SchemeScores, error) {
	number, closed, err := closedSnapshot(ctx, r, q.Month)
	if err != nil {
		return nil, err
	}
	note := ""
	if closed && q.AsKnown == "" {
		rows, err := snapshotRows(ctx, r, number)
		if err != nil {
			return nil, err
		}
		if len(rows.Scores) > 0 {
			for i := range rows.Scores {
				rows.Scores[i].Snapshot = number
				refsOf(rows.Scores[i].Lines, number)
			}
			return rows.Scores, nil
		}
		if err := r.QueryRowContext(ctx, "SELECT known_on FROM snapshots WHERE number = $1", number).Scan(&q.AsKnown); err != nil {
			return nil, err
		}
		note = fmt.Sprintf("快照 %s 没有评分，这里按 %s 已知的数据重算", number, q.AsKnown)
	}
	q.UnitID = 0
	d, err := loadFigures(ctx, r, q)
	if err != nil {
		return nil, err
	}
	b := &reportBuilder{ctx: ctx, q: r, d: d, month: q.Month, win: q.Window(), known: q.AsKnown, now: today, until: min(q.Month.Last(), today), r: &crm.MonthReport{}}
	if q.AsKnown != "" {
		b.until = min(b.until, q.AsKnown)
	}
	list, err := b.schemeScores()
	for i := range list {
		list[i].Note = note
	}
	return list, err
}
