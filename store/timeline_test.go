package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// course reads a lead's whole timeline as lines of kind and title, and checks its order and count.
func (c *leadCity) course(v crm.Viewer, lead int64, kind string) []string {
	c.t.Helper()
	return c.courseOf(func(after string) (crm.List[crm.TimelineItem], error) {
		return c.s.LeadTimeline(c.ctx, v, lead, kind, after)
	})
}

func (c *leadCity) courseOf(page func(after string) (crm.List[crm.TimelineItem], error)) []string {
	c.t.Helper()
	var lines []string
	seen, last, after := map[string]bool{}, crm.TimelineItem{On: "9999-12-31"}, ""
	for {
		list, err := page(after)
		c.must(err)
		for _, x := range list.Items {
			if seen[x.Key] || x.On > last.On || x.On == last.On && x.At > last.At && last.At != 0 {
				c.t.Fatalf("out of order or twice: %+v after %+v", x, last)
			}
			seen[x.Key], last = true, x
			line := x.Kind + " " + x.Title
			if x.Of != "" {
				line += " of another"
			}
			lines = append(lines, line)
		}
		if after = list.Next; after == "" {
			if list.Total != int64(len(lines)) {
				c.t.Fatalf("%d counted, %d read", list.Total, len(lines))
			}
			return lines
		}
	}
}

func (c *leadCity) has(lines []string, want ...string) {
	c.t.Helper()
	for _, w := range want {
		if !slices.Contains(lines, w) {
			c.t.Fatalf("no %q in:\n%s", w, strings.Join(lines, "\n"))
		}
	}
}

// One line of time holds everything that happened to a lead; each reader sees of it what he may.
func TestStore_LeadTimeline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		c.visit(c.eastman, "2022-09-20", kept, l.ID)
		l = c.move(c.eastman, l.ID, crm.StageQualified)
		_, err := s.AddLeadNote(c.ctx, c.eastman, l.ID, crm.NoteInput{Text: "已寄材料"})
		c.must(err)
		_, err = c.say(c.eastman, l, "请跟进")
		c.must(err)
		x := c.task(c.eastman, l, c.eastmat, "2022-10-08")
		_, err = s.DoneTask(c.ctx, c.eastmat, x.ID, 1)
		c.must(err)
		_, err = s.AddAttachment(c.ctx, c.eastman, store.NewFile{ObjectKind: "lead", ObjectID: l.ID, Kind: "考察记录", Name: "考察.pdf", MediaType: "application/pdf", Content: strings.NewReader("x")})
		c.must(err)
		_, err = c.report(c.westman, kept, "西山工厂", nil)
		n := c.notice(err, "L1", "东河县", l.ProtectedUntil)
		_, err = s.OpenDispute(c.ctx, c.westman, n.ClaimID, crm.DisputeInput{Reason: "我县先接触", Input: crm.LeadInput{CompanyName: kept, Project: "西山工厂"}})
		c.must(err)
		lines := c.course(c.eastman, l.ID, "")
		c.has(lines, "stage 首报 线索", "stage 阶段 线索 → 研判", "note 进展", "comment 评论", "task 布置任务给董二：补充用地材料", "task 完成任务：补充用地材料", "file 添加考察记录",
			"visit 外出拜访：对接合作意向", "claim 取得首报首谈", "dispute 西山县对首报首谈提出争议")
		if len(lines) != 10 || lines[len(lines)-1] != "visit 外出拜访：对接合作意向" {
			t.Fatal(strings.Join(lines, "\n"))
		}
		if only := c.course(c.eastman, l.ID, "task"); len(only) != 2 {
			t.Fatal(only)
		}
		if seen := c.course(c.leader, l.ID, ""); !slices.Equal(seen, lines) {
			t.Fatalf("the leader reads %v", seen)
		}
		for v, code := range map[*crm.Viewer]crm.Code{&c.westman: crm.CodeNotFound, &c.liaison: crm.CodeNotFound, &c.admin: crm.CodeForbidden} {
			_, err := s.LeadTimeline(c.ctx, *v, l.ID, "", "")
			c.want(err, code)
		}
		_, err = s.LeadTimeline(c.ctx, c.eastman, l.ID, "gossip", "")
		c.want(err, crm.CodeInvalid)
		for _, after := range []string{"x", "bnVsbA", "eyJzIjoidGltZSIsImsiOiIyMDIyLTA5LTI2IHgiLCJpIjoxfQ"} {
			_, err = s.LeadTimeline(c.ctx, c.eastman, l.ID, "", after)
			c.want(err, crm.CodeInvalid)
		}
		c.longCourse(l)
	})
}

// longCourse reads a timeline of several pages.
func (c *leadCity) longCourse(l crm.Lead) {
	c.t.Helper()
	for i := range 230 {
		_, err := c.say(c.eastman, l, fmt.Sprint("第 ", i, " 条"))
		c.must(err)
	}
	if lines := c.course(c.manager, l.ID, ""); len(lines) != 240 {
		c.t.Fatal(len(lines))
	}
}

// A merged-in lead's lines stand among the kept one's for its unit; who merely reads the kept lead
// as its former unit doesn't learn them.
func TestStore_LeadTimeline_merged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		a := c.lead(c.westman, kept)
		x, err := s.OfferTransfer(c.ctx, c.westman, a.ID, crm.TransferInput{ToUnitID: c.east.ID, Reason: "企业另选地址", Version: a.Version})
		c.must(err)
		_, err = s.AcceptTransfer(c.ctx, c.eastman, x.ID, crm.DecisionInput{})
		c.must(err)
		m := crm.Yuan(30_000 * crm.FenPerWan)
		b, err := s.ReportLead(c.ctx, c.eastman, crm.LeadInput{CompanyName: kept, Project: a.Project, Industry: "C15", Amount: &m, Decision: &crm.DuplicateDecision{Verdict: "new", Reason: "核对后分列"}})
		c.must(err)
		_, err = c.say(c.eastman, b, "并入前说的")
		c.must(err)
		d, err := s.Lead(c.ctx, c.eastman, a.ID)
		c.must(err)
		_, err = s.MergeLead(c.ctx, c.eastman, a.ID, crm.MergeInput{GoneID: b.ID, Reason: "同一意向", Version: d.Version, GoneVersion: b.Version})
		c.must(err)
		for v, want := range map[*crm.Viewer]bool{&c.eastman: true, &c.manager: true, &c.westman: false} {
			lines := c.course(*v, a.ID, "")
			if slices.Contains(lines, "comment 评论 of another") != want || slices.Contains(lines, "stage 首报 线索 of another") != want {
				t.Fatalf("%s reads\n%s", v.Name, strings.Join(lines, "\n"))
			}
			c.has(lines, "transfer 流转 西山县 → 东河县", "merge 合并线索 "+b.Code+" → "+a.Code)
		}
	})
}

// A project's timeline begins with its lead's for who reads both; a foreign visit is not in it for
// who may not read that visit.
func TestStore_ProjectTimeline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, kept)
		c.visit(c.eastman, "2022-09-20", kept, l.ID)
		for _, to := range []crm.Stage{crm.StageQualified, crm.StageTalking, crm.StageVisiting, crm.StageAgreeing} {
			l = c.move(c.eastman, l.ID, to)
		}
		l, err := s.MoveStage(c.ctx, c.eastman, l.ID, crm.StageInput{Stage: crm.StageSigned, Version: l.Version,
			Sign: &crm.SignInput{SignedOn: "2022-09-26", Total: crm.Yuan(30_000 * crm.FenPerWan), CountyUnitID: c.east.ID}})
		c.must(err)
		p := l.ProjectID
		_, err = s.AddComment(c.ctx, c.eastman, crm.CommentInput{ObjectKind: "project", ObjectID: p, Text: "开工前再核一次"})
		c.must(err)
		in := visitInput("2022-09-24", kept)
		in.ProjectIDs, in.Theme = []int64{p}, "签约后回访"
		_, err = s.LogVisit(c.ctx, c.eastman, in)
		c.must(err)
		of := func(v crm.Viewer) []string {
			return c.courseOf(func(after string) (crm.List[crm.TimelineItem], error) {
				return s.ProjectTimeline(c.ctx, v, p, "", after)
			})
		}
		lines := of(c.eastman)
		c.has(lines, "project 线索 "+l.Code+" 签约为项目 "+c.project(p).Code+" "+l.Project, "comment 评论", "visit 外出拜访：签约后回访", "visit 外出拜访：对接合作意向",
			"stage 阶段 拟签约 → 签约 of another", "stage 首报 线索 of another", "claim 首报首谈结束 of another")
		must(t, s.ExecForTest(fmt.Sprintf("INSERT INTO project_shares (project_id, unit_id, why, at) VALUES (%d, %d, 'attributed', 1)", p, c.west.ID)))
		shared := of(c.westman)
		c.has(shared, "comment 评论")
		for _, x := range shared {
			if strings.HasPrefix(x, "visit") || strings.Contains(x, "of another") {
				t.Fatalf("the west reads %s", x)
			}
		}
		_, err = s.ProjectTimeline(c.ctx, c.liaison, p, "", "")
		c.want(err, crm.CodeNotFound)
	})
}

func (c *leadCity) project(id int64) crm.Project {
	c.t.Helper()
	p, err := c.s.Project(c.ctx, c.manager, id)
	c.must(err)
	return p
}
