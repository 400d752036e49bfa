package crm

import "testing"

func TestProvinceOfCode(t *testing.T) {
	if len(provinceCodes) != 2*len(provinces) {
		t.Fatal("a code for every province")
	}
	for code, want := range map[string]string{"610924": "陕西省", "330000": "浙江省", "82": "澳门特别行政区", "11": "北京市", "": "", "99": ""} {
		if got := ProvinceOfCode(code); got != want {
			t.Errorf("%s: %s", code, got)
		}
	}
}

func TestSplitHome(t *testing.T) {
	for home, want := range map[string][2]string{"陕西平利": {"陕西省", "平利"}, "浙江省宁波市": {"浙江省", "宁波市"}, "上海": {"上海市", ""},
		"内蒙古呼和浩特": {"内蒙古自治区", "呼和浩特"}, "香港": {"香港特别行政区", ""}, "美国": {"", "美国"}} {
		if p, r := SplitHome(home); p != want[0] || r != want[1] {
			t.Errorf("%s: %s %s", home, p, r)
		}
	}
}
