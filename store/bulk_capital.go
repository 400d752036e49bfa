package store

import (
	"context"
	"fmt"

	"yinfeng/crm"
)

// BulkCapital writes verified entries of one part each, with their credit lines (whole
// to the entry's unit), the roll-up and the projects' sums.
func (s *Store) BulkCapital(ctx context.Context, v crm.Viewer, in []crm.CapitalEntry) (first int64, err error) {
	return act(ctx, s, v, func(t *Tx) (int64, error) {
		firsts, err := t.spans(len(in), "capital_entries", "capital_parts", "credit_lines")
		if err != nil {
			return 0, err
		}
		if err := t.bulkCapital(in, firsts); err != nil {
			return 0, err
		}
		t.audit("capital.bulk", "capital", firsts[0], 0, fmt.Sprintf("批量写入 %d 条到位资金", len(in)), nil)
		return firsts[0], nil
	})
}

func (t *Tx) bulkCapital(in []crm.CapitalEntry, firsts []int64) error {
	set, err := t.settings()
	if err != nil {
		return err
	}
	var rows, parts [][]any
	var lines []crm.CreditLine
	for i := range in {
		e, n := &in[i], int64(i)
		e.ID, e.Parts[0].ID = firsts[0]+n, firsts[1]+n
		e.Code = fmt.Sprintf("DZ%s%s-%07d", string(e.Month)[:4], string(e.Month)[5:], e.ID)
		p := e.Parts[0]
		rows = append(rows, []any{e.ID, e.Code, e.ProjectID, e.UnitID, e.Month, "", "", e.ArrivedOn, e.Amount.Amount, e.Amount.Amount, "",
			e.CompanyID, e.Form, e.Use, e.Fixed, crm.StateVerified, "", "[]", "", e.ReportedBy, e.UpdatedAt, e.VerifiedBy, e.UpdatedAt,
			e.ArrivedOn, nil, nil, 0, e.UpdatedAt, e.UpdatedAt, 1})
		parts = append(parts, []any{p.ID, e.ID, 0, p.Origin, p.Currency, p.Amount, p.Amount, p.FDI})
		lines = append(lines, crm.PostLines(*e, []int64{p.Amount}, []crm.Share{{UnitID: e.UnitID, BP: crm.FullShares}}, 0, set.RateOf(e.Month.Year()))...)
	}
	if err := t.bulkInsert(
		bulkTable{name: "capital_entries", columns: `id, code, project_id, unit_id, month, orig_month, carried_from, arrived_on, amount,
			verified, reduce_reason, company_id, form, use_of, fixed, state, note, warnings, warning_reason, reported_by, submitted_at,
			verified_by, verified_at, known_on, reverses_id, corrects_id, import_id, created_at, updated_at, version`, rows: rows},
		bulkTable{name: "capital_parts", columns: "id, entry_id, sort, origin, currency, amount, verified, fdi", rows: parts}); err != nil {
		return err
	}
	return t.bulkLines(lines, firsts[2])
}

// bulkLines posts credit lines, one an entry, and adds them to the roll-up and to their
// projects.
func (t *Tx) bulkLines(lines []crm.CreditLine, first int64) error {
	rows := make([][]any, len(lines))
	cells, arrived := map[crm.Cell]crm.Cell{}, map[int64]int64{}
	for i, l := range lines {
		rows[i] = []any{first + int64(i), l.EntryID, l.PartID, l.ProjectID, l.UnitID, l.Month, l.OrigMonth, l.Adjustment, l.Currency, l.Origin,
			l.Fixed, l.FDI, l.ChainID, l.Amount, l.CNY, l.USD, l.Month.Last(), t.Now}
		k := crm.Cell{UnitID: l.UnitID, Month: l.Month, Adjustment: l.Adjustment, State: crm.StateVerified, Currency: l.Currency,
			Origin: l.Origin, Fixed: l.Fixed, FDI: l.FDI, ChainID: l.ChainID}
		c, ok := cells[k]
		if !ok {
			c = k
		}
		c.Amount, c.CNY, c.USD, c.Lines = c.Amount+l.Amount, c.CNY+l.CNY, c.USD+l.USD, c.Lines+1
		cells[k] = c
		arrived[l.ProjectID] += l.CNY
	}
	if err := t.bulkInsert(bulkTable{name: "credit_lines", columns: `id, entry_id, part_id, project_id, unit_id, month, orig_month,
		adjustment, currency, origin, fixed, fdi, chain_id, amount, cny, usd, known_on, at`, rows: rows}); err != nil {
		return err
	}
	for _, c := range cells {
		if err := addCell(t, c); err != nil {
			return err
		}
	}
	return t.bulkArrived(arrived)
}

// bulkArrived adds to the projects' sums.
func (t *Tx) bulkArrived(arrived map[int64]int64) error {
	stmt, err := t.tx.PrepareContext(t.ctx, "UPDATE projects SET arrived_cny = arrived_cny + $1 WHERE id = $2")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for id, cny := range arrived {
		if _, err := stmt.ExecContext(t.ctx, cny, id); err != nil {
			return err
		}
	}
	return nil
}
