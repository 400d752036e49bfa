package store

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"yinfeng/crm"
)

// SetRunChunkForTest makes the acts of the day's run small.
func SetRunChunkForTest(t *testing.T, n int) {
	was := runChunk
	runChunk = n
	t.Cleanup(func() { runChunk = was })
}

// ToldForTest gives the key of every reminder with the day on which it was written.
func (s *Store) ToldForTest() (map[string]string, error) {
	type row struct{ key, on string }
	list, err := collect(context.Background(), s.read, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.key, &x.on) },
		"SELECT key, known_on FROM reminders ORDER BY id")
	out := map[string]string{}
	for _, x := range list {
		out[x.key] = x.on
	}
	if err == nil && len(out) != len(list) {
		err = fmt.Errorf("%d reminders, %d keys", len(list), len(out))
	}
	return out, err
}

// ClocksForTest derives every lead's clocks anew and names the leads beside which something else stands.
func (s *Store) ClocksForTest(ctx context.Context) (wrong []string, err error) {
	type row struct {
		id int64
		f  crm.ClockFacts
	}
	list, err := collect(ctx, s.read, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.id, &x.f.From, &x.f.Responded, &x.f.Assessed, &x.f.FedBack, &x.f.Noted, &x.f.Idle, &x.f.PausedOn)
	}, "SELECT id, clock_from, responded_on, assessed_on, feedback_on, noted_on, idle_from, paused_on FROM leads ORDER BY id")
	if err != nil {
		return nil, err
	}
	w, err := allWorkdays(ctx, s.read)
	for _, x := range list {
		p, e := pastOf(ctx, s.read, x.id, s.Today())
		if e != nil {
			return nil, e
		}
		if f := p.Facts(w); f != x.f {
			wrong = append(wrong, fmt.Sprintf("lead %d stands as %+v, is %+v", x.id, x.f, f))
		}
	}
	return wrong, err
}
