package seeds

import (
	"context"
	"errors"

	"yinfeng/crm"
)

// openPlan is a county's lead that is talked about.
type openPlan struct {
	l       *leadPlan
	code    string
	company string
}

// planTalk plans comments, tasks and three disputes on the counties' younger leads: one that waits
// for the holder's answer, one for the bureau, one that is decided and may be appealed.
func (c *city) planTalk() {
	texts := []string{"企业负责人下周来考察，请先联系园区看厂房", "要素清单已发企业，等对方回复用电量", "建议请市局一起谈用地指标", "企业提出分两期建设，请核对投资额"}
	tasks := []string{"核对企业用电、用气需求", "准备考察行程和接待方案", "请园区出具厂房平面图", "起草投资协议初稿"}
	for i, o := range c.open {
		c.after(DemoDay.AddDays(-1), func(ctx context.Context) error {
			if o.l.lead.Status != crm.LeadActive {
				return nil
			}
			v := c.officer(o.code)
			switch i % 5 {
			case 0:
				_, err := c.s.AddComment(ctx, v, crm.CommentInput{ObjectKind: "lead", ObjectID: o.l.lead.ID, Text: texts[i/5%len(texts)],
					Mentions: []int64{c.viewers["manager"].UserID}})
				return err
			case 1:
				_, err := c.s.AddTask(ctx, v, crm.TaskInput{ObjectKind: "lead", ObjectID: o.l.lead.ID, Title: tasks[i/5%len(tasks)], DueOn: DemoDay.AddDays(i%13 - 1)})
				return err
			}
			return nil
		})
	}
	c.planDisputes()
}

// planDisputes lets three counties report what another holds, and object to it.
func (c *city) planDisputes() {
	const most = 3
	opened := 0
	for i, o := range c.open {
		if i%5 != 3 {
			continue
		}
		c.after(DemoDay.AddDays(-1), func(ctx context.Context) error {
			if opened == most || o.l.lead.Status != crm.LeadActive {
				return nil
			}
			d, err := c.dispute(ctx, o, c.officer(map[bool]string{true: "610926", false: "610902"}[o.code != "610926"]))
			if err != nil {
				return err
			}
			opened++
			return c.bring(ctx, d, c.officer(o.code), opened)
		})
	}
}

// dispute reports a lead that another unit holds, is told so, and objects.
func (c *city) dispute(ctx context.Context, o openPlan, v crm.Viewer) (crm.Dispute, error) {
	in := crm.LeadInput{CompanyName: o.company, Project: o.l.lead.Project, Industry: o.l.lead.Industry}
	_, err := c.s.ReportLead(ctx, v, in)
	var told *crm.Error
	if !errors.As(err, &told) {
		return crm.Dispute{}, errors.Join(errors.New("a second report went through"), err)
	}
	n, ok := told.State.(crm.ClaimNotice)
	if !ok {
		return crm.Dispute{}, err
	}
	return c.s.OpenDispute(ctx, v, n.ClaimID, crm.DisputeInput{Reason: "我单位七月已与该企业签订意向书", Input: in})
}

// bring takes the first dispute no further, the second to the answer, the third to a decision.
func (c *city) bring(ctx context.Context, d crm.Dispute, holder crm.Viewer, to int) error {
	if to < 2 {
		return nil
	}
	d, err := c.s.AnswerDispute(ctx, holder, d.ID, crm.ReasonInput{Reason: "首次接触有拜访记录和往来函件", Version: d.Version})
	if err != nil || to < 3 {
		return err
	}
	_, err = c.s.DecideDispute(ctx, c.viewers["manager"], d.ID, crm.RulingInput{Decision: "keep", Reason: "拜访记录在先", Version: d.Version})
	return err
}
