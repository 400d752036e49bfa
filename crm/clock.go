package crm

// ClockRules are the numbers of the lead's clocks, all settings (domain §4). Days are working
// days, months calendar months; a week of the rules is five working days.
type ClockRules struct {
	RespondDays     int   `json:"respondDays" doc:"登记或接收后几个工作日内响应"`
	AssessDays      int   `json:"assessDays" doc:"几个工作日内研判"`
	AssessMajorDays int   `json:"assessMajorDays" doc:"重大线索几个工作日内研判"`
	MajorCNY        int64 `json:"majorCny" doc:"拟投资额多少起为重大线索，分"`
	FeedbackDays    int   `json:"feedbackDays" doc:"接收后几个工作日内向引荐单位反馈"`
	NoteDays        int   `json:"noteDays" doc:"至少每几个工作日记一次跟进"`
	YellowMonths    int   `json:"yellowMonths" doc:"几个月没有实质进展为黄色"`
	RedMonths       int   `json:"redMonths" doc:"几个月没有实质进展为红色"`
	RemindDays      int   `json:"remindDays" doc:"到期前几个工作日提醒"`
	ClaimRemindDays int   `json:"claimRemindDays" doc:"首报首谈到期前几天提醒"`
	TransferExpires bool  `json:"transferExpires" doc:"流转逾期未答复即失效"`
}

// DefaultClockRules is what the reports of 江门 and 邯郸 say (domain §4); reminders are our own.
var DefaultClockRules = ClockRules{RespondDays: 1, AssessDays: 3, AssessMajorDays: 5, MajorCNY: 10_000 * FenPerWan, FeedbackDays: 5, NoteDays: 10,
	YellowMonths: 2, RedMonths: 3, RemindDays: 1, ClaimRemindDays: 15, TransferExpires: true}

// Check judges the numbers, beside how many months a claim is protected.
func (r ClockRules) Check(claimMonths int) error {
	for _, d := range []struct {
		label string
		n     int
	}{{"响应期限", r.RespondDays}, {"研判期限", r.AssessDays}, {"重大线索研判期限", r.AssessMajorDays}, {"反馈期限", r.FeedbackDays}, {"跟进记录期限", r.NoteDays}} {
		if d.n < 1 || d.n > 60 {
			return Invalid("value", "%s须在 1 到 60 个工作日之间", d.label)
		}
	}
	switch {
	case r.AssessMajorDays < r.AssessDays:
		return Invalid("value", "重大线索的研判期限不能短于一般线索")
	case r.MajorCNY < 0:
		return Invalid("value", "重大线索的投资额不能为负")
	case r.MajorCNY > MaxAmount:
		return TooLarge(r.MajorCNY, "value", "重大线索的投资额")
	case r.YellowMonths < 1 || r.YellowMonths >= r.RedMonths || r.RedMonths > claimMonths:
		return Invalid("value", "预警须先黄后红，红色不能晚于首报首谈的保护期：现为黄 %d、红 %d、保护 %d 个月", r.YellowMonths, r.RedMonths, claimMonths)
	case r.RemindDays < 0 || r.RemindDays > 20:
		return Invalid("value", "提前提醒须在 0 到 20 个工作日之间")
	case r.ClaimRemindDays < 0 || r.ClaimRemindDays > 90:
		return Invalid("value", "首报首谈到期提醒须在提前 0 到 90 天之间")
	}
	return nil
}

// LeadClock is one clock of a lead as a person reads it.
type LeadClock struct {
	Kind   ReminderKind `json:"kind" enum:"respond,assess,feedback,note,idle"`
	Label  string       `json:"label"`
	From   Date         `json:"from" doc:"从哪天起算"`
	Due    Date         `json:"due" doc:"应于哪天前完成；实质进展为下一次变色的日期"`
	DoneOn Date         `json:"doneOn"`
	State  string       `json:"state" enum:"open,soon,late,done,paused,yellow,red" doc:"计时状态"`
	Days   int          `json:"days" doc:"已走过的工作日；实质进展为自然日"`
}

// Clock steps of which a person is told.
const (
	StepSoon   = "soon"
	StepLate   = "late"
	StepYellow = "yellow"
	StepRed    = "red"
)

// ClockStep is a threshold that a clock has passed. From is the day from which the clock counts,
// without pauses: each step of it is told once.
type ClockStep struct {
	Kind ReminderKind
	Step string
	From Date
	Due  Date // the last day in time; for idle the day of the threshold
}

// ProgressWarning is the colour of a lead that stands without real progress since idle: 2 months
// yellow, 3 red (both settings); lapsed when its claim, protected until that day, is over (邯郸, P;
// domain §4). An empty until is no claim.
func ProgressWarning(idle, until, today Date, status LeadStatus, stage Stage, r ClockRules) string {
	if idle == "" || status != LeadActive || stage == StageSigned {
		return ""
	}
	switch {
	case until != "" && today > until:
		return "lapsed"
	case today >= idle.AddMonths(r.RedMonths):
		return "red"
	case today >= idle.AddMonths(r.YellowMonths):
		return "yellow"
	}
	return ""
}
