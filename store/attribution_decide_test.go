package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// asked lets 乙县 take over a project of 甲县 with what was agreed, and returns what the bureau is asked.
func (c *city) asked(p crm.Project, in crm.TransferInput) crm.AttributionRequest {
	c.t.Helper()
	in.ToUnitID = c.unit["b"]
	x := c.offeredProject(c.reporter, p.ID, in, "")
	_, err := c.s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
	must(c.t, err)
	return c.request(c.manager, p.ID)
}

// set lets the manager set a project's attribution by hand.
func (c *city) set(project int64, in crm.AttributionInput) {
	c.t.Helper()
	p, err := c.s.Project(ctx, c.manager, project)
	must(c.t, err)
	in.Version, in.Reason = p.Version, "协商确定"
	_, err = c.s.SetAttribution(ctx, c.manager, project, in)
	must(c.t, err)
}

// seqs are the versions of attributions.
func seqs(list []crm.Attribution) (out string) {
	for _, a := range list {
		out += string(rune('0' + a.Seq))
	}
	return out
}

// Who approves has seen what ends: versions of one indicator and of later years, and what another
// manager has set since.
func TestStore_ApproveAttribution_seen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("蚕丝项目")
		c.verified(p, "2022-09", 100*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 100 * wan})
		c.set(p.ID, crm.AttributionInput{Indicator: "signed", FromYear: 2020, Shares: []crm.Share{c.share("c", 10_000)}})                    // 2: replaced by 3
		c.set(p.ID, crm.AttributionInput{Indicator: "signed", FromYear: 2022, Shares: []crm.Share{c.share("a", 8000), c.share("c", 2000)}})  // 3
		c.set(p.ID, crm.AttributionInput{FromYear: 2025, Shares: []crm.Share{c.share("a", 5000), c.share("c", 5000)}})                       // 4
		c.set(p.ID, crm.AttributionInput{Indicator: "capital", FromYear: 2022, Shares: []crm.Share{c.share("a", 9000), c.share("b", 1000)}}) // 5
		r := c.asked(p, crm.TransferInput{Shares: []crm.Share{c.share("a", 4000), c.share("b", 6000)}})
		if seqs(r.Ends) != "5431" || len(r.Makes) != 1 || r.Makes[0].FromYear != 2022 || r.Makes[0].Shares[1].BP != 6000 || len(r.Since) != 0 || r.Seen == "" {
			t.Fatalf("%+v", r)
		}
		approve := func(seen string) (crm.AttributionRequest, error) {
			return s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: seen, Version: r.Version})
		}
		_, err := approve("")
		refused(t, err, crm.CodeConflict)
		director := c.person("director", "city", crm.RoleDirector)
		now, err := s.Project(ctx, director, p.ID)
		must(t, err)
		_, err = s.SetAttribution(ctx, director, p.ID, crm.AttributionInput{Indicator: "capital", FromYear: 2022, Shares: []crm.Share{c.share("c", 10_000)}, Reason: "另一位领导确定", Version: now.Version})
		must(t, err)
		if _, err = approve(r.Seen); crm.ErrCode(err) != crm.CodeConflict || !strings.Contains(err.Error(), "与您所见的不同") || c.unitSum("c") != 100*wan {
			t.Fatal("overridden unseen", err, c.unitSum("c"))
		}
		r = c.request(c.manager, p.ID)
		if r.State != "open" || seqs(r.Since) != "6" || r.Since[0].Reason != "另一位领导确定" || seqs(r.Ends) != "6431" {
			t.Fatalf("%+v", r)
		}
		done, err := approve(r.Seen)
		must(t, err)
		if done.State != "approved" || done.Ends != nil || done.Seen != "" || c.unitSum("a") != 40*wan || c.unitSum("b") != 60*wan {
			t.Fatalf("%+v", done)
		}
		all, err := s.Attributions(ctx, c.manager, p.ID)
		must(t, err)
		if got := seqs(crm.Standing(all, 2022)); got != "7" {
			t.Fatalf("every indicator and later year is as agreed: %s", got)
		}
		if got := seqs(crm.Standing(all, 2021)); got != "721" {
			t.Fatalf("earlier years are not: %s", got)
		}
		c.sound()
	})
}

// A 飞地 that is approved is the project's 飞出地, until something else is.
func TestStore_ApproveAttribution_enclave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		approved := func(in crm.TransferInput, now, then string, home int64) {
			t.Helper()
			r := c.asked(p, in)
			if r.HomeNow != now || r.HomeThen != then {
				t.Fatalf("%+v", r)
			}
			_, err := s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
			must(t, err)
			if d, err := s.Project(ctx, c.manager, p.ID); err != nil || d.EnclaveHomeID != home {
				t.Fatalf("%d %v", d.EnclaveHomeID, err)
			}
		}
		approved(crm.TransferInput{Preset: "enclave"}, "", "甲县", c.unit["a"])
		if got := c.rows("SELECT CASE WHEN detail LIKE '%\"enclaveHome\":[\"\",\"甲县\"]%' THEN 'told' ELSE detail END FROM audit_log WHERE act = 'attribution.approve'"); got != "told|\n" {
			t.Fatal(got)
		}
		x := c.offeredProject(c.other, p.ID, crm.TransferInput{ToUnitID: c.unit["a"]}, "")
		_, err := s.AcceptTransfer(ctx, c.reporter, x.ID, crm.DecisionInput{})
		must(t, err)
		approved(crm.TransferInput{Preset: "single"}, "甲县", "", 0)
		c.sound()
	})
}

// A 飞出地 typed beside an agreement that is none is refused, and nothing is signed.
func TestStore_SignAsAgreed_enclave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		l := c.readyLead(c.reporter, "江南丝绸股份有限公司")
		x := c.offered(c.reporter, l.ID, crm.TransferInput{ToUnitID: c.unit["b"], Shares: []crm.Share{c.share("a", 4000), c.share("b", 6000)}}, "")
		_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		must(t, err)
		d, err := s.Lead(ctx, c.other, l.ID)
		must(t, err)
		now, err := s.MoveStage(ctx, c.other, l.ID, crm.StageInput{Stage: crm.StageAgreeing, Version: d.Version})
		must(t, err)
		in := crm.SignInput{SignedOn: "2022-09-20", Total: crm.Yuan(5000 * wan), CountyUnitID: c.unit["b"], EnclaveHomeID: c.unit["a"]}
		_, err = s.MoveStage(ctx, c.other, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: now.Version, Sign: &in})
		if crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), "甲县 40%、乙县 60%") || c.rows("SELECT COUNT(*) FROM projects") != "0|\n" {
			t.Fatal(err)
		}
		in.EnclaveHomeID = 0
		_, err = s.MoveStage(ctx, c.other, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: now.Version, Sign: &in})
		must(t, err)
		c.sound()
	})
}

// A request ends with its project: nobody can decide on it any more, and those concerned are told.
func TestStore_VoidProject_request(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("误录项目")
		r := c.asked(p, crm.TransferInput{Preset: "single"})
		d, err := s.Project(ctx, c.other, p.ID)
		must(t, err)
		_, err = s.VoidProject(ctx, c.other, p.ID, crm.ReasonInput{Reason: "重复登记", Version: d.Version})
		must(t, err)
		bench, err := s.Workbench(ctx, c.manager)
		must(t, err)
		if bench.Requests.Total != 0 {
			t.Fatalf("%+v", bench.Requests)
		}
		_, err = s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
		refused(t, err, crm.CodeConflict)
		if r, err = s.AttributionRequest(ctx, c.manager, r.ID); err != nil || r.State != "lapsed" || r.DecisionReason != "项目作废：重复登记" || r.DeciderName != "other" {
			t.Fatalf("%+v %v", r, err)
		}
		for _, v := range []crm.Viewer{c.manager, c.reporter} {
			msgs, err := s.Messages(ctx, v, true, crm.Page{})
			must(t, err)
			if msgs.Items[0].Title != "归属调整已失效：“误录项目”" {
				t.Fatalf("%s: %+v", v.Name, msgs.Items)
			}
		}
		c.sound()
	})
}
