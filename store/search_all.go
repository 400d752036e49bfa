package store

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
	"unicode/utf8"

	"yinfeng/crm"
)

// hitsPerKind is how many results of a kind the global search shows.
const hitsPerKind = 8

// searchKind says how one kind of row is searched and shown.
type searchKind struct {
	kind    string
	table   string // search_<table>
	from    string
	reach   reach
	live    string // "l.voided = FALSE", empty for none
	order   string
	columns string // id, title, subtitle
	joins   string
}

var searchKinds = []searchKind{
	{"company", "companies", "companies c", companyReach, "c.merged_into = 0", "c.updated_at", "c.id, c.name, c.province || c.city || ' ' || c.credit_code", ""},
	{"lead", "leads", "leads l", leadReach, "l.voided = FALSE", "l.updated_at", "l.id, l.project, l.code || ' ' || c.name || ' ' || u.name",
		"JOIN companies c ON c.id = l.company_id JOIN units u ON u.id = l.unit_id"},
	{"project", "projects", "projects p", projectReach, "p.voided = FALSE", "p.updated_at", "p.id, p.name, p.code || ' ' || u.name",
		"JOIN units u ON u.id = p.unit_id"},
	{"visit", "visits", "visits v", visitReach, "v.voided = FALSE", "v.on_date", "v.id, v.theme, v.on_date || ' ' || v.code || ' ' || u.name",
		"JOIN units u ON u.id = v.unit_id"},
}

// Search finds companies, leads, projects and visits of the viewer's scope by name,
// code, credit code, pinyin or initials: the newest few of each kind; and what searchCode
// knows.
func (s *Store) Search(ctx context.Context, v crm.Viewer, q string) ([]crm.Hit, error) {
	out := []crm.Hit{}
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return out, err
	}
	if q = strings.TrimSpace(q); utf8.RuneCountInString(q) == 0 {
		return out, nil
	}
	if hits, ok, err := s.searchCode(ctx, v, q); ok || err != nil {
		return append(out, hits...), err
	}
	if err := checkQ(q); err != nil {
		return out, err
	}
	for _, k := range searchKinds {
		hits, err := s.searchOne(ctx, k, v.Scope(crm.ActReadBusiness), q)
		if err != nil {
			return out, s.translate(err)
		}
		out = append(out, hits...)
	}
	return out, nil
}

func (s *Store) searchOne(ctx context.Context, k searchKind, sc crm.Scope, text string) ([]crm.Hit, error) {
	var q query
	if k.live != "" {
		q.add(k.live)
	}
	q.scope(sc, k.reach)
	alias := strings.Fields(k.from)[1]
	if k.kind == "company" && wholeCode.MatchString(text) {
		return nil, nil // companies have no code of ours
	}
	if wholeCode.MatchString(text) {
		q.add(alias+".code = ?", strings.ToUpper(text))
		return s.hits(ctx, k, alias, q)
	}
	var marks []string
	if k.kind == "lead" {
		marks = scopeMarks(sc)
	}
	sub, arg, ok := s.engine.match(k.table, text, marks)
	if !ok {
		return nil, nil
	}
	ids, err := s.newestIDs(ctx, sub, arg)
	if err != nil {
		return nil, err
	}
	newest := q
	newest.in(alias+".id", ids)
	hits, err := s.hits(ctx, k, alias, newest)
	if err != nil || len(ids) < searchCap || len(hits) == hitsPerKind {
		return hits, err // a common word's newest matches fill the page
	}
	q.add("+"+alias+".id IN ("+sub+")", arg)
	return s.hits(ctx, k, alias, q)
}

// hits reads the newest few rows that q finds.
func (s *Store) hits(ctx context.Context, k searchKind, alias string, q query) ([]crm.Hit, error) {
	inner := "SELECT * FROM " + k.from + q.clause() + " ORDER BY " + k.order + " DESC, " + alias + ".id DESC LIMIT " + idList([]int64{hitsPerKind})
	return collect(ctx, s.read, func(r *sql.Rows) (h crm.Hit, err error) {
		h.Kind = k.kind
		err = r.Scan(&h.ID, &h.Title, &h.Subtitle)
		h.Subtitle = strings.TrimSpace(h.Subtitle)
		return h, err
	}, "SELECT "+k.columns+" FROM ("+inner+") "+alias+" "+k.joins+" ORDER BY "+k.order+" DESC, "+alias+".id DESC", q.args...)
}

// wholeCode is a lead's, visit's or project's own code.
var wholeCode = regexp.MustCompile(`^(?i:XS|BF|XM)[0-9]{4}-[0-9]{1,9}$`)

// find limits q to rows that text finds: a whole code by equality, anything else by the
// search index (bigrams of digits would also find the code's neighbours).
func (q *query) find(ctx context.Context, s *Store, table, alias, text string, marks ...string) error {
	if text = strings.TrimSpace(text); wholeCode.MatchString(text) {
		q.add(alias+".code = ?", strings.ToUpper(text))
		return nil
	}
	return q.search(ctx, s, table, alias+".id", text, marks...)
}
