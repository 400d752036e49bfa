package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"yinfeng/crm"
)

// reportEntry is an entry on its way to sheet 4.
type reportEntry struct {
	crm.ReportEntry
	id, project, unit  int64
	at                 int64 // the official order of Unit
	orig               crm.Month
	original, verifier string
	knownOn            crm.Date
}

const reportEntryQuery = `SELECT e.id, e.code, e.project_id, e.unit_id, e.arrived_on, e.form, e.use_of, e.amount, COALESCE(e.verified, 0),
	e.reduce_reason, e.note, COALESCE(c.name, ''), e.orig_month, COALESCE(o.code, ''), COALESCE(u.name, ''), e.known_on
	FROM capital_entries e LEFT JOIN companies c ON c.id = e.company_id
	LEFT JOIN capital_entries o ON o.id = COALESCE(e.reverses_id, e.corrects_id) LEFT JOIN users u ON u.id = e.verified_by WHERE `

func (b *reportBuilder) scanEntry(r *sql.Rows) (*reportEntry, error) {
	e := &reportEntry{}
	var note string
	err := r.Scan(&e.id, &e.Code, &e.project, &e.unit, &e.ArrivedOn, &e.Form, &e.Use, &e.Reported, &e.Verified, &e.Reason, &note,
		&e.Investor, &e.orig, &e.original, &e.verifier, &e.knownOn)
	if e.Reason == "" && e.orig != "" {
		e.Reason = note
	}
	if p, ok := b.byID[e.project]; ok {
		e.ProjectCode, e.Project, e.New, e.Origin = p.Code, p.Name, b.isNew(p), p.Origin
		if e.Investor == "" {
			e.Investor = p.Investor
		}
	}
	return e, err
}

// entryLine is what one unit gets of an entry in the month.
type entryLine struct {
	entry int64
	crm.EntryShare
}

// entries is sheet 4: the month's verified entries, and those of other months that lines
// of this month correct (a change of shares). By unit, then by day.
func (b *reportBuilder) entries() error {
	args := []any{b.month}
	list, err := collect(b.ctx, b.q, b.scanEntry, reportEntryQuery+"e.month = $1 AND e.state = 'verified'"+b.knownTo("e.known_on", &args, "2")+" ORDER BY e.id", args...)
	if err != nil {
		return err
	}
	lines, err := b.entryLines()
	if err != nil {
		return err
	}
	byID := make(map[int64]*reportEntry, len(list))
	for _, e := range list {
		byID[e.id] = e
	}
	var others []int64
	for _, l := range lines {
		if byID[l.entry] == nil && !slices.Contains(others, l.entry) {
			others = append(others, l.entry)
		}
	}
	if len(others) > 0 {
		more, err := collect(b.ctx, b.q, b.scanEntry, reportEntryQuery+"e.id IN ("+idList(others)+") ORDER BY e.id")
		if err != nil {
			return err
		}
		for _, e := range more {
			e.Reported, e.Verified, e.Reason = 0, 0, "归属或折算调整"
			for _, l := range lines {
				if l.entry == e.id {
					e.Reported += l.Verified
					e.Verified += l.Verified
				}
			}
			list, byID[e.id] = append(list, e), e
		}
	}
	for _, l := range lines {
		byID[l.entry].Shares = append(byID[l.entry].Shares, l.EntryShare)
	}
	if err := b.entryEvidence(byID); err != nil {
		return err
	}
	b.finishEntries(list)
	return nil
}

func (b *reportBuilder) entryLines() ([]entryLine, error) {
	args := []any{b.month}
	known := b.knownTo("known_on", &args, "2")
	return collect(b.ctx, b.q, func(r *sql.Rows) (l entryLine, err error) {
		err = r.Scan(&l.entry, &l.UnitID, &l.Verified, &l.Outside, &l.Adjust, &l.OtherYear, &l.ForeignUSD, &l.FDIUSD)
		l.Unit = b.unitName(l.UnitID)
		return l, err
	}, `SELECT entry_id, unit_id, CAST(SUM(cny) AS BIGINT), CAST(SUM(CASE WHEN origin IN ('foreign', 'outProv') THEN cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN adjustment = 'sameYear' THEN cny ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN adjustment = 'earlier' THEN cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN origin = 'foreign' THEN usd ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN fdi = TRUE THEN usd ELSE 0 END) AS BIGINT)
		FROM credit_lines WHERE month = $1`+known+` GROUP BY entry_id, unit_id ORDER BY entry_id, unit_id`, args...)
}

func (b *reportBuilder) entryEvidence(byID map[int64]*reportEntry) error {
	type row struct {
		entry  int64
		number string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.entry, &x.number) },
		`SELECT a.object_id, a.number FROM capital_entries e CROSS JOIN attachments a
		WHERE e.month = $1 AND a.object_kind = 'capital' AND a.object_id = e.id AND a.voided = FALSE ORDER BY a.object_id, a.id`, b.month)
	for _, x := range rows {
		if e := byID[x.entry]; e != nil {
			e.Evidence = joinNames(e.Evidence, x.number)
		}
	}
	return err
}

// finishEntries sums the shares, names the unit that gets most, sorts, and lists the
// adjustments for sheet 15.
func (b *reportBuilder) finishEntries(list []*reportEntry) {
	for _, e := range list {
		b.credit(e)
	}
	slices.SortFunc(list, func(x, y *reportEntry) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.ArrivedOn, y.ArrivedOn), cmp.Compare(x.id, y.id))
	})
	b.r.Entries, b.r.Adjustments = make([]crm.ReportEntry, len(list)), []crm.ReportAdjustment{}
	for i, e := range list {
		b.r.Entries[i], list[i] = e.ReportEntry, nil // each row once in memory: there may be 100,000
		if e.Adjust == 0 && e.OtherYear == 0 {
			continue
		}
		a := crm.ReportAdjustment{Reach: e.Reach, Unit: e.Unit, Project: e.Project, Reason: e.Reason, OriginalMonth: e.orig,
			OriginalEntry: e.original, Entry: e.Code, Amount: e.Adjust, VerifiedOn: e.knownOn, Verifier: e.verifier}
		if e.OtherYear != 0 {
			a.Amount, a.EarlierYear = e.OtherYear, true
		}
		b.r.Adjustments = append(b.r.Adjustments, a)
	}
}

func (b *reportBuilder) credit(e *reportEntry) {
	slices.SortFunc(e.Shares, func(x, y crm.EntryShare) int { return cmp.Compare(b.order[x.UnitID], b.order[y.UnitID]) })
	best := -1
	for i, s := range e.Shares {
		e.Outside += s.Outside
		e.Adjust += s.Adjust
		e.OtherYear += s.OtherYear
		e.ForeignUSD += s.ForeignUSD
		e.FDIUSD += s.FDIUSD
		e.Units = append(e.Units, s.UnitID)
		if best < 0 || abs(s.Verified) > abs(e.Shares[best].Verified) {
			best = i
		}
	}
	if best >= 0 {
		e.Unit, e.at = e.Shares[best].Unit, int64(b.order[e.Shares[best].UnitID])
	} else {
		u, ok := b.d.tree.creditedOf(e.unit)
		if !ok {
			u = b.d.tree.byID[e.unit]
		}
		e.Unit, e.at, e.Units = u.name, int64(b.order[u.id]), []int64{u.id}
	}
	if len(e.Shares) == 1 {
		e.Shares = nil
	}
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// reportMilestone is a milestone counted in the month, for sheets 5–7.
type reportMilestone struct {
	id, project, unit int64
	on, capacity      string
	output, tax, jobs int64
	evidence          string
	increase          int64
}

// counted reads the milestones that an indicator counts in the month, by unit and day;
// with them the sheet has as many rows as sheet 2 counts.
func (b *reportBuilder) counted(indicator string, increases bool) ([]*reportMilestone, error) {
	args := []any{b.month, indicator}
	known := b.knownTo("l.known_on", &args, "3")
	which := "l.count <> 0"
	if increases {
		which = "m.kind = 'increase'"
	}
	list, err := collect(b.ctx, b.q, func(r *sql.Rows) (*reportMilestone, error) {
		m := &reportMilestone{}
		return m, r.Scan(&m.id, &m.project, &m.unit, &m.on, &m.capacity, &m.output, &m.tax, &m.jobs, &m.increase)
	}, `SELECT m.id, l.project_id, l.unit_id, m.on_date, m.capacity, m.output_cny, m.tax_cny, m.jobs, l.cny FROM count_lines l
		JOIN milestones m ON m.id = l.milestone_id WHERE l.month = $1 AND l.indicator = $2 AND l.joint = FALSE AND l.adjustment <> 'earlier' AND `+
		which+known+` ORDER BY l.id`, args...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m *reportMilestone) bool { return b.byID[m.project] == nil })
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
			Land: p.land, Place: p.place, Evidence: m.evidence})
	}
	return nil
}

func (b *reportBuilder) signed(signed, increases []*reportMilestone) {
	b.r.Signed = []crm.ReportSigned{}
	row := func(m *reportMilestone) crm.ReportSigned {
		p := b.byID[m.project]
		return crm.ReportSigned{Reach: crm.Reach{Units: []int64{m.unit}}, Unit: b.unitName(m.unit), Code: p.Code, Name: p.Name, Content: p.Content,
			Investor: p.Investor, Origin: p.Origin, Chain: p.Chain, Industry: p.Industry, Total: p.Total, Fixed: p.Fixed, Agreed: p.Agreed,
			SignedOn: m.on, Place: p.place, Land: p.land, Intro: p.intro, Owner: p.Owner}
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
			Evidence: m.evidence})
	}
	return nil
}
