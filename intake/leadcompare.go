package intake

import (
	"fmt"

	"yinfeng/crm"
)

// compare holds the second of two rows with the same company and the same project name (ruling 30), and says where companies are nearly
// the same (ruling 12).
func (*leadShape) compare(_ *reader, tables []*ledger) {
	seen := map[string]*candidate{}
	for _, l := range tables {
		for _, c := range l.rows {
			project := squeeze(c.rec.Text("project"))
			if project == "" {
				continue
			}
			var first *candidate
			for _, n := range c.rec.List("investors") {
				key := project + "\x00" + n
				switch o := seen[key]; {
				case o == nil:
					seen[key] = c
				case o != c && first == nil:
					first = o
				}
			}
			if first == nil {
				continue
			}
			if first.whole == c.whole {
				c.hold(crm.EDuplicateExact, first.rec.Row, fmt.Sprintf("与%s第 %d 行完全相同（序号除外）；请删去一行", sheetWord(first, c), first.rec.Row))
			} else {
				c.hold(crm.EDuplicateSuspect, first.rec.Row, fmt.Sprintf("与%s第 %d 行企业、项目名称相同，其他内容不同；请决定更新还是跳过", sheetWord(first, c), first.rec.Row))
			}
		}
	}
	suspects(tables)
	similarCompanies(tables)
}
