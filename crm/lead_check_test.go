package crm

import "testing"

func TestWorkdays_After(t *testing.T) {
	w := Workdays{"2022-10-08": true, "2022-10-09": true}
	for d := Date("2022-10-01"); d <= "2022-10-07"; d = d.AddDays(1) {
		w[d] = false
	}
	for _, c := range []struct {
		from Date
		n    int
		want Date
	}{{"2022-09-26", 3, "2022-09-29"}, {"2022-09-29", 1, "2022-09-30"}, {"2022-09-29", 2, "2022-10-08"}, {"2022-09-30", 3, "2022-10-10"},
		{"2022-09-23", 1, "2022-09-26"}, {"2022-09-24", 0, "2022-09-24"}} {
		if got := w.After(c.from, c.n); got != c.want {
			t.Errorf("%d working days after %s: %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

func TestTidyPlace(t *testing.T) {
	for in, want := range map[[2]string][2]string{{"上海", "浦东新区"}: {"上海市", "上海市"}, {" 广东 ", " 深圳市 "}: {"广东省", "深圳市"},
		{"内蒙古", ""}: {"内蒙古自治区", ""}, {"新加坡", "新加坡"}: {"新加坡", "新加坡"}, {"", "深圳"}: {"", "深圳"}} {
		if p, c := TidyPlace(in[0], in[1]); p != want[0] || c != want[1] {
			t.Errorf("%v: %s %s", in, p, c)
		}
	}
	if HomeProvince("新加坡") || !HomeProvince("台湾省") {
		t.Error("HomeProvince")
	}
}

func TestLeadInput_Check(t *testing.T) {
	yuan, usd := Yuan(100), Dollars(100)
	ok := LeadInput{Project: "茶叶加工项目", Amount: &yuan, Industry: "C1522", LandMu: "35.5", NextStep: "回访", NextDue: "2022-10-01"}
	if err := ok.Check(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*LeadInput){
		"project":   func(in *LeadInput) { in.Project = "茶" },
		"amount":    func(in *LeadInput) { in.Amount = &Money{Amount: 0, Currency: CNY} },
		"amountMax": func(in *LeadInput) { in.AmountMax = &usd },
		"amountMin": func(in *LeadInput) { in.AmountMin = &Money{Amount: 5, Currency: "EUR"} },
		"industry":  func(in *LeadInput) { in.Industry = "茶业" },
		"landMu":    func(in *LeadInput) { in.LandMu = "1/3" },
		"nextDue":   func(in *LeadInput) { in.NextDue = "2022-02-30" },
		"nextStep":  func(in *LeadInput) { in.NextStep = "" },
	} {
		in := ok
		change(&in)
		e, isError := in.Check().(*Error)
		if !isError || e.Field != field || e.Code != CodeInvalid {
			t.Errorf("%s: %v", field, in.Check())
		}
	}
}

func TestLead_CheckStage(t *testing.T) {
	l := Lead{CompanyID: 1, Project: "茶叶加工项目", Industry: "C15", Source: "自主招商", Stage: StageQualified, Status: LeadActive}
	for name, c := range map[string]struct {
		change func(*Lead)
		in     StageInput
		visits int
		want   Code
	}{
		"forward lacks":  {nil, StageInput{Stage: StageTalking}, 0, CodeInvalid},
		"forward":        {func(l *Lead) { l.Content = "建厂"; m := Yuan(1); l.AmountMax = &m }, StageInput{Stage: StageTalking}, 0, ""},
		"back":           {nil, StageInput{Stage: StageNew}, 0, CodeInvalid},
		"back, reason":   {nil, StageInput{Stage: StageNew, Reason: "误推进"}, 0, ""},
		"same":           {nil, StageInput{Stage: StageQualified}, 0, CodeConflict},
		"unknown":        {nil, StageInput{Stage: "won"}, 0, CodeInvalid},
		"skip to signed": {nil, StageInput{Stage: StageSigned}, 3, CodeConflict},
		"dropped":        {func(l *Lead) { l.Status = LeadDropped }, StageInput{Stage: StageTalking}, 0, CodeConflict},
		"dormant":        {func(l *Lead) { l.Status = LeadDormant }, StageInput{Stage: StageNew, Reason: "退回"}, 0, CodeConflict},
		"paused":         {func(l *Lead) { l.Status = LeadPaused }, StageInput{Stage: StageNew, Reason: "退回"}, 0, CodeConflict},
		"voided":         {func(l *Lead) { l.Voided = true }, StageInput{Stage: StageTalking}, 0, CodeConflict},
		"signed":         {func(l *Lead) { l.Stage = StageSigned }, StageInput{Stage: StageAgreeing, Reason: "退回"}, 0, CodeConflict},
	} {
		x := l
		if c.change != nil {
			c.change(&x)
		}
		if err := (LeadFacts{Lead: x, Visits: c.visits}).CheckStage(c.in, DefaultStageRequirements); ErrCode(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestSameIntention(t *testing.T) {
	for _, c := range []struct {
		project, industry string
		want              bool
	}{{"", "C1522", true}, {"年产五千吨富硒茶加工", "", true}, {"新建养老中心", "Q8516", false}, {"", "", false}} {
		if got := SameIntention(c.project, c.industry, "年产五千吨富硒茶加工项目", "C1522"); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// What stands in a report's way, for every level, side, state of the claim and decision.
func TestJudgeReport(t *testing.T) {
	const today = Date("2022-09-26")
	near := func(id int64, level string, own bool, claim int64, until Date) NearLead {
		return NearLead{Lead: Lead{ID: id}, Level: level, Own: own, ClaimID: claim, Until: until}
	}
	fresh, goOn := &DuplicateDecision{Verdict: "new", Reason: "另一家"}, &DuplicateDecision{Verdict: "continue", LeadID: 3, Reason: "同一家"}
	for name, c := range map[string]struct {
		near   []NearLead
		d      *DuplicateDecision
		passed int
		want   Code
	}{
		"nothing":                     {nil, nil, 0, ""},
		"nothing, decided":            {nil, fresh, 0, ""},
		"foreign L1":                  {[]NearLead{near(1, "L1", false, 9, today)}, nil, 0, CodeConflict},
		"foreign L1, decided":         {[]NearLead{near(1, "L1", false, 9, today)}, fresh, 0, CodeConflict},
		"foreign L1, lapsed":          {[]NearLead{near(1, "L1", false, 9, "2022-09-25")}, nil, 0, ""},
		"foreign L1, none held":       {[]NearLead{near(1, "L1", false, 0, "")}, nil, 0, ""},
		"foreign L2":                  {[]NearLead{near(1, "L2", false, 9, today)}, nil, 0, CodeConflict},
		"foreign L2, decided":         {[]NearLead{near(1, "L2", false, 9, today)}, fresh, 1, ""},
		"foreign L2, continued":       {[]NearLead{near(3, "L2", false, 9, today)}, goOn, 0, CodeInvalid},
		"own L1":                      {[]NearLead{near(3, "L1", true, 9, today)}, nil, 0, CodeConflict},
		"own L1, lapsed":              {[]NearLead{near(3, "L1", true, 0, "")}, nil, 0, CodeConflict},
		"own L2, decided":             {[]NearLead{near(3, "L2", true, 9, today)}, fresh, 1, ""},
		"own L1, continued":           {[]NearLead{near(3, "L1", true, 9, today), near(1, "L1", false, 8, today)}, goOn, 1, ""},
		"own and foreign L1, decided": {[]NearLead{near(3, "L1", true, 9, today), near(1, "L1", false, 8, today)}, fresh, 0, CodeConflict},
		"L3":                          {[]NearLead{near(3, "L3", false, 9, today)}, nil, 0, CodeConflict},
		"L3, seen only":               {[]NearLead{near(3, "L3", true, 9, today)}, &DuplicateDecision{Verdict: "new"}, 0, CodeInvalid},
		"L3, decided":                 {[]NearLead{near(3, "L3", true, 0, ""), near(4, "L4", false, 0, "")}, fresh, 2, ""},
		"L3, continued":               {[]NearLead{near(3, "L3", true, 0, "")}, goOn, 1, ""},
		"L4":                          {[]NearLead{near(3, "L4", false, 0, "")}, nil, 0, CodeConflict},
		"L4, seen":                    {[]NearLead{near(3, "L4", false, 0, "")}, &DuplicateDecision{Verdict: "new"}, 1, ""},
		"L4 beside foreign L1":        {[]NearLead{near(3, "L4", true, 0, ""), near(1, "L1", false, 9, today)}, fresh, 0, CodeConflict},
		"L4, continued":               {[]NearLead{near(3, "L4", true, 0, "")}, goOn, 0, CodeInvalid},
		"nothing, no reason":          {nil, &DuplicateDecision{Verdict: "new"}, 0, ""},
		"own L1, no reason":           {[]NearLead{near(3, "L1", true, 9, today)}, &DuplicateDecision{Verdict: "new", Reason: "无"}, 0, CodeInvalid},
	} {
		passed, err := JudgeReport(c.near, c.d, today)
		if ErrCode(err) != c.want || len(passed) != c.passed {
			t.Errorf("%s: %d passed, %v", name, len(passed), err)
		}
	}
}
