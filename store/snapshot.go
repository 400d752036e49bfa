package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"

	"yinfeng/crm"
)

const workbookMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// packRows is the report as JSON, compressed; the same report gives the same bytes.
func packRows(r *crm.MonthReport) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(z).Encode(r); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// snapshotRows reads back the rows of a snapshot.
func snapshotRows(ctx context.Context, q querier, number string) (*crm.MonthReport, error) {
	var raw []byte
	if err := q.QueryRowContext(ctx, "SELECT report_rows FROM snapshots WHERE number = $1", number).Scan(&raw); err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("rows of %s: %w", number, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("rows of %s: %w", number, err)
	}
	r := &crm.MonthReport{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("rows of %s: %w", number, err)
	}
	return r, nil
}

const snapshotColumns = `SELECT s.id, s.number, s.edition, s.month, s.seq, s.known_on, s.at, COALESCE(u.name, ''), s.figures_sha256, s.rows_sha256, s.workbook_sha256, s.workbook_size
	FROM snapshots s LEFT JOIN users u ON u.id = s.closed_by`

func scanSnapshot(r *sql.Rows) (x crm.Snapshot, err error) {
	err = r.Scan(&x.ID, &x.Number, &x.Edition, &x.Month, &x.Seq, &x.KnownOn, &x.At, &x.ClosedBy, &x.FiguresSHA256, &x.RowsSHA256, &x.WorkbookSHA256, &x.WorkbookSize)
	return x, err
}

// Snapshots lists the snapshots of a month ("" all), newest first; old versions stay.
func (s *Store) Snapshots(ctx context.Context, v crm.Viewer, month crm.Month) ([]crm.Snapshot, error) {
	if err := v.Require(crm.ActReadFigures); err != nil {
		return nil, err
	}
	var q query
	if month != "" {
		q.add("s.month = ?", month)
	}
	out, err := collect(ctx, s.read, scanSnapshot, snapshotColumns+q.clause()+" ORDER BY s.month DESC, s.seq DESC LIMIT 500", q.args...)
	return out, s.translate(err)
}

// SnapshotWorkbook returns the frozen workbook of a snapshot, its bytes checked against
// their hash. It is the whole city's: a viewer of a part gets NotFound, and its own
// report from MonthReport.
func (s *Store) SnapshotWorkbook(ctx context.Context, v crm.Viewer, id int64) (crm.Snapshot, []byte, error) {
	if err := v.Require(crm.ActExport); err != nil {
		return crm.Snapshot{}, nil, err
	}
	list, err := collect(ctx, s.read, scanSnapshot, snapshotColumns+" WHERE s.id = $1", id)
	if err != nil {
		return crm.Snapshot{}, nil, s.translate(err)
	}
	if len(list) == 0 || !v.Scope(crm.ActExport).All {
		return crm.Snapshot{}, nil, crm.NotFound("快照")
	}
	b, _, err := s.readBlob(ctx, s.read, list[0].WorkbookSHA256)
	return list[0], b, s.translate(err)
}

// FrozenWorkbook returns the bytes that q's month is frozen in; nil for an open month,
// for another day or basis, and for part of the city: these are made from MonthReport.
func (s *Store) FrozenWorkbook(ctx context.Context, v crm.Viewer, q crm.FiguresQuery) ([]byte, error) {
	if err := checkFigures(v, q, s.Today()); err != nil {
		return nil, err
	}
	if err := v.Require(crm.ActExport); err != nil {
		return nil, err
	}
	number, closed, err := closedSnapshot(ctx, s.read, q.Month)
	if err != nil || !closed || !q.Frozen() || q.UnitID != 0 || !v.Scope(crm.ActExport).All {
		return nil, s.translate(err)
	}
	var sha string
	if err := s.read.QueryRowContext(ctx, "SELECT workbook_sha256 FROM snapshots WHERE number = $1", number).Scan(&sha); err != nil {
		return nil, s.translate(err)
	}
	b, _, err := s.readBlob(ctx, s.read, sha)
	return b, s.translate(err)
}
