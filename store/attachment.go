package store

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"yinfeng/crm"
)

// holder says how a kind of object holds files: who reads them is who reads the object;
// who adds and voids them is who may write it, at its own unit.
type holder struct {
	table  string // "capital_entries e"
	reach  reach
	write  crm.Act
	label  string
	stages bool // the object has review states: files change only in draft and returned
	sides  bool // a dispute: each side has files of its own, who decides reads both
}

var holders = map[string]holder{
	"company":   {table: "companies c", reach: companyReach, write: crm.ActWriteCompany, label: "企业"},
	"lead":      {table: "leads l", reach: leadReach, write: crm.ActWriteLead, label: "线索"},
	"visit":     {table: "visits v", reach: visitReach, write: crm.ActWriteVisit, label: "拜访"},
	"project":   {table: "projects p", reach: projectReach, write: crm.ActWriteProject, label: "项目"},
	"milestone": {table: "milestones m", reach: milestoneReach, write: crm.ActReportMilestone, label: "节点", stages: true},
	"dispute":   {table: "disputes d", write: crm.ActTransfer, label: "争议", sides: true},
	"capital":   {table: "capital_entries e", reach: capitalReach, write: crm.ActReportCapital, label: "到位资金条目", stages: true},
}

// perUnit reports whether each unit has files of its own on the object: all who deal with a company
// find it, none sees what the others keep of it; nor does a side of a dispute see the other's.
func (h holder) perUnit() bool { return h.sides || h.write == crm.ActWriteCompany }

// writeReach is the object's own unit alone; a company belongs to all who deal with it.
func (h holder) writeReach() reach {
	if h.perUnit() {
		return h.reach
	}
	return reach{unit: h.reach.unit}
}

func holderOf(kind string) (holder, error) {
	h, ok := holders[kind]
	if !ok {
		return h, crm.Invalid("objectKind", "不能给“%s”添加文件", kind)
	}
	return h, nil
}

const attachmentSelect = `SELECT a.id, a.number, a.object_kind, a.object_id, a.kind, a.name, a.size, a.media_type, a.sha256, a.unit_id,
	COALESCE(u.name, ''), a.at FROM attachments a LEFT JOIN users u ON u.id = a.user_id `

func scanAttachment(row scanner) (a crm.Attachment, err error) {
	err = row.Scan(&a.ID, &a.Number, &a.ObjectKind, &a.ObjectID, &a.Kind, &a.Name, &a.Size, &a.MediaType, &a.SHA256, &a.UnitID, &a.UserName, &a.At)
	return a, err
}

// Attachments lists the files of one object, oldest first.
func (s *Store) Attachments(ctx context.Context, v crm.Viewer, kind string, id int64) ([]crm.Attachment, error) {
	h, err := holderOf(kind)
	if err != nil {
		return nil, err
	}
	var w query
	w.add("a.object_kind = ?", kind)
	w.add("a.object_id = ?", id)
	w.add("a.voided = FALSE")
	if h.perUnit() {
		w.scope(v.Scope(crm.ActReadBusiness), reach{unit: "a.unit_id"})
	}
	return reading(ctx, s, func(q querier) ([]crm.Attachment, error) {
		if err := mayRead(ctx, q, v, h, id); err != nil {
			return nil, err
		}
		return collect(ctx, q, func(r *sql.Rows) (crm.Attachment, error) { return scanAttachment(r) }, attachmentSelect+w.clause()+" ORDER BY a.id", w.args...)
	})
}

func mayRead(ctx context.Context, q querier, v crm.Viewer, h holder, id int64) error {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return err
	}
	sc := v.Scope(crm.ActReadBusiness)
	if h.sides {
		_, err := oneDispute(ctx, q, id, sc)
		return err
	}
	ok, err := reachable(ctx, q, h.table, h.reach, id, sc)
	if err == nil && !ok && h.write == crm.ActWriteVisit {
		ok, err = visitReachable(ctx, q, id, sc) // also through a lead that it is linked to
	}
	if err == nil && !ok {
		err = crm.NotFound(h.label)
	}
	return err
}

// Attachment is one file's record, for who may read its object.
func (s *Store) Attachment(ctx context.Context, v crm.Viewer, id int64) (crm.Attachment, error) {
	return reading(ctx, s, func(q querier) (crm.Attachment, error) { return readAttachment(ctx, q, v, id) })
}

func readAttachment(ctx context.Context, q querier, v crm.Viewer, id int64) (crm.Attachment, error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.Attachment{}, err
	}
	a, err := scanAttachment(q.QueryRowContext(ctx, attachmentSelect+"WHERE a.id = $1 AND a.voided = FALSE", id))
	if errors.Is(err, sql.ErrNoRows) {
		return a, crm.NotFound("文件")
	}
	if err != nil {
		return a, err
	}
	h := holders[a.ObjectKind]
	if err = mayRead(ctx, q, v, h, a.ObjectID); err == nil && h.perUnit() && !v.Scope(crm.ActReadBusiness).Has(a.UnitID) {
		err = crm.NotFound("文件")
	}
	if crm.ErrCode(err) == crm.CodeNotFound {
		err = crm.NotFound("文件") // the same answer as for a missing file
	}
	if err != nil {
		return crm.Attachment{}, err
	}
	return a, nil
}

// OpenAttachment opens a file's bytes for who may read its object.
func (s *Store) OpenAttachment(ctx context.Context, v crm.Viewer, id int64) (crm.Attachment, *os.File, error) {
	a, err := s.Attachment(ctx, v, id)
	if err != nil {
		return a, nil, err
	}
	f, err := os.Open(s.blobPath(a.SHA256))
	if err != nil {
		return a, nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "文件 " + a.Number + " 读不到，请联系管理员检查数据文件夹", Cause: err}
	}
	return a, f, nil
}
