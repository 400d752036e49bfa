package store_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// offeredProject offers a project of v's unit and demands the code of what comes of it, "" for success.
func (c *city) offeredProject(v crm.Viewer, project int64, in crm.TransferInput, code crm.Code) crm.Transfer {
	c.t.Helper()
	p, err := c.s.Project(ctx, v, project)
	must(c.t, err)
	in.Version = p.Version
	if in.Reason == "" {
		in.Reason = "企业选定用地"
	}
	x, err := c.s.OfferProjectTransfer(ctx, v, project, in)
	if code != "" {
		refused(c.t, err, code)
		return x
	}
	must(c.t, err)
	return x
}

func (c *city) request(v crm.Viewer, project int64) crm.AttributionRequest {
	c.t.Helper()
	list, err := c.s.AttributionRequests(ctx, v, crm.AttributionRequestFilter{ProjectID: project})
	must(c.t, err)
	if len(list.Items) == 0 {
		return crm.AttributionRequest{}
	}
	return list.Items[0]
}

// What may not be offered or accepted of a project, and what an offer that comes to nothing leaves.
func TestStore_ProjectTransfer_rules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p, b := c.project("蚕丝项目"), c.unit["b"]
		reading := func(want error) {
			t.Helper()
			_, err := s.Project(ctx, c.other, p.ID)
			if crm.ErrCode(err) != crm.ErrCode(want) {
				t.Fatalf("乙县 reads: %v", err)
			}
		}
		for name, in := range map[string]crm.TransferInput{
			"to an office": {ToUnitID: c.unit["office"]}, "to the city": {ToUnitID: c.unit["city"]}, "to itself": {ToUnitID: c.unit["a"]},
			"no reason": {ToUnitID: b, Reason: " 。"}, "introduction": {ToUnitID: b, IntroBP: 1000}, "90 percent": {ToUnitID: b, Shares: []crm.Share{c.share("b", 9000)}},
			"office credited": {ToUnitID: b, Shares: []crm.Share{c.share("office", 4000), c.share("b", 6000)}}, "enclave within": {ToUnitID: c.unit["a1"], Preset: "enclave"},
		} {
			t.Run(name, func(t *testing.T) { c.offeredProject(c.reporter, p.ID, in, crm.CodeInvalid) })
		}
		_, err := s.OfferProjectTransfer(ctx, c.other, p.ID, crm.TransferInput{ToUnitID: b, Reason: "想要", Version: p.Version})
		refused(t, err, crm.CodeNotFound)
		_, err = s.OfferProjectTransfer(ctx, c.second, p.ID, crm.TransferInput{ToUnitID: b, Reason: "想要", Version: p.Version})
		refused(t, err, crm.CodeForbidden)
		_, err = s.OfferProjectTransfer(ctx, c.reporter, p.ID, crm.TransferInput{ToUnitID: b, Reason: "旧版本", Version: p.Version + 1})
		refused(t, err, crm.CodeConflict)
		in := crm.ProjectInput{Name: p.Name, Total: p.Total, Parties: p.Parties, CountyUnitID: p.CountyUnitID, UnitID: b, Version: p.Version}
		for _, v := range []crm.Viewer{c.reporter, c.manager} {
			if _, err = s.UpdateProject(ctx, v, p.ID, in); crm.ErrCode(err) != crm.CodeInvalid || !strings.Contains(err.Error(), "请用“流转”") {
				t.Fatal(err)
			}
		}

		x := c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, "")
		reading(nil)
		c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: c.unit["c"]}, crm.CodeConflict)
		_, err = s.VoidProject(ctx, c.reporter, p.ID, crm.ReasonInput{Reason: "误录了", Version: p.Version})
		refused(t, err, crm.CodeConflict)
		_, err = s.SetProjectStatus(ctx, c.other, p.ID, crm.ProjectStatusInput{Status: crm.ProjectNormal, Version: p.Version})
		refused(t, err, crm.CodeNotFound)
		_, err = s.RefuseTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		refused(t, err, crm.CodeInvalid)
		_, err = s.RefuseTransfer(ctx, c.other, x.ID, crm.DecisionInput{Reason: "没有用地"})
		must(t, err)
		reading(&crm.Error{Code: crm.CodeNotFound})
		x = c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, "")
		_, err = s.WithdrawTransfer(ctx, c.reporter, x.ID, crm.DecisionInput{})
		must(t, err)
		reading(&crm.Error{Code: crm.CodeNotFound})

		x = c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, "")
		must(t, s.ExecForTest("UPDATE transfers SET due_on = '2022-09-25' WHERE state = 'pending'"))
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		refused(t, err, crm.CodeConflict)
		if n, err := s.ExpireTransfers(ctx); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		reading(&crm.Error{Code: crm.CodeNotFound})
		if x, err = s.Transfer(ctx, c.other, x.ID); err != nil || x.State != "expired" || x.ObjectName != "蚕丝项目" {
			t.Fatalf("%+v %v", x, err)
		}

		x = c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, "")
		e := c.submitted(p, "2022-09", 100*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 100 * wan})
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		refused(t, err, crm.CodeConflict)
		_, err = s.WithdrawTransfer(ctx, c.reporter, x.ID, crm.DecisionInput{})
		must(t, err)
		c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, crm.CodeConflict)
		_, err = s.ReturnCapital(ctx, c.verifier, e.ID, crm.ReviewInput{Version: e.Version, Text: "缺进账单"})
		must(t, err)
		m, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-05"})
		must(t, err)
		c.attach("milestone", m.ID, "投资合同")
		_, err = s.SubmitMilestone(ctx, c.reporter, m.ID, crm.ReviewInput{Version: m.Version})
		must(t, err)
		c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, crm.CodeConflict)

		gone := c.project("误录项目")
		_, err = s.VoidProject(ctx, c.reporter, gone.ID, crm.ReasonInput{Reason: "误录了", Version: gone.Version})
		must(t, err)
		c.offeredProject(c.reporter, gone.ID, crm.TransferInput{ToUnitID: b}, crm.CodeConflict)
	})
}

// After acceptance nothing differs but unit, owner, version, who may read, and what tells of it.
func TestStore_AcceptProjectTransfer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p, b := c.project("蚕丝项目"), c.unit["b"]
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-05"})
		verified := c.verified(p, "2022-08", 100*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 100 * wan})
		draft, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-09", 7*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 7 * wan}))
		must(t, err)
		back := c.submitted(p, "2022-09", 9*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 9 * wan})
		_, err = s.ReturnCapital(ctx, c.verifier, back.ID, crm.ReviewInput{Version: back.Version, Text: "缺进账单"})
		must(t, err)
		m, err := s.ReportMilestone(ctx, c.reporter, p.ID, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: "2022-09-20"})
		must(t, err)
		_, err = s.AddComment(ctx, c.reporter, crm.CommentInput{ObjectKind: "project", ObjectID: p.ID, Text: "企业催用地"})
		must(t, err)
		_, err = s.AddTask(ctx, c.reporter, crm.TaskInput{ObjectKind: "project", ObjectID: p.ID, Title: "核对到位资金"})
		must(t, err)
		x := c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: b}, "")
		bench, err := s.Workbench(ctx, c.other)
		must(t, err)
		if bench.Transfers.Total != 1 || bench.Transfers.Items[0].Kind != "project" || bench.Transfers.Items[0].ObjectName != "蚕丝项目" {
			t.Fatalf("%+v", bench.Transfers)
		}
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{OwnerID: c.reporter.UserID})
		refused(t, err, crm.CodeInvalid)
		before := storetest.Business(t, s)
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		must(t, err)
		c.unitOnly(before, storetest.Business(t, s))
		if got := c.rows(`SELECT u.code, s.why FROM project_shares s JOIN units u ON u.id = s.unit_id WHERE s.project_id = $1 ORDER BY u.sort`, p.ID); got != "a|attributed|\nb|owner|\n" {
			t.Fatal(got)
		}
		if r := c.request(c.manager, p.ID); r.ID != 0 {
			t.Fatalf("nothing was agreed: %+v", r)
		}
		for id, want := range map[int64]int64{verified.ID: c.unit["a"], draft.ID: b, back.ID: b} {
			if e, err := s.Capital(ctx, c.reporter, id); err != nil || e.UnitID != want {
				t.Fatalf("the former unit reads on: %+v %v", e, err)
			}
		}
		now, err := s.Project(ctx, c.reporter, p.ID)
		must(t, err)
		_, err = s.SetProjectStatus(ctx, c.reporter, p.ID, crm.ProjectStatusInput{Status: crm.ProjectNormal, Version: now.Version})
		refused(t, err, crm.CodeNotFound)
		if bench, err = s.Workbench(ctx, c.reporter); err != nil || bench.Returned.Count != 0 {
			t.Fatalf("what 乙县 has now is not 甲县's to mend: %+v %v", bench.Returned, err)
		}
		_, err = s.SubmitCapital(ctx, c.reporter, draft.ID, crm.ReviewInput{Version: draft.Version + 1})
		refused(t, err, crm.CodeNotFound)
		c.attach("milestone", m.ID, "开工证明")
		_, err = s.SubmitMilestone(ctx, c.other, m.ID, crm.ReviewInput{Version: m.Version + 1})
		must(t, err)
		c.sound()
	})
}

// unitOnly demands that two dumps differ in who has the project alone.
func (c *city) unitOnly(before, after map[string]string) {
	c.t.Helper()
	may := map[string][]string{"projects": {"unit_id", "owner_id", "updated_at", "version"}, "capital_entries": {"unit_id", "updated_at", "version"},
		"milestones": {"unit_id", "updated_at", "version"}, "transfers": {"state", "decided_by", "decided_at", "decided_on"}}
	want := map[string]int{"projects": 1, "capital_entries": 2, "milestones": 1, "transfers": 1}
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if table == "project_shares" || table == "company_units" {
			continue
		}
		a, b := strings.Split(before[table], "\n"), strings.Split(after[table], "\n")
		if len(a) != len(b) {
			c.t.Errorf("%s: %d rows before, %d after", table, len(a)-2, len(b)-2)
			continue
		}
		var columns []string
		must(c.t, json.Unmarshal([]byte(a[0]), &columns))
		changed := 0
		for i := range a {
			if a[i] == b[i] {
				continue
			}
			changed++
			var x, y []any
			must(c.t, json.Unmarshal([]byte(a[i]), &x))
			must(c.t, json.Unmarshal([]byte(b[i]), &y))
			for k, name := range columns {
				if fmt.Sprint(x[k]) != fmt.Sprint(y[k]) && !slices.Contains(may[table], name) {
					c.t.Errorf("%s.%s: %v became %v", table, name, x[k], y[k])
				}
			}
		}
		if changed != want[table] {
			c.t.Errorf("%s: %d rows changed, want %d", table, changed, want[table])
		}
	}
}

// A project goes on at 60/40: nothing moves until the bureau approves; then the money of the year does,
// to the fen, of a closed month by adjustment.
func TestStore_AttributionRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p, b := c.project("蚕丝项目"), c.unit["b"]
		c.approved(p, crm.MilestoneInput{Kind: crm.MilestoneSigned, On: "2022-08-05"})
		const august, september = 1000*wan + 1, 333*wan + 3
		part := func(n int64) crm.Part { return crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: n} }
		old := c.verified(p, "2022-08", august, part(august))
		c.closed("2022-08")
		c.verified(p, "2022-09", september, part(september))
		money := func(a, b int64) {
			t.Helper()
			if x, y := c.unitSum("a"), c.unitSum("b"); x != a || y != b {
				t.Fatalf("甲县 %d, 乙县 %d, want %d and %d", x, y, a, b)
			}
			c.sound()
		}
		agreed := crm.TransferInput{ToUnitID: b, Shares: []crm.Share{c.share("a", 4000), c.share("b", 6000)}}
		accept := func(in crm.TransferInput) crm.AttributionRequest {
			t.Helper()
			x := c.offeredProject(c.reporter, p.ID, in, "")
			_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
			must(t, err)
			return c.request(c.manager, p.ID)
		}
		r := accept(agreed)
		money(august+september, 0)
		if r.State != "open" || r.FromYear != 2022 || len(r.Transfer.Shares) != 2 || len(r.Ends) != 1 || r.Ends[0].Shares[0].UnitID != c.unit["a"] || len(r.Since) != 0 {
			t.Fatalf("%+v", r)
		}
		bench, err := s.Workbench(ctx, c.manager)
		must(t, err)
		own, err := s.Workbench(ctx, c.other)
		must(t, err)
		if bench.Requests.Total != 1 || own.Requests.Total != 0 {
			t.Fatalf("%+v", bench.Requests)
		}
		c.offeredProject(c.other, p.ID, crm.TransferInput{ToUnitID: c.unit["c"], Preset: "single"}, crm.CodeConflict)
		for _, v := range []crm.Viewer{c.other, c.reporter, c.verifier} {
			_, err = s.ApproveAttribution(ctx, v, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
			refused(t, err, crm.CodeForbidden)
		}
		stranger := c.person("stranger", "c", crm.RoleOfficer)
		_, err = s.AttributionRequest(ctx, stranger, r.ID)
		refused(t, err, crm.CodeNotFound)
		_, err = s.RefuseAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
		refused(t, err, crm.CodeInvalid)
		_, err = s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Version: r.Version + 1})
		refused(t, err, crm.CodeConflict)
		money(august+september, 0)
		r, err = s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
		must(t, err)
		if r.State != "approved" || r.DeciderName != "manager" {
			t.Fatalf("%+v", r)
		}
		shares := r.Transfer.Shares
		split := func(n int64) int64 { return crm.Split(n, shares)[0] }
		money(split(august)+split(september), august+september-split(august)-split(september))
		if got := c.rows(`SELECT u.code, l.month, l.orig_month, l.adjustment, l.cny FROM credit_lines l JOIN units u ON u.id = l.unit_id
			WHERE l.entry_id = $1 ORDER BY l.id`, old.ID); got != fmt.Sprintf("a|2022-08|||%d|\na|2022-09|2022-08|sameYear|%d|\nb|2022-09|2022-08|sameYear|%d|\n",
			int64(august), split(august)-august, august-split(august)) {
			t.Errorf("the closed month stays, the open one adjusts: %s", got)
		}
		_, err = s.RefuseAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Reason: "反悔", Version: r.Version})
		refused(t, err, crm.CodeConflict)
		d, err := s.Project(ctx, c.other, p.ID)
		must(t, err)
		if len(d.Attribution) != 2 || d.Attribution[1].BP != 6000 || d.UnitID != b {
			t.Fatalf("%+v", d.Attribution)
		}

		c.reporter, c.other = c.other, c.reporter // 乙县 hands it back at what stands: no request
		agreed.ToUnitID = c.unit["a"]
		if again := accept(agreed); again.ID != r.ID {
			t.Fatalf("%+v", again)
		}
		c.reporter, c.other = c.other, c.reporter
		r = accept(crm.TransferInput{ToUnitID: b, Preset: "enclave"})
		r, err = s.RefuseAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Reason: "不属飞地", Version: r.Version})
		must(t, err)
		money(split(august)+split(september), august+september-split(august)-split(september))
		c.reporter, c.other = c.other, c.reporter
		accept(crm.TransferInput{ToUnitID: c.unit["a"]})
		c.reporter, c.other = c.other, c.reporter
		r = accept(crm.TransferInput{ToUnitID: b, Preset: "enclave"})
		r, err = s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
		must(t, err)
		money(august+september, 0)
		if got := c.rows(`SELECT a.seq, a.from_year, u.code, s.bp FROM attributions a JOIN attribution_shares s ON s.attribution_id = a.id
			JOIN units u ON u.id = s.unit_id WHERE a.project_id = $1 AND a.seq > 2 ORDER BY a.seq, u.sort`, p.ID); got != "3|2022|a|10000|\n4|2027|a|7000|\n4|2027|b|3000|\n" {
			t.Errorf("飞地: %s", got)
		}
	})
}

// Who hands a project on and is not credited any more leaves the correcting of its entries to the new unit.
func TestStore_ProjectTransfer_reverse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		e := c.verified(p, "2022-09", 100*wan, crm.Part{Origin: crm.OriginOutProv, Currency: crm.CNY, Amount: 100 * wan})
		x := c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: c.unit["b"], Preset: "single"}, "")
		_, err := s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{})
		must(t, err)
		in := crm.ReverseInput{Reason: "重复填报", Version: e.Version}
		_, err = s.ReverseCapital(ctx, c.other, e.ID, in) // 甲县 is credited until the bureau approves
		refused(t, err, crm.CodeNotFound)
		r := c.request(c.manager, p.ID)
		_, err = s.ApproveAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Seen: r.Seen, Version: r.Version})
		must(t, err)
		_, err = s.ReverseCapital(ctx, c.reporter, e.ID, in)
		refused(t, err, crm.CodeNotFound)
		back, err := s.ReverseCapital(ctx, c.other, e.ID, in)
		must(t, err)
		if back.UnitID != c.unit["b"] || back.Amount.Amount != -100*wan {
			t.Fatalf("%+v", back)
		}
		if _, err = s.Project(ctx, c.reporter, p.ID); err != nil || c.unitSum("b") != 100*wan || c.unitSum("a") != 0 {
			t.Fatal("甲县 reads on", err, c.unitSum("a"), c.unitSum("b"))
		}
		c.sound()
	})
}
