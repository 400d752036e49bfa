package reports

import (
	"slices"
	"strings"
	"unicode"

	"yinfeng/crm"
)

// codeColumn is a column by which an import of the sheet finds its rows again (domain §11).
type codeColumn struct {
	column string
	kind   crm.ImportKind
	key    string
}

var codeColumns = map[string][]codeColumn{
	keyProjects:   {{"code", crm.ImportProjects, "project_no"}},
	keyEntries:    {{"code", crm.ImportCapital, "entry_no"}, {"projectCode", crm.ImportCapital, "project_no"}},
	keySigned:     {{"code", crm.ImportProjects, "project_no"}},
	keyStarted:    {{"code", crm.ImportProjects, "project_no"}},
	keyProducing:  {{"code", crm.ImportProjects, "project_no"}},
	keyTalks:      {{"code", crm.ImportLeads, "lead_no"}},
	keyTrips:      {{"code", crm.ImportVisits, "visit_no"}},
	keyReceptions: {{"code", crm.ImportVisits, "visit_no"}},
}

// heads are the texts under which an import knows the column.
func (c codeColumn) heads() []string {
	for _, h := range crm.DefaultImportHeaders() {
		if h.Kind == c.kind && h.Key == c.key {
			return h.Texts
		}
	}
	return nil
}

// headText is a column's heads as an import compares them: group before label, no spaces.
func headText(heads []string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, crm.Fold(strings.Join(heads, "")))
}

// checkCodeHeads keeps the columns of codes under heads that an import knows, and no other
// column under them.
func checkCodeHeads(l, base crm.SheetLayout) error {
	for _, code := range codeColumns[l.Sheet] {
		known := code.heads()
		for i, c := range l.Columns {
			label := columnLabel(base, c.Key)
			switch is := slices.Contains(known, headText(c.Heads)); {
			case c.Key == code.column && !is:
				return crm.Invalid(columnField(i, "heads"), "列“%s”的表头只能是：%s，再次导入靠它认出编码", label, strings.Join(known, "、"))
			case c.Key != code.column && is:
				return crm.Invalid(columnField(i, "heads"), "列“%s”的表头不能是“%s”，再次导入会把它当作编码", label, headText(c.Heads))
			}
		}
	}
	return nil
}
