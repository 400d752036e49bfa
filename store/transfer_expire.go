package store

import (
	"context"
	"errors"

	"yinfeng/crm"
)

// ExpireTransfers ends the offers whose term for an answer has passed (domain §4: accepted or refused
// within a time limit): the lead or project stays where it is and both sides are told. It says how many. Doing it
// twice, or from two program instances, does nothing twice; an offer that can't be ended is told as an
// error and doesn't keep the others.
func (s *Store) ExpireTransfers(ctx context.Context) (n int, failed error) {
	rules, err := clockRules(ctx, s.read)
	if err != nil || !rules.TransferExpires {
		return 0, s.translate(err)
	}
	late, err := collect(ctx, s.read, scanID, "SELECT id FROM transfers WHERE state = 'pending' AND due_on < $1 ORDER BY id", s.Today())
	if err != nil {
		return 0, s.translate(err)
	}
	for _, id := range late {
		ended, err := act(ctx, s, system, func(t *Tx) (int, error) { return expireTransfer(t, id) })
		n, failed = n+ended, errors.Join(failed, err)
	}
	return n, failed
}

func expireTransfer(t *Tx, id int64) (int, error) {
	x, err := visibleTransfer(t.ctx, t, id, crm.Scope{All: true}, "")
	if err != nil || x.State != "pending" || x.DueOn >= t.Today {
		return 0, err // answered meanwhile, or ended by another instance
	}
	_, err = endOffer(t, x, "expired", sprintf("%s未在 %s 前答复", x.ToName, x.DueOn))
	return 1, err
}
