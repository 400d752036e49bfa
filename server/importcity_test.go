package server_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yinfeng/crm"
)

// workImports runs the import worker until the test ends.
func (c *city) workImports() {
	if c.working {
		return
	}
	c.working = true
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.srv.WorkImports(ctx)
	}()
	c.t.Cleanup(func() { stop(); <-done })
}

// ledger makes a small CSV ledger: one line a project, 项目,投资方,县区,总投资(万元).
func ledger(rows ...string) []byte {
	var b strings.Builder
	b.WriteString("\ufeff项目名称,投资方,县区,总投资（万元）,签约时间,备注\r\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s,2022-03-05,\r\n", r)
	}
	return []byte(b.String())
}

// sample reads a ledger of the importer's own tests.
func (c *city) sample(name string) []byte {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "intake", "testdata", name))
	c.must(err)
	return b
}

// imported hands a ledger in and waits until it has been looked at.
func (k *client) imported(name string, content []byte, form map[string]string) crm.ImportBatch {
	k.t.Helper()
	k.c.workImports()
	var b crm.ImportBatch
	k.upload("/imports", name, content, form).want(200).into(&b)
	if b.State != crm.ImportReading || b.Version != 1 {
		k.t.Fatalf("a fresh upload is %s, version %d", b.State, b.Version)
	}
	return k.settled(b.ID)
}

// settled waits until no job works at a batch.
func (k *client) settled(id int64) (b crm.ImportBatch) {
	k.t.Helper()
	for wait := time.Now().Add(60 * time.Second); time.Now().Before(wait); time.Sleep(5 * time.Millisecond) {
		b = crm.ImportBatch{}
		k.get("/imports/%d", id).want(200).into(&b)
		if b.State != crm.ImportReading && b.State != crm.ImportApplying {
			return b
		}
	}
	k.t.Fatalf("import %d is still %s after a minute", id, b.State)
	return b
}

// lines are all rows of a batch's check, by pages.
func (k *client) lines(id int64, query string) (out []crm.ImportLine) {
	k.t.Helper()
	next := ""
	for {
		var page crm.List[crm.ImportLine]
		k.get("/imports/%d/lines?limit=7&cursor=%s&%s", id, next, query).want(200).into(&page)
		out = append(out, page.Items...)
		if page.Next == "" {
			if page.Total != int64(len(out)) {
				k.t.Fatalf("import %d, %s: counted %d, listed %d", id, query, page.Total, len(out))
			}
			return out
		}
		next = page.Next
	}
}

// applied applies a checked batch and waits for it.
func (k *client) applied(b crm.ImportBatch) crm.ImportBatch {
	k.t.Helper()
	k.post(fmt.Sprintf("/imports/%d/apply", b.ID), body{"version": b.Version}).want(200)
	return k.settled(b.ID)
}
