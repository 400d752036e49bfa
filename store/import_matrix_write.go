package store

import "yinfeng/crm"

// write brings historic figures to the database: new ones in bulk, changed ones one by one.
func (k *matrixKind) write(w *importWriter) error {
	if len(k.list) == 0 {
		return nil
	}
	var fresh, known []*importFigure
	for _, f := range k.list {
		if f.isNew {
			fresh = append(fresh, f)
		} else {
			known = append(known, f)
		}
	}
	if err := writeParts(w, fresh, k.insert); err != nil {
		return err
	}
	if err := writeParts(w, known, k.change); err != nil {
		return err
	}
	w.t.audit("historic.import", "historic", 0, 0, sprintf("导入历史汇总数 %d 条", len(k.list)), map[string]any{"import": w.id, "created": len(fresh), "updated": len(known)})
	return nil
}

func (k *matrixKind) insert(w *importWriter, list []*importFigure) error {
	first, err := w.t.span("historic_figures", len(list))
	if err != nil {
		return err
	}
	rows := make([][]any, len(list))
	for i, f := range list {
		f.id = first + int64(i)
		ind := k.inds[f.indicator]
		rows[i] = []any{f.id, f.unit, f.indicator, ind.DefaultBasis, string(ind.Currency), f.year, string(f.month), "", f.value, importedFrom(w), f.note, w.id}
	}
	return w.t.bulkInsert(bulkTable{name: "historic_figures", columns: "id, unit_id, indicator, basis, currency, year, month, period, value, source, note, import_id", rows: rows})
}

// importedFrom is the source of figures that a batch writes.
func importedFrom(w *importWriter) string { return sprintf("导入第 %d 批", w.id) }

func (k *matrixKind) change(w *importWriter, list []*importFigure) error {
	lines := map[int64]int{}
	for _, f := range list {
		lines[f.id] = f.line
	}
	if err := w.touch("historic_figures", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	for _, f := range list {
		if _, err := w.t.exec("UPDATE historic_figures SET value = $1, source = $2, note = $3 WHERE id = $4", f.value, importedFrom(w), f.note, f.id); err != nil {
			return err
		}
		w.t.audit("historic.import", "historic", f.id, f.unit, "导入更新历史汇总数 "+k.name(f), map[string]crm.Money{
			"before": {Amount: f.was, Currency: k.inds[f.indicator].Currency}, "after": {Amount: f.value, Currency: k.inds[f.indicator].Currency}})
	}
	return nil
}
