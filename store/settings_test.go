package store_test

import (
	"encoding/json"
	"slices"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A list that is set is the list in force, without anything of the shipped one.
func TestStore_PutSetting_Lists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		put := func(name, value string) error {
			_, err := s.PutSetting(c.ctx, c.admin, name, json.RawMessage(value), false, 0)
			return err
		}
		c.must(put("cityName", `"示例市"`))
		c.want(put("outHosts", `[null, "a.example.cn"]`), crm.CodeInvalid)
		c.must(put("outHosts", `["a.example.cn"]`))
		set, err := s.Settings(c.ctx)
		c.must(err)
		if !slices.Equal(set.OutHosts, crm.OutHosts{"a.example.cn"}) {
			t.Fatal(set.OutHosts)
		}
	})
}
