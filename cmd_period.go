package main

import (
	"fmt"

	"yinfeng/crm"
)

type periodCmd struct {
	List   periodListCmd   `cmd:"" help:"月报期列表"`
	Close  periodCloseCmd  `cmd:"" help:"关账"`
	Reopen periodReopenCmd `cmd:"" help:"重新开账（只限最近一个已关账的月份）"`
}

type periodListCmd struct{}

// Run lists the periods with what is still open in them.
func (periodListCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Periods(a.ctx, operator())
	if err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, map[string]any{"periods": list})
	}
	for _, p := range list {
		state := "未关账"
		if p.State == "closed" {
			state = "已关账 " + p.Snapshot
		}
		fmt.Fprintf(a.stdout, "%s\t%s\t待核 %d\t草稿 %d\t已报送 %d/%d\n", p.Month, state, p.Submitted, p.Drafts, p.Filed, p.Due)
	}
	return nil
}

type periodCloseCmd struct {
	Month     string `arg:"" help:"月份 YYYY-MM"`
	CarryOver bool   `help:"把已报未核的条目结转到下月" name:"carry-over"`
	Reason    string `help:"结转原因"`
}

// Run closes a month.
func (c periodCloseCmd) Run(a *app) error {
	m, err := crm.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	snap, err := s.CloseMonth(a.ctx, operator(), m, crm.CloseInput{CarryOver: c.CarryOver, Reason: c.Reason}, render(a.ctx))
	if err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, snap)
	}
	fmt.Fprintf(a.stdout, "%s已关账，快照 %s，数字 SHA-256 %s\n", m.Label(), snap.Number, snap.FiguresSHA256)
	return nil
}

type periodReopenCmd struct {
	Month  string `arg:"" help:"月份 YYYY-MM"`
	Reason string `help:"原因" required:""`
}

// Run reopens the latest closed month.
func (c periodReopenCmd) Run(a *app) error {
	m, err := crm.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := s.ReopenMonth(a.ctx, operator(), m, crm.ReopenInput{Reason: c.Reason})
	if err != nil {
		return err
	}
	if a.flags.JSON {
		return printJSON(a.stdout, p)
	}
	fmt.Fprintf(a.stdout, "%s已重新开账\n", m.Label())
	return nil
}
