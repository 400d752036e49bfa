package seeds

import (
	"context"
	"fmt"
	"math/rand/v2"

	"yinfeng/crm"
	"yinfeng/store"
)

// DemoDay is the fixed business day of the demo city.
const DemoDay crm.Date = "2022-09-26"

// Demo fills an empty database with an invented city on the Ankang pack: the same
// people, companies, leads, visits, projects and money every time, entered as acts on
// the days on which they are said to have happened.
type Demo struct {
	Password string
	// Hash makes a password hash; Render makes a month's workbook for its closing.
	Hash     func(string) string
	Render   func(*crm.MonthReport) ([]byte, error)
	Progress func(done, total int)
}

// city is the demo city while it is being filled.
type city struct {
	s        *store.Store
	d        Demo
	rnd      *rand.Rand
	units    map[string]crm.Unit   // by code
	viewers  map[string]crm.Viewer // by login
	parks    map[int64][]crm.Park  // by unit id
	chains   []crm.Chain
	settings crm.Settings
	events   []event
	plans    []*plan
	open     []openPlan // leads of counties that are not signed
	namer    namer
	serial   int // numbers evidence files
	// visitsPlanned counts the visits planned so far.
	visitsPlanned int
}

// event is something that happens on a day. reads says that it looks at what earlier
// events have written, so that these must be committed first.
type event struct {
	day   crm.Date
	seq   int
	reads bool
	do    func(ctx context.Context) error
}

// at plans an event.
func (c *city) at(day crm.Date, do func(ctx context.Context) error) {
	c.events = append(c.events, event{day: day, seq: len(c.events), do: do})
}

// after plans an event that reads what earlier ones have written.
func (c *city) after(day crm.Date, do func(ctx context.Context) error) {
	c.events = append(c.events, event{day: day, seq: len(c.events), reads: true, do: do})
}

// Fill loads the pack and lives through the years. An empty database is required.
func (d Demo) Fill(ctx context.Context, s *store.Store) error {
	p, err := LoadPack("ankang")
	if err != nil {
		return err
	}
	c := &city{s: s, d: d, rnd: rand.New(rand.NewPCG(20220926, 610900))}
	c.namer = newNamer(c.rnd)
	demoSettings(&p)
	demoTargets(&p)
	demoHistory(&p)
	demoChains(&p)
	if err := s.LoadPack(ctx, system, p); err != nil {
		return fmt.Errorf("demo pack: %w", err)
	}
	if err := c.people(ctx); err != nil {
		return fmt.Errorf("demo people: %w", err)
	}
	if err := c.places(ctx); err != nil {
		return fmt.Errorf("demo places: %w", err)
	}
	c.planTravel()
	c.planOlderProjects()
	c.planLeads()
	if err := c.planCapital(); err != nil {
		return err
	}
	c.planWarnings()
	c.planChainTargets()
	c.planProblems()
	c.planStatuses()
	c.planManual()
	c.planMonths()
	c.planWeeks()
	c.planTalk()
	c.planReading()
	return c.live(ctx)
}

// system acts for the installation itself.
var system = crm.Viewer{Operator: true, Name: "演示数据", Address: "local"}

// StandStill marks the database as a demo, whose business day is fixed: time does nothing in it.
func StandStill(p *crm.Pack) {
	p.Settings = append(p.Settings,
		crm.PackSetting{Name: "demo", Label: "演示库", Value: true},
		crm.PackSetting{Name: "demoDay", Label: "演示业务日", Value: DemoDay})
}

// demoSettings are the settings of the demo city.
func demoSettings(p *crm.Pack) {
	StandStill(p)
	for i, x := range p.Settings {
		switch x.Name {
		case "preparer":
			p.Settings[i].Value, p.Settings[i].Provisional = "周若溪（虚构）", false
		case "phone":
			p.Settings[i].Value, p.Settings[i].Provisional = "0915-×××××××", false
		}
	}
}

// places reads the units, parks and chains that the pack has made.
func (c *city) places(ctx context.Context) error {
	parks, err := c.s.Parks(ctx, system)
	if err != nil {
		return err
	}
	c.parks = map[int64][]crm.Park{}
	for _, k := range parks {
		c.parks[k.UnitID] = append(c.parks[k.UnitID], k)
	}
	if c.chains, err = c.s.Chains(ctx, system); err != nil {
		return err
	}
	c.settings, err = c.s.Settings(ctx)
	return err
}
