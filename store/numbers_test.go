package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Codes of leads that several clients register at once, on PostgreSQL through two program
// instances, go on without a gap and without a double, also where acts are refused after they
// have taken their number.
func TestStore_Numbers_noGap(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			o := storetest.NewOptions(t, engine, crm.Clock{Fixed: storetest.BusinessDay})
			stores := []*store.Store{storetest.OpenWith(t, o)}
			if engine == "postgres" {
				stores = append(stores, storetest.OpenWith(t, o))
			}
			c := newLeadCity(t, stores[0])
			var wait sync.WaitGroup
			codes := make([]string, 60)
			for i := range codes {
				wait.Go(func() { codes[i] = c.numbered(stores[i%len(stores)], i) })
			}
			wait.Wait()
			codes = slices.DeleteFunc(codes, func(s string) bool { return s == "" })
			slices.Sort(codes)
			for i, code := range codes {
				if want := fmt.Sprintf("XS2022-%04d", i+1); code != want {
					t.Fatalf("code %d is %s, want %s of %v", i, code, want, codes)
				}
			}
			if len(codes) != 40 {
				t.Errorf("%d leads, want 40", len(codes))
			}
			c.sound()
		})
	}
}

// numbered registers a lead and gives its code; each third is undone by what comes after it.
func (c *leadCity) numbered(s *store.Store, i int) (code string) {
	refused := errors.New("refused")
	err := s.Batch(c.ctx, c.eastman, func(ctx context.Context) error {
		l, err := s.ReportLead(ctx, c.eastman, crm.LeadInput{CompanyName: fmt.Sprintf("第%d食品有限公司", i), Project: fmt.Sprintf("第%d生产线", i), Industry: "C15"})
		if err != nil {
			return err
		}
		if i%3 == 0 {
			return refused
		}
		code = l.Code
		return nil
	})
	if err != nil && (i%3 != 0 || !errors.Is(err, refused)) {
		c.t.Error(err)
	}
	return code
}
