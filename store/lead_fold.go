package store

import (
	"database/sql"
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
	others, err := otherNames(t, l.Lead, in)
	if err != nil {
		return "", err
	}
	said = append(others, said...)
	filled.Decision = &crm.DuplicateDecision{Verdict: "new", Reason: in.Decision.Reason}
	passed, err := judgeEdit(t, l.Lead, filled)
	if err != nil {
		return "", err
	}
	for _, n := range passed {
		if !n.Own && !n.Tied() { // the person has judged the own lead alone
			return "", crm.Conflict(n.Notice(), "补上登记时所填的以后，这条线索与%s首报的意向相近，不能并入；请把所填的记为进展，或另行登记", n.Notice().UnitName)
		}
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

// otherNames are the company, chain and county that were typed and that the lead does not have, in words.
func otherNames(t *Tx, l crm.Lead, in crm.LeadInput) (said []string, err error) {
	if name := strings.TrimSpace(in.CompanyName); name != "" && name != l.CompanyName {
		said = append(said, "企业名称："+name)
	}
	for _, x := range []struct {
		label, text string
		have, typed int64
	}{{"产业链", "SELECT name FROM chains WHERE id = $1", l.ChainID, in.ChainID}, {"意向县区", "SELECT name FROM units WHERE id = $1", l.PlaceUnitID, in.PlaceUnitID}} {
		if x.have == 0 || x.typed == 0 || x.have == x.typed {
			continue
		}
		names, err := collect(t.ctx, t, func(r *sql.Rows) (name string, err error) { return name, r.Scan(&name) }, x.text, x.typed)
		if err != nil {
			return nil, err
		}
		said = append(said, x.label+"："+strings.Join(names, ""))
	}
	return said, nil
}
