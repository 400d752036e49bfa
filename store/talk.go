package store

import (
	"context"
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// talked is a lead or project that people talk about: who reads it may read the talk, and of
// those who has ActComment may join in, a former unit too.
type talked struct {
	kind   string
	id     int64
	unit   int64
	code   string
	name   string
	voided bool
}

func (x talked) label() string { return holders[x.kind].label + " " + x.code }

// talkSides say of each kind where its name stands and which units read it.
var talkSides = map[string]struct{ name, units string }{
	"lead": {"SELECT l.unit_id, l.code, l.project, l.voided FROM leads l WHERE l.id = $1",
		"SELECT l.unit_id FROM leads l WHERE l.id = $1 UNION SELECT s.unit_id FROM lead_shares s WHERE s.lead_id = $1"},
	"project": {"SELECT p.unit_id, p.code, p.name, p.voided FROM projects p WHERE p.id = $1",
		"SELECT p.unit_id FROM projects p WHERE p.id = $1 UNION SELECT s.unit_id FROM project_shares s WHERE s.project_id = $1"},
}

// talkedAbout reads a lead or project that the viewer reaches by a; what he doesn't is not found.
func talkedAbout(ctx context.Context, q querier, v crm.Viewer, kind string, id int64, a crm.Act) (talked, error) {
	x := talked{kind: kind, id: id}
	if err := v.Require(a); err != nil {
		return x, err
	}
	side, ok := talkSides[kind]
	if !ok {
		return x, crm.Invalid("objectKind", "只能对线索和项目评论或布置任务")
	}
	h := holders[kind]
	ok, err := reachable(ctx, q, h.table, h.reach, id, v.Scope(a))
	if err == nil && !ok {
		err = crm.NotFound(h.label)
	}
	if err != nil {
		return x, err
	}
	return x, q.QueryRowContext(ctx, side.name, id).Scan(&x.unit, &x.code, &x.name, &x.voided)
}

// joinTalk is talkedAbout for who writes: nothing is added to what is voided.
func joinTalk(t *Tx, kind string, id int64) (talked, error) {
	x, err := talkedAbout(t.ctx, t, t.V, kind, id, crm.ActComment)
	if err == nil && x.voided {
		err = crm.Conflict(nil, "%s已作废，不能再评论或布置任务", holders[kind].label)
	}
	return x, err
}

// ofTalk says "not found" of the comment or task whose object the viewer doesn't reach.
func ofTalk(err error, what string) error {
	if crm.ErrCode(err) == crm.CodeNotFound {
		return crm.NotFound(what)
	}
	return err
}

// TalkPeople lists who may be mentioned about a lead or project, or be given a task: those who read
// it. Word is part of a name or of its pinyin.
func (s *Store) TalkPeople(ctx context.Context, v crm.Viewer, kind string, id int64, word string) ([]crm.Reader, error) {
	all, err := reading(ctx, s, func(q querier) ([]crm.Reader, error) {
		if _, err := talkedAbout(ctx, q, v, kind, id, crm.ActComment); err != nil {
			return nil, err
		}
		return peopleOf(ctx, q, kind, id)
	})
	if err != nil {
		return nil, err
	}
	word, found := strings.ToLower(strings.TrimSpace(word)), []crm.Reader{}
	for _, p := range all {
		full, initials := pinyinOf(p.Name)
		if word == "" || strings.Contains(p.Name, word) || strings.HasPrefix(full, word) || strings.HasPrefix(initials, word) || strings.Contains(p.UnitName, word) {
			found = append(found, p)
		}
	}
	return found[:min(len(found), peopleShown)], nil
}

// peopleShown bounds a list of people to choose from.
const peopleShown = 20

// peopleOf lists everybody who reads a lead or project, whatever the asker: its own unit's first.
func peopleOf(ctx context.Context, q querier, kind string, id int64) ([]crm.Reader, error) {
	return collect(ctx, q, func(r *sql.Rows) (p crm.Reader, err error) { return p, r.Scan(&p.ID, &p.Name, &p.UnitName, &p.MayTask) },
		`WITH reading AS (`+talkSides[kind].units+`)
		SELECT u.id, u.name, n.name, MAX(CASE WHEN g.role IN (`+roleList(crm.ActComment)+`) THEN 1 ELSE 0 END) = 1
		FROM users u JOIN units n ON n.id = u.unit_id JOIN role_grants g ON g.user_id = u.id JOIN units gu ON gu.id = g.unit_id
		WHERE u.disabled = FALSE AND g.role IN (`+roleList(crm.ActReadBusiness)+`)
		AND EXISTS (SELECT 1 FROM reading x JOIN units ru ON ru.id = x.unit_id WHERE ru.path LIKE gu.path || '%')
		GROUP BY u.id, u.name, u.unit_id, n.name, n.sort
		ORDER BY CASE WHEN u.unit_id IN (SELECT unit_id FROM reading) THEN 0 ELSE 1 END, n.sort, u.id`, id)
}

// roleList prints the roles that have an act for an IN list; they are words of our own.
func roleList(a crm.Act) string {
	var names []string
	for _, r := range crm.RolesWith(a) {
		names = append(names, "'"+string(r)+"'")
	}
	return strings.Join(names, ", ")
}
