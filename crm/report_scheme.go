package crm

// OfficeScheme is the published scoring scheme of 德清 (domain §9, P), used until the
// setting officeScore holds another. Its terms stand in this order: 驻点天数, 拜访企业,
// 来访接待, 新增线索, 5亿元以上线索, 领导带队对接, 签约外资, 离岗.
var OfficeScheme = []ScoreTerm{
	{Label: "驻点天数(天)", Kind: ScoreTiers, Full: 1000, Short: 100, Tiers: []ScoreTier{{20, 1000}, {15, 900}, {10, 800}}},
	{Label: "拜访企业(家)", Kind: ScoreShare, Full: 1000},
	{Label: "来访接待(批)", Kind: ScoreShare, Full: 1000},
	{Label: "新增线索(条)", Kind: ScoreShare, Full: 1500},
	{Label: "5亿元以上\n线索(条)", Kind: ScoreShare, Full: 1500},
	{Label: "领导带队\n对接(次)", Kind: ScoreShare, Full: 2000},
	{Label: "签约外资(个)", Kind: ScoreEach, Full: 2000},
	{Label: "离岗(次)", Kind: ScoreEach, Full: -1000},
}
