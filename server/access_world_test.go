package server_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"yinfeng/crm"
	"yinfeng/server"
	"yinfeng/store/storetest"
)

// object is what a route speaks of: the id in its path and the units that may see it.
// A global object belongs to everybody who has the act.
type object struct {
	id     string
	none   string // what its id would be if it did not exist; "" = missingID
	units  []int64
	global bool
	owner  string // the only person who sees it, whatever its units
}

// line says of a route what its path and the document do not; {id} stands for the
// object's id.
type line struct {
	kind  string // kind of the object, where the path does not name it
	query string
	form  map[string]string
	body  func(id string) any
	acts  []crm.Act // acts that decide over this object, where the route admits more
	unit  string    // the one unit whose turn it is
	login string    // the one person who may; others who see the object get 409
}

// world is the test city with one object of every kind, all of 汉滨区 (610902).
type world struct {
	c       *city
	doc     document
	clients map[string]*client
	viewers map[string]crm.Viewer
	objects map[string]object // by first part of the path
	makers  map[string]func() object
	values  map[string]any // fields of generated bodies, by name
	lines   map[string]line
	serial  int
	runs    int // of the day's work
}

func newWorld(c *city) *world {
	w := &world{c: c, doc: readDocument(c.t), clients: map[string]*client{}, viewers: map[string]crm.Viewer{}, objects: map[string]object{}}
	for _, p := range people {
		w.clients[p.login], w.viewers[p.login] = c.as(p.login), c.viewer(p.login)
	}
	hanbin := c.unit("610902")
	w.values = map[string]any{"month": "2022-09", "on": "2022-09-20", "from": "2022-01", "to": "2022-09", "arrivedOn": "2022-09-20", "startOn": "2022-09-20",
		"endOn": "2022-09-21", "amount": body{"amount": 100, "currency": "CNY"}, "countyUnitId": hanbin, "toUnitId": c.unit("610981"), "unitId": hanbin,
		"parentId": c.unit("ak"), "indicator": "capital", "year": 2022, "form": "现金", "use": "土建", "outcome": "获取线索", "signedOn": "2022-09-20"}
	w.makers = w.makersTable()
	w.lines = w.linesTable()
	return w
}

func (w *world) linesTable() map[string]line {
	company := []crm.Act{crm.ActWriteCompany}
	return map[string]line{
		"GET /attachments":                   {kind: "companies", query: "objectKind=company&objectId={id}"},
		"POST /attachments":                  {kind: "companies", form: map[string]string{"objectKind": "company", "objectId": "{id}", "kind": "营业执照"}, acts: company},
		"POST /attachments/{id}/void":        {acts: company},
		"POST /imports":                      {form: map[string]string{"kind": "auto"}},
		"POST /offices/{id}/week/recall":     {body: func(string) any { return body{"week": "2022-09-26", "text": "漏记一次", "version": 0} }},
		"POST /offices/{id}/week/reply":      {body: func(string) any { return body{"week": "2022-09-26", "text": "已阅", "version": 0} }},
		"GET /reports/month/{month}/compare": {query: "with=outside"},
		"GET /imports/{id}/marked":           {login: "officer"},
		"POST /imports/{id}/apply":           {login: "officer"},
		"POST /imports/{id}/discard":         {login: "officer"},
		"PUT /imports/{id}/fixes": {login: "officer", body: func(string) any {
			return body{"version": 2, "fixes": []body{{"sheet": "", "row": 2, "col": 4, "text": "6000"}}}
		}},
		"PUT /imports/{id}/decisions": {login: "officer", body: func(string) any {
			return body{"version": 2, "decisions": []body{{"sheet": "", "table": "", "row": 2, "choice": "skip", "reason": ""}}}
		}},
		"PUT /imports/{id}/columns": {login: "officer", body: func(string) any {
			return body{"version": 2, "sheet": "", "map": body{"kind": "projects", "columns": []body{{"col": 1, "key": "project", "unit": ""}}}}
		}},
		"POST /reports/jobs":                   {body: func(string) any { return body{"window": "2022-08"} }},
		"GET /search":                          {query: "q=安康"},
		"GET /snapshots/{id}/diff":             {kind: "snapshots/diff", query: "with={id}"}, // each sees his part
		"GET /calendar":                        {query: "from=2022-09-01&to=2022-09-30"},
		"GET /companies/match":                 {query: "name=测试公司"},
		"POST /leads/check":                    {body: func(string) any { return body{"companyName": "测试公司", "project": "测试项目"} }},
		"POST /contacts/find":                  {body: func(string) any { return body{"last4": "1234"} }},
		"DELETE /contacts/{id}":                {query: "version=1"},
		"DELETE /bulletin-templates/{id}":      {query: "version=1"},
		"DELETE /channels/{id}":                {query: "version=1"},
		"POST /channels":                       {body: func(string) any { return w.channel() }},
		"PUT /channels/{id}":                   {body: func(string) any { return w.channel() }},
		"POST /bulletin-templates":             {body: func(string) any { return w.template() }},
		"PUT /bulletin-templates/{id}":         {body: func(string) any { return w.template() }},
		"POST /reports/month/{month}/bulletin": {body: func(string) any { return body{"body": "题\n{到位资金.累计}"} }},
		"DELETE /capital/{id}":                 {query: "version=1"},
		"GET /views":                           {query: "page=%2Fleads"},
		"POST /views":                          {body: func(string) any { return w.view() }},
		"PUT /views/{id}":                      {body: func(string) any { return w.view() }},
		"DELETE /views/{id}":                   {query: "version=1"},
		"GET /holidays":                        {query: "year=2022"},
		"PUT /holidays/{year}":                 {body: func(string) any { return body{"before": []body{}, "days": []body{}} }},
		"GET /handovers/preview":               {kind: "users", query: "fromUserId={id}"},
		"POST /handovers": {kind: "users", body: func(id string) any {
			return body{"fromUserId": json.Number(id), "toUserId": 1, "reason": "调离", "expect": body{"leads": 0, "live": 0, "projects": 0, "steps": 0, "tasks": 0}}
		}},
		"POST /handovers/offers/preview": {kind: "users", body: func(id string) any {
			return body{"fromUserId": json.Number(id), "toUnitId": w.c.unit("610981"), "reason": "调离"}
		}},
		"POST /handovers/offers": {kind: "users", body: func(id string) any {
			return body{"fromUserId": json.Number(id), "toUnitId": w.c.unit("610981"), "reason": "调离", "expectLeads": 1_000_000}
		}},
		"POST /transfer-batches/{id}/accept":   {unit: "610981", body: func(string) any { return body{"expect": 1} }},
		"POST /transfer-batches/{id}/refuse":   {unit: "610981", body: func(string) any { return body{"expect": 1, "reason": "不在本地"} }},
		"POST /transfer-batches/{id}/withdraw": {unit: "610902", body: func(string) any { return body{"expect": 1} }},
		"POST /transfers/{id}/accept":          {unit: "610981"},
		"POST /disputes/{id}/answer":           {unit: "610902"},
		"POST /disputes/{id}/withdraw":         {unit: "610981"},
		"POST /transfers/{id}/refuse":          {unit: "610981"},
		"POST /transfers/{id}/withdraw":        {unit: "610902"},
		"POST /capital":                        {kind: "projects", body: capitalOf},
		"GET /comments":                        {kind: "leads", query: "objectKind=lead&objectId={id}"},
		"GET /comments/people":                 {kind: "leads", query: "objectKind=lead&objectId={id}"},
		"POST /comments":                       {kind: "leads", body: talkOf},
		"POST /tasks": {kind: "leads", body: func(id string) any {
			return body{"objectKind": "lead", "objectId": json.Number(id), "title": "补充材料"}
		}},
		"PUT /settings/{name}": {body: func(string) any { return body{"value": 25, "updatedAt": ""} }},
		"PUT /me/mail":         {body: func(string) any { return body{"mail": "wang@example.cn"} }},
		"PUT /me/password":     {body: func(string) any { return body{"old": "wrong", "new": "Wrong-2022"} }},
	}
}

func capitalOf(project string) any {
	return body{"projectId": json.Number(project), "month": "2022-09", "arrivedOn": "2022-09-20", "form": "现金", "use": "土建",
		"amount": body{"amount": 1_000_000, "currency": "CNY"}}
}

func talkOf(lead string) any {
	return body{"objectKind": "lead", "objectId": json.Number(lead), "text": "请补充材料"}
}

func (w *world) view() body {
	return body{"page": "/leads", "name": w.name("视图"), "query": "stage=new", "version": 1}
}

// newTask is a task on a lead of 汉滨区.
func (w *world) newTask() object {
	lead := w.made("officer", "/leads", newLead(w.name("电子有限公司")))
	return w.made("officer", "/tasks", body{"objectKind": "lead", "objectId": json.Number(lead.id), "title": "补充材料"})
}

func (w *world) as(login string) *client { return w.clients[login] }

// objectOf is the object of a route; a path without a parameter has none.
func (w *world) objectOf(r server.Route) (object, bool) {
	kind := w.kindOf(r)
	if kind == "" {
		return object{}, true
	}
	if w.makers[kind] == nil {
		return object{}, false
	}
	return w.object(kind), true
}

// kindOf is the kind of a route's object: by its line, else the part of the path before
// its parameter; "" for none.
func (w *world) kindOf(r server.Route) string {
	if k := w.lines[r.Method+" "+r.Path].kind; k != "" {
		return k
	}
	before, _, _ := strings.Cut(r.Path, "{")
	if before == r.Path {
		return ""
	}
	return strings.Trim(before, "/")
}

func (w *world) object(kind string) object {
	o, ok := w.objects[kind]
	if !ok {
		o = w.makers[kind]()
		w.objects[kind] = o
	}
	return o
}

// made runs a request that makes an object of 汉滨区 and returns it.
func (w *world) made(login, path string, in body) object {
	w.c.t.Helper()
	got := w.as(login).post(path, in).want(200)
	return object{id: itoa(got.int("id")), units: []int64{w.c.unit("610902")}}
}

// name invents a company or project that no earlier object has.
func (w *world) name(what string) string {
	w.serial++
	words := []string{"星河", "长风", "秋实", "远山", "南溪", "云台", "青峰", "明湖", "松林", "石泉湾"}
	return fmt.Sprintf("%s%s%03d%s", words[w.serial%len(words)], words[(w.serial/len(words)+3)%len(words)], w.serial, what)
}

func (w *world) makersTable() map[string]func() object {
	everybody := func(id string) func() object { return func() object { return object{id: id, global: true} } }
	return map[string]func() object{
		"companies": func() object { return w.made("officer", "/companies", body{"name": w.name("材料有限公司")}) },
		"contacts": func() object {
			return w.made("officer", "/companies/"+w.object("companies").id+"/contacts", body{"name": "联系人", "phone": "13900001234"})
		},
		"leads":  func() object { return w.made("officer", "/leads", newLead(w.name("电子有限公司"))) },
		"visits": func() object { return w.made("officer", "/visits", newVisit(w.name("食品有限公司"))) },
		"trips": func() object {
			return w.made("officer", "/trips", body{"name": w.name("批次"), "startOn": "2022-09-20", "endOn": "2022-09-21"})
		},
		"transfers":            w.newTransfer,
		"transfer-batches":     w.newTransferBatch,
		"attribution-requests": w.newAttributionRequest,
		"merges":               w.newMerge,
		"company-merges":       w.newCompanyMerge,
		"claims":               w.newClaim,
		"disputes":             w.newDispute,
		"comments": func() object {
			return w.made("officer", "/comments", talkOf(w.made("officer", "/leads", newLead(w.name("电子有限公司"))).id).(body))
		},
		"tasks": w.newTask,
		"views": func() object { // private: nobody else finds it
			return object{id: itoa(w.as("officer").post("/views", w.view()).want(200).int("id")), owner: "officer"}
		},
		"projects": w.newProject,
		"milestones": func() object {
			return w.made("statistician", "/projects/"+w.newProject().id+"/milestones", body{"kind": "registered", "on": "2022-09-20"})
		},
		"problems": func() object {
			return w.made("officer", "/projects/"+w.newProject().id+"/problems", body{"factor": "土地", "description": "用地指标未落实"})
		},
		"capital":     w.newCapital,
		"attachments": w.newAttachment,
		"users":       w.newUser,
		"units":       w.newUnit,
		"chains":      func() object { return w.newPlace("/chains", body{"code": w.name("链"), "name": w.name("链")}) },
		"parks":       func() object { return w.newPlace("/parks", body{"name": w.name("园"), "unitId": w.c.unit("610902")}) },
		"settings":    everybody("cutOffDay"),
		"channels":    func() object { return w.newPlace("/channels", w.channel()) },
		"figures": func() object {
			return object{id: "2022-09.capital.all.610902.cumulative", none: "2022-09.capital.all.nowhere.cumulative", units: []int64{w.c.unit("610902")}}
		},
		"offices": func() object {
			return object{id: itoa(w.c.unit("ak-office-jjj")), units: []int64{w.c.unit("ak-office-jjj")}}
		},
		"snapshots":     w.newSnapshot,
		"score-schemes": w.newScheme,
		"imports":       w.newImport,
		"reports/jobs":  w.newReportJob,
		"bulletin-templates": func() object {
			return object{id: itoa(w.as("manager").post("/bulletin-templates", w.template()).want(200).int("id")), global: true}
		},
		"reminders":     w.newReminder,
		"holidays":      everybody("2022"),
		"periods":       everybody("2022-09"),
		"reports/month": everybody("2022-09"), "reports/window": everybody("2022Q3"), "reports/layouts": everybody("signed"),

		"imports/template": everybody("projects"),
		"snapshots/diff":   func() object { return object{id: w.newSnapshot().id, global: true} },
	}
}

func (w *world) template() body {
	return body{"name": w.name("通报"), "body": "题\n{到位资金.累计}", "version": 1}
}

// newReportJob is the manager's workbook of a closed month, which is there at once.
func (w *world) newReportJob() object {
	w.object("snapshots")
	got := w.as("manager").post("/reports/jobs", body{"window": "2022-01"}).want(200)
	return object{id: itoa(got.int("id")), owner: "manager"}
}

// newImport is a batch of 汉滨区 that has been checked and would make one project.
func (w *world) newImport() object {
	w.c.t.Helper()
	b := w.as("officer").imported("台账.csv", ledger(w.name("项目")+","+w.name("材料有限公司")+",汉滨区,5000"), nil)
	return object{id: itoa(b.ID), units: []int64{w.c.unit("610902")}}
}

// newScheme is a scoring scheme of one term.
func (w *world) newScheme() object {
	w.serial++
	return object{id: itoa(w.as("manager").post("/score-schemes", body{"code": fmt.Sprintf("scheme%d", w.serial), "name": "考核", "for": "unit", "places": 2,
		"terms": []body{{"code": "capital", "label": "到位资金", "parts": []body{{"kind": "rate", "source": "figure:capital", "points": 5000}}}}}).want(200).int("id")), global: true}
}

// newMerge is a merge of two leads of 汉滨区.
func (w *world) newMerge() object {
	in := newLead(w.name("电子有限公司"))
	kept := w.made("officer", "/leads", in)
	in["decision"] = body{"verdict": "new", "reason": "核对后分列"}
	gone := w.made("officer", "/leads", in)
	w.as("officer").post("/leads/"+kept.id+"/merge", body{"goneId": json.Number(gone.id), "goneVersion": 1, "version": 1, "reason": "同一意向"}).want(200)
	list := w.as("officer").get("/leads/%s/duplicates", kept.id).want(200)
	return object{id: itoa(list.int("merges", 0, "id")), units: []int64{w.c.unit("610902")}}
}

// newCompanyMerge is a merge of two companies of 汉滨区.
func (w *world) newCompanyMerge() object {
	name := w.name("材料")
	kept := w.made("officer", "/companies", body{"name": name + "有限公司"})
	gone := w.made("officer", "/companies", body{"name": name + "股份有限公司"})
	w.as("officer").post("/companies/"+kept.id+"/merge", body{"goneId": json.Number(gone.id), "goneVersion": 1, "version": 1, "reason": "同一家企业"}).want(200)
	list := w.as("officer").get("/companies/%s/duplicates", kept.id).want(200)
	return object{id: itoa(list.int("merges", 0, "id")), units: []int64{w.c.unit("610902")}}
}

func (w *world) newTransfer() object {
	lead := w.made("officer", "/leads", newLead(w.name("电子有限公司")))
	o := w.made("officer", "/leads/"+lead.id+"/transfers", body{"toUnitId": w.c.unit("610981"), "reason": "企业另选地址", "introBp": 0, "version": 1})
	o.units = append(o.units, w.c.unit("610981"))
	return o
}

// newTransferBatch is what the director keeps of 汉滨区, offered to 旬阳市: nothing that another test looks at.
func (w *world) newTransferBatch() object {
	lead := newLead(w.name("电子有限公司"))
	lead["unitId"], lead["ownerId"] = w.c.unit("610902"), w.c.users["director"].ID
	w.made("manager", "/leads", lead)
	in := body{"fromUserId": w.c.users["director"].ID, "toUnitId": w.c.unit("610981"), "reason": "企业另选地址"}
	seen := w.as("manager").post("/handovers/offers/preview", in).want(200)
	in["expectLeads"], in["expectProjects"] = seen.at("leads"), seen.at("projects")
	done := w.as("manager").post("/handovers/offers", in).want(200)
	return object{id: itoa(done.int("batchId")), units: []int64{w.c.unit("610902"), w.c.unit("610981")}}
}

// newAttributionRequest waits at a project that 汉滨区 has handed to 旬阳市 and still reads.
func (w *world) newAttributionRequest() object {
	p := w.newProject()
	offer := w.as("officer").post("/projects/"+p.id+"/transfers", body{"toUnitId": w.c.unit("610981"), "reason": "企业另选地址", "preset": "single", "version": 1}).want(200)
	w.as("officer2").post("/transfers/"+itoa(offer.int("id"))+"/accept", nil).want(200)
	list := w.as("manager").get("/attribution-requests?projectId=%s", p.id).want(200)
	return object{id: itoa(list.int("items", 0, "id")), units: []int64{w.c.unit("610981"), w.c.unit("610902")}}
}

// newClaim is a claim of 汉滨区 of which 旬阳市 has had a notice: only there may it be disputed.
func (w *world) newClaim() object {
	name := w.name("电子有限公司")
	w.made("officer", "/leads", newLead(name))
	told := w.as("officer2").post("/leads", newLead(name)).want(409)
	return object{id: itoa(told.int("state", "claimId")), units: []int64{w.c.unit("610981")}}
}

// newReminder is what 旬阳市 is reminded of an offer that it is to answer: the day's run is made some
// days early, which the setting of days ahead allows.
func (w *world) newReminder() object {
	w.c.t.Helper()
	set := w.as("admin").get("/settings/all").want(200)
	for _, item := range set.items() {
		if x := item.(map[string]any); x["name"] == "clocks" {
			rules := x["value"].(map[string]any)
			rules["remindDays"] = 20
			w.as("admin").put("/settings/clocks", body{"value": rules, "updatedAt": x["updatedAt"]}).want(200)
		}
	}
	w.newTransfer()
	w.runs++
	for more := true; more; {
		var err error
		if more, err = w.c.store.RunDay(w.c.t.Context(), "test", storetest.BusinessDay.AddDays(w.runs-20)); err != nil {
			w.c.t.Fatal(err)
		}
	}
	list := w.as("officer2").get("/reminders?mine=true&sort=-id").want(200)
	return object{id: itoa(list.int("items", 0, "id")), units: []int64{w.c.unit("610981")}}
}

func (w *world) newDispute() object {
	o := w.made("officer2", "/claims/"+w.newClaim().id+"/disputes", body{"reason": "我市先接触", "input": newLead(w.name("电子有限公司"))})
	o.units = append(o.units, w.c.unit("610981"))
	return o
}

func (w *world) newProject() object {
	return w.made("officer", "/projects", body{"name": w.name("生产线项目"), "countyUnitId": w.c.unit("610902"), "signedOn": "2022-09-20",
		"parties": []body{{"name": w.name("材料有限公司"), "role": "investor", "origin": "outProv"}}, "total": body{"amount": 10_000_000_000, "currency": "CNY"}})
}

func (w *world) newCapital() object {
	return w.made("statistician", "/capital", capitalOf(w.newProject().id).(body))
}

func (w *world) newAttachment() object {
	w.c.t.Helper()
	got := w.as("officer").upload("/attachments", "a.pdf", pdf, map[string]string{"objectKind": "company", "objectId": w.object("companies").id, "kind": "营业执照"}).want(200)
	return object{id: itoa(got.int("id")), units: []int64{w.c.unit("610902")}}
}

func (w *world) newUser() object {
	w.serial++
	got := w.as("admin").post("/users", body{"login": fmt.Sprintf("someone%d", w.serial), "name": "新人", "unitId": w.c.unit("610902")}).want(200)
	return object{id: itoa(got.int("user", "id")), units: []int64{w.c.unit("610902")}}
}

func (w *world) newUnit() object {
	o := w.newPlace("/units", body{"name": w.name("局"), "kind": "department", "parentId": w.c.unit("610902")})
	return o
}

// channel is one that nobody answers at: the discard port of this machine.
func (w *world) channel() body {
	w.c.allow("127.0.0.1")
	return body{"kind": "wecom", "name": w.name("群"), "secret": body{"url": "http://127.0.0.1:9/send?key=none-0000"}, "enabled": true, "version": 1}
}

// newPlace makes what everybody may read and only the administrator writes.
func (w *world) newPlace(path string, in body) object {
	w.c.t.Helper()
	return object{id: itoa(w.as("admin").post(path, in).want(200).int("id")), global: true}
}

// newSnapshot closes the first open month once and gives its snapshot.
func (w *world) newSnapshot() object {
	w.c.t.Helper()
	month := w.as("director").get("/snapshots").want(200)
	if len(month.items()) == 0 {
		w.as("director").post("/periods/2022-01/close", body{}).want(200)
		month = w.as("director").get("/snapshots").want(200)
	}
	return object{id: itoa(month.int("items", 0, "id")), units: []int64{w.c.unit("ak")}} // the whole city's
}
