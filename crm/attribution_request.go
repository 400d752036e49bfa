package crm

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
)

// AttributionRequest asks the bureau to make what a project's transfer agreed its attribution
// (domain §6: the manager approves, with adjustments for closed months).
type AttributionRequest struct {
	ID             int64    `json:"id"`
	ProjectID      int64    `json:"projectId"`
	ProjectCode    string   `json:"projectCode"`
	ProjectName    string   `json:"projectName"`
	Transfer       Transfer `json:"transfer" doc:"约定了归属的流转"`
	FromYear       int      `json:"fromYear" doc:"从哪一年起，即接收的年份"`
	State          string   `json:"state" enum:"open,approved,refused,lapsed" doc:"lapsed 随项目作废而失效"`
	DecisionReason string   `json:"decisionReason"`
	DeciderName    string   `json:"deciderName"`
	DecidedOn      Date     `json:"decidedOn"`
	KnownOn        Date     `json:"knownOn"`
	At             Instant  `json:"at"`
	Version        int64    `json:"version"`

	// Of an open request only: what its approval would do to what stands now.
	Makes    []Attribution `json:"makes,omitempty" doc:"同意后适用的归属版本，对各项指标一律适用；仅待审核的"`
	Ends     []Attribution `json:"ends,omitempty" doc:"现行的归属版本，同意后从 fromYear 年起不再适用；仅待审核的"`
	Since    []Attribution `json:"since,omitempty" doc:"提出之后另行确定的归属版本；仅待审核的"`
	HomeNow  string        `json:"homeNow,omitempty" doc:"项目现在的飞出地；仅待审核的"`
	HomeThen string        `json:"homeThen,omitempty" doc:"同意后的飞出地；仅待审核的"`
	Seen     string        `json:"seen,omitempty" doc:"以上各项的指纹；同意时带上，有变就不同意"`
}

// SetSeen fingerprints what the bureau would approve.
func (r *AttributionRequest) SetSeen() {
	h := fnv.New64a()
	fmt.Fprint(h, r.HomeNow, r.HomeThen)
	for _, a := range slices.Concat(r.Makes, r.Ends) {
		fmt.Fprintf(h, "|%d %s %d", a.Seq, a.Indicator, a.FromYear)
		for _, s := range a.Shares {
			fmt.Fprint(h, " ", s.UnitID, " ", s.BP)
		}
	}
	r.Seen = strconv.FormatUint(h.Sum64(), 36)
}

// Standing are the versions that apply to an indicator in some year from a year on, of all versions of
// a project, the newest first.
func Standing(all []Attribution, year int) []Attribution {
	var out []Attribution
	for i, a := range all {
		from := max(year, a.FromYear)
		if !slices.ContainsFunc(all[:i], func(b Attribution) bool {
			return (b.Indicator == "" || b.Indicator == a.Indicator) && b.FromYear <= from
		}) {
			out = append(out, a)
		}
	}
	return out
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
	Seen    string `json:"seen,omitempty" maxLength:"20" doc:"所见的指纹，同意时必填：与现在的不同就不同意"`
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
