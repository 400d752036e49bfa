package store_test

import (
	"strings"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// offered gives eastman seven leads and offers six of them to the west in a batch, one alone.
func (c *leadCity) offered() (batch int64, alone crm.Transfer) {
	c.t.Helper()
	var first crm.Lead
	for i, name := range []string{"澜序茶业", "墨川电子", "青禾食品", "云岫材料", "砚池纺织", "松涛机械", "雁回药业"} {
		l := c.lead(c.eastman, name+"有限公司")
		if i == 0 {
			first = l
		}
	}
	alone, err := c.s.OfferTransfer(c.ctx, c.eastman, first.ID, crm.TransferInput{ToUnitID: c.west.ID, Reason: "另选地址", Version: first.Version})
	c.must(err)
	done, err := c.s.OfferAll(c.ctx, c.eastmat, crm.LeadFilter{}, crm.OffersInput{FromUserID: c.eastman.UserID, ToUnitID: c.west.ID, Reason: "同事调离", ExpectLeads: 6})
	c.must(err)
	return done.BatchID, alone
}

// titles are titles and bodies of a person's messages of a kind, the newest first.
func (c *leadCity) titles(v crm.Viewer, kind string) (out []string) {
	c.t.Helper()
	list, err := c.s.Messages(c.ctx, v, false, crm.Page{})
	c.must(err)
	for _, m := range list.Items {
		if m.Kind == kind {
			out = append(out, m.Title+"|"+m.Body)
		}
	}
	return out
}

// The term of a batch of offers is reminded of once, with the number of things and some names, and is
// done with the last answer; when it has passed each side is told once, whoever looks first.
func TestStore_TransferBatch_reminders(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, o := clockCity(t, engine, "2022-09-26")
			c.listening(1, 0, `["transfer"]`, true, false)
			batch, alone := c.offered() // to be answered by the 29th
			_, err := c.s.AcceptTransfer(c.ctx, c.westman, batch+5, crm.DecisionInput{})
			c.must(err)
			stores := []*store.Store{c.s, c.s}
			if engine == "postgres" {
				stores[1] = storetest.OpenWith(t, o)
			}
			run := func(day crm.Date) {
				clock.day.Store(day)
				var all sync.WaitGroup
				for i, s := range stores {
					all.Go(func() {
						for more := true; more; {
							var err error
							if more, err = s.RunDay(c.ctx, []string{"one", "two"}[i], day); err != nil {
								t.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				c.to(clock, day)
			}
			run("2022-09-28")
			const open = "SELECT COUNT(*) FROM reminders WHERE kind = 'transfer' AND done_on = ''"
			if n, m, d := c.count(open), c.count("SELECT COUNT(*) FROM messages WHERE kind = 'reminder' AND title LIKE '流转%'"), c.count("SELECT COUNT(*) FROM deliveries"); n != 2 || m != 2 || d != 2 {
				t.Fatalf("%d reminders, %d messages, %d deliveries; want those of the batch and of the single offer", n, m, d)
			}
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE title = '流转给本单位的一批 5 件应于 2022-09-29 前答复' AND body LIKE '东河县提出：“%”、“%”、“%”等 5 件' AND object_id = $1 AND unit_id = $2", batch, c.west.ID); n != 1 {
				t.Error("the batch's reminder does not say how many and which")
			}
			for id := batch; id < batch+2; id++ {
				_, err := c.s.RefuseTransfer(c.ctx, c.westman, id, crm.DecisionInput{Reason: "没有用地"})
				c.must(err)
			}
			run("2022-09-29")
			if n := c.count(open); n != 2 || c.count("SELECT COUNT(*) FROM reminders WHERE kind = 'transfer'") != 2 {
				t.Fatalf("%d open reminders after two answers of five", n)
			}
			was := [2]int{len(c.titles(c.westman, "transfer")), len(c.titles(c.eastmat, "transfer"))}
			run("2022-09-30")
			if n := c.count(open); n != 0 {
				t.Errorf("%d reminders wait for an answer that can't come", n)
			}
			west, east, proposer := c.titles(c.westman, "transfer"), c.titles(c.eastmat, "transfer"), c.titles(c.eastman, "transfer")
			if len(west) != was[0]+2 || len(east) != was[1]+1 {
				t.Fatalf("told %q and %q", west, east)
			}
			if lapsed := strings.Join(append(east, proposer...), "\n"); strings.Count(lapsed, "一批流转逾期失效：3 件|西山县未在 2022-09-29 前答复：“") != 1 || strings.Count(lapsed, "流转逾期失效：") != 2 {
				t.Errorf("the proposers are told %s", lapsed)
			}
			if n := c.count("SELECT COUNT(*) FROM transfers WHERE state = 'expired'"); n != 4 {
				t.Errorf("%d offers ended", n)
			}
			if x, err := c.s.Transfer(c.ctx, c.eastman, alone.ID); err != nil || x.State != "expired" {
				t.Errorf("%+v %v", x, err)
			}
			c.sound()
		})
	}
}

// One offer of a batch that can't be ended keeps none of the others.
func TestStore_TransferBatch_expire(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			batch, _ := c.offered()
			c.must(c.s.ExecForTest("UPDATE transfers SET object_id = 99999 WHERE id = $1", batch+2))
			clock.day.Store(crm.Date("2022-09-30"))
			n, err := c.s.ExpireTransfers(c.ctx)
			if n != 6 || err == nil || c.count("SELECT COUNT(*) FROM transfers WHERE state = 'pending'") != 1 {
				t.Fatal(n, err)
			}
		})
	}
}

// Reminders of a lead go to its owner as long as this person keeps the unit's leads; from then on to
// all who do.
func TestStore_RemindKeeper(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			op := crm.Viewer{Operator: true}
			var leads []int64
			for i, role := range []string{"stays", "is disabled", "has another role", "has moved"} {
				v := c.person("keeper"+string(rune('a'+i)), role, c.east, crm.RoleOfficer)
				leads = append(leads, c.lead(v, string([]rune(twoRunes)[3*i:3*i+3])+"机械有限公司").ID)
				u, err := c.s.User(c.ctx, c.admin, v.UserID)
				c.must(err)
				in := crm.UserInput{Login: u.Login, Name: u.Name, UnitID: u.UnitID, Version: u.Version, LeaveWork: true}
				switch i {
				case 1:
					in.Disabled = true
					_, err = c.s.UpdateUser(c.ctx, op, u.ID, in)
				case 2:
					_, err = c.s.SetGrants(c.ctx, op, u.ID, []crm.Grant{{Role: crm.RoleStatistician, UnitID: c.east.ID}}, u.Version)
				case 3:
					_, err = c.s.SetGrants(c.ctx, op, u.ID, []crm.Grant{{Role: crm.RoleOfficer, UnitID: c.west.ID}}, u.Version)
				}
				c.must(err)
			}
			c.to(clock, "2022-09-27")
			for i, lead := range leads {
				toOwner := c.count("SELECT COUNT(*) FROM reminders r JOIN leads l ON l.id = r.object_id WHERE r.object = 'lead' AND l.id = $1 AND r.kind = 'respond' AND r.user_id = l.owner_id", lead)
				toUnit := c.count("SELECT COUNT(*) FROM reminders WHERE object = 'lead' AND object_id = $1 AND kind = 'respond' AND user_id = 0 AND role = '' AND unit_id = $2", lead, c.east.ID)
				if i == 0 && (toOwner != 1 || toUnit != 0) || i > 0 && (toOwner != 0 || toUnit != 1) {
					t.Errorf("lead %d: %d reminders to the owner, %d to the unit", i, toOwner, toUnit)
				}
			}
			if got := strings.Count(c.reminded(c.eastman, "open", true), "respond"); got != 3 {
				t.Errorf("a colleague settles %d", got)
			}
			c.sound()
		})
	}
}
