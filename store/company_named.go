package store

import (
	"context"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// namedPerHour is how many companies that only other units deal with a person may name within one
// hour: else the answers would tell, name by name, whom the city deals with.
const namedPerHour = 120

const namedKind = "named"

func errNamed() error {
	return &crm.Error{Code: crm.CodeTooMany, Detail: fmt.Sprintf("每小时最多填写 %d 家别的单位已登记的企业，请稍后再填新的企业", namedPerHour)}
}

// countNamed counts that the viewer names company id, 0 for one that nobody knows, when only other
// units deal with it: the answer tells that it is known. Past the limit a company that is new to
// the viewer is refused, known or not, so that this tells nothing.
func countNamed(t *Tx, id int64) error {
	if t.V.Operator {
		return nil
	}
	if id == 0 {
		left, err := hourLeft(t, namedKind, namedPerHour)
		if err == nil && left == 0 {
			err = errNamed()
		}
		return err
	}
	own, err := reachable(t.ctx, t, "companies c", companyReach, id, t.V.Scope(crm.ActReadBusiness))
	if err != nil || own {
		return err
	}
	return countHour(t, namedKind, namedPerHour, errNamed().(*crm.Error).Detail)
}

// elsewhere is a refusal that tells of a company.
type elsewhere struct {
	error
	company int64
}

func (e elsewhere) Unwrap() error { return e.error }

// named passes on what an act answered; a refusal that tells of a company is counted in an act of
// its own, for the refused one left nothing.
func (s *Store) named(ctx context.Context, v crm.Viewer, err error) error {
	var e elsewhere
	if !errors.As(err, &e) {
		return err
	}
	if _, counted := act(withoutKey(ctx), s, v, func(t *Tx) (int, error) { return 0, countNamed(t, e.company) }); counted != nil {
		return counted
	}
	return err
}
