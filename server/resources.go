package server

// resources registers every resource, one line each, in the order of the OpenAPI
// document. Each resource file holds its own table of routes.
func (s *Server) resources() {
	s.sessionRoutes()
	s.userRoutes()
	s.unitRoutes()
	s.attachmentRoutes()
	s.companyRoutes()
	s.leadRoutes()
	s.transferRoutes()
	s.visitRoutes()
	s.projectRoutes()
	s.milestoneRoutes()
	s.capitalRoutes()
	s.ledgerExportRoutes()
	s.searchRoutes()
	s.indicatorRoutes()
	s.targetRoutes()
	s.periodRoutes()
	s.reportRoutes()
	s.layoutRoutes()
	s.scoreRoutes()
	s.forecastRoutes()
	s.bulletinRoutes()
	s.comparisonRoutes()
	s.reportJobRoutes()
	s.listExportRoutes()
	s.importRoutes()
	s.messageRoutes()
	s.auditRoutes()
	s.settingRoutes()
}
