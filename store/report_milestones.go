package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// reportMilestone is a milestone counted in the month, for sheets 5–7.
type reportMilestone struct {
	id, project, unit int64
	chain             int64
	on, capacity      string
	output, tax, jobs int64
	evidence          string
	increase          int64
}

// counted reads the milestones that an indicator counts in the month, by unit and day;
// with them the sheet has as many rows as sheet 2 counts.
func (b *reportBuilder) counted(indicator string, increases bool) ([]*reportMilestone, error) {
	args := []any{b.win.From, b.month, indicator}
	known := b.knownTo("l.known_on", "at", &args, "4")
	which := "l.count <> 0"
	if increases {
		which = "m.kind = 'increase'"
	}
	list, err := collect(b.ctx, b.q, func(r *sql.Rows) (*reportMilestone, error) {
		m := &reportMilestone{}
		return m, r.Scan(&m.id, &m.chain, &m.project, &m.unit, &m.on, &m.capacity, &m.output, &m.tax, &m.jobs, &m.increase)
	}, `SELECT m.id, l.chain_id, l.project_id, l.unit_id, m.on_date, m.capacity, m.output_cny, m.tax_cny, m.jobs, l.cny FROM count_lines l
		JOIN milestones m ON m.id = l.milestone_id WHERE l.month >= $1 AND l.month <= $2 AND l.indicator = $3 AND l.joint = FALSE AND l.adjustment <> 'earlier' AND `+
		which+known+` ORDER BY l.id`, args...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m *reportMilestone) bool { return !b.hasCounted(m) })
	slices.SortFunc(list, func(x, y *reportMilestone) int {
		return cmp.Or(cmp.Compare(b.order[x.unit], b.order[y.unit]), cmp.Compare(x.on, y.on), cmp.Compare(x.id, y.id))
	})
	return list, b.milestoneEvidence(list)
}

func (b *reportBuilder) milestoneEvidence(list []*reportMilestone) error {
	if len(list) == 0 {
		return nil
	}
	byID, ids := map[int64]*reportMilestone{}, []int64{}
	for _, m := range list {
		byID[m.id] = m
		ids = append(ids, m.id)
	}
	files, err := evidenceOf(b.ctx, b.q, "milestone", ids)
	for id, all := range files {
		for _, a := range all {
			byID[id].evidence = joinNames(byID[id].evidence, a.Number)
		}
	}
	return err
}

// milestones fills sheets 5, 6 and 7. 增资 stands in sheet 5 with its increment, marked,
// and is no contract of its own (domain §6).
func (b *reportBuilder) milestones() error {
	signed, err := b.counted(crm.IndSigned, false)
	if err != nil {
		return err
	}
	increases, err := b.counted(crm.IndSignedAmount, true)
	if err != nil {
		return err
	}
	b.signed(signed, increases)
	started, err := b.counted(crm.IndStarted, false)
	if err != nil {
		return err
	}
	if err := b.started(started); err != nil {
		return err
	}
	producing, err := b.counted(crm.IndProducing, false)
	if err != nil {
		return err
	}
	b.r.Producing = []crm.ReportProducing{}
	for _, m := range producing {
		p := b.byID[m.project]
		b.r.Producing = append(b.r.Producing, crm.ReportProducing{Reach: crm.Reach{Units: []int64{m.unit}}, Unit: b.unitName(m.unit), Code: p.Code,
			Name: p.Name, Investor: p.Investor, Origin: p.Origin, Chain: p.Chain, Total: p.Total, Agreed: p.Agreed, Arrived: p.Arrived,
			SignedOn: p.SignedOn, StartedOn: p.StartedOn, ProducedOn: m.on, Capacity: m.capacity, Output: m.output, Tax: m.tax, Jobs: m.jobs,
			Land: p.land, Place: p.place, Evidence: m.evidence, ChainID: p.chainID})
	}
	return nil
}

func (b *reportBuilder) signed(signed, increases []*reportMilestone) {
	b.r.Signed = []crm.ReportSigned{}
	row := func(m *reportMilestone) crm.ReportSigned {
		p := b.byID[m.project]
		return crm.ReportSigned{Reach: crm.Reach{Units: []int64{m.unit}}, Unit: b.unitName(m.unit), Code: p.Code, Name: p.Name, Content: p.Content,
			Investor: p.Investor, Origin: p.Origin, Chain: p.Chain, Industry: p.Industry, Total: p.Total, Fixed: p.Fixed, Agreed: p.Agreed,
			SignedOn: m.on, Place: p.place, Land: p.land, Intro: p.intro, Owner: p.Owner, ChainID: p.chainID}
	}
	for _, m := range signed {
		b.r.Signed = append(b.r.Signed, row(m))
	}
	sums, at := map[int64]int64{}, map[int64]*reportMilestone{}
	for _, m := range increases { // one row an increase: its lines are split by shares
		sums[m.id] += m.increase
		if at[m.id] == nil {
			at[m.id] = m
		}
	}
	for _, m := range increases {
		if at[m.id] != m {
			continue
		}
		x := row(m)
		x.Increase, x.Name, x.Total, x.Fixed, x.Agreed, x.Land = true, x.Name+crm.IncreaseMark, sums[m.id], 0, 0, 0
		b.r.Signed = append(b.r.Signed, x)
	}
}

func (b *reportBuilder) started(list []*reportMilestone) error {
	type plan struct {
		project, amount int64
		currency        crm.Currency
	}
	plans, err := collect(b.ctx, b.q, func(r *sql.Rows) (x plan, err error) { return x, r.Scan(&x.project, &x.amount, &x.currency) },
		"SELECT project_id, amount, currency FROM project_plans WHERE year = $1", b.month.Year())
	if err != nil {
		return fmt.Errorf("plans: %w", err)
	}
	rate := b.d.set.RateOf(b.month.Year())
	year := map[int64]int64{}
	for _, x := range plans {
		year[x.project] += crm.Money{Amount: x.amount, Currency: x.currency}.ToCNY(rate)
	}
	b.r.Started = []crm.ReportStarted{}
	for _, m := range list {
		p := b.byID[m.project]
		b.r.Started = append(b.r.Started, crm.ReportStarted{Reach: crm.Reach{Units: []int64{m.unit}}, Unit: b.unitName(m.unit), Code: p.Code, Name: p.Name,
			Content: p.Content, Investor: p.Investor, Origin: p.Origin, Local: p.local, Total: p.Total, Fixed: p.Fixed, Agreed: p.Agreed,
			PlanYear: year[m.project], Arrived: p.Arrived, SignedOn: p.SignedOn, StartedOn: m.on, Place: p.place, Land: p.land, Leader: p.Leader,
			Evidence: m.evidence, ChainID: p.chainID})
	}
	return nil
}
