package store_test

import (
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// A contact is found by the last four digits for as long as it has that number, by those whose
// unit knows the person and by nobody else; the search after an upgrade is the same.
func TestStore_FindContacts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		l := c.lead(c.eastman, "海晏食品有限公司")
		var sun crm.Contact
		for name, phone := range map[string]string{"孙经理": "139-0000 1234", "座机": "029-87654321转801", "两个": "13800005555 13900006666", "短号": "661234", "无号": ""} {
			p, err := s.AddContact(c.ctx, c.eastman, l.CompanyID, crm.ContactInput{Name: name, Phone: phone})
			c.must(err)
			if name == "孙经理" {
				sun = p
			}
		}
		find := func(v crm.Viewer, last4 string) (names []string) {
			t.Helper()
			hits, err := s.FindContacts(c.ctx, v, last4)
			c.must(err)
			if hits == nil {
				t.Fatal("null for none")
			}
			for _, h := range hits {
				names = append(names, h.Title)
			}
			return names
		}
		same := func(v crm.Viewer, last4 string, want ...string) {
			t.Helper()
			if got := find(v, last4); len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
				t.Errorf("%s finds %q, want %q", last4, got, want)
			}
		}
		all := func() {
			t.Helper()
			same(c.eastman, "1234", "联系人 孙经理 139****1234")
			same(c.eastmat, "4321", "联系人 座机 "+crm.MaskPhone("029-87654321转801"))
			same(c.manager, "6666", "联系人 两个 138****6666")
			for _, none := range []string{"0000", "5555", "0801", "1801"} {
				same(c.eastman, none)
			}
			same(c.westman, "1234")
			same(c.liaison, "4321")
		}
		_, err := s.UpdateContact(c.ctx, c.eastman, sun.ID, crm.ContactInput{Name: "孙经理", Phone: "13900001234", Version: sun.Version})
		c.must(err)
		all()
		must(t, s.DownAndUpForTest(c.ctx, 22))
		all()
		sun, err = s.UpdateContact(c.ctx, c.eastman, sun.ID, crm.ContactInput{Name: "孙总", Phone: "139****1234", Version: sun.Version + 1})
		c.must(err)
		same(c.eastman, "1234", "联系人 孙总 139****1234")
		c.must(s.RemoveContact(c.ctx, c.eastman, sun.ID, sun.Version))
		same(c.eastman, "1234")
		for _, bad := range []string{"", "123", "12345", "12a4", "１２３４", "%%%%"} {
			_, err := s.FindContacts(c.ctx, c.eastman, bad)
			c.want(err, crm.CodeInvalid)
		}
		_, err = s.FindContacts(c.ctx, c.admin, "1234")
		c.want(err, crm.CodeForbidden)
		c.noPhoneInLog(t, "13900001234")
		c.sound()
	})
}

// The hour's limit counts each search, whether it found something or not, and each person alone.
func TestStore_FindContacts_limit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		for range 30 {
			_, err := s.FindContacts(c.ctx, c.eastman, "9876")
			c.must(err)
		}
		_, err := s.FindContacts(c.ctx, c.eastman, "9876")
		c.want(err, crm.CodeTooMany)
		_, err = s.FindContacts(c.ctx, c.eastmat, "9876")
		c.must(err)
	})
}
