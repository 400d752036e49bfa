package intake

import (
	"fmt"

	"yinfeng/crm"
)

// band keeps a lead's amount with two ends, or one (ruling 26); it reports whether that was all about the cell.
func (j *judging) band(x *cell, col column, a amount) bool {
	if col.key != "total_wan" || !j.c.rec.Has("amount_min_wan") || a.low == nil && a.high == nil {
		return false
	}
	if a.noUnit {
		j.complain(x, crm.EAmountNoUnit, col.label, amountWords[crm.EAmountNoUnit])
		return true
	}
	if a.cur != cny {
		return false
	}
	j.l.totals.uncertain(j.l.placeOf(col))
	lim := &j.l.rd.know.Limits
	most := a.high
	if most == nil {
		most = a.low
	}
	switch {
	case most.big().Cmp(whole(lim.MaxTotalWan)) > 0 || a.low != nil && a.low.big().Cmp(whole(lim.MaxTotalWan)) > 0:
		j.complain(x, crm.EAmountImplausible, col.label, fmt.Sprintf("按表中单位超过单个项目上限 %d 万元，疑单位写错；请核对", lim.MaxTotalWan))
	case most.big().Cmp(whole(lim.MinTotalWan)) < 0:
		j.complain(x, crm.EAmountImplausible, col.label, fmt.Sprintf("按表中单位低于下限 %d 万元，疑单位写错；请核对", lim.MinTotalWan))
	case a.low != nil && a.high != nil && a.low.cmp(*a.high) > 0:
		j.complain(x, crm.EAmountUnreadable, col.label, "区间的前一个数大于后一个数；请核对单位")
	case a.approx:
		j.complain(x, crm.WAmountApprox, col.label, "约数，按所写区间记；请核准")
	}
	if a.low != nil {
		j.c.rec.Set("amount_min_wan", a.low.String())
	}
	if a.high != nil {
		j.c.rec.Set("amount_max_wan", a.high.String())
	}
	return true
}

// banded reports whether the record has an amount with two ends, or one.
func (j *judging) banded() bool {
	return j.c.rec.Text("amount_min_wan") != "" || j.c.rec.Text("amount_max_wan") != ""
}
