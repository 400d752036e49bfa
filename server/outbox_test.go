package server_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/server"
	"yinfeng/store"
)

// TestOutgoing walks all that leaves the house, in one city an engine: to make one takes longer than all of it.
func TestOutgoing(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		for _, x := range []struct {
			name string
			do   func(t *testing.T, c *city)
		}{{"secrets stay inside", secretsStayInside}, {"refused channels", refusedChannels}, {"robots tested", robotsTested}, {"not dialled", notDialled}, {"mail", mailed},
			{"two instances", twoInstances}, {"dies while sending", diesWhileSending}, {"tries", tried}, {"key lost", keyLost}} {
			t.Run(x.name, func(t *testing.T) {
				was := c.t
				c.t = t
				defer func() { c.t, c.now = was, time.Time{} }()
				x.do(t, c)
			})
		}
	})
}

// quick are the times of an outbox that does not make a test wait.
var quick = store.OutboxTimes{Silent: time.Minute}

// db is the city's database, beside the store.
func (c *city) db() *sql.DB {
	c.t.Helper()
	driver, address := "sqlite3", "file:"+filepath.Join(c.options.Data, "yinfeng.db")+"?_busy_timeout=5000"
	if c.options.Database != "" {
		driver, address = "pgx", c.options.Database
	}
	db, err := sql.Open(driver, address)
	c.must(err)
	c.t.Cleanup(func() { db.Close() })
	return db
}

// queue lays reminders and their deliveries down as the store does (store's own test looks at that).
func (c *city) queue(channel int64, from, to int) {
	c.t.Helper()
	tx, err := c.db().Begin()
	c.must(err)
	for i := from; i < to; i++ {
		_, err = tx.Exec(`INSERT INTO reminders (id, key, kind, title, body, object, object_id, user_id, role, unit_id, due_on, known_on, at)
			VALUES ($1, $2, 'note', $3, '不出门的话', 'lead', 7, 0, '', $4, '2022-09-27', '2022-09-26', 0)`, i, fmt.Sprint("note:", i), fmt.Sprintf("线索 R%04d 应当跟进 13800001234", i), c.unit("610902"))
		c.must(err)
		_, err = tx.Exec(`INSERT INTO deliveries (id, reminder_id, channel_id, state, tries, next_at, worker, heartbeat, problem, at, ended_at)
			VALUES ($1, $2, $3, 'queued', 0, 0, '', 0, '', $4, 0)`, i, i, channel, time.Now().UnixMilli())
		c.must(err)
	}
	c.must(tx.Commit())
}

// states counts a channel's deliveries by state, as an administrator sees them.
func (c *city) states(channel int64) map[string]int {
	c.t.Helper()
	out := map[string]int{}
	for page := 1; ; page++ {
		got := c.as("admin").get("/channels/%d/deliveries?limit=100&page=%d", channel, page).want(200)
		if strings.Contains(string(got.Raw), "线索") {
			c.t.Fatalf("business in the deliveries: %s", got.Raw)
		}
		for _, x := range got.items() {
			out[x.(body)["state"].(string)]++
		}
		if len(got.items()) < 100 {
			return out
		}
	}
}

// Two program instances on one database send 200 reminders: each arrives once, and says no more than it may.
func twoInstances(t *testing.T, c *city) {
	r := newRobot(t)
	c.allow("127.0.0.1")
	_, err := c.store.PutSetting(context.Background(), operator, "siteUrl", []byte(`"https://zs.example.cn"`), false, settingSeen(c, "siteUrl"))
	c.must(err)
	id := r.wecom(c.as("admin"))
	c.queue(id, 1, 201)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var all sync.WaitGroup
	for _, s := range []*server.Server{c.srv, c.twin().srv} {
		s.SetOutboxTimes(quick)
		for range 2 {
			all.Add(1)
			go func() {
				defer all.Done()
				for s.SendNext(ctx) {
				}
			}()
		}
	}
	all.Wait()
	text, n := r.heard()
	for i := 1; i <= 200; i++ {
		if got := strings.Count(text, fmt.Sprintf("R%04d", i)); got != 1 {
			t.Errorf("reminder %d arrived %d times", i, got)
		}
	}
	if n < 10 || n > 30 || strings.Count(text, "(https://zs.example.cn/leads/7)") != 200 {
		t.Errorf("%d messages: %.400s", n, text)
	}
	if strings.Contains(text, "13800001234") || strings.Contains(text, "不出门") {
		t.Error("more than the title has left")
	}
	for _, b := range r.bodies {
		if len(b) > 4096 {
			t.Errorf("%d bytes in one message", len(b))
		}
	}
	if got := c.states(id); got["sent"] != 200 || len(got) != 1 {
		t.Error(got)
	}
}

// A program that dies between dialling and the answer leaves its message unsure; nobody sends it again.
func diesWhileSending(t *testing.T, c *city) {
	var hits int
	reached, hang := make(chan struct{}), make(chan struct{})
	mute := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		hits++
		close(reached)
		<-hang
		io.WriteString(w, `{"errcode":0}`)
	}))
	t.Cleanup(mute.Close)
	c.allow("127.0.0.1")
	r := &robot{Server: mute}
	id := r.wecom(c.as("admin"))
	c.queue(id, 301, 304)
	dying := *c
	var err error
	dying.store, err = store.Open(context.Background(), c.options)
	c.must(err)
	dying.serve()
	dying.srv.SetOutboxTimes(quick)
	over := make(chan struct{})
	go func() { defer close(over); dying.srv.SendNext(context.Background()) }()
	<-reached
	if got := c.states(id); got["sending"] != 3 {
		t.Fatalf("not committed before dialling: %v", got)
	}
	c.must(dying.store.Close()) // what it would still write does not reach the database
	close(hang)
	<-over
	c.srv.SetOutboxTimes(quick)
	if c.srv.SendNext(context.Background()) || c.states(id)["sending"] != 3 {
		t.Fatal("taken over while its worker may live")
	}
	c.now = time.Now().Add(2 * time.Minute)
	for range 3 {
		if c.srv.SendNext(context.Background()) {
			t.Error("something was sent")
		}
	}
	if got := c.states(id); got["unsure"] != 3 || hits != 1 {
		t.Errorf("%v, %d requests", got, hits)
	}
}

// What could not leave is tried three times; a refusal once; what waits too long, for a disabled or deleted channel, not at all.
func tried(t *testing.T, c *city) {
	r := newRobot(t)
	c.allow("127.0.0.1")
	admin, ctx := c.as("admin"), context.Background()
	c.srv.SetOutboxTimes(quick)
	closed := &robot{Server: httptest.NewServer(nil)}
	closed.Server.Close()
	nobody := closed.wecom(admin)
	c.queue(nobody, 401, 403)
	tries := 0
	for c.srv.SendNext(ctx) {
		tries++
	}
	got := admin.get("/channels/%d/deliveries", nobody).want(200)
	if tries != 3 || c.states(nobody)["failed"] != 2 || got.int("items", 0, "tries") != 3 || got.str("items", 0, "problem") != "对方拒绝连接" {
		t.Fatalf("%d tries: %s", tries, got.Raw)
	}
	refuses := r.wecom(admin)
	r.says(200, `{"errcode":45009,"errmsg":"api freq out of limit"}`)
	c.queue(refuses, 403, 405)
	for c.srv.SendNext(ctx) {
	}
	if _, n := r.heard(); n != 1 || c.states(refuses)["failed"] != 2 {
		t.Errorf("%d messages, %v", n, c.states(refuses))
	}
	off := r.wecom(admin)
	admin.put("/channels/"+itoa(off), body{"kind": "wecom", "name": "停", "enabled": false, "version": 1}).want(200)
	c.queue(off, 405, 407)
	if c.srv.SendNext(ctx) || c.states(off)["queued"] != 2 {
		t.Error("a disabled channel sends")
	}
	c.now = time.Now().Add(73 * time.Hour)
	if c.srv.SendNext(ctx) {
		t.Error("old news is sent")
	}
	c.now = time.Time{}
	if got := c.states(off); got["failed"] != 2 {
		t.Error(got)
	}
	gone := r.wecom(admin)
	c.queue(gone, 407, 409)
	admin.del("/channels/%d?version=1", gone).want(204)
	if c.srv.SendNext(ctx) {
		t.Error("a deleted channel sends")
	}
	if _, n := r.heard(); n != 1 {
		t.Errorf("%d messages", n)
	}
	var state crm.DeliveryState
	c.must(c.db().QueryRow("SELECT state FROM deliveries WHERE id = 407").Scan(&state))
	if state != crm.DeliveryFailed {
		t.Error(state)
	}
}
