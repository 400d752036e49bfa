package store

import (
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// progress is one real advance of a lead: a visit, a stage forward or a document.
type progress struct {
	on   crm.Date
	what string
}

// renewProgress derives a lead's last real progress from what stands — report, stage
// moves not undone, visits not voided, documents — and protects the claim from that day, or from
// the one on which it was opened if that is later (domain §4). Deriving it anew is what makes undoing and voiding exact.
// A claim that has lapsed is not revived by it: a person wakes the lead, which is judged.
func renewProgress(t *Tx, lead int64) error {
	var p progress
	var was crm.Date
	if err := t.QueryRowContext(t.ctx, "SELECT reported_on, last_progress_on FROM leads WHERE id = $1", lead).Scan(&p.on, &was); err != nil {
		return err
	}
	p.what = "首报线索"
	for _, find := range []func(*Tx, int64) (progress, error){lastStageForward, lastVisit, lastDocument} {
		found, err := find(t, lead)
		if err != nil {
			return err
		}
		if found.on != "" && found.on >= p.on {
			p = found
		}
	}
	c, err := claimOf(t, lead)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE leads SET last_progress_on = $1, last_progress = $2 WHERE id = $3", p.on, p.what, lead); err != nil {
		return err
	}
	if c.id != 0 && p.on != was {
		follow := renewClaim
		live, err := inDispute(t.ctx, t, lead)
		if err != nil {
			return err
		}
		if c.until < t.Today && !live {
			follow = keepLapsed
		}
		if err := follow(t, lead, c, p.on); err != nil {
			return err
		}
	}
	return renewClocks(t, lead)
}

// renewClaim protects a claim from the last progress on, as long as the setting says now; days on
// which the lead was paused or in dispute since don't count.
func renewClaim(t *Tx, lead int64, c heldClaim, on crm.Date) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	p, err := pastOf(t.ctx, t, lead, t.Today)
	if err != nil {
		return err
	}
	from, err := claimFrom(t, c, on)
	if err != nil {
		return err
	}
	waited, err := waitedDays(t, c.id, p, from)
	if err != nil {
		return err
	}
	_, err = t.exec("UPDATE claims SET protected_until = $1 WHERE id = $2", from.AddMonths(set.ClaimMonths).AddDays(p.Stopped(from)+waited), c.id)
	return err
}

// keepLapsed keeps the last day of a claim that is over where it was: the days of a pause that goes
// on count from the last progress, which has just moved.
func keepLapsed(t *Tx, lead int64, was heldClaim, _ crm.Date) error {
	c, err := claimOf(t, lead)
	if err != nil || c.until == was.until {
		return err
	}
	_, err = t.exec("UPDATE claims SET protected_until = $1 WHERE id = $2", c.stands.AddDays(c.until.DaysUntil(was.until)), c.id)
	return err
}

// lastStageForward finds the newest step that brought a lead, or one that was merged into it, further
// than it had stood before and was not undone: walking back and forth is no real progress (domain §4).
func lastStageForward(t *Tx, lead int64) (progress, error) {
	events, err := collect(t.ctx, t, scanEvent, eventSQL+"WHERE e.lead_id = $1 AND e.kind IN ('report', 'stage', 'undo') ORDER BY e.id", lead)
	if err != nil {
		return progress{}, err
	}
	p := furthestStep(events)
	merged, err := collect(t.ctx, t, scanID, "SELECT gone_id FROM merges WHERE kept_id = $1 AND undone_at = 0 ORDER BY id", lead)
	for _, gone := range merged {
		theirs, err := lastStageForward(t, gone)
		if err != nil {
			return p, err
		}
		if theirs.on > p.on {
			p = theirs
		}
	}
	return p, err
}

// furthestStep is the newest of a lead's standing steps that went above every stage before.
func furthestStep(events []crm.LeadEvent) (p progress) {
	var kept []crm.LeadEvent
	top := 0
	for _, e := range events {
		switch {
		case e.Kind == "report":
			top = crm.Stage(e.To).Index()
		case e.Kind == "undo":
			kept = kept[:max(len(kept)-1, 0)]
		default:
			kept = append(kept, e)
		}
	}
	for _, e := range kept {
		if to := crm.Stage(e.To); to.Index() > top {
			top, p = to.Index(), progress{e.KnownOn, "推进到“" + to.Label() + "”"}
		}
	}
	return p
}

// lastVisit finds the newest visit of the unit that keeps the lead, or of one that kept it and had
// entered the visit before it handed the lead over: strangers renew nobody's claim. A former unit that
// changes its visit's day afterwards moves the lead's progress no further than the handover.
func lastVisit(t *Tx, lead int64) (progress, error) {
	var p progress
	var kind crm.VisitKind
	err := t.QueryRowContext(t.ctx, `SELECT CASE WHEN w.path LIKE o.path || '%' OR l.handed_on = '' OR v.on_date <= l.handed_on THEN v.on_date ELSE l.handed_on END, v.kind, v.theme FROM visit_leads vl JOIN visits v ON v.id = vl.visit_id
		JOIN units w ON w.id = v.unit_id JOIN leads l ON l.id = vl.lead_id JOIN units o ON o.id = l.unit_id
		WHERE vl.lead_id = $1 AND v.voided = FALSE AND (w.path LIKE o.path || '%' OR EXISTS (SELECT 1 FROM transfers x JOIN units f ON f.id = x.from_unit_id
			WHERE x.kind = 'lead' AND x.object_id = l.id AND x.state = 'accepted' AND w.path LIKE f.path || '%' AND v.created_at <= x.decided_at))
		ORDER BY 1 DESC, v.id DESC LIMIT 1`, lead).Scan(&p.on, &kind, &p.what)
	if errors.Is(err, sql.ErrNoRows) {
		return progress{}, nil
	}
	p.what = kind.Label() + "：" + p.what
	return p, err
}

func lastDocument(t *Tx, lead int64) (progress, error) {
	var name string
	var at int64
	err := t.QueryRowContext(t.ctx, `SELECT name, at FROM attachments WHERE object_kind = 'lead' AND object_id = $1 AND voided = FALSE
		ORDER BY at DESC, id DESC LIMIT 1`, lead).Scan(&name, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return progress{}, nil
	}
	on := dayOf(at)
	if on > t.Today {
		on = t.Today // the business day may be fixed in the past (demo)
	}
	return progress{on, "上传材料：" + name}, err
}

// documentChanged renews a lead's progress when a file was added to it or taken away: a
// document is real progress (domain §4).
func documentChanged(t *Tx, kind string, id int64) error {
	if kind != "lead" {
		return nil
	}
	return renewProgress(t, id)
}
