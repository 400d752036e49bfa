package intaketest

import (
	"strings"
	"testing"
)

const want = `{"sheets":[{"name":"甲","role":"ledger","kind":"projects","header_rows":[1],"data_rows":[2,3],"unit":null}],
"records":[{"sheet":"甲","row":2,"kind":"projects","project":"一","total_wan":"8","place":null,"flags":[]}],
"held":[{"sheet":"甲","row":3,"kind":"projects","project":"二","errors":["E_NO_INVESTOR"]}],
"issues":[{"sheet":"甲","row":3,"code":"E_NO_INVESTOR","message":"x"}],
"skipped_rows":[{"sheet":"甲","row":1,"kind":"表头"},{"sheet":"甲","row":9,"kind":"空行"}],
"control_totals":[{"sheet":"甲","row":4,"agrees":true}],"links":[{"project":"一","rows":[["甲",2],["乙",3]]}],
"counts":{"records":1,"held":1,"errors":1,"warnings":0}}`

// TestDiff: what need not be equal gives no line; each thing that must, gives one.
func TestDiff(t *testing.T) {
	cases := []struct {
		name, old, new string
		lines          int
	}{
		{"the same", "", "", 0},
		{"null for absent", `"place":null,`, ``, 0},
		{"another message", `"message":"x"`, `"message":"y"`, 0},
		{"more keys", `"project":"一",`, `"project":"一","more":1,`, 0},
		{"what a held row shows", `"project":"二"`, `"project":"三"`, 0},
		{"a blank row not listed", `,{"sheet":"甲","row":9,"kind":"空行"}`, ``, 0},
		{"another value", `"total_wan":"8"`, `"total_wan":"9"`, 1},
		{"a number for a text", `"total_wan":"8"`, `"total_wan":8`, 1},
		{"a flag more", `"flags":[]`, `"flags":["W_HIDDEN_ROW"]`, 1},
		{"a record elsewhere", `"row":2,"kind"`, `"row":5,"kind"`, 2},
		{"another error", `"errors":["E_NO_INVESTOR"]`, `"errors":["E_NO_PROJECT"]`, 1},
		{"another issue", `"code":"E_NO_INVESTOR"`, `"code":"E_NO_PROJECT"`, 2},
		{"a skipped row less", `{"sheet":"甲","row":1,"kind":"表头"},`, ``, 1},
		{"a total that does not agree", `"agrees":true`, `"agrees":false`, 2},
		{"another link", `["乙",3]`, `["乙",4]`, 2},
		{"another count", `"errors":1`, `"errors":2`, 1},
		{"another unit", `"unit":null`, `"unit":"万元"`, 1},
		{"another header", `"header_rows":[1]`, `"header_rows":[1,2]`, 1},
	}
	for _, c := range cases {
		lines, err := Diff([]byte(want), []byte(strings.Replace(want, c.old, c.new, 1)))
		if err != nil || len(lines) != c.lines {
			t.Errorf("%s: %d lines, want %d: %v %v", c.name, len(lines), c.lines, lines, err)
		}
	}
	if _, err := Diff([]byte("{"), []byte(want)); err == nil {
		t.Error("no error for broken JSON")
	}
}
