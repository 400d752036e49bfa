package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"yinfeng/store"
	"yinfeng/store/storetest"
)

func TestStore_Open(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Log(s.Engine(context.Background()))
		if err := s.Ready(context.Background()); err != nil {
			t.Fatal(err)
		}
		if n, bad, err := s.VerifyAudit(context.Background()); n != 0 || bad != 0 || err != nil {
			t.Fatal(n, bad, err)
		}
	})
}

// The database file and its log are not for every user of the machine to read.
func TestStore_OpenPrivate(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(context.Background(), store.Options{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	files, err := filepath.Glob(filepath.Join(dir, "yinfeng.db*"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if i, err := os.Stat(f); err != nil || i.Mode().Perm()&0o007 != 0 {
			t.Errorf("%s: %v %v", f, i.Mode(), err)
		}
	}
}

// A folder's name may hold what means something else in a URI: the database stands in that folder.
func TestStore_OpenOddFolder(t *testing.T) {
	for _, name := range []string{"a#b", "a?mode=memory", "100%41", "招商 引资"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(context.Background(), store.Options{Data: dir})
		if err != nil {
			t.Error(name, err)
			continue
		}
		s.Close()
		if i, err := os.Stat(filepath.Join(dir, "yinfeng.db")); err != nil || i.Size() == 0 {
			t.Error(name, i, err)
		}
	}
}
