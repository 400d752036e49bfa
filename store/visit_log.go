package store

import (
	"context"
	"slices"
	"strings"

	"yinfeng/crm"
)

// LogVisit records a contact with companies; a repeat under the same idempotency key
// gets the first answer. On linked leads it is real progress and sets the next step.
func (s *Store) LogVisit(ctx context.Context, v crm.Viewer, in crm.VisitInput) (crm.Visit, error) {
	x, err := act(ctx, s, v, func(t *Tx) (crm.Visit, error) {
		in.UnitID = unitOr(in.UnitID, v)
		if err := v.RequireIn(crm.ActWriteVisit, in.UnitID, "单位"); err != nil {
			return crm.Visit{}, err
		}
		if _, err := unitName(t, in.UnitID, "unitId"); err != nil {
			return crm.Visit{}, err
		}
		if err := judgeVisit(t, &in, crm.Visit{}); err != nil {
			return crm.Visit{}, err
		}
		if err := saveCards(t, &in); err != nil {
			return crm.Visit{}, err
		}
		x := crm.Visit{UserID: v.UserID}
		var err error
		if x.ID, err = t.nextID("visits"); err != nil {
			return x, err
		}
		if x.Code, err = t.code("BF", string(in.On)[:4]); err != nil {
			return x, err
		}
		if err := insertVisit(t, x, in); err != nil {
			return x, err
		}
		if err := writeVisitLinks(t, x.ID, in); err != nil {
			return x, err
		}
		if err := bumpVisits(t, in, 1); err != nil {
			return x, err
		}
		if err := progressOf(t, in, nil); err != nil {
			return x, err
		}
		t.audit("visit.log", "visit", x.ID, in.UnitID, in.Kind.Label()+" "+x.Code+" "+in.Theme, in)
		return loadVisit(t.ctx, t, x.ID)
	})
	return x, s.named(ctx, v, err)
}

func insertVisit(t *Tx, x crm.Visit, in crm.VisitInput) error {
	_, err := t.exec(`INSERT INTO visits (id, code, kind, on_date, end_on, province, city, place, people, people_count, leader_level, leader_name,
		leader_title, theme, outcome, content, next_step, next_due, trip_id, unit_id, user_id, import_id, created_at, updated_at, voided,
		void_reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 0, $22,
		$23, FALSE, '', 1)`, x.ID, x.Code, in.Kind, in.On, in.EndOn, in.Province, in.City, in.Place, in.People, in.PeopleCount, in.LeaderLevel,
		in.LeaderName, in.LeaderTitle, in.Theme, in.Outcome, in.Content, in.NextStep, in.NextDue, in.TripID, in.UnitID, x.UserID, t.Now, t.Now)
	return err
}

// maskVisit masks phones typed into a visit's texts, which stand in lists, exports and the log
// (trust §2); a card's own field keeps its phone for saveCards.
func maskVisit(in *crm.VisitInput) {
	in.Companies = slices.Clone(in.Companies)
	texts := []*string{&in.Place, &in.People, &in.LeaderName, &in.LeaderTitle, &in.Theme, &in.Content, &in.NextStep}
	for i := range in.Companies {
		texts = append(texts, &in.Companies[i].Counterpart, &in.Companies[i].CounterpartTitle)
	}
	for _, text := range texts {
		*text = crm.MaskPhones(*text)
	}
}

// judgeVisit checks what was typed, masks phones, writes places the one way, and finds or makes the
// companies. What was linked before (was) may stay linked. All else is judged before the companies:
// what they are tells whom others know, and no other refusal may follow it (countNamed).
func judgeVisit(t *Tx, in *crm.VisitInput, was crm.Visit) error {
	maskVisit(in)
	in.Theme, in.NextStep = strings.TrimSpace(in.Theme), strings.TrimSpace(in.NextStep)
	if err := in.Check(t.Today); err != nil {
		return err
	}
	in.Province, in.City = crm.TidyPlace(in.Province, in.City)
	nowhere := was.ID == 0 && in.Kind == crm.VisitOut && in.Province == "" && in.City == ""
	if err := judgeTrip(t, in, was); err != nil {
		return err
	}
	if err := judgeLinks(t, in.LeadIDs, was.LeadIDs, "leads l", leadReach, "leadIds", "线索"); err != nil {
		return err
	}
	if err := judgeLinks(t, in.ProjectIDs, was.ProjectIDs, "projects p", projectReach, "projectIds", "项目"); err != nil {
		return err
	}
	if err := checkCards(t, *in); err != nil {
		return err
	}
	if err := metCompanies(t, in, was); err != nil || !nowhere {
		return err
	}
	return companyPlace(t, in)
}

// metCompanies resolves the companies met, each of which stands once. That two names are one company
// is told as naming it is: counted.
func metCompanies(t *Tx, in *crm.VisitInput, was crm.Visit) error {
	for i := range in.Companies {
		if c := &in.Companies[i]; c.CompanyID == 0 {
			if _, err := (crm.CompanyInput{Name: c.Name}).Tidy(); err != nil {
				return onField(err, "name", "companies")
			}
		}
	}
	typed := slices.Clone(in.Companies)
	for i := range in.Companies {
		if err := visitCompany(t, &in.Companies[i], in.UnitID, was); err != nil {
			return err
		}
	}
	first := map[int64]int{}
	for i, c := range in.Companies {
		at, twice := first[c.CompanyID]
		if !twice {
			first[c.CompanyID] = i
			continue
		}
		err := crm.Invalid("companies", "企业“%s”填了两次，请合为一行", c.Name)
		if typed[at].CompanyID == typed[i].CompanyID && crm.NameKey(typed[at].Name) == crm.NameKey(typed[i].Name) {
			return err
		}
		return elsewhere{err, c.CompanyID}
	}
	return nil
}

// companyPlace takes the place of a journey from the first company that has one.
func companyPlace(t *Tx, in *crm.VisitInput) error {
	for _, c := range in.Companies {
		if err := t.QueryRowContext(t.ctx, "SELECT province, city FROM companies WHERE id = $1", c.CompanyID).Scan(&in.Province, &in.City); err != nil || in.Province != "" {
			return err
		}
	}
	return nil
}

// visitCompany resolves one company met: by id among the visible ones, or by name.
func visitCompany(t *Tx, c *crm.VisitCompany, unit int64, was crm.Visit) error {
	if c.CompanyID == 0 {
		id, err := findOrMakeCompany(t, crm.CompanyInput{Name: c.Name}, unit)
		if err != nil {
			return onField(err, "name", "companies")
		}
		c.CompanyID = id
		return nil
	}
	for _, w := range was.Companies {
		if w.CompanyID == c.CompanyID {
			c.Name = w.Name
			return nil
		}
	}
	found, err := visibleCompany(t.ctx, t, c.CompanyID, t.V.Scope(crm.ActWriteVisit))
	if crm.ErrCode(err) == crm.CodeNotFound {
		return crm.Invalid("companies", "所选企业不存在，请重选或填写名称")
	}
	if err != nil {
		return err
	}
	c.Name = found.Name
	return linkCompany(t, c.CompanyID, unit)
}

// judgeLinks requires linked leads or projects to be in the viewer's scope.
func judgeLinks(t *Tx, ids, was []int64, table string, r reach, field, what string) error {
	had := map[int64]bool{}
	for _, id := range was {
		had[id] = true
	}
	for _, id := range ids {
		if had[id] {
			continue
		}
		ok, err := reachable(t.ctx, t, table, r, id, t.V.Scope(crm.ActWriteVisit))
		if err != nil {
			return err
		}
		if ok {
			alias := table[len(table)-1:]
			err = t.QueryRowContext(t.ctx, "SELECT "+alias+".voided FROM "+table+" WHERE "+alias+".id = $1", id).Scan(&ok)
			ok = !ok
		}
		if err != nil {
			return err
		}
		if !ok {
			return crm.Invalid(field, "所选%s不存在，请重选", what)
		}
	}
	return nil
}

func judgeTrip(t *Tx, in *crm.VisitInput, was crm.Visit) error {
	if in.TripID == 0 || in.TripID == was.TripID {
		return nil
	}
	ok, err := reachable(t.ctx, t, "trips t", tripReach, in.TripID, t.V.Scope(crm.ActWriteVisit))
	if err == nil && !ok {
		return crm.Invalid("tripId", "所选外出批次不存在，请重选")
	}
	return err
}

// writeVisitLinks replaces a visit's companies, leads and projects, and its search row.
func writeVisitLinks(t *Tx, id int64, in crm.VisitInput) error {
	for _, table := range []string{"visit_companies", "visit_leads", "visit_projects"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE visit_id = $1", id); err != nil {
			return err
		}
	}
	for i, c := range in.Companies {
		if _, err := t.exec(`INSERT INTO visit_companies (visit_id, company_id, counterpart, counterpart_title, sort)
			VALUES ($1, $2, $3, $4, $5)`, id, c.CompanyID, c.Counterpart, c.CounterpartTitle, i); err != nil {
			return err
		}
	}
	for _, lead := range in.LeadIDs {
		if err := linkVisit(t, "visit_leads", "lead_id", id, lead); err != nil {
			return err
		}
	}
	for _, project := range in.ProjectIDs {
		if err := linkVisit(t, "visit_projects", "project_id", id, project); err != nil {
			return err
		}
	}
	return indexVisit(t, id)
}

// progressOf renews progress and claim of the leads a visit is or was linked to, and hands its
// next step on.
func progressOf(t *Tx, in crm.VisitInput, was []int64) error {
	done := map[int64]bool{}
	for _, id := range append(append([]int64(nil), in.LeadIDs...), was...) {
		if done[id] {
			continue
		}
		done[id] = true
		if err := renewProgress(t, id); err != nil {
			return err
		}
	}
	if in.NextStep == "" {
		return nil
	}
	for _, id := range in.LeadIDs {
		if err := handStepOn(t, in, id); err != nil {
			return err
		}
	}
	return nil
}

// handStepOn gives a visit's next step to a lead that the viewer may change and that goes on, unless
// the lead was visited later: then the later visit told what is next. It is written as an edit by hand is.
func handStepOn(t *Tx, in crm.VisitInput, id int64) error {
	l, err := loadLead(t.ctx, t, id, t.Today)
	if err != nil {
		return err
	}
	alive := !l.Voided && (l.Status == crm.LeadActive || l.Status == crm.LeadPaused)
	if !t.V.Scope(crm.ActWriteLead).Has(l.UnitID) || !alive || (l.NextStep == in.NextStep && l.NextDue == in.NextDue) {
		return nil
	}
	var later bool
	if err := t.QueryRowContext(t.ctx, `SELECT EXISTS (SELECT 1 FROM visit_leads vl JOIN visits v ON v.id = vl.visit_id
		WHERE vl.lead_id = $1 AND v.voided = FALSE AND v.on_date > $2)`, id, in.On).Scan(&later); err != nil || later {
		return err
	}
	if _, err := t.exec("UPDATE leads SET next_step = $1, next_due = $2, updated_at = $3, version = version + 1 WHERE id = $4",
		in.NextStep, in.NextDue, t.Now, id); err != nil {
		return err
	}
	was, now := l.Input(), l.Input()
	now.NextStep, now.NextDue = in.NextStep, in.NextDue
	if err := leadEvent(t, id, "edit", "", "", was.Changes(now)); err != nil {
		return err
	}
	t.audit("lead.next", "lead", id, l.UnitID, "拜访后更新线索 "+l.Code+" 的下一步", map[string]any{"nextStep": in.NextStep, "nextDue": in.NextDue})
	return renewClocks(t, id)
}
