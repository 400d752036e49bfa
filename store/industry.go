package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

const industryColumns = "SELECT code, section, name, level FROM industries"

func scanIndustry(r *sql.Rows) (i crm.Industry, err error) {
	return i, r.Scan(&i.Code, &i.Section, &i.Name, &i.Level)
}

// industriesShown bounds what a picker gets.
const industriesShown = 50

// Industries finds classes of GB/T 4754-2017 by code or name; wider classes first.
// Every signed-in user may read them.
func (s *Store) Industries(ctx context.Context, v crm.Viewer, text string) ([]crm.Industry, error) {
	if err := checkQ(text); err != nil {
		return nil, err
	}
	var q query
	if text = strings.TrimSpace(text); text != "" {
		q.add(`(code LIKE ? ESCAPE '\' OR name LIKE ? ESCAPE '\')`, strings.TrimPrefix(likePattern(crm.IndustryKey(strings.ToUpper(text))), "%"), likePattern(text))
	}
	out, err := collect(ctx, s.read, scanIndustry, industryColumns+q.clause()+" ORDER BY level, section, code LIMIT "+idList([]int64{industriesShown}), q.args...)
	return out, s.translate(err)
}

// majorIndustries maps every code to the label of its 大类, which the sheets print:
// 1522 and C1522 are C15 酒、饮料和精制茶制造业.
func majorIndustries(ctx context.Context, q querier) (func(code string) string, error) {
	list, err := collect(ctx, q, scanIndustry, industryColumns+" WHERE level <= 2")
	if err != nil {
		return nil, err
	}
	labels := make(map[string]string, len(list))
	for _, i := range list {
		labels[i.Code] = i.Label()
	}
	return func(code string) string {
		key := crm.IndustryKey(code)
		if len(key) > 2 {
			key = key[:2]
		}
		if l := labels[key]; l != "" {
			return l
		}
		return code
	}, nil
}
