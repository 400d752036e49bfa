package crm

import (
	"strings"
	"unicode/utf8"
)

// ReminderKind says what a reminder is about; channels choose by it.
type ReminderKind string

// Kinds of reminders (domain §4): a term of a lead, no progress for months, a claim that ends, a
// transfer or dispute that waits for an answer, an office's weekly sheet that waits for the bureau's
// reply. Tasks stand in the workbench and tell by message.
const (
	RemindRespond  ReminderKind = "respond"
	RemindAssess   ReminderKind = "assess"
	RemindFeedback ReminderKind = "feedback"
	RemindNote     ReminderKind = "note"
	RemindIdle     ReminderKind = "idle"
	RemindClaim    ReminderKind = "claim"
	RemindTransfer ReminderKind = "transfer"
	RemindDispute  ReminderKind = "dispute"
	RemindWeek     ReminderKind = "week"
)

var reminderLabels = map[ReminderKind]string{RemindRespond: "响应期限", RemindAssess: "研判期限", RemindFeedback: "反馈期限", RemindNote: "跟进记录期限",
	RemindIdle: "长期无实质进展", RemindClaim: "首报首谈到期", RemindTransfer: "流转待答复", RemindDispute: "争议待答复", RemindWeek: "周报待批复"}

// Label is the kind's Chinese name; "" for none.
func (k ReminderKind) Label() string { return reminderLabels[k] }

// maxReminderTitle is the most runes of a title: several fit into one message of a robot.
const maxReminderTitle = 80

// Reminder tells once that something falls due. It stands in the workbench of one person, or of those
// who keep a unit's leads. Title alone leaves the house by mail and robots: it names no
// amount, phone or contact (a code such as XS2022-0001 and what is due); Body may say more.
type Reminder struct {
	ID       int64        `json:"id"`
	Kind     ReminderKind `json:"kind" enum:"respond,assess,feedback,note,idle,claim,transfer,dispute,week"`
	Title    string       `json:"title"`
	Body     string       `json:"body"`
	Object   string       `json:"object" doc:"对象种类，如 lead"`
	ObjectID int64        `json:"objectId"`
	UserID   int64        `json:"userId" doc:"提醒给谁；0 为单位里管线索的人"`
	Role     Role         `json:"role,omitempty" doc:"只提醒单位里的这一角色"`
	UnitID   int64        `json:"unitId"`
	DueOn    Date         `json:"dueOn"`
	KnownOn  Date         `json:"knownOn" doc:"哪天提醒的"`
	At       Instant      `json:"at"`
	DoneOn   Date         `json:"doneOn" doc:"办结日期，空为未办"`
}

// Outgoing is the title as it may leave the house: on one line, phones masked, not longer than fits.
func (r Reminder) Outgoing() string {
	title := MaskPhones(strings.Join(strings.Fields(r.Title), " "))
	if utf8.RuneCountInString(title) > maxReminderTitle {
		title = string([]rune(title)[:maxReminderTitle-1]) + "…"
	}
	return title
}

// ReminderFilter narrows the list of reminders.
type ReminderFilter struct {
	Page
	State string // open, done or "" for all
	Mine  bool
}
