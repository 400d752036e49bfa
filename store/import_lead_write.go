package store

import (
	"slices"
	"strings"

	"yinfeng/crm"
)

// write brings new leads to the database in bulk, and changed ones one by one.
func (k *leadKind) write(w *importWriter) error {
	fresh := slices.DeleteFunc(slices.Clone(k.list), func(x *importLead) bool { return !x.isNew })
	known := slices.DeleteFunc(slices.Clone(k.list), func(x *importLead) bool { return x.isNew })
	if err := writeParts(w, fresh, k.insert); err != nil {
		return err
	}
	if err := writeParts(w, known, k.change); err != nil {
		return err
	}
	return k.writeContacts(w)
}

// settle lets known leads be that end as they stand.
func (k *leadKind) settle(steps []importStep) {
	same := map[*importTarget]bool{}
	for _, x := range k.list {
		if !x.isNew && x.has == x.was && len(x.added) == 0 && !x.met {
			same[&x.importTarget] = true
		}
	}
	k.list = slices.DeleteFunc(k.list, func(x *importLead) bool { return same[&x.importTarget] })
	backToUnchanged(steps, same)
}

// lead is x as the rules see it.
func (x *importLead) lead(f leadFields) crm.Lead {
	return crm.Lead{UnitID: x.unit, Stage: x.stage, Status: x.status, ReportedOn: x.reportedOn, Amount: optional(f.amount, f.currency),
		AmountMin: optional(f.low, f.currency), AmountMax: optional(f.high, f.currency)}
}

const eventColumns = "id, lead_id, kind, from_value, to_value, reason, user_id, unit_id, known_on, at"

// insert writes new leads with claim, events, roll-up and search rows, as reporting them does,
// dated by the day on which the ledger says that they were reported. The claim begins with the
// ledger itself, which says that they are still in talks.
func (k *leadKind) insert(w *importWriter, list []*importLead) error {
	firsts, err := w.t.spans(len(list), "leads", "claims")
	if err != nil {
		return err
	}
	years := make([]string, len(list))
	for i, x := range list {
		years[i] = string(x.reportedOn)[:4]
	}
	codes, err := w.codes("XS", years)
	if err != nil {
		return err
	}
	event, err := w.t.span("lead_events", 2*len(list))
	if err != nil {
		return err
	}
	var rows, claims, events [][]any
	var sums leadSums
	for i, x := range list {
		x.id, x.code = firsts[0]+int64(i), codes[i]
		rows = append(rows, k.row(w, x, &sums))
		claims = append(claims, []any{firsts[1] + int64(i), x.id, x.unit, string(x.filedOn), string(x.filedOn), string(x.filedOn.AddMonths(k.p.set.ClaimMonths)), "held", w.t.Now})
		events = append(events, []any{event, x.id, "report", "", string(x.stage), "", w.t.V.UserID, x.unit, string(x.reportedOn), w.t.Now})
		if len(x.added) > 0 {
			events = append(events, []any{event + 1, x.id, "note", "", "", strings.Join(x.added, "\n"), w.t.V.UserID, x.unit, string(x.addedOn), w.t.Now})
		}
		event += 2
	}
	if err := w.t.bulkInsert(
		bulkTable{name: "leads", columns: leadBulkColumns + ", author", rows: rows},
		bulkTable{name: "lead_events", columns: eventColumns, rows: events},
		bulkTable{name: "claims", columns: "id, lead_id, unit_id, since, opened_on, protected_until, state, at", rows: claims}); err != nil {
		return err
	}
	if err := sums.write(w.t); err != nil {
		return err
	}
	return indexNewLeads(w.t, firsts[0], len(list))
}

// row is a new lead's row in the order of leadBulkColumns, and the author.
func (k *leadKind) row(w *importWriter, x *importLead, sums *leadSums) []any {
	f, l := x.has, x.lead(x.has)
	sort := leadSortCNY(l, k.p.set)
	sums.add(l, sort, 1)
	cur, amount, low, high := leadAmounts(l)
	c := x.company.in
	return []any{x.id, x.code, x.company.id, f.project, f.content, f.industry, f.chain, string(cur), amount, low, high, sort, string(c.Origin), c.Province, c.City,
		f.place, f.land, x.unit, x.owner, x.unit, f.source, string(x.stage), string(x.status), "", f.next, string(f.due), string(x.reportedOn), "首报线索",
		string(x.reportedOn), 0, w.id, w.t.V.UserID, w.t.Now, w.t.Now, false, "", 1,
		x.reportedOn, x.reportedOn, x.reportedOn, x.notedOn(), x.reportedOn, x.pausedOn(), f.author}
}

// notedOn and pausedOn are the clocks of a new lead as renewClocks derives them: the ledger says on
// its day that the lead is being worked at, or paused.
func (x *importLead) notedOn() crm.Date {
	on := max(x.reportedOn, x.filedOn)
	if len(x.added) > 0 {
		on = max(on, x.addedOn)
	}
	return on
}

func (x *importLead) pausedOn() crm.Date {
	if x.status != crm.LeadPaused {
		return ""
	}
	return max(x.reportedOn, x.filedOn)
}

// change brings known leads in line, keeping the rows as they stood.
func (k *leadKind) change(w *importWriter, list []*importLead) error {
	lines := map[int64]int{}
	for _, x := range list {
		lines[x.id] = x.line
	}
	if err := w.touch("leads", idsOf(lines), func(id int64) int { return lines[id] }); err != nil {
		return err
	}
	var sums leadSums
	for _, x := range list {
		if err := k.changeOne(w, x, &sums); err != nil {
			return err
		}
	}
	return sums.write(w.t)
}

func (k *leadKind) changeOne(w *importWriter, x *importLead, sums *leadSums) error {
	was, now := x.lead(x.was), x.lead(x.has)
	sort := leadSortCNY(now, k.p.set)
	cur, amount, low, high := leadAmounts(now)
	f := x.has
	sums.add(was, leadSortCNY(was, k.p.set), -1)
	sums.add(now, sort, 1)
	if _, err := w.t.exec(`UPDATE leads SET project = $1, content = $2, industry = $3, chain_id = $4, currency = $5, amount = $6, amount_min = $7, amount_max = $8,
		amount_sort = $9, place_unit_id = $10, land_mu = $11, source = $12, next_step = $13, next_due = $14, author = $15, updated_at = $16, version = version + 1
		WHERE id = $17`, f.project, f.content, f.industry, f.chain, cur, amount, low, high, sort, f.place, f.land, f.source, f.next, f.due, f.author, w.t.Now, x.id); err != nil {
		return err
	}
	if edited := x.input(x.was).Changes(x.input(f)); edited != "" {
		if err := k.event(w, x, "edit", "导入更新："+edited, w.t.Today); err != nil {
			return err
		}
	}
	if len(x.added) > 0 {
		if err := k.event(w, x, "note", strings.Join(x.added, "\n"), x.addedOn); err != nil {
			return err
		}
	}
	if err := renewClocks(w.t, x.id); err != nil {
		return err
	}
	w.t.audit("lead.import", "lead", x.id, x.unit, "导入更新线索 "+x.code+" "+f.project, map[string]any{"import": w.id, "from": x.input(x.was), "to": x.input(f)})
	if f.project == x.was.project {
		return nil
	}
	return indexLead(w.t, x.id)
}

// input is what a form would hold of f.
func (x *importLead) input(f leadFields) crm.LeadInput {
	return crm.LeadInput{CompanyID: x.company.id, Project: f.project, Content: f.content, Industry: f.industry, ChainID: f.chain, Amount: optional(f.amount, f.currency),
		AmountMin: optional(f.low, f.currency), AmountMax: optional(f.high, f.currency), PlaceUnitID: f.place, LandMu: f.land, Source: f.source, NextStep: f.next, NextDue: f.due}
}

func (k *leadKind) event(w *importWriter, x *importLead, kind, text string, on crm.Date) error {
	id, err := w.t.nextID("lead_events")
	if err != nil {
		return err
	}
	w.inserted(x.line, "lead_events", map[string]any{"id": id})
	_, err = w.t.exec("INSERT INTO lead_events ("+eventColumns+") VALUES ($1, $2, $3, '', '', $4, $5, $6, $7, $8)", id, x.id, kind, text, w.t.V.UserID, x.unit, on, w.t.Now)
	return err
}
