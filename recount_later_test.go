package main

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/seeds"
	"yinfeng/store"
)

// later makes acts of the business day that the demo's year has few of or none.
type later struct {
	t      *testing.T
	d      demoCity
	people map[string]crm.Viewer // by login
	unit   map[string]int64      // by code
	files  int
}

func (d demoCity) later(t *testing.T) *later {
	l := &later{t: t, d: d, people: map[string]crm.Viewer{}, unit: map[string]int64{}}
	users, err := d.s.Users(context.Background(), op, store.UserFilter{Page: crm.Page{Limit: 100}})
	l.must(err)
	for _, u := range users.Items {
		l.people[u.Login], err = d.s.LoadViewer(context.Background(), u.ID)
		l.must(err)
	}
	units, err := d.s.Units(context.Background(), op, store.UnitFilter{})
	l.must(err)
	for _, u := range units {
		l.unit[u.Code] = u.ID
	}
	return l
}

func (l *later) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// paidIn is the condition that a project p has verified money of a month.
func paidIn(month string) string {
	return "EXISTS (SELECT 1 FROM capital_entries e WHERE e.project_id = p.id AND e.month = '" + month + "' AND e.state = 'verified')"
}

// project reads the n-th project of 汉滨区 that meets a condition.
func (l *later) project(n int, where string) crm.Project {
	l.t.Helper()
	id := l.d.number(l.t, fmt.Sprintf("SELECT p.id FROM projects p JOIN units u ON u.id = p.unit_id WHERE u.code = '610902' AND %s ORDER BY p.id LIMIT 1 OFFSET %d", where, n))
	p, err := l.d.s.Project(context.Background(), op, id)
	l.must(err)
	return p
}

// share divides a project's results anew, from this year on: what closed months have of it is
// corrected in the open one.
func (l *later) share(p crm.Project, bp int64) {
	_, err := l.d.s.SetAttribution(context.Background(), l.people["manager"], p.ID, crm.AttributionInput{FromYear: 2022, Reason: "协商后重新确定归属",
		Shares: []crm.Share{{UnitID: l.unit["610902"], BP: bp}, {UnitID: l.unit["610923"], BP: 10000 - bp}}, Version: p.Version})
	l.must(err)
}

// edit changes what is written of a project and gives it a second investor from another place.
func (l *later) edit(p crm.Project, second crm.Party) crm.Project {
	chain := int64(1)
	if p.ChainID == 1 {
		chain = 2
	}
	agreed := crm.Money{Amount: p.Total.Amount / 2, Currency: p.Total.Currency}
	in := crm.ProjectInput{Name: p.Name + "（二期）", Content: p.Content + "扩能", Industry: p.Industry, ChainID: chain, Nature: p.Nature, Parties: append(p.Parties, second),
		Total: p.Total, Fixed: nil, Agreed: &agreed, CountyUnitID: l.unit["610921"], ParkID: p.ParkID, Place: p.Place, UnitID: p.UnitID, OwnerID: p.OwnerID,
		Leader: "李副县长（虚构）", TaskForce: p.TaskForce, Status: p.Status, StatusReason: p.StatusReason, Problem: strings.Repeat("厂区道路尚未通车，", 6), NextStep: "协调道路施工",
		Plans: p.Plans, Version: p.Version}
	p, err := l.d.s.UpdateProject(context.Background(), l.people["hanbin"], p.ID, in)
	l.must(err)
	return p
}

// attach hangs a paper on something.
func (l *later) attach(kind string, id int64, what string) {
	l.files++
	_, err := l.d.s.AddAttachment(context.Background(), l.people["hanbin"], store.NewFile{ObjectKind: kind, ObjectID: id, Kind: what,
		Name: fmt.Sprintf("%s-补-%d.pdf", what, l.files), MediaType: "application/pdf", Content: strings.NewReader(fmt.Sprintf("%%PDF-1.4 invented %d", l.files))})
	l.must(err)
}

// pay files an entry of the open month by a project's last investor and has it verified with a reduction.
func (l *later) pay(p crm.Project) {
	ctx, payer := context.Background(), p.Parties[len(p.Parties)-1]
	parts := []crm.Part{{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 1_234_567}, {Origin: crm.OriginForeign, Currency: crm.CNY, Amount: 7_654_321, FDI: true},
		{Origin: crm.OriginInProvince, Currency: crm.CNY, Amount: 55_555}}
	sum := crm.Dollars(1_234_567).ToCNY(64508) + 7_654_321 + 55_555
	e, err := l.d.s.FileCapital(ctx, l.people["hanbin"], crm.CapitalInput{ProjectID: p.ID, Month: "2022-09", ArrivedOn: "2022-09-02", Amount: crm.Yuan(sum), CompanyID: payer.CompanyID,
		Form: "现金", Use: "设备", Fixed: true, Parts: parts, WarningReason: "已核对"})
	l.must(err)
	l.attach("capital", e.ID, "银行进账单")
	e, err = l.d.s.SubmitCapital(ctx, l.people["hanbin"], e.ID, crm.ReviewInput{Version: e.Version})
	l.must(err)
	_, err = l.d.s.VerifyCapital(ctx, l.people["verifier"], e.ID, crm.VerifyInput{Reason: "部分凭证不足，予以核减", Version: e.Version,
		Parts: []crm.VerifiedPart{{ID: e.Parts[0].ID, Amount: 1_000_001}, {ID: e.Parts[1].ID, Amount: 7_654_321}, {ID: e.Parts[2].ID, Amount: 0}}})
	l.must(err)
}

// reverse takes back a verified entry of a closed month.
func (l *later) reverse(p crm.Project, month crm.Month) {
	ctx := context.Background()
	list, err := l.d.s.CapitalEntries(ctx, op, crm.CapitalFilter{ProjectID: p.ID, Month: month, State: crm.StateVerified, Page: crm.Page{Limit: 1}})
	l.must(err)
	back, err := l.d.s.ReverseCapital(ctx, l.people["hanbin"], list.Items[0].ID, crm.ReverseInput{Reason: "重复填报，冲回", Submit: true, Version: list.Items[0].Version})
	l.must(err)
	_, err = l.d.s.VerifyCapital(ctx, l.people["verifier"], back.ID, crm.VerifyInput{Version: back.Version})
	l.must(err)
}

// start approves a milestone whose day lies in a closed month.
func (l *later) start(p crm.Project, on string) {
	ctx := context.Background()
	m, err := l.d.s.ReportMilestone(ctx, l.people["hanbin"], p.ID, crm.MilestoneInput{Kind: crm.MilestoneStarted, On: on})
	l.must(err)
	l.attach("milestone", m.ID, "开工证明")
	m, err = l.d.s.SubmitMilestone(ctx, l.people["hanbin"], m.ID, crm.ReviewInput{Version: m.Version})
	l.must(err)
	_, err = l.d.s.ApproveMilestone(ctx, l.people["verifier"], m.ID, crm.ReviewInput{Text: "同意", Version: m.Version})
	l.must(err)
}

// travel logs a journey of an office: four days, one visit on its last.
func (l *later) travel() {
	ctx, v := context.Background(), l.people["liaison"]
	trip, err := l.d.s.CreateTrip(ctx, v, crm.TripInput{Name: "京津冀走访", StartOn: "2022-08-30", EndOn: "2022-09-02"})
	l.must(err)
	_, err = l.d.s.LogVisit(ctx, v, crm.VisitInput{Kind: crm.VisitOut, On: "2022-09-02", Province: "河北省", City: "唐山市", Theme: "登门拜访", Outcome: "一般交流",
		Companies: []crm.VisitCompany{{Name: "走访（虚构）装备有限公司"}}, People: "许之航", PeopleCount: 2, TripID: trip.ID})
	l.must(err)
}

// plan changes targets, the pace, a chain and who introduced a project.
func (l *later) plan(introduced crm.Project) {
	ctx, manager := context.Background(), l.people["manager"]
	value := int64(77 * crm.FenPerYi)
	_, err := l.d.s.SetTarget(ctx, manager, crm.TargetInput{Year: 2022, UnitID: l.unit["610902"], Indicator: crm.IndCapital, Value: &value})
	l.must(err)
	_, err = l.d.s.SetTarget(ctx, manager, crm.TargetInput{Year: 2022, UnitID: l.unit["610921"], Indicator: crm.IndForeign})
	l.must(err)
	_, err = l.d.s.SetTargetCurve(ctx, manager, crm.TargetCurve{Year: 2022, Indicator: crm.IndCapital, Months: []int64{300, 900, 1900, 2700, 3600, 5000, 5800, 6500, 7333, 8200, 9100, 10000}})
	l.must(err)
	_, err = l.d.s.SetIntroductions(ctx, manager, introduced.ID, crm.IntroductionInput{Reason: "补记引荐", Version: introduced.Version,
		Shares: []crm.Share{{UnitID: l.unit["ak-office-jjj"], BP: 3333}, {UnitID: l.unit["ak-office-zsj"], BP: 1500}}})
	l.must(err)
	chains, err := l.d.s.Chains(ctx, op)
	l.must(err)
	_, err = l.d.s.PutChain(ctx, l.people["admin"], chains[0].ID, crm.ChainInput{Code: chains[0].Code, Name: chains[0].Name + "（新）", Head: "新链长（虚构）",
		LeadUnit: chains[0].LeadUnit, ChainMaster: "链主甲公司（虚构）", Order: 99, Provisional: true})
	l.must(err)
}

// everyCellLater recounts again after acts that correct closed months or change what is written:
// the open month shows them, the closed ones still stand as they were closed.
func (d demoCity) everyCellLater(t *testing.T, books map[string]recountedBook) {
	l, ctx := d.later(t), context.Background()
	older := paidIn("2022-03") + " AND p.signed_on BETWEEN '2020-01-01' AND '2021-12-31'"
	second, third, open := l.project(1, older), l.project(0, paidIn("2022-09")+" AND p.signed_on > '2022-01-01'"), l.project(0, "p.signed_on > '2021-01-01' AND p.registered_on = ''")
	l.share(l.project(0, older), 5551)
	edited := l.edit(second, crm.Party{Name: "补充投资（虚构）有限公司", Role: "investor", Origin: crm.OriginForeign, Province: "新加坡"})
	l.pay(edited)
	l.reverse(edited, "2022-03")
	edited, err := d.s.Project(ctx, op, edited.ID)
	l.must(err)
	l.share(edited, 3333)
	l.start(l.project(0, "p.signed_on BETWEEN '2021-01-01' AND '2022-06-30' AND NOT EXISTS (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.kind = 'started')"), "2022-08-11")
	l.plan(third)
	l.travel()
	_, err = d.s.SetProjectStatus(ctx, l.people["hanbin"], open.ID, crm.ProjectStatusInput{Status: crm.ProjectStopped, Reason: "环保整改", Version: open.Version})
	l.must(err)

	file := filepath.Join(t.TempDir(), "backup.zip")
	_, err = d.s.Backup(ctx, file)
	l.must(err)
	raw, err := readRawTables(file)
	l.must(err)
	before := books["2022-09"]
	books["2022-09"] = openBook(t, d.monthBook(t, "2022-09"))
	for _, w := range []string{"目标任务完成情况", "项目台账", "到位资金明细", "联络处工作情况", "产业链进展", "来源地分布", "履约情况"} {
		if reflect.DeepEqual(before[w], books["2022-09"][w]) {
			t.Errorf("the acts change nothing in %s", w)
		}
	}
	compareCells(t, recountCity(raw, string(seeds.DemoDay)), books, []string{"2022-03", "2022-08", "2022-09"})
}
