package reports

import (
	"fmt"
	"math/rand/v2"

	"yinfeng/crm"
)

// An invented month of an invented city's data: 13 units and 市本级及市直, about 60
// projects, 300 entries. Only the place names and the two goals are real.

var sampleUnits = []string{"汉滨区", "汉阴县", "石泉县", "宁陕县", "紫阳县", "岚皋县", "平利县", "镇坪县", "旬阳市", "白河县", "安康高新区", "恒口示范区", "瀛湖旅游区", "市本级及市直"}

type sampler struct {
	*rand.Rand
	r *crm.MonthReport
}

func sample(entries int) *crm.MonthReport {
	s := sampler{rand.New(rand.NewPCG(7, 11)), &crm.MonthReport{}}
	snapshot := "KZ-202208-01"
	s.r.Form = crm.ReportForm
	s.r.Head = crm.ReportHead{City: "安康市", UnitCode: "ak", CohortFrom: "2020-01", Issuer: "安康市招商和经济合作局", Demo: true, FX: 64508, FXUnverified: true,
		UnrankedUnit: "u13", Sign: crm.ReportSign{Filler: "周若溪", Phone: "0915-×××××××", Date: "2022-09-06"}}
	s.r.Figures = crm.Figures{Month: "2022-08", Year: 2022, CutOff: "2022-08-25", Snapshot: &snapshot,
		Labels: map[string]string{}, Total: map[string]crm.Figure{}}
	for i, name := range sampleUnits {
		s.r.Figures.Units = append(s.r.Figures.Units, crm.FigureUnit{ID: fmt.Sprintf("u%d", i), Name: name, Figures: map[string]crm.Figure{}})
	}
	s.projects(60)
	s.entries(entries)
	s.milestones()
	s.lines()
	s.series()
	s.talks(40)
	s.trips()
	s.receptions(30)
	s.offices()
	s.chains()
	s.sources()
	s.fulfilment()
	s.texts()
	return s.r
}

func (s sampler) pick(words ...string) string { return words[s.IntN(len(words))] }

func (s sampler) company() (name, origin string, foreign bool) {
	origin = s.pick("浙江嘉兴", "广东深圳", "江苏苏州", "陕西西安", "重庆", "北京", "福建宁德", "中国香港", "新加坡", "湖北武汉", "河北石家庄")
	name = s.pick("嘉禾", "绮屿", "朔岭", "珩愈", "溪谷", "澜栖", "沄峰", "青屿") + s.pick("服饰", "新能源", "生物", "食品", "电子", "文化发展") + s.pick("科技有限公司", "集团有限公司", "股份有限公司", "私人有限公司")
	return name, origin, origin == "中国香港" || origin == "新加坡"
}

func (s sampler) projects(n int) {
	for i := range n {
		name, origin, foreign := s.company()
		total := int64(s.IntN(150000)+8000) * crm.FenPerWan
		p := crm.ReportProject{Unit: sampleUnits[i*len(sampleUnits)/n], Code: fmt.Sprintf("AK22%04d", i+1), Investor: name, Origin: origin, Foreign: foreign,
			Name:       s.pick("富硒茶", "智能制衣产业园", "锂电池负极材料", "毛绒玩具社区工厂集群", "秦岭山地度假营地", "中药饮片及配方颗粒") + fmt.Sprintf("%d期项目", i%4+1),
			CreditCode: fmt.Sprintf("9161%014d", 1000+i), Content: s.pick("灌装线2条、瓶胚线4条,年产水30万吨", "智能裁剪、吊挂流水线36条,年产衬衫、工装900万件", "年加工8万吨富硒大米"),
			Chain: s.pick("富硒食品", "毛绒玩具文创", "秦巴医药", "新型材料"), Industry: s.pick("C15 酒、饮料和精制茶制造业", "C18 纺织服装、服饰业", "C39 计算机、通信和其他电子设备制造业"),
			New: i%3 == 0, Total: total, Fixed: total * 3 / 4, Agreed: total * 9 / 10, SignedOn: fmt.Sprintf("202%d-%02d-%02d", i%3, i%12+1, i%27+1),
			Owner: "经济技术开发区招商服务中心", Leader: s.pick("副区长江若谷", "县委常委田守拙"), Problem: s.pick("", "二期18亩用地未报批"), Next: s.pick("9月底前上报二期用地组件", "协助办理规上企业入库")}
		if i%2 == 0 {
			p.RegisteredOn, p.StartedOn = "2021-06", "2021-09-14"
		}
		if i%5 == 0 {
			p.ProducedOn = "2022-08-16"
		}
		p.Arrived = total / 3
		s.r.Projects = append(s.r.Projects, p)
	}
}

func (s sampler) entries(n int) {
	for i := range n {
		k := i * len(s.r.Projects) / n
		p := &s.r.Projects[k]
		e := crm.ReportEntry{Unit: p.Unit, ProjectCode: p.Code, Project: p.Name, New: p.New, Investor: p.Investor, Origin: p.Origin,
			ArrivedOn: fmt.Sprintf("2022-08-%02d", i%25+1), Form: s.pick("现金", "设备", "实物"), Use: s.pick("设备购置", "土建工程", "流动资金", "股权"),
			Evidence: fmt.Sprintf("JZ-%03d、FP-%03d", i%1000, i%700), Code: fmt.Sprintf("D2208-%05d", i+1)}
		e.Reported = int64(s.IntN(90000)+100) * 10_000
		e.Verified = e.Reported
		switch {
		case i%23 == 5:
			e.Verified, e.Reason = e.Reported*9/10/100*100, "3台设备未到现场"
		case i%97 == 40:
			e.Reported, e.Verified, e.Reason = -e.Reported, -e.Verified, "冲回:7月条目金额误录"
			e.Adjust = e.Verified
		case i%150 == 77:
			e.OtherYear, e.Reason = e.Verified, "补记:2021年12月验资报告送达"
		}
		if p.Foreign {
			e.ForeignUSD = crm.MulDiv(e.Verified, crm.RateScale, 64508)
			if i%2 == 0 {
				e.FDIUSD = e.ForeignUSD
			}
		}
		if p.Origin != "陕西西安" {
			e.Outside = e.Verified
		}
		p.ArrivedMonth += e.Verified
		p.ArrivedYear += e.Verified
		s.r.Entries = append(s.r.Entries, e)
		if e.Adjust != 0 || e.OtherYear != 0 {
			s.r.Adjustments = append(s.r.Adjustments, crm.ReportAdjustment{Unit: e.Unit, Project: e.Project, Reason: e.Reason, OriginalMonth: "2022-07",
				OriginalEntry: "D2207-038", Entry: e.Code, Amount: e.Verified, VerifiedOn: "2022-08-22", Verifier: "郑怀舟", EarlierYear: e.OtherYear != 0})
		}
	}
}

func (s sampler) milestones() {
	for i, p := range s.r.Projects {
		switch {
		case i%3 == 0:
			s.r.Signed = append(s.r.Signed, crm.ReportSigned{Unit: p.Unit, Code: p.Code, Name: p.Name, Content: p.Content, Investor: p.Investor, Origin: p.Origin,
				Chain: p.Chain, Industry: p.Industry, Total: p.Total, Fixed: p.Fixed, Agreed: p.Agreed, SignedOn: "2022-08-18", Place: "五里工业园区", Land: int64(i) * 250, Intro: "驻长三角联络处", Owner: p.Owner})
		case i%5 == 1:
			s.r.Started = append(s.r.Started, crm.ReportStarted{Unit: p.Unit, Code: p.Code, Name: p.Name, Content: p.Content, Investor: p.Investor, Origin: p.Origin,
				Local: "安康" + p.Investor, Capital: 10_000 * crm.FenPerWan, Total: p.Total, Fixed: p.Fixed, Agreed: p.Agreed * int64(i%2), PlanYear: p.Total / 4, Arrived: p.Arrived,
				SignedOn: p.SignedOn, StartedOn: "2022-08-09", Place: "安康高新区", Land: 9600, Leader: p.Leader, Evidence: "施工许可、现场照片"})
		case i%5 == 4:
			s.r.Producing = append(s.r.Producing, crm.ReportProducing{Unit: p.Unit, Code: p.Code, Name: p.Name, Investor: p.Investor, Origin: p.Origin, Chain: p.Chain,
				Total: p.Total, Agreed: p.Agreed, Arrived: p.Arrived, SignedOn: p.SignedOn, StartedOn: []string{"2021-03-31", "2021-03"}[i/5%2], ProducedOn: "2022-08-30", Capacity: "年产饮片和配方颗粒4200吨",
				Output: p.Total / 2, Tax: p.Total / 40, Jobs: int64(i) * 7, Land: 7000, Place: "白河飞地园区", Evidence: "验收报告、首张发票"})
		}
	}
}

// figure makes one indicator's figures; units sum to the total.
func (s sampler) figure(code string, kind string, per int64, target int64, month, adjust func(unit string) int64) {
	pace := crm.PaceOf(8, nil)
	cny := crm.CNY
	total := crm.Figure{Kind: kind, Basis: "all", LastYear: new(int64)}
	if target > 0 {
		total.Target = &target
	}
	for i := range s.r.Figures.Units {
		u := &s.r.Figures.Units[i]
		share := target * int64(i+3) / 137 / per * per
		f := crm.Figure{Kind: kind, Currency: &cny, Basis: "all", Month: month(u.Name) + adjust(u.Name), Adjust: adjust(u.Name)}
		if i != 3 && target > 0 {
			f.Target = &share
		}
		f.Cumulative = f.Month + share/100*int64(52+i%7*3)
		last := f.Cumulative * 5 / 6
		f.LastYear = &last
		f.Complete(pace)
		total.Month, total.Adjust, total.Cumulative = total.Month+f.Month, total.Adjust+f.Adjust, total.Cumulative+f.Cumulative
		*total.LastYear += last
		u.Figures[code] = f
	}
	total.Complete(pace)
	s.r.Figures.Total[code] = total
	before := map[string]int{}
	for i := range s.r.Figures.Units {
		before[fmt.Sprintf("u%d", i)] = i + 1
	}
	s.r.Figures.RankUnits(code, crm.RankByRate, "u13", before)
}

func (s sampler) lines() {
	none := func(string) int64 { return 0 }
	sum := func(keep func(*crm.ReportEntry) bool, get func(*crm.ReportEntry) int64) func(string) int64 {
		return func(unit string) (total int64) {
			for i := range s.r.Entries {
				if e := &s.r.Entries[i]; e.Unit == unit && keep(e) {
					total += get(e)
				}
			}
			return total
		}
	}
	own := func(e *crm.ReportEntry) bool { return e.Adjust == 0 && e.OtherYear == 0 }
	all := func(*crm.ReportEntry) bool { return true }
	add, within := s.add, s.within
	s.figure("capital", crm.FigureMoney, 1, 1100*crm.FenPerYi, sum(own, func(e *crm.ReportEntry) int64 { return e.Verified }), sum(all, func(e *crm.ReportEntry) int64 { return e.Adjust }))
	add("capital", "", "招商引资到位资金", "亿元", crm.FenPerYi, "全口径(含外资)")
	within(crm.LineOutside, "capital", "其中:省外到位资金", "亿元", crm.FenPerYi, "省外(含境外)", 800*crm.FenPerYi, sum(own, func(e *crm.ReportEntry) int64 { return e.Outside }), none)
	s.figure("foreign", crm.FigureMoney, 1, 15000*crm.FenPerWan, sum(own, func(e *crm.ReportEntry) int64 { return e.ForeignUSD }), none)
	add("foreign", "", "利用外资", "万美元", crm.FenPerWan, "宽口径")
	within(crm.LineFDI, "foreign", "其中:外商直接投资(FDI)", "万美元", crm.FenPerWan, "商务部口径", 0, sum(own, func(e *crm.ReportEntry) int64 { return e.FDIUSD }), none)
	signed := func(get func(crm.ReportSigned) int64) func(string) int64 {
		return func(unit string) (n int64) {
			for _, p := range s.r.Signed {
				if p.Unit == unit {
					n += get(p)
				}
			}
			return n
		}
	}
	s.figure("signed", crm.FigureCount, 1, 260, signed(func(crm.ReportSigned) int64 { return 1 }), none)
	add("signed", "", "新签约项目", "个", 1, "首次签约")
	s.figure("signedAmount", crm.FigureMoney, 1, 780*crm.FenPerYi, signed(func(p crm.ReportSigned) int64 { return p.Total }), none)
	add("signedAmount", "", "新签约项目总投资", "亿元", crm.FenPerYi, "首次签约")
	s.figure("started", crm.FigureCount, 1, 163, s.countStarted, none)
	add("started", "", "新开工项目", "个", 1, "节点审核通过")
	s.figure("producing", crm.FigureCount, 1, 43, s.countProducing, none)
	add("producing", "", "新投产项目", "个", 1, "节点审核通过")
	s.figure("tenants", crm.FigureCount, 1, 50, none, none)
	add("tenants", "", "新入园投资千万元以上企业", "户", 1, "投资1,000万元以上")
	if err := s.r.Figures.Seal(); err != nil {
		panic(err)
	}
}

func (s sampler) add(code, of, label, unit string, per int64, basis string) {
	s.r.Lines = append(s.r.Lines, crm.ReportLine{Code: code, Of: of, Label: label, UnitLabel: unit, Per: per, Basis: basis, Pace: crm.PaceOf(8, nil)})
}

// within adds an 其中 line, which carries its own figures.
func (s sampler) within(code, of, label, unit string, per int64, basis string, target int64, month, adjust func(string) int64) {
	s.figure(code, crm.FigureMoney, per, target, month, adjust)
	s.add(code, of, label, unit, per, basis)
	l := &s.r.Lines[len(s.r.Lines)-1]
	total := s.r.Figures.Total[code]
	l.Total = &total
	for _, u := range s.r.Figures.Units {
		l.Units = append(l.Units, u.Figures[code])
		delete(u.Figures, code)
	}
	delete(s.r.Figures.Total, code)
}

func (s sampler) countStarted(unit string) (n int64) {
	for _, p := range s.r.Started {
		if p.Unit == unit {
			n++
		}
	}
	return n
}

func (s sampler) countProducing(unit string) (n int64) {
	for _, p := range s.r.Producing {
		if p.Unit == unit {
			n++
		}
	}
	return n
}

func (s sampler) series() {
	total := s.r.Figures.Total["capital"]
	done := total.Month
	before := (total.Cumulative - done) / 7
	sum := int64(0)
	for i := range 12 {
		target := crm.MulDiv(*total.Target, int64(i+1), 12)
		m := crm.SeriesMonth{Target: &target}
		if i < 8 {
			v := before
			if i == 6 {
				v = total.Cumulative - done - 6*before
			}
			if i == 7 {
				v = done
			}
			sum += v
			cumulative := sum
			m.Done, m.Cumulative = &v, &cumulative
		}
		s.r.Series.Months[i] = m
	}
}

func (s sampler) talks(n int) {
	for i := range n {
		name, origin, _ := s.company()
		s.r.Talks = append(s.r.Talks, crm.ReportTalk{Unit: sampleUnits[i*13/n], Code: fmt.Sprintf("XS22-%04d", i+1), Name: s.pick("富硒燕麦食品项目", "智能针织袜业项目", "=1+1 项目"), Investor: name, Origin: origin,
			Content: s.pick("燕麦加工线3条", "模组产线4条"), Chain: "富硒食品", Amount: int64(i) * 900 * crm.FenPerWan, Place: "五里工业园区", Land: int64(i%3) * 4500,
			Stage: s.pick("研判", "对接洽谈", "实地考察", "拟签约"), ReportedOn: "2022-04-12", ProtectedTo: "2022-10-12", ProgressOn: crm.Date(fmt.Sprintf("2022-08-%02d", i%28+1)),
			Progress: "企业总经理带队考察地块", Warning: s.pick("正常", "黄色预警", "红色预警"), Tracker: "贺晓岚", Contact: "董建业", ContactPhone: "138****2076", Next: "提供供地方案", NextDue: "2022-09-15"})
	}
}

func (s sampler) trips() {
	for u := range 13 {
		for t := range u%3 + 1 {
			trip := crm.ReportTrip{Code: fmt.Sprintf("BF22-%02d%d", u, t), Unit: sampleUnits[u], Leader: "罗靖舟", Title: "区委副书记", Level: "县级主要领导", People: int64(t + 3),
				From: crm.Date(fmt.Sprintf("2022-08-%02d", u+1)), To: crm.Date(fmt.Sprintf("2022-08-%02d", u+3)), Places: "浙江嘉兴、绍兴"}
			for range s.IntN(3) + 1 {
				name, _, _ := s.company()
				trip.Companies = append(trip.Companies, crm.TripCompany{Name: name, Contact: "钱立恒", Title: "副总经理", Topic: "洽谈二期增资和厂房租金", Outcome: "推进签约", Next: "9月交换增资协议"})
			}
			s.r.Trips = append(s.r.Trips, trip)
		}
	}
}

func (s sampler) receptions(n int) {
	for i := range n {
		name, origin, _ := s.company()
		s.r.Receptions = append(s.r.Receptions, crm.ReportReception{Code: fmt.Sprintf("LF22-%04d", i+1), On: crm.Date(fmt.Sprintf("2022-08-%02d", i%31+1)), Unit: sampleUnits[i%13], Company: name, Origin: origin,
			Guest: "伍承平", Title: "董事长", People: int64(i%6 + 1), Host: "康思齐 管委会主任", Way: s.pick("来访接待", "实地考察", "电话视频"), Place: "高新区规划馆", Topic: "钛合金粉末项目用地",
			Amount: int64(i%4) * 12000 * crm.FenPerWan, Next: "提供地块清单", NextWho: "骆一鸣", NextDate: "2022-09-01"})
	}
}

func (s sampler) offices() {
	s.r.ScoreTerms = []crm.ScoreTerm{
		{Label: "驻点天数(天)", Kind: crm.ScoreTiers, Full: 1000, Short: 100, Tiers: []crm.ScoreTier{{From: 20, Points: 1000}, {From: 15, Points: 900}, {From: 10, Points: 800}}},
		{Label: "拜访企业(家)", Kind: crm.ScoreShare, Full: 1000}, {Label: "来访接待(批)", Kind: crm.ScoreShare, Full: 1000},
		{Label: "新增线索(条)", Kind: crm.ScoreShare, Full: 1500}, {Label: "5亿元以上\n线索(条)", Kind: crm.ScoreShare, Full: 1500},
		{Label: "领导带队\n对接(次)", Kind: crm.ScoreShare, Full: 2000}, {Label: "签约外资(个)", Kind: crm.ScoreEach, Full: 2000}, {Label: "离岗(次)", Kind: crm.ScoreEach, Full: -1000}}
	for i, name := range []string{"驻京津冀联络处", "驻长三角联络处", "驻粤港澳大湾区联络处(示例)", "驻成渝联络处(示例)", "驻西安联络处(示例)"} {
		k := int64(23 - 4*i)
		s.r.Offices = append(s.r.Offices, crm.ReportOffice{Name: name, Days: k, DaysYear: k * 8, Visits: k / 2, VisitsYear: k * 3, Companies: k, CompaniesYear: k * 7, Receptions: k / 5, ReceptionsYear: k,
			Leads: k / 4, LeadsYear: 2 * k, BigLeads: k / 3, Talking: k, Agreeing: 2, Transferred: k / 2, Signed: 3, SignedYear: k, SignedAmount: k * 3 * crm.FenPerYi, Arrived: k * crm.FenPerYi / 7, ArrivedYear: k * 2 * crm.FenPerYi,
			Actual: []int64{k, k, k / 5, k / 4, int64(i % 3), int64(i), int64(i % 2), int64(i / 4)}, RankBefore: i})
	}
}

func (s sampler) texts() {
	s.r.Definitions = []crm.ReportDefinition{
		{Name: "到位资金(全口径)", Counts: "已核定的人民币到位资金,加已核定的外币到位资金按年度固定汇率折算", Excludes: "未核定、已退回和期初累计金额", Method: "Σ人民币核定数+Σ美元核定数×年度固定汇率", Valid: "2022-01起"},
		{Name: "省外到位资金", Counts: "来源地为省外和境外的核定金额", Excludes: "市外省内、市内和待核来源", Method: "Σ核定数(来源地层级∈省外、境外)", Valid: "2022-01起"},
		{Name: "利用外资(宽口径)", Counts: "来源地境外的核定金额", Excludes: "境内资金", Method: "Σ美元核定数", Valid: "2022-01起"},
		{Name: "新签约、新开工、新投产", Counts: "审核通过的节点,按节点日期落在统计期内的项目个数", Excludes: "草稿、已报未审、退回的节点;同一项目再次签约", Method: "节点计数,一个项目一次", Valid: "2022-01起"},
		{Name: "完成率、序时进度、超(欠)序时", Counts: "完成率=累计完成÷年度任务;序时进度=已过月数÷12;超(欠)序时=完成率-序时进度", Excludes: "任务为零或未下达的不计算,以“—”表示", Method: "单位:个百分点,按打印的一位小数判定", Valid: "2022-01起"},
	}
}
