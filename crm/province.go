package crm

import "strings"

// provinces are the 34 divisions of the first level (GB/T 2260), full names.
var provinces = []string{"北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省",
	"安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省",
	"云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区", "台湾省", "香港特别行政区", "澳门特别行政区"}

// TidyPlace writes a province in full (广东 → 广东省) and a municipality's city as the
// municipality itself, so that one place is counted once; a place abroad stays as typed.
func TidyPlace(province, city string) (string, string) {
	province, city = strings.TrimSpace(province), strings.TrimSpace(city)
	for _, full := range provinces {
		if province == full || province == ShortPlace(full) {
			province = full
		}
	}
	if isMunicipality(province) {
		city = province
	}
	return province, city
}

// HomeProvince reports whether province is a division of the first level by full name;
// only these count in 足迹 as provinces (a place abroad does not).
func HomeProvince(province string) bool {
	for _, full := range provinces {
		if province == full {
			return true
		}
	}
	return false
}

// provinceCodes are the first two figures of the division codes, in the order of provinces.
const provinceCodes = "11121314152122233132333435363741424344454650515253546162636465718182"

// ProvinceOfCode returns the full name of the province that an administrative code
// (GB/T 2260) begins with; "" when there is none.
func ProvinceOfCode(code string) string {
	if len(code) < 2 {
		return ""
	}
	for i, p := range provinces {
		if provinceCodes[2*i:2*i+2] == code[:2] {
			return p
		}
	}
	return ""
}

// SplitHome cuts a place of origin as ledgers write it (陕西平利, 浙江省宁波市, 上海) into
// the full name of its province and the rest; province is "" when home names none.
func SplitHome(home string) (province, rest string) {
	home = strings.TrimSpace(home)
	for _, p := range provinces {
		for _, name := range []string{p, ShortPlace(p)} {
			if r, ok := strings.CutPrefix(home, name); ok {
				return p, strings.Trim(r, " ·-/、")
			}
		}
	}
	return "", home
}
