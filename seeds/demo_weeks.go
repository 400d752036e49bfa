package seeds

import (
	"context"

	"yinfeng/crm"
)

// planWeeks lets an office send its weekly sheets on Fridays of September; the bureau has answered the
// first and is late with the second.
func (c *city) planWeeks() {
	v, office := c.viewers["liaison"], c.units["ak-office-jjj"]
	for _, w := range []struct {
		friday     crm.Date
		note, plan string
	}{
		{"2022-09-09", "本周走访食品、文创企业各一家，两家都有到陕南设厂的意向。", "整理企业要素需求，与县区对接厂房。"},
		{"2022-09-16", "接待新能源企业一批，魔芋制品加工项目已登记线索，需县区尽快给出选址意见。", "请相关县区答复流转的线索，陪同企业实地考察。"},
	} {
		c.after(w.friday, func(ctx context.Context) error {
			week := crm.WeekOf(w.friday)
			sheet, err := c.s.OfficeWeek(ctx, v, office.ID, week)
			if err != nil {
				return err
			}
			_, err = c.s.SendWeek(ctx, v, office.ID, crm.WeekInput{Week: week, Note: w.note, Plan: w.plan, Facts: sheet.Facts})
			return err
		})
	}
	c.after("2022-09-14", func(ctx context.Context) error {
		week := crm.WeekOf("2022-09-09")
		sheet, err := c.s.OfficeWeek(ctx, c.viewers["manager"], office.ID, week)
		if err != nil {
			return err
		}
		_, err = c.s.ReplyWeek(ctx, c.viewers["manager"], office.ID, crm.WeekWord{Week: week, Text: "标准厂房由高新区先提供可用面积，请联络处本周内把企业要求发过去。", Version: sheet.Version})
		return err
	})
}
