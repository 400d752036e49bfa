package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // to look at the file as another program would
)

// openRaw opens the embedded database behind the program's back.
func openRaw(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func spoilAudit(t *testing.T, file string) {
	t.Helper()
	db := openRaw(t, file)
	if _, err := db.Exec("UPDATE audit_log SET label = label || '改' WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// acknowledged are the writes that got a 2xx: the visits' idempotency keys and ids.
type acknowledged struct {
	mu  sync.Mutex
	ids map[string]int64
}

// writer logs visits until the server is gone.
func (a *acknowledged) writer(s *serverProcess, token string, round, w int, stop <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		key := fmt.Sprintf("round-%d-writer-%d-%d", round, w, i)
		status, body := s.call("POST", "/api/v1/visits", token, key, map[string]any{"kind": "out", "on": "2022-09-20",
			"companies": []map[string]string{{"name": "断电试验" + key + "有限公司"}}, "theme": "断电试验", "outcome": "一般交流"})
		var got struct {
			ID int64 `json:"id"`
		}
		if status == 0 {
			return
		}
		if status >= 200 && status < 300 && json.Unmarshal(body, &got) == nil && got.ID > 0 {
			a.mu.Lock()
			a.ids[key] = got.ID
			a.mu.Unlock()
		}
	}
}

// R1 (trust §3): kill -9 under 8 writers loses no acknowledged write; the database is
// whole, and each visit has its audit row.
func TestKill9UnderWriters(t *testing.T) {
	killRounds(t, 20)
}

func killRounds(t *testing.T, rounds int) {
	flags := []string{"--data", t.TempDir()}
	withOfficer(t, flags)
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 9))
	all := &acknowledged{ids: map[string]int64{}}
	for round := range rounds {
		s := serve(t, flags)
		token := s.signIn(t, "worker", testPassword)
		stop := make(chan struct{})
		var writers sync.WaitGroup
		for w := range 8 {
			writers.Go(func() { all.writer(s, token, round, w, stop) })
		}
		time.Sleep(time.Duration(60+r.IntN(300)) * time.Millisecond)
		s.kill()
		close(stop)
		writers.Wait()
	}
	lost := missingVisits(t, filepath.Join(flags[1], "yinfeng.db"), all.ids)
	t.Logf("seed %d: %d rounds of kill -9, %d writes acknowledged, %d lost", seed, rounds, len(all.ids), lost)
	if lost > 0 || len(all.ids) < rounds {
		t.Errorf("%d acknowledged writes lost of %d", lost, len(all.ids))
	}
	yinfeng("", append(flags, "audit", "verify")...).want(t, exitDone)
	yinfeng("", append(flags, "rollup", "verify")...).want(t, exitDone)
}

// missingVisits counts acknowledged visits without their row or without an audit row,
// after the engine's own integrity check.
func missingVisits(t *testing.T, file string, ids map[string]int64) int {
	t.Helper()
	db := openRaw(t, file)
	var ok string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Fatalf("integrity: %s %v", ok, err)
	}
	lost := 0
	for key, id := range ids {
		var rows, audits int
		if err := db.QueryRow("SELECT COUNT(*) FROM visits WHERE id = ?", id).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow("SELECT COUNT(*) FROM audit_log WHERE object = 'visit' AND object_id = ?", id).Scan(&audits); err != nil {
			t.Fatal(err)
		}
		if rows != 1 || audits == 0 {
			lost++
			t.Logf("lost: %s → visit %d (rows %d, audit rows %d)", key, id, rows, audits)
		}
	}
	return lost
}
