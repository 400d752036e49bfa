package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"yinfeng/crm"
)

// transferColumns: an offer that came to nothing keeps the name under which it was made, since the
// unit that got it may not read the object any more.
const transferColumns = `tr.id, tr.kind, tr.object_id, CASE WHEN tr.state IN ('pending', 'accepted') THEN COALESCE(tl.project || '（' || tc.name || '）', tj.name, '')
	ELSE tr.object_name END, tr.from_unit_id, tf.name, tr.to_unit_id, tt.name, tr.reason, tr.intro_bp, tr.proposed_by, COALESCE(tp.name, ''), tr.at,
	tr.known_on, tr.due_on, tr.state, tr.decision_reason, tr.decided_at, tr.decided_on, tr.preset, tr.home_id, tr.batch_id`

const transferJoins = `JOIN units tf ON tf.id = tr.from_unit_id JOIN units tt ON tt.id = tr.to_unit_id
	LEFT JOIN users tp ON tp.id = tr.proposed_by LEFT JOIN leads tl ON tl.id = tr.object_id AND tr.kind = 'lead'
	LEFT JOIN companies tc ON tc.id = tl.company_id LEFT JOIN projects tj ON tj.id = tr.object_id AND tr.kind = 'project'`

func scanTransfer(r *sql.Rows) (x crm.Transfer, err error) {
	return x, r.Scan(&x.ID, &x.Kind, &x.ObjectID, &x.ObjectName, &x.FromUnitID, &x.FromName, &x.ToUnitID, &x.ToName, &x.Reason,
		&x.IntroBP, &x.ProposedBy, &x.ProposerName, &x.At, &x.KnownOn, &x.DueOn, &x.State, &x.DecisionReason, &x.DecidedAt, &x.DecidedOn,
		&x.Preset, &x.HomeID, &x.BatchID)
}

// oneTransfer reads the transfer that cond names; nil when there is none.
func oneTransfer(ctx context.Context, q querier, w query) (*crm.Transfer, error) {
	rows, err := collect(ctx, q, scanTransfer, "SELECT "+transferColumns+" FROM transfers tr "+transferJoins+w.clause(), w.args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], fillAgreed(ctx, q, rows[:1])
}

// pendingTransfer returns the transfer of a lead or project that waits for acceptance, or nil.
func pendingTransfer(ctx context.Context, q querier, kind string, id int64) (*crm.Transfer, error) {
	var w query
	w.add("tr.state = 'pending' AND tr.kind = ?", kind)
	w.add("tr.object_id = ?", id)
	return oneTransfer(ctx, q, w)
}

// transferScope limits q to transfers from or to the units of sc.
func (q *query) transferScope(sc crm.Scope, box string) {
	if sc.All && box == "" {
		return
	}
	var from, to query
	from.scope(sc, reach{unit: "tr.from_unit_id"})
	to.scope(sc, reach{unit: "tr.to_unit_id"})
	sides := map[string][]string{"out": from.where, "in": to.where, "": append(from.where, to.where...)}[box]
	if len(sides) > 0 {
		q.where = append(q.where, "("+strings.Join(sides, " OR ")+")")
	}
}

// visibleTransfer reads a transfer from or to a unit of sc.
func visibleTransfer(ctx context.Context, q querier, id int64, sc crm.Scope, box string) (crm.Transfer, error) {
	var w query
	w.add("tr.id = ?", id)
	w.transferScope(sc, box)
	x, err := oneTransfer(ctx, q, w)
	if err == nil && x == nil {
		err = crm.NotFound("流转")
	}
	if err != nil {
		return crm.Transfer{}, err
	}
	return *x, nil
}

// Transfer returns one transfer from or to one of the viewer's units.
func (s *Store) Transfer(ctx context.Context, v crm.Viewer, id int64) (crm.Transfer, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Transfer{}, err
	}
	return reading(ctx, s, func(q querier) (crm.Transfer, error) {
		return visibleTransfer(ctx, q, id, v.Scope(crm.ActReadBusiness), "")
	})
}

var transferSpec = listSpec{table: "transfers tr", alias: "tr", id: "tr.id", def: "-at",
	sorts: map[string]string{"at": "tr.at", "dueOn": "tr.due_on"}, cols: transferColumns, joins: transferJoins}

// Transfers lists transfers: Box "in" to the viewer's units, "out" from them.
func (s *Store) Transfers(ctx context.Context, v crm.Viewer, f crm.TransferFilter) (crm.List[crm.Transfer], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Transfer]{}, err
	}
	if f.Box != "" && f.Box != "in" && f.Box != "out" {
		return crm.List[crm.Transfer]{}, crm.Invalid("box", "box 只能是 in 或 out")
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.Transfer], error) {
		return transferList(ctx, r, v.Scope(crm.ActReadBusiness), f)
	})
}

func transferList(ctx context.Context, r querier, sc crm.Scope, f crm.TransferFilter) (crm.List[crm.Transfer], error) {
	var q query
	q.transferScope(sc, f.Box)
	if f.State != "" {
		q.add("tr.state = ?", f.State)
	}
	if f.Kind != "" {
		q.add("tr.kind = ?", f.Kind)
	}
	if f.ObjectID != 0 {
		q.add("tr.object_id = ?", f.ObjectID)
	}
	if f.BatchID != 0 {
		q.add("tr.batch_id = ?", f.BatchID)
	}
	if f.Heads {
		q.where = append(q.where, "(tr.batch_id = 0 OR tr.id = (SELECT MIN(b.id) FROM transfers b WHERE b.batch_id = tr.batch_id AND b.state = 'pending'))")
	}
	list, err := readList(ctx, r, transferSpec, q, f.Page, scanTransfer, func(x crm.Transfer, sort string) (any, int64) {
		if sort == "dueOn" {
			return string(x.DueOn), x.ID
		}
		return x.At, x.ID
	})
	if err != nil {
		return list, err
	}
	return list, fillAgreed(ctx, r, list.Items)
}

// leadIntroductions returns what accepted transfers of a lead have promised to its
// former units, for the introductions of the project that it becomes (domain §6).
func leadIntroductions(ctx context.Context, q querier, lead int64) ([]crm.Share, error) {
	return collect(ctx, q, func(r *sql.Rows) (s crm.Share, err error) { return s, r.Scan(&s.UnitID, &s.UnitName, &s.Order, &s.BP) },
		`SELECT u.id, u.name, u.sort, CAST(SUM(x.intro_bp) AS BIGINT) FROM transfers x JOIN units u ON u.id = x.from_unit_id
			WHERE x.kind = 'lead' AND x.object_id = $1 AND x.state = 'accepted' AND x.intro_bp > 0
			GROUP BY u.id, u.name, u.sort ORDER BY u.sort, u.id`, lead)
}

// introSum is what a lead's transfers have promised so far, in basis points.
func introSum(t *Tx, lead int64) (int64, error) {
	var n sql.NullInt64
	err := t.QueryRowContext(t.ctx, `SELECT CAST(SUM(intro_bp) AS BIGINT) FROM transfers WHERE kind = 'lead' AND object_id = $1
		AND state = 'accepted'`, lead).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n.Int64, err
}
