package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// TestStore_ImportProjects_Merge: a row that a person merges into another of the same file, or into a known project,
// changes that project: no second one, and no second investor of nearly the same name.
func TestStore_ImportProjects_Merge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCity(t, s)
		row := func(n int, company, total string, choice crm.ImportChoice) crm.ImportRecord {
			r := importRow(n, "甲县", "富硒茶叶加工园项目", "investors", []string{company})
			r.Set("total_wan", total)
			r.Choice = choice
			return r
		}
		_, lines := c.imported(c.reporter, row(3, "辛辛新材有限责任公司", "5000", ""), row(4, "辛辛新材有限公司", "6000", crm.ChooseUpdate))
		if outcomes(lines) != "created updated" || lines[0].ObjectID != lines[1].ObjectID || changed(lines[1], "总投资") != "5000万元→6000万元" || changed(lines[1], "投资方") != "" {
			t.Fatalf("%+v", lines)
		}
		_, again := c.imported(c.reporter, row(3, "辛辛新材股份有限公司", "7000", crm.ChooseUpdate))
		if outcomes(again) != "updated" || again[0].ObjectID != lines[0].ObjectID {
			t.Fatalf("%+v", again)
		}
		p, err := s.Project(ctx, c.reporter, lines[0].ObjectID)
		must(t, err)
		if len(p.Parties) != 1 || p.Parties[0].Name != "辛辛新材有限责任公司" || p.Total.Amount != 7000*crm.FenPerWan {
			t.Fatalf("%+v", p)
		}
	})
}
