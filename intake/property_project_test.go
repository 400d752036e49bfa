package intake_test

import (
	"fmt"
	"slices"

	"yinfeng/crm"
)

// projects makes a table of projects.
func (m *maker) projects() *table {
	t := &table{kind: crm.ImportProjects, by: "county", unit: pick(m, []string{"万元", "万元", "亿元", "元", ""})}
	k := func(key string, not ...string) []string { return known(t.kind, key, not...) }
	t.titles = []string{"某市2022年招商引资项目台账", "招商引资项目汇总表", "2022年重点项目情况表"}
	if m.in(30) {
		t.stage = pick(m, []string{"签约", "开工"})
		t.titles, t.titled = []string{"某市2022年" + t.stage + "项目台账", t.stage + "项目情况表"}, true
	}
	t.fields = []field{{key: "project", heads: k("project", "在谈")}, {key: "investors", heads: k("investors", "拟投资", "意向")}, {key: "county", heads: k("county", "意向")},
		{key: "total_wan", heads: k("total_wan", "拟投资"), money: true}, {key: "sign_date"}}
	m.some(t, 60, field{key: "-seq", heads: []string{"序号", "序", "NO."}})
	m.some(t, 60, field{key: "arrived_wan", money: true})
	m.some(t, 30, field{key: "fixed_wan", money: true})
	m.some(t, 20, field{key: "completed_wan", money: true})
	m.some(t, 30, field{key: "start_date"})
	m.some(t, 15, field{key: "production_date"})
	if t.stage == "" {
		m.some(t, 30, field{key: "stage"})
	}
	for _, key := range []string{"project_no", "investor_home", "nature", "industry", "chain", "content", "progress", "unit", "contact_phones", "remark", "next_step"} {
		m.some(t, 20, field{key: key})
	}
	m.helper(t)
	m.groups(4, func(county string) { t.items = append(t.items, m.projectRow(t, county, len(t.items))) })
	m.inSections(t)
	return t
}

// helper adds a column that means nothing to an importer, often hidden.
func (m *maker) helper(t *table) {
	if m.some(t, 15, field{key: "?", heads: []string{"辅助列", "录入人", "核对", "VLOOKUP"}}) && m.in(50) {
		t.hide = "?"
	}
}

// inSections takes the county's column away: the section headers tell it.
func (m *maker) inSections(t *table) {
	if !m.in(12) {
		return
	}
	for _, it := range t.items {
		if it.want["county"] == "" || it.want["place"] != "" {
			return
		}
	}
	t.bySection = true
	t.fields = slices.DeleteFunc(t.fields, func(f field) bool { return f.key == "county" })
}

func (m *maker) projectRow(t *table, county string, n int) *item {
	it := newItem()
	m.names(it, county)
	if m.in(15) && !t.has("-site") {
		place := pick(m, []string{"城关镇", "飞地：安康高新区", "临江工业园"})
		it.want["place"], it.cells["county"] = place, word(county+"（"+place+"）")
	}
	total := int64(100+m.IntN(90_000)) * 1e4 * int64(1+m.IntN(10))
	m.amount(it, t, "total_wan", total)
	if t.has("arrived_wan") && m.in(85) {
		m.amount(it, t, "arrived_wan", total/100*int64(m.IntN(100)))
	}
	if t.has("fixed_wan") && m.in(85) {
		m.amount(it, t, "fixed_wan", total/100*int64(1+m.IntN(100)))
	}
	if t.has("completed_wan") && m.in(85) {
		m.amount(it, t, "completed_wan", total/100*int64(m.IntN(100)))
	}
	for i, key := range []string{"sign_date", "start_date", "production_date"} {
		if t.has(key) && m.in(90) {
			it.want[key] = m.day(2018+2*i, 2019+2*i, false)
			it.cells[key] = m.date(it.want[key])
		}
	}
	if t.has("stage") {
		it.text("stage", pick(m, []string{"签约", "开工", "在建", "投产"}))
	} else if t.stage != "" {
		it.want["stage"] = t.stage
	}
	m.projectTexts(it, t, n)
	return it
}

func (m *maker) projectTexts(it *item, t *table, n int) {
	plain := map[string][]string{"investor_home": {"浙江杭州", "江苏省", "西安市"}, "nature": {"新建", "续建"}, "industry": {"制造业", "农副食品加工业"}, "chain": {"富硒食品", "毛绒玩具"},
		"content": {"建设生产线两条，厂房2000平方米。", "主要建设:厂房、仓库"}, "progress": {"正在平场", "设备安装", "已完成备案"}, "unit": {"招商局", "经贸局"},
		"remark": {"追加", "注：见合同", "=1+1", "-", "+新增", "@某某"}, "next_step": {"加快建设", "协调用地"}}
	for key, list := range plain {
		if t.has(key) && m.in(80) {
			it.text(key, pick(m, list))
		}
	}
	if t.has("project_no") {
		it.text("project_no", fmt.Sprintf("61092420%02d%08d", 20+m.IntN(4), m.IntN(1e8)))
	}
	if t.has("contact_phones") && m.in(80) {
		m.phones(it)
	}
	if t.has("-seq") {
		it.cells["-seq"] = printed{text: fmt.Sprint(n + 1), number: m.typed()}
	}
	if t.has("?") {
		it.cells["?"] = pick(m, []printed{word("甲"), {text: fmt.Sprint(m.IntN(1e6)), number: m.typed(), formula: "A1+1"}, word("")})
	}
}

// phones gives a row one phone number or two (ruling 29).
func (m *maker) phones(it *item) {
	a, b := fmt.Sprintf("139%08d", m.IntN(1e8)), fmt.Sprintf("0915-3%06d", m.IntN(1e6))
	it.want["contact_phones"], it.cells["contact_phones"] = a, word(pick(m, []string{a, a[:3] + "-" + a[3:7] + "-" + a[7:], wideDigits.Replace(a)}))
	if m.in(40) {
		it.want["contact_phones"], it.cells["contact_phones"] = a+"|"+b, word(a+pick(m, []string{"、", "/", "\n", "；"})+b)
	}
}

// leads makes a table of projects under discussion.
func (m *maker) leads() *table {
	t := &table{kind: crm.ImportLeads, by: "county", unit: pick(m, []string{"万元", "亿元", ""}), titles: []string{"在谈项目情况表", "某市2022年在谈项目汇总表"}, titled: true}
	t.fields = []field{{key: "project"}, {key: "investors"}, {key: "county"}, {key: "total_wan", money: true}, {key: "progress"}}
	m.some(t, 50, field{key: "-seq", heads: []string{"序号", "序", "NO."}})
	for _, key := range []string{"investor_intro", "content", "industry", "land_mu", "contact", "contact_phones", "follower", "follow_unit", "zone", "assessment", "remark"} {
		m.some(t, 35, field{key: key})
	}
	m.helper(t)
	m.groups(4, func(county string) { t.items = append(t.items, m.leadRow(t, county, len(t.items))) })
	m.inSections(t)
	return t
}

func (m *maker) leadRow(t *table, county string, n int) *item {
	it := newItem()
	m.names(it, county)
	it.want["stage"] = "在谈"
	if m.in(15) {
		it.want["county"], it.cells["county"] = "", word(pick(m, []string{"", "待定"}))
	}
	it.text("progress", pick(m, []string{"正在洽谈", "已实地考察", "已提交方案，待研判"}))
	low := int64(1+m.IntN(20)) * 1e8
	switch {
	case m.in(15):
		it.want["amount_min_wan"], it.want["amount_max_wan"] = wan(low), wan(low*3)
		it.cells["total_wan"] = word(pick(m, []string{shifted(low, 8) + "-" + shifted(low*3, 8) + "亿元", shifted(low, 4) + "万元—" + shifted(low*3, 4) + "万元", shifted(low, 8) + "亿~" + shifted(low*3, 8) + "亿"}))
		it.vague["total_wan"] = true
	case m.in(10):
		it.want["amount_min_wan"], it.cells["total_wan"] = wan(low), word(shifted(low, 8)+"亿元以上")
		it.vague["total_wan"] = true
	default:
		m.amount(it, t, "total_wan", low/100*int64(20+m.IntN(80)))
	}
	m.leadTexts(it, t, n)
	return it
}

func (m *maker) leadTexts(it *item, t *table, n int) {
	plain := map[string][]string{"investor_intro": {"成立于2001年，主营食品。", "行业龙头"}, "content": {"建设生产线两条", "新建加工园"}, "industry": {"富硒食品", "新材料"}, "contact": {"张某", "李某某"},
		"follower": {"王某", "赵某某"}, "follow_unit": {"招商局", "某联络处"}, "zone": {"长三角", "珠三角"}, "assessment": {"可行", "继续跟踪"}, "remark": {"无土地需求", "=cmd|' /C calc'!A0"}}
	for key, list := range plain {
		if t.has(key) && m.in(80) {
			it.text(key, pick(m, list))
		}
	}
	if t.has("land_mu") && m.in(80) {
		mu := int64(1 + m.IntN(900))
		it.want["land_mu"], it.cells["land_mu"] = fmt.Sprint(mu), pick(m, []printed{word(fmt.Sprint(mu, "亩")), {text: fmt.Sprint(mu), number: m.typed()}})
	}
	if t.has("contact_phones") && m.in(80) {
		m.phones(it)
	}
	if t.has("-seq") {
		it.cells["-seq"] = printed{text: fmt.Sprint(n + 1), number: m.typed()}
	}
}
