package reports

import (
	"context"
	"io"

	"yinfeng/crm"
)

// WriteMonth writes the monthly workbook of r to w (domain §11): all fifteen sheets,
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
	found := references{overview: writeOverview(b, r, targets), targets: targets}
	targets.write(b, r)
	found.projects = projectsSheet(r).write(b, r)
	found.entries = entriesSheet(r).write(b, r)
	found.signed = signedSheet(r).write(b, r)
	found.started = startedSheet(r).write(b, r)
	found.producing = producingSheet(r).write(b, r)
	talksSheet(r).write(b, r)
	writeTrips(b, r)
	receptionsSheet(r).write(b, r)
	writeOffices(b, r)
	if r.Form > 0 { // a snapshot taken before has no rows for them
		found.chains = chainsSheet(r).write(b, r)
		found.sources = writeSources(b, r)
		found.fulfilment = writeFulfilment(b, r)
	}
	writeDefinitions(b, r, found)
	return b.finish(tab(r, keyOverview))
}

// monthRows is about how many rows the workbook has, for the progress.
func monthRows(r *crm.MonthReport) int {
	n := 150 + len(r.Lines) + len(r.Projects) + len(r.Entries) + len(r.Signed) + len(r.Started) + len(r.Producing)
	n += len(r.Talks) + len(r.Receptions) + 2*len(r.Offices) + len(r.Chains) + len(r.Sources) + len(r.Fulfilment) + len(r.Unfulfilled) + len(r.Definitions) + len(r.Adjustments)
	for _, t := range r.Trips {
		n += len(t.Companies) + 1
	}
	return n
}

// capitalNote and foreignNote are the basis texts of the footnotes.
func capitalNote(r *crm.MonthReport) string {
	if r.Head.CapitalNote != "" {
		return r.Head.CapitalNote
	}
	basis, state := "全口径", "已核定"
	if l, ok := capitalLine(r); ok && l.Narrowed {
		basis = l.Basis
		if l.Pending {
			state = "已核定和已报待核的"
		}
	}
	return "口径:到位资金(" + basis + ")=" + state + "人民币金额+外资按年度固定汇率" + rateText(r) + "折算。"
}

func foreignNote(r *crm.MonthReport) string {
	if r.Head.ForeignNote != "" {
		return r.Head.ForeignNote
	}
	for _, l := range r.Lines {
		if l.Code == crm.IndForeign && l.Narrowed {
			return "利用外资口径为" + l.Basis + ",所计范围见表15。"
		}
	}
	return "利用外资(宽口径)为来源地境外的已核定资金,FDI按商务部口径单列。"
}

// listedAll says that the list of entries doesn't follow the asked basis.
func listedAll(r *crm.MonthReport) string {
	for _, l := range r.Lines {
		if l.Narrowed {
			return "本表列全部已核定条目,不按口径筛选。"
		}
	}
	return ""
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
