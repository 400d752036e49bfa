package store

import (
	"strings"

	"yinfeng/crm"
)

// foldInto takes into an existing lead what was typed for a new one (并入): blanks are filled, the
// rest stands in the note that is returned. What then would say something else than the lead was
// reported for is judged like any edit.
func foldInto(t *Tx, l *leadRow, in crm.LeadInput) (note string, err error) {
	if l.Voided {
		return "", crm.Conflict(l.Lead, "线索已作废，不能并入")
	}
	filled, said := l.Input().Filled(in)
	filled.Decision = &crm.DuplicateDecision{Verdict: "new", Reason: in.Decision.Reason}
	passed, err := judgeEdit(t, l.Lead, filled)
	if err != nil {
		return "", err
	}
	next := *l
	if err := fillLead(t, &next, filled); err != nil {
		return "", err
	}
	changes := l.Input().Changes(next.Input())
	if changes != "" {
		if err := writeLead(t, *l, next); err != nil {
			return "", err
		}
		next.Version++
	}
	*l = next
	note = "登记“" + strings.TrimSpace(in.Project) + "”时认定为同一意向，并入这条线索：" + in.Decision.Reason
	if changes != "" {
		note += "。补上了" + changes
	}
	if len(said) > 0 {
		note += "。登记时所填：" + strings.Join(said, "；")
	}
	return crm.MaskPhones(note), passDuplicates(t, *l, passed, filled.Decision)
}
