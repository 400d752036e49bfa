package crm

// ImportKnowledge is what an importer must know of the city and of how people head their columns; it is
// handed in, since nothing about a city is in the code (domain §3).
type ImportKnowledge struct {
	Areas   *Areas         // the reporting units and their aliases
	Places  *Places        // provinces, cities and counties of the country
	Headers []ImportHeader // which headers mean which key; nil means DefaultImportHeaders
	Limits  ImportLimits   // the zero value means DefaultImportLimits
}

// ImportLimits bounds what is plausible (samples ruling 6; settings).
type ImportLimits struct {
	MaxTotalWan  int64 // total investment above it is held, in 万元
	MinTotalWan  int64 // total investment below it is held, in 万元
	ArrivedTimes int64 // arrived this many times the total, or more, is held
}

// DefaultImportLimits are the samples' limits: 200亿元, 10万元, ten times.
func DefaultImportLimits() ImportLimits {
	return ImportLimits{MaxTotalWan: 2_000_000, MinTotalWan: 10, ArrivedTimes: 10}
}

// WithDefaults fills in what is not given.
func (k ImportKnowledge) WithDefaults() ImportKnowledge {
	if k.Headers == nil {
		k.Headers = DefaultImportHeaders()
	}
	if k.Limits == (ImportLimits{}) {
		k.Limits = DefaultImportLimits()
	}
	return k
}

// ImportHeader says under which headers a key stands. Texts are compared after Fold, without spaces, without a
// unit in brackets and without a colon at the end; where a header stands in several rows, the group above is put before the
// label below (接洽人 + 姓名). Of two columns with one key, the text that stands earlier in the list wins.
type ImportHeader struct {
	Kind  ImportKind // "" for every kind
	Key   string
	Texts []string
}

// Keys that are columns of a sheet and no keys of a record.
const (
	ImportKeySeq       = "-seq"        // 序号: a running number, never compared
	ImportKeyStageDate = "-stage_date" // 时间: belongs to the row's stage
	ImportKeyPlace     = "place"       // 建设地点 beside a county column
	ImportKeySite      = "-site"       // 建设地点: county and place, or the place beside a county column
)

// DefaultImportHeaders is the table of headers that ledgers are known to use (samples' README, domain §11).
func DefaultImportHeaders() []ImportHeader {
	all := projectHeaders()
	for _, more := range [][]ImportHeader{leadHeaders(), visitHeaders(), capitalHeaders(), matrixHeaders(), companyHeaders()} {
		all = append(all, more...)
	}
	return all
}

// projectHeaders are the headers of projects, signed, started or producing.
func projectHeaders() []ImportHeader {
	return []ImportHeader{
		{ImportProjects, ImportKeySeq, []string{"序号", "编号", "序", "NO", "NO."}},
		{ImportProjects, "project_no", []string{"项目编号", "项目编码", "项目代码", "编码", "项目统一代码"}},
		{ImportProjects, "project", []string{"项目名称", "项目", "签约项目名称", "签约项目", "招商项目名称", "投资项目名称", "在谈项目名称", "(在谈)项目名称", "建设项目名称", "项目名"}},
		{ImportProjects, "investors", []string{"投资方", "投资企业", "投资方全称", "投资企业名称", "投资方名称", "投资方企业名称", "企业名称", "投资单位", "投资主体", "投资商", "投资人", "客商名称", "客商", "投资公司", "拟投资企业", "意向投资企业", "签约企业", "引进企业", "合作企业", "建设单位", "业主单位", "项目单位", "项目业主", "企业", "公司名称"}},
		{ImportProjects, "investor_home", []string{"注册地", "来源地", "企业来源地", "投资方来源地", "资金来源地", "来源地区", "投资方所在地", "投资方注册地", "企业注册地", "来源省份"}},
		{ImportProjects, "credit_code", []string{"统一社会信用代码", "社会信用代码", "信用代码"}},
		{ImportProjects, "county", []string{"县(市、区)", "县(区)", "县市区", "县区", "县(市区)", "县(区、市)", "区县", "区(县)", "县、区", "县/区", "县(市)区", "落地县区", "所在县区", "意向县区", "所属县区", "落户县区", "落地区域", "所属区域", "引进县区", "报送县区", "县区名称", "地区", "区域", "所在地区"}},
		{ImportProjects, ImportKeySite, []string{"建设地点", "建设地址", "拟建地点", "项目地点", "项目建设地点", "落地地点", "项目地址", "落户地点", "实施地点", "选址", "地点"}},
		{ImportProjects, "content", []string{"建设内容", "主要建设内容", "建设内容及规模", "建设规模及内容", "主要建设内容及规模", "建设规模及主要内容", "项目内容", "项目简介", "建设规模", "项目概况"}},
		{ImportProjects, "chain", []string{"产业链", "所属产业链", "重点产业链"}},
		{ImportProjects, "industry", []string{"行业", "所属行业", "行业类别", "产业类型", "产业类别", "行业类型", "产业分类"}},
		{ImportProjects, "nature", []string{"新建/续建", "新建续建", "新续建", "建设性质", "项目性质", "新建或续建"}},
		{ImportProjects, "total_wan", []string{"总投资", "投资总额", "计划总投资", "项目总投资", "总投资额", "合同额", "合同金额", "合同投资额", "合同总投资", "合同总投资额", "签约金额", "协议投资额", "协议总投资", "预计投资", "预计总投资", "估算总投资", "投资额", "计划投资", "投资规模", "拟投资额", "投资金额"}},
		{ImportProjects, "fixed_wan", []string{"固定资产投资", "其中:固定资产投资", "其中:固定资产", "固定资产", "其中固定资产投资", "固定资产投资额", "其中固投", "其中:固投", "固投"}},
		{ImportProjects, "working_wan", []string{"流动资金", "其中:流动资金", "铺底流动资金", "其中流动资金"}},
		{ImportProjects, "agreed_wan", []string{"合同引资额", "协议引资额", "引资额", "引进资金", "协议引资", "合同引资"}},
		{ImportProjects, "phase1_wan", []string{"一期投资", "其中:一期投资", "一期投资额"}},
		{ImportProjects, "foreign_usd_wan", []string{"其中:外资", "利用外资", "外资", "其中外资", "其中:利用外资", "实际利用外资", "合同外资", "外资额"}},
		{ImportProjects, "arrived_wan", []string{"到位资金", "已到位", "其中到位", "已到位资金", "累计到位资金", "累计到位", "其中:到位资金", "其中:到位", "到位资金额", "实际到位资金", "资金到位", "资金到位情况", "到位资金情况", "开工以来累计到位", "累计实际到位资金", "到资", "到位投资", "项目累计到位", "到位资金累计", "累计到位资金数", "到位"}},
		{ImportProjects, "arrived_year_wan", []string{"本年到位", "本年到位资金", "当年到位资金", "当年到位", "本年度到位资金", "今年到位资金", "年度到位资金", "本年累计到位", "本年累计到位资金", "其中:本年到位", "其中:本年", "到位资金本年", "到位资金当年", "到位资金本年累计", "到位资金本年度"}},
		{ImportProjects, "arrived_month_wan", []string{"本月到位", "本月到位资金", "当月到位资金", "当月到位", "其中:本月到位", "其中:本月", "到位资金本月", "到位资金当月"}},
		{ImportProjects, "completed_wan", []string{"累计完成投资", "完成投资", "已完成投资", "累计完成投资额", "完成投资额", "累计投资"}},
		{ImportProjects, "sign_date", []string{"签约时间", "签约日期", "签订时间", "合同签订时间", "签约年月", "签约时间(年月)", "协议签订时间", "签约(年月日)", "合同时间", "签约"}},
		{ImportProjects, "register_date", []string{"注册时间", "注册日期", "注册登记时间", "公司注册时间", "注册"}},
		{ImportProjects, "start_date", []string{"开工时间", "开工日期", "开工年月", "实际开工时间", "开工", "开工建设时间", "动工时间"}},
		{ImportProjects, "production_date", []string{"投产时间", "投产日期", "竣工时间", "竣工投产时间", "投产年月", "建成投产时间", "投产"}},
		{ImportProjects, ImportKeyStageDate, []string{"时间", "日期", "年月"}},
		{ImportProjects, "stage", []string{"项目阶段", "阶段", "建设阶段", "所处阶段", "项目状态", "进展阶段", "当前阶段", "项目进度阶段", "状态"}},
		{ImportProjects, "progress", []string{"进展", "进展情况", "项目进展", "项目进展情况", "建设进展", "形象进度", "工程进度", "进度", "目前进展", "目前进展情况", "建设进度", "推进情况"}},
		{ImportProjects, "problem", []string{"存在问题", "问题", "存在的问题", "困难问题", "存在困难", "存在问题及困难"}},
		{ImportProjects, "next_step", []string{"下一步", "下一步工作", "下一步打算", "下一步工作计划", "下步工作", "下步打算", "下一步措施"}},
		{ImportProjects, "unit", []string{"责任单位", "牵头单位", "招商单位", "引进单位", "报送单位", "责任部门", "包抓单位"}},
		{ImportProjects, "leader", []string{"包抓领导", "包联领导", "责任领导", "联系领导", "分管领导"}},
		{ImportProjects, "contact", []string{"联系人", "企业联系人", "责任人", "项目联系人"}},
		{ImportProjects, "contact_phones", []string{"电话", "联系电话", "联系方式", "手机", "手机号码", "联系人电话"}},
		{ImportProjects, "internal_remark", []string{"内部备注"}},
		{ImportProjects, "remark", []string{"备注", "说明", "备注说明"}},
	}
}
