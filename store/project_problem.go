package store

import (
	"context"
	"database/sql"
	"errors"

	"yinfeng/crm"
)

const problemCols = "id, project_id, factor, description, owner, due_on, found_on, solved_on, solution, version"

func scanProblem(r interface{ Scan(...any) error }) (p crm.ProjectProblem, err error) {
	err = r.Scan(&p.ID, &p.ProjectID, &p.Factor, &p.Description, &p.Owner, &p.DueOn, &p.FoundOn, &p.SolvedOn, &p.Solution, &p.Version)
	return p, err
}

// ProjectProblems lists a project's problems, open ones first, the earliest due ahead.
func (s *Store) ProjectProblems(ctx context.Context, v crm.Viewer, project int64) ([]crm.ProjectProblem, error) {
	return reading(ctx, s, func(q querier) ([]crm.ProjectProblem, error) {
		if err := readableProject(ctx, q, v, crm.ActReadBusiness, project); err != nil {
			return nil, err
		}
		return collect(ctx, q, func(r *sql.Rows) (crm.ProjectProblem, error) { return scanProblem(r) },
			"SELECT "+problemCols+` FROM project_problems WHERE project_id = $1
			ORDER BY CASE WHEN solved_on = '' THEN 0 ELSE 1 END, CASE WHEN due_on = '' THEN '9' ELSE due_on END, id`, project)
	})
}

// ListProblem notes a problem of a project (domain §6).
func (s *Store) ListProblem(ctx context.Context, v crm.Viewer, project int64, in crm.ProblemInput) (crm.ProjectProblem, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ProjectProblem, error) {
		var none crm.ProjectProblem
		p, err := projectFor(t, crm.ActWriteProject, project)
		if err != nil {
			return none, err
		}
		if err := in.Check(t.Today); err != nil {
			return none, err
		}
		id, err := t.nextID("project_problems")
		if err != nil {
			return none, err
		}
		if _, err := t.exec(`INSERT INTO project_problems (id, project_id, factor, description, owner, due_on, found_on, solved_on, solution, created_by, at, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8, $9, 1)`, id, project, in.Factor, in.Description, in.Owner, in.DueOn, in.FoundOn, v.UserID, t.Now); err != nil {
			return none, err
		}
		t.audit("project.problem", "project", project, p.UnitID, "梳理问题（"+in.Factor+"）"+in.Description, in)
		return oneProblem(t, id)
	})
}

// UpdateProblem changes what was noted of a problem.
func (s *Store) UpdateProblem(ctx context.Context, v crm.Viewer, id int64, in crm.ProblemInput) (crm.ProjectProblem, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ProjectProblem, error) {
		x, p, err := problemFor(t, id)
		if err != nil {
			return x, err
		}
		if err := in.Check(t.Today); err != nil {
			return x, err
		}
		if x.SolvedOn != "" && in.FoundOn > x.SolvedOn {
			return x, crm.Invalid("foundOn", "梳理日期 %s 晚于解决日期 %s", in.FoundOn, x.SolvedOn)
		}
		if err := t.update("问题", x, `UPDATE project_problems SET factor = $1, description = $2, owner = $3, due_on = $4, found_on = $5, version = version + 1
			WHERE id = $6 AND version = $7`, in.Factor, in.Description, in.Owner, in.DueOn, in.FoundOn, id, in.Version); err != nil {
			return x, err
		}
		t.audit("project.problem", "project", p.ID, p.UnitID, "修改问题（"+in.Factor+"）"+in.Description, map[string]any{"before": x, "after": in})
		return oneProblem(t, id)
	})
}

// SolveProblem notes that a problem is solved, or, without a day, that it is not after all.
func (s *Store) SolveProblem(ctx context.Context, v crm.Viewer, id int64, in crm.SolveInput) (crm.ProjectProblem, error) {
	return act(ctx, s, v, func(t *Tx) (crm.ProjectProblem, error) {
		x, p, err := problemFor(t, id)
		if err != nil {
			return x, err
		}
		if err := in.Check(x.FoundOn, t.Today); err != nil {
			return x, err
		}
		if err := t.update("问题", x, "UPDATE project_problems SET solved_on = $1, solution = $2, version = version + 1 WHERE id = $3 AND version = $4",
			in.SolvedOn, in.Solution, id, in.Version); err != nil {
			return x, err
		}
		label := "问题已解决："
		if in.SolvedOn == "" {
			label = "问题改为未解决："
		}
		t.audit("project.problem", "project", p.ID, p.UnitID, label+x.Description, map[string]any{"before": x, "after": in})
		return oneProblem(t, id)
	})
}

// problemFor reads a problem whose project the viewer may change.
func problemFor(t *Tx, id int64) (crm.ProjectProblem, projectRow, error) {
	if err := t.V.Require(crm.ActWriteProject); err != nil {
		return crm.ProjectProblem{}, projectRow{}, err
	}
	x, err := oneProblem(t, id)
	if err != nil {
		return x, projectRow{}, err
	}
	p, err := projectFor(t, crm.ActWriteProject, x.ProjectID)
	if crm.ErrCode(err) == crm.CodeNotFound {
		err = crm.NotFound("问题")
	}
	return x, p, err
}

func oneProblem(t *Tx, id int64) (crm.ProjectProblem, error) {
	x, err := scanProblem(t.QueryRowContext(t.ctx, "SELECT "+problemCols+" FROM project_problems WHERE id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = crm.NotFound("问题")
	}
	return x, err
}
