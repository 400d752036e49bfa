package store

import (
	"context"
	"io"
	"os"

	"yinfeng/crm"
)

// NewFile is a file to be kept: what it proves, its name, its media type by content and
// its bytes.
type NewFile struct {
	ObjectKind string
	ObjectID   int64
	Kind       string // 材料种类
	Name       string
	MediaType  string
	Content    io.Reader
}

// AddAttachment keeps a file: first its bytes, durable under their hash, then its
// record. A refused file leaves nothing behind.
func (s *Store) AddAttachment(ctx context.Context, v crm.Viewer, in NewFile) (crm.Attachment, error) {
	h, err := holderOf(in.ObjectKind)
	if err != nil {
		return crm.Attachment{}, err
	}
	later := batchOf(ctx) != nil // a batch syncs its files once, before its commit
	staged, err := s.stage(in.Content, !later)
	if err != nil {
		return crm.Attachment{}, err
	}
	defer os.Remove(staged.path) // gone already when it has been kept
	return act(ctx, s, v, func(t *Tx) (crm.Attachment, error) {
		unit, err := mayAttach(t, h, in.ObjectID)
		if err == nil && h.perUnit() && !h.sides {
			unit, err = speakingUnit(t.ctx, t, in.ObjectID, v.Scope(h.write))
		}
		if err != nil {
			return crm.Attachment{}, err
		}
		if err := s.keep(staged, !later); err != nil {
			return crm.Attachment{}, err
		}
		return insertAttachment(t, in, staged, unit, h)
	})
}

func insertAttachment(t *Tx, in NewFile, f stagedFile, unit int64, h holder) (crm.Attachment, error) {
	if _, err := t.exec("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING",
		f.sha, f.size, in.MediaType, t.Now); err != nil {
		return crm.Attachment{}, err
	}
	id, err := t.nextID("attachments")
	if err != nil {
		return crm.Attachment{}, err
	}
	number, err := t.code("PZ", string(t.Today[:4]))
	if err != nil {
		return crm.Attachment{}, err
	}
	if _, err := t.exec(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, FALSE, $12)`, id, number, in.ObjectKind, in.ObjectID, in.Kind, in.Name, f.size,
		in.MediaType, f.sha, unit, t.V.UserID, t.Now); err != nil {
		return crm.Attachment{}, err
	}
	if err := documentChanged(t, in.ObjectKind, in.ObjectID); err != nil {
		return crm.Attachment{}, err
	}
	t.audit("attachment.add", in.ObjectKind, in.ObjectID, unit, "添加"+h.label+"文件 "+number+" "+in.Name,
		map[string]any{"number": number, "kind": in.Kind, "name": in.Name, "sha256": f.sha, "size": f.size})
	return scanAttachment(t.QueryRowContext(t.ctx, attachmentSelect+"WHERE a.id = $1", id))
}

// mayAttach decides who changes the files of an object and when, and gives its unit:
// what is out of the reader's scope is not found, what is only read is forbidden.
func mayAttach(t *Tx, h holder, id int64) (unit int64, err error) {
	if err := t.V.Require(h.write); err != nil {
		return 0, err
	}
	if err := mayRead(t.ctx, t, t.V, h, id); err != nil {
		return 0, err
	}
	if h.sides {
		return disputeSide(t, id)
	}
	ok, err := reachable(t.ctx, t, h.table, h.writeReach(), id, t.V.Scope(h.write))
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, crm.Conflict(nil, "这个%s属于别的单位，只能由该单位添加或作废文件", h.label)
	}
	columns := h.reach.unit + ", ''"
	if h.stages {
		columns = h.reach.unit + ", state"
	}
	var state crm.ReviewState
	err = t.QueryRowContext(t.ctx, "SELECT "+columns+" FROM "+h.table+" WHERE "+h.reach.idColumn(h.table)+" = $1", id).Scan(&unit, &state)
	if err == nil && h.stages && state != crm.StateDraft && state != crm.StateReturned {
		err = crm.Conflict(map[string]any{"state": state}, "%s已上报，佐证不能再改；需要补充时先撤回", h.label)
	}
	return unit, err
}

// VoidAttachment takes a file away from its object. The bytes stay: they may prove
// something else, and the audit log names them.
func (s *Store) VoidAttachment(ctx context.Context, v crm.Viewer, id int64) (crm.Attachment, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Attachment, error) {
		a, err := readAttachment(t.ctx, t, v, id)
		if err != nil {
			return a, err
		}
		h := holders[a.ObjectKind]
		unit, err := mayAttach(t, h, a.ObjectID)
		if err != nil {
			return a, err
		}
		if h.perUnit() {
			if h.sides && unit != a.UnitID || !v.Scope(h.write).Has(a.UnitID) {
				return a, crm.Conflict(nil, "这个文件是别的单位添加的，只能由该单位作废")
			}
			unit = a.UnitID
		}
		if _, err := t.exec("UPDATE attachments SET voided = TRUE WHERE id = $1", id); err != nil {
			return a, err
		}
		if err := documentChanged(t, a.ObjectKind, a.ObjectID); err != nil {
			return a, err
		}
		t.audit("attachment.void", a.ObjectKind, a.ObjectID, unit, "作废"+h.label+"文件 "+a.Number+" "+a.Name, map[string]any{"number": a.Number})
		return a, nil
	})
}
