package server_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// listDoors are the doors to one kind of row: list, detail, count, search and export.
var listDoors = []struct {
	path string
	kind string           // of a search hit; "" when search does not look there
	sum  func(body) int64 // something that must add up alike; nil for none
	who  []string         // whose lists differ
}{
	{"/leads", "lead", nil, listReaders}, {"/companies", "company", nil, listReaders}, {"/visits", "visit", nil, listReaders},
	{"/projects", "project", func(x body) int64 { return number(x, "total", "amount") }, listReaders},
	{"/capital", "capital", func(x body) int64 { return number(x, "amount", "amount") }, listReaders},
	{"/milestones", "", nil, listReaders}, {"/tasks", "", nil, listReaders}, {"/transfers", "", nil, listReaders}, {"/attribution-requests", "", nil, listReaders}, {"/disputes", "", nil, listReaders}, {"/trips", "", nil, listReaders},
	{"/imports", "", func(x body) int64 { return number(x, "plan", "read") }, listImporters},
}

// listImporters are people whose lists of imports differ.
var listImporters = []string{"manager", "officer", "officer2", "statistician", "statistician2", "liaison", "liaison2"}

// listReaders are people whose lists differ.
var listReaders = []string{"manager", "leader", "verifier", "officer", "officer2", "statistician", "statistician2", "verifier2", "leader2", "liaison", "liaison2", "auditor"}

// relative filters mean another thing for every person.
var relative = []string{"limit", "cursor", "page", "sort", "mine", "queue", "box"}

const listRounds = 200

// TestAccess_ListsAgree: over random filters, what a person's list shows is what the
// whole city's list shows, cut down to what the person may see; and list, count, pages,
// detail, search and export say the same (trust S2).
func TestAccess_ListsAgree(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		seed := rand.Uint64()
		t.Logf("seed %d, %d rounds", seed, listRounds)
		l := newLists(t, c, seed)
		l.populate()
		for i := range listRounds {
			l.round(i)
		}
	})
}

type lists struct {
	*world
	t   *testing.T
	r   *rand.Rand
	all map[string]map[string]body // login and path → everything visible, by id
}

func newLists(t *testing.T, c *city, seed uint64) *lists {
	return &lists{world: newWorld(c), t: t, r: rand.New(rand.NewPCG(seed, 0)), all: map[string]map[string]body{}}
}

// populate makes rows of several units, with rows shared by transfer and attribution.
func (l *lists) populate() {
	for range 4 {
		for _, login := range []string{"officer", "officer2", "liaison", "liaison2"} {
			k := l.as(login)
			lead := k.post("/leads", newLead(l.name("电子有限公司"))).want(200)
			k.post("/visits", newVisit(l.name("食品有限公司"), lead.at("id"))).want(200)
			k.post("/tasks", body{"objectKind": "lead", "objectId": lead.at("id"), "title": "补充有限材料"}).want(200)
			if l.r.IntN(2) == 0 {
				k.post("/leads/"+itoa(lead.int("id"))+"/stage", body{"stage": "talking", "version": lead.at("version")}).want(200)
			} else {
				offer := k.post("/leads/"+itoa(lead.int("id"))+"/transfers", body{"toUnitId": l.c.unit("610981"), "reason": "另选地址", "introBp": 0, "version": lead.at("version")})
				if offer.Code == 200 && login != "officer2" {
					l.as("officer2").post("/transfers/"+itoa(offer.int("id"))+"/accept", body{}).want(200)
				}
			}
		}
		l.projects()
	}
	for holder, challenger := range map[string]string{"officer": "officer2", "officer2": "liaison2", "liaison": "officer"} {
		in := newLead(l.name("光学有限公司"))
		l.as(holder).post("/leads", in).want(200)
		told := l.as(challenger).post("/leads", in).want(409)
		l.as(challenger).post("/claims/"+itoa(told.int("state", "claimId"))+"/disputes", body{"reason": "先有接触", "input": in}).want(200)
	}
	for _, login := range listImporters {
		l.as(login).imported("台账.csv", ledger(l.name("项目")+","+l.name("材料有限公司")+",旬阳市,5000"), nil)
	}
	for _, login := range []string{"officer", "officer2", "liaison"} {
		l.as(login).post("/trips", body{"name": l.name("批次"), "startOn": "2022-09-20", "endOn": "2022-09-21"}).want(200)
	}
}

func (l *lists) projects() {
	for login, unit := range map[string]string{"officer": "610902", "officer2": "610981"} {
		p := l.as(login).post("/projects", body{"name": l.name("生产线项目"), "countyUnitId": l.c.unit(unit), "signedOn": "2022-09-20",
			"parties": []body{{"name": l.name("材料有限公司"), "role": "investor", "origin": "outProv"}}, "total": body{"amount": 10_000_000_000, "currency": "CNY"}}).want(200)
		for range 2 {
			l.as(strings.Replace(login, "officer", "statistician", 1)).post("/capital", capitalOf(itoa(p.int("id")))).want(200)
		}
		l.as(login).post("/tasks", body{"objectKind": "project", "objectId": p.at("id"), "title": "核对到位资金"}).want(200)
		if l.r.IntN(2) == 0 {
			l.as("manager").post("/projects/"+itoa(p.int("id"))+"/attribution", body{"shares": []body{{"unitId": l.c.unit("610902"), "bp": 5000},
				{"unitId": l.c.unit("610981"), "bp": 5000}}, "reason": "联合引进", "version": p.at("version")}).want(200)
		}
		l.handOn(login, itoa(p.int("id")))
	}
}

// handOn offers a project to the other county, which sometimes takes it; sometimes the bureau approves the shares.
func (l *lists) handOn(login, id string) {
	to, taker := l.c.unit("610981"), "officer2"
	if login == "officer2" {
		to, taker = l.c.unit("610902"), "officer"
	}
	how := l.r.IntN(4)
	if how == 0 {
		return
	}
	version := l.as(login).get("/projects/%s", id).want(200).at("version")
	x := l.as(login).post("/projects/"+id+"/transfers", body{"toUnitId": to, "reason": "企业另选地址", "preset": "single", "version": version}).want(200)
	if how == 1 {
		return
	}
	l.as(taker).post("/transfers/"+itoa(x.int("id"))+"/accept", nil).want(200)
	if how == 3 {
		r := l.as("manager").get("/attribution-requests?projectId=%s", id).want(200)
		l.as("manager").post("/attribution-requests/"+itoa(r.int("items", 0, "id"))+"/approve", body{"seen": r.at("items", 0, "seen"), "version": 1}).want(200)
	}
}

func (l *lists) round(i int) {
	door := listDoors[i%len(listDoors)]
	login := door.who[l.r.IntN(len(door.who))]
	filter := l.filter(door.path)
	what := fmt.Sprintf("%s?%s by %s", door.path, filter.Encode(), login)
	got, mine, city := l.walk(login, door.path, filter), l.everything(login, door.path), l.walk("manager", door.path, filter)
	want := map[string]body{}
	for id := range city {
		if mine[id] != nil {
			want[id] = mine[id]
		}
	}
	if a, b := keysOf(got), keysOf(want); !slices.Equal(a, b) {
		l.t.Fatalf("%s shows %v, of the city's rows %v may be seen", what, a, b)
	}
	if door.sum != nil && total(got, door.sum) != total(want, door.sum) {
		l.t.Fatalf("%s: sums differ", what)
	}
	l.details(login, door.path, mine)
	if dig(l.doc.root, "paths", door.path+"/export") != nil && l.viewers[login].Can("export") {
		l.export(login, door.path, filter, got, what)
	}
	if door.kind != "" {
		l.search(login, door.kind, door.path, mine)
	}
}

// filter picks up to two filters that the document names for the list.
func (l *lists) filter(path string) url.Values {
	out := url.Values{}
	params, _ := dig(l.doc.root, "paths", path, "get", "parameters").([]any)
	for range l.r.IntN(3) {
		p, _ := params[l.r.IntN(len(params))].(map[string]any)
		name, s := p["name"].(string), l.doc.resolve(p["schema"].(map[string]any))
		if slices.Contains(relative, name) || name == "voided" || path == "/companies" && name == "unitId" { // which other units deal with a company is not told
			continue
		}
		if v := l.filterValue(name, s); v != "" {
			out.Set(name, v)
		}
	}
	return out
}

func (l *lists) filterValue(name string, s map[string]any) string {
	if e, ok := s["enum"].([]any); ok {
		return e[l.r.IntN(len(e))].(string)
	}
	pick := func(of ...string) string { return of[l.r.IntN(len(of))] }
	switch name {
	case "unitId", "countyUnitId", "placeUnitId":
		return itoa(l.c.unit(pick("610902", "610981", "ak", "ak-office-jjj", "610921")))
	case "q":
		return pick("有限", "生产线", "星河", "秋实", "2022", "不存在的字")
	case "month":
		return pick("2022-09", "2022-08")
	case "from", "to", "dueBefore":
		return pick("2022-09-01", "2022-09-20", "2022-10-31")
	case "year":
		return pick("2022", "2021")
	case "province":
		return pick("北京", "江苏")
	case "outcome":
		return pick("获取线索", "一般交流")
	}
	if typ(s) == "integer" {
		return fmt.Sprint(1 + l.r.IntN(12))
	}
	return ""
}

// walk reads a whole list by pages of a random size and checks its count.
func (l *lists) walk(login, path string, filter url.Values) map[string]body {
	l.t.Helper()
	out, q := map[string]body{}, url.Values{}
	for k, v := range filter {
		q[k] = v
	}
	q.Set("limit", fmt.Sprint(3+l.r.IntN(60)))
	for {
		page := l.as(login).do("GET", path+"?"+q.Encode(), nil).want(200)
		for _, x := range page.items() {
			id := fmt.Sprint(x.(body)["id"])
			if out[id] != nil {
				l.t.Fatalf("%s?%s by %s shows %s twice", path, q.Encode(), login, id)
			}
			out[id] = x.(body)
		}
		if page.str("next") == "" {
			if page.int("total") != int64(len(out)) {
				l.t.Fatalf("%s?%s by %s counts %d, shows %d", path, q.Encode(), login, page.int("total"), len(out))
			}
			return out
		}
		q.Set("cursor", page.str("next"))
	}
}

func (l *lists) everything(login, path string) map[string]body {
	key := login + path
	if l.all[key] == nil {
		l.all[key] = l.walk(login, path, url.Values{})
	}
	return l.all[key]
}

// details opens a few rows: those in the list open, the city's others are not found. A
// visit is also read by who sees its lead: what came before a transfer stays with the
// lead (domain §4), without entering the new owner's list and counts of visits.
func (l *lists) details(login, path string, mine map[string]body) {
	for _, id := range sample(l.r, keysOf(l.everything("manager", path)), 3) {
		want := 404
		if mine[id] != nil || path == "/visits" && l.seesLead(login, l.everything("manager", path)[id]) {
			want = 200
		}
		l.as(login).do("GET", path+"/"+id, nil).want(want)
	}
}

func (l *lists) seesLead(login string, visit body) bool {
	leads, _ := visit["leadIds"].([]any)
	return slices.ContainsFunc(leads, func(id any) bool { return l.everything(login, "/leads")[fmt.Sprint(id)] != nil })
}

// export holds the file's codes against the list's.
func (l *lists) export(login, path string, filter url.Values, rows map[string]body, what string) {
	l.t.Helper()
	q := url.Values{}
	for k, v := range filter {
		q[k] = v
	}
	f, err := excelize.OpenReader(bytes.NewReader(l.as(login).do("GET", path+"/export?"+q.Encode(), nil).want(200).Raw))
	l.c.must(err)
	defer f.Close()
	sheet, err := f.GetRows(f.GetSheetName(0))
	l.c.must(err)
	var got, want []string
	for _, x := range rows {
		want = append(want, codeOf(x))
	}
	head := slices.IndexFunc(sheet, func(r []string) bool { return len(r) > 0 && r[0] == "编码" })
	for _, r := range sheet[head+1:] {
		if len(r) > 1 && r[0] != "" && r[1] != "" && r[0] != "合计" {
			got = append(got, r[0])
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		l.t.Fatalf("%s: the file has %v, the list %v", what, got, want)
	}
}

// search finds a row by its code or name when, and only when, the list shows it.
func (l *lists) search(login, kind, path string, mine map[string]body) {
	city := l.everything("manager", path)
	for _, id := range sample(l.r, keysOf(city), 1) {
		word := codeOf(city[id])
		if kind == "company" {
			word = fmt.Sprint(city[id]["name"])
		}
		hits := l.as(login).get("/search?q=%s", url.QueryEscape(word)).want(200).items()
		found := slices.ContainsFunc(hits, func(h any) bool { return h.(body)["kind"] == kind && fmt.Sprint(h.(body)["id"]) == id })
		if found != (mine[id] != nil) {
			l.t.Fatalf("search for %s %s by %s: found %v, listed %v", kind, word, login, found, mine[id] != nil)
		}
	}
}

func codeOf(x body) string {
	if c, ok := x["code"].(string); ok {
		return c
	}
	return fmt.Sprint(x["id"])
}

func keysOf(m map[string]body) []string {
	out := []string{}
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func sample(r *rand.Rand, ids []string, n int) []string {
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(n, len(ids))]
}

func total(rows map[string]body, of func(body) int64) (n int64) {
	for _, x := range rows {
		n += of(x)
	}
	return n
}

func number(x body, keys ...string) int64 {
	var n int64
	_, _ = fmt.Sscan(fmt.Sprint(dig(x, keys...)), &n) // a missing amount counts nothing
	return n
}
