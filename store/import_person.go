package store

import (
	"database/sql"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"yinfeng/crm"
)

// mine reports whether a batch is the viewer's own: only its person changes and applies it. The
// machine's operator stands in for everybody.
func mine(v crm.Viewer, b crm.ImportBatch) bool { return v.Operator || v.UserID == b.UserID }

// notYours refuses what only the person of a batch may do; doing is the act in Chinese.
func notYours(b crm.ImportBatch, doing string) error {
	return crm.Conflict(b, "这一批由%s上传，只有上传人能%s；请找上传人，或自己上传这个文件", b.UserName, doing)
}

// importsOf limits q to what a viewer sees of imports: his own, and those of the units that he imports for.
func (q *query) importsOf(v crm.Viewer) {
	sc := v.Scope(crm.ActImport)
	switch {
	case sc.All:
	case len(sc.Units) == 0:
		q.add("i.user_id = ?", v.UserID)
	default:
		q.add("(i.user_id = ? OR i.unit_id IN ("+idList(sc.Units)+"))", v.UserID)
	}
}

// maskFor hides phone numbers of a batch from everybody but its person (trust §2).
func maskFor(v crm.Viewer, b *crm.ImportBatch) {
	if mine(v, *b) {
		return
	}
	phones := phoneColumns(*b)
	for _, s := range b.Sheets {
		for _, c := range s.Mapping {
			for i := range c.Samples {
				if phones.has(s.Name, s.FirstColumn, c.Col) {
					c.Samples[i] = crm.MaskPhoneCell(c.Samples[i])
				}
			}
		}
	}
	phones.issues(b.Notes)
	maskTexts(reflect.ValueOf(b).Elem())
}

// maskLine hides the phone numbers of a row of a batch.
func (p phonePlaces) maskLine(l *crm.ImportLine) {
	for i := range l.Cells {
		if c := &l.Cells[i]; p.has(l.Sheet, l.Table, c.Col) {
			c.Text = crm.MaskPhoneCell(c.Text)
		}
	}
	for i := range l.Changes {
		if c := &l.Changes[i]; strings.Contains(c.Field, "电话") || strings.Contains(c.Field, "联系方式") || strings.Contains(c.Field, "手机") {
			c.From, c.To = crm.MaskPhoneCell(c.From), crm.MaskPhoneCell(c.To)
		}
	}
	p.issues(l.Issues)
	maskTexts(reflect.ValueOf(l).Elem())
}

// phonePlace is a column of phones of a table.
type phonePlace struct {
	sheet, table string
	col          int
}

type phonePlaces []phonePlace

func phoneColumns(b crm.ImportBatch) (out phonePlaces) {
	for _, s := range b.Sheets {
		for _, c := range s.Mapping {
			if strings.Contains(c.Key, "phone") {
				out = append(out, phonePlace{s.Name, s.FirstColumn, c.Col})
			}
		}
	}
	return out
}

func (p phonePlaces) has(sheet, table string, col int) bool {
	return slices.Contains(p, phonePlace{sheet, table, col})
}

func (p phonePlaces) issues(list []crm.ImportIssue) {
	for i := range list {
		if x := &list[i]; x.Value != nil && p.has(x.Sheet, x.Table, x.Col) {
			*x.Value = crm.MaskPhoneCell(*x.Value)
		}
	}
}

// maskTexts masks the phone numbers in every text that v holds.
func maskTexts(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); len(text) >= 7 {
			v.SetString(crm.MaskPhones(text))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			maskTexts(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			maskTexts(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			maskTexts(v.Field(i))
		}
	}
}

// mayUndo lets the person of a batch take it back, and whoever may import for every unit whose rows it wrote.
func mayUndo(t *Tx, b importRow) error {
	sc := t.V.Scope(crm.ActImport)
	if mine(t.V, b.ImportBatch) || sc.All {
		return nil
	}
	units, err := importedUnits(t, b.ID)
	if err != nil {
		return err
	}
	for _, id := range units {
		if !sc.Has(id) {
			return crm.Conflict(b.ImportBatch, "这一批还写入了你不能导入的单位的数据，不能撤销；请找上传人%s，或市招商局管理", b.UserName)
		}
	}
	return nil
}

// madeUnits are the units of what a batch ($1) made and of what its rows became.
const madeUnits = `SELECT unit_id FROM projects WHERE import_id = $1 AND import_id <> 0 UNION SELECT unit_id FROM leads WHERE import_id = $1 AND import_id <> 0
	UNION SELECT unit_id FROM visits WHERE import_id = $1 AND import_id <> 0 UNION SELECT unit_id FROM trips WHERE import_id = $1 AND import_id <> 0
	UNION SELECT unit_id FROM capital_entries WHERE import_id = $1 AND import_id <> 0 UNION SELECT unit_id FROM historic_figures WHERE import_id = $1 AND import_id <> 0
	UNION SELECT unit_id FROM companies WHERE import_id = $1 AND import_id <> 0 UNION SELECT unit_id FROM contacts WHERE import_id = $1 AND import_id <> 0
	UNION SELECT p.unit_id FROM milestones m JOIN projects p ON p.id = m.project_id WHERE m.import_id = $1 AND m.import_id <> 0
	UNION SELECT p.unit_id FROM import_lines l JOIN projects p ON p.id = l.object_id WHERE l.import_id = $1 AND l.object = 'project' AND l.outcome = 'updated'
	UNION SELECT o.unit_id FROM import_lines l JOIN leads o ON o.id = l.object_id WHERE l.import_id = $1 AND l.object = 'lead' AND l.outcome = 'updated'
	UNION SELECT o.unit_id FROM import_lines l JOIN visits o ON o.id = l.object_id WHERE l.import_id = $1 AND l.object = 'visit' AND l.outcome = 'updated'
	UNION SELECT o.unit_id FROM import_lines l JOIN capital_entries o ON o.id = l.object_id WHERE l.import_id = $1 AND l.object = 'capital' AND l.outcome = 'updated'`

// importedUnits are the units whose rows a batch wrote: what it made, and the rows that it changed, as they stood.
func importedUnits(t *Tx, id int64) ([]int64, error) {
	one := func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) }
	units, err := collect(t.ctx, t, one, madeUnits, id)
	if err != nil {
		return nil, err
	}
	rows, err := t.QueryContext(t.ctx, "SELECT before_image FROM import_lines WHERE import_id = $1 AND before_image <> ''", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		var images []rowImage
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &images); err != nil {
			return nil, err
		}
		for _, m := range images {
			var was struct {
				Unit int64 `json:"unit_id"`
			}
			if json.Unmarshal(m.Before, &was) == nil && was.Unit != 0 {
				units = append(units, was.Unit)
			}
		}
	}
	return units, rows.Err()
}
