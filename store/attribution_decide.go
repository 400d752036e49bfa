package store

import (
	"context"
	"strings"

	"yinfeng/crm"
)

// ApproveAttribution makes what was agreed the project's attribution: what is posted of those years
// is adjusted in the open month, never in a closed one (domain §6). It applies to every indicator, so
// that versions of one indicator end too: who approves has seen them, and the 飞出地 that the project
// then has, or is refused.
func (s *Store) ApproveAttribution(ctx context.Context, v crm.Viewer, id int64, in crm.RequestDecision) (crm.AttributionRequest, error) {
	return act(ctx, s, v, func(t *Tx) (crm.AttributionRequest, error) {
		r, err := openRequest(t, id)
		if err != nil {
			return r, err
		}
		p, err := projectFor(t, crm.ActSetAttribution, r.ProjectID)
		if err != nil {
			return r, err
		}
		if in.Version != r.Version || in.Seen != r.Seen {
			return r, crm.Conflict(r, "这份归属调整或项目现行的归属与您所见的不同，请核对页面上的最新内容后再同意")
		}
		if err := checkCredited(t, r.Transfer.Shares); err != nil {
			return r, err
		}
		if err := attribute(t, p, r.Makes...); err != nil {
			return r, err
		}
		if _, err := t.exec("UPDATE projects SET enclave_home_id = $1 WHERE id = $2", r.Transfer.HomeID, p.ID); err != nil {
			return r, err
		}
		return decideRequest(t, r, "approved", in)
	})
}

// RefuseAttribution leaves the attribution as it stands.
func (s *Store) RefuseAttribution(ctx context.Context, v crm.Viewer, id int64, in crm.RequestDecision) (crm.AttributionRequest, error) {
	return act(ctx, s, v, func(t *Tx) (crm.AttributionRequest, error) {
		r, err := openRequest(t, id)
		if err != nil {
			return r, err
		}
		if in.Reason = strings.TrimSpace(in.Reason); !crm.Reasoned(in.Reason) {
			return r, crm.Invalid("reason", "不同意归属调整须写明原因")
		}
		return decideRequest(t, r, "refused", in)
	})
}

// lapseRequests closes the open request of a project that is voided, and tells those who wait for it.
func lapseRequests(t *Tx, p projectRow, reason string) error {
	ids, err := collect(t.ctx, t, scanID, "SELECT id FROM attribution_requests WHERE project_id = $1 AND state = 'open'", p.ID)
	if err != nil || len(ids) == 0 {
		return err
	}
	r, err := requestBy(t.ctx, t, ids[0], crm.Scope{All: true})
	if err != nil {
		return err
	}
	reason = "项目作废：" + reason
	if _, err := t.exec(`UPDATE attribution_requests SET state = 'lapsed', decision_reason = $1, decided_by = $2, decided_on = $3, decided_at = $4,
		version = version + 1 WHERE id = $5`, reason, t.V.UserID, t.Today, t.Now, r.ID); err != nil {
		return err
	}
	t.audit("attribution.lapse", "project", p.ID, r.Transfer.ToUnitID, "归属调整随项目作废而失效 "+p.Code+" "+p.Name, map[string]any{"request": r.ID, "reason": reason})
	m := crm.Message{Kind: "transfer", Title: "归属调整已失效：“" + p.Name + "”", Body: reason, Object: "project", ObjectID: p.ID}
	if err := t.tellRoles(m, r.Transfer.FromUnitID); err != nil {
		return err
	}
	return t.tell(m, 0, crm.RoleManager, r.Transfer.ToUnitID)
}

// openRequest reads the request that the viewer may decide on; one that is decided gives 409.
func openRequest(t *Tx, id int64) (crm.AttributionRequest, error) {
	if err := t.V.Require(crm.ActSetAttribution); err != nil {
		return crm.AttributionRequest{}, err
	}
	r, err := requestBy(t.ctx, t, id, t.V.Scope(crm.ActSetAttribution))
	if err == nil && r.State != "open" {
		err = crm.Conflict(r, "这份归属调整已经%s，不能再改；要改请在项目的“归属”里调整", requestState(r.State))
	}
	return r, err
}

// decideRequest writes the verdict and tells both units of it.
func decideRequest(t *Tx, r crm.AttributionRequest, state string, in crm.RequestDecision) (crm.AttributionRequest, error) {
	if err := t.update("归属调整", r, `UPDATE attribution_requests SET state = $1, decision_reason = $2, decided_by = $3, decided_on = $4, decided_at = $5,
		version = version + 1 WHERE id = $6 AND version = $7`, state, in.Reason, t.V.UserID, t.Today, t.Now, r.ID, in.Version); err != nil {
		return r, err
	}
	act, word := "attribution.approve", "同意"
	if state == "refused" {
		act, word = "attribution.refuse", "不同意"
	}
	t.audit(act, "project", r.ProjectID, r.Transfer.ToUnitID, "市招商局"+word+"流转约定的归属 "+r.ProjectCode+" "+r.ProjectName,
		map[string]any{"request": r.ID, "ends": r.Ends, "makes": r.Makes, "enclaveHome": []string{r.HomeNow, r.HomeThen}, "reason": in.Reason})
	m := crm.Message{Kind: "transfer", Title: "市招商局" + word + "归属调整：“" + r.ProjectName + "”", Body: in.Reason, Object: "project", ObjectID: r.ProjectID}
	for _, unit := range []int64{r.Transfer.FromUnitID, r.Transfer.ToUnitID} {
		if err := t.tellRoles(m, unit); err != nil {
			return r, err
		}
	}
	return requestBy(t.ctx, t, r.ID, crm.Scope{All: true})
}

func requestState(state string) string {
	return map[string]string{"approved": "审核过", "refused": "审核过", "lapsed": "失效"}[state]
}
