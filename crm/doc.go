// Package crm is the business itself: nouns, rules, formulas and permissions of
// 招商引资 (investment promotion). It imports the standard library only.
//
// One vocabulary, used in code, JSON, tables and pages (domain §2):
//
//	Unit          单位          node of the organisation tree (not: department, org)
//	ReportingUnit 报送单位       one of the counties and zones in the unit tables
//	User          用户          a person in one unit (not: account, member)
//	Company       企业/客商      investor or target (not: customer, account)
//	Contact       联系人         a person at a company
//	Lead          线索/在谈项目   an intention before signing (not: opportunity, clue)
//	Claim         首报首谈       right of the unit that reported first
//	Transfer      流转          handing a lead or project to another unit
//	Visit         拜访/来访/考察  one contact with companies (not: activity, trip)
//	Trip          外出批次       visits of one journey
//	Project       签约项目       a signed investment
//	Party         投资方         an investor of a project
//	Milestone     节点          签约 注册 开工 入统 投产 达产
//	CapitalEntry  到位资金条目    one arrival of money (not: payment, fund)
//	Part          其中           origin, currency and amount within an entry
//	Attribution   统计归属       units whose results a project counts for
//	Introduction  引荐          offices that brought it; beside the unit table
//	CreditLine    归属分录       what a verified part gives to one unit
//	Filing        月度报送       a unit's sign-off of its month
//	Period        月报期         a reporting month: open or closed
//	Target        目标任务       year × unit × indicator → value
//	Indicator     指标          what is counted
//	Basis         口径          filter that says which lines an indicator counts
//	Snapshot      报表快照       frozen figures and files of a closed month
//	Evidence      佐证材料       files behind a milestone or an entry
//	Chain, Park   产业链, 园区
package crm
