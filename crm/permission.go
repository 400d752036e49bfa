package crm

import "slices"

// Act is something a role may do. Rights live in this one table.
type Act string

// The acts.
const (
	ActReadBusiness    Act = "readBusiness"    // leads, visits, companies, projects, capital
	ActReadFigures     Act = "readFigures"     // dashboards, figures, reports
	ActExport          Act = "export"          // lists and workbooks as files
	ActWriteCompany    Act = "writeCompany"    // companies and contacts
	ActWriteLead       Act = "writeLead"       // report, edit, stage, status, void
	ActTransfer        Act = "transfer"        // offer, accept, refuse; dispute
	ActDecideDispute   Act = "decideDispute"   // first claims in dispute
	ActWriteVisit      Act = "writeVisit"      // log, edit, void
	ActReportWeek      Act = "reportWeek"      // write and send an office's weekly sheet
	ActReplyWeek       Act = "replyWeek"       // the bureau's reply to an office's weekly sheet
	ActWriteProject    Act = "writeProject"    // sign and edit projects
	ActReportMilestone Act = "reportMilestone" // file milestones
	ActReviewMilestone Act = "reviewMilestone" // approve or return milestones
	ActReportCapital   Act = "reportCapital"   // file capital entries
	ActVerifyCapital   Act = "verifyCapital"   // verify or return capital entries
	ActComment         Act = "comment"         // comments, mentions, tasks
	ActModerate        Act = "moderate"        // other people's comments and shared views
	ActFile            Act = "file"            // sign off a unit's month
	ActSetAttribution  Act = "setAttribution"  // approve attribution and introduction
	ActManageTargets   Act = "manageTargets"   // targets, curves, bases, historic figures
	ActReadTargets     Act = "readTargets"
	ActClosePeriod     Act = "closePeriod"
	ActReopenPeriod    Act = "reopenPeriod"
	ActImport          Act = "import"
	ActRevealPhone     Act = "revealPhone" // logged and rate-limited
	ActManageUnits     Act = "manageUnits"
	ActManageUsers     Act = "manageUsers" // accounts, password reset
	ActGrantRoles      Act = "grantRoles"
	ActUnlock          Act = "unlock"
	ActManageSettings  Act = "manageSettings"
	ActReadAudit       Act = "readAudit"
)

var actLabels = map[Act]string{
	ActReadBusiness: "查看业务数据", ActReadFigures: "查看统计数据", ActExport: "导出", ActWriteCompany: "维护企业",
	ActWriteLead: "登记或修改线索", ActTransfer: "流转", ActDecideDispute: "裁定首报首谈争议", ActWriteVisit: "记录拜访", ActReportWeek: "填报周报", ActReplyWeek: "批复周报", ActWriteProject: "登记或修改项目",
	ActReportMilestone: "填报节点", ActReviewMilestone: "审核节点", ActReportCapital: "填报到位资金", ActVerifyCapital: "审核到位资金",
	ActComment: "评论和布置任务", ActModerate: "管理他人的评论和共享视图", ActFile: "月度报送", ActSetAttribution: "确定统计归属", ActManageTargets: "下达目标任务", ActReadTargets: "查看目标任务",
	ActClosePeriod: "关账", ActReopenPeriod: "重新开账", ActImport: "导入台账", ActRevealPhone: "查看完整电话",
	ActManageUnits: "管理单位", ActManageUsers: "管理用户", ActGrantRoles: "授予角色", ActUnlock: "解除锁定",
	ActManageSettings: "修改设置", ActReadAudit: "查看审计日志",
}

// Label is the act's Chinese phrase, as in 你的角色不能…
func (a Act) Label() string { return actLabels[a] }

// Acts lists every act, in no particular order but stable.
func Acts() []Act {
	as := make([]Act, 0, len(actLabels))
	for a := range actLabels {
		as = append(as, a)
	}
	slices.Sort(as)
	return as
}

var readers = []Act{ActReadBusiness, ActReadFigures, ActReadTargets}

func with(base []Act, more ...Act) []Act { return append(slices.Clone(base), more...) }

var managerActs = with(readers, ActExport, ActComment, ActModerate, ActReplyWeek, ActWriteCompany, ActWriteLead, ActTransfer, ActDecideDispute, ActWriteVisit, ActWriteProject,
	ActSetAttribution, ActManageTargets, ActClosePeriod, ActImport, ActRevealPhone)

// roleActs is the table of domain §10.
var roleActs = map[Role][]Act{
	RoleAdmin:    {ActManageUnits, ActManageUsers, ActManageSettings, ActUnlock},
	RoleSecurity: {ActGrantRoles, ActUnlock},
	RoleAuditor:  with(readers, ActReadAudit),
	RoleManager:  managerActs,
	RoleDirector: with(managerActs, ActReopenPeriod),
	RoleVerifier: with(readers, ActExport, ActComment, ActReviewMilestone, ActVerifyCapital),
	RoleOfficer: with(readers, ActExport, ActComment, ActWriteCompany, ActWriteLead, ActTransfer, ActWriteVisit, ActWriteProject,
		ActReportMilestone, ActImport, ActRevealPhone),
	RoleStatistician: with(readers, ActExport, ActComment, ActReportMilestone, ActReportCapital, ActFile, ActImport),
	RoleLiaison: with(readers, ActExport, ActComment, ActWriteCompany, ActWriteLead, ActTransfer, ActWriteVisit, ActReportWeek, ActImport,
		ActRevealPhone),
	RoleLeader: readers,
}

// RolesWith lists the roles that have act a, in the order of domain §10.
func RolesWith(a Act) []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { return !r.May(a) })
}

// May reports whether role r has act a.
func (r Role) May(a Act) bool { return slices.Contains(roleActs[r], a) }
