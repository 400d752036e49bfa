package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/reports"
	"yinfeng/seeds"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var op = crm.Viewer{Operator: true}

// demoCity is the demo city on an engine, with a second door to its rows.
type demoCity struct {
	s   *store.Store
	raw *sql.DB
}

// demoFolder is the data folder of a demo city in the embedded engine, filled once by
// the command line; tests take copies, TestMain removes it.
var demoFolder = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "yinfeng-demo-")
	if err != nil {
		panic(err)
	}
	leftovers = append(leftovers, dir)
	os.Setenv("YINFENG_DEMO_PASSWORD", demoTestPassword)
	defer os.Unsetenv("YINFENG_DEMO_PASSWORD")
	if p := yinfeng("", "--data", dir, "--clock", string(seeds.DemoDay), "setup", "--demo"); p.code != exitDone {
		panic(p.stdout + p.stderr)
	}
	return dir
})

const demoTestPassword = "Demo-2022-test"

// demoCopy copies the filled demo city into a folder of the test's own.
func demoCopy(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demoFolder())); err != nil {
		t.Fatal(err)
	}
	return dir
}

// filledDemo is the demo city on an engine: a copy of the filled folder, or filled anew
// on PostgreSQL.
func filledDemo(t testing.TB, engine string) demoCity {
	t.Helper()
	ctx, o := context.Background(), store.Options{Clock: crm.Clock{Fixed: seeds.DemoDay}}
	driver, source := "pgx", ""
	if engine == "postgres" {
		o.Data, o.Database = t.TempDir(), storetest.NewPostgres(t)
		source = o.Database
	} else {
		o.Data = demoCopy(t)
		driver, source = "sqlite3", filepath.Join(o.Data, "yinfeng.db")
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if engine == "postgres" {
		d := seeds.Demo{Password: demoTestPassword, Hash: func(p string) string { return "test:" + p }, Render: render(ctx)}
		if err := d.Fill(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return demoCity{s, raw}
}

// number runs a query of one number.
func (d demoCity) number(t *testing.T, query string) (n int64) {
	t.Helper()
	if err := d.raw.QueryRow(query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// The demo city is the same on both engines, whole, and right: sizes, published sums,
// states, warnings, figures equal to a plain recount, and the same bytes for a month.
func TestDemoCity(t *testing.T) {
	sums := map[string]map[crm.Month]string{"sqlite": {}, "postgres": {}}
	t.Run("engines", func(t *testing.T) {
		for engine, sums := range sums {
			t.Run(engine, func(t *testing.T) {
				t.Parallel() // filling a city takes long, on PostgreSQL in another process
				d := filledDemo(t, engine)
				t.Run("sizes", d.sizes)
				t.Run("published sums", d.publishedSums)
				t.Run("states and warnings", d.variety)
				t.Run("roll-ups and chain", d.whole)
				t.Run("figures equal a recount", d.recount)
				t.Run("workbook", func(t *testing.T) { d.workbook(t, sums) })
				t.Run("every 查数码 opens its number", d.refs)
				t.Run("asked bases", d.askedBases)
				t.Run("desks", d.desks)
				if engine == "sqlite" { // its workbooks are the other engine's, its backup's rows too
					t.Run("every cell", d.everyCell)
				}
			})
		}
	})
	for month, sum := range sums["sqlite"] {
		if other := sums["postgres"][month]; other != sum {
			t.Errorf("%s: PostgreSQL's workbook has other bytes", month)
		}
	}
}

func (d demoCity) sizes(t *testing.T) {
	for _, c := range []struct {
		table    string
		low, top int64
	}{{"leads", 590, 610}, {"visits", 1480, 1520}, {"projects", 395, 405}, {"capital_entries", 5850, 6150}, {"users", 26, 26}} {
		if n := d.number(t, "SELECT COUNT(*) FROM "+c.table); n < c.low || n > c.top {
			t.Errorf("%d %s, want %d to %d", n, c.table, c.low, c.top)
		}
	}
	f, err := d.s.Footprint(context.Background(), op, "", "", 0)
	if err != nil || f.Provinces != 17 || f.Cities != 32 {
		t.Errorf("footprint %d provinces, %d cities, want 17 and 32 (%v)", f.Provinces, f.Cities, err)
	}
}

// publishedSums checks 2,389 projects, 3,909.3 亿元 and 2.95 亿美元 over 2017–2021, and
// 691, 973.7 亿元 and 1.3 亿美元 in 2021.
func (d demoCity) publishedSums(t *testing.T) {
	const of = "SELECT CAST(SUM(value) AS BIGINT) FROM historic_figures WHERE indicator = '%s' AND basis = '%s' AND month <> '' AND year BETWEEN %d AND 2021"
	for _, c := range []struct {
		indicator, basis string
		from             int
		want             int64
	}{{"signed", "first", 2017, 2389}, {"capital", "all", 2017, 39093 * crm.FenPerYi / 10}, {"foreign", "wide", 2017, 29500 * crm.FenPerWan},
		{"signed", "first", 2021, 691}, {"capital", "all", 2021, 9737 * crm.FenPerYi / 10}, {"foreign", "wide", 2021, 13000 * crm.FenPerWan}} {
		if got := d.number(t, fmt.Sprintf(of, c.indicator, c.basis, c.from)); got != c.want {
			t.Errorf("%s from %d: %d, want %d", c.indicator, c.from, got, c.want)
		}
	}
}

func (d demoCity) variety(t *testing.T) {
	const month = "SELECT COUNT(*) FROM capital_entries WHERE month = '2022-09' AND "
	for what, query := range map[string]string{
		"drafts": month + "state = 'draft'", "submitted": month + "state = 'submitted'", "returned": month + "state = 'returned'",
		"verified": month + "state = 'verified'", "reduced": "SELECT COUNT(*) FROM capital_entries WHERE verified < amount AND amount > 0",
		"reversals": "SELECT COUNT(*) FROM capital_entries WHERE reverses_id IS NOT NULL AND state = 'verified'",
		"carried":   "SELECT COUNT(*) FROM capital_entries WHERE carried_from <> ''",
		"warnings":  warned("above_ceiling"),
		"joint":     "SELECT COUNT(*) FROM count_lines WHERE joint = TRUE",
		"closed":    "SELECT COUNT(*) - 7 FROM periods WHERE state = 'closed'", // January to August
		"paused":    "SELECT COUNT(*) FROM leads WHERE status = 'paused'", "dropped": "SELECT COUNT(*) FROM leads WHERE status = 'dropped'",
		"dormant": "SELECT COUNT(*) FROM leads WHERE status = 'dormant'",
		"pending": "SELECT COUNT(*) FROM transfers WHERE state = 'pending'", "accepted": "SELECT COUNT(*) FROM transfers WHERE state = 'accepted'",
		"refused": "SELECT COUNT(*) FROM transfers WHERE state = 'refused'", "milestones waiting": "SELECT COUNT(*) FROM milestones WHERE state = 'submitted'",
		"milestones returned": "SELECT COUNT(*) FROM milestones WHERE state = 'returned'",
		"introductions":       "SELECT COUNT(*) FROM introductions", "enclaves": "SELECT COUNT(*) FROM projects WHERE enclave_home_id <> 0",
		"unknown origin": "SELECT COUNT(*) FROM capital_parts WHERE origin = 'unknown'", "overdue": "SELECT COUNT(*) FROM leads WHERE next_due <> '' AND next_due < '2022-09-26'",
		"stale":      "SELECT COUNT(*) FROM leads WHERE status = 'active' AND stage <> 'signed' AND last_progress_on < '2022-03-26'",
		"same again": warned("same_again"), "evidence reused": warned("evidence_reused"), "outside the month": warned("outside_month"),
		"before signing": warned("before_signing"), "open problems": "SELECT COUNT(*) FROM project_problems WHERE solved_on = ''",
		"solved problems": "SELECT COUNT(*) FROM project_problems WHERE solved_on <> ''", "formalities": "SELECT COUNT(*) FROM projects WHERE status = 'formalities'",
		"delayed": "SELECT COUNT(*) FROM projects WHERE status = 'delayed'", "stopped": "SELECT COUNT(*) FROM projects WHERE status = 'stopped'",
		"ended": "SELECT COUNT(*) FROM projects WHERE status = 'ended'", "chain targets": "SELECT COUNT(*) FROM targets WHERE chain_id <> 0",
	} {
		if n := d.number(t, query); n < 1 {
			t.Errorf("no %s in the demo city", what)
		}
	}
}

// warned counts the entries with a warning.
func warned(code string) string {
	return "SELECT COUNT(*) FROM capital_entries WHERE warnings LIKE '%" + code + "%'"
}

func (d demoCity) whole(t *testing.T) {
	ctx := context.Background()
	if diffs, err := d.s.RollupVerify(ctx); err != nil || len(diffs) > 0 {
		t.Errorf("roll-ups: %v %v", diffs, err)
	}
	if _, bad, err := d.s.VerifyAudit(ctx); err != nil || bad != 0 {
		t.Errorf("audit chain breaks at %d: %v", bad, err)
	}
}

// recount adds up every verified line by plain loops and compares month, adjustment and
// cumulative of every unit, and their sums with the total.
func (d demoCity) recount(t *testing.T) {
	ctx := context.Background()
	rows, err := d.raw.Query("SELECT u.code, l.month, l.adjustment, l.cny, l.usd FROM credit_lines l JOIN units u ON u.id = l.unit_id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type key struct{ unit, month string }
	capital, adjust, foreign := map[key]int64{}, map[key]int64{}, map[key]int64{}
	for rows.Next() {
		var unit, month, adjustment string
		var cny, usd int64
		if err := rows.Scan(&unit, &month, &adjustment, &cny, &usd); err != nil {
			t.Fatal(err)
		}
		if adjustment == "earlier" {
			continue
		}
		k := key{unit, month}
		capital[k] += cny
		foreign[k] += usd
		if adjustment != "" {
			adjust[k] += cny
		}
	}
	for m := 1; m <= 9; m++ {
		month := crm.NewMonth(2022, m)
		f, err := d.s.Figures(ctx, op, crm.FiguresQuery{Month: month})
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Units) != 14 {
			t.Fatalf("%d units", len(f.Units))
		}
		var all, allAdjust, allUSD int64
		for _, u := range f.Units {
			k, c := key{u.ID, string(month)}, u.Figures[crm.IndCapital]
			var sum int64
			for n := 1; n <= m; n++ {
				sum += capital[key{u.ID, string(crm.NewMonth(2022, n))}]
			}
			if c.Month != capital[k] || c.Adjust != adjust[k] || c.Cumulative != sum || u.Figures[crm.IndForeign].Month != foreign[k] {
				t.Errorf("%s %s: figure %d (adjust %d, cumulative %d), recount %d (%d, %d)", month, u.Name, c.Month, c.Adjust, c.Cumulative, capital[k], adjust[k], sum)
			}
			all, allAdjust, allUSD = all+capital[k], allAdjust+adjust[k], allUSD+foreign[k]
		}
		if c := f.Total[crm.IndCapital]; c.Month != all || c.Adjust != allAdjust || f.Total[crm.IndForeign].Month != allUSD {
			t.Errorf("%s total %d, parts %d", month, c.Month, all)
		}
		lines, err := d.s.Figures(ctx, op, crm.FiguresQuery{Month: month, AsKnown: seeds.DemoDay})
		if err != nil || lines.Total[crm.IndCapital].Cumulative != f.Total[crm.IndCapital].Cumulative {
			t.Errorf("%s: from the lines %d, from the roll-ups %d (%v)", month, lines.Total[crm.IndCapital].Cumulative, f.Total[crm.IndCapital].Cumulative, err)
		}
	}
	verified := d.number(t, "SELECT CAST(SUM(verified) AS BIGINT) FROM capital_entries WHERE state = 'verified'")
	lines := d.number(t, "SELECT CAST(SUM(cny) AS BIGINT) FROM credit_lines")
	if verified != lines {
		t.Errorf("verified entries %d, their lines %d", verified, lines)
	}
}

// workbook checks that a month's workbook comes out the same again, from its rows, and
// on the other engine.
func (d demoCity) workbook(t *testing.T, sums map[crm.Month]string) {
	ctx := context.Background()
	for _, month := range []crm.Month{"2022-03", "2022-08"} {
		q := crm.FiguresQuery{Month: month}
		frozen, err := d.s.FrozenWorkbook(ctx, op, q)
		if err != nil || len(frozen) == 0 {
			t.Fatalf("frozen workbook of %s: %d bytes, %v", month, len(frozen), err)
		}
		r, err := d.s.MonthReport(ctx, op, q)
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := reports.WriteMonth(ctx, &again, r, nil); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(frozen, again.Bytes()) {
			t.Errorf("%s: the rows of the snapshot give other bytes (%d) than were frozen (%d)", month, again.Len(), len(frozen))
		}
		h := sha256.Sum256(frozen)
		sums[month] = hex.EncodeToString(h[:])
	}
}
