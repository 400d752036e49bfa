package store_test

import (
	"fmt"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// What a unit learns by naming companies that only others know is counted: past the hour's limit
// every company that is new to the person is refused alike, known or not.
func TestStore_CountNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		var known []crm.CompanyInput
		for i := range 125 {
			known = append(known, crm.CompanyInput{Name: fmt.Sprintf("%c%c矿业有限公司", '一'+rune(i)*37, '丈'+rune(i)*53), Origin: crm.OriginUnknown, UnitID: c.west.ID})
		}
		_, err := s.BulkCompanies(c.ctx, crm.Viewer{Operator: true}, known)
		c.must(err)
		name := func(v crm.Viewer, name, code string) error {
			_, err := s.CreateCompany(c.ctx, v, crm.CompanyInput{Name: name, CreditCode: code})
			return err
		}
		for i := range 5 { // what is new to everybody, and one's own, is not counted
			c.must(name(c.eastman, fmt.Sprintf("东河%c陶瓷有限公司", '一'+rune(i)), ""))
			c.must(name(c.eastman, "东河一陶瓷有限公司", ""))
		}
		c.must(name(c.westman, known[0].Name, "91350100M000100Y43"))
		c.want(name(c.eastman, known[0].Name, "91610900MAJFMQN533"), crm.CodeInvalid) // a refusal tells too
		own, err := s.CreateCompany(c.ctx, c.eastman, crm.CompanyInput{Name: "东河一陶瓷有限公司"})
		c.must(err)
		rename := func(to string) error {
			in := own.Input()
			in.Name = to
			in.Version = own.Version
			_, err := s.UpdateCompany(c.ctx, c.eastman, own.ID, in)
			return err
		}
		c.want(rename(known[1].Name), crm.CodeInvalid)
		for i := range 118 {
			switch i % 3 {
			case 0:
				_, err = c.report(c.eastman, known[i].Name, fmt.Sprintf("第%d条生产线", i), nil)
			case 1:
				_, err = s.LogVisit(c.ctx, c.eastman, visitInput("2022-09-20", known[i].Name))
			default:
				err = name(c.eastman, known[i].Name, "")
			}
			c.must(err)
		}
		for _, next := range []string{known[120].Name, "无人知晓矿业有限公司"} {
			err := name(c.eastman, next, "")
			c.want(err, crm.CodeTooMany)
			if err.Error() != errText(name(c.eastman, known[121].Name, "")) {
				t.Errorf("%s: %v", next, err)
			}
			c.want(rename(next), crm.CodeTooMany)
			_, err = c.report(c.eastman, next, "一条生产线", nil)
			c.want(err, crm.CodeTooMany)
		}
		c.must(name(c.eastman, known[3].Name, "")) // what one knows by now
		c.must(name(c.eastmat, known[120].Name, ""))
		c.must(name(c.manager, known[121].Name, ""))
		c.sound()
	})
}

func errText(err error) string { return fmt.Sprint(err) }
