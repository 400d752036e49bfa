package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"yinfeng/crm"
)

const taskColumns = `tk.id, tk.object_kind, tk.object_id, COALESCE(tl.code, tp.code, ''), COALESCE(tl.project, tp.name, ''), tk.title, tk.owner_id,
	COALESCE(ko.name, ''), COALESCE(kn.name, ''), tk.due_on, tk.state, tk.done_on, tk.reason, tk.created_by, COALESCE(kc.name, ''), tk.known_on, tk.at, tk.version,
	COALESCE(tl.unit_id, tp.unit_id, 0)`

var taskSpec = listSpec{table: "tasks tk", alias: "tk", id: "tk.id", def: "-id",
	sorts: map[string]string{"id": "tk.id", "dueOn": "CASE tk.due_on WHEN '' THEN '9999-12-31' ELSE tk.due_on END"}, cols: taskColumns,
	joins: `LEFT JOIN leads tl ON tk.object_kind = 'lead' AND tl.id = tk.object_id LEFT JOIN projects tp ON tk.object_kind = 'project' AND tp.id = tk.object_id
	LEFT JOIN users ko ON ko.id = tk.owner_id LEFT JOIN units kn ON kn.id = ko.unit_id LEFT JOIN users kc ON kc.id = tk.created_by`}

// taskRow is a task with its object's unit.
type taskRow struct {
	crm.Task
	unit int64
}

func scanTask(r *sql.Rows) (t taskRow, err error) {
	return t, r.Scan(&t.ID, &t.ObjectKind, &t.ObjectID, &t.ObjectCode, &t.ObjectName, &t.Title, &t.OwnerID, &t.OwnerName, &t.UnitName, &t.DueOn, &t.State,
		&t.DoneOn, &t.Reason, &t.CreatedBy, &t.CreatorName, &t.KnownOn, &t.At, &t.Version, &t.unit)
}

// shown is the task for the viewer's eyes. Who set it, who does it and who may write its object
// may change it.
func (t taskRow) shown(v crm.Viewer, today crm.Date) crm.Task {
	t.Overdue = t.State == "open" && t.DueOn != "" && t.DueOn < today
	mine := t.OwnerID == v.UserID || t.CreatedBy == v.UserID || v.Scope(holders[t.ObjectKind].write).Has(t.unit)
	t.MayChange = mine && v.Can(crm.ActComment)
	return t.Task
}

// taskScope limits q to tasks of leads and projects that sc reaches and that are not voided.
func (q *query) taskScope(sc crm.Scope) {
	q.where = append(q.where, "(tk.object_kind = 'lead' AND EXISTS (SELECT 1 FROM leads l WHERE l.id = tk.object_id AND l.voided = FALSE AND "+scopeText(sc, leadReach)+
		") OR tk.object_kind = 'project' AND EXISTS (SELECT 1 FROM projects p WHERE p.id = tk.object_id AND p.voided = FALSE AND "+scopeText(sc, projectReach)+"))")
}

// Tasks lists tasks of the leads and projects that the viewer reads.
func (s *Store) Tasks(ctx context.Context, v crm.Viewer, f crm.TaskFilter) (crm.List[crm.Task], error) {
	if err := v.Require(crm.ActReadBusiness); err != nil {
		return crm.List[crm.Task]{}, err
	}
	return s.taskList(ctx, v, f)
}

// taskList is Tasks of whoever asks; who reads no business has none.
func (s *Store) taskList(ctx context.Context, v crm.Viewer, f crm.TaskFilter) (crm.List[crm.Task], error) {
	out := crm.List[crm.Task]{Items: []crm.Task{}}
	q, err := s.taskQuery(v, f)
	if err != nil {
		return out, err
	}
	rows, err := runList(ctx, s, taskSpec, q, f.Page, scanTask, func(t taskRow, sort string) (any, int64) {
		if sort == "dueOn" {
			return dueKey(t.DueOn), t.ID
		}
		return t.ID, t.ID
	})
	out.Next, out.Total, out.TotalIsCapped = rows.Next, rows.Total, rows.TotalIsCapped
	for _, t := range rows.Items {
		out.Items = append(out.Items, t.shown(v, s.Today()))
	}
	return out, err
}

func (s *Store) taskQuery(v crm.Viewer, f crm.TaskFilter) (q query, err error) {
	q.taskScope(v.Scope(crm.ActReadBusiness))
	switch f.Box {
	case "":
	case "mine":
		q.add("tk.owner_id = ?", v.UserID)
	case "made":
		q.add("tk.created_by = ? AND tk.owner_id <> ?", v.UserID, v.UserID)
	case "unit":
		q.where = append(q.where, "EXISTS (SELECT 1 FROM users o WHERE o.id = tk.owner_id AND "+scopeText(v.Scope(crm.ActReadBusiness), reach{unit: "o.unit_id"})+")")
	default:
		return q, crm.Invalid("box", "box 只能是 mine、made 或 unit")
	}
	if f.State != "" {
		q.add("tk.state = ?", f.State)
	}
	if f.Overdue {
		q.add("tk.state = 'open' AND tk.due_on <> '' AND tk.due_on < ?", s.Today())
	}
	if f.OwnerID != 0 {
		q.add("tk.owner_id = ?", f.OwnerID)
	}
	if f.DueBefore != "" {
		q.add("tk.due_on <> '' AND tk.due_on <= ?", f.DueBefore)
	}
	if f.ObjectKind != "" {
		q.add("tk.object_kind = ?", f.ObjectKind)
	}
	if f.ObjectID != 0 {
		q.add("tk.object_id = ?", f.ObjectID)
	}
	if f.Q != "" {
		if err := checkQ(f.Q); err != nil {
			return q, err
		}
		q.add("LOWER(tk.title) LIKE ? ESCAPE '\\'", likePattern(strings.ToLower(f.Q)))
	}
	return q, nil
}

// Task returns one task of something that the viewer reads.
func (s *Store) Task(ctx context.Context, v crm.Viewer, id int64) (crm.Task, error) {
	t, err := visibleTask(ctx, s.read, v, id, crm.ActReadBusiness)
	if err != nil {
		return crm.Task{}, s.translate(err)
	}
	return t.shown(v, s.Today()), nil
}

func visibleTask(ctx context.Context, q querier, v crm.Viewer, id int64, a crm.Act) (taskRow, error) {
	if err := v.Require(a); err != nil {
		return taskRow{}, err
	}
	var w query
	w.add("tk.id = ?", id)
	w.taskScope(v.Scope(a))
	rows, err := collect(ctx, q, scanTask, "SELECT "+taskColumns+" FROM tasks tk "+taskSpec.joins+w.clause(), w.args...)
	if err == nil && len(rows) == 0 {
		err = crm.NotFound("任务")
	}
	if err != nil {
		return taskRow{}, err
	}
	return rows[0], nil
}

// AddTask asks a person who reads a lead or project to do something for it.
func (s *Store) AddTask(ctx context.Context, v crm.Viewer, in crm.TaskInput) (crm.Task, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Task, error) {
		x, err := joinTalk(t, in.ObjectKind, in.ObjectID)
		if err != nil {
			return crm.Task{}, err
		}
		if in.Title, err = crm.CheckTask(in.Title, in.DueOn, "", t.Today); err != nil {
			return crm.Task{}, err
		}
		if in.OwnerID == 0 {
			in.OwnerID = v.UserID
		}
		if err := mayTask(t, x.kind, x.id, in.OwnerID); err != nil {
			return crm.Task{}, err
		}
		id, err := t.nextID("tasks")
		if err != nil {
			return crm.Task{}, err
		}
		if _, err := t.exec(`INSERT INTO tasks (id, object_kind, object_id, title, owner_id, due_on, state, reason, done_on, closed_by, closed_at, created_by, known_on, at, version)
			VALUES ($1, $2, $3, $4, $5, $6, 'open', '', '', 0, 0, $7, $8, $9, 1)`, id, x.kind, x.id, in.Title, in.OwnerID, in.DueOn, v.UserID, t.Today, t.Now); err != nil {
			return crm.Task{}, err
		}
		return told(t, id, "add", "布置任务", in, "给你布置了任务", in.OwnerID)
	})
}

// mayTask refuses a person who can't do a task: who doesn't read the object, or changes nothing.
func mayTask(t *Tx, kind string, id, owner int64) error {
	p, err := readerOf(t, kind, id, owner)
	if err == nil && !p.MayTask {
		err = crm.Invalid("ownerId", "所选的承办人看不到这%s或不办业务，请重选", countedNoun(kind))
	}
	return err
}

// readerOf is the person among those who read a lead or project; the zero Reader is nobody.
func readerOf(t *Tx, kind string, id, person int64) (crm.Reader, error) {
	readers, err := peopleOf(t.ctx, t, kind, id)
	if i := slices.IndexFunc(readers, func(p crm.Reader) bool { return p.ID == person }); err == nil && i >= 0 {
		return readers[i], nil
	}
	return crm.Reader{}, err
}

// told leaves the audit row of a task's step, tells the person that it concerns unless he took it
// himself or reads its object no more, and answers the task.
func told(t *Tx, id int64, step, what string, detail any, line string, person int64) (crm.Task, error) {
	x, err := visibleTask(t.ctx, t, t.V, id, crm.ActComment)
	if err != nil {
		return crm.Task{}, err
	}
	t.audit("task."+step, "task", id, x.unit, what+"："+x.Title+"（"+holders[x.ObjectKind].label+" "+x.ObjectCode+"）", detail)
	if person == 0 || person == t.V.UserID {
		return x.shown(t.V, t.Today), nil
	}
	p, err := readerOf(t, x.ObjectKind, x.ObjectID, person)
	if err != nil {
		return crm.Task{}, err
	}
	if p.ID != 0 {
		body := x.ObjectName
		if x.DueOn != "" && x.State == "open" {
			body += "，期限 " + string(x.DueOn)
		}
		if x.Reason != "" {
			body += "。原因：" + x.Reason
		}
		if err := t.tell(crm.Message{Kind: "task", Title: t.V.Name + line + "：" + x.Title, Body: body, Object: x.ObjectKind, ObjectID: x.ObjectID}, person, "", 0); err != nil {
			return crm.Task{}, err
		}
	}
	return x.shown(t.V, t.Today), nil
}

// changeableTask reads a task that the viewer may change.
func changeableTask(t *Tx, id int64) (taskRow, error) {
	x, err := visibleTask(t.ctx, t, t.V, id, crm.ActComment)
	if err == nil && !x.shown(t.V, t.Today).MayChange {
		err = crm.Conflict(nil, "任务只能由布置人、承办人或%s的责任单位改动", holders[x.ObjectKind].label)
	}
	return x, err
}

// EditTask changes what is to be done, by whom and until when, while it is open. Who does it must
// still read the object, a task that stays with him too.
func (s *Store) EditTask(ctx context.Context, v crm.Viewer, id int64, in crm.TaskEdit) (crm.Task, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Task, error) {
		x, err := changeableTask(t, id)
		if err != nil {
			return crm.Task{}, err
		}
		if in.Version != x.Version {
			return crm.Task{}, crm.Conflict(nil, "任务已有变化，请刷新后再改")
		}
		if x.State != "open" {
			return crm.Task{}, crm.Conflict(nil, "任务%s，要修改请先重新打开", x.StateLabel())
		}
		if in.Title, err = crm.CheckTask(in.Title, in.DueOn, x.DueOn, t.Today); err != nil {
			return crm.Task{}, err
		}
		if err := mayTask(t, x.ObjectKind, x.ObjectID, in.OwnerID); err != nil {
			return crm.Task{}, err
		}
		line, person := "修改了交给你的任务", in.OwnerID
		if in.OwnerID != x.OwnerID {
			line = "把任务交给你"
		} else if in.Title == x.Title && in.DueOn == x.DueOn {
			person = 0
		}
		if _, err := t.exec("UPDATE tasks SET title = $1, owner_id = $2, due_on = $3, version = version + 1 WHERE id = $4", in.Title, in.OwnerID, in.DueOn, id); err != nil {
			return crm.Task{}, err
		}
		was := crm.TaskEdit{Title: x.Title, OwnerID: x.OwnerID, DueOn: x.DueOn, Version: x.Version}
		return told(t, id, "edit", "修改任务", map[string]any{"from": was, "to": in}, line, person)
	})
}

// DoneTask notes that a task is done; who set it is told.
func (s *Store) DoneTask(ctx context.Context, v crm.Viewer, id, version int64) (crm.Task, error) {
	return s.closeTask(ctx, v, id, crm.ReasonInput{Version: version}, "done")
}

// DropTask gives a task up, with a reason; who was to do it is told.
func (s *Store) DropTask(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput) (crm.Task, error) {
	return s.closeTask(ctx, v, id, in, "dropped")
}

// ReopenTask opens a task that was done or dropped again.
func (s *Store) ReopenTask(ctx context.Context, v crm.Viewer, id, version int64) (crm.Task, error) {
	return s.closeTask(ctx, v, id, crm.ReasonInput{Version: version}, "open")
}

func (s *Store) closeTask(ctx context.Context, v crm.Viewer, id int64, in crm.ReasonInput, to string) (crm.Task, error) {
	return act(ctx, s, v, func(t *Tx) (crm.Task, error) {
		x, err := changeableTask(t, id)
		if err == nil {
			err = x.CheckState(to, in.Version)
		}
		if err != nil {
			return crm.Task{}, err
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if to == "dropped" && !crm.Reasoned(in.Reason) {
			return crm.Task{}, crm.Invalid("reason", "取消任务须写明原因")
		}
		on, by, at := t.Today, v.UserID, t.Now
		if to == "open" {
			on, by, at = "", 0, 0
		}
		if _, err := t.exec("UPDATE tasks SET state = $1, reason = $2, done_on = $3, closed_by = $4, closed_at = $5, version = version + 1 WHERE id = $6",
			to, in.Reason, on, by, at, id); err != nil {
			return crm.Task{}, err
		}
		switch to {
		case "done":
			return told(t, id, "done", "完成任务", nil, "完成了任务", x.CreatedBy)
		case "dropped":
			return told(t, id, "cancel", "取消任务", in, "取消了任务", x.OwnerID)
		}
		return told(t, id, "reopen", "重新打开任务", nil, "重新打开了任务", x.OwnerID)
	})
}
