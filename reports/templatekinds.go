package reports

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// oneLine is a header's text without its line break.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", "") }

var (
	seqField  = templateField{title: "序号", width: 5.5, kind: fieldCount, what: "从 1 起的顺序号，可以不填", one: "1", two: "2"}
	noteField = templateField{title: "备注", width: 18, what: "其他要说明的情况"}
)

// codeField is 编码, by which a row that the system has is found again.
func codeField(what string) templateField {
	return templateField{title: "编码", width: 13, kind: fieldDigits, what: "系统里已有的" + what + "填它的编码，按编码更新；新的空着"}
}

// commonNotes hold for every template.
func commonNotes(more ...string) []string {
	return append(append([]string(nil), more...), "表头底色为橙色的列必填，其他列没有就空着，不写“无”“/”。", "不改表头文字，不插入合计以外的行；列的先后可以调整，用不到的列可以删去。",
		"填好后在系统的“导入”页上传，先检查、再导入；导入后可以整批撤销。")
}

func projectTemplate(t crm.TemplateData) workbookTemplate {
	return workbookTemplate{title: "招商引资项目台账", tables: []templateTable{{
		name: "项目台账", title: fmt.Sprintf("%d年招商引资项目台账", t.Year), unit: "单位:万元", freeze: 4,
		fields: []templateField{seqField, codeField("项目"),
			{"县市区", 11, fieldPick, listUnits, true, "项目归属的县区，从下拉中选；飞地项目选飞出地，飞入地写在建设地点", t.Units[0], t.Units[len(t.Units)-1]},
			{"项目名称", 26, fieldText, "", true, "签约合同上的项目全称", "（示例）富硒茶深加工项目", "（示例）电子元件生产线项目二期"},
			{"投资方", 26, fieldText, "", true, "企业全称；几家共同投资的用顿号“、”隔开", "某某茶业有限公司", "某某电子有限公司、某某科技有限公司"},
			{"统一社会信用代码", 20, fieldDigits, "", false, "投资方的 18 位代码", "", ""},
			{"来源地", 11, fieldText, "", false, "投资方的注册地，写省和市", "江苏常州", "陕西西安"},
			{"建设地点", 14, fieldText, "", false, "镇、园区或村", "城关镇", "工业园区"},
			{"建设内容", 28, fieldText, "", false, "主要建设内容和规模", "厂房 5000 平方米、生产线 2 条", "续建生产线 1 条"},
			{"产业链", 12, fieldOffer, listChains, false, "所属的重点产业链", first(t.Chains), first(t.Chains)},
			{"行业", 12, fieldText, "", false, "国民经济行业名称", "精制茶加工", "电子元件制造"},
			{"新建/续建", 8, fieldPick, listNature, false, "本年新签的填新建，往年结转的填续建", "新建", "续建"},
			{"总投资\n(万元)", 12, fieldMoney, "", true, "合同约定的总投资，只填数字", "8000", "12000.5"},
			{"固定资产投资\n(万元)", 12, fieldMoney, "", false, "总投资中的固定资产部分", "6500", "9000"},
			{"协议引资额\n(万元)", 12, fieldMoney, "", false, "合同约定的引资额", "8000", "12000.5"},
			{"签约时间", 11, fieldDate, "", true, "合同签订的日期，不晚于填报日", fmt.Sprintf("%d-03-15", t.Year-1), fmt.Sprintf("%d-06-30", t.Year-1)},
			{"开工时间", 11, fieldDate, "", false, "实际开工的日期；计划开工的空着", fmt.Sprintf("%d-05-01", t.Year-1), ""},
			{"投产时间", 11, fieldDate, "", false, "实际投产的日期；计划投产的空着", "", ""},
			{"项目阶段", 9, fieldPick, listStage, false, "填报时所处的阶段", "开工", "签约"},
			{"累计到位资金\n(万元)", 12, fieldMoney, "", false, "至填报日已到位的资金，作为期初数；以后按月填到位资金月报", "3000", "0"},
			{"包抓领导", 10, fieldText, "", false, "姓名", "张某某", "李某某"},
			{"存在问题", 18, fieldText, "", false, "需要协调的问题", "用地手续待办", ""},
			{"下一步", 18, fieldText, "", false, "下一步打算", "本月完成场地平整", ""}, noteField},
	}}, notes: commonNotes("一个项目一行。金额单位为万元；以外币签订的在系统里登记。")}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func leadTemplate(t crm.TemplateData) workbookTemplate {
	return workbookTemplate{title: "在谈项目表", tables: []templateTable{{
		name: "在谈项目", title: fmt.Sprintf("%d年在谈项目表", t.Year), unit: "单位:万元", freeze: 3,
		fields: []templateField{seqField, codeField("线索"),
			{"项目名称", 26, fieldText, "", true, "在谈项目的名称", "（示例）魔芋精深加工项目", "（示例）毛绒玩具生产项目"},
			{"投资方", 26, fieldText, "", true, "企业全称；几家用顿号“、”隔开", "某某食品有限公司", "某某玩具有限公司"},
			{"投资方简介", 26, fieldText, "", false, "主营和规模，一两句", "主营休闲食品，年产值 3 亿元", ""},
			{"来源地", 11, fieldText, "", false, "投资方的注册地，写省和市", "广东深圳", "浙江杭州"},
			{"建设内容", 28, fieldText, "", false, "拟建的主要内容", "魔芋加工生产线 3 条", "租用厂房，缝制生产线 5 条"},
			{"产业类型", 12, fieldText, "", false, "行业或产业", "食品加工", "毛绒玩具"},
			{"意向县区", 11, fieldPick, listUnits, false, "意向落户的县区，未定的空着", t.Units[0], ""},
			{"拟建地点", 14, fieldText, "", false, "镇或园区，未定的空着", "城关镇", ""},
			{"用地\n(亩)", 9, fieldMoney, "", false, "需用土地，只填数字；租用厂房的空着", "30", ""},
			{"拟投资额\n(万元)", 14, fieldText, "", true, "一个数，或区间如 5000万-1亿", "5000", "5000万-1亿"},
			{"固定资产投资\n(万元)", 12, fieldMoney, "", false, "其中的固定资产部分", "3500", ""},
			{"进展", 28, fieldText, "", false, "目前谈到什么程度", "已两次考察，正在选址", "初次接触"},
			{"企业联系人", 10, fieldText, "", false, "姓名", "王某某", ""},
			{"联系方式", 14, fieldDigits, "", false, "手机或带区号的座机；几个用顿号隔开", "13800000000", ""},
			{"跟踪人", 10, fieldText, "", false, "我方跟踪人姓名", "赵某某", "钱某某"},
			{"跟踪单位", 14, fieldOffer, listUnits, false, "我方跟踪单位", t.Units[0], t.Units[0]},
			{"研判结果", 12, fieldText, "", false, "研判会的结论", "同意跟进", ""}, noteField},
	}}, notes: commonNotes("一个在谈项目一行；签约后改填项目台账。金额单位为万元。")}
}

func visitTemplate(t crm.TemplateData) workbookTemplate {
	day := func(s string) string { return fmt.Sprintf("%d-%s", t.Year-1, s) }
	out := templateTable{name: "外出招商", title: fmt.Sprintf("%d年外出招商情况表", t.Year), unit: "单位:天", freeze: 3,
		fields: []templateField{seqField, codeField("外出记录"),
			{"单位", 13, fieldOffer, listUnits, true, "外出的单位；市直部门、联络处照写", t.Units[0], "市招商局"},
			{"姓名", 14, fieldText, "", true, "带队领导或外出人员；几人用顿号隔开", "张某某", "李某某、王某某"},
			{"职务", 16, fieldText, "", false, "与姓名对应", "副县长", "局长、科长"},
			{"开始时间", 11, fieldDate, "", true, "出发的日期", day("04-08"), day("05-20")},
			{"结束时间", 11, fieldDate, "", true, "返回的日期", day("04-10"), day("05-20")},
			{"天数", 6, fieldCount, "", false, "首尾都算：8 日至 10 日是 3 天", "3", "1"},
			{"目的地", 16, fieldText, "", true, "省和市；几处用顿号隔开", "浙江杭州、宁波", "广东深圳"},
			{"拜访企业名称", 28, fieldText, "", true, "一家企业一行；同一次外出拜访几家，其余各格照填", "某某控股集团有限公司", "某某科技股份有限公司"},
			{"接洽人姓名", 11, fieldText, "", false, "对方的人", "陈某某", ""},
			{"接洽人职务", 12, fieldText, "", false, "对方的职务", "副总经理", ""}, noteField}}
	in := templateTable{name: "来访", title: fmt.Sprintf("%d年客商来访情况表", t.Year), unit: "单位:人", freeze: 3,
		fields: []templateField{seqField, codeField("来访记录"),
			{"接待单位", 13, fieldOffer, listUnits, true, "接待的单位", t.Units[0], "市招商局"},
			{"来访时间", 11, fieldDate, "", true, "来访的日期", day("06-12"), day("07-03")},
			{"来访企业", 28, fieldText, "", true, "一家企业一行", "某某集团有限公司", "某某医药有限公司"},
			{"主宾姓名", 11, fieldText, "", false, "主要客商", "孙某某", "周某某"},
			{"主宾职务", 12, fieldText, "", false, "主要客商的职务", "董事长", "总经理"},
			{"来访人数", 8, fieldCount, "", false, "客商人数", "5", "3"},
			{"接待领导", 12, fieldText, "", false, "我方接待领导的姓名", "吴某某", ""},
			{"地点", 16, fieldText, "", false, "考察或洽谈的地点", "高新区标准厂房", ""},
			{"洽谈内容", 28, fieldText, "", false, "谈了什么、成效如何", "考察厂房，洽谈医药物流项目", ""},
			{"下一步", 20, fieldText, "", false, "后续安排", "月底前回访", ""}, noteField}}
	return workbookTemplate{title: "外出招商和来访情况表", tables: []templateTable{out, in},
		notes: commonNotes("外出招商和来访分在两张表，只填一张也可以。日期不晚于填报日。")}
}

func capitalTemplate(t crm.TemplateData) workbookTemplate {
	m := t.Month
	prev := fmt.Sprintf("1—%d月累计\n(万元)", m.Number()-1)
	if m.Number() <= 2 {
		prev = "本年截至上月\n(万元)"
	}
	return workbookTemplate{title: "到位资金月报", tables: []templateTable{{
		name: "到位资金月报", title: m.Label() + "招商引资到位资金月报", unit: "单位:万元", freeze: 4,
		fields: []templateField{seqField,
			{"项目编码", 13, fieldDigits, "", false, "系统里项目的编码；不知道的空着，按名称对", "", ""},
			{"县市区", 11, fieldPick, listUnits, true, "项目归属的县区", t.Units[0], t.Units[len(t.Units)-1]},
			{"项目名称", 26, fieldText, "", true, "与项目台账一致", "（示例）富硒茶深加工项目", "（示例）电子元件生产线项目"},
			{"投资方", 26, fieldText, "", true, "与项目台账一致", "某某茶业有限公司", "某某电子有限公司"},
			{"新建/续建", 8, fieldPick, listNature, false, "本年新签的填新建，往年结转的填续建", "新建", "续建"},
			{"总投资\n(万元)", 12, fieldMoney, "", false, "合同约定的总投资", "8000", "12000"},
			{"上年末累计\n(万元)", 12, fieldMoney, "", false, "至上年末已到位的资金；没有的填 0", "0", "4000"},
			{prev, 12, fieldMoney, "", false, "本年以前各月到位的合计；没有的填 0", "1000", "500"},
			{"本月到位\n(万元)", 12, fieldMoney, "", true, "本月实际到账；没有到账的填 0", "300", "0"},
			{"其中:省外\n(万元)", 12, fieldMoney, "", false, "本月数中来自省外的部分，不另加", "300", "0"},
			{"其中:外资\n(万美元)", 12, fieldMoney, "", false, "本月数中的外资，以万美元计，不另加", "0", "0"},
			{"本年累计\n(万元)", 12, fieldMoney, "", false, "以前各月与本月之和", "1300", "500"},
			{"资金用途", 18, fieldText, "", false, "土建、设备、土地等", "设备", ""},
			{"佐证材料编号", 18, fieldDigits, "", false, "银行回单、验资报告等的编号；有到账的要填，几个用顿号隔开", "HD-0001、HD-0002", ""}, noteField},
	}}, notes: commonNotes("一个项目一行，一行就是本月的一笔；冲减以前的数在系统里办，不填负数。", "导入的月报是草稿或已报，不会直接成为核定数。")}
}

func matrixTemplate(t crm.TemplateData) workbookTemplate {
	fields := []templateField{seqField,
		{"县(市、区)", 13, fieldPick, listUnits, true, "单位名称已经填好", t.Units[0], t.Units[len(t.Units)-1]},
		{"年度任务", 12, fieldMoney, "", false, "全年任务数", "120000", "80000"}}
	for n := 1; n <= 12; n++ {
		title := fmt.Sprintf("1-%d月", n)
		if n == 1 {
			title = "1月"
		}
		fields = append(fields, templateField{title, 10.5, fieldMoney, "", false, fmt.Sprintf("一月至%d月的累计数；还没有到的月份空着", n), fmt.Sprint(n * 10000), fmt.Sprint(n * 6000)})
	}
	return workbookTemplate{title: "县区到位资金月份表", tables: []templateTable{{
		name: "县区月份表", title: fmt.Sprintf("%d年各县区招商引资到位资金完成情况（累计）", t.Year), unit: "单位:万元", freeze: 3,
		fields: fields, first: t.Units,
	}}, notes: commonNotes("各月填年初以来的累计数，不是当月数；当期没有报的空着。")}
}
