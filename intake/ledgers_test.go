package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRead_ledgers holds each ledger of testdata/ledgers against its expected file, which was written by hand, by the
// rulings, before the code that reads it.
func TestRead_ledgers(t *testing.T) {
	entries, err := os.ReadDir("testdata/ledgers")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".expected.json") || strings.HasSuffix(e.Name(), ".md") {
			continue
		}
		n++
		t.Run(e.Name(), func(t *testing.T) { checkSample(t, filepath.Join("ledgers", e.Name())) })
	}
	if n < 12 {
		t.Errorf("only %d ledgers", n)
	}
}
