package store_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// ownList is an entry as our own list of entries is read.
func ownList(n int, e crm.CapitalEntry) crm.ImportRecord {
	var origins []string
	for _, p := range e.Parts {
		unit := "万元"
		if p.Currency == crm.USD {
			unit = "万美元"
		}
		origins = append(origins, p.Origin.Label()+" "+crm.Decimal(p.Amount, wan)+" "+unit)
	}
	fixed := "否"
	if e.Fixed {
		fixed = "是"
	}
	return ledgerRow(n, crm.ImportCapital, capitalLayout, "entry_no", e.Code, "project_no", e.ProjectCode, "project", e.ProjectName, "investors", []string{e.CompanyName},
		"county", e.UnitName, "month", string(e.Month), "arrived_on", string(e.ArrivedOn), "form", e.Form, "use", e.Use, "fixed", fixed, "origins", strings.Join(origins, "、"),
		"amount_wan", crm.Decimal(e.Amount.Amount, wan), "evidence_nos", e.EvidenceNos, "remark", e.Note)
}

// Our own list comes back unchanged, whatever the state of its entries; a changed cell of a
// draft changes that draft.
func TestStore_ImportCapital_OwnList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		p := c.project("蚕丝项目")
		fdi := crm.Part{Origin: crm.OriginForeign, Currency: crm.USD, Amount: 10 * wan, FDI: true}
		local := crm.Part{Origin: crm.OriginLocal, Currency: crm.CNY, Amount: 35_4920_00}
		wrong := c.verified(p, "2022-06", 99_999*wan/100)
		_, err := s.ReverseCapital(ctx, c.reporter, wrong.ID, crm.ReverseInput{Reason: "重复填报", Submit: true})
		must(t, err)
		c.submitted(p, "2022-07", 100*wan, fdi, local)
		draft, err := s.FileCapital(ctx, c.reporter, c.input(p, "2022-08", 100*wan, fdi, local))
		must(t, err)
		c.imported(c.reporter, arrival(3, "蚕丝项目", "2022-09", "77", "evidence_nos", []string{"PZ-9"}))
		l, err := s.CapitalEntries(ctx, c.manager, crm.CapitalFilter{Page: crm.Page{Sort: "code"}})
		must(t, err)
		var rows []crm.ImportRecord
		for i, e := range l.Items {
			rows = append(rows, ownList(i+3, e))
		}
		before := storetest.Business(t, s)
		for _, v := range []crm.Viewer{c.manager, c.reporter} {
			if b, lines := c.imported(v, rows...); b.Done.Unchanged != 5 {
				t.Fatalf("%+v %+v", b.Done, lines)
			}
			storetest.SameBusiness(t, before, storetest.Business(t, s))
		}
		draft, err = s.Capital(ctx, c.reporter, draft.ID)
		must(t, err)
		c.sharedList(p, rows, ownList(3, draft))
		before = storetest.Business(t, s)
		row := ownList(3, draft)
		row.Set("month", "2022-09")
		row.Set("form", "实物")
		row.Set("remark", "改过")
		row.Set("fixed", "是")
		row.Set("amount_wan", "110")
		row.Set("origins", "境外 10 万美元、市内 45.492 万元")
		b, lines := c.imported(c.reporter, row, row)
		if outcomes(lines) != "updated rejected" || len(lines[0].Changes) != 6 {
			t.Fatalf("%+v", lines)
		}
		e, err := s.Capital(ctx, c.reporter, draft.ID)
		must(t, err)
		if e.Month != "2022-09" || e.Form != "实物" || !e.Fixed || parts(e) != "foreign 10 USD, local 45.492 CNY" || !e.Parts[0].FDI {
			t.Fatalf("%+v", e)
		}
		c.undo(c.reporter, b)
		storetest.SameBusiness(t, before, storetest.Business(t, s))
	})
}

// sharedList holds that a unit which may read a project of another one gets its list of
// entries back unchanged, and changes none of them.
func (c *city) sharedList(p crm.Project, rows []crm.ImportRecord, draft crm.ImportRecord) {
	c.t.Helper()
	must(c.t, c.s.ExecForTest("INSERT INTO project_shares (project_id, unit_id, why, at) VALUES ($1, $2, 'introduced', 0)", p.ID, c.unit["b"]))
	before := storetest.Business(c.t, c.s)
	if b, lines := c.imported(c.other, rows...); b.Done.Unchanged != int64(len(rows)) {
		c.t.Fatalf("%+v %+v", b.Done, lines)
	}
	another := arrival(4, p.Name, "2022-09", "5", "project_no", p.Code)
	for _, key := range []string{"amount_wan", "remark"} {
		draft.Set(key, "123")
		if _, lines := c.imported(c.other, draft, another); outcomes(lines) != "rejected rejected" || !strings.Contains(lines[0].Why, "由甲县填报") {
			c.t.Fatalf("%+v", lines)
		}
	}
	storetest.SameBusiness(c.t, before, storetest.Business(c.t, c.s))
}

// ankang is a city with the thirteen areas of the samples, which count by the ledger from cut on.
func ankang(t *testing.T, s *store.Store, cut crm.Month) *city {
	t.Helper()
	c := measured(t, s)
	for i, name := range strings.Split("汉滨区 汉阴县 石泉县 宁陕县 紫阳县 岚皋县 平利县 镇坪县 旬阳市 白河县 安康高新区 恒口示范区 瀛湖旅游区", " ") {
		u, err := s.CreateUnit(ctx, crm.Viewer{Operator: true}, crm.UnitInput{Name: name, ShortName: name, Kind: crm.UnitCounty, ParentID: c.unit["city"], Order: 20 + i,
			Reporting: true, Aliases: []string{}})
		must(t, err)
		c.unit[name] = u.ID
	}
	must(t, s.ExecForTest("UPDATE units SET cut_over = $1 WHERE kind = 'county'", cut))
	return c
}

// expected reads the records and the held rows that a sample's expected file lists.
func expected(t testing.TB, file string) *crm.ImportResult {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "intake", "testdata", file+".expected.json"))
	must(t, err)
	var want struct {
		Day           crm.Date         `json:"reference_date"`
		Records, Held []map[string]any `json:"-"`
		RawRecords    []map[string]any `json:"records"`
		RawHeld       []map[string]any `json:"held"`
		Sheets        []crm.ImportSheet
	}
	must(t, json.Unmarshal(b, &want))
	res := &crm.ImportResult{ReferenceDate: want.Day, Sheets: want.Sheets}
	layouts := map[string]*crm.ImportLayout{}
	for i, x := range append(slices.Clone(want.RawRecords), want.RawHeld...) {
		r := recordOf(layouts, x)
		if i < len(want.RawRecords) {
			res.Records = append(res.Records, r)
		} else {
			r.Errors = []crm.ImportCode{crm.EDuplicateSuspect}
			res.Held = append(res.Held, r)
		}
	}
	return res
}

func recordOf(layouts map[string]*crm.ImportLayout, x map[string]any) crm.ImportRecord {
	var keys []string
	for k := range x {
		if !slices.Contains([]string{"sheet", "row", "kind", "flags", "errors"}, k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	name := strings.Join(keys, ",")
	if layouts[name] == nil {
		layouts[name] = crm.NewImportLayout(keys...)
	}
	r := crm.NewImportRecord(x["sheet"].(string), int(x["row"].(float64)), crm.ImportKind(x["kind"].(string)), layouts[name])
	for _, k := range keys {
		switch v := x[k].(type) {
		case string:
			r.Set(k, v)
		case float64:
			r.Set(k, crm.Decimal(int64(v), 1))
		case []any:
			var list []string
			for _, item := range v {
				if text, ok := item.(string); ok {
					list = append(list, text)
				}
			}
			r.SetList(k, list)
		}
	}
	return r
}

// sampled applies a sample as v, again (all unchanged), and takes it back.
func (c *city) sampled(v crm.Viewer, file string, created int64, look func(lines []crm.ImportLine)) {
	c.t.Helper()
	res := expected(c.t, file)
	before := storetest.Business(c.t, c.s)
	src := store.ImportSource{FileName: file + ".xlsx", Content: []byte(file)}
	b, err := c.s.ApplyImport(ctx, v, res, crm.ImportUpload{}, src, nil)
	must(c.t, err)
	c.sound()
	l, err := c.s.ImportLines(ctx, v, b.ID, crm.ImportLineFilter{Page: crm.Page{Limit: 200}})
	must(c.t, err)
	if b.Done.Created != created || b.Done.Rejected != 0 || b.Done.Updated != 0 || b.Done.Skipped != int64(len(res.Held)) {
		c.t.Fatalf("%s: %+v %+v", file, b.Done, l.Items)
	}
	look(l.Items)
	filled := storetest.Business(c.t, c.s)
	again, err := c.s.ApplyImport(ctx, v, expected(c.t, file), crm.ImportUpload{}, src, nil)
	must(c.t, err)
	if d := again.Done; d.Unchanged != int64(len(res.Records)) || d.Skipped != int64(len(res.Held)) {
		c.t.Fatalf("%s again: %+v", file, d)
	}
	storetest.SameBusiness(c.t, filled, storetest.Business(c.t, c.s))
	c.undo(v, b)
	storetest.SameBusiness(c.t, before, storetest.Business(c.t, c.s))
}

// The samples of monthly reports, applied, again, and taken back.
func TestStore_ImportCapital_Samples(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := ankang(t, s, "2022-03")
		all := c.person("all", "city", crm.RoleOfficer, crm.RoleStatistician)
		drafts := func(want, opening int64) func([]crm.ImportLine) {
			return func([]crm.ImportLine) {
				t.Helper()
				sum := c.sum("SELECT CAST(SUM(amount) AS BIGINT) FROM capital_entries WHERE state = 'draft'")
				if n := c.sum("SELECT CAST(SUM(opening) AS BIGINT) FROM projects"); n != opening || sum != want {
					t.Errorf("%d of months, %d before", sum, n)
				}
				if n := c.sum(`SELECT COUNT(*) FROM capital_entries e WHERE e.amount <> (SELECT CAST(SUM(CASE p.currency WHEN 'USD' THEN p.amount * 64508 / 10000 ELSE p.amount END) AS BIGINT)
					FROM capital_parts p WHERE p.entry_id = e.id)`); n != 0 {
					t.Error(n, "entries are not the sum of their parts")
				}
			}
		}
		c.sampled(all, "22_到位资金月报", 4, drafts(950_5000_00, (1500+200+900)*wan))
		c.sampled(all, "ledgers/41_到位资金月报_三行表头", 8, drafts(2590_2500_00, (3500+9200+400+500+850+2500+3300+1900)*wan+5000_00))
		c.sampled(all, "ledgers/42_到位资金月报_两月亿元", 15, drafts((18125+16695)*wan, (6000+6300+31500+4250+1000+24000+10500)*wan))
	})
}
