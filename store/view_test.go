package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A view is one's own until it is shared: then one's unit and what is below it read it, and its
// owner or a manager changes it.
func TestStore_Views(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		in := crm.ViewInput{Page: "/leads", Name: " 汽车产业 ", Query: "stage=talking&q=%E8%BD%A6"}
		mine, err := s.SaveView(c.ctx, c.eastman, in)
		c.must(err)
		if mine.Name != "汽车产业" || mine.Query != "q=%E8%BD%A6&stage=talking" || !mine.MayChange {
			t.Fatalf("%+v", mine)
		}
		for field, bad := range map[string]crm.ViewInput{"page": {Page: "/users", Name: "甲", Query: "q=1"}, "name": {Page: "/leads", Name: "汽车产业", Query: "q=1"},
			"query": {Page: "/leads", Name: "乙", Query: "password=1"}} {
			_, err := s.SaveView(c.ctx, c.eastman, bad)
			c.want(err, crm.CodeInvalid)
			if !strings.Contains(err.Error(), map[string]string{"page": "不能存视图", "name": "已有名为", "query": "没有“password”"}[field]) {
				t.Fatal(err)
			}
		}
		in.Name, in.Shared = "全县在谈", true
		_, err = s.SaveView(c.ctx, c.leader, in)
		c.want(err, crm.CodeInvalid)
		shared, err := s.SaveView(c.ctx, c.eastman, in)
		c.must(err)
		below := c.person("dong3", "董三", c.unit("东河镇", crm.UnitDepartment, c.east.ID), crm.RoleOfficer)
		for v, want := range map[*crm.Viewer]int{&c.eastman: 2, &c.eastmat: 1, &below: 1, &c.westman: 0, &c.manager: 0} {
			list, err := s.Views(c.ctx, *v, "/leads", false)
			c.must(err)
			if len(list) != want {
				t.Fatalf("%s: %+v", v.Name, list)
			}
		}
		for v, want := range map[*crm.Viewer]int{&c.manager: 1, &c.westman: 0, &c.leader: 0} { // who looks after shared views
			list, err := s.Views(c.ctx, *v, "/leads", true)
			c.must(err)
			if len(list) != want || want > 0 && (list[0].ID != shared.ID || !list[0].MayChange) {
				t.Fatalf("%s: %+v", v.Name, list)
			}
		}
		_, err = s.Views(c.ctx, c.admin, "/leads", false)
		c.want(err, crm.CodeForbidden)
		in.Name, in.Version = "改名", 1
		for v, code := range map[*crm.Viewer]crm.Code{&c.eastmat: crm.CodeConflict, &c.westman: crm.CodeNotFound} {
			_, err := s.UpdateView(c.ctx, *v, shared.ID, in)
			c.want(err, code)
			_, err = s.DropView(c.ctx, *v, shared.ID, 1)
			c.want(err, code)
		}
		_, err = s.UpdateView(c.ctx, c.manager, mine.ID, in)
		c.want(err, crm.CodeNotFound)
		_, err = s.UpdateView(c.ctx, c.manager, shared.ID, in)
		c.must(err)
		_, err = s.DropView(c.ctx, c.eastman, shared.ID, 1)
		c.want(err, crm.CodeConflict)
		_, err = s.DropView(c.ctx, c.eastman, shared.ID, 2)
		c.must(err)
		c.sound()
	})
}
