package crm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// AddCounts adds a count of one of the indicators that sheet 12 prints.
func (c *ChainCells) AddCounts(indicator string, month, year int64) {
	switch indicator {
	case IndSigned:
		c.SignedM, c.Signed = c.SignedM+month, c.Signed+year
	case IndStarted:
		c.StartedM, c.Started = c.StartedM+month, c.Started+year
	case IndProducing:
		c.ProducingM, c.Producing = c.ProducingM+month, c.Producing+year
	}
}

func (c *ChainCells) add(o ChainCells) {
	c.AddCounts(IndSigned, o.SignedM, o.Signed)
	c.AddCounts(IndStarted, o.StartedM, o.Started)
	c.AddCounts(IndProducing, o.ProducingM, o.Producing)
	c.Month, c.Adjust, c.Cumulative = c.Month+o.Month, c.Adjust+o.Adjust, c.Cumulative+o.Cumulative
}

// SumRows works out sheets 12 and 13 from their units' parts and from the rows of sheets
// 3 and 5–7; a report of part of the city from those that are left.
func (r *MonthReport) SumRows() {
	if r.Form < ReportForm {
		return
	}
	r.sumChains()
	r.sumSources()
}

func (r *MonthReport) sumChains() {
	at := map[int64]*ReportChain{}
	for i := range r.Chains {
		c := &r.Chains[i]
		at[c.ChainID] = c
		c.ChainCells = ChainCells{Target: c.Target}
		c.Projects, c.ProjectsTotal, c.Problems, c.Solved = 0, 0, 0, 0
		for _, u := range c.Units {
			c.add(u.ChainCells)
		}
		c.Text = ""
	}
	for _, p := range r.Projects {
		c := at[p.ChainID]
		if c == nil {
			c = at[0]
		}
		if c == nil {
			continue
		}
		c.Projects++
		c.ProjectsTotal += p.Total
		c.Problems += p.Problems
		c.Solved += p.Solved
	}
	for i := range r.Chains {
		if r.Chains[i].ChainID != 0 {
			r.Chains[i].Text = r.chainText(r.Chains[i].ChainID)
		}
	}
}

// chainText says in a few words what a chain got in the month and what stands in its way.
func (r *MonthReport) chainText(chain int64) string {
	var signed, started, producing, problems []string
	for _, x := range r.Signed {
		if x.ChainID == chain && !x.Increase {
			signed = append(signed, x.Name)
		}
	}
	for _, x := range r.Started {
		if x.ChainID == chain {
			started = append(started, x.Name)
		}
	}
	for _, x := range r.Producing {
		if x.ChainID == chain {
			producing = append(producing, x.Name)
		}
	}
	for _, x := range r.Projects {
		if x.ChainID == chain && x.Problem != "" {
			problems = append(problems, x.Name+":"+shortened(x.Problem, 40))
		}
	}
	var parts []string
	for _, p := range []struct {
		what  string
		names []string
	}{{"新签约", signed}, {"新开工", started}, {"新投产", producing}, {"问题", problems}} {
		if text := someOf(p.names); text != "" {
			parts = append(parts, p.what+":"+text)
		}
	}
	return strings.Join(parts, ";")
}

// shortened cuts a text that is longer than n characters.
func shortened(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// someOf names two and tells how many there are.
func someOf(names []string) string {
	if len(names) <= 2 {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等%d个", strings.Join(names[:2], "、"), len(names))
}

// sumSources sums the rows of sheet 13 and puts them in order: by tier, then by 累计.
func (r *MonthReport) sumSources() {
	byPlace := r.lastByPlace()
	var rows []ReportSource
	for _, s := range r.Sources {
		if len(s.Parts) > 0 {
			rows = append(rows, s)
		}
	}
	find := func(tier Origin, place string) *ReportSource {
		for i := range rows {
			if rows[i].Tier == tier && rows[i].Place == place {
				return &rows[i]
			}
		}
		rows = append(rows, ReportSource{Tier: tier, Place: place})
		return &rows[len(rows)-1]
	}
	for i := range rows {
		rows[i].Projects = 0
	}
	for _, p := range r.Projects {
		find(cmp.Or(p.SourceTier, OriginUnknown), cmp.Or(p.SourcePlace, NoPlace)).Projects++
	}
	last := r.Figures.Total[IndCapital].LastYear
	for i := range rows {
		rows[i].sum(byPlace)
		if rows[i].Tier == "" && !byPlace {
			rows[i].Last = last
		}
	}
	rows = slices.DeleteFunc(rows, func(s ReportSource) bool { return s.Tier == "" && s.Month == 0 && s.Cumulative == 0 && s.Last == nil })
	slices.SortFunc(rows, compareSources)
	r.Sources = rows
}

// lastByPlace reports whether last year's same months are known by place: nobody's are
// historic, and the total is known.
func (r *MonthReport) lastByPlace() bool {
	for _, u := range r.UnitMonths {
		if u.LastHistoric && unitKept(r.Figures.Units, u.ID) {
			return false
		}
	}
	return r.Figures.Total[IndCapital].LastYear != nil
}

func (s *ReportSource) sum(byPlace bool) {
	s.Month, s.Cumulative, s.Last = 0, 0, nil
	var last int64
	cities := map[string]int64{}
	for _, p := range s.Parts {
		s.Month, s.Cumulative, last = s.Month+p.Month, s.Cumulative+p.Cumulative, last+p.Last
		if p.City != "" {
			cities[p.City] += p.Cumulative
		}
	}
	if byPlace {
		s.Last = &last
	}
	names := make([]string, 0, len(cities))
	for name, sum := range cities {
		if sum > 0 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(cities[b], cities[a]), cmp.Compare(a, b)) })
	s.Cities = strings.Join(names[:min(3, len(names))], "、")
}

func compareSources(a, b ReportSource) int {
	noPlace := func(s ReportSource) int {
		if s.Place == NoPlace {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(tierOrder(a.Tier), tierOrder(b.Tier)), cmp.Compare(noPlace(a), noPlace(b)),
		cmp.Compare(b.Cumulative, a.Cumulative), cmp.Compare(a.Place, b.Place))
}

// tierOrder is a tier's place in sheet 13; 历史汇总数 comes last.
func tierOrder(o Origin) int {
	if i := slices.Index(Origins, o); i >= 0 {
		return i
	}
	return len(Origins)
}

// scopeSums leaves of sheets 12–14 what belongs to the kept units.
func (r *MonthReport) scopeSums(keep map[string]bool, sc Scope) {
	for i := range r.Chains {
		c := &r.Chains[i]
		c.Units = slices.DeleteFunc(slices.Clone(c.Units), func(u ChainUnit) bool { return !keep[u.ID] })
		c.Target = nil
		for _, u := range c.Units {
			if u.Target != nil {
				sum := *u.Target
				if c.Target != nil {
					sum += *c.Target
				}
				c.Target = &sum
			}
		}
	}
	for i := range r.Sources {
		s := &r.Sources[i]
		s.Parts = slices.DeleteFunc(slices.Clone(s.Parts), func(p SourcePart) bool { return !keep[p.ID] })
	}
	r.Fulfilment = slices.DeleteFunc(slices.Clone(r.Fulfilment), func(f ReportFulfilment) bool { return !keep[f.UnitID] })
	if r.Form >= ReportForm {
		r.Unfulfilled = inScope(r.Unfulfilled, sc)
	}
	r.SumRows()
}
