package crm

import "strings"

// diffSheet tells how the rows of one sheet are read for a comparison: their key and
// their cells as text, money in 万. Telephone numbers are left out: they are shown only
// where their showing is logged.
type diffSheet struct {
	key, title string
	rows       func(*MonthReport) []diffRow
}

// rowsOf makes the rows of one sheet, each with a key of its own.
func rowsOf[T any](list []T, row func(T) diffRow) []diffRow {
	out := make([]diffRow, len(list))
	for i, x := range list {
		out[i] = row(x)
	}
	return uniqueKeys(out)
}

// row makes one row; pairs are column, text, column, text …
func row(key, name, unit string, pairs ...string) diffRow {
	r := diffRow{key: key, name: name, unit: unit}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.cells = append(r.cells, CellChange{Column: pairs[i], After: pairs[i+1]})
	}
	return r
}

func yesText(b bool) string {
	if b {
		return "是"
	}
	return ""
}

var diffSheets = []diffSheet{
	{"projects", "3 项目台账", func(m *MonthReport) []diffRow { return rowsOf(m.Projects, projectDiffRow) }},
	{"entries", "4 到位资金明细", func(m *MonthReport) []diffRow { return rowsOf(m.Entries, entryDiffRow) }},
	{"signed", "5 新签约", func(m *MonthReport) []diffRow { return rowsOf(m.Signed, signedDiffRow) }},
	{"started", "6 新开工", func(m *MonthReport) []diffRow { return rowsOf(m.Started, startedDiffRow) }},
	{"producing", "7 新投产", func(m *MonthReport) []diffRow { return rowsOf(m.Producing, producingDiffRow) }},
	{"talks", "8 在谈项目", func(m *MonthReport) []diffRow { return rowsOf(m.Talks, talkDiffRow) }},
	{"trips", "9 外出招商", func(m *MonthReport) []diffRow { return rowsOf(m.Trips, tripDiffRow) }},
	{"receptions", "10 来访情况", func(m *MonthReport) []diffRow { return rowsOf(m.Receptions, receptionDiffRow) }},
	{"offices", "11 驻外机构", func(m *MonthReport) []diffRow { return rowsOf(m.Offices, officeDiffRow) }},
	{"chains", "12 产业链进展", func(m *MonthReport) []diffRow { return rowsOf(m.Chains, chainDiffRow) }},
	{"sources", "13 来源地分布", func(m *MonthReport) []diffRow { return rowsOf(m.Sources, sourceDiffRow) }},
	{"fulfilment", "14 履约情况", func(m *MonthReport) []diffRow { return rowsOf(m.Fulfilment, fulfilmentDiffRow) }},
	{"unfulfilled", "14 未履约项目", func(m *MonthReport) []diffRow { return rowsOf(m.Unfulfilled, unfulfilledDiffRow) }},
	{"scores", "考核得分", scoreDiffRows},
	{"definitions", "15 指标口径", func(m *MonthReport) []diffRow { return rowsOf(m.Definitions, definitionDiffRow) }},
	{"adjustments", "15 跨期调整", func(m *MonthReport) []diffRow { return rowsOf(m.Adjustments, adjustmentDiffRow) }},
	{"head", "表头与附注", headDiffRows},
}

func projectDiffRow(r ReportProject) diffRow {
	return row(r.Code, r.Name, r.Unit, "县市区", r.Unit, "项目名称", r.Name, "投资方", r.Investor, "统一社会信用代码", r.CreditCode, "来源地", r.Origin,
		"外资", yesText(r.Foreign), "建设内容", r.Content, "产业链", r.Chain, "行业", r.Industry, "新建", yesText(r.New), "总投资（万元）", wanText(r.Total),
		"其中固投（万元）", wanText(r.Fixed), "协议引资额（万元）", wanText(r.Agreed), "签约", r.SignedOn, "注册", r.RegisteredOn, "开工", r.StartedOn,
		"投产", r.ProducedOn, "累计到位（万元）", wanText(r.Arrived), "本年到位（万元）", wanText(r.ArrivedYear), "本月到位（万元）", wanText(r.ArrivedMonth),
		"责任单位", r.Owner, "包抓领导", r.Leader, "存在问题", r.Problem, "下一步", r.Next, "问题（个）", countText(r.Problems), "已解决（个）", countText(r.Solved))
}

func entryDiffRow(r ReportEntry) diffRow {
	shares := make([]string, len(r.Shares))
	for i, s := range r.Shares {
		shares[i] = s.Unit + " " + Decimal(s.Verified+s.OtherYear, FenPerWan)
	}
	return row(r.Code, r.Project, r.Unit, "县市区", r.Unit, "项目编码", r.ProjectCode, "项目名称", r.Project, "新建", yesText(r.New), "投资方", r.Investor,
		"来源地", r.Origin, "到账日期", r.ArrivedOn, "出资形式", r.Form, "资金用途", r.Use, "申报数（万元）", wanText(r.Reported), "核定数（万元）", wanText(r.Verified),
		"其中省外（万元）", wanText(r.Outside), "其中跨期调整（万元）", wanText(r.Adjust), "以前年度调整（万元）", wanText(r.OtherYear), "利用外资（万美元）", wanText(r.ForeignUSD),
		"其中FDI（万美元）", wanText(r.FDIUSD), "核减或调整原因", r.Reason, "佐证编号", r.Evidence, "分属单位（万元）", strings.Join(shares, "、"))
}

func signedDiffRow(r ReportSigned) diffRow {
	return row(r.Code+" "+r.SignedOn, r.Name, r.Unit, "县市区", r.Unit, "项目名称", r.Name, "建设内容", r.Content, "投资方", r.Investor, "来源地", r.Origin,
		"产业链", r.Chain, "行业", r.Industry, "总投资（万元）", wanText(r.Total), "其中固投（万元）", wanText(r.Fixed), "协议引资额（万元）", wanText(r.Agreed),
		"拟落户地", r.Place, "用地（亩）", muText(r.Land), "引荐", r.Intro, "责任单位", r.Owner, "增资", yesText(r.Increase))
}

func startedDiffRow(r ReportStarted) diffRow {
	return row(r.Code+" "+r.StartedOn, r.Name, r.Unit, "县市区", r.Unit, "项目名称", r.Name, "建设内容", r.Content, "投资方", r.Investor, "来源地", r.Origin,
		"注册企业", r.Local, "注册资本（万元）", wanText(r.Capital), "总投资（万元）", wanText(r.Total), "其中固投（万元）", wanText(r.Fixed), "协议引资额（万元）", wanText(r.Agreed),
		"本年计划（万元）", wanText(r.PlanYear), "累计到位（万元）", wanText(r.Arrived), "签约", r.SignedOn, "地点", r.Place, "用地（亩）", muText(r.Land),
		"包抓领导", r.Leader, "佐证编号", r.Evidence)
}

func producingDiffRow(r ReportProducing) diffRow {
	return row(r.Code+" "+r.ProducedOn, r.Name, r.Unit, "县市区", r.Unit, "项目名称", r.Name, "投资方", r.Investor, "来源地", r.Origin, "产业链", r.Chain,
		"总投资（万元）", wanText(r.Total), "协议引资额（万元）", wanText(r.Agreed), "累计到位（万元）", wanText(r.Arrived), "签约", r.SignedOn, "开工", r.StartedOn,
		"形成产能", r.Capacity, "预计年产值（万元）", wanText(r.Output), "预计年税收（万元）", wanText(r.Tax), "用工（人）", countText(r.Jobs), "用地（亩）", muText(r.Land),
		"地点", r.Place, "佐证编号", r.Evidence)
}

func talkDiffRow(r ReportTalk) diffRow {
	return row(r.Code, r.Name, r.Unit, "首报单位", r.Unit, "项目名称", r.Name, "投资方", r.Investor, "来源地", r.Origin, "建设内容", r.Content, "产业链", r.Chain,
		"拟投资额（万元）", wanText(r.Amount), "拟落户地", r.Place, "用地（亩）", muText(r.Land), "阶段", r.Stage, "首报日期", string(r.ReportedOn), "保护期至", string(r.ProtectedTo),
		"进展日期", string(r.ProgressOn), "进展", r.Progress, "预警", r.Warning, "跟踪人", r.Tracker, "下一步", r.Next, "下一步时限", string(r.NextDue))
}

func tripDiffRow(r ReportTrip) diffRow {
	met := make([]string, len(r.Companies))
	for i, c := range r.Companies {
		met[i] = strings.TrimSpace(strings.Join([]string{c.Name, c.Topic, c.Outcome, c.Next}, " "))
	}
	return row(r.Code, r.Title, r.Unit, "单位", r.Unit, "带队领导", r.Leader, "主题", r.Title, "级别", r.Level, "人数", countText(r.People), "开始", string(r.From),
		"结束", string(r.To), "计天数自", string(r.CountFrom), "计天数至", string(r.CountTo), "只计天数", yesText(r.Earlier), "地点", r.Places, "拜访企业", strings.Join(met, "；"))
}

func receptionDiffRow(r ReportReception) diffRow {
	return row(r.Code, r.Company, r.Unit, "日期", string(r.On), "单位", r.Unit, "企业", r.Company, "来源地", r.Origin, "来宾", r.Guest, "职务", r.Title,
		"人数", countText(r.People), "接待领导", r.Host, "方式", r.Way, "地点", r.Place, "内容", r.Topic, "意向投资额（万元）", wanText(r.Amount), "下一步", r.Next,
		"责任人", r.NextWho, "时限", string(r.NextDate))
}

func officeDiffRow(r ReportOffice) diffRow {
	actual := make([]string, len(r.Actual))
	for i, n := range r.Actual {
		actual[i] = Decimal(n, 1)
	}
	return row(r.Name, r.Name, r.Name, "驻点天数", countText(r.Days), "驻点天数累计", countText(r.DaysYear), "拜访批次", countText(r.Visits), "拜访批次累计", countText(r.VisitsYear),
		"拜访企业", countText(r.Companies), "拜访企业累计", countText(r.CompaniesYear), "来访接待", countText(r.Receptions), "来访接待累计", countText(r.ReceptionsYear),
		"线索", countText(r.Leads), "线索累计", countText(r.LeadsYear), "其中5亿元以上", countText(r.BigLeads), "在谈", countText(r.Talking), "拟签约", countText(r.Agreeing),
		"流转", countText(r.Transferred), "签约", countText(r.Signed), "签约累计", countText(r.SignedYear), "累计投资（万元）", wanText(r.SignedAmount), "到位（万元）", wanText(r.Arrived),
		"到位累计（万元）", wanText(r.ArrivedYear), "评分各项", strings.Join(actual, "、"), "上月位次", countText(int64(r.RankBefore)))
}

func chainDiffRow(r ReportChain) diffRow {
	target := ""
	if r.Target != nil {
		target = Decimal(*r.Target, FenPerWan)
	}
	return row(r.Name, r.Name, "", "链长", r.Head, "牵头单位", r.LeadUnit, "链主企业", r.Master, "在库项目", countText(r.Projects), "总投资（万元）", wanText(r.ProjectsTotal),
		"新签约", countText(r.SignedM), "新签约累计", countText(r.Signed), "新开工", countText(r.StartedM), "新开工累计", countText(r.Started), "新投产", countText(r.ProducingM),
		"新投产累计", countText(r.Producing), "年度任务（万元）", target, "本月到位（万元）", wanText(r.Month), "其中跨期调整（万元）", wanText(r.Adjust),
		"累计到位（万元）", wanText(r.Cumulative), "梳理问题", countText(r.Problems), "解决问题", countText(r.Solved), "重点进展和问题", r.Text)
}

func sourceDiffRow(r ReportSource) diffRow {
	last := ""
	if r.Last != nil {
		last = Decimal(*r.Last, FenPerWan)
	}
	return row(strings.TrimSpace(r.Tier.Label()+" "+r.Place), r.Place, "", "在库项目", countText(r.Projects), "本月到位（万元）", wanText(r.Month), "累计到位（万元）", wanText(r.Cumulative),
		"上年同期（万元）", last, "主要城市", r.Cities)
}

func fulfilmentDiffRow(r ReportFulfilment) diffRow {
	return row(r.UnitID, r.Unit, r.Unit, "单位", r.Unit, "签约", countText(r.Contracts), "手续办理", countText(r.Formalities), "在建", countText(r.Building), "投产", countText(r.Producing),
		"协议引资额（万元）", wanText(r.Agreed), "累计到位（万元）", wanText(r.Arrived))
}

func unfulfilledDiffRow(r ReportUnfulfilled) diffRow {
	return row(r.Code, r.Name, r.Unit, "单位", r.Unit, "项目名称", r.Name, "投资方", r.Investor, "签约", r.SignedOn, "总投资（万元）", wanText(r.Total), "未履约原因", r.Reason,
		"状态", r.Status, "下一步措施", r.Next)
}

func definitionDiffRow(r ReportDefinition) diffRow {
	return row(r.Name, r.Name, "", "计入范围", r.Counts, "不计入", r.Excludes, "计算方法", r.Method, "有效期", r.Valid)
}

func adjustmentDiffRow(r ReportAdjustment) diffRow {
	return row(strings.Join([]string{r.Entry, r.OriginalEntry, string(r.OriginalMonth), r.Unit}, " "), r.Project, r.Unit, "项目名称", r.Project, "原因", r.Reason,
		"原月份", string(r.OriginalMonth), "原条目", r.OriginalEntry, "调整条目", r.Entry, "金额（万元）", wanText(r.Amount), "核定日期", string(r.VerifiedOn), "核定人", r.Verifier,
		"以前年度", yesText(r.EarlierYear))
}

// headDiffRows is what titles and footnotes say.
func headDiffRows(m *MonthReport) []diffRow {
	h := m.Head
	return []diffRow{row("表头与附注", "", "", "城市", h.City, "填报单位", h.Issuer, "折算汇率", h.FX.String(), "汇率待核", yesText(h.FXUnverified), "位次依据", string(h.RankBy),
		"到位资金口径", h.CapitalNote, "利用外资口径", h.ForeignNote, "上年重算说明", h.RestatedNote, "历史数说明", h.MixedNote, "单位负责人", h.Sign.Leader,
		"审核人", h.Sign.Reviewer, "填报人", h.Sign.Filler, "联系电话", h.Sign.Phone, "填报日期", string(h.Sign.Date))}
}

// scoreDiffRows are the scored lines of every scheme; its terms are the columns.
func scoreDiffRows(m *MonthReport) []diffRow {
	var out []diffRow
	for _, s := range m.Scores {
		for _, l := range s.Lines {
			pairs := []string{"总分", l.Total, "位次", rankText(l.Rank)}
			for _, t := range l.Terms {
				pairs = append(pairs, termLabel(s.Scheme, t.Code), t.Points+"："+t.Text)
			}
			out = append(out, row(s.Scheme.Name+" "+l.Name, l.Name, l.Name, pairs...))
		}
	}
	return uniqueKeys(out)
}

func rankText(n *int) string {
	if n == nil {
		return ""
	}
	return countText(int64(*n))
}

// termLabel names a term of a scheme, by its code when the scheme has it no more.
func termLabel(s ScoreScheme, code string) string {
	for _, t := range s.Terms {
		if t.Code == code {
			return t.Label
		}
	}
	return code
}
