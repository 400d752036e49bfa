package crm

// CloseLines are the whole city's indicators as the closing freezes them.
func (r *MonthReport) CloseLines() []CloseLine {
	out := []CloseLine{}
	for _, l := range r.Lines {
		f := r.TotalFigure(l)
		out = append(out, CloseLine{Code: l.Code, Label: l.Label, Basis: l.Basis, UnitLabel: l.UnitLabel, Per: l.Per,
			Month: f.Month, Adjust: f.Adjust, Cumulative: f.Cumulative})
	}
	return out
}

// CloseSheets counts the rows of every list of the workbook, with its main amount in 分.
func (r *MonthReport) CloseSheets() []CloseSheet {
	out := []CloseSheet{}
	add := func(sheet, title string, rows int, amount *Money) {
		out = append(out, CloseSheet{sheet, title, rows, amount})
	}
	add("projects", "项目台账（总投资）", len(r.Projects), sumOf(r.Projects, func(x ReportProject) int64 { return x.Total }))
	add("entries", "到位资金明细（核定数）", len(r.Entries), sumOf(r.Entries, func(x ReportEntry) int64 { return x.Verified }))
	add("signed", "新签约（总投资）", len(r.Signed), sumOf(r.Signed, func(x ReportSigned) int64 { return x.Total }))
	add("started", "新开工（总投资）", len(r.Started), sumOf(r.Started, func(x ReportStarted) int64 { return x.Total }))
	add("producing", "新投产（总投资）", len(r.Producing), sumOf(r.Producing, func(x ReportProducing) int64 { return x.Total }))
	add("talks", "在谈项目（拟投资额）", len(r.Talks), sumOf(r.Talks, func(x ReportTalk) int64 { return x.Amount }))
	add("trips", "外出招商", len(r.Trips), nil)
	add("receptions", "来访情况（意向投资额）", len(r.Receptions), sumOf(r.Receptions, func(x ReportReception) int64 { return x.Amount }))
	add("offices", "驻外机构（到位累计）", len(r.Offices), sumOf(r.Offices, func(x ReportOffice) int64 { return x.ArrivedYear }))
	add("chains", "产业链进展（到位累计）", len(r.Chains), sumOf(r.Chains, func(x ReportChain) int64 { return x.Cumulative }))
	add("sources", "来源地分布（到位累计）", len(r.Sources), sumOf(r.Sources, func(x ReportSource) int64 { return x.Cumulative }))
	add("fulfilment", "履约情况（累计到位）", len(r.Fulfilment), sumOf(r.Fulfilment, func(x ReportFulfilment) int64 { return x.Arrived }))
	add("unfulfilled", "未履约项目（总投资）", len(r.Unfulfilled), sumOf(r.Unfulfilled, func(x ReportUnfulfilled) int64 { return x.Total }))
	add("adjustments", "跨期调整（金额）", len(r.Adjustments), sumOf(r.Adjustments, func(x ReportAdjustment) int64 { return x.Amount }))
	return out
}

func sumOf[T any](list []T, amount func(T) int64) *Money {
	m := Yuan(0)
	for _, x := range list {
		m.Amount += amount(x)
	}
	return &m
}
