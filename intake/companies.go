package intake

import "yinfeng/crm"

// companyKeys is the order in which a record of a company prints its keys.
var companyKeys = []string{"company_no", "name", "credit_code", "origin", "province", "city", "industry", "tags", "address", "unit", "note"}

// companyShape is the kind companies: our own list, which comes back with changes in it.
type companyShape struct{ plain }

func (companyShape) fits(h *header) bool {
	return h.has("company_no") && h.has("name") && h.has("unit")
}

func (companyShape) layout(h *header) *crm.ImportLayout { return newLayout(h, companyKeys, "name") }

func (companyShape) carrying() []string { return []string{"company_no", "name"} }
func (companyShape) subject() string    { return "name" }

func (companyShape) judge(l *ledger, r *row) []*candidate {
	j := judgeRow(l, r, crm.ImportCompany)
	for _, k := range companyKeys {
		x, col, _ := j.cellOf(k)
		switch {
		case x == nil:
		case k == "credit_code" && !crm.CreditCodeValid(squeeze(x.text)):
			j.complain(x, crm.WFieldUnreadable, col.label, "不是有效的18位统一社会信用代码，未取；请核对")
		case k == "credit_code":
			j.c.rec.Set(k, upper(squeeze(x.text)))
		case k == "name":
			j.c.rec.Set(k, crm.CompanyName(tidy(x.text)))
		default:
			j.c.rec.Set(k, tidy(x.text))
		}
	}
	if j.c.rec.Text("name") == "" {
		j.complain(nil, crm.ENoCompany, l.label("name"), "缺企业名称；请补填")
	}
	j.c.whole = j.fingerprint()
	return []*candidate{j.c}
}

func (companyShape) compare(_ *reader, tables []*ledger) { exactDuplicates(tables) }
