package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

const commentColumns = `cm.id, cm.object_kind, cm.object_id, cm.text, cm.user_id, COALESCE(cu.name, ''), COALESCE(cn.name, ''), cm.known_on, cm.at, cm.edited_at,
	cm.voided, cm.void_reason, cm.version`

var commentSpec = listSpec{table: "comments cm", alias: "cm", id: "cm.id", def: "-id", sorts: map[string]string{"id": "cm.id"},
	cols: commentColumns, joins: "LEFT JOIN users cu ON cu.id = cm.user_id LEFT JOIN units cn ON cn.id = cm.unit_id"}

func scanComment(r *sql.Rows) (c crm.Comment, err error) {
	c.Mentions = []crm.Reader{}
	return c, r.Scan(&c.ID, &c.ObjectKind, &c.ObjectID, &c.Text, &c.UserID, &c.UserName, &c.UnitName, &c.KnownOn, &c.At, &c.EditedAt,
		&c.Voided, &c.VoidReason, &c.Version)
}

// Comments lists what was said about a lead or project that the viewer reads, newest first.
func (s *Store) Comments(ctx context.Context, v crm.Viewer, kind string, id int64, p crm.Page) (crm.List[crm.Comment], error) {
	return reading(ctx, s, func(q querier) (crm.List[crm.Comment], error) {
		x, err := talkedAbout(ctx, q, v, kind, id, crm.ActReadBusiness)
		if err != nil {
			return crm.List[crm.Comment]{}, err
		}
		var w query
		w.add("cm.object_kind = ? AND cm.object_id = ?", kind, id)
		out, err := readList(ctx, q, commentSpec, w, p, scanComment, func(c crm.Comment, _ string) (any, int64) { return c.ID, c.ID })
		if err != nil {
			return out, err
		}
		return out, showComments(ctx, q, v, x, out.Items, s.clock.Now().UnixMilli())
	})
}

// showComments adds whom comments mention and what the viewer may do; a voided one says nothing.
func showComments(ctx context.Context, q querier, v crm.Viewer, x talked, cs []crm.Comment, now int64) error {
	if len(cs) == 0 {
		return nil
	}
	at, ids := map[int64]*crm.Comment{}, []int64{}
	for i := range cs {
		c := &cs[i]
		at[c.ID], ids = c, append(ids, c.ID)
		if c.Voided {
			c.Text = ""
			continue
		}
		mine := c.UserID == v.UserID && v.Can(crm.ActComment)
		c.MayVoid = mine || v.Scope(crm.ActModerate).Has(x.unit)
		if mine && now-int64(c.At) <= crm.CommentEditMillis {
			c.EditUntil = c.At + crm.CommentEditMillis
		}
	}
	type mention struct {
		comment int64
		crm.Reader
	}
	list, err := collect(ctx, q, func(r *sql.Rows) (m mention, err error) { return m, r.Scan(&m.comment, &m.ID, &m.Name, &m.UnitName) },
		`SELECT m.comment_id, u.id, u.name, n.name FROM comment_mentions m JOIN users u ON u.id = m.user_id JOIN units n ON n.id = u.unit_id
			WHERE m.dropped = FALSE AND m.comment_id IN (`+idList(ids)+`) ORDER BY m.comment_id, u.id`)
	for _, m := range list {
		if c := at[m.comment]; !c.Voided {
			c.Mentions = append(c.Mentions, m.Reader)
		}
	}
	return err
}

// AddComment writes a comment on a lead or project and tells whom it mentions. It is no progress.
func (s *Store) AddComment(ctx context.Context, v crm.Viewer, in crm.CommentInput) (crm.Comment, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Comment, error) {
		x, err := joinTalk(t, in.ObjectKind, in.ObjectID)
		if err != nil {
			return crm.Comment{}, err
		}
		if in.Text, err = crm.CommentText(in.Text); err != nil {
			return crm.Comment{}, err
		}
		id, err := t.nextID("comments")
		if err != nil {
			return crm.Comment{}, err
		}
		if _, err := t.exec(`INSERT INTO comments (id, object_kind, object_id, text, user_id, unit_id, known_on, at, edited_at, voided, void_reason, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, FALSE, '', 1)`, id, x.kind, x.id, in.Text, v.UserID, v.UnitID, t.Today, t.Now); err != nil {
			return crm.Comment{}, err
		}
		if err := mention(t, x, id, in.Mentions); err != nil {
			return crm.Comment{}, err
		}
		t.audit("comment.add", "comment", id, x.unit, "评论"+x.label(), in)
		return oneComment(t, x, id)
	})
}

// mention notes whom a comment mentions and tells those who were not told before. A person who
// doesn't read the object is refused, without a name. The message holds nothing of the text, which
// may be changed or voided.
func mention(t *Tx, x talked, comment int64, people []int64) error {
	told, err := collect(t.ctx, t, scanID, "SELECT user_id FROM comment_mentions WHERE comment_id = $1", comment)
	if err != nil {
		return err
	}
	// a mention that is taken back stays as told, so that nobody is told again by mentioning anew
	if _, err := t.exec("UPDATE comment_mentions SET dropped = TRUE WHERE comment_id = $1", comment); err != nil || len(people) == 0 {
		return err
	}
	readers, err := peopleOf(t.ctx, t, x.kind, x.id)
	if err != nil {
		return err
	}
	people = slices.Clone(people) // the caller's list goes into the audit log as it was typed
	slices.Sort(people)
	for _, id := range slices.Compact(people) {
		if !slices.ContainsFunc(readers, func(p crm.Reader) bool { return p.ID == id }) {
			return crm.Invalid("mentions", "提到的人里有人看不到这%s，请重选", countedNoun(x.kind))
		}
		if _, err := t.exec("INSERT INTO comment_mentions (comment_id, user_id) VALUES ($1, $2) ON CONFLICT (comment_id, user_id) DO UPDATE SET dropped = FALSE", comment, id); err != nil {
			return err
		}
		if id == t.V.UserID || slices.Contains(told, id) {
			continue
		}
		if err := t.tell(crm.Message{Kind: "mention", Title: t.V.Name + "在“" + x.name + "”的评论中提到了你", Object: x.kind, ObjectID: x.id}, id, "", 0); err != nil {
			return err
		}
	}
	return nil
}

// countedNoun is the counting word and noun of a kind: 这条线索.
func countedNoun(kind string) string {
	if kind == "lead" {
		return "条线索"
	}
	return "个项目"
}

func oneComment(t *Tx, x talked, id int64) (crm.Comment, error) {
	list, err := collect(t.ctx, t, scanComment, "SELECT "+commentColumns+" FROM comments cm "+commentSpec.joins+" WHERE cm.id = $1", id)
	if err == nil && len(list) == 0 {
		err = crm.NotFound("评论")
	}
	if err != nil {
		return crm.Comment{}, err
	}
	return list[0], showComments(t.ctx, t, t.V, x, list, t.Now)
}

// ownComment reads a comment about something that the viewer comments on, with its object.
func ownComment(t *Tx, id int64) (x talked, c crm.Comment, err error) {
	if err := t.V.Require(crm.ActComment); err != nil {
		return x, c, err
	}
	if c, err = oneComment(t, x, id); err != nil {
		return x, c, err
	}
	if x, err = talkedAbout(t.ctx, t, t.V, c.ObjectKind, c.ObjectID, crm.ActComment); err != nil {
		return x, crm.Comment{}, ofTalk(err, "评论")
	}
	return x, c, nil
}

// EditComment changes one's own comment within ten minutes.
func (s *Store) EditComment(ctx context.Context, v crm.Viewer, id int64, in crm.CommentEdit) (crm.Comment, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Comment, error) {
		x, c, err := ownComment(t, id)
		if err != nil {
			return crm.Comment{}, err
		}
		if err := c.CheckEdit(v.UserID, t.Now, in.Version); err != nil {
			return crm.Comment{}, err
		}
		if in.Text, err = crm.CommentText(in.Text); err != nil {
			return crm.Comment{}, err
		}
		if _, err := t.exec("UPDATE comments SET text = $1, edited_at = $2, version = version + 1 WHERE id = $3", in.Text, t.Now, id); err != nil {
			return crm.Comment{}, err
		}
		if err := mention(t, x, id, in.Mentions); err != nil {
			return crm.Comment{}, err
		}
		t.audit("comment.edit", "comment", id, x.unit, "修改对"+x.label()+"的评论", map[string]any{"from": c.Text, "to": in.Text, "mentions": in.Mentions})
		return oneComment(t, x, id)
	})
}

// VoidComment takes a comment back: its text is shown to nobody any more.
func (s *Store) VoidComment(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Comment, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Comment, error) {
		x, c, err := ownComment(t, id)
		if err != nil {
			return crm.Comment{}, err
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if err := c.CheckVoid(v.UserID, v.Scope(crm.ActModerate).Has(x.unit), in); err != nil {
			return crm.Comment{}, err
		}
		if _, err := t.exec("UPDATE comments SET voided = TRUE, void_reason = $1, version = version + 1 WHERE id = $2", in.Reason, id); err != nil {
			return crm.Comment{}, err
		}
		t.audit("comment.void", "comment", id, x.unit, "作废对"+x.label()+"的评论", in)
		return oneComment(t, x, id)
	})
}
