package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// ExpireTransfers ends the offers whose term for an answer has passed (domain §4: accepted or refused
// within a time limit): the lead or project stays where it is and both sides are told. It says how many. Doing it
// twice, or from two program instances, does nothing twice; an offer that can't be ended is told as an
// error and doesn't keep the others. What was offered in a batch is told of at once.
func (s *Store) ExpireTransfers(ctx context.Context) (n int, failed error) {
	rules, err := clockRules(ctx, s.read)
	if err != nil || !rules.TransferExpires {
		return 0, s.translate(err)
	}
	late, err := collect(ctx, s.read, func(r *sql.Rows) (x [2]int64, err error) { return x, r.Scan(&x[0], &x[1]) },
		"SELECT id, batch_id FROM transfers WHERE state = 'pending' AND due_on < $1 ORDER BY id", s.Today())
	if err != nil {
		return 0, s.translate(err)
	}
	tried, done := map[int64]bool{0: true}, map[int64]bool{}
	for _, x := range late {
		id, batch := x[0], x[1]
		if !tried[batch] {
			tried[batch] = true
			ended, err := act(ctx, s, system, func(t *Tx) (int, error) { return expireBatch(t, batch) })
			n += ended
			done[batch] = err == nil
		}
		if done[batch] {
			continue
		}
		ended, err := act(ctx, s, system, func(t *Tx) (int, error) { return expireTransfer(t, id) })
		n, failed = n+ended, errors.Join(failed, err)
	}
	return n, failed
}

func lateReason(x crm.Transfer) string { return sprintf("%s未在 %s 前答复", x.ToName, x.DueOn) }

func expireTransfer(t *Tx, id int64) (int, error) {
	x, err := visibleTransfer(t.ctx, t, id, crm.Scope{All: true}, "")
	if err != nil || x.State != "pending" || x.DueOn >= t.Today {
		return 0, err // answered meanwhile, or ended by another instance
	}
	_, err = endOffer(t, x, "expired", lateReason(x))
	return 1, err
}

// expireBatch ends at once what is pending of a batch whose term has passed, and tells each side once.
// When one of its offers can't be ended none is, and each is tried alone.
func expireBatch(t *Tx, batch int64) (int, error) {
	list, err := collect(t.ctx, t, scanTransfer, "SELECT "+transferColumns+" FROM transfers tr "+transferJoins+
		" WHERE tr.batch_id = $1 AND tr.batch_id <> 0 AND tr.state = 'pending' AND tr.due_on < $2 ORDER BY tr.id", batch, t.Today)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	for _, x := range list {
		if err := closeOffer(t, x, "expired", lateReason(x)); err != nil {
			return 0, err
		}
	}
	x := list[0]
	if len(list) == 1 {
		return 1, tellEnd(t, x, "expired", lateReason(x))
	}
	m := crm.Message{Kind: "transfer", Title: sprintf("一批流转逾期失效：%d 件", len(list)), Body: lateReason(x) + "：" + batchNames(list)}
	if err := t.tellRoles(m, x.ToUnitID); err != nil || x.ProposedBy == 0 {
		return len(list), err
	}
	m.Object, m.ObjectID = x.Kind, x.ObjectID
	return len(list), t.tell(m, x.ProposedBy, "", 0)
}
