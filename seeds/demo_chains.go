package seeds

import (
	"context"
	"math/rand/v2"

	"yinfeng/crm"
)

// chainHeads are the invented 链长 of the demo, one for several chains; who leads which
// chain in Ankang is not known.
var chainHeads = []string{"江副市长（虚构）", "陆副市长（虚构）", "顾副市长（虚构）", "夏常委（虚构）", "叶副主席（虚构）"}

var chainLeads = []string{"工信局（虚构）", "农业农村局（虚构）", "文旅广电局（虚构）", "发改委（虚构）", "商务局（虚构）"}

// demoChains gives every chain of the pack an invented head and lead department.
func demoChains(p *crm.Pack) {
	for i := range p.Chains {
		p.Chains[i].Head, p.Chains[i].LeadUnit = chainHeads[i%len(chainHeads)], chainLeads[i*2%len(chainLeads)]
	}
}

// planChainTargets sets the year's capital targets of the chains that have projects, by
// their number of projects; together they stay below the city's.
func (c *city) planChainTargets() {
	projects := map[int64]int64{}
	for _, p := range c.plans {
		projects[c.chainOf(p.f.trade.chain)]++
	}
	var ids, weights []int64
	for _, x := range c.chains {
		if projects[x.ID] > 0 {
			ids, weights = append(ids, x.ID), append(weights, projects[x.ID])
		}
	}
	for i, v := range allocate(1_060*crm.FenPerYi, weights, crm.FenPerYi) {
		in := crm.TargetInput{Year: 2022, UnitID: c.units["ak"].ID, ChainID: ids[i], Indicator: crm.IndCapital, Value: &v, Note: "演示数据"}
		c.at("2022-01-20", func(ctx context.Context) error {
			_, err := c.s.SetTarget(ctx, c.viewers["manager"], in)
			return err
		})
	}
}

// demoProblems are what the demo's projects lack, by factor.
var demoProblems = []struct{ factor, text, owner, solution string }{
	{"土地", "用地指标尚未落实，影响二期开工", "自然资源局（虚构）", "指标已调剂落实，已完成供地"},
	{"资金", "企业流动资金周转紧张", "金融办（虚构）", "银行已授信放款"},
	{"用工", "熟练工人不足，缺口约六十人", "人社局（虚构）", "已组织专场招聘，缺口补齐"},
	{"水电气", "厂区外线供电容量不够", "供电公司（虚构）", "专线已架通送电"},
	{"审批", "环评文件编制进度慢", "行政审批局（虚构）", "环评已批复"},
	{"政策", "设备补贴兑现手续未办结", "经贸局（虚构）", "补贴已兑付"},
}

// planProblems lists problems of every seventh project in the months of 2022; most of
// them are solved within weeks.
func (c *city) planProblems() {
	r := rand.New(rand.NewPCG(2022, 7))
	for i, p := range c.plans {
		if i%7 != 3 {
			continue
		}
		x, v := demoProblems[i/7%len(demoProblems)], c.officer(p.code)
		found := max(p.signed.AddDays(20), crm.Date("2022-01-10")).AddDays(r.IntN(120))
		solved := found.AddDays(18 + r.IntN(60))
		if found > DemoDay.AddDays(-3) {
			continue
		}
		var problem crm.ProjectProblem
		c.at(found, func(ctx context.Context) (err error) {
			problem, err = c.s.ListProblem(ctx, v, p.id, crm.ProblemInput{Factor: x.factor, Description: x.text, Owner: x.owner, DueOn: found.AddDays(45)})
			return err
		})
		if solved > DemoDay.AddDays(-3) || r.IntN(5) == 0 {
			continue
		}
		c.at(solved, func(ctx context.Context) error {
			_, err := c.s.SolveProblem(ctx, v, problem.ID, crm.SolveInput{SolvedOn: solved, Solution: x.solution, Version: problem.Version})
			return err
		})
	}
}

// planStatuses has some projects of before 2022 fall behind, stop or end, and the newest
// still in formalities.
func (c *city) planStatuses() {
	for i, p := range c.plans {
		in, day := crm.ProjectStatusInput{}, crm.Date("")
		switch {
		case p.signed >= "2022-08-10" && i%3 == 0:
			in, day = crm.ProjectStatusInput{Status: crm.ProjectFormalities}, p.signed.AddDays(5)
		case p.signed < "2022-01-01" && i%31 == 5:
			in, day = crm.ProjectStatusInput{Status: crm.ProjectDelayed, Reason: "设备采购延期"}, "2022-07-18"
		case p.signed < "2022-01-01" && i%59 == 10:
			in, day = crm.ProjectStatusInput{Status: crm.ProjectStopped, Reason: "资金链紧张，暂停施工"}, "2022-09-20"
		case p.signed < "2022-01-01" && i%83 == 16:
			in, day = crm.ProjectStatusInput{Status: crm.ProjectEnded, Reason: "投资方战略调整，协商解约"}, "2022-09-21"
		default:
			continue
		}
		if day > DemoDay.AddDays(-1) {
			continue
		}
		v := c.officer(p.code)
		c.after(day, func(ctx context.Context) error {
			got, err := c.s.Project(ctx, system, p.id)
			if err != nil {
				return err
			}
			in.Version = got.Version
			_, err = c.s.SetProjectStatus(ctx, v, p.id, in)
			return err
		})
	}
}
