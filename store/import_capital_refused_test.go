package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// What stands is kept: submitted and verified entries, closed months, the time before the
// cut-over; each is told in one line.
func TestStore_ImportCapital_Refused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		verified := c.verified(p, "2022-06", 700*wan)
		sent := c.submitted(p, "2022-08", 500*wan)
		c.closed("2022-06")
		stat := c.person("stat", "a", crm.RoleStatistician)
		officer := c.person("officer", "a", crm.RoleOfficer)
		before := storetest.Business(t, s)
		for name, x := range map[string]struct {
			v       crm.Viewer
			row     crm.ImportRecord
			outcome string
			says    string
		}{
			"verified":         {c.reporter, arrival(3, "蚕丝项目", "2022-06", "650"), "skipped", "已核定 700 万元"},
			"verified, update": {c.reporter, chosen(arrival(3, "蚕丝项目", "2022-06", "650"), crm.ChooseUpdate), "rejected", "更正请冲回"},
			"verified, new":    {c.reporter, chosen(arrival(3, "蚕丝项目", "2022-06", "650"), crm.ChooseNew), "rejected", "2022年6月已经关账，请填在 2022年7月"},
			"verified, coded":  {c.reporter, arrival(3, "蚕丝项目", "2022-06", "650", "entry_no", verified.Code), "rejected", "更正请冲回"},
			"submitted":        {c.reporter, arrival(3, "蚕丝项目", "2022-08", "510"), "skipped", "已报待核 500 万元"},
			"submitted, coded": {c.reporter, arrival(3, "蚕丝项目", "2022-08", "510", "entry_no", sent.Code), "rejected", "请先撤回再改"},
			"verified, same":   {c.reporter, arrival(3, "蚕丝项目", "2022-06", "700"), "unchanged", ""},
			"submitted, same":  {c.reporter, arrival(3, "蚕丝项目", "2022-08", "500", "out_of_province_wan", "500"), "unchanged", ""},
			"code, same":       {c.reporter, arrival(3, "别的名字", "2022-06", "700", "entry_no", verified.Code), "unchanged", ""},
			"other project":    {c.reporter, arrival(3, "蚕丝项目", "2022-06", "700", "entry_no", verified.Code, "project_no", "XM2020-0001"), "rejected", "属于项目"},
			"closed":           {c.reporter, arrival(3, "蚕丝项目", "2022-05", "10"), "rejected", "2022年5月已经关账"},
			"closed, unknown":  {c.reporter, arrival(3, "某新项目", "2022-05", "10", "total_wan", "900"), "rejected", "2022年5月已经关账"},
			"to come":          {c.reporter, arrival(3, "蚕丝项目", "2022-10", "10"), "rejected", "还没到"},
			"no rate":          {c.reporter, arrival(3, "蚕丝项目", "2022-07", "700", "foreign_usd_wan", "109"), "skipped", "按年度汇率折"},
			"too large":        {c.reporter, arrival(3, "蚕丝项目", "2022-07", "999999999999"), "rejected", "超过一万亿"},
			"negative":         {c.reporter, arrival(3, "蚕丝项目", "2022-07", "-5"), "rejected", "须大于 0"},
			"no such county":   {c.reporter, arrival(3, "某新项目", "2022-07", "5", "county", "丁县"), "rejected", "没有“丁县”"},
			"another county":   {c.reporter, arrival(3, "某新项目", "2022-07", "5", "county", "乙县"), "rejected", "乙县不在你的权限范围内"},
			"another's own":    {c.other, arrival(3, "蚕丝项目", "2022-07", "5"), "rejected", "甲县不在你的权限范围内"},
			"another's code":   {c.other, arrival(3, "蚕丝项目", "2022-08", "500", "entry_no", sent.Code, "project_no", p.Code), "rejected", "甲县不在你的权限范围内"},
			"not theirs":       {officer, arrival(3, "蚕丝项目", "2022-07", "5"), "rejected", "你的角色不能填报到位资金"},
			"no new project":   {stat, arrival(3, "某新项目", "2022-07", "5", "total_wan", "900"), "rejected", "请先登记"},
			"manager, same":    {c.manager, arrival(3, "蚕丝项目", "2022-08", "500", "entry_no", sent.Code), "unchanged", ""},
			"nothing arrived":  {c.reporter, arrival(3, "蚕丝项目", "2022-08", "0"), "unchanged", ""},
			"not reported":     {c.reporter, arrival(3, "蚕丝项目", "2022-05", ""), "unchanged", ""},
			"bad month":        {c.reporter, arrival(3, "蚕丝项目", "2022-13", "5"), "rejected", "月份"},
		} {
			t.Run(name, func(t *testing.T) {
				_, lines := c.imported(x.v, x.row)
				if string(lines[0].Outcome) != x.outcome || !strings.Contains(lines[0].Why, x.says) || strings.ContainsAny(lines[0].Why, "\n%") {
					t.Errorf("%s: %s %+v", lines[0].Outcome, lines[0].Why, lines[0].Issues)
				}
				storetest.SameBusiness(t, before, storetest.Business(t, s))
			})
		}
		must(t, s.ExecForTest("UPDATE units SET cut_over = '2022-08' WHERE id = $1", c.unit["a"]))
		_, lines := c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-07", "5"), arrival(4, "蚕丝项目", "2022-08", "500"))
		if outcomes(lines) != "rejected unchanged" || !strings.Contains(lines[0].Why, "甲县从 2022年8月 起用台账") {
			t.Fatalf("%+v", lines)
		}
	})
}

func chosen(r crm.ImportRecord, c crm.ImportChoice) crm.ImportRecord {
	r.Choice = c
	return r
}

// Undoing is refused with the reason, for every kind of later work.
func TestStore_ImportCapital_UndoRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		full := func(r crm.ImportRecord) crm.ImportRecord {
			r.Set("arrived_on", string(r.Text("month"))+"-05")
			r.Set("form", "现金")
			r.Set("use", "设备")
			return r
		}
		month, n := crm.Month("2022-01"), 0
		for _, kind := range []string{"created", "updated"} {
			for name, x := range map[string]struct {
				work func(t *testing.T, e crm.CapitalEntry)
				says string
			}{
				"edited": {func(t *testing.T, e crm.CapitalEntry) {
					in := c.input(p, e.Month, 33*wan)
					in.Version = e.Version
					_, err := s.UpdateCapital(ctx, c.reporter, e.ID, in)
					must(t, err)
				}, "在导入之后又改过"},
				"file": {func(t *testing.T, e crm.CapitalEntry) {
					c.attach("capital", e.ID, "照片")
					must(t, s.ExecForTest("UPDATE attachments SET at = $1 WHERE object_id = $2", int64(e.UpdatedAt)+1, e.ID))
				}, "添加了文件"},
				"submitted": {func(t *testing.T, e crm.CapitalEntry) {
					c.attach("capital", e.ID, "银行进账单")
					_, err := s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version, WarningReason: "已核对"})
					must(t, err)
				}, "在导入之后又改过"},
				"verified": {func(t *testing.T, e crm.CapitalEntry) {
					c.attach("capital", e.ID, "银行进账单")
					e, err := s.SubmitCapital(ctx, c.reporter, e.ID, crm.ReviewInput{Version: e.Version, WarningReason: "已核对"})
					must(t, err)
					_, err = s.VerifyCapital(ctx, c.verifier, e.ID, crm.VerifyInput{Version: e.Version})
					must(t, err)
				}, "在导入之后又改过"},
			} {
				t.Run(kind+" "+name, func(t *testing.T) {
					if n++; kind == "updated" {
						c.imported(c.reporter, full(arrival(3, "蚕丝项目", string(month), "11")))
					}
					b, lines := c.imported(c.reporter, full(arrival(3, "蚕丝项目", string(month), "12.5", "foreign_usd_wan", "1")))
					if outcomes(lines) != kind {
						t.Fatalf("%+v", lines)
					}
					e := c.entryOn("蚕丝项目", string(month))
					month = month.Add(1)
					x.work(t, e)
					before := storetest.Business(t, s)
					_, err := s.UndoImport(ctx, c.reporter, b.ID, b.Version, "填错了")
					d := refused(t, err, crm.CodeConflict)
					if !strings.Contains(d.Detail, x.says) || !strings.Contains(d.Detail, e.Code) {
						t.Error(d.Detail)
					}
					storetest.SameBusiness(t, before, storetest.Business(t, s))
				})
			}
		}
		t.Run("its month is closed", func(t *testing.T) {
			b, _ := c.imported(c.reporter, full(arrival(3, "蚕丝项目", "2022-09", "12")))
			must(t, s.ExecForTest(`INSERT INTO periods (month, state, closed_at, closed_by, known_on, reason, version) VALUES ('2022-09', 'closed', $1, 0, '', '', 1)`,
				int64(b.Done.At)+1))
			_, err := s.UndoImport(ctx, c.reporter, b.ID, b.Version, "填错了")
			if d := refused(t, err, crm.CodeConflict); !strings.Contains(d.Detail, "所在月份已经关账") {
				t.Error(d.Detail)
			}
		})
	})
}
