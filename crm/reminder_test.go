package crm

import (
	"strings"
	"testing"
)

func TestReminder_Outgoing(t *testing.T) {
	r := Reminder{Title: "线索 XS2022-0001 明日\n到期，电话 13800001234"}
	if got := r.Outgoing(); got != "线索 XS2022-0001 明日 到期，电话 138****1234" {
		t.Errorf("%q", got)
	}
	r.Title = strings.Repeat("长", 200)
	if got := []rune(r.Outgoing()); len(got) != maxReminderTitle || got[79] != '…' {
		t.Errorf("%d runes: %s", len(got), string(got))
	}
}
