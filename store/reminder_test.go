package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// count is what a counting query finds.
func (c *leadCity) count(query string, args ...any) int {
	c.t.Helper()
	n, err := c.s.CountForTest(query, args...)
	c.must(err)
	return n
}

// listening lays down a channel as it stands in the table; kinds is a JSON list.
func (c *leadCity) listening(id, unit int64, kinds string, enabled, voided bool) {
	c.t.Helper()
	c.must(c.s.ExecForTest(`INSERT INTO channels (id, kind, name, config, secret, unit_id, kinds, enabled, voided, next_at, at, version)
		VALUES ($1, 'wecom', '群', '{}', '', $2, $3, $4, $5, 0, 0, 1)`, id, unit, kinds, enabled, voided))
}

func TestStore_Remind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.listening(1, 0, "[]", true, false)
		c.listening(2, c.east.ID, `["respond","idle"]`, true, false)
		c.listening(3, c.west.ID, "[]", true, false)
		c.listening(4, c.root.ID, `["idle"]`, true, false)
		c.listening(5, 0, "[]", false, false)
		c.listening(6, 0, "[]", true, true)
		r := crm.Reminder{Kind: crm.RemindRespond, Title: "线索 XS2022-0001 今天应当响应", Body: "只在工作台里说的话", Object: "lead", ObjectID: 1,
			UserID: c.eastman.UserID, UnitID: c.east.ID, DueOn: "2022-09-27"}
		for range 2 {
			c.must(s.RemindForTest(c.ctx, "respond:lead:1:2022-09-26:soon", r))
		}
		if n := c.count("SELECT COUNT(*) FROM reminders WHERE due_on = '2022-09-27' AND known_on = '2022-09-26' AND done_on = ''"); n != 1 {
			t.Fatalf("%d reminders", n)
		}
		if n := c.count("SELECT COUNT(*) FROM deliveries WHERE state = 'queued'"); n != 2 {
			t.Fatalf("%d deliveries, want those of channels 1 and 2", n)
		}
		if n := c.count("SELECT COUNT(*) FROM deliveries WHERE channel_id > 2"); n != 0 {
			t.Fatalf("%d deliveries to channels that do not take it", n)
		}
		c.told(c.eastman, r.Title)
		c.told(c.eastmat)
		c.told(c.admin)

		r.UserID, r.Kind, r.Title = 0, crm.RemindIdle, "线索 XS2022-0002 三个月没有实质进展"
		c.must(s.RemindForTest(c.ctx, "idle:lead:2:2022-06-26:red", r))
		c.told(c.eastmat, r.Title) // nobody's: those who keep the unit's leads
		c.told(c.westman)
		if n := c.count("SELECT COUNT(*) FROM deliveries"); n != 5 {
			t.Fatalf("%d deliveries, want three more: channels 1, 2 and 4", n)
		}
		for _, bad := range []crm.Reminder{{}, {Kind: "other", Title: "x", UnitID: c.east.ID}, {Kind: crm.RemindIdle, UnitID: c.east.ID}} {
			if err := s.RemindForTest(c.ctx, "bad", bad); err == nil {
				t.Fatalf("%+v is told", bad)
			}
		}
		c.sound()
	})
}

// told fails unless the viewer's unread reminders are these.
func (c *leadCity) told(v crm.Viewer, titles ...string) {
	c.t.Helper()
	l, err := c.s.Messages(c.ctx, v, true, crm.Page{Limit: 20})
	c.must(err)
	got := []string{}
	for _, m := range l.Items {
		if m.Kind == "reminder" {
			got = append(got, m.Title)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(titles) && len(got)+len(titles) > 0 {
		c.t.Fatalf("%s is told %q, want %q", v.Name, got, titles)
	}
}

// Two program instances on one database tell of each key once.
func TestStore_RemindTwoInstances(t *testing.T) {
	address, data := storetest.NewPostgres(t), t.TempDir()
	open := func() *store.Store {
		s, err := store.Open(context.Background(), store.Options{Data: data, Database: address, Clock: crm.Clock{Fixed: storetest.BusinessDay}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	one, other := open(), open()
	c := newLeadCity(t, one)
	c.listening(1, 0, "[]", true, false)
	var all sync.WaitGroup
	for _, s := range []*store.Store{one, other, one, other} {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range 50 {
				r := crm.Reminder{Kind: crm.RemindNote, Title: fmt.Sprintf("第 %d 条", i), Object: "lead", ObjectID: int64(i), UnitID: c.east.ID}
				if err := s.RemindForTest(c.ctx, fmt.Sprintf("note:lead:%d", i), r); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
	for _, table := range []string{"reminders", "deliveries", "messages WHERE kind = 'reminder'"} {
		if n := c.count("SELECT COUNT(*) FROM " + table); n != 50 {
			t.Errorf("%d %s", n, table)
		}
	}
}

// What waited when a backup was made may have gone out since: a restore sends none of it. The reminders
// themselves come along, so the same day's run tells nobody twice.
func TestStore_RestoreSendsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		c.listening(1, 0, "[]", true, false)
		r := crm.Reminder{Kind: crm.RemindNote, Title: "线索 XS2022-0001 应当跟进", UnitID: c.east.ID}
		c.must(s.RemindForTest(c.ctx, "note:1", r))
		file := filepath.Join(t.TempDir(), "b.zip")
		_, err := s.Backup(c.ctx, file)
		c.must(err)
		engine := "sqlite"
		if strings.Contains(s.Engine(c.ctx), "Postgre") {
			engine = "postgres"
		}
		c.s = storetest.Open(t, engine, storetest.BusinessDay)
		_, err = c.s.Restore(c.ctx, crm.Viewer{Operator: true}, file)
		c.must(err)
		c.must(c.s.RemindForTest(c.ctx, "note:1", r))
		out, err := c.s.ClaimOutgoing(c.ctx, "worker", store.OutboxTimes{Silent: time.Minute})
		if err != nil || out != nil || c.count("SELECT COUNT(*) FROM deliveries WHERE state = 'unsure'") != 1 || c.count("SELECT COUNT(*) FROM deliveries") != 1 {
			t.Fatal(out, err)
		}
		c.must(c.s.RemindForTest(c.ctx, "note:2", r))
		if out, err = c.s.ClaimOutgoing(c.ctx, "worker", store.OutboxTimes{Silent: time.Minute}); err != nil || out == nil || len(out.Lines) != 1 {
			t.Fatal(out, err)
		}
	})
}
