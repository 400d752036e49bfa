package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"yinfeng/crm"
)

// Bounds of every list (contract §2).
const (
	defaultLimit = 20
	maxLimit     = 200
	countCap     = 10_000 // totals are counted up to here; numbered pages end here
)

// listSpec describes one list: filters speak of the base table only, so that the page
// is found by index first and names are joined to its few rows afterwards.
type listSpec struct {
	table string            // base table with its alias, "leads l"
	alias string            // "l"
	id    string            // "l.id"
	sorts map[string]string // allow-list: API name → column of the base table
	def   string            // default sort, "-updatedAt"
	cols  string            // outer columns
	joins string            // outer joins
}

// query gathers conditions with their arguments in order.
type query struct {
	where []string
	args  []any
	split *split // how the scope falls apart, see list_split.go
	cap   int    // totals are counted up to here; 0 means countCap
}

// add appends a condition; each ? in cond takes the next argument.
func (q *query) add(cond string, args ...any) {
	var b strings.Builder
	i := 0
	for _, r := range cond {
		if r == '?' {
			q.args = append(q.args, args[i])
			i++
			fmt.Fprintf(&b, "$%d", len(q.args))
			continue
		}
		b.WriteRune(r)
	}
	q.where = append(q.where, b.String())
}

// in adds column IN (…); an empty list matches nothing.
func (q *query) in(column string, ids []int64) {
	if len(ids) == 0 {
		q.where = append(q.where, "1 = 0")
		return
	}
	q.where = append(q.where, column+" IN ("+idList(ids)+")")
}

func (q *query) clause() string {
	if len(q.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(q.where, " AND ")
}

// cursor is the key after which the next page starts.
type cursor struct {
	Sort string `json:"s"`
	Key  any    `json:"k"`
	ID   int64  `json:"i"`
}

func (c cursor) String() string {
	b, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a cursor; its key must be of the kind of like, the sort column's.
func parseCursor(s, sort string, like any) (c cursor, err error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		d := json.NewDecoder(strings.NewReader(string(b)))
		d.UseNumber()
		err = d.Decode(&c)
	}
	if n, ok := c.Key.(json.Number); ok {
		c.Key, err = n.Int64()
	}
	text, isText := c.Key.(string)
	_, isNumber := c.Key.(int64)
	wantText := reflect.ValueOf(like).Kind() == reflect.String
	if err != nil || c.Sort != sort || isText != wantText || isNumber == wantText || strings.ContainsRune(text, 0) {
		return c, crm.Invalid("cursor", "翻页位置已失效，请从第一页重新打开列表")
	}
	return c, nil
}

// runList answers one page of a list. scan reads one outer row; key returns the sort
// column's value and id of an item, for the next cursor.
func runList[T any](ctx context.Context, s *Store, spec listSpec, q query, p crm.Page,
	scan func(*sql.Rows) (T, error), key func(T, string) (any, int64)) (crm.List[T], error) {
	out, err := readList(ctx, s.read, spec, q, p, scan, key)
	return out, s.translate(err)
}

// readList is runList within a reading, for a list of which more is read than its rows.
func readList[T any](ctx context.Context, r querier, spec listSpec, q query, p crm.Page,
	scan func(*sql.Rows) (T, error), key func(T, string) (any, int64)) (crm.List[T], error) {
	out := crm.List[T]{Items: []T{}}
	name, column, desc, err := spec.sortOf(p.Sort)
	if err != nil {
		return out, err
	}
	limit := p.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = min(limit, maxLimit)
	if p.Page > countCap/limit {
		return out, crm.Invalid("page", "页码只到前 %d 条，请缩小筛选范围", countCap)
	}
	if out.Total, out.TotalIsCapped, err = countCapped(ctx, r, spec, q); err != nil {
		return out, err
	}
	order, cmp := "", ">"
	if desc {
		order, cmp = " DESC", "<"
	}
	if p.Cursor != "" {
		var none T
		kind, _ := key(none, name)
		c, err := parseCursor(p.Cursor, p.Sort, kind)
		if err != nil {
			return out, err
		}
		q.where = append([]string(nil), q.where...)
		q.args = append([]any(nil), q.args...)
		q.add("("+column+", "+spec.id+") "+cmp+" (?, ?)", c.Key, c.ID)
	}
	offset := 0
	if p.Page > 1 && p.Cursor == "" {
		offset = (p.Page - 1) * limit
	}
	page := q.whole(out.TotalIsCapped).page(spec, column, order, limit+1, offset)
	sqlText := fmt.Sprintf("SELECT %s FROM (%s) %s %s ORDER BY %s%s, %s%s", spec.cols, page, spec.alias, spec.joins, column, order, spec.id, order)
	if out.Items, err = collect(ctx, r, scan, sqlText, q.args...); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items = out.Items[:limit]
		k, id := key(out.Items[limit-1], name)
		out.Next = nextCursor(p.Sort, k, id)
	}
	return out, nil
}

// nextCursor is the cursor after the row of key k and id.
func nextCursor(sort string, k any, id int64) string {
	if at, ok := k.(crm.Instant); ok {
		k = int64(at) // as the column holds it
	}
	return cursor{Sort: sort, Key: k, ID: id}.String()
}

// sortOf reads "field" or "-field" against the allow-list.
func (spec listSpec) sortOf(sort string) (name, column string, desc bool, err error) {
	if sort == "" {
		sort = spec.def
	}
	name, desc = strings.TrimPrefix(sort, "-"), strings.HasPrefix(sort, "-")
	column, ok := spec.sorts[name]
	if !ok {
		return "", "", false, crm.Invalid("sort", "不能按“%s”排序", name)
	}
	return name, column, desc, nil
}

func countCapped(ctx context.Context, r querier, spec listSpec, q query) (int64, bool, error) {
	bound := int64(countCap)
	if q.cap != 0 {
		bound = int64(q.cap)
	}
	var n int64
	text := fmt.Sprintf("SELECT COUNT(*) FROM (%s LIMIT %d) counted", q.rows(spec), bound+1)
	if err := r.QueryRowContext(ctx, text, q.args...).Scan(&n); err != nil {
		return 0, false, err
	}
	return min(n, bound), n > bound, nil
}

// collect runs a query and scans every row; never nil.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", firstWords(text), err)
	}
	defer rows.Close()
	out := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, rows.Err()
}

// likePattern escapes % _ \ for LIKE … ESCAPE '\'.
func likePattern(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}
