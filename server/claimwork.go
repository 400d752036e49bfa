package server

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// claimsEvery is how often claims are looked at whose protection is over. A lapsed claim blocks
// nobody meanwhile: what reads claims goes by their last day.
const claimsEvery = 10 * time.Minute

// WorkClaims ends claims as their protection ends and offers of transfer as their term ends, and
// carries out decisions on disputes as the term for an appeal ends, until ctx ends. Every program instance does it: each is done once, by whichever
// comes first. The demo city's day stands still, and so do its
// claims.
func (s *Server) WorkClaims(ctx context.Context) {
	if s.o.Demo {
		return
	}
	tick := time.NewTicker(claimsEvery)
	defer tick.Stop()
	for {
		for ctx.Err() == nil {
			n, err := s.store.LapseClaims(ctx)
			settled, failed := s.store.SettleDisputes(ctx)
			expired, late := s.store.ExpireTransfers(ctx)
			if err = errors.Join(err, failed, late); err != nil && ctx.Err() == nil {
				slog.Error("claims not looked at", "err", err)
			}
			n += settled + expired
			if n == 0 || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
