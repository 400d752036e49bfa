package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) reportJobRoutes() {
	post(s, "/reports/jobs", need(crm.ActExport), "在后台生成工作簿", s.handleReportJobAdd, keyed)
	get(s, "/reports/jobs", need(crm.ActExport), "本人生成过的工作簿，新的在前", s.handleReportJobs)
	get(s, "/reports/jobs/{id}", need(crm.ActExport), "一份工作簿的进度", s.handleReportJob)
	post(s, "/reports/jobs/{id}/cancel", need(crm.ActExport), "取消生成", s.handleReportJobCancel)
	download(s, "/reports/jobs/{id}/file", need(crm.ActExport), "下载生成的工作簿，每次内容相同", s.handleReportJobFile)
}

func (s *Server) handleReportJobAdd(ctx context.Context, v crm.Viewer, in *Of[crm.ReportJobInput]) (crm.ReportJob, error) {
	j, err := s.store.AddReportJob(ctx, v, in.Body)
	if err == nil {
		s.reports.wake()
	}
	return j, err
}

// ReportJobsInput is a page of the list.
type ReportJobsInput struct{ ListParams }

func (s *Server) handleReportJobs(ctx context.Context, v crm.Viewer, in *ReportJobsInput) (crm.List[crm.ReportJob], error) {
	list, err := s.store.ReportJobs(ctx, v, in.page())
	for i := range list.Items {
		s.reports.follow(&list.Items[i])
	}
	return list, err
}

func (s *Server) handleReportJob(ctx context.Context, v crm.Viewer, in *IDParam) (crm.ReportJob, error) {
	j, err := s.store.ReportJob(ctx, v, in.ID)
	s.reports.follow(&j)
	return j, err
}

func (s *Server) handleReportJobCancel(ctx context.Context, v crm.Viewer, in *IDParam) (crm.ReportJob, error) {
	j, err := s.store.CancelReportJob(ctx, v, in.ID)
	if err == nil {
		s.reports.cancel(in.ID)
	}
	return j, err
}

func (s *Server) handleReportJobFile(ctx context.Context, v crm.Viewer, in *IDParam) (*Download, error) {
	j, content, err := s.store.ReportJobFile(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	return bytesOf(j.FileName, sheetType, content), nil
}
