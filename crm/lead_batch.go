package crm

// MaxBatch is how many leads one batch act may change.
const MaxBatch = 1000

// LeadBatch is one act over all leads that a filter shows.
type LeadBatch struct {
	Act      string     `json:"act" enum:"owner,status,nextStep,chain"`
	OwnerID  int64      `json:"ownerId,omitempty" minimum:"0" doc:"换成谁跟踪"`
	Status   LeadStatus `json:"status,omitempty" enum:"active,paused,dormant,dropped"`
	Reason   string     `json:"reason,omitempty" maxLength:"500"`
	NextStep string     `json:"nextStep,omitempty" maxLength:"500" doc:"下一步做什么"`
	NextDue  Date       `json:"nextDue,omitempty" doc:"下一步日期"`
	ChainID  int64      `json:"chainId,omitempty" minimum:"0" doc:"归到哪条产业链"`
	Expect   int64      `json:"expect" minimum:"1" doc:"列表上显示的条数；对不上就不办"`
}

// BatchRefusal is a lead that stands in the way of a batch act.
type BatchRefusal struct {
	ID      int64  `json:"id"`
	Code    string `json:"code"`
	Project string `json:"project"`
	Why     string `json:"why"`
}

// BatchDone tells what a batch act did, or with Refused why it did nothing.
type BatchDone struct {
	Count    int64          `json:"count" doc:"筛选出几条"`
	Changed  int64          `json:"changed" doc:"改了几条，其余已是如此"`
	Refused  []BatchRefusal `json:"refused,omitempty" doc:"不能办的，最多 20 条"`
	UndoFrom int64          `json:"undoFrom,omitempty" doc:"60 秒内可凭它整批撤销；0 为不能撤销"`
}

// BatchUndo takes a batch act of one's own back.
type BatchUndo struct {
	UndoFrom int64 `json:"undoFrom" minimum:"1"`
}

// Check judges a batch act before its leads.
func (b LeadBatch) Check() error {
	switch b.Act {
	case "owner":
		if b.OwnerID == 0 {
			return Invalid("ownerId", "请选由谁跟踪")
		}
	case "status":
		if b.Status.Label() == "" {
			return Invalid("status", "请选改为什么状态")
		}
		if b.Status != LeadActive && !Reasoned(b.Reason) {
			return Invalid("reason", "改为“%s”须写明原因", b.Status.Label())
		}
	case "nextStep":
		if b.NextStep == "" {
			return Invalid("nextStep", "请写明下一步做什么")
		}
		return CheckNextStep(b.NextStep, b.NextDue)
	case "chain":
		if b.ChainID == 0 {
			return Invalid("chainId", "请选归到哪条产业链")
		}
	default:
		return Invalid("act", "不能成批办理“%s”", b.Act)
	}
	return nil
}

// Undoable reports whether the act is taken back as a whole, as the single one is.
func (b LeadBatch) Undoable() bool { return b.Act == "owner" || b.Act == "status" }
