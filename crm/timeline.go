package crm

import "strings"

// TimelineItem is one line of what happened to a lead or project.
type TimelineItem struct {
	Key        string         `json:"key" doc:"在这条经过里唯一"`
	Kind       string         `json:"kind" enum:"stage,note,visit,comment,task,file,transfer,claim,dispute,import,merge,project,milestone,capital"`
	Act        string         `json:"act" doc:"具体做了什么，如 report、done、attachment.add"`
	On         Date           `json:"on" doc:"业务日；拜访为拜访日期"`
	At         Instant        `json:"at"`
	Title      string         `json:"title"`
	Text       string         `json:"text"`
	ObjectKind string         `json:"objectKind" doc:"点开是什么，空为没有页面"`
	ObjectID   int64          `json:"objectId"`
	UserName   string         `json:"userName"`
	UnitName   string         `json:"unitName"`
	Of         string         `json:"of" doc:"来自并入的或签约前的线索时，那条线索的编码"`
	Files      []TimelineFile `json:"files" doc:"文件，拜访为照片"`
}

// TimelineFile is a file behind a line, opened at /attachments/{id}.
type TimelineFile struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// TimelineKinds are the kinds of lines, in the order in which a page offers them.
var TimelineKinds = []string{"stage", "note", "visit", "comment", "task", "file", "transfer", "claim", "dispute", "import", "merge", "project", "milestone", "capital"}

var eventTitles = map[string]string{"report": "首报", "stage": "阶段", "undo": "撤销阶段", "status": "状态", "note": "进展", "transfer": "流转", "owner": "换跟踪人",
	"edit": "修改", "void": "作废", "merge": "合并线索", "unmerge": "撤销合并"}

// Title says in Chinese what an event of a lead did: 阶段 研判 → 对接洽谈.
func (e LeadEvent) Title() string {
	if e.Kind == "note" && e.To == FeedbackNote {
		return "向移交单位反馈"
	}
	name := func(code string) string {
		switch e.Kind {
		case "report", "stage", "undo":
			return Stage(code).Label()
		case "status":
			return LeadStatus(code).Label()
		}
		return code
	}
	moved := strings.Trim(name(e.From)+" → "+name(e.To), " →")
	if e.From != "" && e.To != "" {
		moved = name(e.From) + " → " + name(e.To)
	}
	return strings.TrimSpace(eventTitles[e.Kind] + " " + moved)
}

// ClaimTitle says what happened to a claim.
func ClaimTitle(kind, unit string) string {
	switch kind {
	case "opened":
		return "取得首报首谈"
	case "passed":
		return "首报首谈转归" + unit
	case "revived":
		return "恢复首报首谈"
	case ClaimLapsed:
		return "首报首谈失效"
	}
	return "首报首谈结束"
}
