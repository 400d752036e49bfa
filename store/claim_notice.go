package store

import (
	"context"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// checksPerHour is how many duplicate checks a person may make within one hour: else the notices
// would tell, name by name, what other units are working on.
const checksPerHour = 120

func countCheck(t *Tx) error {
	return countHour(t, "check", checksPerHour, fmt.Sprintf("每小时最多查重 %d 次，请稍后再试", checksPerHour))
}

// CheckLead looks, before saving, for leads that say the same: those of one's own line are named;
// of another unit's claim only unit and last day are told (domain §4). Each check is counted, and
// what was told is kept.
func (s *Store) CheckLead(ctx context.Context, v crm.Viewer, in crm.LeadCheck) (crm.LeadFindings, error) {
	return act(withoutKey(ctx), s, v, func(t *Tx) (crm.LeadFindings, error) {
		if err := v.Require(crm.ActWriteLead); err != nil {
			return crm.LeadFindings{}, err
		}
		if err := countCheck(t); err != nil {
			return crm.LeadFindings{}, err
		}
		if in.CompanyID != 0 {
			if _, err := visibleCompany(t.ctx, t, in.CompanyID, v.Scope(crm.ActReadBusiness)); err != nil {
				return crm.LeadFindings{}, err
			}
		}
		near, err := nearFor(t, in, v.UnitID, 0)
		if err != nil {
			return crm.LeadFindings{}, err
		}
		tied, off, err := countedTies(t, func(phones bool) ([]nearLead, error) { return tiedTo(t, in, near, phones) })
		if err != nil {
			return crm.LeadFindings{}, err
		}
		hints, err := asNear(t, tied, v.UnitID)
		if err != nil {
			return crm.LeadFindings{}, err
		}
		out := crm.Findings(append(near, hints...), t.Today)
		out.PhonesOff = off
		return out, keepNotices(t, out.Notices, v.UnitID, in.CompanyName)
	})
}

// refused passes on what an act answered. When it was refused with a notice of another unit's
// claim, that the notice was told is kept in an act of its own, for the refused one left nothing;
// without that, or past the hour's limit, nothing is told.
func (s *Store) refused(ctx context.Context, v crm.Viewer, unit int64, name string, err error) error {
	var e *crm.Error
	if !errors.As(err, &e) {
		return err
	}
	var told []crm.ClaimNotice
	switch x := e.State.(type) {
	case crm.ClaimNotice:
		told = []crm.ClaimNotice{x}
	case crm.LeadFindings:
		told = x.Notices
	}
	if len(told) == 0 {
		return err
	}
	_, kept := act(withoutKey(ctx), s, v, func(t *Tx) (int, error) {
		if err := countCheck(t); err != nil {
			return 0, err
		}
		return 0, keepNotices(t, told, unit, name)
	})
	if kept != nil {
		return kept
	}
	return err
}

func keepNotices(t *Tx, told []crm.ClaimNotice, unit int64, name string) error {
	for _, n := range told {
		if err := keepNotice(t, n, unit, name); err != nil {
			return err
		}
	}
	return nil
}

// keepNotice keeps who was told what: a row for each unit, claim and day.
func keepNotice(t *Tx, n crm.ClaimNotice, unit int64, name string) error {
	id, err := t.nextID("claim_notices")
	if err != nil {
		return err
	}
	added, err := t.exec(`INSERT INTO claim_notices (id, claim_id, lead_id, unit_id, user_id, level, name, known_on, at)
		SELECT $1, c.id, c.lead_id, $2, $3, $4, $5, $6, $7 FROM claims c WHERE c.id = $8 ON CONFLICT (claim_id, unit_id, known_on) DO NOTHING`,
		id, unit, t.V.UserID, n.Level, name, t.Today, t.Now, n.ClaimID)
	if err == nil && added > 0 {
		t.audit("claim.notice", "claim", n.ClaimID, unit, "告知：相同意向已由"+n.UnitName+"首报", map[string]any{"level": n.Level, "name": name, "until": n.Until})
	}
	return err
}
