package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// notOurs are the folders that git ignores or that hold other people's files (see .gitignore).
var notOurs = map[string]bool{
	".git": true, ".cache": true, "bin": true, "data": true, "data-demo": true, "shots": true,
	"frontend/node_modules": true, "frontend/dist": true,
}

// Lines that a source file may have. Short files are found by their name and read at one go.
const (
	mostGoLines  = 450
	mostVueLines = 250
)

// foreignPath finds an absolute path of somebody's machine, or the folder that lies beside ours
// on the machine where this was written.
var foreignPath = regexp.MustCompile(`(^|[^\w.$}/-])/(work|root|home)/\w|\.\./` + `shared\b`)

// eachText calls f with every text file of the project.
func eachText(t *testing.T, f func(name string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if notOurs[filepath.ToSlash(name)] {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !bytes.ContainsRune(text, 0) {
			f(filepath.ToSlash(name), text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHouse_NoForeignPaths(t *testing.T) {
	eachText(t, func(name string, text []byte) {
		for i, line := range bytes.Split(text, []byte("\n")) {
			if found := foreignPath.Find(line); found != nil && name != "house_test.go" {
				t.Errorf("%s:%d points outside the project: %s", name, i+1, found)
			}
		}
	})
	for _, bad := range []string{"see ../" + "shared/design", "open(\"/wo" + "rk/main/x\")", "/ro" + "ot/go", "cd /ho" + "me/li"} {
		if !foreignPath.MatchString(bad) {
			t.Errorf("the rule does not find %q", bad)
		}
	}
	for _, good := range []string{"net/work/x", "/api/home", "${base}/home/x", "https://example.org/home/x"} {
		if foreignPath.MatchString(good) {
			t.Errorf("the rule is against %q", good)
		}
	}
}

func TestHouse_SmallFiles(t *testing.T) {
	files := 0
	eachText(t, func(name string, text []byte) {
		most := map[string]int{".go": mostGoLines, ".vue": mostVueLines}[filepath.Ext(name)]
		if most == 0 || strings.HasPrefix(string(text), "// Code generated") {
			return
		}
		files++
		if lines := bytes.Count(text, []byte("\n")); lines > most {
			t.Errorf("%s has %d lines, more than %d: split it by what it does", name, lines, most)
		}
	})
	if files < 2 {
		t.Fatalf("only %d source files found", files)
	}
}
