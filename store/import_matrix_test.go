package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

var matrixLayout = crm.NewImportLayout("area", "year", "month_to", "indicator", "value_yi", "value_wan", "value_usd_wan", "annual_target_yi")

// figure makes one cell of a table of units by months: the year up to the month.
func figure(n int, area, year, to, wan string, more ...any) crm.ImportRecord {
	return ledgerRow(n, crm.ImportMatrix, matrixLayout, append([]any{"area", area, "year", year, "month_to", to, "indicator", "到位资金(累计)", "value_wan", wan}, more...)...)
}

// historic prints the historic figures of a unit: month, value, note.
func (c *city) historic(unit string) string {
	c.t.Helper()
	return c.rows("SELECT indicator, year, month, value / 1000000, note FROM historic_figures WHERE unit_id = " + crm.Decimal(c.unit[unit], 1) + " ORDER BY indicator, year, month")
}

func TestStore_ImportMatrix(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		must(t, s.ExecForTest("UPDATE units SET cut_over = '2022-07' WHERE kind IN ('county', 'zone')"))
		_, err := s.PutHistoric(ctx, c.manager, []crm.HistoricFigure{{UnitID: c.unit["b"], Indicator: "capital", Currency: crm.CNY, Year: 2022, Month: "2022-01", Value: 7 * wan, Source: "公报"}})
		must(t, err)
		before := storetest.Business(t, s)
		rows := []crm.ImportRecord{
			figure(3, "甲县", "2022", "1", "100"), figure(3, "甲县", "2022", "2", "250.5"), figure(3, "甲县", "2022", "3", ""), figure(3, "甲县", "2022", "5", "600"),
			figure(3, "甲县", "2022", "6", "590"), // it falls: July's ledger goes on from 590
			figure(4, "乙县", "2022", "1", "8"), figure(4, "乙县", "2022", "3", "30"),
			figure(5, "甲县", "2021", "12", "9000"), figure(6, "乙县", "2021", "6", "10"), figure(6, "乙县", "2021", "12", "25"),
			figure(7, "甲县", "2022", "4", "44", "indicator", "到位资金(当月)"),
			figure(8, "甲县", "2022", "1", "", "indicator", "利用外资(累计)", "value_usd_wan", "30"),
		}
		b, lines := c.imported(c.manager, rows...)
		if got := outcomes(lines); got != "created created unchanged created created updated created created created created created created" {
			t.Fatalf("%s %+v", got, lines)
		}
		// The table's year up to May has April in it: told alone as well, April is not in May again.
		if got, want := c.historic("a"), "capital|2021||9000||\ncapital|2022|2022-01|100||\ncapital|2022|2022-02|150||\ncapital|2022|2022-04|44||\n"+
			"capital|2022|2022-05|305||\ncapital|2022|2022-06|-10||\nforeign|2022|2022-01|30||\n"; got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
		if got, want := c.historic("b"), "capital|2021|2021-06|10|含1—6月|\ncapital|2021|2021-12|15|含7—12月|\ncapital|2022|2022-01|8||\ncapital|2022|2022-03|22|含2—3月|\n"; got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
		if !hasCode(lines[6], crm.WDateCoarse) || hasCode(lines[5], crm.WDateCoarse) || changed(lines[5], "到位资金 2022年1月") != "7万元→8万元" {
			t.Errorf("%+v", lines[5:7])
		}
		f, err := s.Figures(ctx, c.manager, crm.FiguresQuery{Month: "2022-07"})
		must(t, err)
		if got := f.Units[0].Figures["capital"].Cumulative; got != 590*wan {
			t.Errorf("the year up to July comes to %d", got)
		}
		filled := storetest.Business(t, s)
		if again, lines := c.imported(c.manager, rows...); again.Done.Unchanged != int64(len(rows)) {
			t.Fatalf("%+v %+v", again.Done, lines)
		}
		storetest.SameBusiness(t, filled, storetest.Business(t, s))
		b2, lines := c.imported(c.manager, figure(3, "甲县", "2022", "1", "110"), figure(3, "甲县", "2022", "2", "250.5"))
		if outcomes(lines) != "updated updated" || changed(lines[1], "到位资金 2022年2月") != "150.5万元→140.5万元" {
			t.Fatalf("%+v", lines)
		}
		c.undo(c.manager, b2)
		storetest.SameBusiness(t, filled, storetest.Business(t, s))
		c.undo(c.manager, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// Who may not, and what is not taken, each with one line; from the cut-over on the ledger counts.
func TestStore_ImportMatrix_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		p := c.project("蚕丝项目")
		c.verified(p, "2022-05", 1234*wan)
		countyManager := c.person("countymanager", "a", crm.RoleManager)
		before := storetest.Business(t, s)
		for name, x := range map[string]struct {
			v       crm.Viewer
			row     crm.ImportRecord
			outcome string
			says    string
		}{
			"reporter":          {c.reporter, figure(3, "甲县", "2021", "6", "5"), "rejected", "历史汇总数由市招商局导入，你的角色不能下达目标任务"},
			"county's manager":  {countyManager, figure(3, "甲县", "2021", "6", "5"), "rejected", "须由市级角色办理"},
			"another county's":  {countyManager, figure(3, "乙县", "2021", "6", "5"), "rejected", "乙县不在你的权限范围内"},
			"no such unit":      {c.manager, figure(3, "丁县", "2021", "6", "5"), "rejected", "没有“丁县”"},
			"ledger":            {c.manager, figure(3, "甲县", "2022", "6", "5"), "rejected", "甲县自 2022年1月 起由台账计算，2022年6月累计系统里是 1234万元，表中是 5万元"},
			"ledger, same":      {c.manager, figure(3, "甲县", "2022", "6", "1234"), "unchanged", ""},
			"ledger, rounded":   {c.manager, figure(3, "甲县", "2022", "6", "1200", "value_yi", "0.12"), "unchanged", ""},
			"ledger, too fine":  {c.manager, figure(3, "甲县", "2022", "6", "1240", "value_yi", "0.124"), "rejected", "起由台账计算"},
			"ledger, month":     {c.manager, figure(3, "甲县", "2022", "5", "1234", "indicator", "到位资金(当月)"), "unchanged", ""},
			"ledger, no month":  {c.manager, figure(3, "甲县", "2022", "6", "1234", "indicator", "到位资金(当月)"), "rejected", "当月系统里是 0万元"},
			"to come":           {c.manager, figure(3, "甲县", "2022", "12", "1234"), "rejected", "2022年12月还没到"},
			"unknown indicator": {c.manager, figure(3, "甲县", "2021", "6", "5", "indicator", "工业产值(累计)"), "rejected", "不认识指标"},
			"foreign in yuan":   {c.manager, figure(3, "甲县", "2021", "6", "5", "indicator", "利用外资(累计)"), "rejected", "以美元计"},
			"capital in dollar": {c.manager, figure(3, "甲县", "2021", "6", "", "value_usd_wan", "5"), "rejected", "以人民币计"},
			"no month":          {c.manager, figure(3, "甲县", "2021", "13", "5"), "rejected", "年份或月份读不懂"},
			"too large":         {c.manager, figure(3, "甲县", "2021", "6", "999999999999"), "rejected", "超过一万亿"},
		} {
			t.Run(name, func(t *testing.T) {
				_, lines := c.imported(x.v, x.row)
				if string(lines[0].Outcome) != x.outcome || !strings.Contains(lines[0].Why, x.says) || strings.ContainsAny(lines[0].Why, "\n%") {
					t.Errorf("%s: %s %+v", lines[0].Outcome, lines[0].Why, lines[0].Issues)
				}
				storetest.SameBusiness(t, before, storetest.Business(t, s))
			})
		}
		must(t, s.ExecForTest("UPDATE units SET cut_over = '' WHERE id = $1", c.unit["b"]))
		if _, lines := c.imported(c.manager, figure(3, "乙县", "2021", "6", "5")); outcomes(lines) != "rejected" || !strings.Contains(lines[0].Why, "乙县各月都由台账计算") {
			t.Fatalf("%+v", lines)
		}
		_, lines := c.imported(c.manager, figure(3, "甲县", "2021", "6", "5"), figure(9, "甲县", "2021", "6", "6"), figure(10, "甲县", "2021", "6", "5"))
		if outcomes(lines) != "created skipped unchanged" || !hasCode(lines[1], crm.EDuplicateSuspect) {
			t.Fatalf("%+v", lines)
		}
	})
}

// A figure that a closed month rests on, or that was changed since, is not taken back.
func TestStore_ImportMatrix_UndoRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := measured(t, s)
		c.imported(c.manager, figure(3, "乙县", "2021", "6", "5"))
		b, lines := c.imported(c.manager, figure(3, "甲县", "2021", "6", "5"), figure(4, "乙县", "2021", "6", "8"))
		if outcomes(lines) != "created updated" {
			t.Fatalf("%+v", lines)
		}
		refuse := func(says ...string) {
			t.Helper()
			before := storetest.Business(t, s)
			_, err := s.UndoImport(ctx, c.manager, b.ID, b.Version, "填错了")
			d := refused(t, err, crm.CodeConflict)
			for _, text := range says {
				if !strings.Contains(d.Detail, text) {
					t.Error(d.Detail)
				}
			}
			storetest.SameBusiness(t, before, storetest.Business(t, s))
		}
		must(t, s.ExecForTest("UPDATE historic_figures SET value = value + 1 WHERE unit_id = $1", c.unit["b"]))
		refuse("历史汇总数 乙县 2021-06在导入之后又改过")
		must(t, s.ExecForTest("UPDATE historic_figures SET value = value - 1 WHERE unit_id = $1", c.unit["b"]))
		c.shut("2022-01")
		must(t, s.ExecForTest("UPDATE periods SET closed_at = $1", int64(b.Done.At)+1))
		refuse("历史汇总数 乙县 2021-06已用于关账的月份", "历史汇总数 甲县 2021-06已用于关账的月份")
	})
}

// The samples of tables of units by months, applied, again, and taken back.
func TestStore_ImportMatrix_Samples(t *testing.T) {
	storetest.EachOn(t, "2022-10-12", func(t *testing.T, s *store.Store) {
		c := ankang(t, s, "2022-09")
		sum := func(want int64) func([]crm.ImportLine) {
			return func([]crm.ImportLine) {
				t.Helper()
				if n := c.sum("SELECT CAST(SUM(value) AS BIGINT) FROM historic_figures WHERE unit_id = $1 AND year = 2022", c.unit["汉滨区"]); n != want*wan {
					t.Errorf("汉滨区 has %d in 2022, want %d", n, want)
				}
			}
		}
		c.sampled(c.manager, "04_县区到位资金月报_宽表", 76, sum(946600))
		must(t, s.ExecForTest("UPDATE units SET cut_over = '2022-12' WHERE kind = 'county'"))
		c.sampled(c.manager, "ledgers/44_县区到位资金_年度分组宽表", 76, sum(1101300))
		c.sampled(c.manager, "ledgers/43_县区到位资金_季度累计", 91, sum(1268000))
	})
}
