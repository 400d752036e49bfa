package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// figureRowsPage is how many entries or milestones a page of rows has. Those of one are
// never torn apart, so a page may hold some rows more.
const figureRowsPage = 50

// rowPlace is the place of an entry or milestone in the order of rows: newest month
// first, then the newest id. The next page begins after it.
type rowPlace struct {
	month crm.Month
	id    int64
}

func (k rowPlace) String() string { return fmt.Sprintf("%s.%d", k.month, k.id) }

func parseRowPlace(s string) (k rowPlace, err error) {
	month, id, _ := strings.Cut(s, ".")
	k.id, err = strconv.ParseInt(id, 10, 64)
	if k.month = crm.Month(month); err == nil {
		_, err = crm.ParseMonth(month)
	}
	if err != nil {
		return k, crm.Invalid("after", "翻页位置“%s”写法不对，请从第一页重新打开", s)
	}
	return k, nil
}

// page fills the rows after a key and where the next page begins.
func (x *figureReader) page(after string) error {
	var a lineArgs
	narrow := func(string) string { return "" }
	if after != "" {
		k, err := parseRowPlace(after)
		if err != nil {
			return err
		}
		narrow = func(id string) string {
			month := a.put(k.month)
			return fmt.Sprintf(" AND month <= %s AND (month < %s OR %s < %s)", month, month, id, a.put(k.id))
		}
	}
	text := x.source(&a, narrow)
	if text == "" {
		return nil
	}
	keys, err := collect(x.ctx, x.q, func(r *sql.Rows) (k rowPlace, err error) { return k, r.Scan(&k.month, &k.id) },
		fmt.Sprintf("SELECT month, id FROM (%s) l GROUP BY month, id ORDER BY month DESC, id DESC LIMIT %d", text, figureRowsPage+1), a.values...)
	if err != nil || len(keys) == 0 {
		return err
	}
	last := keys[min(len(keys), figureRowsPage)-1]
	if len(keys) > figureRowsPage {
		x.out.Next = last.String()
	}
	return x.between(keys[0], last)
}

// between fills the rows from one key to another.
func (x *figureReader) between(first, last rowPlace) error {
	var a lineArgs
	text := x.source(&a, func(id string) string {
		from, to, top, end := a.put(last.month), a.put(first.month), a.put(first.id), a.put(last.id)
		return fmt.Sprintf(" AND month >= %s AND month <= %s AND (month < %s OR %s <= %s) AND (month > %s OR %s >= %s)", from, to, to, id, top, from, id, end)
	})
	rows, err := collect(x.ctx, x.q, func(r *sql.Rows) (f crm.FigureRow, err error) {
		err = r.Scan(&f.ID, &f.ProjectID, &f.UnitID, &f.Month, &f.OrigMonth, &f.Adjustment, &f.Pending, &f.Amount)
		return f, err
	}, "SELECT "+figureRowKey+", CAST(SUM(v) AS BIGINT) FROM ("+text+") l GROUP BY "+figureRowKey+" HAVING SUM(v) <> 0", a.values...)
	if err != nil {
		return err
	}
	order := map[int64]int{}
	for k, u := range x.d.units {
		order[u.id] = k
	}
	slices.SortFunc(rows, func(a, b crm.FigureRow) int {
		return cmp.Or(-cmp.Compare(a.Month, b.Month), -cmp.Compare(a.ID, b.ID), cmp.Compare(order[a.UnitID], order[b.UnitID]),
			cmp.Compare(a.Adjustment, b.Adjustment), cmp.Compare(a.OrigMonth, b.OrigMonth))
	})
	return x.show(rows)
}

// show puts rows into the answer with their codes, projects and evidence.
func (x *figureReader) show(rows []crm.FigureRow) error {
	if len(rows) == 0 {
		return nil
	}
	object, text := "capital", "SELECT e.id, e.code, e.arrived_on, p.name FROM capital_entries e JOIN projects p ON p.id = e.project_id WHERE e.id IN ("
	if x.line.ind.Source == crm.SourceMilestone {
		object, text = "milestone", "SELECT e.id, p.code, e.on_date, p.name FROM milestones e JOIN projects p ON p.id = e.project_id WHERE e.id IN ("
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	known := map[int64]crm.FigureRow{}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (f crm.FigureRow, err error) { return f, r.Scan(&f.ID, &f.Code, &f.On, &f.Project) }, text+idList(ids)+")")
	if err != nil {
		return err
	}
	for _, f := range list {
		known[f.ID] = f
	}
	places, err := x.placesOf(rows)
	if err != nil {
		return err
	}
	files, err := evidenceOf(x.ctx, x.q, object, ids)
	for i := range rows {
		r := &rows[i]
		k := known[r.ID]
		r.Object, r.Code, r.On, r.Project, r.Evidence = object, k.Code, k.On, k.Project, []crm.FigureEvidence{}
		r.Unit, r.Place = x.d.tree.byID[r.UnitID].name, x.d.tree.byID[places[r.ProjectID]].name
		for _, a := range files[r.ID] {
			r.Evidence = append(r.Evidence, crm.FigureEvidence{ID: a.ID, Number: a.Number, Kind: a.Kind})
		}
	}
	x.out.Items = rows
	return err
}
