package crm

// capitalHeaders are the headers of monthly arrivals, one row a project (samples' README, kind capital), and of our own
// list of entries. N月 stands for any span of months, as in 1—7月累计.
func capitalHeaders() []ImportHeader {
	k := ImportCapital
	return []ImportHeader{
		{k, ImportKeySeq, []string{"序号", "序", "NO", "NO."}},
		{k, "entry_no", []string{"编码", "条目编码", "条目编号", "编号"}},
		{k, "project_no", []string{"项目编码", "项目编号", "项目代码"}},
		{k, "project", []string{"项目名称", "项目", "签约项目名称", "招商项目名称", "投资项目名称", "建设项目名称", "项目名"}},
		{k, "investors", []string{"投资方", "投资企业", "投资方全称", "投资企业名称", "投资方名称", "企业名称", "投资单位", "投资主体", "客商名称", "建设单位", "项目业主", "企业"}},
		{k, "county", []string{"县(市、区)", "县(区)", "县市区", "县区", "县(市区)", "区县", "县、区", "落地县区", "所在县区", "报送县区", "填报单位", "报送单位", "地区", "归属单位", "责任单位"}},
		{k, "nature", []string{"新建/续建", "新建续建", "新续建", "建设性质", "项目性质", "新建或续建"}},
		{k, "month", []string{"月份", "月报期", "所属月份", "填报月份"}},
		{k, "arrived_on", []string{"到账日期", "到账时间", "到位日期", "到位时间", "入账日期"}},
		{k, "total_wan", []string{"总投资", "投资总额", "计划总投资", "项目总投资", "总投资额", "合同额", "协议投资额"}},
		{k, "prior_years_wan", []string{"上年末累计", "上年末累计到位", "上年末累计到位资金", "截至上年末累计", "截至上年末累计到位", "截至上年底累计", "上年底累计", "上年累计", "以前年度累计", "以前年度到位", "上年末累计到位数"}},
		{k, "ytd_prev_wan", []string{"N月累计", "N月累计到位", "N月到位", "N月", "N月累计到位资金", "本年截至上月", "本年截至上月累计", "截至上月累计", "上月累计", "上月止累计", "本年上月累计"}},
		{k, "amount_wan", monthHeads()},
		{k, "out_of_province_wan", []string{"其中:省外", "省外", "其中省外", "省外资金", "其中:省外资金", "省外到位", "其中:省外到位"}},
		{k, "foreign_usd_wan", []string{"其中:外资", "外资", "其中外资", "利用外资", "其中:利用外资", "外资额", "实际利用外资", "其中:实际利用外资"}},
		{k, "ytd_wan", []string{"本年累计", "本年累计到位", "本年累计到位资金", "本年到位", "本年到位资金", "今年累计", "当年累计", "本年累计到位数", "当年累计到位"}},
		{k, "verified_wan", []string{"核定数", "核定", "审核数", "核定金额"}},
		{k, "reduced_wan", []string{"核减数", "核减", "核减金额"}},
		{k, "reduce_reason", []string{"核减原因", "核减理由"}},
		{k, "form", []string{"出资形式", "出资方式", "到位形式", "资金形式"}},
		{k, "use", []string{"资金用途", "用途", "资金使用"}},
		{k, "fixed", []string{"固定资产"}},
		{k, "origins", []string{"资金来源"}},
		{k, "evidence_nos", []string{"佐证材料编号", "佐证编号", "佐证材料", "凭证编号", "证明材料编号", "凭证号"}},
		{k, "state", []string{"状态", "审核状态"}},
		{k, "remark", []string{"备注", "说明", "备注说明"}},
	}
}

// monthHeads are the headers of the month's own figure: a group word with the label below it.
func monthHeads() []string {
	var out []string
	groups := []string{"本月到位资金", "本月到位", "本月", "当月到位资金", "当月到位", "当月", "本月新增到位", "本月新增"}
	for _, g := range groups {
		for _, l := range []string{"", "到位数", "到位资金", "到位", "小计", "合计", "数", "金额"} {
			out = append(out, g+l)
		}
	}
	return append(out, "申报数", "申报金额", "报送数")
}
