package crm

import "strconv"

// FigureRows is what stands behind one number of a report: Sum of all rows on all pages
// + Historic + Typed + Difference = Value. Values are 分, cents or plain counts, as Kind
// and Currency say.
type FigureRows struct {
	Ref         string      `json:"ref" doc:"查数码"`
	Label       string      `json:"label" doc:"如 2022年8月 汉滨区 到位资金 累计"`
	Window      Window      `json:"window"`
	Indicator   string      `json:"indicator"`
	UnitID      int64       `json:"unitId"`
	UnitName    string      `json:"unitName"`
	Field       FigureField `json:"field" enum:"month,adjust,cumulative,lastYear,target"`
	Kind        string      `json:"kind" enum:"money,count"`
	Currency    Currency    `json:"currency" doc:"计数为空"`
	Unit        string      `json:"unit" doc:"计量单位"`
	Basis       string      `json:"basis"`
	BasisLabel  string      `json:"basisLabel"`
	Snapshot    string      `json:"snapshot" doc:"取自的关账快照，空为没有"`
	AsKnown     Date        `json:"asKnown" doc:"按这一天已知的数据，空为现在"`
	Value       *int64      `json:"value" doc:"空为没有这个数"`
	Source      string      `json:"source" doc:"这个数从哪里来"`
	Sum         int64       `json:"sum" doc:"全部明细之和；和、历史数、填报数、条数只在第一页给出"`
	Historic    int64       `json:"historic" doc:"上线前的历史数，没有明细"`
	Typed       int64       `json:"typed" doc:"部门月报手工填报，没有明细"`
	Difference  int64       `json:"difference" doc:"关账后改了上线月份或历史数时与快照的差，一般为 0"`
	RowsVisible bool        `json:"rowsVisible" doc:"能否看明细；不能时只有合计"`
	Items       []FigureRow `json:"items"`
	Next        string      `json:"next" doc:"取下一页用的 after，空为到底"`
	Total       int64       `json:"total" doc:"明细条数"`
}

// FigureRow is what one entry or milestone gives to one unit in one month.
type FigureRow struct {
	Object     string           `json:"object" enum:"capital,milestone"`
	ID         int64            `json:"id"`
	Code       string           `json:"code" doc:"条目编号；节点为项目编码"`
	On         string           `json:"on" doc:"到账或节点日期"`
	ProjectID  int64            `json:"projectId"`
	Project    string           `json:"project"`
	UnitID     int64            `json:"unitId"`
	Unit       string           `json:"unit" doc:"归属单位"`
	Place      string           `json:"place" doc:"建设地；关账月份为关账时的"`
	Month      Month            `json:"month" doc:"计入的月份"`
	OrigMonth  Month            `json:"origMonth" doc:"跨期调整所改的月份"`
	Adjustment Adjustment       `json:"adjustment"`
	Pending    bool             `json:"pending" doc:"已报待核"`
	Amount     int64            `json:"amount"`
	Evidence   []FigureEvidence `json:"evidence"`
}

// FigureEvidence is a file that proves a row.
type FigureEvidence struct {
	ID     int64  `json:"id"`
	Number string `json:"number"`
	Kind   string `json:"kind"`
}

// Labels of the fields of a figure.
var fieldLabels = map[FigureField]string{FieldMonth: "本月", FieldAdjust: "跨期调整", FieldCumulative: "累计", FieldLastYear: "上年同期", FieldTarget: "年度任务"}

// FieldLabel names the field and its side; 本月 of several months is 本期.
func (r FigureRef) FieldLabel() string {
	label := fieldLabels[r.Field]
	if r.Field == FieldMonth && !r.Window.Single() {
		label = "本期"
	}
	if r.Side != "" {
		label += "（" + r.Side.Label() + "）"
	}
	return label
}

// Query asks for the figures that the reference is about; its unit and snapshot are the
// caller's to find.
func (r FigureRef) Query() (FiguresQuery, error) {
	q := FiguresQuery{Month: r.Window.To, AsKnown: r.AsKnown, Bases: map[string]string{r.Indicator: r.Basis}}
	if !r.Window.Single() {
		q.From = r.Window.From
	}
	if r.Chain != "" {
		id, err := strconv.ParseInt(r.Chain, 10, 64)
		if err != nil || id < 1 {
			return q, Invalid("ref", "查数码里的产业链“%s”写法不对，应是它的编号", r.Chain)
		}
		q.ChainID = id
	}
	return q, nil
}
