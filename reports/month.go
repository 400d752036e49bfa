package reports

import (
	"context"
	"io"

	"yinfeng/crm"
)

// Names of the sheets; the numbers are those of domain §11 (12–14 come later).
const (
	sheetOverview    = "总览"
	sheetTargets     = "目标任务完成情况"
	sheetProjects    = "项目台账"
	sheetEntries     = "到位资金明细"
	sheetSigned      = "新签约"
	sheetStarted     = "新开工"
	sheetProducing   = "新投产"
	sheetTalks       = "在谈项目"
	sheetTrips       = "外出招商情况"
	sheetReceptions  = "来访情况"
	sheetOffices     = "联络处工作情况"
	sheetDefinitions = "口径与说明"
)

// WriteMonth writes the monthly workbook of r to w (domain §11): sheets 1–11 and 15,
// streamed. It stops with ctx's error when cancelled; progress, when not nil, hears the
// rows written. The same r always gives the same bytes.
func WriteMonth(ctx context.Context, w io.Writer, r *crm.MonthReport, progress Progress) error {
	b := newBook(ctx, w, monthRows(r), progress)
	b.footLeft = clip(r.Head.Issuer, 40)
	b.footEnd = "快照 " + snapshotText(r)
	if r.Head.Demo {
		b.footEnd += "(演示)"
	}
	b.properties(fullTitle(r, "招商引资月报"), r.Head.Issuer, r.Figures.CutOff)
	targets := planTargets(r)
	overview := writeOverview(b, r, targets)
	targets.write(b, r)
	found := references{overview: overview, targets: targets}
	found.projects = projectsSheet(r).write(b, r)
	found.entries = entriesSheet(r).write(b, r)
	found.signed = signedSheet(r).write(b, r)
	found.started = startedSheet(r).write(b, r)
	found.producing = producingSheet(r).write(b, r)
	talksSheet(r).write(b, r)
	writeTrips(b, r)
	receptionsSheet(r).write(b, r)
	writeOffices(b, r)
	writeDefinitions(b, r, found)
	return b.finish(sheetOverview)
}

// monthRows is about how many rows the workbook has, for the progress.
func monthRows(r *crm.MonthReport) int {
	n := 150 + len(r.Lines) + len(r.Projects) + len(r.Entries) + len(r.Signed) + len(r.Started) + len(r.Producing)
	n += len(r.Talks) + len(r.Receptions) + 2*len(r.Offices) + len(r.Definitions) + len(r.Adjustments)
	for _, t := range r.Trips {
		n += len(t.Companies) + 1
	}
	return n
}

// capitalNote and foreignNote are the basis texts of the footnotes.
func capitalNote(r *crm.MonthReport) string {
	s := r.Head.CapitalNote
	if s == "" {
		s = "口径:到位资金(全口径)=已核定人民币金额+外资按年度固定汇率" + rateText(r) + "折算。"
	}
	return s
}

func foreignNote(r *crm.MonthReport) string {
	if r.Head.ForeignNote != "" {
		return r.Head.ForeignNote
	}
	return "利用外资(宽口径)为来源地境外的已核定资金,FDI按商务部口径单列。"
}

// rateText prints 1:6.4508 and that the rate is not confirmed.
func rateText(r *crm.MonthReport) string {
	if r.Head.FX == 0 {
		return "(未设定)"
	}
	s := "1:" + r.Head.FX.String()
	if r.Head.FXUnverified {
		s += "(待核)"
	}
	return s
}

// clip keeps the first n characters: a footer holds 255 at most.
func clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}
