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

// errPreview ends the act of a preview, so that nothing of it remains.
var errPreview = crm.Conflict(nil, "预览")

// PreviewOffers tells what OfferAll would offer and what it can't: it does the same and takes it back.
func (s *Store) PreviewOffers(ctx context.Context, v crm.Viewer, in crm.OffersInput) (done crm.OffersDone, err error) {
	_, err = act(withoutKey(ctx), s, v, func(t *Tx) (n int, err error) {
		if done, err = offerAll(t, in); err == nil {
			err = errPreview
		}
		return 0, err
	})
	if errors.Is(err, errPreview) {
		done.BatchID, err = 0, nil
	}
	return done, err
}

// OfferAll offers to another unit the live leads and the projects that a person keeps within the
// viewer's reach; what can't be offered stays, and is told.
func (s *Store) OfferAll(ctx context.Context, v crm.Viewer, in crm.OffersInput) (crm.OffersDone, error) {
	return act(ctx, s, v, func(t *Tx) (crm.OffersDone, error) {
		done, err := offerAll(t, in)
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
		t.audit("transfer.batch", "transfer", done.BatchID, x.FromUnitID, sprintf("成批提出流转给%s：线索 %d 条、项目 %d 个", x.ToName, done.Leads, done.Projects), in)
		return done, t.tellRoles(crm.Message{Kind: "transfer", Title: sprintf("待接收的一批流转：%d 件", done.Leads+done.Projects),
			Body: x.FromName + "提出流转，请于 " + string(x.DueOn) + " 前答复。原因：" + in.Reason, Object: x.Kind, ObjectID: x.ObjectID}, x.ToUnitID)
	})
}

func offerAll(t *Tx, in crm.OffersInput) (done crm.OffersDone, err error) {
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
	sc := t.V.Scope(crm.ActTransfer)
	leads, err := collect(t.ctx, t, scanID, "SELECT l.id FROM leads l WHERE l.owner_id = $1 AND l.voided = FALSE AND l.stage <> 'signed' AND l.status <> 'dropped' AND "+
		scopeText(sc, reach{unit: "l.unit_id"})+" ORDER BY l.id", from.ID)
	if err != nil {
		return done, err
	}
	projects, err := collect(t.ctx, t, scanID, "SELECT p.id FROM projects p WHERE p.owner_id = $1 AND p.voided = FALSE AND "+
		scopeText(sc, reach{unit: "p.unit_id"})+" ORDER BY p.id", from.ID)
	if err != nil {
		return done, err
	}
	if n := len(leads) + len(projects); n > crm.MaxOffers {
		return done, crm.Invalid("fromUserId", "一次最多流转 %d 件，%s名下有 %d 件，请先在单位内交接一部分", crm.MaxOffers, from.Name, n)
	}
	b := offerBatch{t: t, in: in, done: &done}
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
	return done, nil
}

// offerBatch offers one thing after the other.
type offerBatch struct {
	t    *Tx
	in   crm.OffersInput
	done *crm.OffersDone
}

func (b offerBatch) terms(version int64) (crm.TransferInput, int64) {
	batch := b.done.BatchID
	if batch == 0 {
		batch = newBatch
	}
	return crm.TransferInput{ToUnitID: b.in.ToUnitID, Reason: b.in.Reason, Preset: b.in.Preset, Version: version}, batch
}

func (b offerBatch) lead(id int64) error {
	l, err := loadLead(b.t.ctx, b.t, id, b.t.Today)
	if err != nil {
		return err
	}
	in, batch := b.terms(l.Version)
	x, err := offerLead(b.t, l, in, batch)
	return b.took(x, err, crm.BatchItem{Kind: "lead", ID: id, Code: l.Code, Name: l.Project}, &b.done.Leads)
}

func (b offerBatch) project(id int64) error {
	p, err := loadProject(b.t.ctx, b.t, id, b.t.Today)
	if err != nil {
		return err
	}
	in, batch := b.terms(p.Version)
	x, err := offerProject(b.t, p, in, batch)
	return b.took(x, err, crm.BatchItem{Kind: "project", ID: id, Code: p.Code, Name: p.Name}, &b.done.Projects)
}

// took counts what was offered; a refusal by the rules leaves the thing out, another error ends all.
func (b offerBatch) took(x crm.Transfer, err error, item crm.BatchItem, n *int64) error {
	if err == nil {
		*n++
		b.done.BatchID = x.BatchID
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

// refusal is the reason of a refusal by our own rules, "" for a failure.
func refusal(err error) string {
	var why *crm.Error
	if errors.As(err, &why) && why.Cause == nil {
		return why.Detail
	}
	return ""
}
