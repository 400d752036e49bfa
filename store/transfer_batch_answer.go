package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// AcceptBatch takes over all that is pending of a batch, each as if it were accepted alone: all or none.
func (s *Store) AcceptBatch(ctx context.Context, v crm.Viewer, batch int64, in crm.BatchDecision) (crm.BatchAnswer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.BatchAnswer, error) {
		list, done, err := pendingBatch(t, batch, "in", in)
		if err != nil {
			return done, err
		}
		refused := 0
		for _, x := range list {
			err := acceptOffer(t, x, crm.DecisionInput{Reason: in.Reason, OwnerID: in.OwnerID})
			why := refusal(err)
			if err != nil && why == "" {
				return done, err
			}
			if err == nil {
				done.Count++
			} else if refused++; refused <= itemsShown {
				done.Refused = append(done.Refused, crm.BatchItem{Kind: x.Kind, ID: x.ObjectID, Name: x.ObjectName, Why: why})
			}
		}
		if refused > 0 {
			done.Count = 0
			return done, crm.Conflict(done, "有 %d 件不能接收，一件也没有接收；其余的可以逐件接收", refused)
		}
		return done, tellBatch(t, list, "接收", in.Reason)
	})
}

// RefuseBatch sends back all that is pending of a batch, with one reason.
func (s *Store) RefuseBatch(ctx context.Context, v crm.Viewer, batch int64, in crm.BatchDecision) (crm.BatchAnswer, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return crm.BatchAnswer{}, crm.Invalid("reason", "退回流转须写明原因")
	}
	return s.closeBatch(ctx, v, batch, in, "in", "refused")
}

// WithdrawBatch takes back all that is pending of the viewer's own batch.
func (s *Store) WithdrawBatch(ctx context.Context, v crm.Viewer, batch int64, in crm.BatchDecision) (crm.BatchAnswer, error) {
	return s.closeBatch(ctx, v, batch, in, "out", "withdrawn")
}

func (s *Store) closeBatch(ctx context.Context, v crm.Viewer, batch int64, in crm.BatchDecision, box, state string) (crm.BatchAnswer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.BatchAnswer, error) {
		list, done, err := pendingBatch(t, batch, box, in)
		if err != nil {
			return done, err
		}
		for _, x := range list {
			if err := closeOffer(t, x, state, strings.TrimSpace(in.Reason)); err != nil {
				return done, err
			}
			done.Count++
		}
		return done, tellBatch(t, list, transferState(state), strings.TrimSpace(in.Reason))
	})
}

// pendingBatch reads what of a batch the viewer may answer (box in) or take back (out); a batch of
// which nothing is theirs is not found.
func pendingBatch(t *Tx, batch int64, box string, in crm.BatchDecision) (list []crm.Transfer, done crm.BatchAnswer, err error) {
	if err := t.V.Require(crm.ActTransfer); err != nil {
		return nil, done, err
	}
	var q query
	q.add("tr.batch_id = ?", batch)
	q.transferScope(t.V.Scope(crm.ActTransfer), box)
	all, err := collect(t.ctx, t, scanTransfer, "SELECT "+transferColumns+" FROM transfers tr "+transferJoins+q.clause()+" ORDER BY tr.id", q.args...)
	if err != nil {
		return nil, done, err
	}
	if len(all) == 0 || batch <= 0 {
		return nil, done, crm.NotFound("批次")
	}
	for _, x := range all {
		if x.State == "pending" {
			list = append(list, x)
		}
	}
	now := crm.BatchAnswer{Count: int64(len(list))}
	switch {
	case len(list) == 0:
		return nil, done, crm.Conflict(now, "这批流转都已答复")
	case now.Count != in.Expect:
		return nil, done, crm.Conflict(now, "这批待答复的已变为 %d 件，请核对后再办", len(list))
	}
	return list, done, fillAgreed(t.ctx, t, list)
}

// tellBatch tells the other side once of what became of a batch.
func tellBatch(t *Tx, list []crm.Transfer, done, reason string) error {
	x := list[0]
	body := strings.TrimSuffix(batchNames(list)+"。"+reason, "。")
	if done == transferState("withdrawn") {
		return t.tellRoles(crm.Message{Kind: "transfer", Title: sprintf("%s撤回了一批流转：%d 件", x.FromName, len(list)), Body: body}, x.ToUnitID)
	}
	if x.ProposedBy == 0 {
		return nil
	}
	return t.tell(crm.Message{Kind: "transfer", Title: sprintf("%s%s了一批流转：%d 件", x.ToName, done, len(list)), Body: body, Object: x.Kind, ObjectID: x.ObjectID},
		x.ProposedBy, "", 0)
}

// namesShown is how many things of a batch a message names.
const namesShown = 3

// batchNames names the first things of a batch and says how many there are.
func batchNames(list []crm.Transfer) string {
	var names []string
	for _, x := range list[:min(len(list), namesShown)] {
		names = append(names, "“"+x.ObjectName+"”")
	}
	text := strings.Join(names, "、")
	if len(list) > namesShown {
		text += sprintf("等 %d 件", len(list))
	}
	return text
}

// countBatches tells of the heads of batches how many are pending, and counts all in the total.
func countBatches(ctx context.Context, r querier, v crm.Viewer, list *crm.List[crm.Transfer]) error {
	var q query
	q.where = append(q.where, "tr.state = 'pending'")
	q.transferScope(v.Scope(crm.ActTransfer), "in")
	rows, err := collect(ctx, r, func(rs *sql.Rows) (x [2]int64, err error) { return x, rs.Scan(&x[0], &x[1]) },
		"SELECT tr.batch_id, COUNT(*) FROM transfers tr"+q.clause()+" GROUP BY tr.batch_id", q.args...)
	list.Total = 0
	for _, r := range rows {
		list.Total += r[1]
		for i := range list.Items {
			if r[0] != 0 && list.Items[i].BatchID == r[0] {
				list.Items[i].BatchCount = r[1]
			}
		}
	}
	return err
}
