package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// AcceptTransfer makes the receiving unit the owner of the lead or project. Ownership changes and
// nothing else does (domain §4): history, files and visits stay, a lead's claim goes with it, the
// former unit reads on.
func (s *Store) AcceptTransfer(ctx context.Context, v crm.Viewer, id int64, in crm.DecisionInput) (crm.Transfer, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Transfer, error) {
		x, err := receivedTransfer(t, id)
		if err != nil {
			return x, err
		}
		if in.Terms != "" && in.Terms != x.Terms {
			return x, crm.Conflict(x, "流转的约定与所见的不同，请核对后再接收")
		}
		if err := acceptOffer(t, x, in); err != nil {
			return x, err
		}
		done, err := visibleTransfer(t.ctx, t, id, crm.Scope{All: true}, "")
		if err != nil || x.ProposedBy == 0 {
			return done, err
		}
		return done, t.tell(crm.Message{Kind: "transfer", Title: x.ToName + "接收了流转：" + x.ObjectName, Body: in.Reason,
			Object: x.Kind, ObjectID: x.ObjectID}, x.ProposedBy, "", 0)
	})
}

// acceptOffer takes over what x offers, and tells nobody.
func acceptOffer(t *Tx, x crm.Transfer, in crm.DecisionInput) error {
	if in.OwnerID == 0 {
		in.OwnerID = t.V.UserID
	}
	in.Reason = strings.TrimSpace(in.Reason)
	if x.Kind == "project" {
		return acceptProject(t, x, in)
	}
	return acceptLead(t, x, in)
}

// acceptLead gives a lead to the receiving unit; what was agreed waits in the transfer for the project.
func acceptLead(t *Tx, x crm.Transfer, in crm.DecisionInput) error {
	if err := checkOwner(t, in.OwnerID, x.ToUnitID, crm.ActTransfer); err != nil {
		return err
	}
	if err := decide(t, x, "accepted", in.Reason); err != nil {
		return err
	}
	l, err := loadLead(t.ctx, t, x.ObjectID, t.Today)
	if err != nil {
		return err
	}
	if err := acceptable(t, l.Lead, x); err != nil {
		return err
	}
	if err := giveLead(t, l, x, in.OwnerID); err != nil {
		return err
	}
	if err := leadEvent(t, l.ID, "transfer", x.FromName, x.ToName, strings.TrimSuffix("流转已接收："+in.Reason, "：")); err != nil {
		return err
	}
	auditAccept(t, x, in.OwnerID, "线索 "+l.Code+" "+l.Project)
	return nil
}

func auditAccept(t *Tx, x crm.Transfer, owner int64, what string) {
	t.audit("transfer.accept", "transfer", x.ID, x.ToUnitID, x.ToName+"接收"+what,
		map[string]any{"from": x.FromUnitID, "to": x.ToUnitID, "ownerId": owner, "introBp": x.IntroBP, "preset": x.Preset, "shares": x.Shares})
}

// acceptable judges anew, at acceptance, whether the lead may still change hands.
func acceptable(t *Tx, l crm.Lead, x crm.Transfer) error {
	switch {
	case l.Voided:
		return crm.Conflict(x, "线索已作废，不能接收")
	case l.Stage == crm.StageSigned:
		return crm.Conflict(x, "线索已签约成为项目，不能接收")
	case l.Status == crm.LeadDropped || l.Status == crm.LeadDormant: // it holds no claim that could go with it
		return crm.Conflict(x, "线索已%s，不能接收", l.Status.Label())
	case l.UnitID != x.FromUnitID:
		return crm.Conflict(x, "线索已不属于%s，不能接收", x.FromName)
	}
	if err := inTerm(t, x); err != nil {
		return err
	}
	return undisputed(t, l, "接收")
}

// inTerm refuses to accept an offer whose term is over, where the city lets offers expire.
func inTerm(t *Tx, x crm.Transfer) error {
	rules, err := clockRules(t.ctx, t)
	if err == nil && rules.TransferExpires && x.DueOn < t.Today {
		return crm.Conflict(x, "答复期限 %s 已过，请%s重新提出流转", x.DueOn, x.FromName)
	}
	return err
}

// giveLead moves a lead to the receiving unit, with its roll-up and who may read it.
func giveLead(t *Tx, l leadRow, x crm.Transfer, owner int64) error {
	if err := t.update("线索", l.Lead, `UPDATE leads SET unit_id = $1, owner_id = $2, updated_at = $3, version = version + 1
		WHERE id = $4 AND version = $5`, x.ToUnitID, owner, t.Now, l.ID, l.Version); err != nil {
		return err
	}
	if err := bumpLeads(t, l, -1); err != nil {
		return err
	}
	l.UnitID = x.ToUnitID
	if err := bumpLeads(t, l, 1); err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM lead_shares WHERE lead_id = $1 AND unit_id = $2", l.ID, x.ToUnitID); err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO lead_shares (lead_id, unit_id, why, at) VALUES ($1, $2, 'transferred', $3)
		ON CONFLICT (lead_id, unit_id) DO UPDATE SET why = excluded.why, at = excluded.at`, l.ID, x.FromUnitID, t.Now); err != nil {
		return err
	}
	if err := indexLead(t, l.ID); err != nil {
		return err
	}
	if err := passContacts(t, l.Lead, x.FromUnitID); err != nil {
		return err
	}
	if err := passClaim(t, l.ID, x.ToUnitID); err != nil {
		return err
	}
	if err := handedOver(t, l.ID); err != nil {
		return err
	}
	return linkCompany(t, l.CompanyID, x.ToUnitID)
}

// passContacts gives the receiving unit the people whom the giver knows at the company: its own, and
// those who came to it with a lead.
func passContacts(t *Tx, l crm.Lead, from int64) error {
	_, err := t.exec(`INSERT INTO lead_contacts (lead_id, contact_id, at) SELECT $1, ct.id, $2 FROM contacts ct
		WHERE ct.company_id = $3 AND ct.voided = FALSE AND (ct.unit_id = $4 OR EXISTS (SELECT 1 FROM lead_contacts lc JOIN leads o ON o.id = lc.lead_id
			WHERE lc.contact_id = ct.id AND (o.unit_id = $4 OR o.id = $1))) ON CONFLICT DO NOTHING`, l.ID, t.Now, l.CompanyID, from)
	return err
}
