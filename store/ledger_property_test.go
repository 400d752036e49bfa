package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// gambler does random acts on a ledger; a refused act must be a clear refusal.
type gambler struct {
	*city
	r        *rand.Rand
	projects []int64
	month    crm.Month // the open one
	frozen   map[crm.Month]string
	moved    int
	done     map[string]int
}

// TestStore_LedgerInvariants: whatever is filed, reduced, reversed, carried over and
// re-attributed, the lines of an entry come to what was verified of its parts, the
// roll-ups to their lines, and nothing in a closed month changes.
func TestStore_LedgerInvariants(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				g := &gambler{city: newCity(t, s), r: rand.New(rand.NewPCG(seed, 7)), month: "2022-03", frozen: map[crm.Month]string{}, done: map[string]int{}}
				g.closed("2022-02")
				for i := range 3 {
					p := g.project(fmt.Sprintf("第%d号项目", i+1))
					g.projects = append(g.projects, p.ID)
				}
				for range 110 {
					g.step()
				}
				g.check()
				t.Log(g.done)
			})
		})
	}
}

func (g *gambler) step() {
	var err error
	name := ""
	switch n := g.r.IntN(20); {
	case n < 8:
		name, err = "file", g.file()
	case n < 13:
		name, err = "verify", g.verify()
	case n < 15:
		name, err = "reverse", g.reverse()
	case n < 17:
		name, err = "shares", g.shares()
	case n < 18:
		name, err = "return", g.giveBack()
	default:
		name, err = "close", g.close()
	}
	if err != nil {
		if crm.ErrCode(err) == "" || crm.ErrCode(err) == crm.CodeUnavailable {
			g.t.Fatal(name, err)
		}
		name += " refused"
	}
	g.done[name]++
}

func (g *gambler) pick(where string) (id, version int64) {
	ids, err := g.s.DumpForTest("SELECT id, version FROM capital_entries WHERE " + where + " ORDER BY id")
	must(g.t, err)
	var all [][2]int64
	for rest := ids; rest != ""; {
		var a [2]int64
		n := 0
		for rest[n] != '\n' {
			n++
		}
		fmt.Sscanf(rest[:n], "%d|%d|", &a[0], &a[1])
		all, rest = append(all, a), rest[n+1:]
	}
	if len(all) == 0 {
		return 0, 0
	}
	x := all[g.r.IntN(len(all))]
	return x[0], x[1]
}

func (g *gambler) file() error {
	in := crm.CapitalInput{ProjectID: g.projects[g.r.IntN(len(g.projects))], Month: g.month, ArrivedOn: g.month.First(), Form: "现金", Use: "设备",
		Fixed: g.r.IntN(2) == 0, WarningReason: "抽查"}
	for range 1 + g.r.IntN(3) {
		p := crm.Part{Origin: crm.Origins[g.r.IntN(5)], Currency: crm.CNY, Amount: 1 + g.r.Int64N(9_999_999)}
		if p.Origin == crm.OriginForeign {
			p.FDI = g.r.IntN(2) == 0
			if g.r.IntN(2) == 0 {
				p.Currency = crm.USD
			}
		}
		in.Parts = append(in.Parts, p)
	}
	in.Amount = crm.Yuan(crm.SumParts(in.Parts, 64508))
	e, err := g.s.FileCapital(ctx, g.reporter, in)
	if err != nil {
		return err
	}
	if g.r.IntN(6) == 0 {
		return nil // stays a draft
	}
	g.attach("capital", e.ID, "发票")
	_, err = g.s.SubmitCapital(ctx, g.reporter, e.ID, crm.ReviewInput{Version: e.Version})
	return err
}

func (g *gambler) verify() error {
	id, version := g.pick("state = 'submitted'")
	if id == 0 {
		return nil
	}
	e, err := g.s.Capital(ctx, g.verifier, id)
	must(g.t, err)
	in := crm.VerifyInput{Version: version}
	if e.ReversesID == 0 && g.r.IntN(3) == 0 {
		p := e.Parts[g.r.IntN(len(e.Parts))]
		in.Parts, in.Reason = []crm.VerifiedPart{{ID: p.ID, Amount: g.r.Int64N(p.Amount + 1)}}, "核减"
	}
	_, err = g.s.VerifyCapital(ctx, g.verifier, id, in)
	return err
}

func (g *gambler) reverse() error {
	id, _ := g.pick("state = 'verified'")
	if id == 0 {
		return nil
	}
	_, err := g.s.ReverseCapital(ctx, g.reporter, id, crm.ReverseInput{Reason: "重复", Submit: g.r.IntN(4) > 0})
	return err
}

func (g *gambler) giveBack() error {
	id, version := g.pick("state = 'submitted'")
	if id == 0 {
		return nil
	}
	_, err := g.s.ReturnCapital(ctx, g.verifier, id, crm.ReviewInput{Version: version, Text: "请补材料"})
	return err
}

func (g *gambler) shares() error {
	p, err := g.s.Project(ctx, g.manager, g.projects[g.r.IntN(len(g.projects))])
	must(g.t, err)
	in := crm.AttributionInput{FromYear: 2022, Reason: "调整", Version: p.Version}
	left := int64(10_000)
	for _, code := range []string{"a", "b", "direct"} {
		bp := g.r.Int64N(left + 1)
		if code == "direct" {
			bp = left
		}
		if bp > 0 {
			in.Shares = append(in.Shares, crm.Share{UnitID: g.unit[code], BP: bp})
		}
		left -= bp
	}
	_, err = g.s.SetAttribution(ctx, g.manager, p.ID, in)
	return err
}

// close carries over and closes the open month, and keeps what it looked like.
func (g *gambler) close() error {
	if g.month >= "2022-09" {
		return nil
	}
	n, err := g.s.CarryOverForTest(g.manager, g.month)
	if err != nil {
		return err
	}
	g.moved += n
	g.closed(g.month)
	g.frozen[g.month] = g.linesOf(g.month)
	g.month = g.month.Add(1)
	return nil
}

func (g *gambler) linesOf(m crm.Month) string {
	return g.rows("SELECT id, entry_id, part_id, unit_id, orig_month, adjustment, amount, cny, usd FROM credit_lines WHERE month = $1 ORDER BY id", m) +
		g.rows("SELECT unit_id, adjustment, currency, origin, chain_id, amount, cny, usd, lines FROM rollup_capital WHERE month = $1 ORDER BY 1, 2, 3, 4, 5, 6", m) +
		g.rows("SELECT COUNT(*) FROM capital_entries WHERE month = $1", m)
}

func (g *gambler) check() {
	g.sound()
	for m, want := range g.frozen {
		if got := g.linesOf(m); got != want {
			g.t.Errorf("%s changed after it closed:\n%s\n%s", m, want, got)
		}
	}
	for what, text := range map[string]string{
		"an entry's lines are not what was verified": `SELECT COUNT(*) FROM capital_entries e WHERE e.state = 'verified' AND e.verified <>
			(SELECT COALESCE(SUM(l.cny), 0) FROM credit_lines l WHERE l.entry_id = e.id)`,
		"a part's lines are not what was verified": `SELECT COUNT(*) FROM capital_parts p JOIN capital_entries e ON e.id = p.entry_id WHERE e.state = 'verified'
			AND COALESCE(p.verified, 0) <> (SELECT COALESCE(SUM(l.amount), 0) FROM credit_lines l WHERE l.part_id = p.id)`,
		"lines without a verified entry": `SELECT COUNT(*) FROM credit_lines l JOIN capital_entries e ON e.id = l.entry_id WHERE e.state <> 'verified'`,
		"pending lines without a submitted entry": `SELECT COUNT(*) FROM pending_lines l JOIN capital_entries e ON e.id = l.entry_id
			WHERE e.state <> 'submitted' OR l.month <> e.month`,
		"a reversed entry is not nought": `SELECT COUNT(*) FROM (SELECT 1 FROM credit_lines l JOIN capital_entries e ON e.id = l.entry_id
			JOIN capital_entries r ON r.state = 'verified' AND (r.reverses_id = e.id OR r.id = e.id AND e.reverses_id IS NOT NULL)
			GROUP BY COALESCE(e.reverses_id, e.id), l.unit_id HAVING SUM(l.amount) <> 0) x`,
		"an entry waits in a closed month": `SELECT COUNT(*) FROM capital_entries WHERE state <> 'verified' AND month < '` + string(g.month) + `'`,
		"money was credited to a wrong sum": `SELECT COUNT(*) FROM projects p WHERE p.arrived_cny <>
			(SELECT COALESCE(SUM(e.verified), 0) FROM capital_entries e WHERE e.project_id = p.id AND e.state = 'verified')`,
	} {
		if n := g.sum(text); n != 0 {
			g.t.Error(what, n)
		}
	}
	if n, bad, err := g.s.VerifyAudit(ctx); err != nil || bad != 0 || n < 100 {
		g.t.Error("audit chain", n, bad, err)
	}
	if g.done["verify"] < 5 || g.done["shares"] < 3 || g.done["reverse"] < 2 || len(g.frozen) < 3 {
		g.t.Error("too little happened", g.done)
	}
}
