package crm

// ImportState is where an import stands. Reading and applying are background jobs.
type ImportState string

// The states. A batch is checked after every reading; only applied batches can be undone.
const (
	ImportReading   ImportState = "reading"
	ImportChecked   ImportState = "checked"
	ImportFailed    ImportState = "failed" // the file was refused; Problem says why
	ImportApplying  ImportState = "applying"
	ImportApplied   ImportState = "applied"
	ImportUndone    ImportState = "undone"
	ImportDiscarded ImportState = "discarded"
)

// Label returns the Chinese word of the state.
func (s ImportState) Label() string {
	return map[ImportState]string{ImportReading: "正在检查", ImportChecked: "待导入", ImportFailed: "读不了", ImportApplying: "正在导入",
		ImportApplied: "已导入", ImportUndone: "已撤销", ImportDiscarded: "已放弃"}[s]
}

// ImportUpload is a file that a person hands in.
type ImportUpload struct {
	FileName string
	Kind     ImportKind // auto lets each sheet decide
	AsOf     Date       // the day of filing; "" means the business day
	UnitID   int64      // the unit of rows whose sheet has no column for it; 0 for none
}

// ImportBatch is one import as a person follows it. Counts are those of the last check, Done those of the application.
type ImportBatch struct {
	ID         int64          `json:"id"`
	FileName   string         `json:"fileName"`
	Kind       ImportKind     `json:"kind"`
	AsOf       Date           `json:"asOf"`
	UnitID     int64          `json:"unitId" doc:"导入人的单位；能导入的上级单位也看得到这一批"`
	UnitName   string         `json:"unitName"`
	RowUnitID  int64          `json:"rowUnitId" doc:"表中没有单位列的行归属的单位，0 为无"`
	UserID     int64          `json:"userId" doc:"0 为本机操作员"`
	UserName   string         `json:"userName"`
	KnownOn    Date           `json:"knownOn"`
	At         Instant        `json:"at"`
	State      ImportState    `json:"state" enum:"reading,checked,failed,applying,applied,undone,discarded"`
	Problem    string         `json:"problem" doc:"读不了或导入失败的原因"`
	Sheets     []ImportSheet  `json:"sheets"`
	Plan       ImportPlan     `json:"plan"`
	Done       *ImportDone    `json:"done,omitempty"`
	UndoReason string         `json:"undoReason"`
	Progress   ImportProgress `json:"progress"`
	MayUndo    bool           `json:"mayUndo"`
	Version    int64          `json:"version"`

	// What the check grid shows beside its rows; empty in a list of batches.
	Lines   []ImportLineCount    `json:"lineCounts"`
	Totals  []ImportControlTotal `json:"totals"`
	Skipped []ImportSkipped      `json:"skipped"`
	Notes   []ImportIssue        `json:"notes" doc:"不属于某条记录的意见：整张表、整列、合计行"`
}

// ImportLineCount counts the rows of one table of a file by what the check grid filters for.
type ImportLineCount struct {
	Sheet      string `json:"sheet"`
	Table      string `json:"table"`
	All        int64  `json:"all"`
	Errors     int64  `json:"errors"`
	Warnings   int64  `json:"warnings"`
	Duplicates int64  `json:"duplicates"`
	Updates    int64  `json:"updates"`
	Rejected   int64  `json:"rejected"`
}

// ImportProgress is how far a job is; Total 0 while it is not known.
type ImportProgress struct {
	Phase string `json:"phase" enum:",reading,judging,writing"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// ImportPlan counts what an application would do, by the last check. Read = Create + Update + Unchanged + Skip + Reject.
type ImportPlan struct {
	Read      int64 `json:"read"`
	Create    int64 `json:"create"`
	Update    int64 `json:"update"`
	Unchanged int64 `json:"unchanged"`
	Skip      int64 `json:"skip" doc:"待处理的行"`
	Reject    int64 `json:"reject" doc:"不在权限范围、月份已关账等原因不能导入的行"`
	Errors    int64 `json:"errors"`
	Warnings  int64 `json:"warnings"`
	Accepted  int64 `json:"accepted" doc:"已说明理由的提示"`
}

// ImportOutcome is what becomes, or became, of a row.
type ImportOutcome string

// The outcomes of a row.
const (
	ImportCreated   ImportOutcome = "created"
	ImportUpdated   ImportOutcome = "updated"
	ImportUnchanged ImportOutcome = "unchanged"
	ImportHeld      ImportOutcome = "skipped"  // an error or an open question holds it
	ImportRejected  ImportOutcome = "rejected" // out of scope, month closed, no such unit
)

// Label returns the Chinese word of the outcome.
func (o ImportOutcome) Label() string {
	return map[ImportOutcome]string{ImportCreated: "新增", ImportUpdated: "更新", ImportUnchanged: "未变", ImportHeld: "待处理", ImportRejected: "不能导入"}[o]
}

// ImportRowKey names a row of a file. Table is the letter of the first column where several tables stand side by side on
// a sheet, otherwise "".
type ImportRowKey struct {
	Sheet string `json:"sheet"`
	Table string `json:"table"`
	Row   int    `json:"row"`
}

// ImportLine is one row of the check grid: the cells as printed (with the person's fixes laid over), the complaints, and
// what is planned for it.
type ImportLine struct {
	ImportRowKey
	Seq      int64         `json:"seq"`
	Kind     ImportKind    `json:"kind"`
	Outcome  ImportOutcome `json:"outcome" enum:"created,updated,unchanged,skipped,rejected"`
	Why      string        `json:"why" doc:"不能导入的原因"`
	Object   string        `json:"object" enum:",project,lead,visit,capital,historic,company"`
	ObjectID int64         `json:"objectId"`
	Matched  string        `json:"matched" doc:"对上的已有记录，编码和名称"`
	Cells    []ImportCell  `json:"cells"`
	Issues   []ImportIssue `json:"issues"`
	Changes  []FieldChange `json:"changes" doc:"更新时哪些字段会变"`
	Decision ImportChoice  `json:"decision" enum:",new,update,skip,accept"`
	Reason   string        `json:"reason"`
}

// ImportCell is one printed cell; Fixed marks one that the person changed in the check grid.
type ImportCell struct {
	Col   int    `json:"col"`
	Text  string `json:"text"`
	Fixed bool   `json:"fixed,omitempty"`
}

// FieldChange is one field of a record that an import changes, as printed.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// ImportChoice is what a person decides about a row.
type ImportChoice string

// The choices: a row that repeats another is imported as its own, laid over the other, or left out; warnings are accepted
// with a reason; none takes a decision back.
const (
	ChooseNone   ImportChoice = ""
	ChooseNew    ImportChoice = "new"
	ChooseUpdate ImportChoice = "update"
	ChooseSkip   ImportChoice = "skip"
	ChooseAccept ImportChoice = "accept"
)

// ImportDecision is a choice about one row. A reason is required for accept and new.
type ImportDecision struct {
	ImportRowKey
	Choice ImportChoice `json:"choice" enum:",new,update,skip,accept"`
	Reason string       `json:"reason" maxLength:"200"`
}

// ImportFix is a cell that the person corrects in the check grid; Text nil takes the fix back.
type ImportFix struct {
	Sheet string  `json:"sheet"`
	Row   int     `json:"row" minimum:"1"`
	Col   int     `json:"col" minimum:"1"`
	Text  *string `json:"text" maxLength:"2000" nullable:"true"`
}

// ImportColumn is a column of a table as the importer understood it.
type ImportColumn struct {
	Col     int      `json:"col"`
	Letter  string   `json:"letter"`
	Label   string   `json:"label"` // the header as printed
	Key     string   `json:"key"`   // "" is not read
	Unit    string   `json:"unit"`  // as the header states it, "" for none
	Samples []string `json:"samples"`
}

// ImportColumnMap is what a person says about a table's columns. It is remembered for the same layout, by unit.
type ImportColumnMap struct {
	Kind    ImportKind        `json:"kind" enum:"projects,leads,visits,capital,matrix,companies"`
	Columns []ImportColumnKey `json:"columns"`
}

// ImportColumnKey gives a column its meaning. Key "" leaves it unread; Unit "" keeps the one that header or sheet states.
type ImportColumnKey struct {
	Col  int    `json:"col" minimum:"1"`
	Key  string `json:"key" maxLength:"40"`
	Unit string `json:"unit" maxLength:"10"`
}

// ImportInput is all that a reading of a batch depends on beside the bytes and the knowledge.
type ImportInput struct {
	Kind      ImportKind
	AsOf      Date
	Unit      string // the name of the unit of rows whose sheet has no column for it; "" for none
	Fixes     []ImportFix
	Decisions []ImportDecision
	Layouts   map[string]ImportColumnMap // by fingerprint
}

// ImportFilter selects batches of a list.
type ImportFilter struct {
	Page
	State ImportState // "" for all
}

// ImportLineFilter selects rows of the check grid.
type ImportLineFilter struct {
	Page
	Sheet *string // nil for all; a CSV file's one sheet has the name ""
	Table *string
	Only  string // "" or all, errors, warnings, duplicates, updates, rejected
}

// ImportSynonym is a header of the administrator's own, beside those that ship.
type ImportSynonym struct {
	Kind ImportKind `json:"kind" enum:"projects,leads,visits,capital,matrix,companies"`
	Key  string     `json:"key" maxLength:"40"`
	Text string     `json:"text" minLength:"1" maxLength:"40"`
}

// ImportUndoRefused is the state of the conflict when later work stands on a batch: what stands on what, one line each.
type ImportUndoRefused struct {
	Reasons []string `json:"reasons"`
	More    int64    `json:"more" doc:"没有列出的还有几条"`
}
