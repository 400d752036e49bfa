package crm

import (
	"fmt"
	"strings"
)

// ImportKeyLabel names a key of a record for the person who maps columns.
type ImportKeyLabel struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Money bool   `json:"money" doc:"金额列，可以指定单位"`
	Month bool   `json:"month" doc:"键名后面要接年和月，如 period:2022:03"`
}

// ImportKindKeys is a kind of sheet with the keys that its columns can have.
type ImportKindKeys struct {
	Kind  ImportKind       `json:"kind" enum:"projects,leads,visits,capital,matrix,companies"`
	Label string           `json:"label"`
	Keys  []ImportKeyLabel `json:"keys"`
}

// ImportKinds lists the kinds that a sheet can be, in the order of the samples' README.
func ImportKinds() []ImportKind {
	return []ImportKind{ImportProjects, ImportLeads, ImportVisits, ImportCapital, ImportMatrix, ImportCompany}
}

// ImportMoneyUnits are the units that a person may give a column of money.
func ImportMoneyUnits() []string {
	return []string{"元", "千元", "万元", "百万元", "千万元", "亿元", "美元", "万美元", "亿美元"}
}

// ImportKeyList lists every kind with its keys, in the order of the header table; a kind
// that no header is known of cannot be mapped and is not in it.
func ImportKeyList() []ImportKindKeys {
	var out []ImportKindKeys
	for _, kind := range ImportKinds() {
		k := ImportKindKeys{Kind: kind, Label: kind.Label(), Keys: []ImportKeyLabel{}}
		seen := map[string]bool{}
		for _, h := range DefaultImportHeaders() {
			if (h.Kind == kind || h.Kind == "") && !seen[h.Key] {
				seen[h.Key] = true
				k.Keys = append(k.Keys, importKeyLabel(kind, h.Key))
			}
		}
		if kind == ImportMatrix && len(k.Keys) > 0 {
			k.Keys = append(k.Keys, importKeyLabel(kind, ImportKeyPeriod))
		}
		if len(k.Keys) > 0 {
			out = append(out, k)
		}
	}
	return out
}

func importKeyLabel(kind ImportKind, key string) ImportKeyLabel {
	return ImportKeyLabel{Key: key, Label: ImportKeyName(kind, key), Money: isMoneyKey(key), Month: key == ImportKeyPeriod}
}

// isMoneyKey reports whether a key's column holds amounts.
func isMoneyKey(key string) bool {
	return strings.HasSuffix(key, "_wan") || key == "annual_target" || strings.HasPrefix(key, ImportKeyPeriod)
}

// ImportKeyName is the Chinese name of a key in a kind of sheet, "" for a key that the kind does not have.
func ImportKeyName(kind ImportKind, key string) string {
	if l := importKindLabels[kind][key]; l != "" {
		return l
	}
	if strings.HasPrefix(key, ImportKeyPeriod) && kind == ImportMatrix {
		return importPeriodName(strings.TrimPrefix(key, ImportKeyPeriod))
	}
	return importLabels[key]
}

// importPeriodName reads the year and month behind ImportKeyPeriod: 2022:03 → 2022年1—3月累计; "" when they are none.
func importPeriodName(s string) string {
	if s == "" {
		return "某月累计（要指定年月）"
	}
	m, err := ParseMonth(strings.Replace(s, ":", "-", 1))
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d年1—%d月累计", m.Year(), m.Number())
}

// importLabels are the names of keys, the same in every kind unless importKindLabels says otherwise.
var importLabels = map[string]string{
	ImportKeySeq: "序号（不读）", ImportKeyStageDate: "时间（所在阶段的）", ImportKeySite: "建设地点（含县区）", ImportKeyPlace: "建设地点",
	"-rate": "完成率（只核对）", "-rank": "位次（不读）", "-remark": "备注（不读）",
	"project_no": "项目编码", "project": "项目名称", "investors": "投资方", "investor_home": "投资方来源地", "investor_intro": "投资方简介",
	"credit_code": "统一社会信用代码", "county": "县区", "content": "建设内容", "chain": "产业链", "industry": "行业", "nature": "新建/续建",
	"total_wan": "总投资", "fixed_wan": "固定资产投资", "working_wan": "流动资金", "agreed_wan": "协议引资额", "phase1_wan": "一期投资",
	"foreign_usd_wan": "其中：外资（万美元）", "arrived_wan": "累计到位资金", "arrived_year_wan": "本年到位资金", "arrived_month_wan": "本月到位资金",
	"completed_wan": "累计完成投资", "sign_date": "签约时间", "register_date": "注册时间", "start_date": "开工时间", "production_date": "投产时间",
	"stage": "项目阶段", "progress": "进展", "problem": "存在问题", "next_step": "下一步", "unit": "责任单位", "leader": "包抓领导",
	"contact": "联系人", "contact_title": "联系人职务", "contact_phones": "联系电话", "internal_remark": "内部备注", "remark": "备注",
	"lead_no": "线索编码", "land_mu": "用地（亩）", "amount_min_wan": "拟投资额下限", "amount_max_wan": "拟投资额上限", "is_new": "是否新增",
	"follower": "跟踪人", "follow_unit": "跟踪单位", "zone": "片区", "assessment": "研判结果", "office": "所属片组", "report_date": "填报时间",
	"traveller": "姓名", "title": "职务", "end_date": "结束时间", "days": "天数", "destination": "目的地", "company": "拜访企业",
	"counterpart": "接洽人姓名", "counterpart_title": "接洽人职务", "direction": "外出或来访", "people": "人数", "theme": "主题", "visit_no": "记录编码",
	"entry_no": "条目编码", "month": "月份", "arrived_on": "到账日期", "prior_years_wan": "上年末累计", "ytd_prev_wan": "本年截至上月累计",
	"amount_wan": "本月到位", "out_of_province_wan": "其中：省外", "ytd_wan": "本年累计", "verified_wan": "核定数", "reduced_wan": "核减数",
	"reduce_reason": "核减原因", "form": "出资形式", "use": "资金用途", "fixed": "是否固定资产", "origins": "资金来源", "evidence_nos": "佐证材料编号",
	"state": "状态", "area": "县区（单位）", "annual_target": "年度任务",
	"progress_on": "进展日期", "reported_on": "首报日期", "source": "线索来源", "next_due": "下一步时限", "leader_level": "领导级别", "our_people": "我方人员",
	ImportKeySpan: "起止时间（两个日期在一格）", ImportKeyProvince: "目的地省份", ImportKeyCity: "目的地城市", "outcome": "成效", "way": "方式",
	"trip_name": "外出批次", "recorded_by": "记录人",
	"company_no": "企业编码", "name": "企业名称", "origin": "来源", "province": "省份", "city": "城市", "tags": "标签", "note": "备注",
	"-leads": "线索数（不读）", "-projects": "项目数（不读）", "-visits": "拜访数（不读）", "home": "所在地", "address": "地址",
}

// importKindLabels are the names that differ in one kind of sheet.
var importKindLabels = map[ImportKind]map[string]string{
	ImportLeads: {"county": "意向县区", "total_wan": "拟投资额", "place": "拟建地点", ImportKeySite: "拟建地点（含县区）", "stage": "阶段", "content": "项目内容",
		"contact": "企业联系人"},
	ImportVisits: {"unit": "单位", "start_date": "开始时间", "content": "详细情况", "place": "地点"},
}
