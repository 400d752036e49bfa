package crm

// Sheet 11 prints an office scheme as a table of formulas in hundredths of a point; its
// rows in snapshots keep this form.

// hundredth is a hundredth of a point in PointScale.
const hundredth = PointScale / 100

// PrintedTerms is the scheme as sheet 11 prints it; every term has one part (Check).
func (s ScoreScheme) PrintedTerms() []ScoreTerm {
	out := make([]ScoreTerm, len(s.Terms))
	for i, t := range s.Terms {
		p := t.Parts[0]
		out[i] = ScoreTerm{Label: t.Label, Kind: p.Kind, Full: p.Points / hundredth, Short: p.Short / hundredth}
		for _, tier := range p.Tiers {
			out[i].Tiers = append(out[i].Tiers, ScoreTier{tier.From, tier.Points / hundredth})
		}
		if p.Kind == ScoreTiers {
			out[i].Full = out[i].Tiers[0].Points
		}
	}
	return out
}

// part is the printed term as a part of a scheme.
func (t ScoreTerm) part() ScorePart {
	p := ScorePart{Kind: t.Kind, Points: t.Full * hundredth, Short: t.Short * hundredth}
	for _, tier := range t.Tiers {
		p.Tiers = append(p.Tiers, ScoreTier{tier.From, tier.Points * hundredth})
	}
	return p
}
