package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"yinfeng/crm"
)

// anyStep is how many values one statement looks up.
const anyStep = 5_000

// lookUp reads the rows of a query for any number of values, a few thousand a statement.
// text has %s where the condition "column is one of the values" belongs.
func lookUp[T any, K string | int64](ctx context.Context, s *Store, q querier, scan func(*sql.Rows) (T, error), text, column string, values []K) ([]T, error) {
	var out []T
	slices.Sort(values)
	values = slices.Compact(values)
	for chunk := range slices.Chunk(values, anyStep) {
		cond, arg, err := s.engine.anyOf(column, chunk)
		if err != nil {
			return nil, err
		}
		list, err := collect(ctx, q, scan, sprintf(text, cond), arg)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// anyOf is the condition that column is one of values, which travel as one argument $1.
func (e engine) anyOf(column string, values any) (cond string, arg any, err error) {
	kind := "BIGINT"
	if _, text := values.([]string); text {
		kind = "TEXT"
	}
	if e == postgres {
		return column + " = ANY(CAST($1 AS " + kind + "[]))", values, nil
	}
	b, err := json.Marshal(values)
	return column + " IN (SELECT value FROM json_each($1))", string(b), err
}

// keysOf gathers texts of records, without blanks.
func keysOf(recs []*crm.ImportRecord, of func(*crm.ImportRecord) []string) []string {
	var out []string
	for _, r := range recs {
		for _, x := range of(r) {
			if x != "" {
				out = append(out, x)
			}
		}
	}
	return out
}
