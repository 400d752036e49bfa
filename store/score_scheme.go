package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// A scheme is versions: a change adds a row, so that what a closed month was scored by
// and what was known on an earlier day stay.

// loadSchemes reads the schemes as they stand, or as fq knows them: of each code the
// newest version, in the order in which the codes came.
func loadSchemes(ctx context.Context, q querier, fq crm.FiguresQuery) ([]crm.ScoreScheme, error) {
	type row struct {
		id, version int64
		body        string
	}
	text, args := "SELECT id, version, body FROM score_schemes ORDER BY id", []any{}
	if fq.AsKnown != "" {
		text, args = "SELECT id, version, body FROM score_schemes WHERE 1 = 1"+known(fq, "", "at", "$1")+" ORDER BY id", []any{fq.AsKnown}
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.version, &x.body) }, text, args...)
	if err != nil {
		return nil, err
	}
	out, at := []crm.ScoreScheme{}, map[string]int{}
	for _, x := range rows {
		var s crm.ScoreScheme
		if err := json.Unmarshal([]byte(x.body), &s); err != nil {
			return nil, fmt.Errorf("scoring scheme %d: %w", x.id, err)
		}
		s.ID, s.Version = x.id, x.version
		if i, ok := at[s.Code]; ok {
			out[i] = s
			continue
		}
		at[s.Code] = len(out)
		out = append(out, s)
	}
	return out, nil
}

// ScoreSchemes lists the scoring schemes.
func (s *Store) ScoreSchemes(ctx context.Context, v crm.Viewer) ([]crm.ScoreScheme, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	out, err := loadSchemes(ctx, s.read, crm.FiguresQuery{})
	return out, s.translate(err)
}

// PutScoreScheme adds a scheme (id 0) or a new version of the one with that id.
func (s *Store) PutScoreScheme(ctx context.Context, v crm.Viewer, id int64, in crm.ScoreScheme) (crm.ScoreScheme, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ScoreScheme, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return in, err
		}
		if err := in.Check(); err != nil {
			return in, err
		}
		if err := checkSchemeFigures(t, in); err != nil {
			return in, err
		}
		version, err := nextVersion(t, id, in)
		if err != nil {
			return in, err
		}
		return writeScheme(t, in, version, t.Today)
	})
}

// nextVersion ends the version that is being changed.
func nextVersion(t *Tx, id int64, in crm.ScoreScheme) (int64, error) {
	schemes, err := loadSchemes(t.ctx, t, crm.FiguresQuery{})
	if err != nil {
		return 0, err
	}
	if id == 0 {
		for _, s := range schemes {
			if s.Code == in.Code {
				return 0, crm.Conflict(nil, "已有代码为“%s”的评分方案，请换一个代码，或修改原方案", in.Code)
			}
		}
		return 1, nil
	}
	var code string
	err = t.QueryRowContext(t.ctx, "SELECT code FROM score_schemes WHERE id = $1", id).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, crm.NotFound("评分方案")
	}
	if err != nil {
		return 0, err
	}
	for _, s := range schemes {
		if s.Code != code {
			continue
		}
		if in.Code != s.Code || in.For != s.For {
			return 0, crm.Invalid("code", "评分方案的代码和考核对象不能改，请另建方案")
		}
		if s.ID != id || in.Version != s.Version {
			return 0, crm.Conflict(s, "评分方案已被别人修改过，请刷新后再改")
		}
		_, err := t.exec("UPDATE score_schemes SET is_current = FALSE WHERE id = $1", id)
		return s.Version + 1, err
	}
	return 0, crm.NotFound("评分方案")
}

func writeScheme(t *Tx, in crm.ScoreScheme, version int64, known crm.Date) (crm.ScoreScheme, error) {
	in.ID, in.Version = 0, 0
	body := toJSON(in)
	id, err := t.nextID("score_schemes")
	if err != nil {
		return in, err
	}
	if _, err := t.exec(`INSERT INTO score_schemes (id, code, version, body, is_current, set_by, known_on, at)
		VALUES ($1, $2, $3, $4, TRUE, $5, $6, $7)`, id, in.Code, version, body, t.V.UserID, known, t.Now); err != nil {
		return in, err
	}
	t.audit("score.scheme", "scoreScheme", id, 0, fmt.Sprintf("设置评分方案 %s 第 %d 版", in.Name, version), in)
	in.ID, in.Version = id, version
	return in, nil
}

// checkSchemeFigures refuses figures that do not exist.
func checkSchemeFigures(t *Tx, s crm.ScoreScheme) error {
	inds, err := loadIndicators(t.ctx, t)
	if err != nil {
		return err
	}
	bases, err := loadBases(t.ctx, t)
	if err != nil {
		return err
	}
	for i, term := range s.Terms {
		for k, p := range term.Parts {
			src, err := crm.ParseScoreSource(p.Source)
			if err != nil || src.Kind != crm.SourceFigure {
				continue // Check has refused what cannot be read
			}
			in := crm.TargetInput{Year: max(s.FromYear, 2000), Indicator: src.Indicator, Basis: src.Basis}
			var e *crm.Error
			err = crm.CheckTarget(in, inds, bases)
			if err == nil {
				err = crm.CheckSchemeBasis(s, src, bases)
			}
			if errors.As(err, &e) {
				return crm.Invalid(fmt.Sprintf("terms[%d].parts[%d].source", i, k), "第 %d 项“%s”：%s", i+1, term.Label, e.Detail)
			}
		}
	}
	return nil
}

// schemes lays down the pack's schemes; they stand from the start.
func (l packLoader) schemes(p crm.Pack) error {
	for _, s := range p.Schemes {
		if err := s.Check(); err != nil {
			return err
		}
		if err := checkSchemeFigures(l.t, s); err != nil {
			return err
		}
		if _, err := writeScheme(l.t, s, 1, ""); err != nil {
			return err
		}
	}
	return nil
}
