package store

import (
	"cmp"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// contract is a project of the cohort: signed in its months, counted for one unit.
type contract struct {
	p                              *reportProject
	unit                           int64
	registered, started, producing bool
}

// cohortFrom is the first month whose contracts sheet 14 counts: a setting, else January
// two years before the report's.
func (b *reportBuilder) cohortFrom() crm.Month {
	if from := b.d.set.CohortFrom; from != "" {
		return from
	}
	return crm.NewMonth(b.month.Year()-2, 1)
}

// cohort is sheet 14: what became of the contracts signed from the cohort's first month to
// the report's last day (domain §8). Status is as of now, milestones as of that day.
func (b *reportBuilder) cohort() error {
	b.r.Head.CohortFrom = b.cohortFrom()
	list, err := b.contracts()
	if err != nil {
		return err
	}
	rows := make([]crm.ReportFulfilment, len(b.d.units))
	at := map[int64]int{}
	for k, u := range b.d.units {
		rows[k].UnitID, rows[k].Unit, at[u.id] = u.code, u.name, k
	}
	for _, c := range list {
		k, ok := at[b.creditedUnit(c.unit)]
		if !ok {
			continue
		}
		r := &rows[k]
		r.Contracts++
		r.Arrived += c.p.Arrived
		r.Agreed += cmp.Or(c.p.Agreed, c.p.Total)
		switch {
		case c.producing:
			r.Producing++
		case c.started:
			r.Building++
		case c.registered || c.p.status == crm.ProjectFormalities:
			r.Formalities++
		default:
			b.r.Unfulfilled = append(b.r.Unfulfilled, crm.ReportUnfulfilled{Reach: crm.Reach{Units: []int64{c.unit}}, Code: c.p.Code, Unit: b.unitName(c.unit),
				Name: c.p.Name, Investor: c.p.Investor, SignedOn: c.p.SignedOn, Total: c.p.Total, Reason: cmp.Or(c.p.statusReason, c.p.Problem),
				Status: c.p.status.Label(), Next: c.p.Next})
		}
	}
	b.r.Fulfilment = rows
	return nil
}

// contracts lists the cohort, by unit, then by signing.
func (b *reportBuilder) contracts() ([]*contract, error) {
	units, err := b.contractUnits()
	if err != nil {
		return nil, err
	}
	var list []*contract
	byID := map[int64]*contract{}
	from := string(b.r.Head.CohortFrom)
	for _, p := range b.projects {
		if p.SignedOn < from[:min(len(from), len(p.SignedOn))] || p.SignedOn == "" || !b.holds(p) || units[p.id] == 0 {
			continue
		}
		c := &contract{p: p, unit: units[p.id]}
		list, byID[p.id] = append(list, c), c
	}
	if err := b.contractMilestones(byID); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(x, y *contract) int {
		return cmp.Or(cmp.Compare(b.order[x.unit], b.order[y.unit]), cmp.Compare(x.p.SignedOn, y.p.SignedOn), cmp.Compare(x.p.id, y.p.id))
	})
	return list, nil
}

// contractUnits tells for which unit each signed project's contract counts: that of its
// count line; of a contract of before the cut-over, which has none, the largest share.
func (b *reportBuilder) contractUnits() (map[int64]int64, error) {
	units, err := b.largestShares()
	if err != nil {
		return nil, err
	}
	args := []any{crm.IndSigned}
	known := b.knownTo("known_on", "at", &args, "2")
	err = b.eachRow(`SELECT project_id, unit_id, CAST(SUM(count) AS BIGINT), 0 FROM count_lines WHERE indicator = $1 AND joint = FALSE`+known+`
		GROUP BY project_id, unit_id ORDER BY project_id, unit_id`, func(project, unit, count, _ int64) {
		if count > 0 {
			units[project] = unit
		}
	}, args...)
	return units, err
}

// contractMilestones adds what followed the signings by the report's last day.
func (b *reportBuilder) contractMilestones(byID map[int64]*contract) error {
	type row struct {
		project int64
		kind    crm.MilestoneKind
	}
	args := []any{b.until}
	known := b.knownTo("known_on", "reviewed_at", &args, "2")
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.project, &x.kind) },
		"SELECT project_id, kind FROM milestones WHERE state = 'approved' AND on_date <= $1"+known+" ORDER BY id", args...)
	for _, x := range rows {
		c := byID[x.project]
		if c == nil {
			continue
		}
		switch x.kind {
		case crm.MilestoneRegister:
			c.registered = true
		case crm.MilestoneStarted, crm.MilestoneListed:
			c.started = true
		case crm.MilestoneProducing, crm.MilestoneFull:
			c.producing = true
		}
	}
	return err
}

// largestShares is the unit that each project's contract goes to whole (domain §6), by the
// newest attribution of the report's year.
func (b *reportBuilder) largestShares() (map[int64]int64, error) {
	type row struct {
		project, attribution int64
		crm.Share
	}
	args := []any{crm.IndSigned, b.month.Year()}
	known := b.knownTo("a.known_on", "at", &args, "3")
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.project, &x.attribution, &x.UnitID, &x.Order, &x.BP)
	}, `SELECT a.project_id, a.id, s.unit_id, u.sort, s.bp FROM attributions a JOIN attribution_shares s ON s.attribution_id = a.id
		JOIN units u ON u.id = s.unit_id WHERE a.indicator IN ('', $1) AND a.from_year <= $2`+known+` ORDER BY a.project_id, a.seq DESC, u.sort, u.id`, args...)
	newest, shares := map[int64]int64{}, map[int64][]crm.Share{}
	for _, x := range rows {
		if newest[x.project] == 0 {
			newest[x.project] = x.attribution
		}
		if newest[x.project] == x.attribution {
			shares[x.project] = append(shares[x.project], x.Share)
		}
	}
	units := make(map[int64]int64, len(shares))
	for project, list := range shares {
		owner := int64(0)
		if p := b.byID[project]; p != nil {
			owner = p.unit
		}
		units[project] = list[crm.Largest(list, owner)].UnitID
	}
	return units, err
}
