package server_test

import (
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
)

// Bad questions to closing, figures and reports: each is refused in one clear Chinese line
// that says what is wrong, and changes nothing.
func TestReports_BadInput(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		waiting := l.file(500 * wan)
		waiting["month"], waiting["arrivedOn"], waiting["warningReason"] = "2022-02", "2022-02-12", "签约前已投入"
		entry := c.as("statistician").post("/capital", waiting).want(200).int("id")
		l.evidence(t, "capital", entry, "银行进账单", 9)
		c.as("statistician").post("/capital/"+itoa(entry)+"/submit", body{"version": 1}).want(200)
		manager, director := c.as("manager"), c.as("director")
		manager.post("/periods/2022-01/close", body{}).want(200)

		refused := manager.post("/periods/2022-02/close", body{})
		isProblem(t, refused, 409, "conflict")
		if refused.str("detail") != "2022年2月还有 1 条已报未核的条目，请先核定、退回，或选择结转到下月" || refused.int("state", "submitted", 0, "id") != entry {
			t.Errorf("open entries are refused without their list: %s", refused.Raw)
		}
		basis := body{"indicator": "capital", "code": "red", "label": "红", "filter": body{"colour": []string{"red"}}, "fromYear": 0, "toYear": 0, "default": false, "note": "", "order": 0}
		for _, x := range []struct {
			what   string
			got    *answer
			code   int
			kind   string
			detail string
		}{
			{"closing out of order", manager.post("/periods/2022-05/close", body{}), 409, "conflict", "须按月份顺序关账，请先关 2022年2月"},
			{"closing twice", manager.post("/periods/2022-01/close", body{}), 409, "conflict", "2022年1月已经关账"},
			{"carrying over without a reason", manager.post("/periods/2022-02/close", body{"carryOver": true}), 422, "invalid", "结转须写明原因"},
			{"reopening an open month", director.post("/periods/2022-02/reopen", body{"reason": "漏报一笔"}), 409, "conflict", "没有关账，不用重新开账"},
			{"a dimension that no basis has", manager.post("/bases", basis), 422, "invalid", "口径不能按“colour”筛选，可用："},
			{"a window that ends before it begins", manager.get("/reports/window/2022-09..2022-03/figures"), 422, "invalid", "2022-09..2022-03"},
			{"a fifth quarter", manager.get("/reports/window/2022Q5/workbook"), 422, "invalid", "2022Q5"},
			{"a window to come", manager.get("/reports/window/2022Q4/figures"), 422, "invalid", "还没到"},
			{"a 查数码 of no figure", manager.get("/figures/2022-08.capital.ak"), 422, "invalid", "查数码“2022-08.capital.ak”写法不对"},
			{"a 查数码 of a rate", manager.get("/figures/2022-08.capital.all.ak.rate"), 422, "invalid", "写法不对"},
			{"a 查数码 of another month's snapshot", manager.get("/figures/2022-08.capital.all.ak.month@KZ-202201-01"), 422, "invalid", "是2022年1月的关账快照"},
			{"a day to come", manager.get("/reports/month/2022-08/figures?asKnown=2023-01-01"), 422, "invalid", "还没到"},
			{"a basis of another indicator", manager.get("/reports/month/2022-08/figures?basis=capital%%3Dfdi"), 422, "invalid", "没有“fdi”这个口径"},
		} {
			isProblem(t, x.got, x.code, x.kind)
			if d := x.got.str("detail"); !strings.Contains(d, x.detail) || strings.Contains(d, "\n") || len([]rune(d)) > 160 {
				t.Errorf("%s: %q", x.what, d)
			}
		}
		manager.post("/periods/2022-02/close", body{"carryOver": true, "reason": "佐证补正"}).want(200)
		late := director.post("/periods/2022-01/reopen", body{"reason": "漏报一笔"})
		isProblem(t, late, 409, "conflict")
		if late.str("detail") != "只有最近关账的月份（2022年2月）可以重新开账" {
			t.Errorf("%s", late.Raw)
		}
	})
}

// No past year and no goal are no errors: the forecast says why there is none, and a goal
// of zero gives no rate, no gap and no rank, never a division error or 100 %.
func TestReports_NoHistoryNoGoal(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		l := newLedgerCity(t, c)
		manager := c.as("manager")
		l.verify(l.entry, l.version)
		var f crm.Forecast
		manager.get("/reports/month/2022-09/forecast").want(200).into(&f)
		if f.N != 0 || f.Done != 1000*wan || f.Problem != "没有完整的往年分月数（至少要有一个 12 个月齐全、且同期已有数的年份），不能预测" {
			t.Errorf("forecast without history: %+v", f)
		}
		manager.get("/reports/month/2022-08/forecast").want(200).into(&f)
		if !strings.Contains(f.Problem, "至本月累计不大于 0") {
			t.Errorf("forecast of nothing: %+v", f)
		}
		for _, unit := range []string{"ak", "610902"} {
			manager.post("/targets", body{"year": 2022, "unitId": c.unit(unit), "indicator": "capital", "value": 0}).want(200)
		}
		var r crm.Ranking
		manager.get("/reports/month/2022-09/ranking").want(200).into(&r)
		for name, x := range map[string]crm.Figure{"合计": r.Total, "汉滨区": r.Rows[slices.IndexFunc(r.Rows, func(x crm.RankingRow) bool { return x.Code == "610902" })].Figure} {
			if x.Target == nil || *x.Target != 0 || x.Rate != nil || x.GapPp != nil || x.Rank != nil {
				t.Errorf("%s with a goal of zero: %+v", name, x)
			}
		}
		var d crm.Dashboard
		manager.get("/dashboard?month=2022-09").want(200).into(&d)
		if x := d.Cards[0]; x.Word != "—" || x.Ahead != nil {
			t.Errorf("the card of a goal of zero: %+v", x)
		}
		manager.get("/reports/month/2022-09/workbook").want(200)
		manager.get("/reports/month/2022-09/forecast").want(200).into(&f)
		if f.GapLow != nil || f.ClosersNote != "没有年度任务，不列补差项目" {
			t.Errorf("the forecast against a goal of zero: %+v", f)
		}
	})
}
