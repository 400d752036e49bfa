package crm

import "strings"

// Place is a province, city or county of GB/T 2260. CityCode is empty for provinces, and
// for a municipality's districts it is the municipality's own city code.
type Place struct {
	Code, Name             string
	Level                  PlaceLevel
	ProvinceCode, CityCode string
}

// PlaceLevel is the level of a Place.
type PlaceLevel string

// The levels of GB/T 2260.
const (
	PlaceProvince PlaceLevel = "province"
	PlaceCity     PlaceLevel = "city"
	PlaceCounty   PlaceLevel = "county"
)

// Places finds places by code, full name or short name. The rows are handed in (the city
// pack embeds them); the zero value knows no place.
type Places struct {
	byCode    map[string]Place
	provinces map[string]string // full and short names → code
	cities    map[string][]string
	counties  map[string][]string
}

// municipalities are at once province and city.
var municipalities = []string{"北京市", "天津市", "上海市", "重庆市"}

var placeSuffixes = []string{"维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市", "地区", "盟", "区", "县"}

// nationalities stand before 自治州 and 自治县; 延边朝鲜族自治州 is known as 延边.
var nationalities = []string{"布依族苗族", "苗族侗族", "土家族苗族", "藏族羌族", "哈尼族彝族", "壮族苗族", "傣族景颇族", "蒙古族藏族", "柯尔克孜", "哈萨克", "朝鲜族",
	"傈僳族", "彝族", "藏族", "白族", "傣族", "回族", "蒙古"}

// NewPlaces indexes rows; a code that occurs twice keeps its first row.
func NewPlaces(rows []Place) *Places {
	p := &Places{byCode: map[string]Place{}, provinces: map[string]string{}, cities: map[string][]string{}, counties: map[string][]string{}}
	for _, r := range rows {
		if _, dup := p.byCode[r.Code]; dup {
			continue
		}
		p.byCode[r.Code] = r
		switch r.Level {
		case PlaceProvince:
			p.provinces[r.Name] = r.Code
			p.provinces[ShortPlace(r.Name)] = r.Code
		case PlaceCity:
			addPlace(p.cities, r)
		case PlaceCounty:
			addPlace(p.counties, r)
		}
	}
	return p
}

func addPlace(m map[string][]string, r Place) {
	m[r.Name] = append(m[r.Name], r.Code)
	if s := ShortPlace(r.Name); s != r.Name {
		m[s] = append(m[s], r.Code)
	}
}

// ShortPlace drops the administrative suffix: 广东省 → 广东, 内蒙古自治区 → 内蒙古, 延边朝鲜族自治州 → 延边,
// 平利县 → 平利. What would be a single character keeps its suffix.
func ShortPlace(name string) string {
	if s, ok := strings.CutSuffix(name, "自治州"); ok {
		for _, n := range nationalities {
			if t, ok := strings.CutSuffix(s, n); ok && len(t) >= 6 {
				return t
			}
		}
		return s
	}
	for _, suf := range placeSuffixes {
		if s, ok := strings.CutSuffix(name, suf); ok && len(s) >= 6 {
			return s
		}
	}
	return name
}

// ByCode returns the place with code.
func (p *Places) ByCode(code string) (Place, bool) {
	if p == nil {
		return Place{}, false
	}
	r, ok := p.byCode[code]
	return r, ok
}

// Province finds a province by its full or short name (广东省, 广东).
func (p *Places) Province(name string) (Place, bool) {
	if p == nil {
		return Place{}, false
	}
	code, ok := p.provinces[strings.TrimSpace(name)]
	if !ok {
		return Place{}, false
	}
	return p.ByCode(code)
}

// City finds a prefecture-level city by full or short name. A municipality is found as the
// city of its own name. ok is false for an unknown or ambiguous name.
func (p *Places) City(name string) (Place, bool) {
	if p == nil {
		return Place{}, false
	}
	name = strings.TrimSpace(name)
	if pr, ok := p.Province(name); ok && isMunicipality(pr.Name) {
		return Place{Code: pr.Code[:2] + "0100", Name: pr.Name, Level: PlaceCity, ProvinceCode: pr.Code}, true
	}
	codes := p.cities[name]
	if len(codes) != 1 {
		return Place{}, false
	}
	return p.ByCode(codes[0])
}

// Cities finds every prefecture-level city of that full or short name, a municipality as the city of its own name; names that
// recur stand in the order of the rows.
func (p *Places) Cities(name string) []Place {
	if p == nil {
		return nil
	}
	if c, ok := p.City(name); ok {
		return []Place{c}
	}
	var out []Place
	for _, code := range p.cities[strings.TrimSpace(name)] {
		out = append(out, p.byCode[code])
	}
	return out
}

func isMunicipality(name string) bool {
	for _, m := range municipalities {
		if m == name {
			return true
		}
	}
	return false
}

// Counties finds every county of that full or short name, in code order of the rows; names recur in several
// cities (鼓楼区).
func (p *Places) Counties(name string) []Place {
	if p == nil {
		return nil
	}
	var out []Place
	for _, c := range p.counties[strings.TrimSpace(name)] {
		out = append(out, p.byCode[c])
	}
	return out
}

// Within names the city (or, lacking one, the province) that r lies in; "" when unknown.
func (p *Places) Within(r Place) string {
	for _, code := range []string{r.CityCode, r.ProvinceCode} {
		if up, ok := p.ByCode(code); ok && up.Code != r.Code {
			return up.Name
		}
	}
	return ""
}
