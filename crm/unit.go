package crm

// UnitKind tells what a node of the organisation tree is (domain §2, Unit).
type UnitKind string

// Kinds of units.
const (
	UnitCity       UnitKind = "city"       // the root: the whole city
	UnitBureau     UnitKind = "bureau"     // 市招商局
	UnitCityDirect UnitKind = "cityDirect" // 市本级及市直: printed after the reporting units, never ranked
	UnitCounty     UnitKind = "county"     // 县市区
	UnitZone       UnitKind = "zone"       // 功能区
	UnitDepartment UnitKind = "department" // 市直部门 or a county's department
	UnitOffice     UnitKind = "office"     // 驻外招商联络处
	UnitPark       UnitKind = "park"       // 园区 as an organisation
)

// Label is the kind's Chinese name.
func (k UnitKind) Label() string {
	return map[UnitKind]string{UnitCity: "全市", UnitBureau: "市招商局", UnitCityDirect: "市本级及市直", UnitCounty: "县市区",
		UnitZone: "功能区", UnitDepartment: "部门", UnitOffice: "联络处", UnitPark: "园区"}[k]
}

// Unit is a node of the organisation tree. Order is official, never alphabetical.
type Unit struct {
	ID        int64    `json:"id"`
	Code      string   `json:"code" doc:"稳定代码"`
	Name      string   `json:"name"`
	ShortName string   `json:"shortName"`
	Kind      UnitKind `json:"kind" enum:"city,bureau,cityDirect,county,zone,department,office,park"`
	ParentID  int64    `json:"parentId" doc:"0 为根"`
	Path      string   `json:"path" doc:"/1/4/ 形式的祖先路径，含自身"`
	Order     int      `json:"order" doc:"官方排序"`
	Aliases   []string `json:"aliases"`
	AdCode    string   `json:"adCode" doc:"行政区划代码，功能区为空"`
	Reporting bool     `json:"reporting" doc:"是否为十三个报送单位之一"`
	ValidFrom int      `json:"validFrom" doc:"起始年份，0 为不限"`
	ValidTo   int      `json:"validTo" doc:"截止年份，0 为不限"`
	CutOver   Month    `json:"cutOver" doc:"上线月份：此前用历史汇总数，此后用台账"`
	Example   bool     `json:"example" doc:"示例单位（资料未载明，待核）"`
	Disabled  bool     `json:"disabled"`
	Note      string   `json:"note"`
	Version   int64    `json:"version"`
}

// Credited reports whether results may be attributed to u: the reporting units and
// 市本级及市直 (domain §6, Attribution).
func (u Unit) Credited() bool { return u.Reporting || u.Kind == UnitCityDirect }

// UnitInput is what an administrator may set on a unit.
type UnitInput struct {
	Code      string   `json:"code,omitempty" maxLength:"40"`
	Name      string   `json:"name" minLength:"1" maxLength:"60"`
	ShortName string   `json:"shortName,omitempty" maxLength:"30"`
	Kind      UnitKind `json:"kind" enum:"city,bureau,cityDirect,county,zone,department,office,park"`
	ParentID  int64    `json:"parentId"`
	Order     int      `json:"order,omitempty"`
	Aliases   []string `json:"aliases,omitempty"`
	AdCode    string   `json:"adCode,omitempty" maxLength:"12"`
	Reporting bool     `json:"reporting,omitempty"`
	ValidFrom int      `json:"validFrom,omitempty"`
	ValidTo   int      `json:"validTo,omitempty"`
	CutOver   Month    `json:"cutOver,omitempty"`
	Example   bool     `json:"example,omitempty"`
	Disabled  bool     `json:"disabled,omitempty"`
	Note      string   `json:"note,omitempty" maxLength:"500"`
	Version   int64    `json:"version,omitempty" doc:"修改时必填"`
}

// Chain is a 重点产业链.
type Chain struct {
	ID          int64  `json:"id"`
	Code        string `json:"code"`
	Name        string `json:"name"`
	Head        string `json:"head" doc:"链长"`
	LeadUnit    string `json:"leadUnit" doc:"牵头单位"`
	ChainMaster string `json:"chainMaster" doc:"链主企业"`
	Order       int    `json:"order"`
	Provisional bool   `json:"provisional" doc:"待核"`
	Note        string `json:"note"`
	ValidFrom   int    `json:"validFrom"`
	ValidTo     int    `json:"validTo"`
}

// Park is a 园区 or 载体, a place to put projects.
type Park struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	UnitID     int64  `json:"unitId" doc:"所属（飞地为飞出地）单位"`
	HostUnitID int64  `json:"hostUnitId" doc:"飞入地单位，0 为无或未核实"`
	Since      string `json:"since"`
	Industries string `json:"industries"`
	Note       string `json:"note"`
}

// ChainInput is what an administrator may set on a chain.
type ChainInput struct {
	Code        string `json:"code" minLength:"1" maxLength:"40"`
	Name        string `json:"name" minLength:"1" maxLength:"60"`
	Head        string `json:"head,omitempty" maxLength:"60" doc:"链长"`
	LeadUnit    string `json:"leadUnit,omitempty" maxLength:"100" doc:"牵头单位"`
	ChainMaster string `json:"chainMaster,omitempty" maxLength:"100" doc:"链主企业"`
	Order       int    `json:"order,omitempty"`
	Provisional bool   `json:"provisional,omitempty" doc:"待核"`
	Note        string `json:"note,omitempty" maxLength:"500"`
	ValidFrom   int    `json:"validFrom,omitempty"`
	ValidTo     int    `json:"validTo,omitempty"`
}

// ParkInput is what an administrator may set on a park.
type ParkInput struct {
	Name       string `json:"name" minLength:"1" maxLength:"60"`
	Kind       string `json:"kind,omitempty" maxLength:"30"`
	UnitID     int64  `json:"unitId"`
	HostUnitID int64  `json:"hostUnitId,omitempty"`
	Since      string `json:"since,omitempty" maxLength:"10"`
	Industries string `json:"industries,omitempty" maxLength:"300"`
	Note       string `json:"note,omitempty" maxLength:"500"`
}
