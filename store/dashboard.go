package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"yinfeng/crm"
)

// Dashboard is the goal page of a month; basis picks another 口径 of 到位资金 ("" = its
// default). It reads roll-ups and partial indexes only.
func (s *Store) Dashboard(ctx context.Context, v crm.Viewer, month crm.Month, basis string) (crm.Dashboard, error) {
	var d crm.Dashboard
	q := crm.FiguresQuery{Month: month}
	if month == "" {
		q.Month = s.Today().Month()
	}
	if basis != "" {
		q.Bases = map[string]string{crm.IndCapital: basis}
	}
	if err := checkFigures(v, q, s.Today()); err != nil {
		return d, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		d, err = dashboard(ctx, r, v, q, s.Today())
		return err
	})
	return d, s.translate(err)
}

// board puts the page together.
type board struct {
	ctx   context.Context
	q     querier
	d     *figureData
	sc    crm.Scope
	today crm.Date
	month crm.Month
	out   *crm.Dashboard
}

func dashboard(ctx context.Context, q querier, v crm.Viewer, fq crm.FiguresQuery, today crm.Date) (crm.Dashboard, error) {
	out := crm.Dashboard{Month: fq.Month, Year: fq.Month.Year()}
	known, number, frozen, err := standing(ctx, q, fq)
	if err != nil {
		return out, err
	}
	var figs crm.Figures
	if frozen {
		if figs, err = snapshotFigures(ctx, q, number); err != nil {
			return out, err
		}
		known.Bases = map[string]string{} // those of the snapshot, whatever the defaults are now
		for code, f := range figs.Total {
			known.Bases[code] = f.Basis
		}
	}
	d, err := loadFigures(ctx, q, known)
	if err != nil {
		return out, err
	}
	now, lines, err := d.figures()
	if err != nil {
		return out, err
	}
	if out.Snapshot = number; !frozen {
		figs = now
	}
	keep, sc, err := figureScope(v, crm.ActReadFigures, d.tree, fq)
	if err != nil {
		return out, err
	}
	if keep != nil {
		figs.ScopeTo(keep)
		out.Scope = d.tree.byID[v.UnitID].name
	}
	out.Unit = d.tree.totalUnit(keep, fq.Month.Year())
	b := &board{ctx, q, d, sc, today, fq.Month, &out}
	b.goals(&figs, lines)
	b.course(&figs, lines, keep)
	for _, step := range []func() error{b.pending, b.talks, b.funnel, func() error { return b.warnings(&figs) }} {
		if err := step(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// goals makes the cards, the units' lines and the as-of line.
func (b *board) goals(f *crm.Figures, lines []*figureLine) {
	b.out.CutOff = f.CutOff
	b.out.Cards, b.out.Units = []crm.GoalCard{}, []crm.UnitGoal{}
	for _, l := range lines {
		card := crm.Card(l.ind.Code, l.ind.Label, l.ind.Unit, f.Total[l.ind.Code], b.month)
		card.BasisLabel = l.basis.Label
		b.out.Cards = append(b.out.Cards, card)
		if l.ind.Code == crm.IndCapital {
			b.out.Basis = l.basis.Code
			day := min(b.today, b.month.Last())
			if b.out.Snapshot != "" {
				day = f.CutOff
			}
			b.out.AsOf = crm.AsOfLine(day, b.out.Snapshot, l.ind.Label+l.basis.Label)
			if l.basis.Filter.Pending() {
				b.out.AsOf = crm.AsOfPending(day, l.ind.Label+l.basis.Label)
			}
		}
	}
	ids := map[string]int64{}
	for _, u := range b.d.units {
		ids[u.code] = u.id
	}
	for _, u := range f.Units {
		card := crm.Card("", "", "", u.Figures[crm.IndCapital], b.month)
		b.out.Units = append(b.out.Units, crm.UnitGoal{ID: ids[u.ID], Code: u.ID, Name: u.Name, Ranked: u.ID != b.d.tree.unranked(),
			Figure: card.Figure, Word: card.Word})
	}
}

// course is the cumulative line against the pace.
func (b *board) course(f *crm.Figures, lines []*figureLine, keep map[string]bool) {
	r := crm.MonthReport{Figures: *f, UnitMonths: []crm.ReportUnitMonths{}}
	for m := 1; m <= 12; m++ {
		r.Paces = append(r.Paces, crm.PaceOf(m, b.d.curves[crm.IndCapital]))
	}
	for _, l := range lines {
		for k, u := range b.d.units {
			if l.ind.Code != crm.IndCapital || keep != nil && !keep[u.code] {
				continue
			}
			x := crm.ReportUnitMonths{ID: u.code}
			copy(x.Posted[:], l.years[k].Posted[1:])
			r.UnitMonths = append(r.UnitMonths, x)
		}
	}
	r.Course()
	b.out.Series = r.Series.Months[:]
}

// units limits a statement to the scope; column is the owner's.
func (b *board) units(column string) string {
	if b.sc.All {
		return ""
	}
	if len(b.sc.Units) == 0 {
		return " AND 1 = 0"
	}
	return " AND " + column + " IN (" + idList(b.sc.Units) + ")"
}

// pending counts the entries that wait of the year up to the month, and their money.
func (b *board) pending() error {
	p := &b.out.Pending
	return b.q.QueryRowContext(b.ctx, `SELECT COUNT(DISTINCT entry_id), CAST(COALESCE(SUM(cny), 0) AS BIGINT) FROM pending_lines
		WHERE month >= $1 AND month <= $2`+b.units("unit_id"), crm.NewMonth(b.month.Year(), 1), b.month).Scan(&p.Entries, &p.CNY)
}

// talks counts leads in talks from 亿元 on.
func (b *board) talks() error {
	t := &b.out.BigTalks
	return b.q.QueryRowContext(b.ctx, `SELECT CAST(COALESCE(SUM(big), 0) AS BIGINT), CAST(COALESCE(SUM(big_amount), 0) AS BIGINT)
		FROM rollup_leads WHERE status = 'active' AND stage <> 'signed'`+b.units("unit_id")).Scan(&t.Leads, &t.Amount)
}

func (b *board) funnel() error {
	type row struct {
		stage         crm.Stage
		leads, amount int64
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.stage, &x.leads, &x.amount) },
		`SELECT stage, CAST(SUM(leads) AS BIGINT), CAST(SUM(amount) AS BIGINT) FROM rollup_leads WHERE status = 'active'`+b.units("unit_id")+` GROUP BY stage`)
	by := map[crm.Stage]row{}
	for _, x := range rows {
		by[x.stage] = x
	}
	b.out.Funnel = make([]crm.FunnelStage, len(crm.Stages))
	var reached int64
	for i, s := range slices.Backward(crm.Stages) {
		reached += by[s].leads
		b.out.Funnel[i] = crm.FunnelStage{Stage: s, Label: s.Label(), Leads: by[s].leads, Amount: by[s].amount, Reached: reached}
	}
	return err
}

// shownWarnings bounds the lines of one kind.
const shownWarnings = 6

// warnings lists units behind the pace, entries that wait, leads without progress and
// units that have not filed.
func (b *board) warnings(f *crm.Figures) error {
	b.out.Warnings = []crm.DashboardWarning{}
	n := 0
	units := slices.Clone(b.out.Units)
	slices.SortStableFunc(units, func(x, y crm.UnitGoal) int { return cmp.Compare(rankOf(y), rankOf(x)) }) // the last of the ranking first
	for _, u := range units {
		if text := crm.BehindText(u.Name, u.Figure, b.month); text != "" && u.Ranked && n < shownWarnings {
			n++
			b.out.Warnings = append(b.out.Warnings, crm.DashboardWarning{Kind: "behind", Label: "落后", Text: text, UnitID: u.ID, Count: 1})
		}
	}
	for _, step := range []func() error{b.waiting, b.stale, b.unfiled} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func rankOf(u crm.UnitGoal) int {
	if u.Figure.Rank == nil {
		return 0
	}
	return *u.Figure.Rank
}

func (b *board) waiting() error {
	type row struct{ unit, n, sum int64 }
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.unit, &x.n, &x.sum) },
		// + and || '' keep SQLite from walking all entries by unit or month: few wait, and they have an index.
		`SELECT +unit_id, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM capital_entries WHERE state = 'submitted' AND month || '' >= $1 AND month || '' <= $2`+b.units("+unit_id")+
			` GROUP BY +unit_id ORDER BY 1`, crm.NewMonth(b.month.Year(), 1), b.month)
	if err != nil {
		return err
	}
	type total struct{ n, sum int64 }
	by := map[int64]total{}
	for _, x := range rows {
		u, ok := b.d.tree.creditedOf(x.unit)
		if !ok {
			u = b.d.tree.root
		}
		t := by[u.id]
		by[u.id] = total{t.n + x.n, t.sum + x.sum}
	}
	units := slices.Clone(b.d.tree.all)
	slices.SortStableFunc(units, func(x, y reportUnit) int { return cmp.Compare(by[y.id].n, by[x.id].n) })
	for _, u := range units[:min(shownWarnings, len(units))] {
		if t := by[u.id]; t.n > 0 {
			b.out.Warnings = append(b.out.Warnings, crm.DashboardWarning{Kind: "waiting", Label: "待审", UnitID: u.id, Count: t.n,
				Text: fmt.Sprintf("%s有 %d 笔共 %s 万元到位资金待审核", u.name, t.n, crm.RoundRat(big.NewRat(t.sum, crm.FenPerWan), 2).FloatString(2))})
		}
	}
	return nil
}

// stale counts leads without real progress for two months, up to a cap.
func (b *board) stale() error {
	var n int64
	rules, err := clockRules(b.ctx, b.q)
	if err != nil {
		return err
	}
	err = b.q.QueryRowContext(b.ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM leads WHERE voided = FALSE AND status = 'active' AND stage <> 'signed'
		AND idle_from <> '' AND idle_from <= $1`+b.units("unit_id")+` LIMIT 1001) counted`, crm.ProgressBefore(b.today, rules.YellowMonths)).Scan(&n)
	if err != nil || n == 0 {
		return err
	}
	text := fmt.Sprintf("%d 条线索超过 %d 个月没有实质进展", n, rules.YellowMonths)
	if n > 1000 {
		n, text = 1000, fmt.Sprintf("1000 条以上线索超过 %d 个月没有实质进展", rules.YellowMonths)
	}
	b.out.Warnings = append(b.out.Warnings, crm.DashboardWarning{Kind: "stale", Label: "超期", Text: text, Count: n})
	return nil
}

// unfiled names the units that have not signed off the month, once its cut-off is near.
func (b *board) unfiled() error {
	if b.out.Snapshot != "" || b.today < b.out.CutOff {
		return nil
	}
	done, err := collect(b.ctx, b.q, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) },
		"SELECT unit_id FROM filings WHERE month = $1 AND is_current = TRUE", b.month)
	if err != nil {
		return err
	}
	var names []string
	for _, u := range b.d.units {
		if u.mustFile(b.month) && b.sc.Has(u.id) && !slices.Contains(done, u.id) {
			names = append(names, u.name)
		}
	}
	if len(names) > 0 {
		b.out.Warnings = append(b.out.Warnings, crm.DashboardWarning{Kind: "unfiled", Label: "未报", Count: int64(len(names)),
			Text: b.month.Label() + "未报送：" + strings.Join(names, "、")})
	}
	return nil
}
