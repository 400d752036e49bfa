package intake

import (
	"sort"

	"yinfeng/crm"
)

// sheetFixes are a person's corrections of one sheet: by row, then by column; nil is no text at all.
type sheetFixes map[int]map[int]string

func fixesOf(list []crm.ImportFix) map[string]sheetFixes {
	out := map[string]sheetFixes{}
	for _, f := range list {
		if f.Text == nil {
			continue
		}
		if out[f.Sheet] == nil {
			out[f.Sheet] = sheetFixes{}
		}
		if out[f.Sheet][f.Row] == nil {
			out[f.Sheet][f.Row] = map[int]string{}
		}
		out[f.Sheet][f.Row][f.Col] = *f.Text
	}
	return out
}

func decisionsOf(list []crm.ImportDecision) map[crm.ImportRowKey]crm.ImportChoice {
	out := map[crm.ImportRowKey]crm.ImportChoice{}
	for _, d := range list {
		out[d.ImportRowKey] = d.Choice
	}
	return out
}

// lay puts the corrections of a row over its cells. A corrected cell is text without a formula, and no longer takes the
// value of a merged cell.
func (f sheetFixes) lay(r *row) {
	for col, text := range f[r.num] {
		c := cell{col: col, text: text, kind: cellText, format: generalFormat, from: r.num, fixed: true}
		if old := r.at(col); old != nil {
			*old = c
			continue
		}
		r.cells = append(r.cells, c)
		sort.Slice(r.cells, func(i, j int) bool { return r.cells[i].col < r.cells[j].col })
	}
}
