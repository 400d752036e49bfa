package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

func section(w crm.WeekSheet, code string) []crm.WeekItem {
	for _, s := range w.Sections {
		if s.Code == code {
			return s.Items
		}
	}
	return nil
}

// A week is drafted from what was entered, sent once as it was seen, and frozen; what changes
// after is told.
func TestStore_OfficeWeek(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		week, office := crm.Date("2022-09-26"), c.office.ID
		read := func(v crm.Viewer) crm.WeekSheet {
			t.Helper()
			w, err := s.OfficeWeek(ctx, v, office, week)
			must(t, err)
			return w
		}
		c.visit(c.liaison, "2022-09-21", "滨江电子有限公司") // the week before
		l := c.lead(c.liaison, "滨江电子有限公司")
		in := visitInput("2022-09-26", "滨江电子有限公司")
		in.NextStep, in.NextDue = "寄送方案", "2022-10-09"
		first, err := s.LogVisit(ctx, c.liaison, in)
		must(t, err)
		c.visit(c.liaison, "2022-09-26", "滨江电子有限公司", l.ID)
		l = c.move(c.liaison, l.ID, crm.StageTalking)
		_, err = s.AddLeadNote(ctx, c.liaison, l.ID, crm.NoteInput{Text: "企业已出意向书"})
		must(t, err)
		d, err := s.Lead(ctx, c.liaison, l.ID)
		must(t, err)
		_, err = s.OfferTransfer(ctx, c.liaison, l.ID, crm.TransferInput{ToUnitID: c.east.ID, Reason: "意向落户", IntroBP: 2000, Version: d.Version})
		must(t, err)
		c.visit(c.eastman, "2022-09-26", "别家有限公司")
		w := read(c.liaison)
		if len(section(w, "visits")) != 2 || len(section(w, "leads")) != 1 || len(section(w, "progress")) != 2 || len(section(w, "transfers")) != 1 || len(section(w, "next")) != 1 {
			t.Fatalf("%+v", w.Sections)
		}
		if p := section(w, "progress"); !strings.Contains(p[0].Text, "线索 → 对接洽谈") || p[1].Text != "企业已出意向书" {
			t.Errorf("%+v", p)
		}
		if n := section(w, "next")[0]; n.Kind != "visit" || n.Text != "寄送方案" || w.State != crm.WeekNone || !w.MayWrite {
			t.Errorf("%+v %+v", n, w)
		}
		w, err = s.SaveWeek(ctx, c.liaison, office, crm.WeekInput{Week: week, Note: " 本周重点跟进滨江电子 ", Plan: "赴深圳"})
		must(t, err)
		if w.State != crm.WeekDraft || w.Note != "本周重点跟进滨江电子" || w.Version != 1 {
			t.Errorf("%+v", w)
		}
		if other := read(c.manager); other.Note != "" || other.MayWrite || len(section(other, "visits")) != 2 {
			t.Errorf("the bureau reads a draft's note: %+v", other)
		}
		send := crm.WeekInput{Week: week, Note: w.Note, Plan: w.Plan, Facts: w.Facts, Version: 1}
		c.visit(c.liaison, "2022-09-26", "远山装备有限公司")
		_, err = s.SendWeek(ctx, c.liaison, office, send)
		c.want(err, crm.CodeConflict) // entered since it was read
		send.Facts = read(c.liaison).Facts
		_, err = s.SaveWeek(ctx, c.liaison, office, crm.WeekInput{Week: week, Note: "旧"})
		c.want(err, crm.CodeConflict)
		sent, err := s.SendWeek(ctx, c.liaison, office, send)
		must(t, err)
		if sent.State != crm.WeekSent || sent.SentBy != "连一" || sent.SentOn != s.Today() || sent.MayWrite || len(sent.Changes) != 0 || len(section(sent, "visits")) != 3 {
			t.Fatalf("%+v", sent)
		}
		msgs, err := s.Messages(ctx, c.manager, true, crm.Page{})
		must(t, err)
		if len(msgs.Items) == 0 || msgs.Items[0].Title != "收到沿海联络处 9月26日—10月2日周报" || msgs.Items[0].Object != "office" {
			t.Errorf("%+v", msgs.Items)
		}
		c.weekAfter(first, send)
	})
}

// weekAfter changes the facts of a sent week, and asks what must be refused.
func (c *leadCity) weekAfter(first crm.Visit, send crm.WeekInput) {
	c.t.Helper()
	_, err := c.s.VoidVisit(ctx, c.liaison, first.ID, crm.ReasonInput{Reason: "误填", Version: first.Version})
	c.must(err)
	c.visit(c.liaison, "2022-09-26", "后来的有限公司")
	w, err := c.s.OfficeWeek(ctx, c.manager, c.office.ID, send.Week)
	c.must(err)
	if len(section(w, "visits")) != 3 || w.Note == "" || len(w.Changes) != 2 || w.Changes[0].Kind != "gone" || w.Changes[1].Title != "后来的有限公司" {
		c.t.Errorf("after sending: %+v", w.Changes)
	}
	for _, in := range []crm.WeekInput{send, {Week: send.Week, Version: 2}} {
		_, err = c.s.SendWeek(ctx, c.liaison, c.office.ID, in)
		c.want(err, crm.CodeConflict)
		_, err = c.s.SaveWeek(ctx, c.liaison, c.office.ID, in)
		c.want(err, crm.CodeConflict)
	}
	for _, v := range []crm.Viewer{c.eastman, c.westman} {
		_, err = c.s.OfficeWeek(ctx, v, c.office.ID, send.Week)
		c.want(err, crm.CodeNotFound)
		_, err = c.s.OfficeWeeks(ctx, v, c.office.ID)
		c.want(err, crm.CodeNotFound)
		_, err = c.s.SendWeek(ctx, v, c.office.ID, send)
		c.want(err, crm.CodeForbidden)
	}
	_, err = c.s.SaveWeek(ctx, c.manager, c.office.ID, send)
	c.want(err, crm.CodeForbidden)
	_, err = c.s.OfficeWeek(ctx, c.manager, c.east.ID, send.Week)
	c.want(err, crm.CodeNotFound)
	for _, bad := range []crm.Date{"2022-09-27", "2022-10-03", "x"} {
		_, err = c.s.OfficeWeek(ctx, c.liaison, c.office.ID, bad)
		c.want(err, crm.CodeInvalid)
	}
	list, err := c.s.OfficeWeeks(ctx, c.liaison, c.office.ID)
	c.must(err)
	if len(list) != 12 || list[0].State != crm.WeekSent || list[0].Visits != 3 || list[0].Leads != 1 || list[1].Visits != 1 || list[1].State != crm.WeekNone {
		c.t.Errorf("%+v", list[:2])
	}
}
