package store

import (
	"context"
	"database/sql"

	"yinfeng/crm"
)

// benchRows is how many rows a box of the workbench shows.
const benchRows = 8

// Workbench answers "what must I do today": the viewer's own next steps by day, what
// waits for the unit and for review, and new messages.
func (s *Store) Workbench(ctx context.Context, v crm.Viewer) (crm.Workbench, error) {
	today := s.Today()
	w := crm.Workbench{Today: today, Warnings: map[string]int64{}}
	steps := []func() error{
		func() error { return s.benchSteps(ctx, v, &w, today) },
		func() error { return s.benchWarnings(ctx, v, &w, today) },
		func() error { return s.benchTasks(ctx, v, &w) },
		func() error { return s.benchTransfers(ctx, v, &w) },
		func() error { return s.benchRequests(ctx, v, &w) },
		func() (err error) { w.Returned, err = s.benchWaiting(ctx, returnedTo(v)); return err },
		func() (err error) { w.Reviews, err = s.benchWaiting(ctx, reviewsOf(v)); return err },
		func() (err error) { w.Unread, err = s.UnreadMessages(ctx, v); return err },
		func() error {
			list, err := s.Messages(ctx, v, true, crm.Page{Limit: benchRows})
			w.Messages = list.Items
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return w, s.translate(err)
		}
	}
	return w, nil
}

// stepSQL gathers next steps: of the viewer's live leads, and of the viewer's visits
// that no lead carries and that no later visit of the unit to the company has followed.
const stepSQL = `SELECT 'lead' AS kind, l.id AS id, l.project AS title, c.name AS company, l.next_step AS step, l.next_due AS due, u.name AS unit
	FROM leads l JOIN companies c ON c.id = l.company_id JOIN units u ON u.id = l.unit_id
	WHERE l.owner_id = $1 AND l.voided = FALSE AND l.next_due <> '' AND l.next_due <= $2 AND l.status = 'active' AND l.stage <> 'signed' AND `

// visitStepSQL begins the visits' part; visitKept or visitTaken and visitOpen follow.
const visitStepSQL = ` UNION ALL SELECT 'visit', v.id, v.theme, COALESCE((SELECT c.name FROM visit_companies vc JOIN companies c ON c.id = vc.company_id
		WHERE vc.visit_id = v.id ORDER BY vc.sort LIMIT 1), ''), v.next_step, v.next_due, u.name
	FROM visits v JOIN units u ON u.id = v.unit_id WHERE `

// Who follows up a visit's next step: who logged it, or the colleague who has taken it over.
const (
	visitKept  = "v.user_id = $1 AND v.step_user_id = 0"
	visitTaken = "v.step_user_id = $1 AND v.step_user_id <> 0"
)

// visitOpen: no lead carries the step on, and no later visit has followed it up.
const visitOpen = ` AND v.voided = FALSE AND v.next_due <> ''
	AND NOT EXISTS (SELECT 1 FROM visit_leads vl WHERE vl.visit_id = v.id)
	AND NOT EXISTS (SELECT 1 FROM visit_companies a JOIN visit_companies b ON b.company_id = a.company_id JOIN visits w ON w.id = b.visit_id
		WHERE a.visit_id = v.id AND w.unit_id = v.unit_id AND w.voided = FALSE AND (w.on_date > v.on_date OR w.on_date = v.on_date AND w.id > v.id)) AND `

// benchSteps fills the three boxes of next steps: up to Sunday of this week.
func (s *Store) benchSteps(ctx context.Context, v crm.Viewer, w *crm.Workbench, today crm.Date) error {
	for _, box := range []*crm.NextStepBox{&w.Overdue, &w.DueToday, &w.DueWeek} {
		box.Items = []crm.NextStep{}
	}
	sc := v.Scope(crm.ActReadBusiness)
	sunday := today.AddDays((7 - int(today.Time().Weekday())) % 7)
	visits := visitOpen + scopeText(sc, visitReach) + " AND v.next_due <= $2"
	tasks, err := collect(ctx, s.read, func(r *sql.Rows) (x crm.NextStep, err error) {
		return x, r.Scan(&x.Kind, &x.ID, &x.Title, &x.Company, &x.Step, &x.Due, &x.UnitName)
	}, stepSQL+scopeText(sc, leadReach)+visitStepSQL+visitKept+visits+visitStepSQL+visitTaken+visits+" ORDER BY 6, 2", v.UserID, sunday)
	for _, x := range tasks {
		box := &w.DueWeek
		switch {
		case x.Due < today:
			box = &w.Overdue
		case x.Due == today:
			box = &w.DueToday
		}
		if box.Count++; len(box.Items) < benchRows {
			box.Items = append(box.Items, x)
		}
	}
	return err
}

// scopeText is a scope as a condition; scopes carry no arguments.
func scopeText(sc crm.Scope, r reach) string {
	var q query
	q.scope(sc, r)
	if len(q.where) == 0 {
		return "1 = 1"
	}
	return q.where[0]
}

// benchWarnings counts the viewer's own leads by colour.
func (s *Store) benchWarnings(ctx context.Context, v crm.Viewer, w *crm.Workbench, today crm.Date) error {
	rules, err := clockRules(ctx, s.read)
	if err != nil {
		return err
	}
	for _, colour := range []string{"yellow", "red", "lapsed"} {
		var q query
		q.add("l.voided = FALSE AND l.owner_id = ?", v.UserID)
		q.scope(v.Scope(crm.ActReadBusiness), leadReach)
		if err := q.warning(colour, today, rules); err != nil {
			return err
		}
		var n int64
		if err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM leads l"+q.clause(), q.args...).Scan(&n); err != nil {
			return err
		}
		w.Warnings[colour] = n
	}
	return nil
}

// benchTasks lists the viewer's open tasks, the next due first.
func (s *Store) benchTasks(ctx context.Context, v crm.Viewer, w *crm.Workbench) (err error) {
	w.Tasks, err = s.taskList(ctx, v, crm.TaskFilter{Box: "mine", State: "open", Page: crm.Page{Limit: benchRows, Sort: "dueOn"}})
	return err
}

// benchTransfers lists offers that the viewer may answer.
func (s *Store) benchTransfers(ctx context.Context, v crm.Viewer, w *crm.Workbench) (err error) {
	w.Transfers, err = reading(ctx, s, func(r querier) (crm.List[crm.Transfer], error) {
		list, err := transferList(ctx, r, v.Scope(crm.ActTransfer), crm.TransferFilter{State: "pending", Box: "in", Heads: true,
			Page: crm.Page{Limit: benchRows, Sort: "dueOn"}})
		if err != nil {
			return list, err
		}
		return list, countBatches(ctx, r, v, &list)
	})
	return err
}

// waitingFor holds the conditions of milestones (m) and entries (e); empty for none.
type waitingFor struct{ milestones, entries string }

// returnedTo: what the viewer reported and a reviewer sent back, unless another unit has it now.
func returnedTo(v crm.Viewer) waitingFor {
	mine := ".state = 'returned' AND " // ids are our own integers
	me := idList([]int64{v.UserID})
	return waitingFor{"m" + mine + "m.reported_by = " + me + " AND " + scopeText(v.Scope(crm.ActReportMilestone), reach{unit: "m.unit_id"}),
		"e" + mine + "e.reported_by = " + me + " AND " + scopeText(v.Scope(crm.ActReportCapital), reach{unit: "e.unit_id"})}
}

// reviewsOf: what is submitted in the viewer's review scope by somebody else.
func reviewsOf(v crm.Viewer) waitingFor {
	me := idList([]int64{v.UserID})
	return waitingFor{
		"m.state = 'submitted' AND m.reported_by <> " + me + " AND " + scopeText(v.Scope(crm.ActReviewMilestone), reach{unit: "m.unit_id"}),
		"e.state = 'submitted' AND e.reported_by <> " + me + " AND " + scopeText(v.Scope(crm.ActVerifyCapital), reach{unit: "e.unit_id"}),
	}
}

// benchWaiting counts what waits and shows the first, oldest first.
func (s *Store) benchWaiting(ctx context.Context, f waitingFor) (box crm.WaitingBox, err error) {
	union := `SELECT 'milestone' AS kind, m.id AS id, m.kind AS what, p.name AS name, u.name AS unit, m.submitted_at AS at, 0 AS amount
		FROM milestones m JOIN projects p ON p.id = m.project_id JOIN units u ON u.id = m.unit_id WHERE p.voided = FALSE AND ` + f.milestones + `
		UNION ALL SELECT 'capital', e.id, e.month, p.name, u.name, e.submitted_at, e.amount
		FROM capital_entries e JOIN projects p ON p.id = e.project_id JOIN units u ON u.id = e.unit_id WHERE ` + f.entries
	if err = s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM ("+union+") waiting").Scan(&box.Count); err != nil {
		return box, err
	}
	box.Items, err = collect(ctx, s.read, func(r *sql.Rows) (x crm.Waiting, err error) {
		var what string
		var amount int64
		if err = r.Scan(&x.Kind, &x.ID, &what, &x.Title, &x.UnitName, &x.At, &amount); err != nil {
			return x, err
		}
		x.Subtitle = crm.MilestoneKind(what).Label()
		if x.Kind == "capital" {
			x.Subtitle = crm.Month(what).Label() + "到位资金 " + crm.Decimal(amount, crm.FenPerWan) + " 万元"
		}
		return x, nil
	}, union+" ORDER BY 6, 2 LIMIT "+idList([]int64{benchRows}))
	return box, err
}
