package store

import (
	"database/sql"
	"strings"

	"yinfeng/crm"
)

// load reads the companies that the rows name, all leads of theirs whatever the unit (L1 and
// L2 speak across units), and the leads of the rows' codes.
func (k *leadKind) load(recs []*crm.ImportRecord) error {
	if err := k.p.companies.load(keysOf(recs, func(r *crm.ImportRecord) []string { return r.List("investors") }), nil); err != nil {
		return err
	}
	if err := k.loadNames(); err != nil {
		return err
	}
	if err := k.loadLeads("l.company_id", idsOf(k.p.companies.byID)); err != nil {
		return err
	}
	if err := k.loadCodes(keysOf(recs, func(r *crm.ImportRecord) []string { return []string{r.Text("lead_no")} })); err != nil {
		return err
	}
	if err := k.loadNotes(); err != nil {
		return err
	}
	return k.loadContacts(recs)
}

// loadNames reads the chains, the classes of industry and the people that rows may name.
func (k *leadKind) loadNames() error {
	type pair struct {
		id         int64
		code, name string
	}
	chains, err := collect(k.p.ctx, k.p.q, func(r *sql.Rows) (x pair, err error) { return x, r.Scan(&x.id, &x.name) }, "SELECT id, name FROM chains ORDER BY id")
	if err != nil {
		return err
	}
	for _, x := range chains {
		k.chains[x.name] = x.id
	}
	classes, err := collect(k.p.ctx, k.p.q, func(r *sql.Rows) (x pair, err error) { return x, r.Scan(&x.code, &x.name) },
		"SELECT CASE WHEN level = 1 THEN code ELSE section || code END, name FROM industries ORDER BY level, code")
	if err != nil {
		return err
	}
	for _, x := range classes {
		k.industries["#"+crm.IndustryKey(x.code)] = x.code
		if _, taken := k.industries[x.name]; !taken {
			k.industries[x.name] = x.code
		}
	}
	k.people, err = collect(k.p.ctx, k.p.q, func(r *sql.Rows) (x importPerson, err error) { return x, r.Scan(&x.id, &x.unit, &x.name) },
		"SELECT id, unit_id, name FROM users WHERE disabled = FALSE ORDER BY id")
	return err
}

func (k *leadKind) loadCodes(codes []string) error {
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scanID, "SELECT id FROM leads WHERE %s AND voided = FALSE", "code", codes)
	if err != nil {
		return err
	}
	return k.loadLeads("l.id", list)
}

func (k *leadKind) loadLeads(column string, ids []int64) error {
	type row struct {
		lead    *importLead
		company importCompany
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x row, err error) {
		x.lead = &importLead{notes: map[string]bool{}}
		l, c, f := x.lead, &x.company, &x.lead.has
		var amount, low, high sql.NullInt64
		var project int64
		var paused, progress crm.Date
		err = r.Scan(&l.id, &l.code, &c.id, &c.in.Name, &c.key, &c.formless, &c.in.CreditCode, &c.in.Origin, &c.in.Province, &c.in.City, &c.in.UnitID, &f.project,
			&f.content, &f.industry, &f.chain, &f.currency, &amount, &low, &high, &f.place, &f.land, &l.unit, &l.owner, &l.ownerName, &l.reporter, &f.source, &l.stage,
			&l.status, &f.next, &f.due, &l.progress, &l.reportedOn, &project, &f.author, &l.claim, &l.holder, &l.until, &paused, &progress)
		l.until = pausedUntil(l.until, paused, progress, k.p.today)
		f.amount, f.low, f.high = orMinus(amount), orMinus(low), orMinus(high)
		l.signed = project != 0
		return x, err
	}, `SELECT l.id, l.code, c.id, c.name, c.name_key, c.formless_key, c.credit_code, c.origin, c.province, c.city, c.unit_id, l.project, l.content, l.industry,
		l.chain_id, l.currency, l.amount, l.amount_min, l.amount_max, l.place_unit_id, l.land_mu, l.unit_id, l.owner_id, COALESCE(o.name, ''), l.reporter_unit_id,
		l.source, l.stage, l.status, l.next_step, l.next_due, l.last_progress, l.reported_on, l.project_id, l.author,
		COALESCE(k.id, 0), COALESCE(k.unit_id, 0), COALESCE(k.protected_until, ''), l.paused_on, l.last_progress_on
		FROM leads l JOIN companies c ON c.id = l.company_id LEFT JOIN claims k ON k.lead_id = l.id AND k.state = 'held' LEFT JOIN users o ON o.id = l.owner_id WHERE %s AND l.voided = FALSE ORDER BY l.id`, column, ids)
	if err != nil {
		return err
	}
	for _, x := range list {
		if k.known[x.lead.id] != nil {
			continue
		}
		x.lead.company, x.lead.nameKey = k.p.companies.adopt(x.company), crm.NameKey(x.lead.has.project)
		k.known[x.lead.id], k.byCode[x.lead.code] = x.lead, x.lead
		k.byCompany[x.lead.company] = append(k.byCompany[x.lead.company], x.lead)
	}
	return k.p.companies.loadLinks()
}

// loadNotes reads the lines of the leads' notes: a row that says no more than they do changes nothing.
func (k *leadKind) loadNotes() error {
	type note struct {
		lead int64
		text string
	}
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (n note, err error) { return n, r.Scan(&n.lead, &n.text) },
		"SELECT lead_id, reason FROM lead_events WHERE %s AND kind = 'note'", "lead_id", idsOf(k.known))
	for _, n := range list {
		for _, line := range strings.Split(n.text, "\n") {
			k.known[n.lead].notes[noteKey(line)] = true
		}
	}
	if err != nil {
		return err
	}
	return k.loadHistory()
}

// loadHistory reads what a lead's progress said at any time (renewProgress): an older report
// that comes back tells nothing new.
func (k *leadKind) loadHistory() error {
	type said struct {
		lead       int64
		kind, text string
	}
	scan := func(r *sql.Rows) (x said, err error) { return x, r.Scan(&x.lead, &x.kind, &x.text) }
	for _, h := range []struct {
		query, column string
		word          func(said) string
	}{
		{"SELECT lead_id, kind, to_value FROM lead_events WHERE %s AND kind = 'stage'", "lead_id", func(x said) string { return "推进到“" + crm.Stage(x.text).Label() + "”" }},
		{"SELECT y.lead_id, v.kind, v.theme FROM visit_leads y JOIN visits v ON v.id = y.visit_id WHERE %s", "y.lead_id",
			func(x said) string { return crm.VisitKind(x.kind).Label() + "：" + x.text }},
		{"SELECT object_id, object_kind, name FROM attachments WHERE %s AND object_kind = 'lead'", "object_id", func(x said) string { return "上传材料：" + x.text }},
	} {
		list, err := lookUp(k.p.ctx, k.p.s, k.p.q, scan, h.query, h.column, idsOf(k.known))
		if err != nil {
			return err
		}
		for _, x := range list {
			k.known[x.lead].notes[noteKey("进展："+h.word(x))] = true
		}
	}
	for _, x := range k.known {
		x.notes["进展：首报线索"] = true
	}
	return k.loadShares()
}

// loadShares reads which leads of other units the viewer may read.
func (k *leadKind) loadShares() error {
	type share struct{ lead, unit int64 }
	list, err := lookUp(k.p.ctx, k.p.s, k.p.q, func(r *sql.Rows) (x share, err error) { return x, r.Scan(&x.lead, &x.unit) },
		"SELECT lead_id, unit_id FROM lead_shares WHERE %s", "lead_id", idsOf(k.known))
	read := k.p.v.Scope(crm.ActReadBusiness)
	for _, x := range list {
		k.known[x.lead].shared = k.known[x.lead].shared || read.Has(x.unit)
	}
	return err
}
