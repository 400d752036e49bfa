package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A problem is noted, changed, solved and reopened by its project's unit; the month's
// report counts it by the days on which it was found and solved.
func TestStore_ProjectProblem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		today := s.Today()
		p := c.project("甲一")
		c.verified(p, "2022-01", 30*wan)
		x, err := s.ListProblem(ctx, c.reporter, p.ID, crm.ProblemInput{Factor: "土地", Description: " 用地指标未落实 ", Owner: "自然资源局", FoundOn: "2022-01-20", DueOn: "2022-03-31"})
		must(t, err)
		if x.Description != "用地指标未落实" || x.SolvedOn != "" || x.Version != 1 {
			t.Fatalf("%+v", x)
		}
		second, err := s.ListProblem(ctx, c.reporter, p.ID, crm.ProblemInput{Factor: "用工", Description: "缺焊工"})
		must(t, err)
		if second.FoundOn != today {
			t.Errorf("found on %s", second.FoundOn)
		}
		x, err = s.UpdateProblem(ctx, c.reporter, x.ID, crm.ProblemInput{Factor: "土地", Description: "用地指标未落实", FoundOn: "2022-01-21", Version: 1})
		must(t, err)
		_, err = s.SolveProblem(ctx, c.reporter, x.ID, crm.SolveInput{SolvedOn: "2022-02-09", Solution: "已批复", Version: 1})
		refused(t, err, crm.CodeConflict) // somebody else's version
		x, err = s.SolveProblem(ctx, c.reporter, x.ID, crm.SolveInput{SolvedOn: "2022-02-09", Solution: "已批复", Version: 2})
		must(t, err)
		list, err := s.ProjectProblems(ctx, c.manager, p.ID)
		must(t, err)
		if len(list) != 2 || list[0].ID != second.ID || list[1].Solution != "已批复" {
			t.Errorf("%+v", list)
		}
		for m, want := range map[crm.Month][2]int64{"2022-01": {1, 0}, "2022-02": {1, 1}} {
			r, err := s.MonthReport(ctx, c.manager, crm.FiguresQuery{Month: m})
			must(t, err)
			var found, solved int64
			for _, x := range r.Chains {
				found, solved = found+x.Problems, solved+x.Solved
			}
			if [2]int64{found, solved} != want {
				t.Errorf("%s: %d found, %d solved", m, found, solved)
			}
		}
		x, err = s.SolveProblem(ctx, c.reporter, x.ID, crm.SolveInput{Version: x.Version})
		must(t, err)
		if x.SolvedOn != "" || x.Solution != "" {
			t.Errorf("not open again: %+v", x)
		}
		c.sound()
	})
}

func TestStore_ProjectProblem_refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("甲一")
		good := crm.ProblemInput{Factor: "资金", Description: "流动资金不足", FoundOn: "2022-01-20"}
		x, err := s.ListProblem(ctx, c.reporter, p.ID, good)
		must(t, err)
		for name, change := range map[string]func(*crm.ProblemInput){
			"an unknown factor":       func(in *crm.ProblemInput) { in.Factor = "风水" },
			"no text":                 func(in *crm.ProblemInput) { in.Description = "  " },
			"found tomorrow":          func(in *crm.ProblemInput) { in.FoundOn = s.Today().AddDays(1) },
			"no such day":             func(in *crm.ProblemInput) { in.FoundOn = "2022-02-30" },
			"due before it was found": func(in *crm.ProblemInput) { in.DueOn = "2022-01-19" },
		} {
			in := good
			change(&in)
			_, err := s.ListProblem(ctx, c.reporter, p.ID, in)
			refused(t, err, crm.CodeInvalid)
			in.Version = 1
			if _, err = s.UpdateProblem(ctx, c.reporter, x.ID, in); crm.ErrCode(err) != crm.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, day := range []crm.Date{"2022-01-19", s.Today().AddDays(1), "soon"} {
			_, err := s.SolveProblem(ctx, c.reporter, x.ID, crm.SolveInput{SolvedOn: day, Version: 1})
			refused(t, err, crm.CodeInvalid)
		}
		_, err = s.ListProblem(ctx, c.other, p.ID, good)
		refused(t, err, crm.CodeNotFound)
		_, err = s.SolveProblem(ctx, c.other, x.ID, crm.SolveInput{SolvedOn: "2022-01-30", Version: 1})
		refused(t, err, crm.CodeNotFound)
		_, err = s.ProjectProblems(ctx, c.other, p.ID)
		refused(t, err, crm.CodeNotFound)
	})
}
