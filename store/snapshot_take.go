package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"yinfeng/crm"
)

// earlierEdition is the first closing of a month with the same rows; zero for none.
type earlierEdition struct {
	number, workbook string
}

// frozenReport works out what closing the month on the given day freezes: the rows, the
// snapshot's number, and the number that is printed. Rows that an earlier closing of the
// month has already are printed under its number, so that closing, reopening and closing
// again without an act gives the same bytes (domain §7).
func frozenReport(ctx context.Context, q querier, month crm.Month, today crm.Date) (*crm.MonthReport, crm.Snapshot, earlierEdition, error) {
	x := crm.Snapshot{Month: month, KnownOn: today}
	var old earlierEdition
	if err := q.QueryRowContext(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM snapshots WHERE month = $1", month).Scan(&x.Seq); err != nil {
		return nil, x, old, err
	}
	x.Number = fmt.Sprintf("KZ-%04d%02d-%02d", month.Year(), month.Number(), x.Seq)
	r, _, err := monthReport(ctx, q, crm.FiguresQuery{Month: month}, today, "")
	if err != nil {
		return nil, x, old, err
	}
	if x.RowsSHA256, err = rowsHash(r); err != nil {
		return nil, x, old, err
	}
	x.Edition = x.Number
	err = q.QueryRowContext(ctx, "SELECT edition, workbook_sha256 FROM snapshots WHERE month = $1 AND rows_sha256 = $2 ORDER BY seq LIMIT 1",
		month, x.RowsSHA256).Scan(&old.number, &old.workbook)
	switch {
	case err == nil:
		x.Edition = old.number
	case !errors.Is(err, sql.ErrNoRows):
		return nil, x, old, err
	}
	return r, x, old, printUnder(r, &x)
}

// printUnder gives the report the number that it is printed with.
func printUnder(r *crm.MonthReport, x *crm.Snapshot) error {
	edition := x.Edition
	r.Figures.Snapshot = &edition
	err := r.Figures.Seal()
	x.FiguresSHA256 = r.Figures.SHA256
	return err
}

// rowsHash is the SHA-256 of a report that no number is printed in yet.
func rowsHash(r *crm.MonthReport) (string, error) {
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(r); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// takeSnapshot works out the month's report and keeps it. The rows of a closing are those
// of the month's last day, whenever it is closed.
func takeSnapshot(t *Tx, month crm.Month, render RenderWorkbook) (crm.Snapshot, error) {
	r, x, old, err := frozenReport(t.ctx, t, month, t.Today)
	if err != nil {
		return x, err
	}
	x.At, x.ClosedBy = crm.Instant(t.Now), t.V.Name
	content, err := printed(r, &x, old, render)
	if err != nil {
		return x, fmt.Errorf("workbook of %s: %w", month, err)
	}
	rows, err := packRows(r)
	if err != nil {
		return x, err
	}
	figures, err := json.Marshal(r.Figures)
	if err != nil {
		return x, err
	}
	if x.WorkbookSHA256, err = putBlob(t, content, workbookMedia); err != nil {
		return x, err
	}
	if x.ID, err = t.nextID("snapshots"); err != nil {
		return x, err
	}
	x.WorkbookSize = int64(len(content))
	_, err = t.exec(`INSERT INTO snapshots (id, number, edition, month, seq, known_on, at, closed_by, figures, figures_sha256, report_rows, rows_sha256, workbook_sha256, workbook_size)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, x.ID, x.Number, x.Edition, month, x.Seq, x.KnownOn, x.At, t.V.UserID, string(figures),
		x.FiguresSHA256, rows, x.RowsSHA256, x.WorkbookSHA256, x.WorkbookSize)
	return x, err
}

// printed renders the workbook. A program that has changed since an earlier closing may
// make other bytes of the same rows: two files never bear one number, so this one then
// gets its own.
func printed(r *crm.MonthReport, x *crm.Snapshot, old earlierEdition, render RenderWorkbook) ([]byte, error) {
	content, err := render(r)
	if err != nil || old.number == "" {
		return content, err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) == old.workbook {
		return content, nil
	}
	x.Edition = x.Number
	if err := printUnder(r, x); err != nil {
		return nil, err
	}
	return render(r)
}
