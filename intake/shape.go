package intake

import "yinfeng/crm"

// shape is what differs between the kinds of tables; one value serves one table and may keep what it learns of it.
type shape interface {
	// fits says whether the header holds what a table of the kind cannot do without.
	fits(h *header) bool
	layout(h *header) *crm.ImportLayout
	// carrying are the keys of which two with a value make a row data, whatever its words look like.
	carrying() []string
	// subject is the key whose column holds a word in every data row, but not beside a 小计.
	subject() string
	// begin reads what the rows above the header say for the kind.
	begin(l *ledger)
	// judge reads a data row by the rulings; it never fails, it complains.
	judge(l *ledger, r *row) []*candidate
	// end says what can be said only when all rows of the table have been read.
	end(l *ledger)
	// compare looks at the rows of all tables of the kind against each other.
	compare(rd *reader, tables []*ledger)
}

// shapes makes the shape of each kind that can be read.
var shapes = map[crm.ImportKind]func() shape{
	crm.ImportProjects: func() shape { return projectShape{} },
	crm.ImportLeads:    func() shape { return &leadShape{} },
	crm.ImportVisits:   func() shape { return &visitShape{} },
	crm.ImportCapital:  func() shape { return &capitalShape{} },
	crm.ImportMatrix:   func() shape { return &matrixShape{} },
	crm.ImportCompany:  func() shape { return companyShape{} },
}

// kindOrder is the order in which kinds are tried and compared.
var kindOrder = []crm.ImportKind{crm.ImportProjects, crm.ImportLeads, crm.ImportVisits, crm.ImportCapital, crm.ImportMatrix, crm.ImportCompany}

// plain has the parts that most kinds leave empty.
type plain struct{}

func (plain) begin(*ledger) {}
func (plain) end(*ledger)   {}

// has reports whether any of the keys has a column.
func (h *header) has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := h.by[k]; ok {
			return true
		}
	}
	return false
}

// newLayout lists the keys of order that the header has columns for or that always are there.
func newLayout(h *header, order []string, always ...string) *crm.ImportLayout {
	has := map[string]bool{}
	for _, k := range always {
		has[k] = true
	}
	for _, c := range h.cols {
		has[c.key] = true
	}
	var keys []string
	for _, k := range order {
		if has[k] {
			keys = append(keys, k)
		}
	}
	return crm.NewImportLayout(keys...)
}

// judging is one row while it is read.
type judging struct {
	l     *ledger
	r     *row
	c     *candidate
	pair  amountPair
	buf   []byte
	entry bool // the row is of our own list of entries: reversals are negative there
}

// judgeRow begins a row of kind k.
func judgeRow(l *ledger, r *row, k crm.ImportKind) *judging {
	j := &judging{l: l, r: r, c: l.candidate(r.num, k)}
	if r.hidden {
		j.complain(nil, crm.WHiddenRow, "", "隐藏行已读入（合计包含它）；请核对")
	}
	return j
}

// candidate makes an empty record of the table.
func (l *ledger) candidate(row int, k crm.ImportKind) *candidate {
	c := &candidate{rec: crm.NewImportRecord(l.sheet.name, row, k, l.layout), ledger: l}
	c.rec.Table = l.sheet.table
	return c
}
