package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) projectProblemRoutes() {
	get(s, "/projects/{id}/problems", need(crm.ActReadBusiness), "项目的问题，未解决的在前", s.handleProblemList)
	post(s, "/projects/{id}/problems", need(crm.ActWriteProject), "登记问题", s.handleProblemCreate)
	put(s, "/problems/{id}", need(crm.ActWriteProject), "修改问题", s.handleProblemUpdate)
	post(s, "/problems/{id}/solve", need(crm.ActWriteProject), "问题已解决；不带日期为改回未解决", s.handleProblemSolve)
}

func (s *Server) handleProblemList(ctx context.Context, v crm.Viewer, in *IDParam) (Items[crm.ProjectProblem], error) {
	list, err := s.store.ProjectProblems(ctx, v, in.ID)
	return Items[crm.ProjectProblem]{list}, err
}

func (s *Server) handleProblemCreate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ProblemInput]) (crm.ProjectProblem, error) {
	return s.store.ListProblem(ctx, v, in.ID, in.Body)
}

func (s *Server) handleProblemUpdate(ctx context.Context, v crm.Viewer, in *IDOf[crm.ProblemInput]) (crm.ProjectProblem, error) {
	return s.store.UpdateProblem(ctx, v, in.ID, in.Body)
}

func (s *Server) handleProblemSolve(ctx context.Context, v crm.Viewer, in *IDOf[crm.SolveInput]) (crm.ProjectProblem, error) {
	return s.store.SolveProblem(ctx, v, in.ID, in.Body)
}
