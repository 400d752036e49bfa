package seeds

import (
	"context"
	"fmt"
	"sort"

	"yinfeng/store"
)

// batchSize is how many events share a transaction.
const batchSize = 400

// live runs the planned events in order of day, many to a transaction.
func (c *city) live(ctx context.Context) error {
	sort.SliceStable(c.events, func(a, b int) bool {
		if c.events[a].day != c.events[b].day {
			return c.events[a].day < c.events[b].day
		}
		return c.events[a].seq < c.events[b].seq
	})
	for done := 0; done < len(c.events); {
		n := 1
		for n < batchSize && done+n < len(c.events) && !c.events[done+n].reads {
			n++
		}
		if err := c.batch(ctx, c.events[done:done+n]); err != nil {
			return err
		}
		done += n
		if c.d.Progress != nil {
			c.d.Progress(done, len(c.events))
		}
	}
	return nil
}

func (c *city) batch(ctx context.Context, events []event) error {
	return c.s.Batch(ctx, system, func(ctx context.Context) error {
		for _, e := range events {
			if err := e.do(store.OnDay(ctx, e.day)); err != nil {
				return fmt.Errorf("demo on %s: %w", e.day, err)
			}
		}
		return nil
	})
}
