package store

import (
	"context"
	"strings"
	"unicode"

	"yinfeng/crm"
)

// Search keeps, per kind of row, our own bigrams of its names (and pinyin) in
// search_<table>: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Two Chinese
// characters are one bigram; a single character matches by prefix.

// grams turns text into bigram tokens. Letters and digits are folded and cut the same
// way, so that "xys" finds a pinyin word. Tokens are letters and digits only.
func grams(texts ...string) []string {
	seen, out := map[string]bool{}, []string{}
	put := func(g string) {
		if !seen[g] {
			seen[g] = true
			out = append(out, g)
		}
	}
	for _, text := range texts {
		for _, word := range words(text) {
			if len(word) == 1 {
				put(string(word))
			}
			for i := 0; i+1 < len(word); i++ {
				put(string(word[i : i+2]))
			}
		}
	}
	return out
}

// words cuts text at everything that is neither letter nor digit, case folded.
func words(text string) [][]rune {
	var out [][]rune
	var cur []rune
	for _, r := range strings.Map(unicode.ToLower, text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			cur = append(cur, r)
			continue
		}
		if len(cur) > 0 {
			out, cur = append(out, cur), nil
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// index puts a row's search text, replacing what stood there.
func (t *Tx) index(table string, id int64, texts ...string) error {
	return t.indexRow(table, searchRow{id: id, texts: texts})
}

func (t *Tx) indexRow(table string, r searchRow) error {
	if _, err := t.exec("DELETE FROM search_"+table+" WHERE rowid = $1", r.id); err != nil {
		return err
	}
	return t.insertRow(table, r)
}

// insertIndex is index for a row that is known to be new.
func (t *Tx) insertIndex(table string, id int64, texts ...string) error {
	return t.insertRow(table, searchRow{id: id, texts: texts})
}

func (t *Tx) insertRow(table string, r searchRow) error {
	stmt := "INSERT INTO search_" + table + " (rowid, grams) VALUES ($1, $2)"
	if t.s.engine == postgres {
		stmt = "INSERT INTO search_" + table + " (rowid, grams) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
	}
	_, err := t.exec(stmt, r.id, r.tokens())
	return err
}

// match returns a subselect of ids in table that hold every gram of q, and one of marks
// if there are any, and its argument; ok is false when q holds nothing to search for.
func (e engine) match(table, q string, marks []string) (sub string, arg string, ok bool) {
	g := grams(q)
	if len(g) == 0 {
		return "", "", false
	}
	quote, and, or := `"`, " AND ", " OR "
	if e == postgres {
		quote, and, or = "'", " & ", " | "
	}
	quoted := make([]string, len(g))
	for i, s := range g {
		prefix := len([]rune(s)) == 1
		switch {
		case e == postgres && prefix:
			quoted[i] = "'" + s + "':*"
		case e == postgres:
			quoted[i] = "'" + s + "'"
		case prefix:
			quoted[i] = `"` + s + `"*`
		default:
			quoted[i] = `"` + s + `"`
		}
	}
	arg = strings.Join(quoted, and)
	if len(marks) > 0 {
		arg += and + "(" + quote + strings.Join(marks, quote+or+quote) + quote + ")"
	}
	if e == postgres {
		return "SELECT rowid FROM search_" + table + " WHERE grams @@ CAST(? AS tsquery)", arg, true
	}
	return "SELECT rowid FROM search_" + table + " WHERE search_" + table + " MATCH ?", arg, true
}

// searchCap is how many matches of one list search are taken as a list of ids, and up to
// where the matches of a more common word are counted: nobody reads more of them, and
// each costs a look at its row.
const searchCap = 1_000

// search limits q to rows of table that match text, and hold one of marks if there are any. Few matches are taken first, as
// ids: with them in hand the planner cannot walk the time index for seconds after a
// rare word (architecture §3). A common word stays a subselect, which is then quick.
func (q *query) search(ctx context.Context, s *Store, table, idColumn, text string, marks ...string) error {
	sub, arg, ok := s.engine.match(table, text, marks)
	if !ok {
		if strings.TrimSpace(text) != "" {
			q.where = append(q.where, "1 = 0")
		}
		return nil
	}
	return q.few(ctx, s, idColumn, sub, arg)
}

// few limits q to the ids that sub gives for arg, taken first when they are few, for the
// same reason as in search.
func (q *query) few(ctx context.Context, s *Store, idColumn, sub string, arg any) error {
	ids, err := s.firstIDs(ctx, sub, arg, "")
	if err != nil {
		return s.translate(err)
	}
	if len(ids) < searchCap {
		q.split = nil // the ids lead, whoever may see them
		q.in(idColumn, ids)
		return nil
	}
	q.cap = searchCap
	if q.split != nil {
		q.split.together = true
	}
	q.add("+"+idColumn+" IN ("+sub+")", arg) // + keeps the ids from leading: the order does
	return nil
}

// newestIDs are up to searchCap matches, those recorded last first.
func (s *Store) newestIDs(ctx context.Context, sub string, arg any) ([]int64, error) {
	return s.firstIDs(ctx, sub, arg, " ORDER BY rowid DESC")
}

func (s *Store) firstIDs(ctx context.Context, sub string, arg any, order string) ([]int64, error) {
	return collect(ctx, s.read, scanID, strings.Replace(sub, "?", "$1", 1)+order+" LIMIT "+idList([]int64{searchCap}), arg)
}

// checkQ bounds a search text.
func checkQ(q string) error {
	if len([]rune(q)) > 60 {
		return crm.Invalid("q", "搜索词最多 60 个字")
	}
	return nil
}
