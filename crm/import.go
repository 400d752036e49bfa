package crm

import "sort"

// ImportKind is the kind of a sheet (samples' README, "Keys of a record, by kind").
type ImportKind string

// The kinds of sheets. Auto lets each sheet's headers and title decide.
const (
	ImportAuto     ImportKind = "auto"
	ImportProjects ImportKind = "projects"
	ImportLeads    ImportKind = "leads"
	ImportVisits   ImportKind = "visits"
	ImportCapital  ImportKind = "capital"
	ImportMatrix   ImportKind = "matrix"
	ImportCompany  ImportKind = "companies" // our own list of companies, for the round trip
)

// Label returns the Chinese name of the kind of sheet.
func (k ImportKind) Label() string {
	return map[ImportKind]string{ImportProjects: "项目台账", ImportLeads: "在谈项目表", ImportVisits: "外出招商情况表",
		ImportCapital: "到位资金月报（一项目一行）", ImportMatrix: "县区月份宽表", ImportCompany: "企业清单", ImportAuto: "自动识别"}[k]
}

// Valid reports whether k is one of the kinds.
func (k ImportKind) Valid() bool { return k.Label() != "" }

// ImportResult is what a dry run finds in a file, in the form of the samples' README: every row of a sheet that is not
// ignored is in exactly one of Records, Held and Skipped. It is marshalled as the dry run's JSON.
type ImportResult struct {
	File          string               `json:"file"`
	ReferenceDate Date                 `json:"reference_date"` // the day of filing; "future" means after it
	Sheets        []ImportSheet        `json:"sheets"`
	Records       []ImportRecord       `json:"records"`
	Held          []ImportRecord       `json:"held"`
	Issues        []ImportIssue        `json:"issues"`
	Skipped       []ImportSkipped      `json:"skipped_rows"`
	Totals        []ImportControlTotal `json:"control_totals"`
	Links         []ImportLink         `json:"links"`
	Counts        ImportCounts         `json:"counts"`
	Lines         []ImportLine         `json:"-"` // the data rows' printed cells, when they were asked for
}

// ImportSheet says how one sheet was read. HeaderRows and DataRows are 1-based; for CSV they count logical records.
type ImportSheet struct {
	Name         string     `json:"name"` // empty for CSV
	Role         string     `json:"role"` // ledger, monthly_matrix or ignored
	Kind         ImportKind `json:"kind,omitempty"`
	Reason       string     `json:"reason,omitempty"` // why it was ignored
	HeaderRows   []int      `json:"header_rows,omitempty"`
	DataRows     []int      `json:"data_rows,omitempty"` // first and last, sub-totals between them included
	Unit         *string    `json:"unit"`                // null where each cell states its own
	UnitEvidence *string    `json:"unit_evidence"`       // the cell or row that states it
	Encoding     string     `json:"encoding,omitempty"`  // utf-8 or gb18030, CSV only
	RowNumbering string     `json:"row_numbering,omitempty"`
	DateSystem   string     `json:"date_system,omitempty"` // 1904 where the workbook says so
	FirstColumn  string     `json:"first_column,omitempty"`
	StageFrom    string     `json:"stage_from,omitempty"` // where the stage was taken from when it has no column
	Month        string     `json:"month,omitempty"`      // capital: the month that title or sheet name gives
	Office       string     `json:"office,omitempty"`     // leads: 所属片组
	Columns      []string   `json:"columns,omitempty"`    // "C 项目名称 → project", for the reader

	Fingerprint string         `json:"fingerprint,omitempty"` // of the layout: headers and their places
	Remembered  bool           `json:"remembered,omitempty"`  // the columns are as a person mapped them before
	Mapping     []ImportColumn `json:"mapping,omitempty"`     // the columns with samples, for correcting
}

// ImportIssue is one complaint about a row, a column or a sheet. An error holds its row, a warning does not.
type ImportIssue struct {
	Sheet    string     `json:"sheet"`
	Row      *int       `json:"row"`   // null for a whole sheet or column
	Field    *string    `json:"field"` // the header as printed
	Code     ImportCode `json:"code"`
	Severity string     `json:"severity"`               // error or warning
	Value    *string    `json:"value"`                  // as printed
	Message  string     `json:"message"`                // Chinese: what, and how to mend it
	Col      int        `json:"col,omitempty"`          // of the cell, 0 for the row
	Table    string     `json:"first_column,omitempty"` // of tables side by side
}

// ImportSkipped is a row that carries no record.
type ImportSkipped struct {
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
	Kind  string `json:"kind"` // one of the Skip… words
	Table string `json:"first_column,omitempty"`
}

// The kinds of skipped rows (samples' README).
const (
	SkipTitle     = "标题"
	SkipUnit      = "单位行"
	SkipFiledBy   = "填报行"
	SkipDeclared  = "申报行"
	SkipHeader    = "表头"
	SkipSection   = "分段标题"
	SkipSubtotal  = "小计"
	SkipPageTotal = "本页小计"
	SkipTotal     = "合计"
	SkipRunning   = "累计"
	SkipNote      = "脚注"
	SkipSignature = "签名行"
	SkipBlank     = "空行" // only a running number printed beforehand
)

// ImportControlTotal compares a stated total with the sum over all data rows it covers, held ones too.
type ImportControlTotal struct {
	Sheet    string `json:"sheet"`
	Row      int    `json:"row"`
	Label    string `json:"label"`
	Field    string `json:"field"`  // a record key, or rows
	Stated   string `json:"stated"` // in the key's unit
	Computed string `json:"computed"`
	Agrees   bool   `json:"agrees"`
	Table    string `json:"first_column,omitempty"`
}

// ImportLink joins rows of different sheets that are stages of one project.
type ImportLink struct {
	Project string      `json:"project"`
	Rows    []ImportRef `json:"rows"`
}

// ImportCounts sums up a dry run; errors and warnings count the issues of each severity.
type ImportCounts struct {
	Records  int `json:"records"`
	Held     int `json:"held"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// Count fills Counts from the lists.
func (r *ImportResult) Count() {
	c := ImportCounts{Records: len(r.Records), Held: len(r.Held)}
	for _, i := range r.Issues {
		if i.Severity == "error" {
			c.Errors++
		} else {
			c.Warnings++
		}
	}
	r.Counts = c
}

// SortIssues orders the complaints by sheet (as in Sheets), row and code; whole-sheet ones come first.
func (r *ImportResult) SortIssues() {
	pos := map[string]int{}
	for i, s := range r.Sheets {
		pos[s.Name] = i
	}
	row := func(i ImportIssue) int {
		if i.Row == nil {
			return 0
		}
		return *i.Row
	}
	sort.SliceStable(r.Issues, func(a, b int) bool {
		x, y := r.Issues[a], r.Issues[b]
		if pos[x.Sheet] != pos[y.Sheet] {
			return pos[x.Sheet] < pos[y.Sheet]
		}
		if row(x) != row(y) {
			return row(x) < row(y)
		}
		return x.Code < y.Code
	})
}
