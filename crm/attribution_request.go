package crm

// AttributionRequest asks the bureau to make what a project's transfer agreed its attribution
// (domain §6: the manager approves, with adjustments for closed months).
type AttributionRequest struct {
	ID             int64    `json:"id"`
	ProjectID      int64    `json:"projectId"`
	ProjectCode    string   `json:"projectCode"`
	ProjectName    string   `json:"projectName"`
	Transfer       Transfer `json:"transfer" doc:"约定了归属的流转"`
	FromYear       int      `json:"fromYear" doc:"从哪一年起，即接收的年份"`
	State          string   `json:"state" enum:"open,approved,refused"`
	DecisionReason string   `json:"decisionReason"`
	DeciderName    string   `json:"deciderName"`
	DecidedOn      Date     `json:"decidedOn"`
	KnownOn        Date     `json:"knownOn"`
	At             Instant  `json:"at"`
	Version        int64    `json:"version"`
	Now            []Share  `json:"now" doc:"现在的归属"`
}

// HidePeople takes out who proposed and decided, and why: what was agreed and its state stay.
func (r *AttributionRequest) HidePeople() {
	x := &r.Transfer
	x.Reason, x.ProposedBy, x.ProposerName, x.DecisionReason, x.BatchID = "", 0, "", "", 0
	r.DecisionReason, r.DeciderName = "", ""
}

// RequestDecision is the bureau's verdict; a refusal has its reason.
type RequestDecision struct {
	Reason  string `json:"reason,omitempty" maxLength:"500"`
	Version int64  `json:"version"`
}

// AttributionRequestFilter narrows the list of requests.
type AttributionRequestFilter struct {
	Page
	State     string
	ProjectID int64
}

// Versions are the attributions that an approved request makes. A 飞地 counts whole for the 飞出地
// until the first years from signing have passed, afterwards by the shares that were agreed.
func (r AttributionRequest) Versions(signedYear, enclaveYears int) []Attribution {
	x := r.Transfer
	a := Attribution{FromYear: r.FromYear, Shares: x.Shares, Reason: "流转约定：" + x.FromName + "流转" + x.ToName + "，" + string(x.DecidedOn) + " 接收"}
	then := signedYear + enclaveYears
	if x.Preset != "enclave" || then <= r.FromYear {
		return []Attribution{a}
	}
	first := a
	first.Shares, first.Reason = []Share{{UnitID: x.HomeID, BP: FullShares}}, a.Reason+"（飞地，前期全归飞出地）"
	if len(x.Shares) == 1 && x.Shares[0].UnitID == x.HomeID {
		return []Attribution{first}
	}
	a.FromYear, a.Reason = then, a.Reason+"（飞地，按比例分成）"
	return []Attribution{first, a}
}
