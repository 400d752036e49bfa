package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// movedClock is a clock that a test moves; real time goes on by a second at each look.
type movedClock struct {
	day   atomic.Value
	ticks atomic.Int64
}

func newMovedClock(day crm.Date) *movedClock {
	m := &movedClock{}
	m.day.Store(day)
	return m
}

func (m *movedClock) clock() crm.Clock {
	return crm.Clock{Day: m.today, Real: func() time.Time {
		return m.today().Time().Add(time.Hour + time.Duration(m.ticks.Add(1))*time.Millisecond)
	}}
}

func (m *movedClock) today() crm.Date { return m.day.Load().(crm.Date) }

// clockYear is a year of leads beside their oracles.
type clockYear struct {
	*leadCity
	clock   *movedClock
	stores  []*store.Store
	r       *rand.Rand
	leads   []*clockOracle
	holders map[int64]*crm.Viewer
	said    map[string]string
	off     map[crm.Date]bool
}

// clockSeed is another year at YINFENG_CLOCK_SEED.
func clockSeed(t *testing.T) uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("YINFENG_CLOCK_SEED"), 10, 64); err == nil {
		t.Log("seed", seed)
		return seed
	}
	return 7
}

// The business day moves day by day for a year, over Spring Festival, make-up days and the year's
// end, with forty leads that are worked at, paused, woken, ended and handed over at random: every
// reminder is written on the day that an oracle says, and once, also where two program instances run
// the same days at the same time.
func TestStore_DayRun_Year(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			clock := newMovedClock("2021-11-01")
			o := storetest.NewOptions(t, engine, clock.clock())
			y := &clockYear{clock: clock, r: rand.New(rand.NewPCG(clockSeed(t), 11)), holders: map[int64]*crm.Viewer{}, said: map[string]string{}, off: map[crm.Date]bool{}}
			y.stores = []*store.Store{storetest.OpenWith(t, o)}
			if engine == "postgres" {
				y.stores = append(y.stores, storetest.OpenWith(t, o))
			}
			store.SetRunChunkForTest(t, 7)
			y.leadCity = newLeadCity(t, y.stores[0])
			y.holidays()
			for y.clock.today() < "2022-11-05" {
				y.day()
			}
			y.compare()
		})
	}
}

// holidays enters the tables of 2021 and 2022, as far as the year needs them.
func (y *clockYear) holidays() {
	table := map[int][]crm.Holiday{}
	put := func(from, to crm.Date, worked bool) {
		for d := from; d <= to; d = d.AddDays(1) {
			table[d.Year()] = append(table[d.Year()], crm.Holiday{Day: d, Workday: worked, Name: "假"})
		}
	}
	for _, span := range [][2]crm.Date{{"2022-01-01", "2022-01-03"}, {"2022-01-31", "2022-02-06"}, {"2022-04-03", "2022-04-05"}, {"2022-10-01", "2022-10-07"}} {
		put(span[0], span[1], false)
	}
	for _, d := range []crm.Date{"2022-01-29", "2022-01-30", "2022-04-02", "2022-10-08", "2022-10-09"} {
		put(d, d, true)
	}
	for year, days := range table {
		kept, err := y.s.PutHolidays(y.ctx, crm.Viewer{Operator: true}, year, []crm.Holiday{}, days)
		y.must(err)
		for _, h := range kept {
			y.off[h.Day] = !h.Workday
		}
	}
}

func (y *clockYear) worked(d crm.Date) bool {
	if off, ok := y.off[d]; ok {
		return !off
	}
	return d.Time().Weekday() != time.Saturday && d.Time().Weekday() != time.Sunday
}

// day moves to the next day, runs it, asks the oracles, and lets people act.
func (y *clockYear) day() {
	day := y.clock.today().AddDays(1)
	y.clock.day.Store(day)
	var runs sync.WaitGroup
	for i, s := range y.stores {
		runs.Go(func() {
			for {
				more, err := s.RunDay(y.ctx, fmt.Sprint("worker", i), day)
				if err != nil {
					y.t.Error(day, err)
				}
				if !more || err != nil {
					return
				}
			}
		})
	}
	runs.Wait()
	for _, o := range y.leads {
		o.morning(day, y.worked, func(key string) {
			if y.said[key] == "" {
				y.said[key] = string(day)
			}
		})
	}
	y.must(y.s.Batch(y.ctx, crm.Viewer{Operator: true}, func(ctx context.Context) error {
		was := y.ctx
		y.ctx = ctx
		defer func() { y.ctx = was }()
		y.people(day)
		return nil
	}))
}

const twoRunes = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"

// people lets a few leads be worked at, at most once a day each.
func (y *clockYear) people(day crm.Date) {
	if len(y.leads) < 40 && y.r.IntN(3) == 0 {
		runes := []rune(twoRunes)
		name := string([]rune{runes[len(y.leads)], runes[len(y.leads)+20]})
		m := crm.Yuan(int64(1+y.r.IntN(2)*29_999) * crm.FenPerWan)
		l, err := y.s.ReportLead(y.ctx, y.eastman, crm.LeadInput{CompanyName: name + "电子有限公司", Project: name + "生产线",
			Content: "建设生产线", Industry: "C39", Source: "自主招商", Amount: &m, PlaceUnitID: y.east.ID})
		y.must(err)
		y.leads = append(y.leads, newOracle(l, day))
		y.holders[l.ID] = &y.eastman
		return // its own day begins tomorrow
	}
	for _, o := range y.leads {
		if o.begin == day || y.r.IntN(25) != 0 && (o.offer == nil || y.r.IntN(5) != 0) {
			continue
		}
		if o.offer != nil && y.r.IntN(2) == 0 {
			y.answer(o, day)
			continue
		}
		y.act(o, day)
	}
}

// compare demands that what was told is what the oracles say, key and day.
func (y *clockYear) compare() {
	told, err := y.s.ToldForTest()
	y.must(err)
	for key, on := range y.said {
		if told[key] != on {
			y.t.Errorf("%s: told on %q, due on %s", key, told[key], on)
		}
	}
	for key, on := range told {
		if y.said[key] == "" {
			y.t.Errorf("%s: told on %s, never due", key, on)
		}
	}
	kinds := map[string]int{}
	for key := range told {
		kinds[key[:5]]++
	}
	if len(kinds) < 7 || len(told) < 300 {
		y.t.Errorf("only %d reminders: %v", len(told), kinds)
	}
	if n, err := y.s.CountForTest("SELECT COUNT(*) FROM messages WHERE kind = 'reminder'"); n != len(told) || err != nil {
		y.t.Errorf("%d messages for %d reminders %v", n, len(told), err)
	}
	if n, err := y.s.CountForTest("SELECT COUNT(*) FROM clock_runs WHERE state = 'done' AND day > '2021-11-01' AND day <= '2022-11-05'"); n != 369 || err != nil {
		y.t.Errorf("%d days were run %v", n, err)
	}
	wrong, err := y.s.ClocksForTest(y.ctx)
	y.must(err)
	if len(wrong) > 0 {
		y.t.Error(wrong)
	}
	for _, o := range y.leads {
		l, err := y.s.Lead(y.ctx, *y.holders[o.id], o.id)
		y.must(err)
		if l.Status != o.status || l.Status == crm.LeadActive && l.ProtectedUntil != o.until {
			y.t.Errorf("lead %d is %s until %s, want %s until %s", o.id, l.Status, l.ProtectedUntil, o.status, o.until)
		}
	}
	y.sound()
}
