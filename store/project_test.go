package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func replace(s, old, new string) string { return strings.ReplaceAll(s, old, new) }

func TestStore_CreateProject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("年产五千吨蚕丝项目")
		if p.Code != "XM2022-0001" || p.Investors != "外省纺织有限公司" || p.Origin != crm.OriginOutProv || len(p.Attribution) != 1 || p.Attribution[0].BP != 10000 {
			t.Fatalf("%+v", p)
		}
		good := crm.ProjectInput{Name: "另一项目", Total: crm.Yuan(5 * wan), CountyUnitID: c.unit["a"], Parties: []crm.Party{{Name: "甲公司", Role: "investor"}}}
		for name, x := range map[string]struct {
			change func(*crm.ProjectInput)
			code   crm.Code
		}{
			"no investor":          {func(in *crm.ProjectInput) { in.Parties = []crm.Party{{Name: "甲公司", Role: "local"}} }, crm.CodeInvalid},
			"a negative total":     {func(in *crm.ProjectInput) { in.Total.Amount = -1 }, crm.CodeInvalid},
			"a place that is none": {func(in *crm.ProjectInput) { in.CountyUnitID = c.unit["office"] }, crm.CodeInvalid},
			"an unknown chain":     {func(in *crm.ProjectInput) { in.ChainID = 77 }, crm.CodeInvalid},
			"another unit":         {func(in *crm.ProjectInput) { in.UnitID = c.unit["b"] }, crm.CodeNotFound},
			"an unseen company":    {func(in *crm.ProjectInput) { in.Parties = []crm.Party{{CompanyID: 99, Role: "investor"}} }, crm.CodeInvalid},
			"stopped, no reason":   {func(in *crm.ProjectInput) { in.Status = crm.ProjectStopped }, crm.CodeInvalid},
		} {
			t.Run(name, func(t *testing.T) {
				in := good
				x.change(&in)
				_, err := s.CreateProject(ctx, c.reporter, in)
				refused(t, err, x.code)
			})
		}
		t.Run("found by name, pinyin and investor; not by others", func(t *testing.T) {
			for _, q := range []string{"蚕丝", "cansi", "外省纺织", "XM2022-0001"} {
				l, err := s.Projects(ctx, c.reporter, crm.ProjectFilter{Page: crm.Page{Q: q}})
				must(t, err)
				if l.Total != 1 || l.Items[0].ID != p.ID {
					t.Errorf("%s: %+v", q, l)
				}
			}
			l, err := s.Projects(ctx, c.other, crm.ProjectFilter{})
			must(t, err)
			if l.Total != 0 {
				t.Fatal(l)
			}
			_, err = s.Project(ctx, c.other, p.ID)
			refused(t, err, crm.CodeNotFound)
		})
		t.Run("filters", func(t *testing.T) {
			for name, x := range map[string]struct {
				f    crm.ProjectFilter
				want int64
			}{
				"unit": {crm.ProjectFilter{UnitID: c.unit["city"]}, 1}, "other unit": {crm.ProjectFilter{UnitID: c.unit["b"]}, 0},
				"stage": {crm.ProjectFilter{Stage: "unsigned"}, 1}, "size": {crm.ProjectFilter{Size: "10to50"}, 1}, "small": {crm.ProjectFilter{Size: "lt1"}, 0},
				"origin": {crm.ProjectFilter{Origin: crm.OriginOutProv}, 1}, "year": {crm.ProjectFilter{Year: 2022}, 0},
				"county": {crm.ProjectFilter{CountyID: c.unit["a"], Nature: crm.NatureNew, Status: crm.ProjectNormal}, 1},
			} {
				for _, sort := range []string{"", "-signedOn", "total", "-arrived", "code", "name"} {
					x.f.Sort, x.f.Limit = sort, 1
					l, err := s.Projects(ctx, c.manager, x.f)
					must(t, err)
					if l.Total != x.want || int64(len(l.Items)) != x.want {
						t.Errorf("%s: %+v", name, l)
					}
				}
			}
			_, err := s.Projects(ctx, c.manager, crm.ProjectFilter{Stage: "x"})
			refused(t, err, crm.CodeInvalid)
		})
		t.Run("update and stale version", func(t *testing.T) {
			in := crm.ProjectInput{Name: "年产六千吨蚕丝项目", Total: p.Total, Parties: append(p.Parties, crm.Party{Name: "甲县蚕丝有限公司", Role: "local"}),
				CountyUnitID: p.CountyUnitID, Version: p.Version, Plans: []crm.YearPlan{{Year: 2022, Amount: crm.Yuan(wan)}}}
			q, err := s.UpdateProject(ctx, c.reporter, p.ID, in)
			must(t, err)
			if q.Name != in.Name || len(q.Parties) != 2 || len(q.Plans) != 1 || q.Investors != "外省纺织有限公司" {
				t.Fatalf("%+v", q)
			}
			_, err = s.UpdateProject(ctx, c.reporter, p.ID, in)
			refused(t, err, crm.CodeConflict)
			_, err = s.VoidProject(ctx, c.reporter, p.ID, crm.ReasonInput{Reason: "填错了", Version: q.Version})
			must(t, err)
			_, err = s.FileCapital(ctx, c.reporter, c.input(p, "2022-09", wan))
			refused(t, err, crm.CodeConflict)
		})
	})
}

func TestStore_SignProject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		liaison := c.person("liaison", "office", crm.RoleLiaison)
		l, err := s.ReportLead(ctx, liaison, crm.LeadInput{CompanyName: "江南丝绸股份有限公司", Project: "蚕桑基地", Industry: "C17", Source: "以商招商",
			Amount: &crm.Money{Amount: 5000 * wan, Currency: crm.CNY}, Content: "蚕桑一体", PlaceUnitID: c.unit["a"], NextStep: "签约"})
		must(t, err)
		tr, err := s.OfferTransfer(ctx, liaison, l.ID, crm.TransferInput{ToUnitID: c.unit["a"], Reason: "落地甲县", IntroBP: 6000, Version: l.Version})
		must(t, err)
		_, err = s.AcceptTransfer(ctx, c.reporter, tr.ID, crm.DecisionInput{})
		must(t, err)
		_, err = s.LogVisit(ctx, c.reporter, crm.VisitInput{Kind: crm.VisitOut, On: "2022-09-02", Province: "江苏省", City: "苏州市", Theme: "看厂", Outcome: "推进签约",
			Companies: []crm.VisitCompany{{CompanyID: l.CompanyID}}, LeadIDs: []int64{l.ID}})
		must(t, err)
		detail, err := s.Lead(ctx, c.reporter, l.ID)
		must(t, err)
		l = detail.Lead
		for _, st := range []crm.Stage{crm.StageAgreeing, crm.StageSigned} {
			in := crm.StageInput{Stage: st, Version: l.Version}
			if st == crm.StageSigned {
				in.Sign = &crm.SignInput{SignedOn: "2022-09-20", Total: crm.Yuan(5000 * wan), CountyUnitID: c.unit["a"]}
			}
			l, err = s.MoveStage(ctx, c.reporter, l.ID, in)
			must(t, err)
		}
		if l.ProjectID == 0 {
			t.Fatalf("%+v", l)
		}
		p, err := s.Project(ctx, liaison, l.ProjectID)
		must(t, err)
		if len(p.Introductions) != 1 || p.Introductions[0].UnitID != c.unit["office"] || p.Introductions[0].BP != 6000 ||
			p.Attribution[0].UnitID != c.unit["a"] || p.UnitID != c.unit["a"] || len(p.Milestones) != 1 || p.Milestones[0].State != crm.StateDraft {
			t.Fatalf("%+v", p)
		}
		_, err = s.FileCapital(ctx, c.person("office2", "office", crm.RoleStatistician), c.input(p, "2022-09", wan))
		refused(t, err, crm.CodeNotFound)
		_, err = s.Project(ctx, c.other, l.ProjectID)
		refused(t, err, crm.CodeNotFound)
	})
}

func TestStore_Enclave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p, err := s.CreateProject(ctx, c.other, crm.ProjectInput{Name: "飞地项目", Total: crm.Yuan(10 * wan), CountyUnitID: c.unit["a"], EnclaveHomeID: c.unit["b"],
			Parties: []crm.Party{{Name: "飞地投资公司", Role: "investor"}}})
		must(t, err)
		want := "0|b|10000|\n2027|a|3000|\n2027|b|7000|\n"
		if got := c.rows(`SELECT a.from_year, u.code, s.bp FROM attributions a JOIN attribution_shares s ON s.attribution_id = a.id
			JOIN units u ON u.id = s.unit_id WHERE a.project_id = $1 ORDER BY a.seq, u.sort`, p.ID); got != want {
			t.Fatal(got)
		}
	})
}
