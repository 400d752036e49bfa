package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yinfeng/crm"
)

// timelinePage is how many lines a page of a timeline has.
const timelinePage = 100

// timelineRow is a line as its source has it; a, b and text mean what the source says.
type timelineRow struct {
	crm.TimelineItem
	src, id int64
	lead    int64 // whose line it is; 0 for the object's own
	a, b    string
}

// Sources of a timeline; with the row's id they make a key that is unique and stays.
const (
	srcEvent = iota + 1
	srcVisit
	srcComment
	srcTaskSet
	srcTaskClosed
	srcFile
	srcClaim
	srcClaimEvent
	srcAudit
	srcImport
	sources = 16
)

// timeline is what a lead or project and its viewer make of the sources.
type timeline struct {
	scope crm.Scope
	leads []int64 // readable leads whose lines belong to it
	own   int64   // the lead itself; lines of the other leads are marked with their code
	parts []string
}

// part adds a source: cond chooses its rows, cols are kind, act, on, at, a, b, text, lead, object
// kind and object id, user and unit id.
func (l *timeline) part(src int, from, id, cond string, cols ...string) {
	l.parts = append(l.parts, fmt.Sprintf("SELECT CAST(%d AS BIGINT) AS src, %s AS id, %s * %d + %d AS n, %s AS kind, %s AS act, %s AS day, %s AS at, %s AS a, %s AS b, %s AS body, "+
		"CAST(%s AS BIGINT) AS lead, %s AS okind, CAST(%s AS BIGINT) AS oid, CAST(%s AS BIGINT) AS usr, CAST(%s AS BIGINT) AS unit FROM %s WHERE %s",
		src, id, id, sources, src, cols[0], cols[1], cols[2], cols[3], cols[4], cols[5], cols[6], cols[7], cols[8], cols[9], cols[10], cols[11], from, cond))
}

// leadParts are the lines of leads: history, files, claims, disputes of the viewer's units, import.
func (l *timeline) leadParts() {
	if len(l.leads) == 0 {
		return
	}
	ids := idList(l.leads)
	l.part(srcEvent, "lead_events e", "e.id", "e.lead_id IN ("+ids+")",
		"CASE e.kind WHEN 'note' THEN 'note' WHEN 'transfer' THEN 'transfer' WHEN 'merge' THEN 'merge' WHEN 'unmerge' THEN 'merge' ELSE 'stage' END",
		"e.kind", "e.known_on", "e.at", "e.from_value", "e.to_value", "e.reason", "e.lead_id", "''", "0", "e.user_id", "e.unit_id")
	l.part(srcFile, "attachments f", "f.id", "f.object_kind = 'lead' AND f.object_id IN ("+ids+") AND f.voided = FALSE", "'file'", "'add'",
		`COALESCE((SELECT MIN(g.known_on) FROM audit_log g WHERE g.object = 'lead' AND g.object_id IN (`+ids+`) AND g.act = 'attachment.add' AND g.at = f.at),
		(SELECT o.reported_on FROM leads o WHERE o.id = f.object_id))`, "f.at", "f.name", "''", "f.kind", "f.object_id", "''", "0", "f.user_id", "f.unit_id")
	l.part(srcClaim, "claims k", "k.id", "k.lead_id IN ("+ids+")", "'claim'", "'opened'", "k.since", "k.at", "''", "''", "''", "k.lead_id", "''", "0", "0", "0")
	l.part(srcClaimEvent, "claim_events ke JOIN claims kc ON kc.id = ke.claim_id", "ke.id", "kc.lead_id IN ("+ids+")", "'claim'", "ke.kind", "ke.known_on", "ke.at",
		"(SELECT name FROM units u WHERE u.id = ke.unit_id)", "ke.protected_until", "ke.reason", "kc.lead_id", "''", "0", "ke.user_id", "0")
	var d query // its steps; the files that each side filed for it, which the audit log names, are not for the other
	d.disputeScope(l.scope)
	d.where = append(d.where, "d.lead_id IN ("+ids+")")
	l.audit("'dispute'", "g.object = 'dispute' AND g.act LIKE 'dispute.%' AND g.object_id IN (SELECT d.id FROM disputes d"+d.clause()+")", "'dispute'", "g.object_id")
	l.part(srcImport, "leads il JOIN imports im ON im.id = il.import_id", "il.id", "il.id IN ("+ids+") AND il.import_id <> 0", "'import'", "'apply'", "im.known_on", "im.applied_at",
		"''", "''", "''", "il.id", "''", "0", "im.user_id", "im.unit_id")
}

// audit adds lines that the audit log tells; its labels name no more than the object does.
func (l *timeline) audit(kind, cond, okind, oid string) {
	l.part(srcAudit, "audit_log g", "g.seq", cond, kind, "g.act", "g.known_on", "g.at", "g.label", "g.actor", "''", "0", okind, oid, "g.user_id",
		"(SELECT COALESCE(MAX(w.unit_id), 0) FROM users w WHERE w.id = g.user_id)")
}

// talkParts are comments, tasks and visits: cond says of what, in the words of each source.
func (l *timeline) talkParts(cond, lead, visits string) {
	l.part(srcComment, "comments x", "x.id", cond, "'comment'", "CASE WHEN x.voided THEN 'void' ELSE 'add' END", "x.known_on", "x.at", "''", "x.void_reason",
		"CASE WHEN x.voided THEN '' ELSE x.text END", lead, "''", "0", "x.user_id", "x.unit_id")
	const name = "(SELECT w.name FROM users w WHERE w.id = x.owner_id)"
	unit := func(user string) string {
		return "(SELECT COALESCE(MAX(w.unit_id), 0) FROM users w WHERE w.id = " + user + ")"
	}
	l.part(srcTaskSet, "tasks x", "x.id", cond, "'task'", "'add'", "x.known_on", "x.at", "x.title", name, "x.due_on", lead, "''", "0", "x.created_by", unit("x.created_by"))
	l.part(srcTaskClosed, "tasks x", "x.id", cond+" AND x.closed_at <> 0", "'task'", "x.state", "x.done_on", "x.closed_at", "x.title", name, "x.reason", lead, "''", "0",
		"x.closed_by", unit("x.closed_by"))
	l.part(srcVisit, "visits v", "v.id", "v.voided = FALSE AND "+visits, "'visit'", "v.kind", "v.on_date", "v.created_at", "v.theme", "v.outcome", "v.content", "0",
		"'visit'", "v.id", "v.user_id", "v.unit_id")
}

// page reads a page of the timeline, newest first.
func (l *timeline) page(ctx context.Context, q querier, kind, after string) (crm.List[crm.TimelineItem], error) {
	out := crm.List[crm.TimelineItem]{Items: []crm.TimelineItem{}}
	if kind != "" && !slices.Contains(crm.TimelineKinds, kind) {
		return out, crm.Invalid("kind", "没有“%s”这一类经过", kind)
	}
	all := "(" + strings.Join(l.parts, " UNION ALL ") + ") x"
	var w query
	if kind != "" {
		w.add("x.kind = ?", kind)
	}
	if err := q.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+all+w.clause(), w.args...).Scan(&out.Total); err != nil {
		return out, err
	}
	if after != "" {
		day, at, n, err := timelineAfter(after)
		if err != nil {
			return out, err
		}
		w.add("(x.day, x.at, x.n) < (?, ?, ?)", day, at, n)
	}
	rows, err := collect(ctx, q, scanTimeline, `SELECT x.src, x.id, x.kind, x.act, x.day, x.at, x.a, x.b, x.body, x.lead, x.okind, x.oid, COALESCE(u.name, ''), COALESCE(n.name, '')
		FROM `+all+" LEFT JOIN users u ON u.id = x.usr LEFT JOIN units n ON n.id = x.unit"+w.clause()+
		" ORDER BY x.day DESC, x.at DESC, x.n DESC LIMIT "+strconv.Itoa(timelinePage+1), w.args...)
	if err != nil {
		return out, err
	}
	if len(rows) > timelinePage {
		rows = rows[:timelinePage]
		last := rows[timelinePage-1]
		out.Next = cursor{Sort: "time", Key: fmt.Sprintf("%s %d", last.On, last.At), ID: last.id*sources + last.src}.String()
	}
	if err := l.finish(ctx, q, rows); err != nil {
		return out, err
	}
	for _, r := range rows {
		out.Items = append(out.Items, r.TimelineItem)
	}
	return out, nil
}

func scanTimeline(r *sql.Rows) (x timelineRow, err error) {
	err = r.Scan(&x.src, &x.id, &x.Kind, &x.Act, &x.On, &x.At, &x.a, &x.b, &x.Text, &x.lead, &x.ObjectKind, &x.ObjectID, &x.UserName, &x.UnitName)
	x.Key, x.Files = fmt.Sprintf("%d-%d", x.src, x.id), []crm.TimelineFile{}
	return x, err
}

// timelineAfter reads the cursor of a timeline.
func timelineAfter(after string) (day string, at, n int64, err error) {
	c, err := parseCursor(after, "time", "")
	if err != nil {
		return "", 0, 0, err
	}
	day, ms, _ := strings.Cut(c.Key.(string), " ")
	if at, err = strconv.ParseInt(ms, 10, 64); err != nil {
		return "", 0, 0, crm.Invalid("cursor", "翻页位置已失效，请从第一页重新打开列表")
	}
	return day, at, c.ID, nil
}

// finish writes titles, and adds photos and the codes of other leads.
func (l *timeline) finish(ctx context.Context, q querier, rows []timelineRow) error {
	visits, others := map[int64]*timelineRow{}, map[int64]bool{}
	for i := range rows {
		r := &rows[i]
		r.title()
		if r.src == srcVisit {
			visits[r.id] = r
		}
		if r.lead != 0 && r.lead != l.own {
			others[r.lead] = true
		}
	}
	codes := map[int64]string{}
	if len(others) > 0 {
		list, err := collect(ctx, q, scanIDText, "SELECT id, code FROM leads WHERE id IN ("+idList(idsIn(others))+")")
		if err != nil {
			return err
		}
		for _, x := range list {
			codes[x.id] = x.text
		}
	}
	for i := range rows {
		if rows[i].lead != l.own {
			rows[i].Of = codes[rows[i].lead]
		}
	}
	if len(visits) == 0 {
		return nil
	}
	photos, err := collect(ctx, q, func(r *sql.Rows) (a crm.Attachment, err error) { return a, r.Scan(&a.ID, &a.Name, &a.ObjectID) },
		"SELECT id, name, object_id FROM attachments WHERE object_kind = 'visit' AND voided = FALSE AND object_id IN ("+idList(idsIn(visits))+") ORDER BY id")
	for _, a := range photos {
		v := visits[a.ObjectID]
		v.Files = append(v.Files, crm.TimelineFile{ID: a.ID, Name: a.Name})
	}
	return err
}

type idText struct {
	id   int64
	text string
}

func scanIDText(r *sql.Rows) (x idText, err error) { return x, r.Scan(&x.id, &x.text) }

func idsIn[T any](m map[int64]T) []int64 {
	out := make([]int64, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// title says in Chinese what the line is.
func (x *timelineRow) title() {
	switch x.src {
	case srcEvent:
		x.Title = crm.LeadEvent{Kind: x.Act, From: x.a, To: x.b}.Title()
	case srcVisit:
		x.Title = crm.VisitKind(x.Act).Label() + "：" + x.a
		x.Text = strings.TrimSpace(x.b + "　" + x.Text)
	case srcComment:
		if x.Title = "评论"; x.Act == "void" {
			x.Title = "评论已作废：" + x.b
		}
	case srcTaskSet:
		x.Title = "布置任务给" + x.b + "：" + x.a
		if x.Text != "" {
			x.Text = "期限 " + x.Text
		}
	case srcTaskClosed:
		x.Title = map[string]string{"done": "完成任务：", "dropped": "取消任务："}[x.Act] + x.a
	case srcFile:
		x.Title, x.Files = "添加"+x.Text, []crm.TimelineFile{{ID: x.id, Name: x.a}}
		x.Text = ""
	case srcClaim, srcClaimEvent:
		x.Title = crm.ClaimTitle(x.Act, x.a)
	case srcAudit:
		x.Title = x.a
		if x.UserName == "" {
			x.UserName = x.b
		}
	case srcImport:
		x.Title = "由台账导入"
	}
	if x.UserName == "" && x.src == srcClaimEvent {
		x.UserName = "系统"
	}
}
