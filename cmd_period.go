package main

import (
	"errors"
	"fmt"
	"strings"

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
		return errors.Join(a.printBlocked(err), err)
	}
	if a.flags.JSON {
		return printJSON(a.stdout, snap)
	}
	fmt.Fprintf(a.stdout, "%s已关账，快照 %s，数字 SHA-256 %s\n", m.Label(), snap.Number, snap.FiguresSHA256)
	if snap.Edition != snap.Number {
		fmt.Fprintf(a.stdout, "内容与 %s 相同，工作簿仍印该编号\n", snap.Edition)
	}
	return nil
}

// printBlocked prints what stands in the way of a closing that was refused: the list as
// JSON, or each blocking item that has entries; one without is what the error says.
func (a *app) printBlocked(err error) error {
	var e *crm.Error
	if !errors.As(err, &e) {
		return nil
	}
	check, ok := e.State.(crm.CloseCheck)
	if !ok {
		return nil
	}
	if a.flags.JSON {
		return printJSON(a.stdout, check)
	}
	for _, i := range check.Items {
		if i.Level != "block" || len(i.Rows) == 0 {
			continue
		}
		fmt.Fprintln(a.stdout, i.ItemText())
		for _, r := range i.Rows {
			if r.ID == 0 {
				fmt.Fprintln(a.stdout, "  "+r.Note)
				continue
			}
			fmt.Fprintln(a.stdout, strings.TrimRight(strings.Join([]string{"  " + r.Code, r.UnitName, r.ProjectName,
				crm.Decimal(r.AmountCNY, crm.FenPerWan) + " 万元", r.Note}, "\t"), "\t"))
		}
		if n := i.Count - int64(len(i.Rows)); n > 0 {
			fmt.Fprintf(a.stdout, "  …还有 %d 条\n", n)
		}
	}
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
