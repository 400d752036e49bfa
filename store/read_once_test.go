package store_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// An offer that is withdrawn between the judging of a right to read and the reading changes nothing
// of what is answered: the lead as it stood before. The next reading finds nothing.
func TestStore_Reading_oneMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, x := c.offer()
		d, err := s.LeadAroundForTest(c.ctx, c.eastman, l.ID, func() {
			_, err := s.SetLeadStatus(c.ctx, c.liaison, l.ID, crm.StatusInput{Status: crm.LeadDropped, Reason: "企业已落户外市", Version: l.Version})
			c.must(err)
		})
		c.must(err)
		if d.Status != crm.LeadActive || d.Version != l.Version || d.Transfer == nil || d.Transfer.ID != x.ID || len(d.Shares) != 1 {
			t.Errorf("a mixture was read: %+v", d)
		}
		_, err = s.Lead(c.ctx, c.eastman, l.ID)
		c.want(err, crm.CodeNotFound)
	})
}

// Each reading needs one connection only: with a second one, as many readers as the pool has
// connections would wait for each other for ever.
func TestStore_Reading_oneConnection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l, _ := c.offer()
		visits, err := s.LeadVisits(c.ctx, c.liaison, l.ID)
		c.must(err)
		s.OneReaderForTest()
		ctx, end := context.WithTimeout(c.ctx, time.Minute)
		defer end()
		v := c.liaison
		for name, read := range map[string]func() error{
			"lead":       func() error { _, err := s.Lead(ctx, v, l.ID); return err },
			"history":    func() error { _, err := s.LeadHistory(ctx, v, l.ID); return err },
			"clocks":     func() error { _, err := s.LeadClocks(ctx, v, l.ID); return err },
			"duplicates": func() error { _, err := s.LeadDuplicates(ctx, v, l.ID); return err },
			"timeline":   func() error { _, err := s.LeadTimeline(ctx, v, l.ID, "", ""); return err },
			"visits":     func() error { _, err := s.LeadVisits(ctx, v, l.ID); return err },
			"visit":      func() error { _, err := s.Visit(ctx, v, visits[0].ID); return err },
			"visit list": func() error { _, err := s.Visits(ctx, v, crm.VisitFilter{}); return err },
			"company":    func() error { _, err := s.Company(ctx, v, l.CompanyID); return err },
			"companies":  func() error { _, err := s.CompanyDuplicates(ctx, v, l.CompanyID); return err },
			"contacts":   func() error { _, err := s.Contacts(ctx, v, l.CompanyID); return err },
			"files":      func() error { _, err := s.Attachments(ctx, v, "lead", l.ID); return err },
			"comments":   func() error { _, err := s.Comments(ctx, v, "lead", l.ID, crm.Page{}); return err },
			"people":     func() error { _, err := s.TalkPeople(ctx, v, "lead", l.ID, ""); return err },
			"transfers":  func() error { _, err := s.Transfers(ctx, v, crm.TransferFilter{}); return err },
			"disputes":   func() error { _, err := s.Disputes(ctx, v, crm.DisputeFilter{LeadID: l.ID}); return err },
			"handover":   func() error { _, err := s.PreviewHandover(ctx, c.manager, v.UserID); return err },
			"workbench":  func() error { _, err := s.Workbench(ctx, v); return err },
			"requests":   func() error { _, err := s.AttributionRequests(ctx, v, crm.AttributionRequestFilter{}); return err },
			"offers": func() error {
				_, err := s.PreviewOffers(ctx, c.manager, crm.LeadFilter{Page: crm.Page{Q: "电子"}}, crm.OffersInput{FromUserID: v.UserID, ToUnitID: c.west.ID, Reason: "同事调离", Part: "leads"})
				return err
			},
			"weeks":      func() error { _, err := s.OfficeWeeks(ctx, v, c.office.ID); return err },
			"projects":   func() error { _, err := s.Projects(ctx, v, crm.ProjectFilter{}); return err },
			"milestones": func() error { _, err := s.Milestones(ctx, v, crm.MilestoneFilter{}); return err },
			"entries":    func() error { _, err := s.CapitalEntries(ctx, v, crm.CapitalFilter{}); return err },
		} {
			if err := read(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// rightPast finds a right that is judged by one query of the pool: what it lets read is another
// query's, of a later moment.
var rightPast = regexp.MustCompile(`\b(visible\w+|reach\w+|readable\w+|requestBy|requestList|mayRead|talkedAbout|officeFor|giver)\(ctx, s\.read\b`)

// alone are the readings whose judging is the reading: one query.
var alone = map[string]bool{"trip.go": true, "task.go": true}

func TestStore_Reading_everywhere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if !alone[f] && rightPast.MatchString(line) {
				t.Errorf("%s:%d judges a right past the reading that it is for; use reading (read_once.go)", f, i+1)
			}
		}
	}
}
