package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// judgeReport runs the duplicate check within the act, where acts of all program instances stand
// in one line: of two units that report one intention at the same moment exactly one goes on. unit
// is the unit of the report, but the lead that is being changed. What a decision passes by is
// returned, to be kept by passDuplicates once there is a lead.
func judgeReport(t *Tx, in crm.LeadCheck, unit int64, d *crm.DuplicateDecision, but int64) ([]crm.NearLead, error) {
	near, err := nearFor(t, in, unit, but)
	if err != nil {
		return nil, err
	}
	return judgeNear(t, near, d)
}

func judgeNear(t *Tx, near []crm.NearLead, d *crm.DuplicateDecision) ([]crm.NearLead, error) {
	if d != nil {
		d.Reason = strings.TrimSpace(d.Reason)
	}
	return crm.JudgeReport(near, d, t.Today)
}

// judgeNew is judgeReport of what a person saves anew: what is tied to it otherwise (L3, L4) asks too.
func judgeNew(t *Tx, in crm.LeadCheck, unit int64, d *crm.DuplicateDecision) ([]crm.NearLead, error) {
	near, err := nearFor(t, in, unit, 0)
	if err != nil {
		return nil, err
	}
	return judgeTied(t, near, d, unit, func(phones bool) ([]nearLead, error) { return tiedTo(t, in, near, phones) })
}

// nearFor reads what is near a report of unit, says the same and is alive, and marks what is its
// own. Own or foreign goes by the unit of the report, its subtree and the line above it, not by
// what the viewer reaches: a manager doesn't report for one county what another holds. What the
// viewer may not read is foreign, so that nothing of it is told.
func nearFor(t *Tx, in crm.LeadCheck, unit, but int64) (out []crm.NearLead, err error) {
	if in.CompanyID == 0 && len([]rune(strings.TrimSpace(in.CompanyName))) < 2 {
		return nil, nil
	}
	near, err := nearLeads(t.ctx, t, in, t.Today)
	if err != nil {
		return nil, err
	}
	apart, err := apartOf(t, in, but)
	if err != nil {
		return nil, err
	}
	for _, n := range near {
		if apart[n.ID] {
			continue
		}
		if n.until, err = waitsUntil(t, n); err != nil {
			return nil, err
		}
		says := (n.Match.Level == "L1" || n.Match.Level == "L2") && crm.SameIntention(in.Project, in.Industry, n.Project, n.Industry)
		if says && n.ID != but && n.Status != crm.LeadDropped {
			out = append(out, crm.NearLead{Lead: n.Lead, Level: n.Match.Level, ClaimID: n.claim, HolderID: n.holder, Until: n.until})
		}
	}
	return out, markOwn(t, out, unit)
}

// apartOf gives the leads that a ruling has set apart from the lead that is being changed, as long as its
// company stays.
func apartOf(t *Tx, in crm.LeadCheck, lead int64) (map[int64]bool, error) {
	if lead == 0 {
		return nil, nil
	}
	apart, err := ruledApart(t, lead)
	if err != nil || len(apart) == 0 {
		return nil, err
	}
	var id int64
	var key string
	err = t.QueryRowContext(t.ctx, "SELECT c.id, c.name_key FROM leads l JOIN companies c ON c.id = l.company_id WHERE l.id = $1", lead).Scan(&id, &key)
	if err != nil || in.CompanyID != id && (in.CompanyID != 0 || crm.NameKey(in.CompanyName) != key) {
		return nil, err
	}
	return apart, nil
}

// waitsUntil is the last day of n's claim: while a dispute about it goes on it isn't over.
func waitsUntil(t *Tx, n nearLead) (crm.Date, error) {
	if n.claim == 0 || n.until >= t.Today {
		return n.until, nil
	}
	live, err := inDispute(t.ctx, t, n.ID)
	if live {
		return t.Today, err
	}
	return n.until, err
}

// markOwn marks which leads are of unit's own line, and names who holds the claims.
func markOwn(t *Tx, near []crm.NearLead, unit int64) error {
	if len(near) == 0 {
		return nil
	}
	line, err := collect(t.ctx, t, scanID, `SELECT d.id FROM units n JOIN units d ON d.path LIKE n.path || '%' OR n.path LIKE d.path || '%' WHERE n.id = $1`, unit)
	if err != nil {
		return err
	}
	for i := range near {
		n := &near[i]
		if n.HolderID != 0 {
			if err := t.QueryRowContext(t.ctx, "SELECT name FROM units WHERE id = $1", n.HolderID).Scan(&n.Holder); err != nil {
				return err
			}
		}
		if !slices.Contains(line, n.UnitID) {
			continue
		}
		if n.Own, err = reachable(t.ctx, t, "leads l", leadReach, n.ID, t.V.Scope(crm.ActReadBusiness)); err != nil {
			return err
		}
	}
	return nil
}

// passDuplicates keeps a person's decision beside the lead that it was made for, and tells the
// units that hold like claims, and the bureau, that and why it was made.
func passDuplicates(t *Tx, lead leadRow, passed []crm.NearLead, d *crm.DuplicateDecision) error {
	for _, n := range passed {
		id, err := t.nextID("lead_verdicts")
		if err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO lead_verdicts (id, lead_id, other_id, level, verdict, reason, user_id, unit_id, known_on, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, lead.ID, n.ID, n.Level, d.Verdict, d.Reason, t.V.UserID, lead.UnitID, t.Today, t.Now); err != nil {
			return err
		}
		if n.Own || n.Tied() {
			continue
		}
		if err := tellHolder(t, crm.Message{Object: "lead", ObjectID: lead.ID}, lead.UnitID, "线索", n, d.Reason); err != nil {
			return err
		}
	}
	return nil
}

// tellHolder tells the holding unit of a like lead by unit and reason only, and the bureau's
// managers of both. made is what was registered beside it: a lead or a project of unit.
func tellHolder(t *Tx, made crm.Message, unitID int64, what string, n crm.NearLead, reason string) error {
	unit, err := unitName(t, unitID, "unitId")
	if err != nil {
		return err
	}
	m := crm.Message{Kind: "notice", Title: unit + "登记了与“" + n.Project + "”相近的" + what, Body: "对方认定不是同一意向，理由：" + reason,
		Object: "lead", ObjectID: n.ID}
	if err := t.tellRoles(m, n.UnitID); err != nil {
		return err
	}
	made.Kind, made.Title, made.Body = "notice", unit+"登记了与"+n.Holder+"相近的"+what+"，请留意", "理由："+reason
	return t.tell(made, 0, crm.RoleManager, unitID)
}

// checkOf is what the check looks at of a lead.
func checkOf(l crm.Lead) crm.LeadCheck {
	return crm.LeadCheck{CompanyID: l.CompanyID, Project: l.Project, Industry: l.Industry, Amount: l.Amount}
}

// checkInput is what the check looks at of a lead that is being typed; a company is picked among
// those that the viewer sees.
func checkInput(t *Tx, in crm.LeadInput) (crm.LeadCheck, error) {
	if in.CompanyID != 0 {
		_, err := visibleCompany(t.ctx, t, in.CompanyID, t.V.Scope(crm.ActWriteLead))
		if crm.ErrCode(err) == crm.CodeNotFound {
			return crm.LeadCheck{}, crm.Invalid("companyId", "所选企业不存在，请重选")
		}
		if err != nil {
			return crm.LeadCheck{}, err
		}
	}
	return crm.LeadCheck{CompanyID: in.CompanyID, CompanyName: in.CompanyName, Project: strings.TrimSpace(in.Project), Industry: in.Industry, Amount: in.Amount}, nil
}
