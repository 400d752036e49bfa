package intake_test

import (
	"fmt"
	"strings"
	"time"

	"yinfeng/crm"
)

// words are texts of a column that are taken as printed.
var words = map[string][]string{
	"investor_home": {"江苏常州", "浙江省杭州市", "四川成都", "陕西西安"}, "content": {"建设标准化厂房两千平方米，购置生产线三条。", "新建冷库一座", "改造老旧车间"}, "chain": {"富硒食品", "新型材料", "毛绒玩具"},
	"industry": {"制造业", "农副食品加工业", "旅游业"}, "nature": {"新建", "续建"}, "problem": {"用地指标未落实", "无", "融资进度慢"}, "next_step": {"加快前期手续办理", "尽快签订合同"},
	"unit": {"市招商局", "平利县经贸局"}, "leader": {"张三", "李某某"}, "contact": {"王五", "赵六"}, "internal_remark": {"内部掌握", "重点"}, "remark": {"按合同推进", "分两期建设", "见合同第3条"},
	"progress": {"主体完工，正在装修", "设备已进场"}, "use": {"厂房建设", "设备购置"}}

// newField makes a column of a key; its values come later.
func (t *genTable) newField(key string) *field {
	return &field{key: key, path: []string{t.printed(t.header(key))}}
}

func (t *genTable) textField(key string) *field {
	f := t.newField(key)
	f.value = func(r *truthRow) gridCell {
		if t.one(4) {
			return gridCell{}
		}
		r.values[key] = pick(t.dice, words[key]...)
		return gridCell{text: pick(t.dice, "", " ", "　") + r.values[key] + pick(t.dice, "", " ")}
	}
	return f
}

// listField is a column whose cells hold several things.
func (t *genTable) listField(key string, one func() string, seps ...string) *field {
	f := t.newField(key)
	f.value = func(r *truthRow) gridCell {
		if key == "evidence_nos" && r.values["amount_wan"] == "0" || key != "evidence_nos" && t.one(4) {
			return gridCell{}
		}
		list := []string{one()}
		if t.one(3) {
			list = append(list, one())
		}
		r.values[key] = strings.Join(list, "|")
		return gridCell{text: strings.Join(list, pick(t.dice, seps...))}
	}
	return f
}

func (t *genTable) phone() string {
	if t.one(3) {
		return fmt.Sprintf("0915-%07d", 2000000+t.IntN(7999999))
	}
	return fmt.Sprintf("1%d%09d", 3+t.IntN(7), t.IntN(1e9))
}

// moneyField is a column of amounts of up to what most says.
func (t *genTable) moneyField(key string, most func(*truthRow) int64) *field {
	f := t.newField(key)
	f.money, f.unit, f.inCell = true, t.unit, t.unitAt == "cell"
	if t.unitAt == "header" {
		f.path[0] += fmt.Sprintf(pick(t.dice, "（%s）", "(%s)", "\n（单位：%s）", "/%s"), t.unit.word)
	}
	f.value = func(r *truthRow) gridCell {
		n := most(r)
		if n < 0 || key != "total_wan" && key != "amount_wan" && t.one(6) {
			return gridCell{}
		}
		return t.putMoney(f, r, key, n)
	}
	return f
}

// dollarField is a column in 万美元 by its header.
func (t *genTable) dollarField(most func(*truthRow) int64) *field {
	f := t.moneyField("foreign_usd_wan", most)
	f.path[0], _, _ = strings.Cut(t.header("foreign_usd_wan"), "（")
	f.path[0] += "（万美元）"
	f.unit, f.inCell = moneyUnit{"万美元", 2}, false
	return f
}

// share is a random part of n, none of it now and then.
func (t *genTable) share(n int64) int64 {
	if n <= 0 || t.one(8) {
		return 0
	}
	return t.Int64N(n + 1)
}

// dateField is a column of dates; each row's dates follow on each other.
func (t *genTable) dateField(key, column string) *field {
	f := t.newField(column)
	years := map[string]int{"sign_date": 2019, "register_date": 2019, "start_date": 2021, "production_date": 2022}
	f.value = func(r *truthRow) gridCell {
		key := key
		if column == crm.ImportKeyStageDate {
			key = map[string]string{"签约": "sign_date", "框架协议": "sign_date", "开工": "start_date", "在建": "start_date", "投产": "production_date"}[r.values["stage"]]
		}
		if key == "" || t.one(5) {
			return gridCell{}
		}
		c, text := t.date(time.Date(years[key], time.Month(1+t.IntN(12)), 1+t.IntN(28), 0, 0, 0, 0, time.UTC))
		r.values[key] = text
		return c
	}
	return f
}

// subject adds the columns that say what a row is about.
func (t *genTable) subject() {
	if t.IntN(3) > 0 {
		f := t.newField(crm.ImportKeySeq)
		f.value = func(*truthRow) gridCell { return gridCell{text: fmt.Sprint(t.rows[1] + 1), number: t.yes()} }
		t.fields = append(t.fields, f)
	}
	f := t.newField("project")
	f.value = func(r *truthRow) gridCell {
		printed, name := t.name()
		r.values["project"] = name
		return gridCell{text: printed}
	}
	g := t.newField("investors")
	g.value = func(r *truthRow) gridCell {
		printed, names := t.companies()
		r.values["investors"] = strings.Join(names, "|")
		return gridCell{text: printed}
	}
	t.fields = append(t.fields, f, g)
	t.placeFields()
}

// placeFields adds a county column, a column of county and place, or neither, where the title names the county.
func (t *genTable) placeFields() {
	county := func(r *truthRow) gridCell {
		r.values["county"] = r.county
		return gridCell{text: t.area(r.county)}
	}
	site := func(r *truthRow) gridCell {
		place := pick(t.dice, "城关镇", "兴隆镇蒿子坝村", "工业园区")
		r.values["place"] = place
		if t.by("county") != nil && t.yes() {
			return gridCell{text: place}
		}
		r.values["county"] = r.county
		return gridCell{text: pick(t.dice, r.county+place, r.county+"（"+place+"）", r.county+" "+place)}
	}
	add := func(key string, value func(*truthRow) gridCell) {
		f := t.newField(key)
		f.value = value
		t.fields = append(t.fields, f)
	}
	if t.kind == crm.ImportCapital {
		add("county", county)
		return
	}
	switch {
	case t.one(6) && t.first < 2:
		t.county = pick(t.dice, knowledge().Areas.Names()...)
	case t.one(4):
		add(crm.ImportKeySite, site)
	default:
		add("county", county)
		if t.one(3) {
			add(crm.ImportKeySite, site)
		}
	}
}

// total is an amount that is plausible for a whole project.
func (t *genTable) total(r *truthRow) int64 {
	r.total = pick(t.dice, int64(100)*(1+t.Int64N(900)), 10_000*(1+t.Int64N(3000)), 100*(50+t.Int64N(100_000))) + 1000
	r.left = r.total
	return r.total
}

// projectFields makes the columns of a list of projects.
func (t *genTable) projectFields() {
	t.subject()
	part := func(r *truthRow) int64 { return t.share(r.total) }
	maybe := func(n int, fs ...func() *field) {
		for _, f := range fs {
			if t.one(n) {
				t.fields = append(t.fields, f())
			}
		}
	}
	t.fields = append(t.fields, t.moneyField("total_wan", t.total))
	for _, key := range []string{"arrived_wan", "fixed_wan", "working_wan", "agreed_wan", "completed_wan", "arrived_year_wan", "arrived_month_wan"} {
		maybe(3, func() *field { return t.moneyField(key, part) })
	}
	maybe(4, func() *field { return t.dollarField(func(r *truthRow) int64 { return t.share(r.total / 10) }) })
	stages := func() *field {
		f := t.newField("stage")
		f.value = func(r *truthRow) gridCell {
			r.values["stage"] = pick(t.dice, "签约", "框架协议", "开工", "在建", "投产")
			return gridCell{text: r.values["stage"]}
		}
		return f
	}
	if t.one(5) {
		t.fields = append(t.fields, stages(), t.dateField("", crm.ImportKeyStageDate))
	} else {
		t.fields = append(t.fields, t.dateField("sign_date", "sign_date"))
		for _, key := range []string{"start_date", "production_date", "register_date"} {
			maybe(3, func() *field { return t.dateField(key, key) })
		}
		maybe(3, stages, func() *field { return t.textField("progress") })
	}
	for _, key := range []string{"investor_home", "content", "chain", "industry", "nature", "problem", "next_step", "unit", "leader", "contact", "internal_remark", "remark"} {
		maybe(3, func() *field { return t.textField(key) })
	}
	maybe(3, func() *field { return t.listField("contact_phones", t.phone, "、", "/", "，", "\n", "；") },
		func() *field {
			return t.listField("project_no", func() string { return fmt.Sprintf("%d%012d", 610900, t.unique()) }, "")
		})
	t.shuffle()
}

// shuffle puts the columns in any order; the running number stays at the left.
func (t *genTable) shuffle() {
	fs := t.fields
	if fs[0].key == crm.ImportKeySeq {
		fs = fs[1:]
	}
	t.Shuffle(len(fs), func(i, j int) { fs[i], fs[j] = fs[j], fs[i] })
}

// capitalFields makes the columns of monthly arrivals.
func (t *genTable) capitalFields(month int) {
	t.subject()
	take := func(r *truthRow) int64 {
		n := t.share(r.left)
		r.left -= n
		return n
	}
	var before, now int64
	t.fields = append(t.fields, t.moneyField("total_wan", t.total))
	prior := t.moneyField("prior_years_wan", take)
	for !strings.Contains(prior.path[0], "上年") {
		prior.path[0] = "上年末累计"
		if t.unitAt == "header" {
			prior.path[0] += "（" + t.unit.word + "）"
		}
	}
	amount := t.moneyField("amount_wan", func(r *truthRow) int64 { now = take(r); return now })
	t.fields = append(t.fields, prior, amount)
	if month > 1 {
		f := t.moneyField("ytd_prev_wan", func(r *truthRow) int64 { before = take(r); return before })
		f.path[0] = strings.Replace(f.path[0], "N月", pick(t.dice, "1-", "1—")+fmt.Sprintf("%d月", month-1), 1)
		always := f.value
		f.value = func(r *truthRow) gridCell { before = 0; return always(r) }
		ytd := t.moneyField("ytd_wan", nil)
		ytd.value = func(r *truthRow) gridCell {
			if _, ok := r.values["ytd_prev_wan"]; !ok {
				return gridCell{}
			}
			return t.putMoney(ytd, r, "ytd_wan", before+now)
		}
		t.fields = append(t.fields, f, ytd)
	}
	if t.yes() {
		t.fields = append(t.fields, t.moneyField("out_of_province_wan", func(*truthRow) int64 { return t.share(now) }))
	}
	if t.yes() {
		t.fields = append(t.fields, t.dollarField(func(*truthRow) int64 { return t.share(now / 10) }))
	}
	t.fields = append(t.fields, t.listField("evidence_nos", func() string { return fmt.Sprintf("AK-%05d", t.unique()) }, "、", "；", "\n", "，"))
	for _, key := range []string{"nature", "use", "remark"} {
		if t.yes() {
			t.fields = append(t.fields, t.textField(key))
		}
	}
	t.shuffle()
}
