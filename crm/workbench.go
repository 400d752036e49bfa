package crm

// NextStep is a next step with its day, of a lead or of a visit without a lead.
type NextStep struct {
	Kind     string `json:"kind" enum:"lead,visit"`
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Company  string `json:"company"`
	Step     string `json:"nextStep"`
	Due      Date   `json:"due"`
	UnitName string `json:"unitName"`
}

// Waiting is something that waits for the viewer: a returned report or a review.
type Waiting struct {
	Kind     string  `json:"kind" enum:"milestone,capital"`
	ID       int64   `json:"id"`
	Title    string  `json:"title"`
	Subtitle string  `json:"subtitle"`
	UnitName string  `json:"unitName"`
	At       Instant `json:"at"`
}

// NextStepBox is a count with its first rows.
type NextStepBox struct {
	Count int64      `json:"count"`
	Items []NextStep `json:"items"`
}

// WaitingBox is a count with its first rows.
type WaitingBox struct {
	Count int64     `json:"count"`
	Items []Waiting `json:"items"`
}

// Workbench answers "what must I do today" (interface §1, §2).
type Workbench struct {
	Today     Date                     `json:"today"`
	Overdue   NextStepBox              `json:"overdue" doc:"已逾期的下一步"`
	DueToday  NextStepBox              `json:"dueToday"`
	DueWeek   NextStepBox              `json:"dueWeek" doc:"今天之后、本周日及以前"`
	Tasks     List[Task]               `json:"tasks" doc:"交给我的任务，未完成的，先到期的在前"`
	Transfers List[Transfer]           `json:"transfers" doc:"等我单位接收的流转"`
	Requests  List[AttributionRequest] `json:"requests" doc:"等我审核的归属调整"`
	Returned  WaitingBox               `json:"returned" doc:"退回给我的节点和到位资金"`
	Reviews   WaitingBox               `json:"reviews" doc:"等我审核的节点和到位资金"`
	Warnings  map[string]int64         `json:"warnings" doc:"我的线索：yellow、red、lapsed 各几条"`
	Unread    int64                    `json:"unread" doc:"未读消息数"`
	Messages  []Message                `json:"messages" doc:"最近几条未读消息"`
}
