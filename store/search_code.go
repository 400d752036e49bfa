package store

import (
	"context"
	"regexp"
	"strings"

	"yinfeng/crm"
)

// What people copy from a workbook into the search box: the 条目编号 of an entry, the
// number of a snapshot, the 查数码 of a figure. Each is found whole, or not at all.
var (
	entryCode      = regexp.MustCompile(`^(?i:ZJ)[0-9]{4}-[0-9]{1,9}$`)
	snapshotNumber = regexp.MustCompile(`^(?i:KZ)-[0-9]{6}-[0-9]{2,9}$`)
)

var entryKind = searchKind{"capital", "", "capital_entries e", capitalReach, "", "e.updated_at", "e.id, e.code, e.month || ' ' || p.name || ' ' || u.name",
	"JOIN projects p ON p.id = e.project_id JOIN units u ON u.id = e.unit_id"}

// searchCode finds what a code names within the viewer's scope; ok is false when text is
// no such code. Out of scope is not found.
func (s *Store) searchCode(ctx context.Context, v crm.Viewer, text string) (hits []crm.Hit, ok bool, err error) {
	if ref, err := crm.ParseFigureRef(text); err == nil {
		hits, err = s.figureHit(ctx, v, ref)
		return hits, true, err
	}
	switch upper := strings.ToUpper(text); {
	case entryCode.MatchString(text):
		var q query
		q.add("e.code = ?", upper)
		q.scope(v.Scope(crm.ActReadBusiness), entryKind.reach)
		hits, err = s.hits(ctx, entryKind, "e", q)
		return hits, true, s.translate(err)
	case snapshotNumber.MatchString(text):
		hits, err = s.snapshotHit(ctx, v, upper)
		return hits, true, err
	}
	return nil, false, nil
}

// figureHit finds the figure itself, without its rows.
func (s *Store) figureHit(ctx context.Context, v crm.Viewer, ref crm.FigureRef) ([]crm.Hit, error) {
	f, err := s.figure(ctx, v, ref, func(*figureReader) error { return nil })
	switch crm.ErrCode(err) {
	case crm.CodeNotFound, crm.CodeInvalid, crm.CodeForbidden:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	about := []string{f.BasisLabel, f.Source}
	if f.Snapshot != "" {
		about = append(about, "快照 "+f.Snapshot)
	}
	return []crm.Hit{{Kind: "figure", Title: f.Label, Subtitle: strings.Join(about, " · "), Ref: f.Ref}}, nil
}

// snapshotHit finds a snapshot by its number, for those who may list snapshots.
func (s *Store) snapshotHit(ctx context.Context, v crm.Viewer, number string) ([]crm.Hit, error) {
	if !v.Can(crm.ActReadFigures) {
		return nil, nil
	}
	list, err := collect(ctx, s.read, scanSnapshot, snapshotColumns+" WHERE s.number = $1", number)
	if err != nil || len(list) == 0 {
		return nil, s.translate(err)
	}
	x := list[0]
	return []crm.Hit{{Kind: "snapshot", ID: x.ID, Title: x.Number, Subtitle: x.Month.Label() + "关账快照，数据截至 " + string(x.KnownOn), Ref: string(x.Month)}}, nil
}
