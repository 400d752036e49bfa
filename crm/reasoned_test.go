package crm

import "testing"

// A reason of blanks or stops is none, wherever one is asked for.
func TestReasoned(t *testing.T) {
	for reason, want := range map[string]bool{"": false, "   ": false, "　　": false, " 补 ": false, "。。": false, "。 补 …": false, "--": false, "补件": true, "补、件": true, " 材料补正 ": true} {
		if Reasoned(reason) != want {
			t.Errorf("%q: %v", reason, !want)
		}
	}
	closing := CloseCheck{Period: Period{Month: "2022-09", State: "open", Closable: "2022-09-25", Submitted: 3}, FirstOpen: "2022-09"}
	if err := CheckClose(closing, "2022-09-26", CloseInput{CarryOver: true, Reason: "   "}); ErrCode(err) != CodeInvalid {
		t.Errorf("carried over without a reason: %v", err)
	}
	closed := Period{Month: "2022-08", State: "closed"}
	if err := CheckReopen(closed, "2022-08", ReopenInput{Reason: "  "}); ErrCode(err) != CodeInvalid {
		t.Errorf("reopened without a reason: %v", err)
	}
}
