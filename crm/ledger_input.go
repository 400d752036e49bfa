package crm

// ReviewInput is a reviewer's or reporter's word on something reported: 提交, 撤回, 通过, 退回.
// Returning needs a text.
type ReviewInput struct {
	Text          string `json:"text,omitempty" maxLength:"500" doc:"意见；退回时必填"`
	WarningReason string `json:"warningReason,omitempty" maxLength:"500" doc:"提交有预警的到位资金时写明原因"`
	Version       int64  `json:"version"`
}

// ProjectStatusInput changes a project's state of affairs; 延期, 停工 and 终止 need a reason.
type ProjectStatusInput struct {
	Status  ProjectStatus `json:"status" enum:"formalities,normal,delayed,stopped,ended"`
	Reason  string        `json:"reason,omitempty" maxLength:"500"`
	Version int64         `json:"version"`
}

// ReverseInput asks for the full reversal (冲回) of a verified entry (domain §7).
type ReverseInput struct {
	Reason  string `json:"reason" minLength:"2" maxLength:"500"`
	Submit  bool   `json:"submit,omitempty" doc:"同时提交审核"`
	Version int64  `json:"version,omitempty" doc:"被冲回条目的版本"`
}

// IntroductionInput replaces a project's introductions (引荐); an empty list ends them.
type IntroductionInput struct {
	Shares  []Share `json:"shares" maxItems:"14"`
	Reason  string  `json:"reason,omitempty" maxLength:"500"`
	Version int64   `json:"version"`
}

// ProjectFilter narrows the list of projects; empty fields do not filter. Stage is the
// furthest approved milestone; Size is a class of 总投资; Year is that of the approved
// signing.
type ProjectFilter struct {
	UnitID   int64
	CountyID int64
	ChainID  int64
	ParkID   int64
	Company  int64
	Status   ProjectStatus
	Stage    string // unsigned, signed, registered, started, producing
	Nature   Nature
	Year     int
	Origin   Origin
	Size     string // lt1, 1to5, 5to10, 10to50, gte50 (亿元)
	Voided   bool
	Page
}

// MilestoneFilter narrows the list of milestones. Queue gives what waits for this
// reviewer, their own reports aside.
type MilestoneFilter struct {
	ProjectID int64
	UnitID    int64
	Kind      MilestoneKind
	State     ReviewState
	Month     Month // of the milestone's date
	Mine      bool
	Queue     bool
	Page
}

// CapitalFilter narrows the list of entries. Queue gives what waits for this verifier,
// their own reports aside.
type CapitalFilter struct {
	ProjectID int64
	UnitID    int64
	Month     Month
	Year      int
	State     ReviewState
	Origin    Origin
	Mine      bool
	Queue     bool
	Page
}
