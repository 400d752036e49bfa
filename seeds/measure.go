package seeds

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
)

// Measure fills a database of a city pack with invented rows for measuring. The same
// numbers give the same rows.
type Measure struct {
	Leads, Visits, Projects, Entries int
	Progress                         func(what string, done, total int)
}

// bulkSize is how many rows one bulk act writes.
const bulkSize = 20_000

// measuring is a Measure under way.
type measuring struct {
	Measure
	s         *store.Store
	r         *rand.Rand
	units     []crm.Unit
	companies []crm.CompanyInput
	firstCo   int64
	projects  []crm.Project
	start     int64
}

// Fill writes everything; the store must hold a pack.
func (m Measure) Fill(ctx context.Context, s *store.Store) error {
	x := &measuring{Measure: m, s: s, r: rand.New(rand.NewPCG(1, 2)), start: crm.Date("2022-01-01").Time().UnixMilli()}
	all, err := s.Units(ctx, system, store.UnitFilter{})
	if err != nil {
		return err
	}
	for _, u := range all {
		if u.Reporting {
			x.units = append(x.units, u)
		}
	}
	if len(x.units) == 0 {
		return crm.Conflict(nil, "库里还没有单位，请先运行 yinfeng setup --pack ankang")
	}
	for _, step := range []func(context.Context) error{x.fillCompanies, x.fillLeads, x.fillVisits, x.fillProjects, x.fillEntries} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.Analyze(ctx)
}

// bulk calls write for rows from..to, bulkSize at a time.
func (x *measuring) bulk(what string, total int, write func(from, to int) error) error {
	for from := 0; from < total; from += bulkSize {
		to := min(from+bulkSize, total)
		if err := write(from, to); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if x.Progress != nil {
			x.Progress(what, to, total)
		}
	}
	return nil
}

func (x *measuring) unit() crm.Unit {
	return x.units[weighted(x.r, unitWeights[:len(x.units)])]
}

// companyName enumerates invented names without a repeat.
func companyName(i int) (string, string, string, trade) {
	p := demoPlaces[i%len(demoPlaces)]
	i /= len(demoPlaces)
	t := trades[i%len(trades)]
	i /= len(trades)
	name := firstSyllables[i%20] + secondSyllables[i/20%20] + firstSyllables[i/400%20]
	return p.short + name + t.word + "有限公司", p.province, p.city, t
}

func (x *measuring) fillCompanies(ctx context.Context) error {
	n := max(100, x.Leads/5)
	for i := range n {
		name, province, city, t := companyName(i)
		x.companies = append(x.companies, crm.CompanyInput{Name: name, Origin: crm.OriginOutProv, Province: province, City: city,
			Industry: t.industry, UnitID: x.unit().ID})
	}
	return x.bulk("companies", n, func(from, to int) error {
		first, err := x.s.BulkCompanies(ctx, system, x.companies[from:to])
		if from == 0 {
			x.firstCo = first
		}
		return err
	})
}

// when is the instant of row i of total, spread over 2022 in order.
func (x *measuring) when(i, total int) int64 {
	return x.start + int64(i)*int64(268*24*time.Hour/time.Millisecond)/int64(max(1, total))
}

func (x *measuring) fillLeads(ctx context.Context) error {
	stages := []int64{30, 22, 20, 14, 9, 0}
	return x.bulk("leads", x.Leads, func(from, to int) error {
		rows := make([]crm.Lead, 0, to-from)
		for i := from; i < to; i++ {
			c := x.r.IntN(len(x.companies))
			co := x.companies[c]
			_, _, _, t := companyName(c)
			at := x.when(i, x.Leads)
			day := crm.DateOf(time.UnixMilli(at).UTC())
			amount := crm.Yuan(int64(500+x.r.IntN(90000)) * crm.FenPerWan)
			rows = append(rows, crm.Lead{CompanyID: x.firstCo + int64(c), CompanyName: co.Name, Project: pick(x.r, t.projects), Content: t.content,
				Industry: t.industry, Amount: &amount, Origin: co.Origin, Province: co.Province, City: co.City, PlaceUnitID: x.unit().ID,
				UnitID: x.unit().ID, Source: "外出拜访", Stage: crm.Stages[weighted(x.r, stages)], Status: crm.LeadActive,
				LastProgressOn: day, ReportedOn: day, UpdatedAt: crm.Instant(at)})
		}
		_, err := x.s.BulkLeads(ctx, system, rows)
		return err
	})
}

func (x *measuring) fillVisits(ctx context.Context) error {
	return x.bulk("visits", x.Visits, func(from, to int) error {
		rows := make([]crm.Visit, 0, to-from)
		for i := from; i < to; i++ {
			c := x.r.IntN(len(x.companies))
			at := x.when(i, x.Visits)
			rows = append(rows, crm.Visit{Kind: pick(x.r, crm.VisitKinds), On: crm.DateOf(time.UnixMilli(at).UTC()), Province: x.companies[c].Province,
				City: x.companies[c].City, Companies: []crm.VisitCompany{{CompanyID: x.firstCo + int64(c), Name: x.companies[c].Name}}, PeopleCount: 3,
				LeaderLevel: "小分队", Theme: pick(x.r, themes), Outcome: pick(x.r, crm.VisitOutcomes), UnitID: x.unit().ID, UpdatedAt: crm.Instant(at)})
		}
		_, err := x.s.BulkVisits(ctx, system, rows)
		return err
	})
}

func (x *measuring) fillProjects(ctx context.Context) error {
	return x.bulk("projects", x.Projects, func(from, to int) error {
		rows := make([]crm.Project, 0, to-from)
		for i := from; i < to; i++ {
			c := x.r.IntN(len(x.companies))
			_, _, _, t := companyName(c)
			at := x.when(i, x.Projects)
			u := x.unit()
			total := crm.Yuan(int64(2000+x.r.IntN(90000)) * crm.FenPerWan)
			rows = append(rows, crm.Project{Name: u.ShortName + pick(x.r, t.projects), Content: t.content, Industry: t.industry, Nature: crm.NatureNew,
				Total: total, Agreed: &total, CountyUnitID: u.ID, UnitID: u.ID, Status: crm.ProjectNormal, UpdatedAt: crm.Instant(at),
				SignedOn: string(crm.Date("2018-01-01").AddDays(x.r.IntN(1400))), Parties: []crm.Party{{CompanyID: x.firstCo + int64(c),
					Name: x.companies[c].Name, Origin: x.companies[c].Origin, Province: x.companies[c].Province, City: x.companies[c].City}}})
		}
		_, err := x.s.BulkProjects(ctx, system, rows)
		x.projects = append(x.projects, rows...)
		return err
	})
}

func (x *measuring) fillEntries(ctx context.Context) error {
	if len(x.projects) == 0 {
		return nil
	}
	origins := []crm.Origin{crm.OriginOutProv, crm.OriginInProvince, crm.OriginLocal}
	return x.bulk("entries", x.Entries, func(from, to int) error {
		rows := make([]crm.CapitalEntry, 0, to-from)
		for i := from; i < to; i++ {
			p := x.projects[x.r.IntN(len(x.projects))]
			at := x.when(i, x.Entries)
			day := crm.DateOf(time.UnixMilli(at).UTC())
			amount := int64(1+x.r.IntN(90)) * crm.FenPerWan / 10
			use := pick(x.r, crm.CapitalUses)
			rows = append(rows, crm.CapitalEntry{ProjectID: p.ID, UnitID: p.UnitID, Month: day.Month(), ArrivedOn: day, Amount: crm.Yuan(amount),
				CompanyID: p.Parties[0].CompanyID, Form: "现金", Use: use, Fixed: use == "土建" || use == "设备", UpdatedAt: crm.Instant(at),
				Parts: []crm.Part{{Origin: origins[weighted(x.r, []int64{7, 2, 1})], Currency: crm.CNY, Amount: amount}}})
		}
		_, err := x.s.BulkCapital(ctx, system, rows)
		return err
	})
}
