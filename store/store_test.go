package store_test

import (
	"context"
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
