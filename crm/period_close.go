package crm

import "fmt"

// CloseCheck is what to look at before closing a month.
type CloseCheck struct {
	Period    Period       `json:"period"`
	FirstOpen Month        `json:"firstOpen" doc:"须先关的月份"`
	Ready     bool         `json:"ready" doc:"现在就能关（不结转）"`
	Items     []CloseItem  `json:"items"`
	Submitted []CloseEntry `json:"submitted" doc:"已报未核的条目，至多 100 条"`
	Missing   []string     `json:"missing" doc:"未报送单位"`
}

// CloseItem is one line of the list: a block stands in the way, a warning does not.
type CloseItem struct {
	Code  string       `json:"code" enum:"order,day,submitted,unexplained,files,rollups,drafts,filings,evidence,warnings,milestones"`
	Level string       `json:"level" enum:"ok,warn,block"`
	Label string       `json:"label"`
	Count int64        `json:"count"`
	Rows  []CloseEntry `json:"rows,omitempty" doc:"所指的条目或差异，至多 100 条"`
}

// CloseEntry is an entry that an item speaks of; ID 0 is a line of text in Note alone.
type CloseEntry struct {
	ID          int64  `json:"id"`
	Code        string `json:"code"`
	ProjectName string `json:"projectName"`
	UnitName    string `json:"unitName"`
	AmountCNY   int64  `json:"amountCny"`
	Note        string `json:"note,omitempty" doc:"差什么、怎么办"`
}

// ClosePreview is what closing the month now would freeze (domain §7).
type ClosePreview struct {
	Number      string             `json:"number" doc:"将生成的快照编号"`
	Edition     string             `json:"edition" doc:"印在工作簿上的编号；与某一旧版内容相同时为旧版的编号"`
	Figures     Figures            `json:"figures"`
	Lines       []CloseLine        `json:"lines" doc:"全市各指标"`
	Sheets      []CloseSheet       `json:"sheets"`
	Carried     []CloseEntry       `json:"carried" doc:"将结转到下月的已报未核条目，至多 100 条"`
	CarriedAll  int64              `json:"carriedAll" doc:"将结转的条数"`
	Moved       int64              `json:"moved" doc:"将移到下月的草稿与退回条目数"`
	Adjustments []ReportAdjustment `json:"adjustments" doc:"记在本月的跨期调整"`
	Previous    *SnapshotDiff      `json:"previous" doc:"与本月上一版快照的差异；没有上一版为 null"`
}

// CloseLine is one indicator of the whole city as it will stand.
type CloseLine struct {
	Code       string `json:"code"`
	Label      string `json:"label"`
	Basis      string `json:"basis" doc:"口径"`
	UnitLabel  string `json:"unitLabel"`
	Per        int64  `json:"per" doc:"一个单位等于多少最小单位"`
	Month      int64  `json:"month"`
	Adjust     int64  `json:"adjust" doc:"本月中的跨期调整"`
	Cumulative int64  `json:"cumulative"`
}

// CloseSheet is one sheet of the workbook: how many rows, and what its main amount adds
// up to (分; nil where the sheet has none).
type CloseSheet struct {
	Sheet  string `json:"sheet"`
	Title  string `json:"title"`
	Rows   int    `json:"rows"`
	Amount *Money `json:"amount"`
}

// AfterClose is one change that reached a month after it was first closed: an adjustment
// posted in a later month, or a line posted while the month was open again (domain §7).
type AfterClose struct {
	At         Instant    `json:"at"`
	KnownOn    Date       `json:"knownOn"`
	Who        string     `json:"who"`
	Act        string     `json:"act" doc:"如 capital.verify；查不到为空"`
	What       string     `json:"what" doc:"审计日志的一行中文"`
	Object     string     `json:"object" enum:"capital,milestone"`
	ObjectID   int64      `json:"objectId"`
	Code       string     `json:"code" doc:"条目编号；节点为其名称"`
	ProjectID  int64      `json:"projectId"`
	Project    string     `json:"project"`
	UnitID     int64      `json:"unitId"`
	Unit       string     `json:"unit" doc:"归属单位"`
	Indicator  string     `json:"indicator"`
	Amount     int64      `json:"amount" doc:"分；个数指标的金额"`
	Count      int64      `json:"count" doc:"个数；到位资金为 0"`
	PostedIn   Month      `json:"postedIn"`
	Adjustment Adjustment `json:"adjustment"`
	Reason     string     `json:"reason"`
}

// Add appends an item: good while it does not fail, else bad ("warn" or "block") with its
// label and rows.
func (c *CloseCheck) Add(code, bad string, fails bool, n int64, good, label string, rows ...CloseEntry) {
	i := CloseItem{Code: code, Level: "ok", Label: good, Count: n}
	if fails {
		i.Level, i.Label, i.Rows = bad, label, rows
	}
	c.Items = append(c.Items, i)
}

// blocked returns the first item that stands in the way, "" for none; carrying over
// settles what is still submitted.
func (c CloseCheck) blocked() string {
	for _, i := range c.Items {
		if i.Level == "block" && i.Code != "order" && i.Code != "day" && i.Code != "submitted" {
			return i.Label
		}
	}
	return ""
}

// CheckClose decides whether c's month may be closed on today: strictly in order, from
// its cut-off day on, with nothing submitted unless carried over with a reason, and
// nothing else that blocks. Every refusal carries the list.
func CheckClose(c CloseCheck, today Date, in CloseInput) error {
	p := c.Period
	switch {
	case p.State == "closed":
		return Conflict(c, "%s已经关账", p.Month.Label())
	case p.Month != c.FirstOpen:
		return Conflict(c, "须按月份顺序关账，请先关 %s；该月若在上线以前，请管理员把各单位的上线月份改到上线当月", c.FirstOpen.Label())
	case today < p.Closable:
		return Conflict(c, "%s要到 %s 才能关账", p.Month.Label(), p.Closable)
	case p.Submitted > 0 && !in.CarryOver:
		return Conflict(c, "%s还有 %d 条已报未核的条目，请先核定、退回，或选择结转到下月", p.Month.Label(), p.Submitted)
	case p.Submitted > 0 && !Reasoned(in.Reason):
		return Invalid("reason", "结转须写明原因")
	}
	if why := c.blocked(); why != "" {
		return Conflict(c, "%s还不能关账：%s", p.Month.Label(), why)
	}
	return nil
}

// ItemText is one item as a line of text, for the command line.
func (i CloseItem) ItemText() string {
	return fmt.Sprintf("%s %s", map[string]string{"ok": "✓", "warn": "！", "block": "✕"}[i.Level], i.Label)
}
