package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

// A handover (工作交接) gives all that one person keeps to a colleague: leads and projects, whatever
// their state, open tasks, and next steps of visits. Units stay, so nobody sees more or less than
// before; nothing changes but the owner, the version and the time of the change.

// mostHandover is how many things one act hands over.
const mostHandover = 5000

// handed are the ids of what changes hands.
type handed struct {
	leads, projects, steps, tasks []int64
	live                          int64
}

func (h handed) counts() crm.HandoverCounts {
	return crm.HandoverCounts{Leads: int64(len(h.leads)), Live: h.live, Projects: int64(len(h.projects)), Steps: int64(len(h.steps)), Tasks: int64(len(h.tasks))}
}

// handedOf finds what a person keeps within sc.
func handedOf(ctx context.Context, q querier, user int64, sc crm.Scope) (h handed, err error) {
	find := func(text string) (ids []int64) {
		if err == nil {
			ids, err = collect(ctx, q, scanID, text, user)
		}
		return ids
	}
	own := func(column string) string { return scopeText(sc, reach{unit: column}) }
	h.leads = find("SELECT l.id FROM leads l WHERE l.owner_id = $1 AND " + own("l.unit_id") + " ORDER BY l.id")
	h.live = int64(len(find("SELECT l.id FROM leads l WHERE l.owner_id = $1 AND l.voided = FALSE AND l.stage <> 'signed' AND l.status <> 'dropped' AND " + own("l.unit_id"))))
	h.projects = find("SELECT p.id FROM projects p WHERE p.owner_id = $1 AND p.voided = FALSE AND " + own("p.unit_id") + " ORDER BY p.id")
	for _, keeps := range []string{visitKept, visitTaken} {
		h.steps = append(h.steps, find("SELECT v.id FROM visits v WHERE "+keeps+visitOpen+own("v.unit_id")+" ORDER BY v.id")...)
	}
	h.tasks = find("SELECT tk.id FROM tasks tk WHERE tk.owner_id = $1 AND tk.state = 'open' AND " + taskGiven(sc) + " ORDER BY tk.id")
	return h, err
}

// taskWithin: tasks of leads and projects that sc reaches, voided ones too.
func taskWithin(sc crm.Scope) string { return taskOf(sc, leadReach, projectReach) }

// taskGiven: tasks that sc may hand over: those of its people wherever it reaches, of others (giverWithin)
// only those of its own leads and projects.
func taskGiven(sc crm.Scope) string {
	return "(" + taskOf(sc, reach{unit: "l.unit_id"}, reach{unit: "p.unit_id"}) + " OR " + taskWithin(sc) +
		" AND EXISTS (SELECT 1 FROM users u WHERE u.id = tk.owner_id AND " + scopeText(sc, userReach) + "))"
}

func taskOf(sc crm.Scope, leads, projects reach) string {
	return "(tk.object_kind = 'lead' AND EXISTS (SELECT 1 FROM leads l WHERE l.id = tk.object_id AND " + scopeText(sc, leads) +
		") OR tk.object_kind = 'project' AND EXISTS (SELECT 1 FROM projects p WHERE p.id = tk.object_id AND " + scopeText(sc, projects) + "))"
}

// giverWithin: people of sc's units, and who was moved elsewhere and still keeps leads of theirs.
func giverWithin(sc crm.Scope) string {
	text := scopeText(sc, userReach)
	if sc.All {
		return text
	}
	return "(" + text + " OR u.id IN (SELECT l.owner_id FROM leads l WHERE l.voided = FALSE AND " + scopeText(sc, reach{unit: "l.unit_id"}) + "))"
}

// giver reads the person whose work the viewer may hand over.
func giver(ctx context.Context, q querier, v crm.Viewer, id int64) (g crm.Giver, err error) {
	if err := v.Require(crm.ActTransfer); err != nil {
		return g, err
	}
	list, err := collect(ctx, q, scanGiver, giverSQL+" WHERE u.id = $1 AND "+giverWithin(v.Scope(crm.ActTransfer)), id)
	if err == nil && len(list) == 0 {
		err = crm.NotFound("用户")
	}
	if err != nil {
		return g, err
	}
	return list[0], nil
}

const giverSQL = "SELECT u.id, u.name, n.name, u.disabled FROM users u JOIN units n ON n.id = u.unit_id"

func scanGiver(r *sql.Rows) (g crm.Giver, err error) {
	return g, r.Scan(&g.ID, &g.Name, &g.UnitName, &g.Disabled)
}

// Givers lists the people whose work in the viewer's units can be handed over, all of them, also who
// has left.
func (s *Store) Givers(ctx context.Context, v crm.Viewer) ([]crm.Giver, error) {
	if err := v.Require(crm.ActTransfer); err != nil {
		return nil, err
	}
	out, err := collect(ctx, s.read, scanGiver, giverSQL+" WHERE "+giverWithin(v.Scope(crm.ActTransfer))+" ORDER BY n.sort, u.disabled, u.name, u.id")
	return out, s.translate(err)
}

// PreviewHandover counts what a person keeps within the viewer's reach.
func (s *Store) PreviewHandover(ctx context.Context, v crm.Viewer, from int64) (crm.HandoverCounts, error) {
	return reading(ctx, s, func(q querier) (crm.HandoverCounts, error) {
		if _, err := giver(ctx, q, v, from); err != nil {
			return crm.HandoverCounts{}, err
		}
		h, err := handedOf(ctx, q, from, v.Scope(crm.ActTransfer))
		return h.counts(), err
	})
}

// HandOver gives all that one person keeps to another, at once or not at all.
func (s *Store) HandOver(ctx context.Context, v crm.Viewer, in crm.HandoverInput) (crm.HandoverCounts, error) {
	return act(ctx, s, v, func(t *Tx) (crm.HandoverCounts, error) {
		var none crm.HandoverCounts
		from, err := giver(t.ctx, t, v, in.FromUserID)
		if err != nil {
			return none, err
		}
		h, err := handedOf(t.ctx, t, from.ID, v.Scope(crm.ActTransfer))
		if err != nil {
			return none, err
		}
		in.Reason = strings.TrimSpace(in.Reason)
		now := h.counts()
		switch {
		case !crm.Reasoned(in.Reason):
			return none, crm.Invalid("reason", "请写明交接原因")
		case now.All() == 0:
			return none, crm.Conflict(now, "%s名下没有要交接的业务", from.Name)
		case now != in.Expect:
			return none, crm.Conflict(now, "%s名下的业务已有变化，请核对件数后再交接", from.Name)
		case now.All() > mostHandover:
			return none, crm.Invalid("fromUserId", "一次最多交接 %d 件，%s名下有 %d 件", mostHandover, from.Name, now.All())
		}
		to, err := taker(t, in, h)
		if err != nil {
			return none, err
		}
		if err := handOver(t, h, from, to, in.Reason); err != nil {
			return none, err
		}
		t.audit("handover.all", "user", from.ID, to.UnitID, from.Name+"的业务交接给"+to.Name, map[string]any{"to": to.UserID, "counts": now, "reason": in.Reason})
		return now, t.tell(crm.Message{Kind: "notice", Title: from.Name + "的业务已交接给你", Body: now.Moved() + "。" + in.Reason}, to.UserID, "", 0)
	})
}

// taker is the person who takes over: active, of the viewer's units, and able to keep leads and
// read what hangs on them wherever they belong.
func taker(t *Tx, in crm.HandoverInput, h handed) (crm.Viewer, error) {
	if in.ToUserID == in.FromUserID {
		return crm.Viewer{}, crm.Invalid("toUserId", "接手人须是另一个人")
	}
	to, err := loadViewer(t.ctx, t, in.ToUserID)
	if crm.ErrCode(err) == crm.CodeUnauthorized || err == nil && !t.V.Scope(crm.ActTransfer).Has(to.UnitID) {
		return to, crm.Invalid("toUserId", "所选的接手人不存在或已停用，请重选")
	}
	if err != nil {
		return to, err
	}
	units, err := collect(t.ctx, t, scanID, "SELECT unit_id FROM leads WHERE id IN ("+listOrNone(h.leads)+") UNION SELECT unit_id FROM projects WHERE id IN ("+
		listOrNone(h.projects)+") UNION SELECT unit_id FROM visits WHERE id IN ("+listOrNone(h.steps)+")")
	if err != nil {
		return to, err
	}
	if slices.ContainsFunc(units, func(u int64) bool { return !to.Scope(crm.ActWriteLead).Has(u) }) {
		return to, crm.Invalid("toUserId", "%s的角色不能跟踪这些业务所在单位的线索，请另选接手人或先授权", to.Name)
	}
	seen, err := collect(t.ctx, t, scanID, "SELECT tk.id FROM tasks tk WHERE tk.id IN ("+listOrNone(h.tasks)+") AND "+taskWithin(to.Scope(crm.ActComment)))
	if err == nil && len(seen) < len(h.tasks) {
		err = crm.Invalid("toUserId", "有 %d 项任务的线索或项目%s看不到，请另选接手人", len(h.tasks)-len(seen), to.Name)
	}
	return to, err
}

// listOrNone is idList for a list that may be empty: no id is 0.
func listOrNone(ids []int64) string { return idList(append([]int64{0}, ids...)) }

// handOver writes the new owner, with a line in each lead's history and an audit row for each object.
func handOver(t *Tx, h handed, from crm.Giver, to crm.Viewer, reason string) error {
	for _, x := range []struct {
		set, kind, table, act, noun string
		ids                         []int64
	}{
		{"owner_id = $1, updated_at = $2, version = version + 1", "lead", "leads", "lead.handover", "线索", h.leads},
		{"owner_id = $1, updated_at = $2, version = version + 1", "project", "projects", "project.handover", "项目", h.projects},
		{"step_user_id = $1, updated_at = $2, version = version + 1", "visit", "visits", "visit.handover", "拜访的下一步", h.steps},
	} {
		if _, err := t.exec("UPDATE "+x.table+" SET "+x.set+" WHERE id IN ("+listOrNone(x.ids)+")", to.UserID, t.Now); err != nil {
			return err
		}
		for _, id := range x.ids {
			if x.kind == "lead" {
				if err := leadEventOf(t, id, "owner", from.Name, to.Name, reason, from.ID, to.UserID); err != nil {
					return err
				}
				if err := moveReminders(t, id, to.UserID); err != nil {
					return err
				}
			}
			t.audit(x.act, x.kind, id, to.UnitID, x.noun+"由"+from.Name+"交接给"+to.Name, map[string]any{"from": from.ID, "to": to.UserID, "reason": reason})
		}
	}
	_, err := t.exec("UPDATE tasks SET owner_id = $1, version = version + 1 WHERE id IN ("+listOrNone(h.tasks)+")", to.UserID)
	for _, id := range h.tasks {
		t.audit("task.handover", "task", id, to.UnitID, "任务由"+from.Name+"交接给"+to.Name, map[string]any{"from": from.ID, "to": to.UserID, "reason": reason})
	}
	return err
}

// keepsWork refuses to disable a person who keeps live work, and tells how much: it is handed over
// first, or left deliberately.
func keepsWork(t *Tx, u crm.User) error {
	h, err := handedOf(t.ctx, t, u.ID, crm.Scope{All: true})
	if err == nil && h.counts().Open() > 0 {
		err = crm.Conflict(map[string]any{"work": h.counts()}, "%s名下还有%s，请先由本单位在“工作交接”里交给同事，或确认停用", u.Name, h.counts().Text())
	}
	return err
}
