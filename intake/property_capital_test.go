package intake_test

import (
	"fmt"

	"yinfeng/crm"
)

// capital makes a monthly table of arrivals.
func (m *maker) capital() *table {
	month := 1 + m.IntN(12)
	t := &table{kind: crm.ImportCapital, by: "county", titled: true, unit: pick(m, []string{"万元", "万元", "亿元"}),
		titles: []string{fmt.Sprintf("某市2022年%d月到位资金月报表", month), fmt.Sprintf("2022年%d月份招商引资项目到位资金情况表", month)}}
	amount := field{key: "amount_wan", heads: []string{"本月到位", "本月到位资金", "本月", "当月到位资金"}, money: true}
	if m.in(50) {
		amount = field{key: "amount_wan", heads: []string{"到位数", "小计", "到位资金"}, money: true, group: "本月"}
	}
	t.fields = []field{{key: "project"}, {key: "investors"}, {key: "county"}, {key: "prior_years_wan", heads: []string{"上年末累计", "上年末累计到位资金", "截至上年末累计"}, money: true}, amount}
	if amount.group != "" {
		m.some(t, 70, field{key: "out_of_province_wan", heads: []string{"其中：省外", "省外资金"}, money: true, group: "本月"})
		m.some(t, 60, field{key: "foreign_usd_wan", heads: []string{"其中：外资", "利用外资"}, money: true, unit: "万美元", group: "本月"})
	}
	m.some(t, 60, field{key: "total_wan", money: true})
	if m.in(60) {
		t.fields = append(t.fields, field{key: "ytd_prev_wan", heads: []string{"本年截至上月", "截至上月累计", "上月累计"}, money: true}, field{key: "ytd_wan", heads: []string{"本年累计", "本年累计到位", "今年累计"}, money: true})
	}
	m.some(t, 50, field{key: "-seq", heads: []string{"序号", "序", "NO."}})
	for _, key := range []string{"nature", "use", "evidence_nos", "remark"} {
		m.some(t, 40, field{key: key})
	}
	m.groups(4, func(county string) {
		it := m.capitalRow(t, county, len(t.items))
		it.want["month"] = fmt.Sprintf("2022-%02d", month)
		t.items = append(t.items, it)
	})
	m.inSections(t)
	return t
}

func (m *maker) capitalRow(t *table, county string, n int) *item {
	it := newItem()
	m.names(it, county)
	month, before, prior := int64(m.IntN(5000))*1e4, int64(m.IntN(9000))*1e4, int64(m.IntN(9000))*1e4
	if m.in(15) {
		month = 0
	}
	for key, v := range map[string]int64{"amount_wan": month, "ytd_prev_wan": before, "ytd_wan": before + month, "prior_years_wan": prior, "out_of_province_wan": month / 4e4 * 1e4,
		"foreign_usd_wan": month / 1e5 * 1e4, "total_wan": prior + before + month + 1e7} {
		if t.has(key) {
			m.amount(it, t, key, v)
		}
	}
	if t.has("evidence_nos") && (month > 0 || m.in(50)) {
		a, b := fmt.Sprintf("PZ-%d-%d", n, m.IntN(1e9)), fmt.Sprintf("HD-%d-%d", n, m.IntN(1e9))
		it.text("evidence_nos", a)
		if m.in(40) {
			it.want["evidence_nos"], it.cells["evidence_nos"] = a+"|"+b, word(a+pick(m, []string{"、", "；", "\n"})+b)
		}
	}
	for key, list := range map[string][]string{"nature": {"新建", "续建"}, "use": {"购置设备", "土建工程"}, "remark": {"见凭证", "补报"}} {
		if t.has(key) && m.in(80) {
			it.text(key, pick(m, list))
		}
	}
	if t.has("-seq") {
		it.cells["-seq"] = printed{text: fmt.Sprint(n + 1), number: m.typed()}
	}
	return it
}

// matrix makes a table of areas by months.
func (m *maker) matrix() *table {
	t := &table{kind: crm.ImportMatrix, titled: true, titles: []string{"某市2022年各县区到位资金累计情况表", "2022年县区招商引资到位资金（累计）月报"}, unit: pick(m, []string{"万元", "亿元"})}
	t.fields = []field{{key: "area", heads: []string{"县（市、区）", "县区", "单位", "县市区"}}}
	target := m.some(t, 60, field{key: "annual_target", heads: []string{"年度任务", "目标任务", "全年任务"}, money: true})
	months := 2 + m.IntN(10)
	style := pick(m, []string{"1-%d月", "1—%d月累计", "1~%d月", "%d月"})
	for n := 1; n <= months; n++ {
		label := fmt.Sprintf(style, n)
		if n == 1 {
			label = "1月"
		}
		t.fields = append(t.fields, field{key: fmt.Sprintf("period:2022:%02d", n), heads: []string{label}, money: false})
	}
	rate := target && m.in(60)
	if rate {
		t.fields = append(t.fields, field{key: "-rate", heads: []string{"完成率", "完成比例", "完成率（%）"}})
	}
	areas := knowledge().Areas.Names()
	for _, i := range m.Perm(len(areas))[:2+m.IntN(len(areas)-2)] {
		t.items = append(t.items, m.matrixRow(t, areas[i], months, rate))
	}
	return t
}

func (m *maker) matrixRow(t *table, area string, months int, rate bool) *item {
	it := newItem()
	it.cells["area"] = word(m.county(area))
	target, sum := int64(10+m.IntN(100))*1e8, int64(0)
	if t.has("annual_target") {
		m.amount(it, t, "annual_target", target)
	}
	for n := 1; n <= months; n++ {
		sum += int64(m.IntN(9000)) * 1e5
		key := fmt.Sprintf("period:2022:%02d", n)
		m.amount(it, t, key, sum)
		w := map[string]string{"area": area, "year": "2022", "month_to": fmt.Sprint(n), "indicator": "到位资金(累计)", "value_wan": wan(sum)}
		if t.unit == "亿元" {
			w["value_yi"] = shifted(sum, 8)
		}
		if t.has("annual_target") {
			w["annual_target_wan"] = wan(target)
			if t.unit == "亿元" {
				delete(w, "annual_target_wan")
				w["annual_target_yi"] = shifted(target, 8)
			}
		}
		it.wants = append(it.wants, w)
	}
	if rate {
		it.cells["-rate"] = m.rate(sum, target)
	}
	return it
}

// rate prints a part of a whole in percent, rounded to a tenth.
func (m *maker) rate(part, whole int64) printed {
	tenths := (part*2000/whole + 1) / 2 // in 0.1 %
	s := shifted(tenths, 1)
	switch m.IntN(3) {
	case 0:
		return word(s + "%")
	case 1:
		return printed{text: s, number: m.typed()}
	}
	if !m.typed() {
		return word(s + "%")
	}
	return printed{text: shifted((part*20000/whole+1)/2, 4), number: true, percent: true} // 0.00%
}
