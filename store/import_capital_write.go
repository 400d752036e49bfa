package store

import (
	"slices"
	"strconv"

	"yinfeng/crm"
)

// write brings new drafts to the database in bulk, and changed entries one by one.
func (k *capitalKind) write(w *importWriter) error {
	var fresh, known []*importEntry
	for _, e := range k.list {
		if e.isNew {
			fresh = append(fresh, e)
		} else {
			known = append(known, e)
		}
	}
	if err := writeParts(w, fresh, k.insert); err != nil {
		return err
	}
	return writeParts(w, known, k.changeAll)
}

// insert writes new drafts with their parts, as insertCapital does.
func (k *capitalKind) insert(w *importWriter, list []*importEntry) error {
	n, years := 0, make([]string, len(list))
	for i, e := range list {
		n, years[i] = n+len(e.has.parts), strconv.Itoa(e.has.month.Year())
	}
	codes, err := w.codes("ZJ", years)
	if err != nil {
		return err
	}
	first, err := w.t.span("capital_entries", len(list))
	if err != nil {
		return err
	}
	part, err := w.t.span("capital_parts", n)
	if err != nil {
		return err
	}
	var rows, parts [][]any
	for i, e := range list {
		e.id, e.code = first+int64(i), codes[i]
		f := e.has
		rows = append(rows, []any{e.id, e.code, e.project.id, e.unit, string(f.month), "", "", string(f.arrivedOn), f.amount, nil, "", e.company.id, f.form,
			f.use, f.fixed, string(crm.StateDraft), f.note, jsonList(e.warnings), "", w.t.V.UserID, 0, 0, 0, "", nil, nil, w.id, w.t.Now, w.t.Now, 1})
		for j, p := range f.parts {
			parts = append(parts, []any{part, e.id, j + 1, string(p.Origin), string(p.Currency), p.Amount, nil, p.FDI})
			part++
		}
		w.t.audit("capital.import", "capital", e.id, e.unit, "导入到位资金 "+wanText(f.amount)+" 万元 "+e.code, map[string]any{"import": w.id, "after": f.facts()})
	}
	return w.t.bulkInsert(
		bulkTable{name: "capital_entries", columns: `id, code, project_id, unit_id, month, orig_month, carried_from, arrived_on, amount, verified,
			reduce_reason, company_id, form, use_of, fixed, state, note, warnings, warning_reason, reported_by, submitted_at, verified_by, verified_at,
			known_on, reverses_id, corrects_id, import_id, created_at, updated_at, version`, rows: rows},
		bulkTable{name: "capital_parts", columns: "id, entry_id, sort, origin, currency, amount, verified, fdi", rows: parts})
}

// changeAll brings known entries in line, keeping the rows as they stood.
func (k *capitalKind) changeAll(w *importWriter, list []*importEntry) error {
	lines, marks := map[int64]int{}, map[int64]int{}
	for _, e := range list {
		lines[e.id] = e.line
		for i, p := range e.was.parts {
			if i >= len(e.has.parts) || e.has.parts[i] != p {
				marks[p.ID] = e.line
			}
		}
	}
	if err := w.touch("capital_entries", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	if err := w.touch("capital_parts", idsOf(marks), func(id int64) int { return marks[id] }); err != nil {
		return err
	}
	for _, e := range list {
		if err := k.changeOne(w, e); err != nil {
			return err
		}
	}
	return nil
}

func (k *capitalKind) changeOne(w *importWriter, e *importEntry) error {
	f := e.has
	if err := w.t.update("条目", nil, `UPDATE capital_entries SET month = $1, arrived_on = $2, amount = $3, form = $4, use_of = $5, fixed = $6, note = $7,
		warnings = $8, reported_by = $9, updated_at = $10, version = version + 1 WHERE id = $11 AND state IN ('draft', 'returned')`,
		f.month, f.arrivedOn, f.amount, f.form, f.use, f.fixed, f.note, jsonList(e.warnings), w.t.V.UserID, w.t.Now, e.id); err != nil {
		return err
	}
	for i, p := range f.parts {
		if i >= len(e.was.parts) {
			if err := k.addPart(w, e, p, i); err != nil {
				return err
			}
			continue
		}
		if _, err := w.t.exec("UPDATE capital_parts SET origin = $1, currency = $2, amount = $3, fdi = $4 WHERE id = $5",
			p.Origin, p.Currency, p.Amount, p.FDI, e.was.parts[i].ID); err != nil {
			return err
		}
	}
	for _, p := range e.was.parts[min(len(f.parts), len(e.was.parts)):] {
		if _, err := w.t.exec("DELETE FROM capital_parts WHERE id = $1", p.ID); err != nil {
			return err
		}
	}
	w.t.audit("capital.import", "capital", e.id, e.unit, "导入更新到位资金条目 "+e.code, map[string]any{"import": w.id, "before": e.was.facts(), "after": f.facts()})
	return nil
}

func (k *capitalKind) addPart(w *importWriter, e *importEntry, p crm.Part, i int) error {
	id, err := w.t.nextID("capital_parts")
	if err != nil {
		return err
	}
	w.inserted(e.line, "capital_parts", map[string]any{"id": id})
	_, err = w.t.exec("INSERT INTO capital_parts (id, entry_id, sort, origin, currency, amount, verified, fdi) VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)",
		id, e.id, i+1, p.Origin, p.Currency, p.Amount, p.FDI)
	return err
}

// facts are an entry's values for the audit log.
func (f entryFields) facts() map[string]any {
	return map[string]any{"month": f.month, "arrivedOn": f.arrivedOn, "amount": f.amount, "form": f.form, "use": f.use, "fixed": f.fixed,
		"note": f.note, "parts": slices.Clone(f.parts)}
}
