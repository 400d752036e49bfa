package crm

import (
	"slices"
	"strings"
)

// ProblemFactors are what a project can lack (要素, domain §6).
var ProblemFactors = []string{"土地", "资金", "用工", "水电气", "审批", "政策", "其他"}

// ProjectProblem is a difficulty of a project: sheet 12 counts them by chain, found and solved.
type ProjectProblem struct {
	ID          int64  `json:"id"`
	ProjectID   int64  `json:"projectId"`
	Factor      string `json:"factor" enum:"土地,资金,用工,水电气,审批,政策,其他" doc:"要素"`
	Description string `json:"description"`
	Owner       string `json:"owner" doc:"责任单位或责任人"`
	DueOn       Date   `json:"dueOn"`
	FoundOn     Date   `json:"foundOn" doc:"梳理出的日期"`
	SolvedOn    Date   `json:"solvedOn" doc:"空为未解决"`
	Solution    string `json:"solution" doc:"解决情况"`
	Version     int64  `json:"version"`
}

// ProblemInput is what is typed of a problem.
type ProblemInput struct {
	Factor      string `json:"factor" enum:"土地,资金,用工,水电气,审批,政策,其他"`
	Description string `json:"description" minLength:"1" maxLength:"500"`
	Owner       string `json:"owner,omitempty" maxLength:"60"`
	DueOn       Date   `json:"dueOn,omitempty"`
	FoundOn     Date   `json:"foundOn,omitempty" doc:"不填为今天"`
	Version     int64  `json:"version,omitempty"`
}

// SolveInput says on which day and how a problem was solved; without a day it is open again.
type SolveInput struct {
	SolvedOn Date   `json:"solvedOn,omitempty"`
	Solution string `json:"solution,omitempty" maxLength:"500"`
	Version  int64  `json:"version"`
}

// Check completes the input and refuses what can't be: an unknown factor, no text, days
// that don't exist or lie wrongly.
func (in *ProblemInput) Check(today Date) error {
	in.Description, in.Owner = strings.TrimSpace(in.Description), strings.TrimSpace(in.Owner)
	if in.FoundOn == "" {
		in.FoundOn = today
	}
	if !slices.Contains(ProblemFactors, in.Factor) {
		return Invalid("factor", "没有“%s”这类要素，可选：%s", in.Factor, strings.Join(ProblemFactors, "、"))
	}
	if len([]rune(in.Description)) < 2 {
		return Invalid("description", "请写明是什么问题")
	}
	if _, err := ParseDate(string(in.FoundOn)); err != nil || in.FoundOn > today {
		return Invalid("foundOn", "梳理日期“%s”不对，应是今天或以前的日期，如 %s", in.FoundOn, today)
	}
	if _, err := ParseDate(string(in.DueOn)); in.DueOn != "" && (err != nil || in.DueOn < in.FoundOn) {
		return Invalid("dueOn", "办结时限“%s”不对，应不早于梳理日期 %s", in.DueOn, in.FoundOn)
	}
	return nil
}

// Check refuses a day of solution before the problem was found or after today.
func (in *SolveInput) Check(found, today Date) error {
	in.Solution = strings.TrimSpace(in.Solution)
	if in.SolvedOn == "" {
		in.Solution = ""
		return nil
	}
	if _, err := ParseDate(string(in.SolvedOn)); err != nil || in.SolvedOn < found || in.SolvedOn > today {
		return Invalid("solvedOn", "解决日期“%s”不对，应在梳理日期 %s 到今天之间", in.SolvedOn, found)
	}
	return nil
}
