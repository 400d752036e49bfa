package server_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
)

// modelOps is how many operations the model test tries on each engine, but for YINFENG_MODEL_OPS.
const modelOps = 5_000

// roundOps is how many operations lie between two moves of the business day.
const roundOps = 500

// TestLeadModel: eight people act at once on twenty shared intentions; what the program answered and
// what stands at the end is what the sequential model allows (trust R9). On PostgreSQL half of
// them work on a second program instance. YINFENG_MODEL_SEED repeats a run's choices.
func TestLeadModel(t *testing.T) {
	playModel(t, modelSetting(t, "YINFENG_MODEL_OPS", modelOps))
}

func playModel(t *testing.T, ops uint64) {
	seed := modelSetting(t, "YINFENG_MODEL_SEED", rand.Uint64())
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Logf("seed %d, %d operations", seed, ops)
			g := newGame(t, engine, seed)
			for g.sent < int64(ops) && !t.Failed() {
				g.playRound()
			}
			g.tally()
		})
	}
}

func modelSetting(t *testing.T, name string, def uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return def
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// game is the city that is played in, what was sent, and the model of it.
type game struct {
	t         *testing.T
	instances []*city
	db        *sql.DB // to read past the program
	seed      uint64
	players   []*player
	units     []int64
	place     int64
	today     crm.Date
	board     board
	model     *model
	left      atomic.Int64 // operations of the round
	sent      int64
	read      int64 // audit rows already replayed
	counts    map[string]int
}

var modelPeople = []struct {
	login string
	unit  string
	role  crm.Role
}{{"officer", "610902", crm.RoleOfficer}, {"officer3", "610902", crm.RoleOfficer}, {"officer2", "610981", crm.RoleOfficer}, {"officer4", "610981", crm.RoleOfficer},
	{"liaison", "ak-office-jjj", crm.RoleLiaison}, {"liaison2", "ak-office-csj", crm.RoleLiaison}, {"manager", "ak-bureau", crm.RoleManager}, {"director", "ak-bureau", crm.RoleDirector}}

func newGame(t *testing.T, engine string, seed uint64) *game {
	c := newCity(t, engine)
	c.now = time.Now().Truncate(time.Hour)
	g := &game{t: t, instances: []*city{c}, seed: seed, place: c.unit("610902"), today: c.options.Clock.Fixed, board: board{byID: map[int64]*seenLead{}, claims: map[int64][]int64{}},
		counts: map[string]int{}}
	names := map[int64]string{}
	for _, u := range c.units {
		names[u.ID] = u.Name
	}
	g.model = newModel(names)
	for _, code := range []string{"610902", "610981", "ak-office-jjj", "ak-office-csj"} {
		g.units = append(g.units, c.unit(code))
	}
	for _, p := range modelPeople {
		if c.users[p.login].ID == 0 {
			u, err := c.store.CreateUser(context.Background(), operator, crm.UserInput{Login: p.login, Name: "测试" + p.login, UnitID: c.unit(p.unit)}, "", 0)
			c.must(err)
			u, err = c.store.SetGrants(context.Background(), operator, u.ID, []crm.Grant{{Role: p.role, UnitID: c.unit(p.unit)}}, u.Version)
			c.must(err)
			c.must(c.store.SetPassword(context.Background(), operator, u.ID, "none", false))
			c.users[p.login] = u
		}
		all := p.unit == "ak-bureau"
		g.players = append(g.players, &player{login: p.login, id: c.users[p.login].ID, unit: c.unit(p.unit), all: all, projects: p.role != crm.RoleLiaison, decides: all})
	}
	// Offers wait over most moves of the day, so that rulings meet them.
	_, err := c.store.PutSetting(context.Background(), operator, "transferDays", []byte("16"), false, settingSeen(c, "transferDays"))
	c.must(err)
	g.openDatabase(engine)
	if engine == "postgres" {
		g.instances = append(g.instances, c.twin())
	}
	g.read = g.seq()
	return g
}

// openDatabase opens the database beside the program, for reading only.
func (g *game) openDatabase(engine string) {
	driver, address := "pgx", g.instances[0].options.Database
	if engine == "sqlite" {
		driver, address = "sqlite3_yinfeng", "file:"+filepath.Join(g.instances[0].options.Data, "yinfeng.db")+"?mode=ro&_busy_timeout=5000"
	}
	var err error
	g.db, err = sql.Open(driver, address)
	g.instances[0].must(err)
	g.t.Cleanup(func() { g.db.Close() })
}

// seq is the audit log's last sequence: acts of all instances stand in its order.
func (g *game) seq() (n int64) {
	if err := g.db.QueryRow("SELECT COALESCE(MAX(seq), 0) FROM audit_log").Scan(&n); err != nil {
		g.t.Error(err)
	}
	return n
}

// playRound moves the day, lets the players act at once while the day's work runs, and replays.
func (g *game) playRound() {
	r := rand.New(rand.NewPCG(g.seed, uint64(g.model.round)))
	if g.model.round > 0 {
		g.nextDay([]int{3, 12, 20, 20, 200}[r.IntN(5)])
	}
	g.model.today, g.model.round = g.today, g.model.round+1
	g.left.Store(roundOps)
	free := g.model.free()
	workers := make([]*worker, len(g.players))
	var all sync.WaitGroup
	for i, p := range g.players {
		c := g.instances[i%len(g.instances)]
		w := &worker{g: g, user: p, k: c.as(p.login), r: rand.New(rand.NewPCG(g.seed, uint64(g.model.round*100+i)))}
		workers[i] = w
		all.Go(func() {
			w.rush(free)
			for g.left.Load() > 0 && !g.t.Failed() {
				w.step()
			}
		})
	}
	g.dayWork(&all)
	all.Wait()
	g.dayWork(&all)
	all.Wait()
	var log []*op
	for _, w := range workers {
		log = append(log, w.log...)
	}
	g.replay(log)
	g.compare()
}

// dayWork is what the program does by itself once the day has moved, on every instance at once.
func (g *game) dayWork(all *sync.WaitGroup) {
	for _, c := range g.instances {
		all.Go(func() {
			for {
				n, err := c.store.LapseClaims(context.Background())
				if err != nil {
					g.t.Error(err)
				}
				if n == 0 || err != nil {
					break
				}
			}
			_, failed := c.store.SettleDisputes(context.Background())
			_, err := c.store.ExpireTransfers(context.Background())
			if err := errors.Join(failed, err); err != nil {
				g.t.Error(err)
			}
		})
	}
}

// nextDay opens the instances anew on a later day; the real clock jumps on by some hours.
func (g *game) nextDay(days int) {
	g.today = g.today.AddDays(days)
	g.instances[0].now = g.instances[0].now.Add(3 * time.Hour)
	for _, c := range g.instances {
		c.must(c.store.Close())
	}
	for _, c := range g.instances {
		c.options.Clock.Fixed = g.today
		var err error
		c.store, err = store.Open(context.Background(), c.options)
		c.must(err)
		c.serve()
	}
}

// tally prints how often each operation succeeded and was refused.
func (g *game) tally() {
	var lines []string
	for k, n := range g.counts {
		lines = append(lines, fmt.Sprintf("%s %d", k, n))
	}
	slices.Sort(lines)
	g.t.Logf("%d rounds until %s, %d leads, %v", g.model.round, g.today, len(g.model.leads), lines)
}
