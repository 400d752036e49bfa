package store

import (
	"yinfeng/crm"
)

// checkFixPlaces refuses corrections of cells that the file does not have. Taking an earlier one back is always possible.
func checkFixPlaces(b crm.ImportBatch, fixes []crm.ImportFix) error {
	if len(b.Sheets) == 0 {
		return crm.Conflict(b, "文件还没有读完，请等检查完成后再改单元格")
	}
	for i, f := range fixes {
		if f.Text == nil {
			continue
		}
		field, known, row, col := sprintf("fixes[%d]", i), false, 0, 0
		for _, s := range b.Sheets {
			if s.Name != f.Sheet {
				continue
			}
			known = true
			for _, n := range append(append([]int{row}, s.HeaderRows...), s.DataRows...) {
				row = max(row, n)
			}
			for _, c := range s.Mapping {
				col = max(col, c.Col)
			}
		}
		for _, s := range b.Skipped {
			if s.Sheet == f.Sheet {
				row = max(row, s.Row)
			}
		}
		switch {
		case !known:
			return crm.Invalid(field+".sheet", "文件里没有“%s”这张表，请刷新后再改", f.Sheet)
		case row == 0 || col == 0:
			return crm.Invalid(field+".sheet", "“%s”这张表没有读，改它的单元格不起作用", f.Sheet)
		case f.Row > row:
			return crm.Invalid(field+".row", "%s只有 %d 行，没有第 %d 行，请刷新后再改", tableName(f.Sheet), row, f.Row)
		case f.Col > col:
			return crm.Invalid(field+".col", "%s只有 %d 列，没有第 %d 列，请刷新后再改", tableName(f.Sheet), col, f.Col)
		}
	}
	return nil
}

// tableName names a sheet; that of a CSV file has no name.
func tableName(sheet string) string {
	if sheet == "" {
		return "文件"
	}
	return "“" + sheet + "”表"
}

// maxAuditedCells is how many cells or rows an audit row lists of one request.
const maxAuditedCells = 20

// auditFixes notes which cells a person corrected, phones masked.
func auditFixes(t *Tx, b importRow, fixes []crm.ImportFix) {
	type cell struct {
		At   string  `json:"at"`
		Text *string `json:"text"` // null takes an earlier correction back
	}
	var list []cell
	for _, f := range fixes[:min(len(fixes), maxAuditedCells)] {
		c := cell{At: sprintf("%s!R%dC%d", f.Sheet, f.Row, f.Col)}
		if f.Text != nil {
			text := clip(crm.MaskPhones(*f.Text), 40)
			if phoneColumns(b.ImportBatch).hasColumn(f.Sheet, f.Col) {
				text = crm.MaskPhoneCell(text)
			}
			c.Text = &text
		}
		list = append(list, c)
	}
	t.audit("import.fixes", "import", b.ID, b.UnitID, sprintf("改正台账 %s 的 %d 格", b.FileName, len(fixes)), map[string]any{"count": len(fixes), "cells": list})
}

// hasColumn is has, for a column of whichever table of a sheet.
func (p phonePlaces) hasColumn(sheet string, col int) bool {
	for _, x := range p {
		if x.sheet == sheet && x.col == col {
			return true
		}
	}
	return false
}

// auditDecisions notes what a person decided about rows.
func auditDecisions(t *Tx, b importRow, decisions []crm.ImportDecision) {
	type row struct {
		At     string           `json:"at"`
		Choice crm.ImportChoice `json:"choice"`
		Reason string           `json:"reason,omitempty"`
	}
	var list []row
	for _, d := range decisions[:min(len(decisions), maxAuditedCells)] {
		list = append(list, row{sprintf("%s%s!R%d", d.Sheet, d.Table, d.Row), d.Choice, clip(crm.MaskPhones(d.Reason), 40)})
	}
	t.audit("import.decisions", "import", b.ID, b.UnitID, sprintf("决定台账 %s 的 %d 行", b.FileName, len(decisions)), map[string]any{"count": len(decisions), "rows": list})
}
