package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// addOpinion appends a word to something reported and reviewed; never overwritten.
func addOpinion(t *Tx, kind string, id int64, decision, text string) error {
	op, err := t.nextID("opinions")
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO opinions (id, object_kind, object_id, decision, text, user_id, known_on, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, op, kind, id, decision, text, t.V.UserID, t.Today, t.Now)
	return err
}

// opinionsOf returns the opinions of several objects, oldest first.
func opinionsOf(ctx context.Context, q querier, kind string, ids []int64) (map[int64][]crm.Opinion, error) {
	out := map[int64][]crm.Opinion{}
	if len(ids) == 0 {
		return out, nil
	}
	type row struct {
		object int64
		o      crm.Opinion
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (x row, err error) {
		err = r.Scan(&x.object, &x.o.ID, &x.o.Decision, &x.o.Text, &x.o.UserID, &x.o.UserName, &x.o.KnownOn, &x.o.At)
		return x, err
	}, `SELECT o.object_id, o.id, o.decision, o.text, o.user_id, COALESCE(u.name, ''), o.known_on, o.at FROM opinions o
		LEFT JOIN users u ON u.id = o.user_id WHERE o.object_kind = $1 AND o.object_id IN (`+idList(ids)+`) ORDER BY o.id`, kind)
	for _, x := range rows {
		out[x.object] = append(out[x.object], x.o)
	}
	return out, err
}

// evidenceOf returns the files of several objects, in the order of their upload.
func evidenceOf(ctx context.Context, q querier, kind string, ids []int64) (map[int64][]crm.Attachment, error) {
	out := map[int64][]crm.Attachment{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := collect(ctx, q, func(r *sql.Rows) (a crm.Attachment, err error) {
		err = r.Scan(&a.ID, &a.Number, &a.ObjectKind, &a.ObjectID, &a.Kind, &a.Name, &a.Size, &a.MediaType, &a.SHA256, &a.UnitID, &a.UserName, &a.At)
		return a, err
	}, `SELECT a.id, a.number, a.object_kind, a.object_id, a.kind, a.name, a.size, a.media_type, a.sha256, a.unit_id, COALESCE(u.name, ''), a.at
		FROM attachments a LEFT JOIN users u ON u.id = a.user_id WHERE a.object_kind = $1 AND a.object_id IN (`+idList(ids)+`)
		AND a.voided = FALSE ORDER BY a.id`, kind)
	for _, a := range rows {
		out[a.ObjectID] = append(out[a.ObjectID], a)
	}
	return out, err
}

// tellReporter lets who reported know of a verdict: always of a return, of an approval or
// verification only when the reviewer wrote something (such as the reason of a 核减).
func tellReporter(t *Tx, object string, id, reporter int64, decision, what, text string) error {
	m := crm.Message{Object: object, ObjectID: id, Body: text}
	switch {
	case reporter == 0:
		return nil
	case decision == "return":
		m.Kind, m.Title = "returned", what+" 被退回"
	case (decision == "approve" || decision == "verify") && text != "":
		m.Kind, m.Title = "verified", what+" 已审核"
	default:
		return nil
	}
	return t.tell(m, reporter, "", 0)
}
