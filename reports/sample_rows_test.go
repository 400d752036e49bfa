package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yinfeng/crm"
)

// chains makes sheet 12: three chains, and 其他 with what is left of the city.
func (s sampler) chains() {
	whole := map[string]crm.Figure{}
	for code, f := range s.r.Figures.Total {
		whole[code] = f
	}
	left := crm.ReportChain{Name: crm.OtherChains, Pace: crm.PaceOf(8, nil)}
	left.Month, left.Adjust, left.Cumulative = whole["capital"].Month, whole["capital"].Adjust, whole["capital"].Cumulative
	left.SignedM, left.Signed = whole["signed"].Month, whole["signed"].Cumulative
	left.StartedM, left.Started = whole["started"].Month, whole["started"].Cumulative
	left.ProducingM, left.Producing = whole["producing"].Month, whole["producing"].Cumulative
	for _, p := range s.r.Projects {
		left.Projects, left.ProjectsTotal = left.Projects+1, left.ProjectsTotal+p.Total
	}
	for i, name := range []string{"富硒食品", "毛绒玩具文创", "秦巴医药", "新型材料", "电子线束", "包装饮用水", "装备制造", "生态旅游", "锂电新能源材料", "纺织服装", "富硒茶"} {
		k := int64(i + 1)
		target := 90 * crm.FenPerYi / k
		c := crm.ReportChain{ChainID: k, Name: name, Head: "副市长 沈知行", LeadUnit: "市农业农村局", Master: "武汉穗渚粮油食品有限公司", Pace: left.Pace,
			Projects: 2, ProjectsTotal: left.ProjectsTotal / 20, Problems: 9, Solved: 7, Text: "粮油、饮料两个项目形成实物量;冷链环节缺企业"}
		c.Target = &target
		c.Month, c.Cumulative = left.Month/15*k/3, left.Cumulative/20/100*100
		c.SignedM, c.Signed, c.StartedM, c.Started, c.Producing = 1, 4*k%11, int64(i%2), k, k%3
		left.Projects, left.ProjectsTotal = left.Projects-c.Projects, left.ProjectsTotal-c.ProjectsTotal
		left.Month, left.Cumulative = left.Month-c.Month, left.Cumulative-c.Cumulative
		left.SignedM, left.Signed, left.StartedM, left.Started, left.Producing = left.SignedM-1, left.Signed-c.Signed, left.StartedM-c.StartedM, left.Started-c.Started, left.Producing-c.Producing
		s.r.Chains = append(s.r.Chains, c)
	}
	s.r.Chains = append(s.r.Chains, left)
}

// sources makes sheet 13: 境外 and 省外 share 其中:省外, the others the rest.
func (s sampler) sources() {
	outside, _ := firstWithin(s.r, "capital")
	whole, out := s.r.Figures.Total["capital"], s.r.TotalFigure(outside)
	projects := int64(len(s.r.Projects))
	add := func(tier crm.Origin, month, cumulative int64, places ...string) {
		var rows []crm.ReportSource
		for i, place := range places {
			m, c := month/int64(len(places)-i+1), cumulative/int64(len(places)-i+1)
			if i == len(places)-1 {
				m, c = month, cumulative
			}
			last := c * 4 / 5
			n := min(projects, int64(len(places)-i))
			projects -= n
			rows = append(rows, crm.ReportSource{Tier: tier, Place: place, Projects: n, Month: m, Cumulative: c, Last: &last, Cities: s.pick("深圳、东莞、广州", "宁波、杭州、绍兴", "")})
			month, cumulative = month-m, cumulative-c
		}
		slices.SortStableFunc(rows, func(a, b crm.ReportSource) int { return cmp.Compare(b.Cumulative, a.Cumulative) })
		s.r.Sources = append(s.r.Sources, rows...)
	}
	add(crm.OriginForeign, out.Month/20, out.Cumulative/20, "中国香港", "新加坡", "韩国")
	add(crm.OriginOutProv, out.Month-out.Month/20, out.Cumulative-out.Cumulative/20, "广东", "浙江", "江苏", "上海", "湖北", "重庆", "四川", "北京", "福建", "山东", "湖南", crm.NoPlace)
	rest, restMonth := whole.Cumulative-out.Cumulative, whole.Month-out.Month
	add(crm.OriginInProvince, restMonth/2, rest/2, "西安市", "咸阳市", "宝鸡市", "汉中市")
	add(crm.OriginLocal, restMonth-restMonth/2, rest-rest/2, "安康市")
	s.r.Sources[len(s.r.Sources)-1].Projects += projects
}

func (s sampler) fulfilment() {
	for i, u := range s.r.Figures.Units {
		k := int64(i%5*7 + 18)
		c := crm.Cohort{Producing: k / 3, Building: k / 2, Formalities: k / 8, Arrived: k * 7 * crm.FenPerYi / 3, Agreed: k * 5 * crm.FenPerYi}
		c.Contracts = c.Producing + c.Building + c.Formalities + int64(i%3)
		if i == 6 {
			c = crm.Cohort{} // no contract, no rate, no rank
		}
		s.r.Fulfilment = append(s.r.Fulfilment, crm.ReportFulfilment{UnitID: u.ID, Unit: u.Name, Cohort: c})
		for n := range c.Contracts - c.Started() - c.Formalities {
			s.r.Unfulfilled = append(s.r.Unfulfilled, crm.ReportUnfulfilled{Code: fmt.Sprintf("AK21%02d%02d", i, n), Unit: u.Name, Name: "竹纤维制品项目", Investor: "宜宾谡竹纤维有限公司",
				SignedOn: "2021-03-09", Total: int64(9800+i*700) * crm.FenPerWan, Reason: strings.Repeat("水利审批未通过,", i%3+1), Status: "延期", Next: "9月底前签订补充协议"})
		}
	}
}
