package crm

import "testing"

func testPlaces() *Places {
	return NewPlaces([]Place{
		{"310000", "上海市", PlaceProvince, "310000", ""}, {"310101", "黄浦区", PlaceCounty, "310000", "310100"},
		{"440000", "广东省", PlaceProvince, "440000", ""}, {"440300", "深圳市", PlaceCity, "440000", "440300"},
		{"150000", "内蒙古自治区", PlaceProvince, "150000", ""}, {"222400", "延边朝鲜族自治州", PlaceCity, "220000", "222400"},
		{"320000", "江苏省", PlaceProvince, "320000", ""}, {"320100", "南京市", PlaceCity, "320000", "320100"}, {"320106", "鼓楼区", PlaceCounty, "320000", "320100"},
		{"350000", "福建省", PlaceProvince, "350000", ""}, {"350100", "福州市", PlaceCity, "350000", "350100"}, {"350102", "鼓楼区", PlaceCounty, "350000", "350100"},
		{"610000", "陕西省", PlaceProvince, "610000", ""}, {"611000", "商洛市", PlaceCity, "610000", "611000"}, {"611002", "商州区", PlaceCounty, "610000", "611000"},
		{"611002", "重复", PlaceCounty, "610000", "611000"},
	})
}

func TestPlaces(t *testing.T) {
	p := testPlaces()
	for in, want := range map[string]string{"广东": "广东省", "广东省": "广东省", "内蒙古": "内蒙古自治区", "上海": "上海市"} {
		if got, ok := p.Province(in); !ok || got.Name != want {
			t.Errorf("province %q: got %q", in, got.Name)
		}
	}
	for in, want := range map[string]string{"深圳": "深圳市", "深圳市": "深圳市", "延边": "延边朝鲜族自治州", "上海": "上海市", "上海市": "上海市"} {
		if got, ok := p.City(in); !ok || got.Name != want {
			t.Errorf("city %q: got %q", in, got.Name)
		}
	}
	for _, in := range []string{"长三角", "沿海", "", "广东省"} {
		if got, ok := p.City(in); ok {
			t.Errorf("city %q: got %q", in, got.Name)
		}
	}
	if got := p.Counties("鼓楼区"); len(got) != 2 || p.Within(got[0]) != "南京市" || p.Within(got[1]) != "福州市" {
		t.Errorf("鼓楼区: %v", got)
	}
	if got := p.Counties("商州"); len(got) != 1 || p.Within(got[0]) != "商洛市" || got[0].Name != "商州区" {
		t.Errorf("商州: %v", got)
	}
	if got := p.Counties("黄浦区"); len(got) != 1 || p.Within(got[0]) != "上海市" {
		t.Errorf("黄浦区: %v", got)
	}
	var none *Places
	if _, ok := none.City("深圳"); ok || none.Counties("商州") != nil {
		t.Error("no places know no place")
	}
}

func TestAreas(t *testing.T) {
	a := NewAreas("陕西省", "安康市", []Area{{"汉滨区", []string{"汉滨"}}, {"旬阳市", []string{"旬阳", "旬阳县"}}, {"白河县", []string{"白河"}},
		{"安康高新区", []string{"高新区", "安康高新技术产业开发区"}}, {"恒口示范区", []string{"恒口", "恒口示范区(试验区)"}}})
	cases := []struct {
		in, name, rest string
		ok             bool
	}{
		{"汉滨区", "汉滨区", "", true}, {"汉滨", "汉滨区", "", true}, {" 汉 滨 区 ", "汉滨区", "", true}, {"旬阳县", "旬阳市", "", true}, {"安康市旬阳县", "旬阳市", "", true}, {"陕西省安康市汉滨区吉河镇", "汉滨区", "吉河镇", true},
		{"安康高新区", "安康高新区", "", true}, {"安康市高新区", "安康高新区", "", true}, {"高新区", "安康高新区", "", true}, {"恒口镇", "恒口示范区", "恒口镇", true}, {"恒口示范区（试验区）", "恒口示范区", "", true},
		{"白河县（飞地：安康高新区）", "白河县", "（飞地：安康高新区）", true}, {"白河区", "", "", false}, {"西安高新区", "", "", false}, {"商州区", "", "", false}, {"安康市", "", "", false}, {"", "", "", false},
	}
	for _, c := range cases {
		name, rest, ok := a.Leading(c.in)
		if name != c.name || rest != c.rest || ok != c.ok {
			t.Errorf("%q: got %q %q %v, want %q %q %v", c.in, name, rest, ok, c.name, c.rest, c.ok)
		}
	}
	if n, ok := a.Exact("汉滨区吉河镇"); ok {
		t.Errorf("got %q for more than a unit's name", n)
	}
	if names := a.Names(); len(names) != 5 || names[0] != "汉滨区" {
		t.Errorf("names %v", names)
	}
}
