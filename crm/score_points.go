package crm

import "math/big"

// term points are worked out exactly and rounded once, when a term is whole.

func scorePoints(n int64) *big.Rat { return big.NewRat(n, PointScale) }

// points is what a value earns; most is the largest value of the group.
func (p ScorePart) points(v ScoreValue, most int64) *big.Rat {
	own := big.NewRat(v.Own, max(v.Per, 1))
	switch p.Kind {
	case ScoreRate:
		return new(big.Rat).Mul(p.rate(v), scorePoints(p.Points))
	case ScoreShare:
		if most <= 0 || v.Own < 0 {
			return new(big.Rat)
		}
		return new(big.Rat).Mul(big.NewRat(v.Own, most), scorePoints(p.Points))
	case ScoreEach:
		return own.Mul(own, scorePoints(p.Points))
	case ScoreMissing:
		short := new(big.Rat).Sub(big.NewRat(p.Due, 1), own)
		if short.Sign() <= 0 {
			return new(big.Rat)
		}
		return short.Neg(short).Mul(short, scorePoints(p.Points))
	case ScoreTyped:
		return own
	}
	return p.tier(own)
}

// rate is done ÷ target between 0 and the cap; 0 without a target.
func (p ScorePart) rate(v ScoreValue) *big.Rat {
	r := RateOf(v.Own, v.Target)
	if r == nil || r.Sign() < 0 {
		return new(big.Rat)
	}
	if p.CapBP != nil {
		if most := big.NewRat(*p.CapBP, FullShares); r.Cmp(most) > 0 {
			return most
		}
	}
	return r
}

// tier gives the points of the first tier that is reached; below the lowest its points
// less Short for every one that is missing, never below 0.
func (p ScorePart) tier(own *big.Rat) *big.Rat {
	for _, t := range p.Tiers {
		if own.Cmp(big.NewRat(t.From, 1)) >= 0 {
			return scorePoints(t.Points)
		}
	}
	if len(p.Tiers) == 0 {
		return new(big.Rat)
	}
	low := p.Tiers[len(p.Tiers)-1]
	lost := new(big.Rat).Sub(big.NewRat(low.From, 1), own)
	lost.Mul(lost, scorePoints(p.Short))
	left := lost.Sub(scorePoints(low.Points), lost)
	if left.Sign() < 0 {
		return new(big.Rat)
	}
	return left
}

// hold keeps sum between the term's floor and cap; word says which of them held it.
func (t SchemeTerm) hold(sum *big.Rat) (held *big.Rat, word string) {
	if t.Floor != nil && sum.Cmp(scorePoints(*t.Floor)) < 0 {
		return scorePoints(*t.Floor), "，最低" + Decimal(*t.Floor, PointScale)
	}
	if t.Cap != nil && sum.Cmp(scorePoints(*t.Cap)) > 0 {
		return scorePoints(*t.Cap), "，最高" + Decimal(*t.Cap, PointScale)
	}
	return sum, ""
}

// groupMost is the largest value of a source in the group.
func groupMost(source string, units []ScoreUnit) (n int64) {
	for _, u := range units {
		n = max(n, u.Values[source].Own)
	}
	return n
}

// total is the sum of the rounded terms, never below the scheme's floor.
func (s ScoreScheme) total(terms []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, p := range terms {
		sum.Add(sum, p)
	}
	if s.Floor != nil && sum.Cmp(scorePoints(*s.Floor)) < 0 {
		return scorePoints(*s.Floor)
	}
	return sum
}

// Score works out the line of every unit and its rank; before holds the ranks of last
// month by unit code.
func (s ScoreScheme) Score(month Month, units []ScoreUnit, before map[string]int) []ScoreLine {
	lines, totals := make([]ScoreLine, len(units)), make([]*big.Rat, len(units))
	for i, u := range units {
		lines[i] = ScoreLine{UnitID: u.ID, Unit: u.Code, Name: u.Name, Terms: make([]TermScore, len(s.Terms))}
		earned := make([]*big.Rat, len(s.Terms))
		for k, t := range s.Terms {
			lines[i].Terms[k], earned[k] = s.term(t, u, units)
		}
		sum := s.total(earned)
		lines[i].Total = sum.FloatString(s.Places)
		if u.Ranked {
			totals[i] = sum
		}
	}
	for i, rank := range Ranks(totals) {
		if rank > 0 {
			r := rank
			lines[i].Rank = &r
			lines[i].Change = RankChange(month, rank, before[units[i].Code])
		}
	}
	return lines
}

// term works out one term of a unit.
func (s ScoreScheme) term(t SchemeTerm, u ScoreUnit, units []ScoreUnit) (TermScore, *big.Rat) {
	out, sum := TermScore{Code: t.Code}, scorePoints(t.Start)
	show := func(r *big.Rat) string { return minus(RoundRat(r, s.Places).FloatString(s.Places)) }
	if t.Start != 0 || len(t.Parts) > 1 {
		show = plain // finer, so that the parts are seen to add up before the one rounding
	}
	var texts []string
	for _, p := range t.Parts {
		v := u.Values[p.Source]
		n := groupMost(p.Source, units)
		earned := p.points(v, n)
		sum.Add(sum, earned)
		texts = append(texts, p.text(v, n, show(earned)))
		out.Missing = out.Missing || v.Missing
		if v.Ref != "" {
			out.Refs = append(out.Refs, v.Ref)
		}
	}
	held, word := t.hold(sum)
	rounded := RoundRat(held, s.Places)
	out.Points = rounded.FloatString(s.Places)
	out.Text = t.text(texts, word, out.Points)
	return out, rounded
}
