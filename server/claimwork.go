package server

import (
	"context"
	"log/slog"
	"time"
)

// claimsEvery is how often claims are looked at whose protection is over. A lapsed claim blocks
// nobody meanwhile: what reads claims goes by their last day.
const claimsEvery = 10 * time.Minute

// WorkClaims ends claims as their protection ends, until ctx ends. Every program instance does it:
// a claim is ended once, by whichever comes first. The demo city's day stands still, and so do its
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
			if err != nil && ctx.Err() == nil {
				slog.Error("claims not looked at", "err", err)
			}
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
