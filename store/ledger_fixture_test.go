package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
)

// city is a small invented city with the people that the ledger's tests need.
type city struct {
	t                        testing.TB
	s                        *store.Store
	unit                     map[string]int64 // by code
	reporter, second, boss   crm.Viewer       // 甲县: officer + statistician, a colleague, its verifier
	verifier, other, manager crm.Viewer       // the bureau's verifier, 乙县's officer, the manager
	evidence                 int
}

func newCity(t testing.TB, s *store.Store) *city {
	t.Helper()
	c := &city{t: t, s: s, unit: map[string]int64{}}
	u := func(code, name string, kind crm.UnitKind, parent string, order int, reporting bool, cut crm.Month) crm.PackUnit {
		return crm.PackUnit{Parent: parent, Unit: crm.Unit{Code: code, Name: name, ShortName: name, Kind: kind, Order: order, Reporting: reporting, CutOver: cut}}
	}
	op := crm.Viewer{Operator: true}
	must(t, s.LoadPack(ctx, op, crm.Pack{Name: "演示",
		Settings: []crm.PackSetting{
			{Name: "rates", Label: "汇率", Value: map[string]string{"2021": "6.45", "2022": "6.4508", "2023": "7"}},
			{Name: "evidence", Label: "佐证", Value: []crm.EvidenceRule{{Kinds: []string{"银行进账单", "发票"}}}},
		},
		Units: []crm.PackUnit{
			u("city", "演示市", crm.UnitCity, "", 0, false, ""), u("bureau", "市招商局", crm.UnitBureau, "city", 1, false, ""),
			u("a", "甲县", crm.UnitCounty, "city", 2, true, "2022-01"), u("b", "乙县", crm.UnitCounty, "city", 3, true, "2022-01"),
			u("c", "丙区", crm.UnitZone, "city", 4, true, "2022-03"), u("direct", "市本级及市直", crm.UnitCityDirect, "city", 5, false, "2022-01"),
			u("a1", "甲县商务局", crm.UnitDepartment, "a", 6, false, ""), u("office", "长三角联络处", crm.UnitOffice, "city", 7, false, ""),
		},
		Chains: []crm.Chain{{Code: "silk", Name: "纺织"}},
		Parks:  []crm.PackPark{{Unit: "a", Park: crm.Park{Name: "甲县工业园", Kind: "园区"}}},
	}))
	units, err := s.Units(ctx, op, store.UnitFilter{})
	must(t, err)
	for _, x := range units {
		c.unit[x.Code] = x.ID
	}
	c.reporter = c.person("reporter", "a", crm.RoleOfficer, crm.RoleStatistician)
	c.second = c.person("second", "a", crm.RoleStatistician)
	c.boss = c.person("boss", "a", crm.RoleVerifier)
	c.other = c.person("other", "b", crm.RoleOfficer, crm.RoleStatistician)
	c.verifier = c.person("verifier", "city", crm.RoleVerifier)
	c.manager = c.person("manager", "city", crm.RoleManager)
	return c
}

func (c *city) person(login, unit string, roles ...crm.Role) crm.Viewer {
	c.t.Helper()
	op := crm.Viewer{Operator: true}
	u, err := c.s.CreateUser(ctx, op, crm.UserInput{Login: login, Name: login, UnitID: c.unit[unit]}, "", 0)
	must(c.t, err)
	var gs []crm.Grant
	for _, r := range roles {
		gs = append(gs, crm.Grant{Role: r, UnitID: c.unit[unit]})
	}
	_, err = c.s.SetGrants(ctx, op, u.ID, gs, u.Version)
	must(c.t, err)
	v, err := c.s.LoadViewer(ctx, u.ID)
	must(c.t, err)
	return v
}

var ctx = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		var e *crm.Error
		if errors.As(err, &e) && e.Cause != nil {
			err = fmt.Errorf("%w (%v)", err, e.Cause)
		}
		t.Fatal(err)
	}
}

// refused demands an error of the code.
func refused(t testing.TB, err error, code crm.Code) *crm.Error {
	t.Helper()
	if crm.ErrCode(err) != code {
		t.Fatalf("want %s, have %v", code, err)
	}
	var e *crm.Error
	errors.As(err, &e)
	return e
}

const wan = crm.FenPerWan

// project makes a project of 甲县 with an investor, 100,000 万元, agreed 80,000.
func (c *city) project(name string) crm.Project {
	c.t.Helper()
	agreed := crm.Yuan(80_000 * wan)
	p, err := c.s.CreateProject(ctx, c.reporter, crm.ProjectInput{Name: name, Total: crm.Yuan(100_000 * wan), Agreed: &agreed,
		Parties: []crm.Party{{Name: "外省纺织有限公司", Role: "investor", Origin: crm.OriginOutProv}}, CountyUnitID: c.unit["a"]})
	must(c.t, err)
	return p
}

// attach puts an evidence row; the file itself is another test's matter.
func (c *city) attach(kind string, id int64, what string) {
	c.t.Helper()
	c.evidence++
	sha := fmt.Sprintf("%064d", c.evidence)
	must(c.t, c.s.ExecForTest("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, 1, 'image/png', 0)", sha))
	folder := filepath.Join(c.s.DataForTest(), "files", sha[:2])
	must(c.t, os.MkdirAll(folder, 0o750))
	must(c.t, os.WriteFile(filepath.Join(folder, sha), []byte("x"), 0o600))
	must(c.t, c.s.ExecForTest(`INSERT INTO attachments (id, number, object_kind, object_id, kind, name, size, media_type, sha256, unit_id, user_id, voided, at)
		VALUES ($1, $2, $3, $4, $5, 'x.png', 1, 'image/png', $6, $7, $8, FALSE, 0)`,
		c.evidence, fmt.Sprintf("PZ-%d", c.evidence), kind, id, what, sha, c.unit["a"], c.reporter.UserID))
}

// closed closes a month as the closing act does, without its snapshot.
func (c *city) closed(m crm.Month) {
	c.t.Helper()
	must(c.t, c.s.ExecForTest(`INSERT INTO periods (month, state, closed_at, closed_by, known_on, reason, version) VALUES ($1, 'closed', 0, 0, '', '', 1)`, m))
}

func (c *city) input(p crm.Project, m crm.Month, amount int64, parts ...crm.Part) crm.CapitalInput {
	return crm.CapitalInput{ProjectID: p.ID, Month: m, ArrivedOn: m.First().AddDays(4), Amount: crm.Yuan(amount), Form: "现金", Use: "设备", Parts: parts}
}

// submitted files an entry with evidence and submits it.
func (c *city) submitted(p crm.Project, m crm.Month, amount int64, parts ...crm.Part) crm.CapitalEntry {
	c.t.Helper()
	in := c.input(p, m, amount, parts...)
	in.WarningReason = "分期到账"
	e, err := c.s.FileCapital(ctx, c.reporter, in)
	must(c.t, err)
	c.attach("capital", e.ID, "银行进账单")
	e, err = c.s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version})
	must(c.t, err)
	return e
}

// verified files, submits and verifies an entry.
func (c *city) verified(p crm.Project, m crm.Month, amount int64, parts ...crm.Part) crm.CapitalEntry {
	c.t.Helper()
	e := c.submitted(p, m, amount, parts...)
	e, err := c.s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
	must(c.t, err)
	return e
}

func (c *city) sum(text string, args ...any) int64 {
	c.t.Helper()
	n, err := c.s.SumForTest(text, args...)
	must(c.t, err)
	return n
}

// unitSum is what a unit has got: fen of all lines.
func (c *city) unitSum(code string) int64 {
	return c.sum("SELECT CAST(COALESCE(SUM(cny), 0) AS BIGINT) FROM credit_lines WHERE unit_id = $1", c.unit[code])
}

// sound demands that roll-ups equal their lines.
func (c *city) sound() {
	c.t.Helper()
	diff, err := c.s.RollupVerify(ctx)
	must(c.t, err)
	for _, d := range diff {
		c.t.Error(d)
	}
}
