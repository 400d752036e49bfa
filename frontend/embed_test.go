package frontend

import (
	"io/fs"
	"strings"
	"testing"
)

// With or without a build the tree opens, and Built tells which of the two it is.
func TestBuilt(t *testing.T) {
	_, err := fs.Stat(FS(), "index.html")
	if Built() != (err == nil) {
		t.Errorf("Built() = %v, index.html: %v", Built(), err)
	}
	if _, err := fs.Stat(FS(), ".keep"); err != nil {
		t.Errorf("the committed part of dist is not embedded: %v", err)
	}
}

// The page that stands in for the application says how to build it, and runs under the
// strict policy: no script, no style of its own, no other host.
func TestPlaceholder(t *testing.T) {
	page := string(Placeholder())
	if !strings.Contains(page, "make build") {
		t.Error("the placeholder does not say how to build")
	}
	for _, bad := range []string{"<script", "style=", "<style", "http://", "https://"} {
		if strings.Contains(page, bad) {
			t.Errorf("the placeholder contains %q", bad)
		}
	}
}

// A built application asks no other host and carries compressed twins.
func TestBuild(t *testing.T) {
	if !Built() {
		return // the build's own checks run where Node is: npm run build
	}
	page, err := fs.ReadFile(FS(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"http://", "https://", "<style", "style="} {
		if strings.Contains(string(page), bad) {
			t.Errorf("index.html contains %q", bad)
		}
	}
	for _, twin := range []string{"index.html.br", "index.html.gz"} {
		if _, err := fs.Stat(FS(), twin); err != nil {
			t.Errorf("no %s: %v", twin, err)
		}
	}
}
