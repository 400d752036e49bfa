package main

import (
	"fmt"
	"io"
	"time"
)

// importTimes notes how long an import reads, judges (rows against one another and against
// the database) and writes.
type importTimes struct {
	phase string
	since time.Time
	spent map[string]time.Duration
}

func newImportTimes() *importTimes { return &importTimes{spent: map[string]time.Duration{}} }

// enter ends the present phase and begins another.
func (t *importTimes) enter(phase string) {
	if phase == t.phase {
		return
	}
	now := time.Now()
	if t.phase != "" {
		t.spent[t.phase] += now.Sub(t.since)
	}
	t.phase, t.since = phase, now
}

// print writes the seconds of each phase.
func (t *importTimes) print(w io.Writer) {
	t.enter("")
	s := func(phase string) float64 { return t.spent[phase].Seconds() }
	fmt.Fprintf(w, "用时：读取 %.1f 秒，检查 %.1f 秒，写入 %.1f 秒\n", s("reading"), s("judging"), s("writing"))
}
