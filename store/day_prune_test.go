package store_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
	"yinfeng/store"
	"yinfeng/store/storetest"
)

// Reminders that are done and deliveries that ended go after the setting's days; what waits stays, and
// nothing is told a second time.
func TestStore_PruneReminders(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c, clock, _ := clockCity(t, engine, "2022-09-26")
			c.listening(1, 0, "[]", true, false)
			old, open := c.lead(c.eastman, "滨江电子有限公司"), c.lead(c.eastman, "海晏食品有限公司")
			c.to(clock, "2022-09-28")
			told := c.count("SELECT COUNT(*) FROM reminders")
			must(t, c.s.ExecForTest("UPDATE deliveries SET state = 'sent' WHERE reminder_id IN (SELECT id FROM reminders WHERE object_id = $1)", old.ID))
			must(t, c.s.ExecForTest("UPDATE reminders SET done_on = '2022-09-28' WHERE object_id = $1", old.ID))
			kept := c.count("SELECT COUNT(*) FROM reminders WHERE object_id = $1", open.ID)
			must(t, c.s.ExecForTest("UPDATE leads SET status = 'dropped'")) // nothing more falls due
			must(t, c.s.ExecForTest("INSERT INTO settings (name, value, label, provisional, updated_at) VALUES ('keepDays', '60', '', FALSE, 1)"))
			c.to(clock, "2022-11-26")
			if n := c.count("SELECT COUNT(*) FROM reminders"); n != told || told == 0 || kept == 0 {
				t.Fatalf("%d reminders after 59 days, %d before", n, told)
			}
			c.to(clock, "2022-11-29")
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE object_id = $1", old.ID) + c.count("SELECT COUNT(*) FROM deliveries WHERE state = 'sent'"); n != 0 {
				t.Errorf("%d old ones are left", n)
			}
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE object_id = $1", open.ID); n != kept {
				t.Errorf("%d of %d open ones are left", n, kept)
			}
			must(t, c.s.ExecForTest("UPDATE settings SET value = '0' WHERE name = 'keepDays'"))
			must(t, c.s.ExecForTest("UPDATE reminders SET done_on = '2022-09-28'"))
			must(t, c.s.ExecForTest("UPDATE deliveries SET state = 'sent'"))
			c.to(clock, "2024-11-29")
			if n := c.count("SELECT COUNT(*) FROM reminders WHERE object_id = $1", open.ID); n != kept {
				t.Errorf("0 days keep all, %d of %d are left", n, kept)
			}
			if _, bad, err := c.s.VerifyAudit(c.ctx); bad != 0 || err != nil {
				t.Error(bad, err)
			}
		})
	}
}

// Texts of settings have bounds, and what is too long is said with its length.
func TestStore_SettingTexts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newLeadCity(t, s)
		put := func(name, value string) error {
			_, err := s.PutSetting(ctx, c.admin, name, []byte(value), false, 0)
			return err
		}
		must(t, put("cityName", `"示例市"`))
		for name, bad := range map[string]string{"phone": long(41), "preparer": `张\n三`, "systemTitle": long(31), "siteUrl": "https://" + strings.Repeat("a", 200) + ".cn"} {
			c.want(put(name, `"`+bad+`"`), crm.CodeInvalid)
		}
		c.want(put("evidence", `[{"form":"`+long(21)+`","use":"","kinds":[]}]`), crm.CodeInvalid)
		if err := put("issuer", `"`+long(41)+`"`); err == nil || err.Error() != "填报单位不能超过 40 个字，现有 41 个字" {
			t.Error(err)
		}
		must(t, put("issuer", `"`+long(40)+`"`))
	})
}

func long(n int) string { return strings.Repeat("长", n) }
