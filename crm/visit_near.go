package crm

// VisitsNear are the visits to one company within RepeatDays of a day, of the viewer's own
// scope: others' are not told.
type VisitsNear struct {
	Days  int         `json:"days" doc:"前后多少天内算重复拜访"`
	Items []VisitNear `json:"items"`
}

// VisitNear is one of them.
type VisitNear struct {
	ID       int64     `json:"id"`
	Code     string    `json:"code"`
	Kind     VisitKind `json:"kind" enum:"out,in,site,call,event"`
	On       Date      `json:"on"`
	UnitName string    `json:"unitName"`
	UserName string    `json:"userName"`
	Theme    string    `json:"theme"`
	Outcome  string    `json:"outcome"`
}
