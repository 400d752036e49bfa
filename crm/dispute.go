package crm

// Dispute is one unit's objection to another's claim (domain §4). Each side reads of it what
// concerns it: the challenger its own statement and the decisions, the holder who objects and why,
// who decides all of it.
type Dispute struct {
	ID          int64  `json:"id"`
	ClaimID     int64  `json:"claimId"`
	Company     string `json:"company" doc:"争议的企业"`
	UnitID      int64  `json:"unitId" doc:"提出单位"`
	UnitName    string `json:"unitName"`
	HolderID    int64  `json:"holderId" doc:"持有单位"`
	HolderName  string `json:"holderName"`
	Until       Date   `json:"until" doc:"首报首谈保护至"`
	Reason      string `json:"reason" doc:"提出的理由"`
	State       string `json:"state" enum:"open,answered,decided,appealed,final,withdrawn"`
	KnownOn     Date   `json:"knownOn" doc:"提出日期"`
	AnswerDue   Date   `json:"answerDue" doc:"持有单位答复期限"`
	Answer      string `json:"answer" doc:"持有单位的答复"`
	AnsweredOn  Date   `json:"answeredOn"`
	Decision    string `json:"decision" enum:",keep,pass,both"`
	DecisionWhy string `json:"decisionReason"`
	DecidedBy   int64  `json:"decidedBy"`
	DecidedOn   Date   `json:"decidedOn"`
	AppealDue   Date   `json:"appealDue" doc:"申请复核的期限"`
	AppealUnit  int64  `json:"appealUnitId"`
	Appeal      string `json:"appeal" doc:"申请复核的理由"`
	AppealedOn  Date   `json:"appealedOn"`
	Final       string `json:"final" enum:",keep,pass,both"`
	FinalWhy    string `json:"finalReason"`
	FinalOn     Date   `json:"finalOn"`
	LeadID      int64  `json:"leadId" doc:"持有单位的线索，对方看不到时为 0"`
	NewLeadID   int64  `json:"newLeadId" doc:"裁定为两个意向时新登记的线索，对方看不到时为 0"`
	Version     int64  `json:"version"`

	Input   *LeadInput `json:"input" doc:"提出单位要登记的线索，持有单位看不到"`
	MayFile bool       `json:"mayFile" doc:"本人可添加材料：当事单位，办结前；只有本单位和市招商局看得到"`
	May     []string   `json:"may" doc:"本人现在可做：answer、withdraw、decide、appeal、final"`
}

// DisputeInput opens a dispute: why, and the lead that the unit would report.
type DisputeInput struct {
	Reason string    `json:"reason" minLength:"2" maxLength:"1000"`
	Input  LeadInput `json:"input"`
}

// RulingInput is a decision on a dispute.
type RulingInput struct {
	Decision string `json:"decision" enum:"keep,pass,both" doc:"keep 维持，pass 改归提出单位，both 认定为两个意向"`
	Reason   string `json:"reason" minLength:"2" maxLength:"1000"`
	Version  int64  `json:"version"`
}

// DisputeFilter narrows the list of disputes.
type DisputeFilter struct {
	Page
	State  string
	Open   bool // not final and not withdrawn
	LeadID int64
}

var rulings = map[string]string{"keep": "维持首报首谈", "pass": "改归提出单位", "both": "认定为两个不同意向"}

// RulingLabel is a decision in words.
func RulingLabel(decision string) string { return rulings[decision] }

// Live reports whether a dispute still holds its lead: it can't be transferred or signed.
func (d Dispute) Live() bool { return d.State != "final" && d.State != "withdrawn" }

// Ruling is what stands: the final decision, else the first.
func (d Dispute) Ruling() string {
	if d.Final != "" {
		return d.Final
	}
	return d.Decision
}

// DisputeSide is the viewer's place in a dispute.
type DisputeSide struct {
	Challenger, Holder, Decider bool
	UserID                      int64
}

// Can decides whether a party may take a step today; the error says why not. The holder answers in
// its term; a decision waits for the answer or the end of the term; the losing side appeals once,
// in its term; who decided first doesn't decide again.
func (d Dispute) Can(step string, p DisputeSide, today Date) error {
	wrong := func(format string, a ...any) error { return Conflict(d, format, a...) }
	side := map[string]bool{"answer": p.Holder, "withdraw": p.Challenger, "appeal": p.Challenger || p.Holder, "decide": p.Decider, "final": p.Decider}[step]
	switch {
	case !side && (step == "decide" || step == "final"):
		return wrong("争议由市招商局裁定")
	case !side:
		return wrong("这一步由当事单位办理，请由该单位的人操作")
	case !d.Live():
		return wrong("争议已办结，不能再改")
	case step == "answer" && d.State != "open":
		return wrong("争议已答复，不能再答复")
	case step == "withdraw" && d.State != "open" && d.State != "answered":
		return wrong("争议已裁定，不能再撤回")
	case step == "decide" && d.State != "open" && d.State != "answered":
		return wrong("争议已裁定，请等复核期满或复核")
	case step == "decide" && d.State == "open" && today <= d.AnswerDue:
		return wrong("请等%s在 %s 前答复后再裁定", d.HolderName, d.AnswerDue)
	case step == "appeal" && d.State != "decided":
		return wrong("现在不能申请复核：只能对初次裁定申请一次")
	case step == "appeal" && today > d.AppealDue:
		return wrong("申请复核的期限 %s 已过", d.AppealDue)
	case step == "appeal" && !(d.Decision == "keep" && p.Challenger || d.Decision != "keep" && p.Holder):
		return wrong("裁定对本单位有利，不能申请复核")
	case step == "final" && d.State != "appealed":
		return wrong("没有待复核的申请")
	case step == "final" && p.UserID == d.DecidedBy:
		return wrong("初次裁定的人不能再作复核，请由另一人复核")
	}
	return nil
}

// Steps are what a party may do today.
func (d Dispute) Steps(p DisputeSide, today Date) []string {
	out := []string{}
	for _, step := range []string{"answer", "withdraw", "decide", "appeal", "final"} {
		if d.Can(step, p, today) == nil {
			out = append(out, step)
		}
	}
	return out
}

// Check judges a decision's form.
func (in RulingInput) Check() error {
	switch {
	case rulings[in.Decision] == "":
		return Invalid("decision", "没有“%s”这种裁定，请选择维持、改归提出单位或认定为两个意向", in.Decision)
	case len([]rune(in.Reason)) < 2:
		return Invalid("reason", "请写明裁定理由")
	}
	return nil
}
