package crm

// ImportKeyPeriod begins the key of a period's column in a matrix; year and month follow: period:2022:03.
const ImportKeyPeriod = "period:"

// matrixHeaders are the headers of a table of units by months beside its periods (samples' README, kind matrix).
func matrixHeaders() []ImportHeader {
	k := ImportMatrix
	return []ImportHeader{
		{k, ImportKeySeq, []string{"序号", "序", "NO", "NO."}},
		{k, "area", []string{"县(市、区)", "县(区)", "县市区", "县区", "县(市区)", "县(区、市)", "区县", "区(县)", "县、区", "县/区", "县(市)区", "单位", "报送单位", "地区", "县区名称", "责任单位", "考核单位"}},
		{k, "annual_target", []string{"年度任务", "年度目标", "全年任务", "目标任务", "年度目标任务", "全年目标", "任务数", "年任务", "任务", "年度任务数"}},
		{k, "-rate", []string{"完成率", "完成比例", "完成任务比例", "完成率%", "占任务比例", "完成年度任务", "完成进度"}},
		{k, "-rank", []string{"排名", "位次", "名次", "排位"}},
		{k, "-remark", []string{"备注", "说明"}},
	}
}
