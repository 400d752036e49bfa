package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"yinfeng/crm"
)

// closeRowCap is how many rows an item of the list shows.
const closeRowCap = 100

// CloseCheck lists what stands in the way of closing a month and what to look at first.
func (s *Store) CloseCheck(ctx context.Context, v crm.Viewer, month crm.Month) (crm.CloseCheck, error) {
	var c crm.CloseCheck
	if err := v.Require(crm.ActClosePeriod); err != nil {
		return c, err
	}
	err := s.readOnce(ctx, func(q querier) (err error) {
		c, err = s.closeCheck(ctx, q, month, s.Today())
		return err
	})
	return c, s.translate(err)
}

func (s *Store) closeCheck(ctx context.Context, q querier, month crm.Month, today crm.Date) (crm.CloseCheck, error) {
	c := crm.CloseCheck{Items: []crm.CloseItem{}, Missing: []string{}, Submitted: []crm.CloseEntry{}}
	var err error
	if c.Period, err = periodOf(ctx, q, month, today); err != nil {
		return c, err
	}
	if c.FirstOpen, err = firstOpenMonth(ctx, q, today); err != nil {
		return c, err
	}
	p := c.Period
	c.Add("order", "block", p.Month != c.FirstOpen || p.State == "closed", 0, "前面的月份都已关账", orderText(p, c.FirstOpen))
	c.Add("day", "block", today < p.Closable, 0, "已到可关账日", fmt.Sprintf("要到 %s 才能关账", p.Closable))
	k := closeChecker{s: s, ctx: ctx, q: q, c: &c, month: month}
	for _, step := range []func() error{k.submitted, k.unexplained, k.evidence, k.rollups, k.drafts, k.filings, k.warnings, k.milestones} {
		if err := step(); err != nil {
			return c, err
		}
	}
	c.Ready = !slices.ContainsFunc(c.Items, func(i crm.CloseItem) bool { return i.Level == "block" })
	return c, nil
}

func orderText(p crm.Period, first crm.Month) string {
	if p.State == "closed" {
		return p.Month.Label() + "已经关账"
	}
	return "须先关 " + first.Label()
}

// closeChecker adds the items one by one.
type closeChecker struct {
	s     *Store
	ctx   context.Context
	q     querier
	c     *crm.CloseCheck
	month crm.Month
}

// closeEntries lists the month's entries that meet a condition on e, by unit.
func closeEntries(ctx context.Context, q querier, month crm.Month, cond string) ([]crm.CloseEntry, error) {
	return collect(ctx, q, func(r *sql.Rows) (e crm.CloseEntry, err error) {
		return e, r.Scan(&e.ID, &e.Code, &e.ProjectName, &e.UnitName, &e.AmountCNY, &e.Note)
	}, fmt.Sprintf(`SELECT e.id, e.code, p.name, n.name, COALESCE(e.verified, e.amount), CASE WHEN e.state = 'verified' THEN e.warnings ELSE '' END
		FROM capital_entries e JOIN projects p ON p.id = e.project_id JOIN units n ON n.id = e.unit_id
		WHERE e.month = $1 AND %s ORDER BY n.sort, e.id LIMIT %d`, cond, closeRowCap), month)
}

func (k closeChecker) count(text string, args ...any) (n int64, err error) {
	err = k.q.QueryRowContext(k.ctx, text, args...).Scan(&n)
	return n, err
}

func (k closeChecker) submitted() error {
	rows, err := closeEntries(k.ctx, k.q, k.month, "e.state = 'submitted'")
	n := k.c.Period.Submitted
	k.c.Submitted = rows
	k.c.Add("submitted", "block", n > 0, n, "没有已报未核的条目", fmt.Sprintf("还有 %d 条已报未核，请核定、退回或结转", n), rows...)
	return err
}

func (k closeChecker) drafts() error {
	rows, err := closeEntries(k.ctx, k.q, k.month, "e.state IN ('draft', 'returned')")
	n := k.c.Period.Drafts
	k.c.Add("drafts", "warn", n > 0, n, "没有草稿或退回的条目", fmt.Sprintf("%d 条草稿或退回的条目将移到下月", n), rows...)
	return err
}

func (k closeChecker) filings() error {
	list, err := filings(k.ctx, k.q, k.month, crm.Scope{All: true})
	for _, f := range list {
		if f.State == "missing" {
			k.c.Missing = append(k.c.Missing, f.UnitName)
		}
	}
	k.c.Add("filings", "warn", len(k.c.Missing) > 0, int64(len(k.c.Missing)), "各单位都已报送", "未报送："+strings.Join(k.c.Missing, "、"))
	return err
}

// Verified entries with warnings: those without a written reason block (domain §7).
const (
	entryWarned      = "e.state = 'verified' AND e.warnings <> '[]' AND e.warnings <> ''"
	entryUnexplained = entryWarned + " AND e.warning_reason = ''"
	entryExplained   = entryWarned + " AND e.warning_reason <> ''"
)

func (k closeChecker) unexplained() error {
	n, rows, err := k.warned(entryUnexplained)
	k.c.Add("unexplained", "block", n > 0, n, "带预警的已核定条目都写明了原因", fmt.Sprintf("%d 条已核定条目带有预警而没有写明原因，请冲回后重新填报并写明原因", n), rows...)
	return err
}

func (k closeChecker) warnings() error {
	n, rows, err := k.warned(entryExplained)
	k.c.Add("warnings", "warn", n > 0, n, "已核定条目没有预警", fmt.Sprintf("%d 条已核定条目带有预警，原因已写明", n), rows...)
	return err
}

// warned counts and lists entries with warnings, worded.
func (k closeChecker) warned(cond string) (int64, []crm.CloseEntry, error) {
	n, err := k.count("SELECT COUNT(*) FROM capital_entries e WHERE e.month = $1 AND "+cond, k.month)
	if err != nil || n == 0 {
		return n, nil, err
	}
	rows, err := closeEntries(k.ctx, k.q, k.month, cond)
	for i := range rows {
		var ws []crm.Warning
		if err := json.Unmarshal([]byte(rows[i].Note), &ws); err != nil {
			return n, rows, fmt.Errorf("warnings of %s: %w", rows[i].Code, err)
		}
		texts := make([]string, len(ws))
		for j, w := range ws {
			texts[j] = w.Message
		}
		rows[i].Note = strings.Join(texts, "；")
	}
	return n, rows, err
}

func (k closeChecker) milestones() error {
	n, err := k.count("SELECT COUNT(*) FROM milestones WHERE state = 'submitted' AND on_date <= $1", k.month.Last())
	k.c.Add("milestones", "warn", n > 0, n, "没有待审核的节点", fmt.Sprintf("%d 个节点待审核，关账后只能计入下月", n))
	return err
}

func (k closeChecker) rollups() error {
	diffs, err := recountMonth(k.ctx, k.q, k.month)
	rows := make([]crm.CloseEntry, 0, min(len(diffs), closeRowCap))
	for _, d := range diffs[:min(len(diffs), closeRowCap)] {
		rows = append(rows, crm.CloseEntry{Note: d})
	}
	k.c.Add("rollups", "block", len(diffs) > 0, int64(len(diffs)), "汇总数与台账逐行一致",
		fmt.Sprintf("%d 处汇总数与台账不一致，请联系管理员（命令 rollup verify 可列出）", len(diffs)), rows...)
	return err
}

// checkedEntry is a verified entry with what is attached to it.
type checkedEntry struct {
	id        int64
	form, use string
	reversal  bool
	kinds     []string
	broken    []string
}

// evidence looks at what every verified entry is proven by: a kind that the settings ask
// for, a reversal excepted (it points to its original), and files that are there whole.
func (k closeChecker) evidence() error {
	list, err := k.attached()
	if err != nil {
		return err
	}
	set, err := loadSettings(k.ctx, k.q)
	if err != nil {
		return err
	}
	lacking, broken := map[int64]string{}, map[int64]string{}
	for _, e := range list {
		want := set.EvidenceKinds(e.form, e.use)
		if !e.reversal && len(want) > 0 && !slices.ContainsFunc(e.kinds, func(kind string) bool { return slices.Contains(want, kind) }) {
			lacking[e.id] = "须有 " + strings.Join(want, "、") + "（任一种）"
		}
		if len(e.broken) > 0 {
			broken[e.id] = strings.Join(e.broken, "；")
		}
	}
	rows, err := k.noted(lacking)
	if err != nil {
		return err
	}
	k.c.Add("evidence", "warn", len(lacking) > 0, int64(len(lacking)), "已核定条目的佐证齐全", fmt.Sprintf("%d 条已核定条目缺佐证材料", len(lacking)), rows...)
	rows, err = k.noted(broken)
	k.c.Add("files", "block", len(broken) > 0, int64(len(broken)), "佐证文件都在，大小相符",
		fmt.Sprintf("%d 条已核定条目的佐证文件缺失或损坏，请管理员从备份恢复文件", len(broken)), rows...)
	return err
}

// attached loads the month's verified entries with the kinds and the state of their files.
func (k closeChecker) attached() ([]checkedEntry, error) {
	type row struct {
		checkedEntry
		number, kind, sha string
		size              int64
	}
	rows, err := collect(k.ctx, k.q, func(r *sql.Rows) (x row, err error) {
		return x, r.Scan(&x.id, &x.form, &x.use, &x.reversal, &x.number, &x.kind, &x.sha, &x.size)
	}, `SELECT e.id, e.form, e.use_of, e.reverses_id IS NOT NULL, COALESCE(a.number, ''), COALESCE(a.kind, ''), COALESCE(a.sha256, ''), COALESCE(b.size, 0)
		FROM capital_entries e LEFT JOIN attachments a ON a.object_kind = 'capital' AND a.object_id = e.id AND a.voided = FALSE
		LEFT JOIN blobs b ON b.sha256 = a.sha256 WHERE e.month = $1 AND e.state = 'verified' ORDER BY e.id, a.id`, k.month)
	var out []checkedEntry
	for _, x := range rows {
		if len(out) == 0 || out[len(out)-1].id != x.id {
			out = append(out, x.checkedEntry)
		}
		if x.sha == "" {
			continue
		}
		e := &out[len(out)-1]
		e.kinds = append(e.kinds, x.kind)
		if f, err := os.Stat(k.s.blobPath(x.sha)); err != nil {
			e.broken = append(e.broken, x.number+" 文件缺失")
		} else if f.Size() != x.size {
			e.broken = append(e.broken, x.number+" 文件大小不符")
		}
	}
	return out, err
}

// noted lists entries by id, each with its note.
func (k closeChecker) noted(notes map[int64]string) ([]crm.CloseEntry, error) {
	if len(notes) == 0 {
		return nil, nil
	}
	ids := make([]int64, 0, len(notes))
	for id := range notes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	rows, err := closeEntries(k.ctx, k.q, k.month, "e.id IN ("+idList(ids[:min(len(ids), closeRowCap)])+")")
	for i := range rows {
		rows[i].Note = notes[rows[i].ID]
	}
	return rows, err
}
