package server_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/seeds"
	"yinfeng/server"
)

// TestImports_TwoInstances: two programs on one database do each job once.
func TestImports_TwoInstances(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		second, err := server.New(server.Options{Store: c.store, Secret: testSecret, Version: "test", Knowledge: seeds.Knowledge})
		c.must(err)
		ctx, stop := context.WithCancel(context.Background())
		var both sync.WaitGroup
		for _, s := range []*server.Server{c.srv, second} {
			both.Add(1)
			go func() { defer both.Done(); s.WorkImports(ctx) }()
		}
		defer func() { stop(); both.Wait() }()
		c.working = true
		for _, login := range []string{"officer", "officer2", "director", "manager"} {
			k := c.as(login)
			for i := range 3 {
				unit := map[string]string{"officer2": "旬阳市"}[login]
				if unit == "" {
					unit = "汉滨区"
				}
				b := k.imported("台账.csv", ledger(fmt.Sprintf("%s厂%d,%s电子%d有限公司,%s,5000", login, i, login, i, unit)), nil)
				if done := k.applied(b); done.State != crm.ImportApplied || done.Done.Created != 1 {
					t.Errorf("%s: %+v", login, done)
				}
			}
		}
		if n := c.as("manager").get("/projects").int("total"); n != 12 {
			t.Errorf("%d projects of 12", n)
		}
	})
}

// TestImports_TakenUp: what a stopped instance left behind is gone on with: a reading is read, an
// application, whose transaction is gone, goes back to its person.
func TestImports_TakenUp(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		ctx, k := context.Background(), c.as("officer")
		var left crm.ImportBatch
		k.upload("/imports", "留下.csv", ledger("甲一厂,甲一电子有限公司,汉滨区,5000"), nil).want(200).into(&left)
		if got, err := c.store.ClaimImportJob(ctx, "gone", time.Minute); err != nil || got == nil || got.ID != left.ID {
			t.Fatalf("%+v %v", got, err)
		}
		if got, err := c.store.ClaimImportJob(ctx, "another", time.Minute); err != nil || got != nil {
			t.Fatalf("a job that lives is given away: %+v %v", got, err)
		}
		time.Sleep(20 * time.Millisecond)
		if got, err := c.store.ClaimImportJob(ctx, "another", 10*time.Millisecond); err != nil || got == nil || got.ID != left.ID {
			t.Fatalf("a silent job is not taken over: %+v %v", got, err)
		}
		if err := c.store.HeartbeatImport(ctx, left.ID, "gone"); crm.ErrCode(err) != crm.CodeConflict {
			t.Errorf("the first worker is not told: %v", err)
		}
		c.must(c.store.ReleaseImportJob(ctx, left.ID, "another"))
		c.workImports()
		b := k.settled(left.ID)
		if b.State != crm.ImportChecked || b.Plan.Create != 1 {
			t.Fatalf("%+v", b)
		}
	})
}

// TestImports_Stopped: a reading that runs when the program stops is read by the next one; a batch
// that is given up while it waits is never read.
func TestImports_Stopped(t *testing.T) {
	c := newCity(t, "sqlite")
	k := c.as("officer")
	var rows []string
	for i := range 20_000 {
		rows = append(rows, fmt.Sprintf("项目%d厂,企业%d电子有限公司,汉滨区,5000", i, i))
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); c.srv.WorkImports(ctx) }()
	var big, given crm.ImportBatch
	k.upload("/imports", "大.csv", ledger(rows...), nil).want(200).into(&big)
	k.upload("/imports", "不要了.csv", ledger(rows[0]), nil).want(200).into(&given)
	k.post(fmt.Sprintf("/imports/%d/discard", given.ID), body{"version": given.Version}).want(200)
	for wait := time.Now().Add(20 * time.Second); time.Now().Before(wait); time.Sleep(time.Millisecond) {
		var now crm.ImportBatch
		k.get("/imports/%d", big.ID).want(200).into(&now)
		if now.Progress.Phase != "" {
			break
		}
	}
	start := time.Now()
	stop()
	<-done
	t.Logf("stopped after %v", time.Since(start))
	var now crm.ImportBatch
	k.get("/imports/%d", big.ID).want(200).into(&now)
	if now.State != crm.ImportReading && now.State != crm.ImportChecked {
		t.Fatalf("%+v", now)
	}
	c.workImports()
	if b := k.settled(big.ID); b.State != crm.ImportChecked || b.Plan.Create != 20_000 {
		t.Errorf("%s %+v %s", b.State, b.Plan, b.Problem)
	}
	if b := k.settled(given.ID); b.State != crm.ImportDiscarded {
		t.Errorf("%+v", b)
	}
	if titles := fmt.Sprint(k.get("/messages").want(200).JSON); strings.Contains(titles, "不要了") {
		t.Errorf("a message about what was given up: %s", titles)
	}
}
