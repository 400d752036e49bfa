package crm

// ReportJobState is how far a workbook that is made in the background is.
type ReportJobState string

// States of a job; the last three are its end.
const (
	ReportQueued    ReportJobState = "queued"
	ReportRunning   ReportJobState = "running"
	ReportDone      ReportJobState = "done"
	ReportFailed    ReportJobState = "failed"
	ReportCancelled ReportJobState = "cancelled"
)

// ReportJobInput asks for a workbook.
type ReportJobInput struct {
	Window   string   `json:"window" minLength:"4" maxLength:"16" doc:"月 2022-08、季 2022Q3、半年 2022H1、年 2022 或起止 2022-03..2022-09"`
	UnitID   int64    `json:"unitId,omitempty" minimum:"0" doc:"只看一个单位及其下级"`
	OfficeID int64    `json:"officeId,omitempty" minimum:"0" doc:"只看一个联络处或部门引荐的"`
	ChainID  int64    `json:"chainId,omitempty" minimum:"0" doc:"只看一条产业链"`
	AsKnown  Date     `json:"asKnown,omitempty" maxLength:"10" doc:"按这一天已知的数据"`
	Bases    []string `json:"bases,omitempty" maxItems:"20" doc:"指标=口径，如 capital=outside"`
}

// Query is what the workbook is made from.
func (in ReportJobInput) Query() (FiguresQuery, error) {
	w, err := ParseWindow(in.Window)
	if err != nil {
		return FiguresQuery{}, err
	}
	q := FiguresQuery{Month: w.To, AsKnown: in.AsKnown, UnitID: in.UnitID, OfficeID: in.OfficeID, ChainID: in.ChainID}
	if !w.Single() {
		q.From = w.From
	}
	q.Bases, err = ParseBases(in.Bases)
	return q, err
}

// ReportProgress is how far a job is: rows written of about so many; 0 while the rows are read.
type ReportProgress struct {
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
}

// ReportJob is a workbook made in the background for one person, and kept: the same bytes
// can be fetched again.
type ReportJob struct {
	ID       int64          `json:"id"`
	Title    string         `json:"title"`
	Asked    ReportJobInput `json:"asked"`
	State    ReportJobState `json:"state" enum:"queued,running,done,failed,cancelled"`
	Progress ReportProgress `json:"progress"`
	Problem  string         `json:"problem" doc:"没有做成的原因"`
	FileName string         `json:"fileName"`
	Snapshot string         `json:"snapshot" doc:"关账快照编号，空为未关账或多个月"`
	SHA256   string         `json:"sha256"`
	Size     int64          `json:"size"`
	At       Instant        `json:"at"`
	EndedAt  Instant        `json:"endedAt"`
	Version  int64          `json:"version"`
	UserID   int64          `json:"-"`
}

// Covers reports whether s reaches all that then did: who sees less today may not fetch
// what was made for more.
func (s Scope) Covers(then Scope) bool {
	if then.All {
		return s.All
	}
	for _, id := range then.Units {
		if !s.Has(id) {
			return false
		}
	}
	return true
}
