package crm

import "strings"

// Changes names, in Chinese and in the order of the form, what differs between two
// versions of a lead's typed values; "" when nothing does. The owner has an event of its own.
func (in LeadInput) Changes(now LeadInput) string {
	money := func(m *Money) Money {
		if m == nil {
			return Money{}
		}
		return *m
	}
	var out []string
	for _, f := range []struct {
		label   string
		differs bool
	}{
		{"企业", in.CompanyID != now.CompanyID}, {"项目名称", in.Project != now.Project}, {"建设内容", in.Content != now.Content},
		{"行业", in.Industry != now.Industry}, {"产业链", in.ChainID != now.ChainID},
		{"拟投资额", money(in.Amount) != money(now.Amount) || money(in.AmountMin) != money(now.AmountMin) || money(in.AmountMax) != money(now.AmountMax)},
		{"意向县区", in.PlaceUnitID != now.PlaceUnitID}, {"用地", in.LandMu != now.LandMu}, {"线索来源", in.Source != now.Source},
		{"下一步", in.NextStep != now.NextStep || in.NextDue != now.NextDue},
	} {
		if f.differs {
			out = append(out, f.label)
		}
	}
	return strings.Join(out, "、")
}
