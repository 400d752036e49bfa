package store

import (
	"context"

	"yinfeng/crm"
)

// SnapshotDiff compares two snapshots; with 0 means the version before of the same month,
// else the latest of the month before. A viewer of a part of the city compares that part,
// and who may not read the business compares figures alone.
func (s *Store) SnapshotDiff(ctx context.Context, v crm.Viewer, id, with int64) (crm.SnapshotDiff, error) {
	var d crm.SnapshotDiff
	if err := v.Require(crm.ActReadFigures); err != nil {
		return d, err
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		d, err = snapshotDiff(ctx, q, v, id, with)
		return err
	})
	return d, s.translate(err)
}

func snapshotDiff(ctx context.Context, q querier, v crm.Viewer, id, with int64) (crm.SnapshotDiff, error) {
	var d crm.SnapshotDiff
	to, err := oneSnapshot(ctx, q, "s.id = $1", id)
	if err != nil {
		return d, err
	}
	var from crm.Snapshot
	if with != 0 {
		from, err = oneSnapshot(ctx, q, "s.id = $1", with)
	} else {
		from, err = oneSnapshot(ctx, q, "s.month < $1 OR s.month = $1 AND s.seq < $2", to.Month, to.Seq)
		if crm.ErrCode(err) == crm.CodeNotFound {
			err = crm.Invalid("with", "%s 以前没有快照可比", to.Number)
		}
	}
	if err != nil {
		return d, err
	}
	a, err := partOfSnapshot(ctx, q, v, from)
	if err != nil {
		return d, err
	}
	b, err := partOfSnapshot(ctx, q, v, to)
	if err != nil {
		return d, err
	}
	d = crm.DiffReports(a, b)
	d.From, d.To = from, to
	if !v.Can(crm.ActReadBusiness) {
		d.Rows = []crm.RowChange{}
	}
	return d, nil
}

// oneSnapshot is the newest snapshot that meets a condition.
func oneSnapshot(ctx context.Context, q querier, cond string, args ...any) (crm.Snapshot, error) {
	list, err := collect(ctx, q, scanSnapshot, snapshotColumns+" WHERE "+cond+" ORDER BY s.month DESC, s.seq DESC LIMIT 1", args...)
	if err != nil || len(list) == 0 {
		return crm.Snapshot{}, orNotFound(err, "快照")
	}
	return list[0], nil
}

// orNotFound is err, or NotFound of what.
func orNotFound(err error, what string) error {
	if err != nil {
		return err
	}
	return crm.NotFound(what)
}

// partOfSnapshot reads the rows of a snapshot that the viewer may read.
func partOfSnapshot(ctx context.Context, q querier, v crm.Viewer, x crm.Snapshot) (*crm.MonthReport, error) {
	r, err := snapshotRows(ctx, q, x.Number)
	if err != nil {
		return nil, err
	}
	tree, err := loadUnitTree(ctx, q)
	if err != nil {
		return nil, err
	}
	keep, sc, err := figureScope(v, crm.ActReadFigures, tree, crm.FiguresQuery{Month: x.Month})
	if err != nil || keep == nil {
		return r, err
	}
	r.ScopeTo(keep, sc, "")
	return r, nil
}
