package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yinfeng/crm"
)

// ChangesPage is how many changes a page holds.
const ChangesPage = 50

// ChangesAfterClose lists what reached a month after it was first closed, newest first:
// adjustments posted in later months, and lines posted in it while it was open again. A
// viewer sees the lines of the units in his scope.
func (s *Store) ChangesAfterClose(ctx context.Context, v crm.Viewer, month crm.Month, page int) (crm.List[crm.AfterClose], error) {
	out := crm.List[crm.AfterClose]{Items: []crm.AfterClose{}}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		out, err = changesAfterClose(ctx, q, v, month, max(page, 1), s.Today())
		return err
	})
	return out, s.translate(err)
}

func changesAfterClose(ctx context.Context, q querier, v crm.Viewer, month crm.Month, page int, today crm.Date) (crm.List[crm.AfterClose], error) {
	out := crm.List[crm.AfterClose]{Items: []crm.AfterClose{}}
	if _, err := periodOf(ctx, q, month, today); err != nil {
		return out, err
	}
	var since sql.NullInt64
	if err := q.QueryRowContext(ctx, "SELECT MIN(at) FROM snapshots WHERE month = $1", month).Scan(&since); err != nil || !since.Valid {
		return out, err
	}
	lines := afterCloseLines(v.Scope(crm.ActReadBusiness))
	if err := q.QueryRowContext(ctx, "SELECT COUNT(*) FROM ("+lines+") c", month, since.Int64).Scan(&out.Total); err != nil {
		return out, err
	}
	var err error
	out.Items, err = collect(ctx, q, scanAfterClose, fmt.Sprintf(`SELECT c.at, c.known_on, c.object, c.object_id, COALESCE(e.code, m.kind), c.project_id, p.name, c.unit_id,
		n.name, c.indicator, c.cny, c.count, c.month, c.adjustment, COALESCE(NULLIF(e.reduce_reason, ''), e.note, m.note)
		FROM (%s) c JOIN projects p ON p.id = c.project_id JOIN units n ON n.id = c.unit_id
		LEFT JOIN capital_entries e ON c.object = 'capital' AND e.id = c.object_id LEFT JOIN milestones m ON c.object = 'milestone' AND m.id = c.object_id
		ORDER BY c.at DESC, c.object, c.object_id DESC, c.unit_id, c.month, c.adjustment, c.indicator LIMIT %d OFFSET %d`, lines, ChangesPage, (page-1)*ChangesPage),
		month, since.Int64)
	if err != nil {
		return out, err
	}
	if int64(page*ChangesPage) < out.Total {
		out.Next = fmt.Sprint(page + 1)
	}
	for i := range out.Items {
		if err := whoDid(ctx, q, &out.Items[i]); err != nil {
			return out, err
		}
	}
	return out, nil
}

// afterCloseLines sums the lines of $1 that came after the instant $2, one row an act,
// object and unit.
func afterCloseLines(sc crm.Scope) string {
	within := ""
	if !sc.All {
		within = " AND 1 = 0"
		if len(sc.Units) > 0 {
			within = " AND unit_id IN (" + idList(sc.Units) + ")"
		}
	}
	late := "(orig_month = $1 OR month = $1 AND at > $2)" + within
	return `SELECT at, known_on, 'capital' AS object, entry_id AS object_id, project_id, unit_id, 'capital' AS indicator, month, adjustment,
		CAST(SUM(cny) AS BIGINT) AS cny, CAST(0 AS BIGINT) AS count FROM credit_lines WHERE ` + late + ` GROUP BY at, known_on, entry_id, project_id, unit_id, month, adjustment
		UNION ALL SELECT at, known_on, 'milestone', milestone_id, project_id, unit_id, indicator, month, adjustment,
		CAST(SUM(cny) AS BIGINT), CAST(SUM(count) AS BIGINT) FROM count_lines WHERE joint = FALSE AND ` + late + ` GROUP BY at, known_on, milestone_id, project_id, unit_id, indicator, month, adjustment`
}

func scanAfterClose(r *sql.Rows) (c crm.AfterClose, err error) {
	err = r.Scan(&c.At, &c.KnownOn, &c.Object, &c.ObjectID, &c.Code, &c.ProjectID, &c.Project, &c.UnitID, &c.Unit, &c.Indicator, &c.Amount, &c.Count,
		&c.PostedIn, &c.Adjustment, &c.Reason)
	if c.Object == "milestone" {
		c.Code = crm.MilestoneKind(c.Code).Label()
	}
	return c, err
}

// whoDid finds the act that posted a change in the audit log: written at the same instant
// on the entry or milestone, else on its project (a change of shares).
func whoDid(ctx context.Context, q querier, c *crm.AfterClose) error {
	rows, err := collect(ctx, q, func(r *sql.Rows) (a crm.AuditRow, err error) {
		return a, r.Scan(&a.Actor, &a.Act, &a.Label, &a.Object, &a.Detail)
	},
		`SELECT actor, act, label, object, detail FROM audit_log WHERE at = $1 AND (object = $2 AND object_id = $3 OR object = 'project' AND object_id = $4)
		ORDER BY CASE WHEN object = $2 THEN 0 ELSE 1 END, seq`, c.At, c.Object, c.ObjectID, c.ProjectID)
	if err != nil || len(rows) == 0 {
		return err
	}
	a := rows[0]
	c.Who, c.Act, c.What = a.Actor, a.Act, cmp.Or(a.Label, a.Act)
	if a.Object == c.Object {
		return nil
	}
	var d struct{ After struct{ Reason string } }
	if err := json.Unmarshal([]byte(a.Detail), &d); err != nil {
		return fmt.Errorf("audit detail of %s: %w", a.Label, err)
	}
	c.Reason = d.After.Reason
	return nil
}
