package crm

import "strings"

// Filled puts into the blanks of in what typed says, for 并入: what stands stays. said is what was
// typed and found no blank, in words, so that nothing is lost.
func (in LeadInput) Filled(typed LeadInput) (out LeadInput, said []string) {
	out = in
	text := func(label string, have *string, told string) {
		told = strings.TrimSpace(told)
		switch {
		case told == "" || told == *have:
		case *have == "":
			*have = told
		default:
			said = append(said, label+"："+told)
		}
	}
	text("项目名称", &out.Project, typed.Project)
	text("建设内容", &out.Content, typed.Content)
	text("行业", &out.Industry, typed.Industry)
	text("用地（亩）", &out.LandMu, typed.LandMu)
	text("线索来源", &out.Source, typed.Source)
	if out.ChainID == 0 {
		out.ChainID = typed.ChainID
	}
	if out.PlaceUnitID == 0 {
		out.PlaceUnitID = typed.PlaceUnitID
	}
	if out.Amount == nil && out.AmountMin == nil && out.AmountMax == nil {
		out.Amount, out.AmountMin, out.AmountMax = typed.Amount, typed.AmountMin, typed.AmountMax
	} else {
		said = append(said, otherAmounts(in, typed)...)
	}
	if out.NextStep == "" {
		out.NextStep, out.NextDue = strings.TrimSpace(typed.NextStep), typed.NextDue
	} else if step := strings.TrimSpace(typed.NextStep); step != "" && step != out.NextStep {
		said = append(said, "下一步："+strings.TrimSpace(step+" "+string(typed.NextDue)))
	}
	return out, said
}

// otherAmounts are the amounts of typed that in does not say, in words.
func otherAmounts(in, typed LeadInput) (said []string) {
	for _, x := range []struct {
		label      string
		have, told *Money
	}{{"拟投资额", in.Amount, typed.Amount}, {"拟投资额不低于", in.AmountMin, typed.AmountMin}, {"拟投资额不高于", in.AmountMax, typed.AmountMax}} {
		if x.told != nil && (x.have == nil || *x.have != *x.told) {
			unit := map[Currency]string{CNY: "万元", USD: "万美元"}[x.told.Currency]
			said = append(said, x.label+"："+Decimal(x.told.Amount, FenPerWan)+unit)
		}
	}
	return said
}
