package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

// A figure's other sides: by the ground where projects stand, what of it is credited elsewhere
// or stands elsewhere, and 联合引进.

// takeSide puts the side's value in the place of the attributed one.
func (x *figureReader) takeSide() error {
	if x.ref.Side == "" {
		return nil
	}
	if x.ref.Side == crm.SideJoint && (x.line.ind.Source != crm.SourceMilestone || x.line.ind.Kind == crm.FigureMoney) {
		return crm.Invalid("ref", "联合引进只有项目个数，没有“%s”", x.line.ind.Label)
	}
	v := x.out.Value
	if x.ref.Side != crm.SideGround {
		sum, err := x.sumOf(x.ref.Side)
		*v = sum
		return err
	}
	in, err := x.sumOf(crm.SideIn)
	if err != nil {
		return err
	}
	out, err := x.sumOf(crm.SideOut)
	*v += in - out
	return err
}

// sumOf adds up a side's rows.
func (x *figureReader) sumOf(side crm.FigureSide) (int64, error) {
	if err := x.findMoved(); err != nil {
		return 0, err
	}
	y := *x
	y.ref.Side = side
	_, sum, err := y.count()
	return sum, err
}

// creditors are the units whose lines the figure may take: its own, or all for what stands in it.
func (x *figureReader) creditors() []int {
	if x.ref.Side == crm.SideGround || x.ref.Side == crm.SideIn {
		y := *x
		y.total = true
		return y.own()
	}
	return x.own()
}

// onSide is the side as a condition on lines. Who sees a part of the city counts of what is
// credited elsewhere only the projects that it may see.
func (x *figureReader) onSide() string {
	place, unit, text := x.placeText(), x.unit.id, ""
	switch {
	case x.ref.Side == "" || x.ref.Side == crm.SideJoint:
		return ""
	case x.total && x.ref.Side == crm.SideGround:
	case x.total:
		text = fmt.Sprintf(" AND %s <> unit_id", place)
	case x.ref.Side == crm.SideGround:
		text = fmt.Sprintf(" AND %s = %d", place, unit)
	case x.ref.Side == crm.SideIn:
		text = fmt.Sprintf(" AND %s = %d AND unit_id <> %d", place, unit, unit)
	default:
		text = fmt.Sprintf(" AND %s <> %d", place, unit)
	}
	return text + x.seen()
}

// seen limits lines to what the viewer's units are credited with and to projects in its reach.
func (x *figureReader) seen() string {
	sc := x.v.Scope(crm.ActReadFigures)
	if sc.All {
		return ""
	}
	return fmt.Sprintf(" AND (%s OR EXISTS (SELECT 1 FROM projects p WHERE p.id = project_id AND %s))", scopeText(sc, reach{unit: "unit_id"}), scopeText(sc, projectReach))
}

// placeText is a line's place: the credited unit where its project stands (or stood when the
// snapshot was taken); the unit of the line where the place is none of the year.
func (x *figureReader) placeText() string {
	var units []int64
	for _, u := range x.d.units {
		units = append(units, u.id)
	}
	text := fmt.Sprintf("COALESCE((SELECT p.county_unit_id FROM projects p WHERE p.id = project_id AND p.county_unit_id IN (%s)), unit_id)", idList(units))
	if len(x.moved) == 0 {
		return text
	}
	projects := make([]int64, 0, len(x.moved))
	for id := range x.moved {
		projects = append(projects, id)
	}
	slices.Sort(projects)
	var when strings.Builder
	for _, id := range projects {
		fmt.Fprintf(&when, " WHEN %d THEN %d", id, x.moved[id])
	}
	return "CASE project_id" + when.String() + " ELSE " + text + " END"
}

// standingProject is what is needed of a project to know where it stood.
type standingProject struct {
	id, place int64
	code      string
}

// findMoved finds the projects that stood elsewhere when the snapshot was taken: sheet 3 of
// its rows names each one's place.
func (x *figureReader) findMoved() error {
	if x.moved != nil {
		return nil
	}
	x.moved = map[int64]int64{}
	if x.out.Snapshot == "" {
		return nil
	}
	r, err := snapshotRows(x.ctx, x.q, x.out.Snapshot)
	if err != nil {
		return err
	}
	stood := make(map[string]string, len(r.Projects))
	for _, p := range r.Projects {
		stood[p.Code] = p.Unit
	}
	unit := map[string]int64{}
	for _, u := range x.d.units {
		unit[u.name] = u.id
	}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (p standingProject, err error) { return p, r.Scan(&p.id, &p.code, &p.place) },
		"SELECT id, code, county_unit_id FROM projects")
	for _, p := range list {
		if was := unit[stood[p.code]]; was != 0 && was != p.place {
			x.moved[p.id] = was
		}
	}
	return err
}

// placesOf tells where the projects of rows stand, or stood.
func (x *figureReader) placesOf(rows []crm.FigureRow) (map[int64]int64, error) {
	if err := x.findMoved(); err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ProjectID)
	}
	list, err := collect(x.ctx, x.q, func(r *sql.Rows) (p standingProject, err error) { return p, r.Scan(&p.id, &p.place) },
		"SELECT id, county_unit_id FROM projects WHERE id IN ("+idList(ids)+")")
	out := make(map[int64]int64, len(list))
	for _, p := range list {
		out[p.id] = p.place
		if was := x.moved[p.id]; was != 0 {
			out[p.id] = was
		}
	}
	return out, err
}
