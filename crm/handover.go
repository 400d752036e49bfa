package crm

import "strconv"

// HandoverCounts is what one person keeps that a colleague can take over (工作交接).
type HandoverCounts struct {
	Leads    int64 `json:"leads" doc:"线索，含已签约、终止和作废的"`
	Live     int64 `json:"live" doc:"其中在谈线索"`
	Projects int64 `json:"projects" doc:"项目"`
	Steps    int64 `json:"steps" doc:"拜访留下、还没有跟进的下一步"`
	Tasks    int64 `json:"tasks" doc:"没有办结的任务"`
}

// All is the number of things that change hands.
func (c HandoverCounts) All() int64 { return c.Leads + c.Projects + c.Steps + c.Tasks }

// Open is the number of things that somebody must go on with.
func (c HandoverCounts) Open() int64 { return c.Live + c.Projects + c.Steps + c.Tasks }

// Text tells in words what somebody must go on with, without counts that are zero.
func (c HandoverCounts) Text() string { return c.words(0) }

// Moved tells in words all that changes hands.
func (c HandoverCounts) Moved() string { return c.words(c.Leads - c.Live) }

func (c HandoverCounts) words(closed int64) string {
	text := ""
	for _, x := range []struct {
		n    int64
		what string
	}{{c.Live, "条在谈线索"}, {closed, "条已签约、终止或作废的线索"}, {c.Projects, "个项目"}, {c.Steps, "个下一步"}, {c.Tasks, "项任务"}} {
		if x.n > 0 {
			if text != "" {
				text += "、"
			}
			text += strconv.FormatInt(x.n, 10) + " " + x.what
		}
	}
	return text
}

// HandoverInput hands all that one person keeps to another. Expect is what the preview showed: when
// it is no longer so, nothing is done.
type HandoverInput struct {
	FromUserID int64          `json:"fromUserId" minimum:"1" doc:"移交人"`
	ToUserID   int64          `json:"toUserId" minimum:"1" doc:"接手人"`
	Reason     string         `json:"reason" minLength:"2" maxLength:"500"`
	Expect     HandoverCounts `json:"expect" doc:"预览所见的件数"`
}

// Giver is a person whose work can be handed over, disabled ones too.
type Giver struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	UnitName string `json:"unitName"`
	Disabled bool   `json:"disabled"`
}
