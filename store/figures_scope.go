package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// narrow keeps of ids what sc reaches.
func narrow(sc crm.Scope, ids []int64) crm.Scope {
	out := crm.Scope{}
	for _, id := range ids {
		if sc.Has(id) {
			out.Units = append(out.Units, id)
		}
	}
	slices.Sort(out.Units)
	return out
}

// totalUnit is the code of the unit whose figures a scope's totals are: the root's for the
// whole city (nil), that of the only credited unit, else none.
func (t *unitTree) totalUnit(keep map[string]bool, year int) string {
	if keep == nil {
		return t.root.code
	}
	only := ""
	for _, u := range t.credited(year) {
		switch {
		case !keep[u.code]:
		case only != "":
			return ""
		default:
			only = u.code
		}
	}
	return only
}

// closedSnapshot returns the number of the snapshot that a closed month stands on.
func closedSnapshot(ctx context.Context, q querier, m crm.Month) (number string, closed bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT s.number FROM periods p JOIN snapshots s ON s.month = p.month
		WHERE p.month = $1 AND p.state = 'closed' ORDER BY s.seq DESC LIMIT 1`, m).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return number, err == nil, err
}

// snapshotFigures reads the frozen figures of a snapshot.
func snapshotFigures(ctx context.Context, q querier, number string) (f crm.Figures, err error) {
	var text string
	if err = q.QueryRowContext(ctx, "SELECT figures FROM snapshots WHERE number = $1", number).Scan(&text); err != nil {
		return f, err
	}
	if err = json.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("figures of %s: %w", number, err)
	}
	return f, nil
}
