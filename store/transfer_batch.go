package store

import (
	"context"
	"errors"
	"strings"

	"yinfeng/crm"
)

// A colleague leaves and another unit is to go on: all that the person keeps is offered to it in one
// act, each lead and project as a transfer of its own (domain §4), answered singly or all at once.

// newBatch asks insertTransfer to begin a batch with the transfer that it writes.
const newBatch = -1

// itemsShown bounds the lists of what stands in the way of an act on many.
const itemsShown = 50

// PreviewOffers tells what OfferAll would offer and what it can't: it judges alike and writes nothing.
func (s *Store) PreviewOffers(ctx context.Context, v crm.Viewer, f crm.LeadFilter, in crm.OffersInput) (crm.OffersDone, error) {
	q, err := s.offeredLeads(ctx, v, f, in)
	if err != nil {
		return crm.OffersDone{}, err
	}
	return judging(ctx, s, v, func(t *Tx) (crm.OffersDone, error) { return offerAll(t, q, in, true) })
}

// OfferAll offers to another unit the live leads and the projects that a person keeps within the
// viewer's reach, or the part of them that in and f name; what can't be offered stays, and is told.
func (s *Store) OfferAll(ctx context.Context, v crm.Viewer, f crm.LeadFilter, in crm.OffersInput) (crm.OffersDone, error) {
	q, err := s.offeredLeads(ctx, v, f, in)
	if err != nil {
		return crm.OffersDone{}, err
	}
	return act(ctx, s, v, func(t *Tx) (crm.OffersDone, error) {
		done, err := offerAll(t, q, in, false)
		switch {
		case err != nil:
			return done, err
		case done.Leads != in.ExpectLeads || done.Projects != in.ExpectProjects:
			done.BatchID = 0
			return done, crm.Conflict(done, "可流转的已变为线索 %d 条、项目 %d 个，请核对后再办", done.Leads, done.Projects)
		case done.BatchID == 0:
			return done, crm.Conflict(done, "没有可以流转的线索和项目")
		}
		x, err := visibleTransfer(t.ctx, t, done.BatchID, crm.Scope{All: true}, "")
		if err != nil {
			return done, err
		}
		t.audit("transfer.batch", "transfer", done.BatchID, x.FromUnitID, sprintf("成批提出流转给%s：线索 %d 条、项目 %d 个", x.ToName, done.Leads, done.Projects), map[string]any{"offers": in, "filter": f})
		return done, t.tellRoles(crm.Message{Kind: "transfer", Title: sprintf("待接收的一批流转：%d 件", done.Leads+done.Projects),
			Body: x.FromName + "提出流转，请于 " + string(x.DueOn) + " 前答复。原因：" + in.Reason, Object: x.Kind, ObjectID: x.ObjectID}, x.ToUnitID)
	})
}

// offeredLeads limits leads l to the live ones that the person keeps within the viewer's reach, and
// to those of f, the filter of the list of leads, and of in.
func (s *Store) offeredLeads(ctx context.Context, v crm.Viewer, f crm.LeadFilter, in crm.OffersInput) (query, error) {
	if err := v.Require(crm.ActTransfer); err != nil {
		return query{}, err
	}
	f.Page = crm.Page{Q: f.Q} // of a page of the list only what was looked for counts
	part := f != (crm.LeadFilter{}) || len(in.LeadIDs) > 0
	switch {
	case in.Part != "" && in.Part != "leads" && in.Part != "projects":
		return query{}, crm.Invalid("part", "part 只能是 leads 或 projects")
	case part && in.Part != "leads":
		return query{}, crm.Invalid("part", "筛选只用于线索，请选“部分线索”")
	case len(in.LeadIDs) > crm.MaxOffers:
		return query{}, crm.Invalid("leadIds", "一次最多流转 %d 件", crm.MaxOffers)
	}
	sc := v.Scope(crm.ActTransfer)
	q, err := s.leadQuery(ctx, v, sc, f)
	if err != nil {
		return q, s.translate(err)
	}
	q.add("l.owner_id = ? AND l.stage <> 'signed' AND l.status <> 'dropped'", in.FromUserID)
	q.where = append(q.where, scopeText(sc, reach{unit: "l.unit_id"}))
	if len(in.LeadIDs) > 0 {
		q.where = append(q.where, "l.id IN ("+idList(in.LeadIDs)+")")
	}
	return q, nil
}

// offerAll offers what in names, of the leads those of q; in a preview (dry) it writes nothing.
func offerAll(t *Tx, q query, in crm.OffersInput, dry bool) (done crm.OffersDone, err error) {
	from, err := giver(t.ctx, t, t.V, in.FromUserID)
	if err != nil {
		return done, err
	}
	if in.Reason = strings.TrimSpace(in.Reason); !crm.Reasoned(in.Reason) {
		return done, crm.Invalid("reason", "请写明流转原因")
	}
	if _, _, err := receiverOf(t, in.ToUnitID); err != nil {
		return done, err
	}
	var leads, projects []int64
	if in.Part != "projects" {
		leads, err = collect(t.ctx, t, scanID, "SELECT l.id FROM leads l"+q.clause()+" ORDER BY l.id", q.args...)
	}
	if err == nil && in.Part != "leads" {
		projects, err = collect(t.ctx, t, scanID, "SELECT p.id FROM projects p WHERE p.owner_id = $1 AND p.voided = FALSE AND "+
			scopeText(t.V.Scope(crm.ActTransfer), reach{unit: "p.unit_id"})+" ORDER BY p.id", from.ID)
	}
	if err != nil {
		return done, err
	}
	if n := len(leads) + len(projects); n > crm.MaxOffers {
		return done, crm.Invalid("fromUserId", "一次最多流转 %d 件，%s名下选中 %d 件，请按阶段、意向县区等分几批流转", crm.MaxOffers, from.Name, n)
	}
	b := offerBatch{t: t, in: in, dry: dry, done: &done}
	for _, id := range leads {
		if err := b.lead(id); err != nil {
			return done, err
		}
	}
	for _, id := range projects {
		if err := b.project(id); err != nil {
			return done, err
		}
	}
	return done, b.stays(from.ID)
}

// offerBatch offers one thing after the other, or in a preview judges it alone.
type offerBatch struct {
	t               *Tx
	in              crm.OffersInput
	dry             bool
	done            *crm.OffersDone
	leads, projects []int64 // what is offered
}

func (b *offerBatch) terms(version int64) (crm.TransferInput, int64) {
	batch := b.done.BatchID
	if batch == 0 {
		batch = newBatch
	}
	return crm.TransferInput{ToUnitID: b.in.ToUnitID, Reason: b.in.Reason, Preset: b.in.Preset, Version: version}, batch
}

func (b *offerBatch) lead(id int64) error {
	l, err := loadLead(b.t.ctx, b.t, id, b.t.Today)
	if err != nil {
		return err
	}
	var x crm.Transfer
	in, batch := b.terms(l.Version)
	if b.dry {
		_, _, err = judgeLeadOffer(b.t, l, &in)
	} else {
		x, err = offerLead(b.t, l, in, batch)
	}
	return b.took(x, err, crm.BatchItem{Kind: "lead", ID: id, Code: l.Code, Name: l.Project}, &b.leads)
}

func (b *offerBatch) project(id int64) error {
	p, err := loadProject(b.t.ctx, b.t, id, b.t.Today)
	if err != nil {
		return err
	}
	var x crm.Transfer
	in, batch := b.terms(p.Version)
	if b.dry {
		_, _, err = judgeProjectOffer(b.t, p, &in)
	} else {
		x, err = offerProject(b.t, p, in, batch)
	}
	return b.took(x, err, crm.BatchItem{Kind: "project", ID: id, Code: p.Code, Name: p.Name}, &b.projects)
}

// took notes what was offered; a refusal by the rules leaves the thing out, another error ends all.
func (b *offerBatch) took(x crm.Transfer, err error, item crm.BatchItem, offered *[]int64) error {
	if err == nil {
		*offered = append(*offered, item.ID)
		b.done.Leads, b.done.Projects, b.done.BatchID = int64(len(b.leads)), int64(len(b.projects)), x.BatchID
		return nil
	}
	why := refusal(err)
	if why == "" {
		return err
	}
	b.done.Left++
	if item.Why = why; len(b.done.Refused) < itemsShown {
		b.done.Refused = append(b.done.Refused, item)
	}
	return nil
}

// stays counts what the person keeps of what is offered: open tasks on it, and next steps of visits
// to its companies that no lead carries on.
func (b *offerBatch) stays(user int64) error {
	leads, projects := listOrNone(b.leads), listOrNone(b.projects)
	err := b.t.QueryRowContext(b.t.ctx, "SELECT COUNT(*) FROM tasks tk WHERE tk.owner_id = $1 AND tk.state = 'open' AND (tk.object_kind = 'lead' AND tk.object_id IN ("+leads+
		") OR tk.object_kind = 'project' AND tk.object_id IN ("+projects+"))", user).Scan(&b.done.Tasks)
	met := "EXISTS (SELECT 1 FROM visit_companies vc WHERE vc.visit_id = v.id AND (vc.company_id IN (SELECT l.company_id FROM leads l WHERE l.id IN (" + leads +
		")) OR vc.company_id IN (SELECT pp.company_id FROM project_parties pp WHERE pp.project_id IN (" + projects + "))))"
	for _, keeps := range []string{visitKept, visitTaken} {
		var n int64
		if err == nil {
			err = b.t.QueryRowContext(b.t.ctx, "SELECT COUNT(*) FROM visits v WHERE "+keeps+visitOpen+met, user).Scan(&n)
		}
		b.done.Steps += n
	}
	return err
}

// refusal is the reason of a refusal by our own rules, "" for a failure.
func refusal(err error) string {
	var why *crm.Error
	if errors.As(err, &why) && why.Cause == nil {
		return why.Detail
	}
	return ""
}
