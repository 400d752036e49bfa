package crm

// Period is a reporting month (月报期): open or closed.
type Period struct {
	Month     Month   `json:"month"`
	State     string  `json:"state" enum:"open,closed"`
	CutOff    Date    `json:"cutOff"`
	Closable  Date    `json:"closable" doc:"可关账的首日"`
	ClosedAt  Instant `json:"closedAt"`
	ClosedBy  string  `json:"closedBy"`
	KnownOn   Date    `json:"knownOn"`
	Reason    string  `json:"reason" doc:"重新开账的原因"`
	Snapshot  string  `json:"snapshot" doc:"最新快照编号"`
	Submitted int64   `json:"submitted" doc:"已报未核条目数"`
	Drafts    int64   `json:"drafts" doc:"草稿与退回条目数"`
	Filed     int64   `json:"filed" doc:"已报送单位数"`
	Due       int64   `json:"due" doc:"应报送单位数"`
	Version   int64   `json:"version"`
}

// Filing is a unit's sign-off of its month; Zero is 零报告 (domain §7).
type Filing struct {
	ID         int64   `json:"id"`
	Month      Month   `json:"month"`
	UnitID     int64   `json:"unitId"`
	UnitName   string  `json:"unitName"`
	State      string  `json:"state" enum:"missing,filed"`
	Zero       bool    `json:"zero" doc:"零报告"`
	Entries    int64   `json:"entries"`
	AmountCNY  int64   `json:"amountCny" doc:"报送时本月条目合计，分"`
	FiledBy    string  `json:"filedBy"`
	At         Instant `json:"at"`
	KnownOn    Date    `json:"knownOn"`
	Note       string  `json:"note"`
	NewSince   int64   `json:"newSince" doc:"报送后又有变动的条目数"`
	Unverified int64   `json:"unverified"`
}

// FilingInput signs off a month.
type FilingInput struct {
	UnitID int64  `json:"unitId,omitempty"`
	Zero   bool   `json:"zero,omitempty"`
	Note   string `json:"note,omitempty" maxLength:"500"`
}

// CloseInput closes a month; CarryOver moves what is still submitted to the next
// month with one reason (结转, domain §7).
type CloseInput struct {
	CarryOver bool   `json:"carryOver,omitempty"`
	Reason    string `json:"reason,omitempty" maxLength:"500"`
	Version   int64  `json:"version,omitempty"`
}

// ReopenInput reopens the latest closed month.
type ReopenInput struct {
	Reason string `json:"reason" minLength:"2" maxLength:"500"`
}

// Snapshot holds the frozen figures and files of a closed month (domain §7).
type Snapshot struct {
	ID             int64   `json:"id"`
	Number         string  `json:"number" doc:"如 KZ-202208-01"`
	Edition        string  `json:"edition" doc:"印在工作簿上的编号；与某一旧版内容相同时为旧版的编号"`
	Month          Month   `json:"month"`
	Seq            int64   `json:"seq"`
	KnownOn        Date    `json:"knownOn"`
	At             Instant `json:"at"`
	ClosedBy       string  `json:"closedBy"`
	FiguresSHA256  string  `json:"figuresSha256"`
	RowsSHA256     string  `json:"rowsSha256" doc:"各表行的校验值，不含编号；早期快照为空"`
	WorkbookSHA256 string  `json:"workbookSha256"`
	WorkbookSize   int64   `json:"workbookSize"`
}

// CheckReopen decides whether month may be opened again: only the latest closed one,
// with a reason.
func CheckReopen(p Period, last Month, in ReopenInput) error {
	switch {
	case p.State != "closed":
		return Conflict(p, "%s没有关账，不用重新开账", p.Month.Label())
	case p.Month != last:
		return Conflict(p, "只有最近关账的月份（%s）可以重新开账", last.Label())
	case !Reasoned(in.Reason):
		return Invalid("reason", "请写明重新开账的原因")
	}
	return nil
}

// CheckFiling decides whether a unit may sign off its month: it is open, a 零报告 has no
// entries, any other has at least one handed in (domain §7).
func CheckFiling(p Period, f Filing, drafts int64) error {
	switch {
	case p.State == "closed":
		return Conflict(p, "%s已经关账，不能再报送", p.Month.Label())
	case f.Zero && f.Entries > 0:
		return Invalid("zero", "%s本月已报 %d 条到位资金，不能作零报告", f.UnitName, f.Entries)
	case f.Zero && drafts > 0:
		return Invalid("zero", "%s本月还有 %d 条草稿或退回的条目，请先提交或删除", f.UnitName, drafts)
	case !f.Zero && f.Entries == 0 && drafts > 0:
		return Invalid("entries", "%s本月的 %d 条条目还没有提交，请先提交再报送", f.UnitName, drafts)
	case !f.Zero && f.Entries == 0:
		return Invalid("zero", "%s本月没有到位资金条目，没有到位请作零报告", f.UnitName)
	}
	return nil
}
