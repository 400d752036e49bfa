package crm

import "slices"

// ClaimNotice is all that a unit learns of another unit's lead with the same intention: that it is
// held, by which unit and until when (domain §4). Nothing else may ever be added to it.
type ClaimNotice struct {
	ClaimID  int64  `json:"claimId"`
	Level    string `json:"level" enum:"L1,L2"`
	UnitName string `json:"unitName" doc:"首报单位"`
	Until    Date   `json:"until" doc:"首报首谈保护至"`
}

// DuplicateDecision is a person's verdict on what the check found: the existing lead goes on, takes
// in what was typed, or the intention is a new one.
type DuplicateDecision struct {
	Verdict string `json:"verdict" enum:"continue,merge,new" doc:"continue 继续已有线索，merge 并入已有线索，new 确是新线索"`
	LeadID  int64  `json:"leadId,omitempty" doc:"继续或并入哪条线索"`
	Reason  string `json:"reason" maxLength:"500"`
}

// LeadFindings is what the check tells while a lead is being typed, and the state of a refusal for
// leads of the reporting unit's own.
type LeadFindings struct {
	Verdicts []LeadVerdict `json:"verdicts" doc:"本单位的线索"`
	Notices  []ClaimNotice `json:"notices" doc:"其他单位持有的首报首谈"`
	Hints    []LeadVerdict `json:"hints,omitempty" doc:"本单位看得到的线索，投资方、电话或地址相同（L3、L4），只提示"`

	PhonesOff bool `json:"phonesOff,omitempty" doc:"本小时查找电话的次数已用完，这次没有比对电话"`
}

// NearLead is an existing lead that says what another one says, with its held claim if it has one; or
// one of the viewer's own scope that shares an investor, a phone or an address (L3, L4).
type NearLead struct {
	Lead
	Level    string // L1 to L4
	Why      string // of L3 and L4
	ClaimID  int64  // 0 for none held
	HolderID int64  // the claim's unit
	Holder   string
	Until    Date // the last day of protection
	Own      bool // of the reporting unit's own line, and the viewer may read it
}

// Protected reports whether the lead's claim speaks against other units on a day: it is held and
// has not lapsed, whether or not the day's work has ended it yet.
func (n NearLead) Protected(today Date) bool { return n.ClaimID != 0 && today <= n.Until }

// Notice is what another unit may learn of n.
func (n NearLead) Notice() ClaimNotice {
	return ClaimNotice{ClaimID: n.ClaimID, Level: n.Level, UnitName: n.Holder, Until: n.Until}
}

// Tied reports whether n is no duplicate by its name but tied to the lead otherwise.
func (n NearLead) Tied() bool { return n.Level > "L2" }

// Verdict is what the unit itself is told of n.
func (n NearLead) Verdict() LeadVerdict {
	if n.Tied() {
		return LeadVerdict{Level: n.Level, LeadID: n.ID,
			Message: n.Why + "：" + n.CompanyName + "的线索 " + n.Code + "“" + n.Project + "”（" + n.UnitName + "，" + string(n.ReportedOn) + "）"}
	}
	what := "同一企业"
	if n.Level == "L2" {
		what = "名称相近的企业“" + n.CompanyName + "”"
	}
	return LeadVerdict{Level: n.Level, LeadID: n.ID,
		Message: what + "已有线索 " + n.Code + "“" + n.Project + "”（" + n.UnitName + "，" + string(n.ReportedOn) + "），请先核对是否重复"}
}

// Findings sorts what is near into what each side may learn.
func Findings(near []NearLead, today Date) LeadFindings {
	out := LeadFindings{Verdicts: []LeadVerdict{}, Notices: []ClaimNotice{}}
	for _, n := range near {
		if n.Tied() {
			out.Hints = append(out.Hints, n.Verdict())
		} else if n.Own {
			out.Verdicts = append(out.Verdicts, n.Verdict())
		} else if n.Protected(today) {
			out.Notices = append(out.Notices, n.Notice())
		}
	}
	return out
}

// Check judges a decision's form; none is fine.
func (d *DuplicateDecision) Check() error { return d.check(true) }

// CheckForm is Check without the reason, which a hint does not ask for.
func (d *DuplicateDecision) CheckForm() error { return d.check(false) }

func (d *DuplicateDecision) check(reason bool) error {
	switch {
	case d == nil:
		return nil
	case !d.existing() && d.Verdict != "new":
		return Invalid("decision.verdict", "没有“%s”这种处理，请选择继续已有线索或作为新线索", d.Verdict)
	case reason && !Reasoned(d.Reason):
		return Invalid("decision.reason", "请写明这样处理的理由（至少 2 个字）")
	case d.existing() && d.LeadID == 0:
		return Invalid("decision.leadId", "请指明继续哪条线索")
	}
	return nil
}

// hinted reports whether everything that was found is no more than a hint: L4.
func hinted(near []NearLead) bool {
	return len(near) > 0 && !slices.ContainsFunc(near, func(n NearLead) bool { return n.Level != "L4" })
}

// existing reports whether an existing lead goes on instead of a new one.
func (d *DuplicateDecision) existing() bool {
	return d != nil && (d.Verdict == "continue" || d.Verdict == "merge")
}

// JudgeReport decides whether a lead may be reported beside those that say the same (domain §4).
// Another unit's protected claim at L1 blocks whatever is decided; at L2 a person decides that it
// is a new intention. One's own leads ask for a decision, L3 warns and asks once for a reason, L4
// hints and asks no more than that it was seen: whether there is one, a decision's answer doesn't tell. passed are the leads that the decision passes by, or
// the one that it goes on with. Claims that have ended or lapsed say nothing.
func JudgeReport(near []NearLead, d *DuplicateDecision, today Date) (passed []NearLead, err error) {
	if err := d.check(d.existing()); err != nil {
		return nil, err
	}
	if d.existing() {
		for _, n := range near {
			if n.Own && n.Level < "L4" && n.ID == d.LeadID {
				return []NearLead{n}, nil
			}
		}
		return nil, Invalid("decision.leadId", "要继续的线索不在查重结果里，请重新选择")
	}
	for _, n := range near {
		if !n.Own && n.Level == "L1" && n.Protected(today) {
			return nil, Conflict(n.Notice(), "同一企业的相同意向已由%s首报，保护至 %s，不能重复登记", n.Holder, n.Until)
		}
		if n.Own || n.Tied() || n.Protected(today) {
			passed = append(passed, n)
		}
	}
	if d != nil && len(passed) > 0 && !hinted(passed) {
		if err := d.Check(); err != nil {
			return nil, err
		}
	}
	if len(passed) == 0 || d != nil {
		return passed, nil
	}
	return nil, asked(passed, today)
}

// asked is the refusal that asks for a decision on what was found. A notice of another unit's claim
// alone is told as itself.
func asked(passed []NearLead, today Date) error {
	found := Findings(passed, today)
	switch {
	case len(found.Verdicts) > 0:
		return Conflict(found, "本单位已有 %d 条相同意向的线索，请选择继续或并入已有线索，或写明理由后作为新线索", len(found.Verdicts))
	case len(found.Notices) > 0 && len(found.Hints) > 0:
		n := found.Notices[0]
		return Conflict(found, "名称相近企业的相同意向已由%s首报，保护至 %s，另有 %d 条线索投资方、电话或地址相同；确是另一个意向的，请写明理由后登记", n.UnitName, n.Until, len(found.Hints))
	case len(found.Notices) > 0:
		n := found.Notices[0]
		return Conflict(n, "名称相近企业的相同意向已由%s首报，保护至 %s；确是另一家企业或另一个意向的，请写明理由后登记", n.UnitName, n.Until)
	case hinted(passed):
		return Conflict(found, "有 %d 条线索的联系电话或企业地址相同，请核对；不是同一件事的，再保存一次即登记", len(found.Hints))
	}
	return Conflict(found, "有 %d 条线索的投资方相同、行业和投资额相近，请核对；确是另一个意向的，请写明理由后登记", len(found.Hints))
}

// Reasons for which a claim ends.
const (
	ClaimLapsed  = "lapsed"  // no real progress for the protected time
	ClaimDropped = "dropped" // the lead was ended
	ClaimDormant = "dormant" // the lead was put to sleep by hand
	ClaimSigned  = "signed"  // the lead has become a project
	ClaimVoid    = "void"    // the lead was entered by mistake
	ClaimMerged  = "merged"  // the lead was merged into another
)
