package store

import (
	"database/sql"
	"errors"

	"yinfeng/crm"
)

// openClaim gives the reporting unit its 首报首谈 right, protected from today.
func openClaim(t *Tx, lead, unit int64) error {
	id, err := t.nextID("claims")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO claims (id, lead_id, unit_id, since, protected_until, state, at) VALUES ($1, $2, $3, $4, $5, 'held', $6)`,
		id, lead, unit, t.Today, t.Today.AddMonths(crm.ClaimMonths), t.Now)
	return err
}

// endClaim ends the claim of a voided lead.
func endClaim(t *Tx, lead int64) error {
	_, err := t.exec("UPDATE claims SET state = 'ended' WHERE lead_id = $1 AND state = 'held'", lead)
	return err
}

// progress is one real advance of a lead: a visit, a stage forward or a document.
type progress struct {
	on   crm.Date
	what string
}

// renewProgress derives a lead's last real progress from what stands — report, stage
// moves not undone, visits not voided, documents — and protects the claim from that day
// (domain §4). Deriving it anew is what makes undoing and voiding exact.
func renewProgress(t *Tx, lead int64) error {
	var p progress
	if err := t.QueryRowContext(t.ctx, "SELECT reported_on FROM leads WHERE id = $1", lead).Scan(&p.on); err != nil {
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
	if _, err := t.exec("UPDATE leads SET last_progress_on = $1, last_progress = $2 WHERE id = $3", p.on, p.what, lead); err != nil {
		return err
	}
	_, err := t.exec("UPDATE claims SET protected_until = $1 WHERE lead_id = $2 AND state = 'held'", p.on.AddMonths(crm.ClaimMonths), lead)
	return err
}

// lastStageForward finds the newest stage move forward that was not undone.
func lastStageForward(t *Tx, lead int64) (progress, error) {
	events, err := collect(t.ctx, t, scanEvent, eventSQL+"WHERE e.lead_id = $1 AND e.kind IN ('stage', 'undo') ORDER BY e.id", lead)
	if err != nil {
		return progress{}, err
	}
	var kept []crm.LeadEvent
	for _, e := range events {
		if e.Kind == "undo" {
			kept = kept[:max(len(kept)-1, 0)]
			continue
		}
		kept = append(kept, e)
	}
	for i := len(kept) - 1; i >= 0; i-- {
		from, to := crm.Stage(kept[i].From), crm.Stage(kept[i].To)
		if to.Index() > from.Index() {
			return progress{kept[i].KnownOn, "推进到“" + to.Label() + "”"}, nil
		}
	}
	return progress{}, nil
}

func lastVisit(t *Tx, lead int64) (progress, error) {
	var p progress
	var kind crm.VisitKind
	err := t.QueryRowContext(t.ctx, `SELECT v.on_date, v.kind, v.theme FROM visit_leads vl JOIN visits v ON v.id = vl.visit_id
		WHERE vl.lead_id = $1 AND v.voided = FALSE ORDER BY v.on_date DESC, v.id DESC LIMIT 1`, lead).Scan(&p.on, &kind, &p.what)
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
