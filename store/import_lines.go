package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"yinfeng/crm"
)

func scanFix(r *sql.Rows) (f crm.ImportFix, err error) {
	var text string
	err = r.Scan(&f.Sheet, &f.Row, &f.Col, &text)
	f.Text = &text
	return f, err
}

func scanDecision(r *sql.Rows) (d crm.ImportDecision, err error) {
	return d, r.Scan(&d.Sheet, &d.Table, &d.Row, &d.Choice, &d.Reason)
}

// importLayouts are the columns that a unit has mapped before, by fingerprint.
func importLayouts(ctx context.Context, q querier, unit int64) (map[string]crm.ImportColumnMap, error) {
	type layout struct {
		print, text string
	}
	list, err := collect(ctx, q, func(r *sql.Rows) (l layout, err error) { return l, r.Scan(&l.print, &l.text) },
		"SELECT fingerprint, columns_map FROM import_layouts WHERE unit_id = $1", unit)
	if err != nil {
		return nil, err
	}
	out := make(map[string]crm.ImportColumnMap, len(list))
	for _, l := range list {
		var m crm.ImportColumnMap
		if err := json.Unmarshal([]byte(l.text), &m); err != nil {
			return nil, err
		}
		out[l.print] = m
	}
	return out, nil
}

// packCells keeps cells as [[column, "text"], …], with a third 1 for a fixed one: half the
// size of objects.
func packCells(cells []crm.ImportCell) string {
	if len(cells) == 0 {
		return "[]"
	}
	b := []byte{'['}
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '['), int64(c.Col), 10)
		text, _ := json.Marshal(strings.ToValidUTF8(strings.ReplaceAll(c.Text, "\x00", ""), ""))
		b = append(append(b, ','), text...)
		if c.Fixed {
			b = append(b, ",1"...)
		}
		b = append(b, ']')
	}
	return string(append(b, ']'))
}

func unpackCells(text string) ([]crm.ImportCell, error) {
	var list [][]any
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, err
	}
	out := make([]crm.ImportCell, len(list))
	for i, x := range list {
		col, _ := x[0].(float64)
		out[i].Col = int(col)
		out[i].Text, _ = x[1].(string)
		out[i].Fixed = len(x) > 2
	}
	return out, nil
}

// lineFilters are the filters of the check grid.
var lineFilters = map[string]string{"errors": "l.severity = 'error'", "warnings": "l.severity IN ('warning', 'accepted')", "duplicates": "l.repeated = TRUE",
	"updates": "l.outcome = 'updated'", "rejected": "l.outcome = 'rejected'"}

const lineColumns = `l.seq, l.sheet, l.table_column, l.row_number, l.kind, l.outcome, l.why, l.object, l.object_id, l.matched, l.cells, l.issues,
	l.changes, COALESCE(d.choice, ''), COALESCE(d.reason, '')`

const lineJoins = `LEFT JOIN import_decisions d ON d.import_id = l.import_id AND d.sheet = l.sheet AND d.table_column = l.table_column
	AND d.row_number = l.row_number`

func scanImportLine(r *sql.Rows) (l crm.ImportLine, err error) {
	var cells, issues, changes string
	if err = r.Scan(&l.Seq, &l.Sheet, &l.Table, &l.Row, &l.Kind, &l.Outcome, &l.Why, &l.Object, &l.ObjectID, &l.Matched, &cells, &issues, &changes,
		&l.Decision, &l.Reason); err != nil {
		return l, err
	}
	if l.Cells, err = unpackCells(cells); err != nil {
		return l, err
	}
	if err = json.Unmarshal([]byte(issues), &l.Issues); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(changes), &l.Changes)
}

// ImportLines lists the rows of a batch in the order of the file; phones are masked for all but its person.
func (s *Store) ImportLines(ctx context.Context, v crm.Viewer, id int64, f crm.ImportLineFilter) (crm.List[crm.ImportLine], error) {
	b, err := loadImport(ctx, s.read, v, id)
	if err != nil {
		return crm.List[crm.ImportLine]{}, s.translate(err)
	}
	var q query
	q.add("l.import_id = ?", id)
	if f.Sheet != nil {
		q.add("l.sheet = ?", *f.Sheet)
	}
	if f.Table != nil {
		q.add("l.table_column = ?", *f.Table)
	}
	if f.Only != "" && f.Only != "all" {
		cond, ok := lineFilters[f.Only]
		if !ok {
			return crm.List[crm.ImportLine]{}, crm.Invalid("only", "不能按“%s”筛选", f.Only)
		}
		q.add(cond)
	}
	spec := listSpec{table: "import_lines l", alias: "l", id: "l.seq", def: "seq", sorts: map[string]string{"seq": "l.seq"}, cols: lineColumns, joins: lineJoins}
	own, phones := mine(v, b.ImportBatch), phoneColumns(b.ImportBatch)
	scan := func(r *sql.Rows) (crm.ImportLine, error) {
		l, err := scanImportLine(r)
		if err == nil && !own {
			phones.maskLine(&l)
		}
		return l, err
	}
	return runList(ctx, s, spec, q, f.Page, scan, func(l crm.ImportLine, _ string) (any, int64) { return l.Seq, l.Seq })
}

// EachImportLine hands every row of a batch to fn in the order of the file, for the marked
// copy of the file.
func (s *Store) EachImportLine(ctx context.Context, v crm.Viewer, id int64, fn func(crm.ImportLine) error) error {
	b, err := loadImport(ctx, s.read, v, id)
	if err != nil {
		return s.translate(err)
	}
	if !mine(v, b.ImportBatch) {
		return notYours(b.ImportBatch, "下载检查意见")
	}
	for last, more := int64(0), true; more; {
		list, err := collect(ctx, s.read, scanImportLine, "SELECT "+lineColumns+" FROM import_lines l "+lineJoins+
			" WHERE l.import_id = $1 AND l.seq > $2 ORDER BY l.seq LIMIT 1000", id, last)
		if err != nil {
			return s.translate(err)
		}
		for _, l := range list {
			if err := fn(l); err != nil {
				return err
			}
			last = l.Seq
		}
		more = len(list) > 0
	}
	return nil
}

// lineCounts counts the rows of a batch by table, as the check grid filters them.
func lineCounts(ctx context.Context, q querier, id int64) ([]crm.ImportLineCount, error) {
	count := func(only string) string { return "SUM(CASE WHEN " + lineFilters[only] + " THEN 1 ELSE 0 END)" }
	return collect(ctx, q, func(r *sql.Rows) (c crm.ImportLineCount, err error) {
		return c, r.Scan(&c.Sheet, &c.Table, &c.All, &c.Errors, &c.Warnings, &c.Duplicates, &c.Updates, &c.Rejected)
	}, "SELECT l.sheet, l.table_column, COUNT(*), "+count("errors")+", "+count("warnings")+", "+count("duplicates")+", "+count("updates")+", "+count("rejected")+
		" FROM import_lines l WHERE l.import_id = $1 GROUP BY l.sheet, l.table_column ORDER BY MIN(l.seq)", id)
}
