package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

// figureReader finds what stands behind one figure.
type figureReader struct {
	ctx    context.Context
	q      querier
	v      crm.Viewer
	ref    crm.FigureRef
	fq     crm.FiguresQuery
	d      *figureData
	line   *figureLine
	unit   reportUnit
	total  bool            // the whole city's
	frozen bool            // the value is a snapshot's
	moved  map[int64]int64 // projects that stood elsewhere when the snapshot was taken: unit of the place
	fig    crm.Figure
	out    crm.FigureRows
}

// FigureRows answers a 查数码 with a page of the entries and milestones that add up to
// the figure; after is the Next of the page before, "" for the first. Who may not read
// business gets the sum alone.
func (s *Store) FigureRows(ctx context.Context, v crm.Viewer, ref crm.FigureRef, after string) (crm.FigureRows, error) {
	return s.figure(ctx, v, ref, func(x *figureReader) error { return x.parts(after) })
}

// figure finds a figure and does then with it what the caller wants.
func (s *Store) figure(ctx context.Context, v crm.Viewer, ref crm.FigureRef, then func(*figureReader) error) (crm.FigureRows, error) {
	x := &figureReader{ctx: ctx, v: v, ref: ref}
	var err error
	if x.fq, err = ref.Query(); err != nil {
		return x.out, err
	}
	if err := checkFigures(v, x.fq, s.Today()); err != nil {
		return x.out, err
	}
	err = s.readOnce(ctx, func(r querier) error {
		x.q = r
		for _, step := range []func() error{x.place, x.stand, x.load, x.value, func() error { return then(x) }} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return x.out, s.translate(err)
}

// place finds the unit, which must be in the viewer's scope.
func (x *figureReader) place() error {
	tree, err := loadUnitTree(x.ctx, x.q)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(tree.all, func(u reportUnit) bool { return u.code == x.ref.Unit })
	if at < 0 || !x.v.Scope(crm.ActReadFigures).Has(tree.all[at].id) {
		return crm.NotFound("单位")
	}
	x.unit = tree.all[at]
	x.total = x.unit.id == tree.root.id
	if !x.total && !x.unit.credited(x.fq.Month.Year()) {
		return crm.Invalid("ref", "%s不是归属单位，没有单独的数，请用区县、园区或全市的查数码", x.unit.name)
	}
	return chainExists(x.ctx, x.q, x.fq.ChainID)
}

// stand finds the snapshot that the reference names, or on which its closed month stands.
func (x *figureReader) stand() (err error) {
	number := x.ref.Snapshot
	if number == "" && x.fq.AsKnown == "" {
		if number, _, err = closedSnapshot(x.ctx, x.q, x.fq.Month); err != nil {
			return err
		}
	}
	if number == "" {
		return nil
	}
	var month crm.Month
	err = x.q.QueryRowContext(x.ctx, "SELECT month, known_on, at FROM snapshots WHERE number = $1", number).Scan(&month, &x.fq.AsKnown, &x.fq.ShutAt)
	if errors.Is(err, sql.ErrNoRows) {
		return crm.NotFound("关账快照")
	}
	if err == nil && month != x.fq.Month {
		return crm.Invalid("ref", "%s 是%s的关账快照，查数码写的是%s", number, month.Label(), x.fq.Month.Label())
	}
	x.out.Snapshot = number
	return err
}

// load works out the figure's line.
func (x *figureReader) load() (err error) {
	if x.d == nil {
		x.d, err = loadFigureData(x.ctx, x.q, x.fq)
	}
	if err != nil {
		return err
	}
	at := slices.IndexFunc(x.d.inds, func(i crm.Indicator) bool { return i.Code == x.ref.Indicator })
	if at < 0 {
		return crm.Invalid("ref", "“%s”由部门手工填报，没有分产业链的数", x.ref.Indicator)
	}
	b, err := x.d.basisOf(x.d.inds[at])
	if err != nil {
		return err
	}
	x.line = x.d.line(x.d.inds[at], b)
	return nil
}

// value picks the number itself: the snapshot's where it holds it, else as worked out.
func (x *figureReader) value() error {
	x.fig = x.line.total
	for k, u := range x.d.units {
		if u.id == x.unit.id {
			x.fig = x.line.units[k]
		}
	}
	frozen, err := x.frozenFigures()
	if err != nil {
		return err
	}
	if fig, ok := frozen[x.unit.code]; ok && fig.Basis == x.ref.Basis {
		x.fig, x.frozen = fig, true
	}
	x.describe()
	return x.takeSide()
}

// frozenFigures are the indicator's figures in the snapshot by unit code, the total's by the
// root's; nil where the snapshot has not what is asked for.
func (x *figureReader) frozenFigures() (map[string]crm.Figure, error) {
	if x.out.Snapshot == "" || !x.fq.Window().Single() || x.fq.ChainID != 0 {
		return nil, nil
	}
	f, err := snapshotFigures(x.ctx, x.q, x.out.Snapshot)
	if err != nil {
		return nil, err
	}
	all := map[string]crm.Figure{x.d.tree.root.code: f.Total[x.ref.Indicator]}
	for _, u := range f.Units {
		all[u.ID] = u.Figures[x.ref.Indicator]
	}
	for code, fig := range all {
		if fig.Kind == "" {
			delete(all, code)
		}
	}
	return all, nil
}

// describe fills all but the parts.
func (x *figureReader) describe() {
	o, i := &x.out, x.line.ind
	label := []string{x.ref.Window.Label(), x.unit.name, i.Label, x.ref.FieldLabel()}
	o.Ref, o.Label, o.Window, o.Indicator, o.Field = x.ref.String(), strings.Join(label, " "), x.ref.Window, i.Code, x.ref.Field
	o.UnitID, o.UnitName, o.Kind, o.Currency, o.Unit = x.unit.id, x.unit.name, i.Kind, i.Currency, i.Unit
	o.Basis, o.BasisLabel, o.AsKnown, o.Items = x.ref.Basis, x.line.basis.Label, x.ref.AsKnown, []crm.FigureRow{}
	o.Value = x.fieldOf(x.fig)
	sc := x.v.Scope(crm.ActReadBusiness)
	o.RowsVisible = x.v.Can(crm.ActReadBusiness) && sc.Has(x.unit.id)
	switch {
	case i.Source == crm.SourceCapital:
		o.Source = "到位资金台账"
	case i.Source == crm.SourceMilestone:
		o.Source = "已审核的项目节点"
	default:
		o.Source = "部门月报手工填报"
	}
	if x.ref.Side == crm.SideGround || x.ref.Side == crm.SideIn || x.ref.Side == crm.SideOut {
		o.Source += "，按项目的建设地"
	}
}

func (x *figureReader) fieldOf(f crm.Figure) *int64 {
	switch x.ref.Field {
	case crm.FieldMonth:
		return &f.Month
	case crm.FieldAdjust:
		return &f.Adjust
	case crm.FieldCumulative:
		return &f.Cumulative
	case crm.FieldLastYear:
		return f.LastYear
	default:
		return f.Target
	}
}

// parts fills the rows of a page and, on the first, what has no rows and the sum of all.
func (x *figureReader) parts(after string) error {
	o := &x.out
	if x.ref.Field == crm.FieldTarget {
		return x.target()
	}
	if x.ref.Field == crm.FieldLastYear {
		year := x.fq.Month.Year() - 1
		if o.Value == nil {
			o.Source = fmt.Sprintf("没有%d年同期的数", year)
			return nil
		}
		o.Source = fmt.Sprintf("%d年1—%d月各月之和，以前年度调整还原到原月份；%s", year, x.fq.Month.Number(), o.Source)
		if x.total && x.cityOnly() {
			o.Historic, o.Source = *o.Value, fmt.Sprintf("%d年同期全市的历史数，没有分单位的数", year)
			return nil
		}
	}
	if after == "" {
		if err := x.sum(); err != nil {
			return err
		}
	}
	if !o.RowsVisible {
		return nil
	}
	return x.page(after)
}

// sum fills what all rows come to, and what has no rows.
func (x *figureReader) sum() error {
	o := &x.out
	count, sum, err := x.count()
	if err != nil {
		return err
	}
	o.Sum, o.Historic, o.Typed = sum, x.historic(), x.typed()
	o.Difference = *o.Value - o.Sum - o.Historic - o.Typed
	if o.RowsVisible {
		o.Total = count
	}
	return nil
}

// cityOnly reports whether last year's total is the city's own historic figure, because
// some unit has none.
func (x *figureReader) cityOnly() bool {
	return slices.ContainsFunc(x.line.units, func(f crm.Figure) bool { return f.LastYear == nil })
}

// target says when the year's goal was set.
func (x *figureReader) target() error {
	year, i, basis := x.fq.Month.Year(), x.line.ind, ""
	if x.out.Source = fmt.Sprintf("没有下达%d年度任务", year); x.out.Value == nil {
		return nil
	}
	if x.ref.Basis != i.DefaultBasis {
		basis = x.ref.Basis
	}
	args, then := []any{year, x.unit.id, x.fq.ChainID, i.Code, basis}, " AND is_current = TRUE"
	if x.fq.AsKnown != "" {
		args, then = append(args, x.fq.AsKnown), known(x.fq, "", "at", "$6")
	}
	var on crm.Date
	var note string
	err := x.q.QueryRowContext(x.ctx, `SELECT known_on, note FROM targets WHERE year = $1 AND unit_id = $2 AND chain_id = $3 AND indicator = $4
		AND basis = $5`+then+" ORDER BY id DESC LIMIT 1", args...).Scan(&on, &note)
	x.out.Source = fmt.Sprintf("%d年度目标任务", year)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // the snapshot's, of a goal that is not on record any more
	}
	x.out.Source += fmt.Sprintf("，%s 录入", on)
	if note != "" {
		x.out.Source += "：" + note
	}
	return err
}
