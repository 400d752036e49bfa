package crm

// Origin tells where capital or a company comes from (domain §2, Company; §7, parts).
type Origin string

// Origins. Unknown (待核) counts only in 到位资金 (domain §7).
const (
	OriginForeign    Origin = "foreign"    // 境外
	OriginOutProv    Origin = "outProv"    // 省外
	OriginInProvince Origin = "inProvince" // 市外省内
	OriginLocal      Origin = "local"      // 市内
	OriginUnknown    Origin = "unknown"    // 待核
)

// Origins lists them in report order.
var Origins = []Origin{OriginForeign, OriginOutProv, OriginInProvince, OriginLocal, OriginUnknown}

var originLabels = map[Origin]string{OriginForeign: "境外", OriginOutProv: "省外", OriginInProvince: "市外省内",
	OriginLocal: "市内", OriginUnknown: "待核"}

// Label is the origin's Chinese name.
func (o Origin) Label() string { return originLabels[o] }

// Valid reports whether o is a known origin.
func (o Origin) Valid() bool { return originLabels[o] != "" }

// OtherUnit names a unit that the viewer does not see.
const OtherUnit = "其他单位"

// Company is an investor or target. Names are never keys; a company stands once in
// the city and is seen by the units that deal with it. Name, code, origin, place and
// industry are the city's; tags, address and note are each unit's own (trust §1.3).
type Company struct {
	ID         int64         `json:"id"`
	Name       string        `json:"name"`
	CreditCode string        `json:"creditCode" doc:"统一社会信用代码"`
	Origin     Origin        `json:"origin" enum:"foreign,outProv,inProvince,local,unknown"`
	Province   string        `json:"province"`
	City       string        `json:"city"`
	Industry   string        `json:"industry" doc:"GB/T 4754-2017 代码"`
	Tags       []string      `json:"tags" doc:"本单位记的"`
	Address    string        `json:"address" doc:"本单位记的"`
	Note       string        `json:"note" doc:"本单位记的"`
	UnitID     int64         `json:"unitId" doc:"首次登记单位；不在可见范围内为 0"`
	UnitName   string        `json:"unitName" doc:"不在可见范围内为“其他单位”"`
	CanRename  bool          `json:"canRename,omitempty" doc:"仅详情：可改名称、信用代码、来源和行业，否则只能补空白"`
	MergedInto int64         `json:"mergedInto,omitempty" doc:"已并入的企业"`
	Contacts   []Contact     `json:"contacts,omitempty" doc:"仅详情"`
	Units      []CompanyText `json:"units,omitempty" doc:"仅详情：可见各单位各自记的标签、地址、备注"`
	Leads      int64         `json:"leads" doc:"可见线索数"`
	Projects   int64         `json:"projects" doc:"可见项目数"`
	Visits     int64         `json:"visits" doc:"可见拜访数"`
	UpdatedAt  Instant       `json:"updatedAt"`
	Version    int64         `json:"version"`
}

// CompanyText is what one unit notes of a company for itself.
type CompanyText struct {
	UnitID   int64    `json:"unitId"`
	UnitName string   `json:"unitName"`
	Tags     []string `json:"tags"`
	Address  string   `json:"address"`
	Note     string   `json:"note"`
}

// Contact is a person at a company; belongs to the unit that knows them. Phone is
// masked (138****1234); the full number is a separate, logged act (trust §2).
type Contact struct {
	ID        int64  `json:"id"`
	CompanyID int64  `json:"companyId"`
	Name      string `json:"name"`
	Title     string `json:"title"`
	Phone     string `json:"phone" doc:"已脱敏"`
	UnitID    int64  `json:"unitId"`
	UnitName  string `json:"unitName" doc:"登记单位"`
	Mine      bool   `json:"mine" doc:"登记单位在本人范围内；否则随流转来的线索可看"`
	MayReveal bool   `json:"mayReveal" doc:"本人可查看完整电话"`
	Version   int64  `json:"version"`
}

// CompanyInput is what a person types of a company.
type CompanyInput struct {
	Name       string   `json:"name" minLength:"2" maxLength:"100"`
	CreditCode string   `json:"creditCode,omitempty" maxLength:"18"`
	Origin     Origin   `json:"origin,omitempty" enum:"foreign,outProv,inProvince,local,unknown"`
	Province   string   `json:"province,omitempty" maxLength:"30"`
	City       string   `json:"city,omitempty" maxLength:"30"`
	Industry   string   `json:"industry,omitempty" maxLength:"6"`
	Tags       []string `json:"tags,omitempty" maxItems:"20"`
	Address    string   `json:"address,omitempty" maxLength:"200"`
	Note       string   `json:"note,omitempty" maxLength:"2000"`
	UnitID     int64    `json:"unitId,omitempty" doc:"登记单位，默认本单位"`
	Version    int64    `json:"version,omitempty"`
}

// ContactInput is what a person types of a contact. A masked phone means keep.
type ContactInput struct {
	Name    string `json:"name" minLength:"1" maxLength:"40"`
	Title   string `json:"title,omitempty" maxLength:"60"`
	Phone   string `json:"phone,omitempty" maxLength:"30"`
	UnitID  int64  `json:"unitId,omitempty"`
	Version int64  `json:"version,omitempty"`
}

// MaskPhone hides the middle of a phone number: 138****1234; shorter numbers keep
// two digits at the end only.
func MaskPhone(s string) string {
	r := []rune(s)
	switch {
	case len(r) == 0:
		return ""
	case len(r) >= 11:
		return string(r[:3]) + "****" + string(r[len(r)-4:])
	case len(r) > 4:
		return "****" + string(r[len(r)-2:])
	default:
		return "****"
	}
}
