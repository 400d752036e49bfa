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
	partly             bool // some of its lines are not the report's
}

const reportEntryQuery = `SELECT e.id, e.code, e.project_id, e.unit_id, e.arrived_on, e.form, e.use_of, e.amount, COALESCE(e.verified, 0),
	e.reduce_reason, e.note, COALESCE(c.name, ''), e.orig_month, COALESCE(o.code, ''), COALESCE(u.name, ''), e.known_on, e.company_id
	FROM capital_entries e LEFT JOIN companies c ON c.id = e.company_id
	LEFT JOIN capital_entries o ON o.id = COALESCE(e.reverses_id, e.corrects_id) LEFT JOIN users u ON u.id = e.verified_by WHERE `

func (b *reportBuilder) scanEntry(r *sql.Rows) (*reportEntry, error) {
	e := &reportEntry{}
	var note string
	var payer int64
	err := r.Scan(&e.id, &e.Code, &e.project, &e.unit, &e.ArrivedOn, &e.Form, &e.Use, &e.Reported, &e.Verified, &e.Reason, &note,
		&e.Investor, &e.orig, &e.original, &e.verifier, &e.knownOn, &payer)
	if e.Reason == "" && e.orig != "" {
		e.Reason = note
	}
	if p, ok := b.byID[e.project]; ok {
		e.ProjectCode, e.Project, e.New, e.Origin = p.Code, p.Name, b.isNew(p), p.Origin
		if from, ok := p.froms[payer]; ok { // beside the payer's name stands the payer's place
			e.Origin = from
		}
		if e.Investor == "" {
			e.Investor = p.Investor
		}
	}
	return e, err
}

// entryLine is what one unit gets of an entry in the window: own from lines of the entry's
// own month, else from lines that correct it later. Lines that the report does not count,
// of other chains or of before the unit's cut-over, are not kept.
type entryLine struct {
	entry int64
	own   bool
	kept  bool
	crm.EntryShare
}

// entries is sheet 4: the window's verified entries, and a row for each entry that lines
// of the window correct (a change of shares). By unit, then by day.
func (b *reportBuilder) entries() error {
	args := []any{b.win.From, b.month}
	list, err := collect(b.ctx, b.q, b.scanEntry, reportEntryQuery+"e.month >= $1 AND e.month <= $2 AND e.state = 'verified'"+b.knownTo("e.known_on", "verified_at", &args, "3")+" ORDER BY e.id", args...)
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
	corrected, err := b.correctedEntries(lines)
	if err != nil {
		return err
	}
	for _, l := range lines {
		e := byID[l.entry]
		if !l.own {
			e = corrected[l.entry]
		}
		switch {
		case e == nil:
		case l.kept:
			e.Shares = append(e.Shares, l.EntryShare)
		default:
			e.partly = true
		}
	}
	if err := b.entryEvidence(byID); err != nil {
		return err
	}
	for _, l := range lines {
		if e := corrected[l.entry]; e != nil && !l.own {
			list = append(list, e)
			delete(corrected, l.entry)
		}
	}
	b.finishEntries(slices.DeleteFunc(list, func(e *reportEntry) bool { return !b.hasEntry(e) }))
	return nil
}

// correctedEntries reads the entries that lines of later months than their own correct.
func (b *reportBuilder) correctedEntries(lines []entryLine) (map[int64]*reportEntry, error) {
	sums, ids := map[int64]int64{}, []int64{}
	for _, l := range lines {
		if l.own {
			continue
		}
		if _, ok := sums[l.entry]; !ok {
			ids = append(ids, l.entry)
		}
		sums[l.entry] += l.Verified
	}
	out := make(map[int64]*reportEntry, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	list, err := collect(b.ctx, b.q, b.scanEntry, reportEntryQuery+"e.id IN ("+idList(ids)+") ORDER BY e.id")
	for _, e := range list {
		e.Reported, e.Verified, e.Reason = sums[e.id], sums[e.id], "归属或折算调整"
		out[e.id] = e
	}
	return out, err
}

func (b *reportBuilder) entryLines() ([]entryLine, error) {
	args := []any{b.win.From, b.month}
	known := b.knownTo("l.known_on", "at", &args, "3")
	chain := ""
	if id := b.d.q.ChainID; id != 0 {
		chain = fmt.Sprintf(" AND l.chain_id = %d", id)
	}
	return collect(b.ctx, b.q, func(r *sql.Rows) (l entryLine, err error) {
		err = r.Scan(&l.entry, &l.UnitID, &l.own, &l.kept, &l.Verified, &l.Outside, &l.Adjust, &l.OtherYear, &l.ForeignUSD, &l.FDIUSD)
		l.Unit = b.unitName(l.UnitID)
		return l, err
	}, `SELECT l.entry_id, l.unit_id, CASE WHEN l.month = e.month THEN 1 ELSE 0 END, CASE WHEN l.month >= u.cut_over`+chain+` THEN 1 ELSE 0 END,
		CAST(SUM(l.cny) AS BIGINT), CAST(SUM(CASE WHEN l.origin IN ('foreign', 'outProv') THEN l.cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN l.adjustment = 'sameYear' THEN l.cny ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN l.adjustment = 'earlier' THEN l.cny ELSE 0 END) AS BIGINT),
		CAST(SUM(CASE WHEN l.origin = 'foreign' THEN l.usd ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN l.fdi = TRUE THEN l.usd ELSE 0 END) AS BIGINT)
		FROM credit_lines l JOIN capital_entries e ON e.id = l.entry_id JOIN units u ON u.id = l.unit_id
		WHERE l.month >= $1 AND l.month <= $2`+known+` GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, args...)
}

func (b *reportBuilder) entryEvidence(byID map[int64]*reportEntry) error {
	type row struct {
		entry  int64
		number string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.entry, &x.number) },
		`SELECT a.object_id, a.number FROM capital_entries e CROSS JOIN attachments a
		WHERE e.month >= $1 AND e.month <= $2 AND a.object_kind = 'capital' AND a.object_id = e.id AND a.voided = FALSE ORDER BY a.object_id, a.id`, b.win.From, b.month)
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
		e.Intro = b.intro[e.project]
		if e.partly {
			kept := e.KeptShares()
			e.Reported, e.Verified = kept.Reported, kept.Verified
		}
		b.credit(e)
	}
	slices.SortStableFunc(list, func(x, y *reportEntry) int {
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
