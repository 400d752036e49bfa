package crm

// MaxOffers is how many leads and projects one act may offer to another unit.
const MaxOffers = 1000

// OffersInput offers to another unit what one person keeps: each live lead and each project as a
// transfer of its own, all of one batch; or a part of it, the leads also by the filter of their list.
// The counts are what the preview showed: when it is no longer so, nothing is offered.
type OffersInput struct {
	FromUserID     int64   `json:"fromUserId" minimum:"1" doc:"移交人"`
	ToUnitID       int64   `json:"toUnitId" minimum:"1" doc:"接收单位"`
	Reason         string  `json:"reason" minLength:"2" maxLength:"500"`
	Preset         string  `json:"preset,omitempty" enum:",single" doc:"统计归属：空为不约定，此前的约定照旧；single 全归接收方"`
	Part           string  `json:"part,omitempty" enum:",leads,projects" doc:"空为线索和项目；leads 只流转线索，可再按列表的筛选和编号缩小；projects 只流转项目"`
	LeadIDs        []int64 `json:"leadIds,omitempty" maxItems:"1000" doc:"只流转这些线索"`
	ExpectLeads    int64   `json:"expectLeads,omitempty" minimum:"0" doc:"预览所见可流转的线索数"`
	ExpectProjects int64   `json:"expectProjects,omitempty" minimum:"0" doc:"预览所见可流转的项目数"`
}

// BatchItem is a lead or project that stands in the way, or is left out, of an act on many.
type BatchItem struct {
	Kind string `json:"kind" enum:"lead,project"`
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// OffersDone tells what was offered, or in a preview what would be, and what can't be and why.
type OffersDone struct {
	BatchID  int64       `json:"batchId,omitempty"`
	Leads    int64       `json:"leads" doc:"提出流转的线索"`
	Projects int64       `json:"projects" doc:"提出流转的项目"`
	Left     int64       `json:"left" doc:"不能流转、留在原单位的件数"`
	Refused  []BatchItem `json:"refused,omitempty" doc:"不能流转的，最多 50 件"`
	Tasks    int64       `json:"tasks,omitempty" doc:"移交人在这些线索、项目上没有办结的任务，不随流转移交"`
	Steps    int64       `json:"steps,omitempty" doc:"移交人拜访这些企业留下的下一步，不随流转移交"`
}

// BatchDecision answers all pending transfers of a batch at once.
type BatchDecision struct {
	Reason  string `json:"reason,omitempty" maxLength:"500"`
	OwnerID int64  `json:"ownerId,omitempty" minimum:"0" doc:"接收时指定跟踪人"`
	Expect  int64  `json:"expect" minimum:"1" doc:"所见待答复的件数；对不上就不办"`
}

// BatchAnswer tells how many transfers were answered, or what stood in the way of all.
type BatchAnswer struct {
	Count   int64       `json:"count" doc:"答复的件数"`
	Refused []BatchItem `json:"refused,omitempty" doc:"不能接收的，最多 50 件"`
}
