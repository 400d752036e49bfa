package store

import (
	"strings"

	"yinfeng/crm"
)

// rowFact is one thing that a row says of a project, as people read it: an amount with its unit, a date.
type rowFact struct{ label, text string }

// facts are the amounts and dates that a row tells.
func (in projectRowInput) facts() (out []rowFact) {
	add := func(said bool, label string, m crm.Money) {
		if said {
			out = append(out, rowFact{label, moneyText(m)})
		}
	}
	add(in.total.Amount > 0, "总投资", in.total)
	add(in.fixed >= 0, "固定资产投资", crm.Money{Amount: in.fixed, Currency: in.total.Currency})
	add(in.agreed >= 0, "协议引资额", crm.Money{Amount: in.agreed, Currency: in.total.Currency})
	add(in.arrived, "已到位", crm.Yuan(in.opening))
	for _, d := range in.dates {
		out = append(out, rowFact{d.kind.Label() + "时间", d.on})
	}
	return out
}

// contradicts holds a row that says another amount or date of a project than an earlier row of the same
// table: nobody can tell which is meant. What adds to the earlier row, or says it more coarsely, is no
// contradiction; neither are stages on other sheets. nil where the row may go on.
func (k *projectKind) contradicts(r *crm.ImportRecord, x *importProject, in projectRowInput) *importStep {
	if r.Choice == crm.ChooseUpdate || x.src == nil && len(x.rows) == 0 {
		return nil
	}
	said := map[string]rowFact{} // by label: what the latest row of the table said
	at := map[string]int{}
	hear := func(rec *crm.ImportRecord) {
		if rec != nil && rec.Sheet == r.Sheet && rec.Table == r.Table {
			for _, f := range k.input(rec, x.county).facts() {
				if !strings.HasPrefix(said[f.label].text, f.text) { // a coarser date says nothing new
					said[f.label], at[f.label] = f, rec.Row
				}
			}
		}
	}
	hear(x.src)
	for _, rec := range x.rows {
		hear(rec)
	}
	var other []string
	row := 0
	for _, f := range in.facts() {
		was, known := said[f.label]
		if known && !strings.HasPrefix(f.text, was.text) && !strings.HasPrefix(was.text, f.text) {
			other = append(other, sprintf("%s第 %d 行是 %s、本行是 %s", f.label, at[f.label], was.text, f.text))
			row = max(row, at[f.label])
		}
	}
	if len(other) == 0 {
		return nil
	}
	why := sprintf("与第 %d 行是同一项目，内容却不同：%s。请改对其中一行；以本行为准的选更新，确是另一个项目的选作为新项目", row, strings.Join(other, "；"))
	if !x.isNew {
		return x.heldAs(r, why)
	}
	s := held(r, crm.EDuplicateSuspect, "%s", why)
	return &s
}
