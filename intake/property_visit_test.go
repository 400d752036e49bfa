package intake_test

import (
	"fmt"
	"strings"
	"time"

	"yinfeng/crm"
)

// destinations and what is taken from them (ruling 24).
var destinations = map[string]string{"广东深圳": "广东省|深圳市", "浙江省杭州市": "浙江省|杭州市", "上海": "上海市|上海市", "江苏": "江苏省|", "苏州": "江苏省|苏州市", "浙江杭州、宁波": "浙江省|杭州市;浙江省|宁波市"}

// visits makes a table of visits; several companies of one trip may share merged cells.
func (m *maker) visits() *table {
	t := &table{kind: crm.ImportVisits, by: "unit", titles: []string{"外出招商情况统计表", "某市2022年外出招商情况"}}
	heads := func(key string, not ...string) []string {
		return known(t.kind, key, append(not, "来访", "接待", "来", "宾")...)
	}
	t.fields = []field{{key: "unit", heads: heads("unit")}, {key: "traveller", heads: heads("traveller", "陪同", "参加")}, {key: "start_date", heads: heads("start_date", "日期")}, {key: "end_date", heads: heads("end_date")},
		{key: "company", heads: []string{"拜访企业", "拜访企业名称", "拜访单位", "拜访单位名称"}}}
	m.some(t, 50, field{key: "-seq", heads: []string{"序号", "序"}})
	m.some(t, 60, field{key: "title", heads: []string{"外出人员职务", "带队领导职务", "招商人员职务"}})
	m.some(t, 80, field{key: "days", heads: heads("days")})
	m.some(t, 80, field{key: "destination", heads: heads("destination")})
	m.some(t, 60, field{key: "counterpart", heads: heads("counterpart", "拜访企业")})
	m.some(t, 50, field{key: "counterpart_title", heads: heads("counterpart_title", "拜访企业")})
	m.some(t, 30, field{key: "theme", heads: heads("theme", "日期")})
	m.some(t, 30, field{key: "outcome", heads: heads("outcome")})
	m.groups(2, func(county string) {
		trip := m.trip(county)
		for i := range 1 + m.IntN(3) {
			t.items = append(t.items, m.visitRow(t, trip, i, len(t.items)))
		}
	})
	return t
}

// trip is what the rows of one trip share.
func (m *maker) trip(county string) *item {
	it := newItem()
	it.want["unit"], it.cells["unit"] = county, word(m.county(county))
	it.want["traveller"] = pick(m, []string{"张某", "李某某", "王某、赵某"}) + fmt.Sprint(m.IntN(1e6))
	it.cells["traveller"] = word(strings.ReplaceAll(it.want["traveller"], "、", pick(m, []string{"、", "，", "\n", "/"})))
	it.text("title", pick(m, []string{"县长", "副县长", "招商局局长"}))
	from := m.day(2022, 2022, true)
	start, err := time.Parse("2006-01-02", from)
	if err != nil {
		panic(err)
	}
	n := 1 + m.IntN(9)
	to := start.AddDate(0, 0, n-1).Format("2006-01-02")
	it.want["start_date"], it.cells["start_date"] = from, m.date(from)
	it.want["end_date"], it.cells["end_date"] = to, m.date(to)
	it.want["days"], it.cells["days"], it.yuan["days"] = fmt.Sprint(n), printed{text: fmt.Sprint(n), number: m.typed()}, int64(n)*1e4
	place := pick(m, []string{"广东深圳", "浙江省杭州市", "上海", "江苏", "苏州", "浙江杭州、宁波"})
	it.want["destination"], it.cells["destination"] = strings.ReplaceAll(destinations[place], ";", ","), word(place)
	return it
}

var tripKeys = []string{"unit", "traveller", "title", "start_date", "end_date", "days", "destination"}

func (m *maker) visitRow(t *table, trip *item, i, n int) *item {
	it := newItem()
	for _, key := range tripKeys {
		if !t.has(key) {
			continue
		}
		it.want[key], it.cells[key] = trip.want[key], trip.cells[key]
		if i == 0 && key == "days" {
			it.yuan[key] = trip.yuan[key]
		} else if i > 0 && m.merging() {
			it.merged[key] = true
		}
	}
	it.text("company", m.company())
	for key, list := range map[string][]string{"counterpart": {"陈某", "周某某"}, "counterpart_title": {"董事长", "总经理"}, "theme": {"对接食品项目", "洽谈合作"}, "outcome": {"达成意向", "约定来访"}} {
		if t.has(key) && m.in(80) {
			it.text(key, pick(m, list))
		}
	}
	if t.has("-seq") {
		it.cells["-seq"] = printed{text: fmt.Sprint(n + 1), number: m.typed()}
	}
	return it
}

// guests makes a table of receptions (来访).
func (m *maker) guests() *table {
	t := &table{kind: crm.ImportVisits, by: "unit", titles: []string{"来访接待情况统计表"}}
	t.fields = []field{{key: "unit", heads: []string{"接待单位", "县（市、区）", "单位"}}, {key: "start_date", heads: []string{"来访时间", "来访日期", "接待时间"}}, {key: "company", heads: []string{"来访企业", "来访企业名称", "来访单位"}},
		{key: "traveller", heads: []string{"接待领导", "接待人员", "接待人"}}, {key: "counterpart", heads: []string{"来访人员", "来访人员姓名", "主宾"}}}
	m.some(t, 60, field{key: "people", heads: []string{"人数", "来访人数"}})
	m.some(t, 50, field{key: "theme", heads: []string{"洽谈内容", "来访事由", "来访目的"}})
	m.some(t, 30, field{key: "remark"})
	m.groups(3, func(county string) {
		it := newItem()
		it.want["unit"], it.cells["unit"], it.want["direction"] = county, word(m.county(county)), "来访"
		it.want["start_date"] = m.day(2022, 2022, true)
		it.cells["start_date"] = m.date(it.want["start_date"])
		it.text("company", m.company())
		it.text("traveller", pick(m, []string{"张某", "李某某"}))
		it.text("counterpart", pick(m, []string{"陈某", "周某某"}))
		n := int64(1 + m.IntN(20))
		if t.has("people") {
			it.want["people"], it.cells["people"], it.yuan["people"] = fmt.Sprint(n), printed{text: fmt.Sprint(n), number: m.typed()}, n*1e4
		}
		if t.has("theme") {
			it.text("theme", "考察食品项目")
		}
		if t.has("remark") && m.in(50) {
			it.text("remark", "二次来访")
		}
		t.items = append(t.items, it)
	})
	return t
}
