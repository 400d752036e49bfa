package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// typedScore is one typed value.
type typedScore struct {
	unit  int64
	month crm.Month
	item  string
	value int64
}

// loadTyped reads what was typed in for a scheme in the months of a year to the report's.
func (l *scoreLoader) loadTyped(scheme string) ([]typedScore, error) {
	if list, ok := l.typed[scheme]; ok {
		return list, nil
	}
	b := l.b
	args := []any{scheme, crm.NewMonth(b.month.Year(), 1).Add(-1), b.month}
	newest := "v.is_current = TRUE"
	if b.known != "" {
		args = append(args, b.known)
		newest = `v.id = (SELECT MAX(n.id) FROM score_values n WHERE n.scheme = v.scheme AND n.unit_id = v.unit_id AND n.month = v.month
			AND n.item = v.item` + known(b.d.q, "n.", "at", "$4") + ")"
	}
	list, err := collect(b.ctx, b.q, func(r *sql.Rows) (x typedScore, err error) { return x, r.Scan(&x.unit, &x.month, &x.item, &x.value) },
		`SELECT v.unit_id, v.month, v.item, v.value FROM score_values v WHERE v.scheme = $1 AND v.month >= $2 AND v.month <= $3
		AND v.removed = FALSE AND `+newest+" ORDER BY v.month, v.id", args...)
	if l.typed == nil {
		l.typed = map[string][]typedScore{}
	}
	l.typed[scheme] = list
	return list, err
}

// typedIn is what was typed in: for offices the month's; for units, who are scored by the
// year, the sum of the months, or of typed points the newest.
func (l *scoreLoader) typedIn(s crm.ScoreScheme, p crm.ScorePart, src crm.ScoreSource) (func(reportUnit) crm.ScoreValue, error) {
	return l.typedOf(s, p, src, l.b.month)
}

func (l *scoreLoader) typedOf(s crm.ScoreScheme, p crm.ScorePart, src crm.ScoreSource, month crm.Month) (func(reportUnit) crm.ScoreValue, error) {
	list, err := l.loadTyped(s.Code)
	if err != nil {
		return nil, err
	}
	return func(u reportUnit) crm.ScoreValue {
		v := crm.ScoreValue{Per: crm.PointScale, Missing: true}
		for _, x := range list {
			if x.unit != u.id || x.item != src.Item || s.For == crm.ForOffices && x.month != month || x.month > month || x.month.Year() != month.Year() {
				continue
			}
			if v.Missing || p.Kind == crm.ScoreTyped {
				v.Own = 0
			}
			v.Own, v.Missing = v.Own+x.value, false
		}
		return v
	}, nil
}

// ScoreValues lists what was typed in for a scheme ("" all) in a month, within the
// viewer's scope.
func (s *Store) ScoreValues(ctx context.Context, v crm.Viewer, scheme string, month crm.Month) ([]crm.ScoreTypedValue, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	if month == "" {
		month = s.Today().Month()
	}
	if _, err := crm.ParseMonth(string(month)); err != nil {
		return nil, err
	}
	var q query
	q.add("v.month = ?", month)
	if scheme != "" {
		q.add("v.scheme = ?", scheme)
	}
	if sc := v.Scope(crm.ActReadFigures); !sc.All {
		if len(sc.Units) == 0 {
			return []crm.ScoreTypedValue{}, nil
		}
		q.where = append(q.where, "v.unit_id IN ("+idList(sc.Units)+")")
	}
	out, err := collect(ctx, s.read, func(r *sql.Rows) (x crm.ScoreTypedValue, err error) {
		var n int64
		err = r.Scan(&x.Scheme, &x.UnitID, &x.Month, &x.Item, &n, &x.Note)
		x.Value = &n
		return x, err
	}, `SELECT v.scheme, v.unit_id, v.month, v.item, v.value, v.note FROM score_values v JOIN units u ON u.id = v.unit_id`+q.clause()+
		` AND v.is_current = TRUE AND v.removed = FALSE ORDER BY v.scheme, u.sort, v.item`, q.args...)
	return out, s.translate(err)
}

// SetScoreValues types in values of open months, all or nothing; without a value one is
// taken back. Earlier versions stay.
func (s *Store) SetScoreValues(ctx context.Context, v crm.Viewer, in []crm.ScoreTypedValue) ([]crm.ScoreTypedValue, error) {
	return act(ctx, s, v, func(t *Tx) ([]crm.ScoreTypedValue, error) {
		if err := cityWide(t, crm.ActManageTargets); err != nil {
			return nil, err
		}
		schemes, err := loadSchemes(t.ctx, t, crm.FiguresQuery{})
		if err != nil {
			return nil, err
		}
		tree, err := loadUnitTree(t.ctx, t)
		if err != nil {
			return nil, err
		}
		closed, err := lastClosed(t.ctx, t)
		if err != nil {
			return nil, err
		}
		for i, x := range in {
			err := setScoreValue(t, schemes, tree, closed, x)
			var e *crm.Error
			if errors.As(err, &e) && e.Code == crm.CodeInvalid {
				return nil, crm.Invalid(fmt.Sprintf("values[%d].%s", i, e.Field), "第 %d 项：%s", i+1, e.Detail)
			}
			if err != nil {
				return nil, err
			}
		}
		return in, nil
	})
}

func setScoreValue(t *Tx, schemes []crm.ScoreScheme, tree *unitTree, closed crm.Month, x crm.ScoreTypedValue) error {
	if _, err := crm.ParseMonth(string(x.Month)); err != nil {
		return err
	}
	u, known := tree.byID[x.UnitID]
	switch {
	case !known:
		return crm.Invalid("unitId", "没有这个单位")
	case x.Month <= closed:
		return crm.Conflict(nil, "%s已关账，不能再改评分填报数", x.Month.Label())
	case x.Month > t.Today.Month():
		return crm.Invalid("month", "%s还没到", x.Month.Label())
	}
	scheme, err := crm.CheckScoreValue(schemes, x)
	if err != nil {
		return err
	}
	if office := u.kind == crm.UnitOffice; office != (scheme.For == crm.ForOffices) || !office && !u.credited(x.Month.Year()) {
		return crm.Invalid("unitId", "“%s”不是方案“%s”的考核对象", u.name, scheme.Name)
	}
	return writeScoreValue(t, x, u)
}

func writeScoreValue(t *Tx, x crm.ScoreTypedValue, u reportUnit) error {
	n, err := t.exec("UPDATE score_values SET is_current = FALSE WHERE scheme = $1 AND unit_id = $2 AND month = $3 AND item = $4 AND is_current = TRUE",
		x.Scheme, x.UnitID, x.Month, x.Item)
	if err != nil || n == 0 && x.Value == nil {
		return err
	}
	id, err := t.nextID("score_values")
	if err != nil {
		return err
	}
	var value int64
	if x.Value != nil {
		value = *x.Value
	}
	if _, err := t.exec(`INSERT INTO score_values (id, scheme, unit_id, month, item, value, removed, note, is_current, set_by, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9, $10, $11)`, id, x.Scheme, x.UnitID, x.Month, x.Item, value, x.Value == nil, x.Note,
		t.V.UserID, t.Today, t.Now); err != nil {
		return err
	}
	t.audit("score.value", "scoreValue", id, x.UnitID, fmt.Sprintf("填报%s%s评分项 %s", x.Month.Label(), u.name, x.Item), x)
	return nil
}
