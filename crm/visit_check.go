package crm

// Check validates a visit's values: kind, day (not in the future), at least one
// company, theme, outcome, and a next step with its day (domain §5).
func (in VisitInput) Check(today Date) error {
	if in.Kind.Label() == "" {
		return Invalid("kind", "拜访方式须是外出拜访、来访接待、实地考察、电话视频、展会活动之一")
	}
	if err := checkDays(in.On, in.EndOn, "on", "endOn", in.LeaderLevel); err != nil {
		return err
	}
	switch {
	case in.On > today:
		return Invalid("on", "日期 %s 还没到，拜访只记已发生的", in.On)
	case in.EndOn > today:
		return Invalid("endOn", "结束日期 %s 还没到，拜访只记已发生的，结束后再补填", in.EndOn)
	case in.On < "2000-01-01":
		return Invalid("on", "日期 %s 太早，请核对年份", in.On)
	case len(in.Companies) == 0:
		return Invalid("companies", "请填写至少一家企业")
	case len([]rune(in.Theme)) < 2:
		return Invalid("theme", "请填写主题")
	case !contains(VisitOutcomes, in.Outcome):
		return Invalid("outcome", "成效须是获取线索、推进签约、解决困难、一般交流之一")
	}
	for _, c := range in.Companies {
		if c.CompanyID == 0 && len([]rune(c.Name)) < 2 {
			return Invalid("companies", "企业名称至少 2 个字")
		}
	}
	return CheckNextStep(in.NextStep, in.NextDue)
}

// CheckNextStep refuses a malformed due day, and a due day of no step.
func CheckNextStep(step string, due Date) error {
	if due == "" {
		return nil
	}
	if _, err := ParseDate(string(due)); err != nil {
		return Invalid("nextDue", "下一步日期“%s”写法不对，请写成 2022-09-26", due)
	}
	if step == "" {
		return Invalid("nextStep", "填了下一步日期，请写明下一步做什么")
	}
	return nil
}

// Input returns the visit as it would be typed again, the base of a partial change.
func (v Visit) Input() VisitInput {
	return VisitInput{Kind: v.Kind, On: v.On, EndOn: v.EndOn, Province: v.Province, City: v.City, Place: v.Place,
		Companies: v.Companies, People: v.People, PeopleCount: v.PeopleCount, LeaderLevel: v.LeaderLevel,
		LeaderName: v.LeaderName, LeaderTitle: v.LeaderTitle, Theme: v.Theme, Outcome: v.Outcome, Content: v.Content,
		NextStep: v.NextStep, NextDue: v.NextDue, TripID: v.TripID, LeadIDs: v.LeadIDs, ProjectIDs: v.ProjectIDs,
		UnitID: v.UnitID, Version: v.Version}
}

// VisitFilter narrows the list of visits; zero values do not filter.
type VisitFilter struct {
	Page
	Kind      VisitKind
	UnitID    int64 // the unit and what is below it
	Month     Month
	From, To  Date
	Province  string
	Outcome   string
	CompanyID int64
	LeadID    int64
	ProjectID int64
	TripID    int64
	Mine      bool
}
