package server_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// auditRows reads the rows since the last round.
func (g *game) auditRows() (out []auditRow) {
	rows, err := g.db.Query("SELECT seq, user_id, object_id, unit_id, act, object, detail FROM audit_log WHERE seq > $1 ORDER BY seq", g.read)
	g.instances[0].must(err)
	defer rows.Close()
	for rows.Next() {
		var r auditRow
		g.instances[0].must(rows.Scan(&r.seq, &r.user, &r.objectID, &r.unit, &r.act, &r.object, &r.detail))
		out = append(out, r)
	}
	g.instances[0].must(rows.Err())
	return out
}

// column reads one text a row.
func (g *game) column(query string, args ...any) (out []string) {
	rows, err := g.db.Query(query, args...)
	g.instances[0].must(err)
	defer rows.Close()
	for rows.Next() {
		var s string
		g.instances[0].must(rows.Scan(&s))
		out = append(out, s)
	}
	g.instances[0].must(rows.Err())
	return out
}

// same demands that a table says what the model says.
func (g *game) same(what, query string, want []string) {
	got := g.column(query)
	for i := range max(len(got), len(want)) {
		a, b := lineAt(got, i), lineAt(want, i)
		if a != b {
			g.t.Errorf("%s on %s:\n database %s\n model    %s", what, g.today, a, b)
			return
		}
	}
}

func lineAt(l []string, i int) string {
	if i < len(l) {
		return l[i]
	}
	return "(none)"
}

func sortedOf[V any](m map[int64]V, line func(V) string) (out []string) {
	for _, id := range slices.Sorted(maps.Keys(m)) {
		out = append(out, line(m[id]))
	}
	return out
}

// compare holds the database against the model, and the database against itself.
func (g *game) compare() {
	if g.t.Failed() {
		return
	}
	m := g.model
	g.same("leads", `SELECT id || ' ' || unit_id || ' ' || owner_id || ' ' || reporter_unit_id || ' ' || stage || ' ' || status || ' ' ||
		CASE WHEN voided THEN 'voided' ELSE '' END || ' v' || version || ' ' || last_progress_on FROM leads ORDER BY id`, sortedOf(m.leads, func(l *mLead) string {
		voided := ""
		if l.voided {
			voided = "voided"
		}
		return fmt.Sprintf("%d %d %d %d %s %s %s v%d %s", l.id, l.unit, l.owner, l.reporter, l.stage, l.status, voided, l.version, l.progress)
	}))
	g.same("claims", "SELECT id || ' ' || lead_id || ' ' || unit_id || ' ' || since || ' ' || opened_on || ' ' || protected_until || ' ' || state || ' ' || end_reason FROM claims ORDER BY id",
		sortedOf(m.claims, func(c *mClaim) string {
			state := "ended"
			if c.held {
				state = "held"
			}
			return fmt.Sprintf("%d %d %d %s %s %s %s %s", c.id, c.lead, c.unit, c.since, c.opened, c.until, state, c.why)
		}))
	g.same("transfers", "SELECT id || ' ' || object_id || ' ' || from_unit_id || ' ' || to_unit_id || ' ' || state FROM transfers WHERE reason NOT LIKE '首报首谈争议裁定%' ORDER BY id",
		sortedOf(m.transfers, func(x *mTransfer) string { return fmt.Sprintf("%d %d %d %d %s", x.id, x.lead, x.from, x.to, x.state) }))
	g.same("disputes", "SELECT id || ' ' || claim_id || ' ' || lead_id || ' ' || unit_id || ' ' || holder_id || ' ' || state || ' ' || decision || ' ' || final || ' ' || new_lead_id FROM disputes ORDER BY id",
		sortedOf(m.disputes, func(d *mDispute) string {
			return fmt.Sprintf("%d %d %d %d %d %s %s %s %d", d.id, d.claim, d.lead, d.unit, d.holder, d.state, d.decision, d.final, d.newLead)
		}))
	g.same("merges", "SELECT id || ' ' || kept_id || ' ' || gone_id || ' ' || CASE WHEN undone_at <> 0 THEN 'undone' ELSE '' END FROM merges ORDER BY id",
		sortedOf(m.merges, func(x *mMerge) string {
			undone := ""
			if x.undone {
				undone = "undone"
			}
			return fmt.Sprintf("%d %d %d %s", x.id, x.kept, x.gone, undone)
		}))
	g.shares()
	g.sound()
}

func (g *game) shares() {
	var want []string
	for _, id := range slices.Sorted(maps.Keys(g.model.leads)) {
		l := g.model.leads[id]
		for _, u := range slices.Sorted(maps.Keys(l.shares)) {
			want = append(want, fmt.Sprintf("%d %d %s", id, u, l.shares[u]))
		}
	}
	g.same("shares", "SELECT lead_id || ' ' || unit_id || ' ' || why FROM lead_shares ORDER BY lead_id, unit_id", want)
}

// sound asks the database itself: one held claim a lead, no two units that hold the same but by a
// ruling or after a transfer of one of two, sums that are sums of their lines, and a whole audit log.
func (g *game) sound() {
	if twice := g.column("SELECT 'lead ' || lead_id FROM claims WHERE state = 'held' GROUP BY lead_id HAVING COUNT(*) > 1"); len(twice) > 0 {
		g.t.Errorf("two claims are held of %v", twice)
	}
	for _, p := range g.column(`SELECT a.id || ' ' || b.id FROM leads a JOIN claims ca ON ca.lead_id = a.id AND ca.state = 'held' JOIN leads b ON b.company_id = a.company_id AND b.id > a.id
		JOIN claims cb ON cb.lead_id = b.id AND cb.state = 'held' WHERE a.voided = FALSE AND b.voided = FALSE AND ca.unit_id <> cb.unit_id
		AND ca.protected_until >= $1 AND cb.protected_until >= $1`, g.today) {
		var pair [2]int64
		if _, err := fmt.Sscan(p, &pair[0], &pair[1]); err != nil || !g.model.parallel[pair] {
			g.t.Errorf("two units hold the same: leads %s", p)
		}
	}
	s := g.instances[0].store
	diff, err := s.RollupVerify(context.Background())
	g.instances[0].must(err)
	if len(diff) > 0 {
		g.t.Errorf("roll-ups differ: %s", strings.Join(diff, "\n"))
	}
	n, bad, err := s.VerifyAudit(context.Background())
	g.instances[0].must(err)
	if bad != 0 || n != g.seq() {
		g.t.Errorf("audit row %d of %d is bad", bad, n)
	}
}

// story tells from the audit log what has happened to the lead or dispute of an operation.
func (g *game) story(o *op) string {
	lead := o.lead
	if x := g.model.transfers[o.transfer]; x != nil {
		lead = x.lead
	}
	if d := g.model.disputes[o.dispute]; d != nil {
		lead = d.lead
	}
	if x := g.model.merges[o.merge]; x != nil {
		lead = x.kept
	}
	if c := g.model.claims[o.claim]; c != nil {
		lead = c.lead
	}
	rows := g.column(`SELECT seq || ' ' || actor || ' ' || act || ' ' || label FROM audit_log WHERE object = 'lead' AND object_id IN ($1, $2)
		OR object = 'transfer' AND object_id IN (SELECT id FROM transfers WHERE object_id = $1) OR object = 'dispute' AND object_id IN (SELECT id FROM disputes WHERE lead_id = $1)
		ORDER BY seq DESC LIMIT 25`, lead, o.other)
	slices.Reverse(rows)
	return "  " + strings.Join(rows, "\n  ")
}
