package intake

import (
	"fmt"
	"strings"

	"yinfeng/crm"
)

// compareRows looks at the rows of each kind against each other: duplicates, similar companies, stages of one project.
func (rd *reader) compareRows() {
	for _, k := range kindOrder {
		var tables []*ledger
		for _, l := range rd.ledgers {
			if l.kind == k {
				tables = append(tables, l)
			}
		}
		if len(tables) > 0 {
			tables[0].shape.compare(rd, tables)
		}
	}
}

// exactDuplicates holds the second of two rows of a sheet that are equal in everything but the running number.
func exactDuplicates(tables []*ledger) {
	for _, l := range tables {
		seen := make(map[string]int, len(l.rows))
		for _, c := range l.rows {
			if first, dup := seen[c.whole]; dup {
				c.hold(crm.EDuplicateExact, first, fmt.Sprintf("与第 %d 行完全相同（序号除外）；请删去一行", first))
				continue
			}
			seen[c.whole] = c.rec.Row
		}
	}
}

// hold holds a row that repeats another.
func (c *candidate) hold(code crm.ImportCode, first int, message string) {
	c.flag(code)
	c.rec.Extra = append(c.rec.Extra, crm.ImportExtra{Key: "duplicate_of_row", Value: first})
	field := "project"
	if !c.rec.Has(field) {
		field = c.ledger.shape.subject()
	}
	c.ledger.rowIssue(c.rec.Row, c.ledger.label(field), code, c.rec.Text(field), message)
}

func (c *candidate) repeats() bool {
	for _, e := range c.rec.Errors {
		if e == crm.EDuplicateExact || e == crm.EDuplicateSuspect {
			return true
		}
	}
	return false
}

// suspects holds the second of two rows with the same project, county, amount, date and stage and a similar company.
func suspects(tables []*ledger) {
	seen := map[string][]*candidate{}
	for _, l := range tables {
		for _, c := range l.rows {
			names := c.rec.List("investors")
			if c.repeats() || len(names) == 0 || c.rec.Text("project") == "" {
				continue
			}
			key := strings.Join([]string{squeeze(c.rec.Text("project")), c.rec.Text("county"), c.rec.Text("total_wan"), c.rec.Text("total_usd_wan"),
				c.rec.Text("sign_date"), c.rec.Text("start_date"), c.rec.Text("production_date"), c.stage()}, "\x00")
			held := false
			for _, o := range seen[key] {
				if similarLists(names, o.rec.List("investors"), crm.SameBrand) {
					c.hold(crm.EDuplicateSuspect, o.rec.Row, fmt.Sprintf("与%s第 %d 行项目、县区、金额、日期相同，企业名称相近，疑为同一项目；请核实", sheetWord(o, c), o.rec.Row))
					held = true
					break
				}
			}
			if !held && len(seen[key]) < 50 {
				seen[key] = append(seen[key], c)
			}
		}
	}
}

// stage tells which list of projects the row stands in: by the sheet's stage, where its name or title tells one, and the row's own.
func (c *candidate) stage() string { return c.ledger.stage + "/" + c.rec.Text("stage") }

func sheetWord(o, c *candidate) string {
	if o.ledger == c.ledger {
		return ""
	}
	return "“" + o.rec.Sheet + "”"
}

// similarLists reports whether two lists of companies pair off by same.
func similarLists(a, b []string, same func(a, b string) bool) bool {
	if len(a) != len(b) {
		return false
	}
	used := make([]bool, len(b))
next:
	for _, x := range a {
		for i, y := range b {
			if !used[i] && same(x, y) {
				used[i] = true
				continue next
			}
		}
		return false
	}
	return true
}

// similarCompanies flags rows whose company differs from another row's by the legal form or 市 only, with another project.
func similarCompanies(tables []*ledger) {
	type use struct {
		c    *candidate
		name string
	}
	groups := map[string][]use{}
	mixed := map[string]bool{}  // keys with more than one name
	keys := map[string]string{} // the key of each name, worked out once
	for _, l := range tables {
		for _, c := range l.rows {
			if c.rec.IsHeld() {
				continue
			}
			for _, n := range c.rec.List("investors") {
				if _, ok := keys[n]; !ok {
					keys[n] = crm.SimilarKey(n)
				}
				g := groups[keys[n]]
				mixed[keys[n]] = mixed[keys[n]] || len(g) > 0 && g[0].name != n
				groups[keys[n]] = append(g, use{c, n})
			}
		}
	}
	for _, l := range tables {
		for _, c := range l.rows {
			if c.rec.IsHeld() {
				continue
			}
			for _, n := range c.rec.List("investors") {
				g := groups[keys[n]]
				if !mixed[keys[n]] {
					continue
				}
				for k := 0; k < len(g) && k < 1000; k++ {
					if o := g[k]; o.name != n && squeeze(o.c.rec.Text("project")) != squeeze(c.rec.Text("project")) {
						c.similar(n, o.name, o.c.rec.Row)
						break
					}
				}
			}
		}
	}
}

func (c *candidate) similar(name, other string, row int) {
	before := len(c.rec.Flags)
	if c.flag(crm.WCompanySimilar); len(c.rec.Flags) == before {
		return
	}
	c.ledger.rowIssue(c.rec.Row, c.ledger.head.by["investors"].label, crm.WCompanySimilar, name,
		fmt.Sprintf("与第 %d 行的“%s”只差公司形式或“市”字；请核对是否同一企业", row, other))
}

// link joins rows of different sheets that are stages of one project, and compares their amounts at the printed precision.
func (rd *reader) link(tables []*ledger) {
	if len(tables) < 2 {
		return
	}
	type chain struct{ rows []*candidate }
	byKey := map[string][]*chain{}
	var order []*chain
	for _, l := range tables {
		for _, c := range l.rows {
			if c.rec.IsHeld() || c.rec.Text("project") == "" {
				continue
			}
			key := squeeze(c.rec.Text("project")) + "\x00" + c.rec.Text("county")
			found := false
			for _, ch := range byKey[key] {
				last := ch.rows[len(ch.rows)-1]
				if last.ledger != l && last.stage() != c.stage() && similarLists(last.rec.List("investors"), c.rec.List("investors"), crm.SameButForm) {
					ch.rows, found = append(ch.rows, c), true
					amountChanged(last, c)
					break
				}
			}
			if !found {
				ch := &chain{[]*candidate{c}}
				byKey[key] = append(byKey[key], ch)
				order = append(order, ch)
			}
		}
	}
	for _, ch := range order {
		if len(ch.rows) < 2 {
			continue
		}
		link := crm.ImportLink{Project: ch.rows[0].rec.Text("project")}
		for _, c := range ch.rows {
			link.Rows = append(link.Rows, crm.ImportRef{Sheet: c.rec.Sheet, Row: c.rec.Row})
		}
		rd.res.Links = append(rd.res.Links, link)
	}
}

// amountChanged flags both rows where the totals differ, and complains once, on the later sheet.
func amountChanged(first, second *candidate) {
	if !first.hasTot || !second.hasTot || first.usd != second.usd || first.total.near(second.total) {
		return
	}
	first.flag(crm.WAmountChanged)
	second.flag(crm.WAmountChanged)
	l := second.ledger
	l.rowIssue(second.rec.Row, l.head.by["total_wan"].label, crm.WAmountChanged, second.total.String(),
		fmt.Sprintf("“%s”为 %s 万，这里为 %s 万；请核对", first.rec.Sheet, first.total, second.total))
}
