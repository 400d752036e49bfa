package crm

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// States of an office's week.
const (
	WeekNone  = "none"  // nothing written yet
	WeekDraft = "draft" // a note is kept, not sent
	WeekSent  = "sent"  // frozen
)

// WeekSheet is a liaison office's weekly sheet (周报): what was entered in the week anyway,
// with a note and what it plans (domain §9). Sent, its sections are frozen.
type WeekSheet struct {
	OfficeID int64         `json:"officeId"`
	Name     string        `json:"name"`
	Week     Date          `json:"week" doc:"周一"`
	To       Date          `json:"to" doc:"周日"`
	State    string        `json:"state" enum:"none,draft,sent"`
	Sections []WeekSection `json:"sections"`
	Note     string        `json:"note" doc:"情况说明"`
	Plan     string        `json:"plan" doc:"下周打算的补充"`
	SentBy   string        `json:"sentBy"`
	SentOn   Date          `json:"sentOn"`
	Facts    string        `json:"facts" doc:"内容的校验值，发送时带上"`
	Changes  []WeekChange  `json:"changes" doc:"发送后内容又有变动的"`
	WeekReply
	Events    []WeekEvent `json:"events" doc:"发送、撤回和批复的经过"`
	MayWrite  bool        `json:"mayWrite"`
	MayRecall bool        `json:"mayRecall" doc:"可否撤回"`
	MayReply  bool        `json:"mayReply" doc:"可否批复"`
	Version   int64       `json:"version"`
}

// WeekReply is the bureau's reply that a sent sheet waits for, with its term in working days.
type WeekReply struct {
	ReplyDue  Date   `json:"replyDue" doc:"应于哪天前批复，空为没有期限"`
	RepliedOn Date   `json:"repliedOn" doc:"批复日期，空为没有批复"`
	Term      string `json:"term" enum:",open,soon,late,done" doc:"批复期限：未到、今明到期、已逾期、已批复；没有发送为空"`
}

// Stands says how the term stands on a day.
func (r WeekReply) Stands(today Date, w Workdays) WeekReply {
	switch {
	case r.RepliedOn != "":
		r.Term = TermDone
	case r.ReplyDue != "":
		r.Term, _ = termOf(r.ReplyDue, today, w)
	}
	return r
}

// WeekEvent is a step of a sheet: sent, taken back with a reason, or replied to.
type WeekEvent struct {
	Kind     string  `json:"kind" enum:"send,recall,reply"`
	Text     string  `json:"text" doc:"撤回原因或批复内容"`
	UserName string  `json:"userName"`
	KnownOn  Date    `json:"knownOn"`
	At       Instant `json:"at"`
}

// WeekWord is what a person writes to a sent sheet: why it is taken back, or the bureau's reply.
type WeekWord struct {
	Week    Date   `json:"week" maxLength:"10" doc:"周一的日期"`
	Text    string `json:"text" minLength:"2" maxLength:"1000"`
	Version int64  `json:"version"`
}

// WeekSection is one part of the sheet.
type WeekSection struct {
	Code  string     `json:"code" enum:"visits,leads,progress,transfers,next"`
	Title string     `json:"title"`
	Items []WeekItem `json:"items"`
}

// WeekItem is one line; Key names it within its section.
type WeekItem struct {
	Key   string `json:"key"`
	Kind  string `json:"kind" enum:"visit,lead"`
	ID    int64  `json:"id"`
	On    Date   `json:"on"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// WeekChange is a difference between a sent sheet and what is entered now.
type WeekChange struct {
	Section string `json:"section"`
	Kind    string `json:"kind" enum:"added,gone,changed"`
	Title   string `json:"title"`
	Was     string `json:"was"`
	Now     string `json:"now"`
}

// WeekLine is one week in the list of an office's weeks.
type WeekLine struct {
	Week   Date   `json:"week"`
	To     Date   `json:"to"`
	State  string `json:"state" enum:"none,draft,sent"`
	Visits int64  `json:"visits"`
	Leads  int64  `json:"leads"`
	SentBy string `json:"sentBy"`
	SentOn Date   `json:"sentOn"`
	WeekReply
}

// WeekInput is what a person adds to a week; Facts is that of the sheet as read, needed to send.
type WeekInput struct {
	Week    Date   `json:"week" maxLength:"10" doc:"周一的日期"`
	Note    string `json:"note,omitempty" maxLength:"2000"`
	Plan    string `json:"plan,omitempty" maxLength:"1000"`
	Facts   string `json:"facts,omitempty" maxLength:"64"`
	Version int64  `json:"version,omitempty"`
}

// weekSections are the parts in their order.
var weekSections = []struct{ code, title string }{{"visits", "拜访接待"}, {"leads", "新增线索"}, {"progress", "推进情况"}, {"transfers", "流转"}, {"next", "下周打算"}}

// NewWeekSections puts items into their parts, empty ones too.
func NewWeekSections(items map[string][]WeekItem) []WeekSection {
	out := make([]WeekSection, len(weekSections))
	for i, s := range weekSections {
		out[i] = WeekSection{Code: s.code, Title: s.title, Items: append([]WeekItem{}, items[s.code]...)}
	}
	return out
}

// WeekOf is the Monday of d's week.
func WeekOf(d Date) Date { return d.AddDays(-(int(d.Time().Weekday()) + 6) % 7) }

// CheckWeek reads the Monday that a week is named by; a week that has not begun is refused.
func CheckWeek(week, today Date) error {
	d, err := ParseDate(string(week))
	switch {
	case err != nil:
		return Invalid("week", "周报按周一的日期找，如 %s，“%s”写法不对", WeekOf(today), week)
	case WeekOf(d) != d:
		return Invalid("week", "周报按周一的日期找，%s 所在的一周是 %s", d, WeekOf(d))
	case d.Month() < firstMonth:
		return Invalid("week", "%s 太早，请核对", d)
	case d > today:
		return Invalid("week", "%s 这一周还没到", d)
	}
	return nil
}

// WeekFacts is the hash of what a sheet says of itself.
func WeekFacts(sections []WeekSection) string {
	b, _ := json.Marshal(sections)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// WeekChanges compares a sent sheet with what is entered now; plans are meant to move on.
func WeekChanges(sent, now []WeekSection) []WeekChange {
	out := []WeekChange{}
	for i, s := range sent {
		if s.Code == "next" || i >= len(now) {
			continue
		}
		left := map[string]WeekItem{}
		for _, x := range now[i].Items {
			left[x.Key] = x
		}
		for _, was := range s.Items {
			x, ok := left[was.Key]
			delete(left, was.Key)
			switch {
			case !ok:
				out = append(out, WeekChange{s.Title, "gone", was.Title, was.line(), ""})
			case x != was:
				out = append(out, WeekChange{s.Title, "changed", x.Title, was.line(), x.line()})
			}
		}
		for _, x := range now[i].Items {
			if _, added := left[x.Key]; added {
				out = append(out, WeekChange{s.Title, "added", x.Title, "", x.line()})
			}
		}
	}
	return out
}

func (x WeekItem) line() string { return fmt.Sprintf("%s %s：%s", x.On, x.Title, x.Text) }

// WeekTitle names a week's sheet: 京津冀招商联络处 9月19日—25日周报.
func WeekTitle(office string, week Date) string {
	from, to := week.Time(), week.AddDays(6).Time()
	end := fmt.Sprintf("%d日", to.Day())
	if from.Month() != to.Month() {
		end = fmt.Sprintf("%d月%d日", to.Month(), to.Day())
	}
	return fmt.Sprintf("%s %d月%d日—%s周报", office, from.Month(), from.Day(), end)
}
