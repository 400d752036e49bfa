package crm

// FigureSide is which lines a figure takes; "" are those credited to its unit.
//
// A place of credit and a place on the ground differ for 飞地 and joint projects (domain §3):
// 按建设地 = 按归属 − 建在外地 + 归属外单位, for every unit, and the totals are the same.
type FigureSide string

// The sides.
const (
	SideGround FigureSide = "ground" // what stands in the unit, whoever it is credited to
	SideOut    FigureSide = "out"    // credited to the unit, standing elsewhere
	SideIn     FigureSide = "in"     // standing in the unit, credited elsewhere
	SideJoint  FigureSide = "joint"  // 联合引进: brought in together, counted whole for another unit
)

var sideLabels = map[FigureSide]string{SideGround: "按建设地", SideOut: "归属本单位、建在外地", SideIn: "建在本地、归属外单位", SideJoint: "联合引进"}

// Label is the side in words; "" for what is credited to the unit.
func (s FigureSide) Label() string { return sideLabels[s] }

// known reports whether the side may be asked of a field: goals and last year have no place.
func (s FigureSide) known(f FigureField) bool {
	return s == "" || s.Label() != "" && (f == FieldMonth || f == FieldAdjust || f == FieldCumulative)
}

// GroundPair is a month's value and the year to date.
type GroundPair struct {
	Month      int64 `json:"month" doc:"本月：个数，金额为分"`
	Cumulative int64 `json:"cumulative" doc:"本年累计"`
}

// Add adds a pair n times; −1 takes it away.
func (p *GroundPair) Add(o GroundPair, n int64) {
	p.Month += n * o.Month
	p.Cumulative += n * o.Cumulative
}

// GroundUnit is one unit's figure by attribution and by the place where projects stand.
type GroundUnit struct {
	ID         string     `json:"id" doc:"单位代码"`
	Name       string     `json:"name"`
	Attributed GroundPair `json:"attributed" doc:"按归属"`
	Out        GroundPair `json:"out" doc:"归属本单位、建在外地"`
	In         GroundPair `json:"in" doc:"建在本地、归属外单位"`
	Ground     GroundPair `json:"ground" doc:"按建设地 = 按归属 − 建在外地 + 归属外单位"`
}

// GroundReport is an indicator of a month by attribution and by the ground.
type GroundReport struct {
	Month      Month        `json:"month"`
	Indicator  string       `json:"indicator"`
	Label      string       `json:"label"`
	Kind       string       `json:"kind" enum:"money,count"`
	Currency   Currency     `json:"currency" doc:"计数为空"`
	Unit       string       `json:"unit" doc:"计量单位"`
	Basis      string       `json:"basis"`
	BasisLabel string       `json:"basisLabel"`
	Snapshot   string       `json:"snapshot" doc:"取自的关账快照，空为没有"`
	AsKnown    Date         `json:"asKnown" doc:"按这一天已知的数据，空为现在"`
	CityWide   bool         `json:"cityWide" doc:"全市的数；否则归属外单位一栏只含能看到的项目"`
	Total      GroundUnit   `json:"total" doc:"全市，id 为全市代码；不是全市的为所列单位之和，id 为空"`
	Units      []GroundUnit `json:"units"`
}
