package crm

import "strings"

// Task is something that one person is asked to do for a lead or project.
type Task struct {
	ID          int64   `json:"id"`
	ObjectKind  string  `json:"objectKind" enum:"lead,project"`
	ObjectID    int64   `json:"objectId"`
	ObjectCode  string  `json:"objectCode"`
	ObjectName  string  `json:"objectName" doc:"线索或项目的名称"`
	Title       string  `json:"title" doc:"要办的事"`
	OwnerID     int64   `json:"ownerId" doc:"承办人"`
	OwnerName   string  `json:"ownerName"`
	UnitName    string  `json:"unitName" doc:"承办人的单位"`
	DueOn       Date    `json:"dueOn" doc:"期限，空为没有"`
	State       string  `json:"state" enum:"open,done,dropped"`
	Overdue     bool    `json:"overdue" doc:"过了期限还没有办完"`
	DoneOn      Date    `json:"doneOn" doc:"完成或取消的日期"`
	Reason      string  `json:"reason" doc:"取消的原因"`
	CreatedBy   int64   `json:"createdBy"`
	CreatorName string  `json:"creatorName" doc:"布置人"`
	KnownOn     Date    `json:"knownOn"`
	At          Instant `json:"at"`
	MayChange   bool    `json:"mayChange" doc:"看的人可以修改、办结"`
	Version     int64   `json:"version"`
}

// TaskInput is a task as it is set.
type TaskInput struct {
	ObjectKind string `json:"objectKind" enum:"lead,project"`
	ObjectID   int64  `json:"objectId" minimum:"1"`
	Title      string `json:"title" minLength:"2" maxLength:"200"`
	OwnerID    int64  `json:"ownerId,omitempty" minimum:"0" doc:"承办人，默认本人"`
	DueOn      Date   `json:"dueOn,omitempty"`
}

// TaskEdit changes what is to be done, by whom and until when.
type TaskEdit struct {
	Title   string `json:"title" minLength:"2" maxLength:"200"`
	OwnerID int64  `json:"ownerId" minimum:"1"`
	DueOn   Date   `json:"dueOn,omitempty"`
	Version int64  `json:"version"`
}

// TaskFilter chooses tasks.
type TaskFilter struct {
	Page
	Box        string // mine: the viewer's own; made: by the viewer for others; unit: of the people of the viewer's units
	State      string
	Overdue    bool
	OwnerID    int64
	DueBefore  Date
	ObjectKind string
	ObjectID   int64
}

// CheckTask is a task's text without blanks around it and with phones masked (trust §2); a day that does not exist, or that is
// past when it is set, is refused.
func CheckTask(title string, due, was, today Date) (string, error) {
	title = MaskPhones(strings.TrimSpace(title))
	if len([]rune(title)) < 2 {
		return "", Invalid("title", "请写明要办的事")
	}
	if due == "" || due == was {
		return title, nil
	}
	if _, err := ParseDate(string(due)); err != nil {
		return "", Invalid("dueOn", "日期“%s”写法不对，请写成 2022-09-26", due)
	}
	if due < today {
		return "", Invalid("dueOn", "期限 %s 已经过去，请选今天或以后的日期", due)
	}
	return title, nil
}

// taskSteps says from which states a task comes to a state.
var taskSteps = map[string][2]string{"done": {"open", "办结"}, "dropped": {"open", "取消"}, "open": {"", "重新打开"}}

// CheckState decides whether the task may go to a state.
func (t Task) CheckState(to string, version int64) error {
	step := taskSteps[to]
	switch {
	case t.Version != version:
		return Conflict(nil, "任务已有变化，请刷新后再办")
	case t.State == to:
		return Conflict(nil, "任务%s，不用再%s", t.StateLabel(), step[1])
	case step[0] != "" && t.State != step[0]:
		return Conflict(nil, "任务%s，要%s请先重新打开", t.StateLabel(), step[1])
	}
	return nil
}

// StateLabel is the task's state in Chinese.
func (t Task) StateLabel() string {
	return map[string]string{"open": "未完成", "done": "已完成", "dropped": "已取消"}[t.State]
}
