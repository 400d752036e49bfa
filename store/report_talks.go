package store

import (
	"cmp"
	"database/sql"
	"slices"

	"yinfeng/crm"
)

// reportTalk is a lead on its way to sheet 8.
type reportTalk struct {
	crm.ReportTalk
	id, reporter, unit, company, chain int64
	stage                              crm.Stage
	status                             crm.LeadStatus
	idle                               crm.Date // the last real progress, pauses added
}

// talks is sheet 8: leads that are active on the month's last day, before signing. Of a
// past day stage and status come from the history, other text stands as of today.
func (b *reportBuilder) talks() error {
	if err := b.talksThen(0); err != nil {
		return err
	}
	list := slices.Clone(b.talking)
	byID := make(map[int64]*reportTalk, len(list))
	for _, l := range list {
		byID[l.id] = l
	}
	list = slices.DeleteFunc(list, func(l *reportTalk) bool { return !b.hasLead(l) })
	if err := b.leadReach(byID); err != nil {
		return err
	}
	if err := b.contacts(list); err != nil {
		return err
	}
	slices.SortFunc(list, func(x, y *reportTalk) int {
		return cmp.Or(cmp.Compare(b.order[x.reporter], b.order[y.reporter]), cmp.Compare(x.ReportedOn, y.ReportedOn), cmp.Compare(x.id, y.id))
	})
	b.r.Talks = make([]crm.ReportTalk, len(list))
	for i, l := range list {
		l.Stage = l.stage.Label()
		if l.ProtectedTo == "" && l.idle != "" { // of a past day whose claim is over by now
			l.ProtectedTo = l.idle.AddMonths(b.d.set.ClaimMonths)
		}
		l.Warning = warningWord(crm.ProgressWarning(l.idle, l.ProtectedTo, b.until, l.status, l.stage, b.d.set.Clocks))
		b.r.Talks[i] = l.ReportTalk
	}
	return nil
}

// talksThen reads the leads in talks on the report's last day, those of one reporting unit
// or (0) all.
func (b *reportBuilder) talksThen(reporter int64) error {
	past := b.until < b.now
	where, args := "", []any{b.until}
	if reporter != 0 {
		where, args = " AND l.reporter_unit_id = $2", append(args, reporter)
	}
	if !past {
		where += " AND l.status = 'active' AND l.stage <> 'signed'"
	}
	list, err := collect(b.ctx, b.q, b.scanTalk, `SELECT l.id, l.code, l.project, l.content, l.chain_id, l.amount_sort, l.place_unit_id, l.land_mu, l.unit_id,
		l.reporter_unit_id, l.company_id, l.stage, l.status, l.reported_on, l.last_progress_on, l.last_progress, l.next_step, l.next_due,
		l.origin, l.province, l.city, c.name, COALESCE(u.name, ''), l.idle_from, COALESCE(k.protected_until, '') FROM leads l
		JOIN companies c ON c.id = l.company_id LEFT JOIN claims k ON k.lead_id = l.id AND k.state = 'held'
		LEFT JOIN users u ON u.id = l.owner_id WHERE l.voided = FALSE AND l.reported_on <= $1`+where+` ORDER BY l.id`, args...)
	if err != nil {
		return err
	}
	if past {
		byID := make(map[int64]*reportTalk, len(list))
		for _, l := range list {
			byID[l.id] = l
		}
		if err := b.stagesThen(byID); err != nil {
			return err
		}
	}
	b.talking = slices.DeleteFunc(list, func(l *reportTalk) bool { return l.status != crm.LeadActive || l.stage == crm.StageSigned })
	return nil
}

func (b *reportBuilder) scanTalk(r *sql.Rows) (*reportTalk, error) {
	l := &reportTalk{}
	var place int64
	var land, province, city string
	var origin crm.Origin
	err := r.Scan(&l.id, &l.Code, &l.Name, &l.Content, &l.chain, &l.Amount, &place, &land, &l.unit, &l.reporter, &l.company, &l.stage, &l.status,
		&l.ReportedOn, &l.ProgressOn, &l.Progress, &l.Next, &l.NextDue, &origin, &province, &city, &l.Investor, &l.Tracker, &l.idle, &l.ProtectedTo)
	l.Unit, l.Chain, l.Place, l.Land = b.unitName(l.reporter), b.chains[l.chain], b.unitName(place), hundredths(land)
	l.Origin = originText(province, city, origin)
	l.Units = []int64{l.unit}
	return l, err
}

// stagesThen puts stage and status back to the last event known on the day.
func (b *reportBuilder) stagesThen(byID map[int64]*reportTalk) error {
	type row struct {
		lead          int64
		kind, to, was string
		known         crm.Date
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.lead, &x.kind, &x.was, &x.to, &x.known) },
		"SELECT lead_id, kind, from_value, to_value, known_on FROM lead_events WHERE kind IN ('stage', 'status') AND known_on > $1 ORDER BY id", b.until)
	if err != nil {
		return err
	}
	seen := map[int64]map[string]bool{}
	for _, x := range rows { // the first change after the day tells what stood before it
		l := byID[x.lead]
		if l == nil || seen[x.lead][x.kind] {
			continue
		}
		if seen[x.lead] == nil {
			seen[x.lead] = map[string]bool{}
		}
		seen[x.lead][x.kind] = true
		if x.kind == "stage" {
			l.stage = crm.Stage(x.was)
		} else {
			l.status = crm.LeadStatus(x.was)
		}
	}
	return nil
}

// leadReach adds the units that leads are shared with.
func (b *reportBuilder) leadReach(byID map[int64]*reportTalk) error {
	return b.eachShare("SELECT lead_id, unit_id FROM lead_shares ORDER BY lead_id, unit_id", func(id, unit int64) {
		if l := byID[id]; l != nil && !slices.Contains(l.Units, unit) {
			l.Units = append(l.Units, unit)
		}
	})
}

// contacts names the first contact that the lead's unit knows at the company; phones
// are masked (trust §2).
func (b *reportBuilder) contacts(list []*reportTalk) error {
	type key struct{ company, unit int64 }
	type row struct {
		key
		name, phone string
	}
	rows, err := collect(b.ctx, b.q, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.company, &x.unit, &x.name, &x.phone) },
		"SELECT company_id, unit_id, name, phone FROM contacts WHERE voided = FALSE ORDER BY id")
	if err != nil {
		return err
	}
	first := make(map[key]row, len(rows))
	for _, x := range rows {
		if _, ok := first[x.key]; !ok {
			first[x.key] = x
		}
	}
	for _, l := range list {
		if x, ok := first[key{l.company, l.unit}]; ok {
			l.Contact, l.ContactPhone = x.name, crm.MaskPhone(x.phone)
		}
	}
	return nil
}

// warningWord prints the colour of a lead's progress in words.
func warningWord(w string) string {
	switch w {
	case "yellow":
		return "黄色预警"
	case "red":
		return "红色预警"
	case "lapsed":
		return "首报权失效"
	}
	return "正常"
}
