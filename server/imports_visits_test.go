package server_test

import (
	"strings"
	"testing"

	"yinfeng/crm"
)

// TestImports_OwnVisits: our own list of visits, and sheets 9 and 10 of the monthly workbook, come in
// again without a change, for the bureau and for a unit's officer; a row that was changed changes that visit.
func TestImports_OwnVisits(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		manager, officer, other := c.as("manager"), c.as("officer"), c.as("officer2")
		logVisits(officer)
		other.post("/visits", newVisit("西安海棠食品有限公司")).want(200)
		before := string(manager.get("/visits?limit=100").want(200).Raw)
		for _, k := range []*client{manager, officer} {
			file := k.get("/visits/export").want(200).Raw
			b := k.imported("拜访清单.xlsx", file, map[string]string{"asOf": "2022-09-26"})
			if p := b.Plan; p.Read == 0 || p.Unchanged != p.Read || p.Errors != 0 {
				t.Fatalf("%s: %+v %+v", k.login, p, changesOf(k, b.ID))
			}
			book := k.get("/reports/month/2022-09/workbook").want(200).Raw
			b = k.imported("月报.xlsx", book, map[string]string{"asOf": "2022-09-26"})
			rows := 0
			for _, l := range k.lines(b.ID, "only=all") {
				if l.Kind != crm.ImportVisits {
					continue
				}
				if rows++; l.Outcome != crm.ImportUnchanged {
					t.Errorf("%s: %s row %d is %s: %s %+v %+v", k.login, l.Sheet, l.Row, l.Outcome, l.Why, l.Changes, l.Issues)
				}
			}
			if rows < 7 {
				t.Fatalf("%s: the workbook has %d rows of visits", k.login, rows)
			}
		}
		if after := string(manager.get("/visits?limit=100").want(200).Raw); after != before {
			t.Fatal("a visit has changed")
		}
		list := officer.imported("拜访.csv", []byte("\ufeff编码,日期,单位,企业,主题,成效\r\nBF2022-0001,2022-09-05,汉滨区,宁波示例服饰有限公司,改过的主题,一般交流\r\n"+
			"BF2022-0008,2022-09-20,旬阳市,西安海棠食品有限公司,别人的,一般交流\r\n"), map[string]string{"kind": "visits"})
		if p := list.Plan; p.Update != 1 || p.Reject != 1 || p.Read != 2 {
			t.Fatalf("%+v %+v", p, changesOf(officer, list.ID))
		}
		officer.applied(list)
		text := string(officer.get("/visits?limit=100").want(200).Raw)
		if !strings.Contains(text, "改过的主题") || strings.Contains(string(manager.get("/visits?limit=100").want(200).Raw), "别人的") {
			t.Fatal(text)
		}
	})
}

// logVisits logs visits of every kind: of a trip, with several companies, with all fields and with few.
func logVisits(k *client) {
	k.t.Helper()
	trip := k.post("/trips", body{"name": "长三角招商小分队", "startOn": "2022-08-30", "endOn": "2022-09-09", "leaderName": "甲某", "leaderTitle": "副区长", "leaderLevel": "县级主要领导",
		"peopleCount": 4, "destination": "浙江杭州、上海"}).want(200).at("id")
	log := func(in body, companies ...body) {
		usual := body{"kind": "out", "on": "2022-09-12", "theme": "对接投资意向", "outcome": "获取线索"}
		for key, v := range usual {
			if in[key] == nil {
				in[key] = v
			}
		}
		in["companies"] = companies
		k.post("/visits", in).want(200)
	}
	log(body{"on": "2022-09-05", "tripId": trip, "province": "浙江", "city": "宁波市", "theme": "看厂", "leaderName": "甲某", "leaderTitle": "副区长"},
		body{"name": "宁波示例服饰有限公司", "counterpart": "赵某", "counterpartTitle": "董事长"}, body{"name": "宁波示例海洋（集团）有限公司"})
	log(body{"on": "2022-09-07", "endOn": "2022-09-08", "tripId": trip, "province": "上海", "theme": "谈用地", "outcome": "推进签约", "nextStep": "寄送材料", "nextDue": "2022-10-08"},
		body{"name": "上海示例重工有限公司", "counterpart": "钱某、孙某", "counterpartTitle": "副总裁、总工"})
	log(body{"endOn": "2022-09-14", "place": "深圳市南山区科技园", "province": "广东", "city": "深圳", "people": "乙某、丙某", "peopleCount": 3, "leaderLevel": "部门", "leaderName": "乙某",
		"leaderTitle": "区招商局局长", "content": "第一行：介绍区情\n第二行：对方关心用工\n备注：手写的一行", "nextStep": "回访"}, body{"name": "深圳示例电路有限公司", "counterpart": "李某", "counterpartTitle": "总经理"})
	log(body{"on": "2022-08-30", "endOn": "2022-09-02", "province": "广东", "theme": "跨月走访"}, body{"name": "深圳示例电路有限公司"})
	log(body{"kind": "in", "on": "2022-09-15", "place": "恒口镇", "peopleCount": 6, "leaderName": "丁某", "leaderTitle": "书记"}, body{"name": "杭州示例饮品有限公司", "counterpart": "周某", "counterpartTitle": "董事长"},
		body{"name": "湖州示例家居有限公司", "counterpart": "吴某"})
	log(body{"kind": "site", "on": "2022-09-16", "province": "陕西", "city": "安康市"}, body{"name": "昆山示例电子有限公司"})
	log(body{"kind": "call", "on": "2022-09-19", "leaderName": "戊某"}, body{"name": "Example 国际投资有限公司", "counterpart": "Lee"})
}

// changesOf are the rows of a check that would not end unchanged.
func changesOf(k *client, id int64) (out []crm.ImportLine) {
	for _, l := range k.lines(id, "only=all") {
		if l.Outcome != crm.ImportUnchanged {
			l.Cells = nil
			out = append(out, l)
		}
	}
	return out
}
