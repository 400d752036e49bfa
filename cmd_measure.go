package main

import (
	"fmt"
	"time"

	"yinfeng/seeds"
)

type demoDataCmd struct {
	Leads    int `help:"线索数" default:"1000000"`
	Visits   int `help:"拜访数" default:"3000000"`
	Projects int `help:"项目数" default:"100000"`
	Entries  int `help:"到位资金条目数" default:"2000000"`
}

// Run fills a database for measuring; an empty one gets the built-in pack first.
func (c demoDataCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	empty, err := s.Empty(a.ctx)
	if err != nil {
		return err
	}
	if empty {
		p, err := seeds.LoadPack(seeds.Packs[0])
		if err != nil {
			return err
		}
		seeds.StandStill(&p) // else the day's run ends a million old claims while something is measured
		if err := s.LoadPack(a.ctx, operator(), p); err != nil {
			return err
		}
	}
	start := time.Now()
	m := seeds.Measure{Leads: c.Leads, Visits: c.Visits, Projects: c.Projects, Entries: c.Entries, Progress: func(what string, done, total int) {
		fmt.Fprintf(a.stderr, "\r%-10s %9d / %d", what, done, total)
		if done == total {
			fmt.Fprintln(a.stderr)
		}
	}}
	if err := m.Fill(a.ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "用时 %.1f 秒\n", time.Since(start).Seconds())
	return nil
}
