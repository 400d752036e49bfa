package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A third county that is credited reads the project and what was agreed of its attribution, but not
// who proposed and decided, and why; nor the steps of offers that it had no part in.
func TestStore_TransferSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		third := c.person("third", "c", crm.RoleOfficer)
		p := c.project("蚕丝项目")
		_, err := s.SetAttribution(ctx, c.manager, p.ID, crm.AttributionInput{FromYear: 2022, Shares: []crm.Share{c.share("a", 7000), c.share("c", 3000)}, Reason: "三方约定", Version: p.Version})
		must(t, err)
		x := c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: c.unit["b"], Reason: "内部原因甲"}, "")
		_, err = s.RefuseTransfer(ctx, c.other, x.ID, crm.DecisionInput{Reason: "内部原因乙"})
		must(t, err)
		x = c.offeredProject(c.reporter, p.ID, crm.TransferInput{ToUnitID: c.unit["b"], Reason: "内部原因丙", Shares: []crm.Share{c.share("b", 7000), c.share("c", 3000)}}, "")
		_, err = s.AcceptTransfer(ctx, c.other, x.ID, crm.DecisionInput{Reason: "内部原因丁"})
		must(t, err)
		r := c.request(c.manager, p.ID)
		r, err = s.RefuseAttribution(ctx, c.manager, r.ID, crm.RequestDecision{Reason: "内部原因戊", Version: r.Version})
		must(t, err)
		for _, v := range []crm.Viewer{c.reporter, c.other, c.manager} {
			for _, got := range []crm.AttributionRequest{c.request(v, p.ID), c.requestOf(v, r.ID)} {
				if got.Transfer.ProposedBy != c.reporter.UserID || got.Transfer.ProposerName != "reporter" || got.Transfer.Reason != "内部原因丙" || got.Transfer.DecisionReason != "内部原因丁" ||
					got.DecisionReason != "内部原因戊" || got.DeciderName != "manager" {
					t.Errorf("%s is told %+v", v.Name, got)
				}
			}
			if story := c.story(v, p.ID); strings.Count(story, "transfer.") != 4 || !strings.Contains(story, "transfer.offer reporter") {
				t.Errorf("%s reads %s", v.Name, story)
			}
		}
		for _, got := range []crm.AttributionRequest{c.request(third, p.ID), c.requestOf(third, r.ID)} {
			if got.ID != r.ID || got.State != "refused" || len(got.Transfer.Shares) != 2 || got.Transfer.ToName != "乙县" {
				t.Fatalf("the fact is told: %+v", got)
			}
			if x := got.Transfer; x.ProposedBy != 0 || x.ProposerName+x.Reason+x.DecisionReason+got.DecisionReason+got.DeciderName != "" {
				t.Errorf("the third county is told %+v", got)
			}
		}
		if story := c.story(third, p.ID); strings.Count(story, "transfer.") != 1 || !strings.Contains(story, "transfer.accept  乙县接收项目") || strings.Contains(story, "原因") {
			t.Errorf("the third county reads %s", story)
		}
	})
}

func (c *city) requestOf(v crm.Viewer, id int64) crm.AttributionRequest {
	c.t.Helper()
	r, err := c.s.AttributionRequest(ctx, v, id)
	must(c.t, err)
	return r
}

// story is a project's timeline as v reads it: act, person and title of each line.
func (c *city) story(v crm.Viewer, project int64) string {
	c.t.Helper()
	list, err := c.s.ProjectTimeline(ctx, v, project, "", "")
	must(c.t, err)
	var b strings.Builder
	for _, x := range list.Items {
		b.WriteString(x.Act + " " + x.UserName + " " + x.Title + " " + x.Text + "\n")
	}
	return b.String()
}
