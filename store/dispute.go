package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"yinfeng/crm"
)

const disputeColumns = `d.id, d.claim_id, d.unit_id, du.name, d.holder_id, dh.name, dk.protected_until, d.reason, d.state, d.known_on, d.answer_due, d.answer,
	d.answered_on, d.decision, d.decision_reason, d.decided_by, d.decided_on, d.appeal_due, d.appeal_unit_id, d.appeal, d.appealed_on, d.final, d.final_reason,
	d.final_on, d.lead_id, d.new_lead_id, d.version, d.input, d.company, dc.name`

const disputeJoins = `JOIN units du ON du.id = d.unit_id JOIN units dh ON dh.id = d.holder_id JOIN claims dk ON dk.id = d.claim_id
	JOIN leads dl ON dl.id = d.lead_id JOIN companies dc ON dc.id = dl.company_id`

// disputeRow is a dispute as it stands, before it is shown to anybody's eyes.
type disputeRow struct {
	crm.Dispute
	input crm.LeadInput
	typed string // the company that the challenger named; Company is the lead's
}

func scanDispute(r *sql.Rows) (x disputeRow, err error) {
	var input string
	d := &x.Dispute
	if err := r.Scan(&d.ID, &d.ClaimID, &d.UnitID, &d.UnitName, &d.HolderID, &d.HolderName, &d.Until, &d.Reason, &d.State, &d.KnownOn, &d.AnswerDue, &d.Answer,
		&d.AnsweredOn, &d.Decision, &d.DecisionWhy, &d.DecidedBy, &d.DecidedOn, &d.AppealDue, &d.AppealUnit, &d.Appeal, &d.AppealedOn, &d.Final, &d.FinalWhy,
		&d.FinalOn, &d.LeadID, &d.NewLeadID, &d.Version, &input, &x.typed, &d.Company); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(input), &x.input)
}

// partyOf is the viewer's place in a dispute. Who reaches both sides stands over them, and is a
// party only for the unit that he works in.
func partyOf(v crm.Viewer, x disputeRow) crm.DisputeSide {
	side := func(mine, other int64) bool {
		sc := v.Scope(crm.ActTransfer)
		return sc.Has(mine) && (v.UnitID == mine || !sc.Has(other))
	}
	decides := v.Scope(crm.ActDecideDispute)
	return crm.DisputeSide{Challenger: side(x.UnitID, x.HolderID), Holder: side(x.HolderID, x.UnitID), UserID: v.UserID,
		Decider: decides.Has(x.UnitID) && decides.Has(x.HolderID)}
}

// shown is the dispute for the viewer's eyes. The challenger learns nothing of the holder's lead,
// nor of what the holder answers; the holder nothing of the lead that the challenger would report.
func (x disputeRow) shown(v crm.Viewer, today crm.Date) crm.Dispute {
	d, read := x.Dispute, v.Scope(crm.ActReadBusiness)
	challenger, holder := read.Has(x.UnitID), read.Has(x.HolderID)
	if challenger {
		d.Input = &x.input
	} else {
		d.NewLeadID = 0
	}
	if !holder {
		d.Company, d.Answer = x.typed, ""
		if d.Live() || d.Ruling() != "pass" {
			d.LeadID = 0
		}
		if d.AppealUnit == d.HolderID {
			d.Appeal = ""
		}
	} else if !challenger && d.AppealUnit == d.UnitID {
		d.Appeal = ""
	}
	side := partyOf(v, x)
	d.May = d.Steps(side, today)
	d.MayFile = d.Live() && (side.Challenger || side.Holder)
	return d
}

// disputeScope limits q to disputes of which sc reaches either side.
func (q *query) disputeScope(sc crm.Scope) {
	if sc.All {
		return
	}
	var one, other query
	one.scope(sc, reach{unit: "d.unit_id"})
	other.scope(sc, reach{unit: "d.holder_id"})
	q.where = append(q.where, "("+one.where[0]+" OR "+other.where[0]+")")
}

func oneDispute(ctx context.Context, q querier, id int64, sc crm.Scope) (disputeRow, error) {
	var w query
	w.add("d.id = ?", id)
	w.disputeScope(sc)
	found, err := collect(ctx, q, scanDispute, "SELECT "+disputeColumns+" FROM disputes d "+disputeJoins+w.clause(), w.args...)
	if err == nil && len(found) == 0 {
		err = crm.NotFound("争议")
	}
	if err != nil {
		return disputeRow{}, err
	}
	return found[0], nil
}

// Dispute returns one dispute of the viewer's units, as far as it concerns them.
func (s *Store) Dispute(ctx context.Context, v crm.Viewer, id int64) (crm.Dispute, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Dispute{}, err
	}
	x, err := oneDispute(ctx, s.read, id, v.Scope(crm.ActReadBusiness))
	if err != nil {
		return crm.Dispute{}, s.translate(err)
	}
	return x.shown(v, s.Today()), nil
}

var disputeSpec = listSpec{table: "disputes d", alias: "d", id: "d.id", def: "-id", sorts: map[string]string{"id": "d.id"}, cols: disputeColumns, joins: disputeJoins}

// Disputes lists the disputes of the viewer's units, newest first.
func (s *Store) Disputes(ctx context.Context, v crm.Viewer, f crm.DisputeFilter) (crm.List[crm.Dispute], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Dispute]{Items: []crm.Dispute{}}, err
	}
	return reading(ctx, s, func(r querier) (crm.List[crm.Dispute], error) {
		out := crm.List[crm.Dispute]{Items: []crm.Dispute{}}
		sc := v.Scope(crm.ActReadBusiness)
		var q query
		q.disputeScope(sc)
		if f.State != "" {
			q.add("d.state = ?", f.State)
		}
		if f.Open {
			q.add("d.state NOT IN ('final', 'withdrawn')")
		}
		if f.LeadID != 0 { // of a lead that one reads: the challenger must not find out which lead it is
			ok, err := reachable(ctx, r, "leads l", leadReach, f.LeadID, sc)
			if err != nil || !ok {
				return out, err
			}
			q.add("d.lead_id = ?", f.LeadID)
		}
		rows, err := readList(ctx, r, disputeSpec, q, f.Page, scanDispute, func(x disputeRow, _ string) (any, int64) { return x.ID, x.ID })
		out.Next, out.Total, out.TotalIsCapped = rows.Next, rows.Total, rows.TotalIsCapped
		for _, x := range rows.Items {
			out.Items = append(out.Items, x.shown(v, s.Today()))
		}
		return out, err
	})
}

// undisputed refuses an act on a lead while a dispute about it is not over.
func undisputed(t *Tx, l crm.Lead, what string) error {
	live, err := inDispute(t.ctx, t, l.ID)
	if err == nil && live {
		return crm.Conflict(l, "线索的首报首谈正在争议中，办结前不能%s", what)
	}
	return err
}

// inDispute reports whether a dispute about a lead's claim is going on.
func inDispute(ctx context.Context, q querier, lead int64) (bool, error) {
	live, err := collect(ctx, q, scanID, "SELECT id FROM disputes WHERE lead_id = $1 AND state NOT IN ('final', 'withdrawn')", lead)
	return len(live) > 0, err
}
