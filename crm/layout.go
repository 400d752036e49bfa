package crm

// SheetLayout is how one sheet of the monthly workbook looks, as data: its tab, title,
// font size, columns and further notes. Columns are named by keys, so that formulas and
// cross-checks find them wherever they stand.
type SheetLayout struct {
	Sheet   string         `json:"sheet" doc:"表的代码"`
	Tab     string         `json:"tab" doc:"标签页名称"`
	Title   string         `json:"title" doc:"表名，前面自动加地区和期间"`
	Size    float64        `json:"size,omitempty" doc:"正文字号（磅）"`
	Hidden  bool           `json:"hidden,omitempty" doc:"整张表隐藏"`
	Order   []string       `json:"order,omitempty" doc:"指标的先后（总览、目标任务），未列出的排在后面"`
	Columns []LayoutColumn `json:"columns,omitempty" doc:"各列，未列出的按默认排在后面"`
	Notes   []string       `json:"notes,omitempty" doc:"附加的注"`
}

// LayoutColumn is one column of a sheet: heads from the top level down, width in
// characters.
type LayoutColumn struct {
	Key    string   `json:"key"`
	Heads  []string `json:"heads"`
	Width  float64  `json:"width" doc:"列宽（字符）"`
	Hidden bool     `json:"hidden,omitempty"`
}

// SheetKeys are the sheets of the monthly workbook in their order (domain §11).
var SheetKeys = []string{"overview", "targets", "projects", "entries", "signed", "started", "producing", "talks",
	"trips", "receptions", "offices", "chains", "sources", "fulfilment", "definitions"}

// LayoutView is a sheet's layout in force, and what the program ships with.
type LayoutView struct {
	SheetLayout
	Own     bool        `json:"own" doc:"本市改过；否则为默认"`
	Version int64       `json:"version" doc:"改动时带回；默认为 0"`
	SetBy   string      `json:"setBy,omitempty"`
	At      Instant     `json:"at,omitempty"`
	Shipped SheetLayout `json:"shipped" doc:"默认版式"`
	Rule    LayoutRule  `json:"rule" doc:"不能改的地方"`
}

// LayoutRule is what a sheet's layout may not change.
type LayoutRule struct {
	Levels int      `json:"levels" doc:"表头最多几层"`
	Fixed  bool     `json:"fixed" doc:"列不能隐藏或调换，只能改名和改宽"`
	Must   []string `json:"must" doc:"不能隐藏的列"`
	First  []string `json:"first" doc:"须排在最前的列，依次"`
	Sized  bool     `json:"sized" doc:"可以改字号"`
	Hides  bool     `json:"hides" doc:"整张表可以隐藏"`
	Orders bool     `json:"orders" doc:"可以排指标的先后"`
}

// StoredLayout is a city's own layout of a sheet.
type StoredLayout struct {
	SheetLayout
	Version int64
	SetBy   string
	At      Instant
}
