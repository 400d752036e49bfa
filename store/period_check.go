package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"yinfeng/crm"
)

// CloseCheck lists what stands in the way of closing a month and what to look at first.
func (s *Store) CloseCheck(ctx context.Context, v crm.Viewer, month crm.Month) (crm.CloseCheck, error) {
	var c crm.CloseCheck
	if err := v.Require(crm.ActClosePeriod); err != nil {
		return c, err
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		c, err = closeCheck(ctx, q, month, s.Today())
		return err
	})
	return c, s.translate(err)
}

func closeCheck(ctx context.Context, q querier, month crm.Month, today crm.Date) (crm.CloseCheck, error) {
	c := crm.CloseCheck{Items: []crm.CloseItem{}, Missing: []string{}, Submitted: []crm.CloseEntry{}}
	var err error
	if c.Period, err = periodOf(ctx, q, month, today); err != nil {
		return c, err
	}
	if c.FirstOpen, err = firstOpenMonth(ctx, q, today); err != nil {
		return c, err
	}
	list, err := filings(ctx, q, month, crm.Scope{All: true})
	if err != nil {
		return c, err
	}
	for _, f := range list {
		if f.State == "missing" {
			c.Missing = append(c.Missing, f.UnitName)
		}
	}
	if c.Submitted, err = collect(ctx, q, func(r *sql.Rows) (e crm.CloseEntry, err error) {
		return e, r.Scan(&e.ID, &e.Code, &e.ProjectName, &e.UnitName, &e.AmountCNY)
	}, `SELECT e.id, e.code, p.name, n.name, e.amount FROM capital_entries e JOIN projects p ON p.id = e.project_id JOIN units n ON n.id = e.unit_id
		WHERE e.month = $1 AND e.state = 'submitted' ORDER BY n.sort, e.id LIMIT 100`, month); err != nil {
		return c, err
	}
	var warned, waiting int64
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM capital_entries WHERE month = $1 AND state = 'verified' AND warnings <> '[]' AND warnings <> ''`,
		month).Scan(&warned); err != nil {
		return c, err
	}
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM milestones WHERE state = 'submitted' AND on_date <= $1`, month.Last()).Scan(&waiting); err != nil {
		return c, err
	}
	closeItems(&c, today, warned, waiting)
	return c, nil
}

// closeItems words the list.
func closeItems(c *crm.CloseCheck, today crm.Date, warned, waiting int64) {
	p := c.Period
	add := func(code, bad string, fails bool, n int64, good, label string) {
		i := crm.CloseItem{Code: code, Level: "ok", Label: good, Count: n}
		if fails {
			i.Level, i.Label = bad, label
		}
		c.Items = append(c.Items, i)
	}
	add("order", "block", p.Month != c.FirstOpen || p.State == "closed", 0, "前面的月份都已关账", orderText(p, c.FirstOpen))
	add("day", "block", today < p.Closable, 0, "已到可关账日", fmt.Sprintf("要到 %s 才能关账", p.Closable))
	add("submitted", "block", p.Submitted > 0, p.Submitted, "没有已报未核的条目", fmt.Sprintf("还有 %d 条已报未核，请核定、退回或结转", p.Submitted))
	add("drafts", "warn", p.Drafts > 0, p.Drafts, "没有草稿或退回的条目", fmt.Sprintf("%d 条草稿或退回的条目将移到下月", p.Drafts))
	add("filings", "warn", len(c.Missing) > 0, int64(len(c.Missing)), "各单位都已报送", "未报送："+strings.Join(c.Missing, "、"))
	add("warnings", "warn", warned > 0, warned, "已核定条目没有预警", fmt.Sprintf("%d 条已核定条目带有预警，原因已写明", warned))
	add("milestones", "warn", waiting > 0, waiting, "没有待审核的节点", fmt.Sprintf("%d 个节点待审核，关账后只能计入下月", waiting))
	c.Ready = p.State == "open" && p.Month == c.FirstOpen && today >= p.Closable && p.Submitted == 0
}

func orderText(p crm.Period, first crm.Month) string {
	if p.State == "closed" {
		return p.Month.Label() + "已经关账"
	}
	return "须先关 " + first.Label()
}
