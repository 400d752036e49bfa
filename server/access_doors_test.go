package server_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yinfeng/crm"
)

// TestAccess_DoorsAgree: what a person's calendar, reminders and saved views show is what the whole
// city's show, cut down to what the person's lists show (trust S2).
func TestAccess_DoorsAgree(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		l := newLists(t, c, seed)
		l.populate()
		l.dueSoon()
		l.newReminder() // runs the days up to now
		l.views()
		for _, login := range listReaders {
			for _, unit := range []string{"", "610902", "ak-office-jjj"} {
				l.calendar(login, unit)
			}
			l.reminders(login)
			l.viewsOf(login)
		}
	})
}

// dueSoon gives leads, visits and tasks of several units a day in the calendar.
func (l *lists) dueSoon() {
	for _, login := range []string{"officer", "officer2", "liaison", "liaison2"} {
		in := newLead(l.name("电子有限公司"))
		in["nextStep"], in["nextDue"] = "回访"+login, "2022-10-11"
		lead := l.as(login).post("/leads", in).want(200)
		visit := newVisit(l.name("食品有限公司"))
		visit["nextStep"], visit["nextDue"] = "寄样品"+login, "2022-10-12"
		l.as(login).post("/visits", visit).want(200)
		l.as(login).post("/tasks", body{"objectKind": "lead", "objectId": lead.at("id"), "title": "核对" + login, "dueOn": "2022-10-13"}).want(200)
		l.as(login).post("/leads/"+itoa(lead.int("id"))+"/transfers", body{"toUnitId": l.c.unit("610921"), "reason": "另选地址", "introBp": 0, "version": lead.at("version")}).want(200)
	}
}

// TestClaims_doorsSecret: calendar, reminders, views, weekly sheets and what else is newer tell another
// unit nothing of a lead that is full of secrets.
func TestClaims_doorsSecret(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		lead, secrets := secretLead(c)
		officer := c.as("officer")
		officer.post("/views", body{"page": "/leads", "name": "绝密视图", "query": "q=绝密"}).want(200)
		officer.post("/views", body{"page": "/leads", "name": "机密视图", "query": "q=机密", "shared": true}).want(200)
		runDays(c, "2022-09-27", "2022-10-12")
		if told := officer.get("/reminders").want(200); told.int("total") < 2 {
			t.Fatalf("nobody was reminded: %s", told.Raw)
		}
		for _, login := range []string{"officer2", "liaison", "liaison2", "statistician2"} {
			k := c.as(login)
			for _, path := range []string{"/reminders", "/reminders?mine=true", "/calendar?from=2022-09-01&to=2022-10-31", "/calendar?from=2022-09-01&to=2022-10-31&unitId=" + itoa(c.unit("610902")),
				"/views?page=/leads", "/tasks", "/disputes", "/transfers", "/trips", "/people", "/visits/near?name=秘密示例有限公司&on=2022-09-22", "/footprint", "/messages",
				"/visits?leadId=" + itoa(lead.int("id")), "/tasks?objectId=" + itoa(lead.int("id")), "/disputes?leadId=" + itoa(lead.int("id")), "/transfers?objectId=" + itoa(lead.int("id")),
				"/offices/lines", "/workbench"} {
				noSecret(t, k.get("%s", path).want(200), secrets)
			}
			for _, path := range []string{"/leads/%v/timeline", "/leads/%v/clocks", "/leads/%v/visits"} {
				noSecret(t, k.get(path, lead.at("id")).want(404), secrets)
			}
			if login == "liaison" || login == "officer2" {
				noSecret(t, k.get("/handovers/people").want(200), secrets)
				noSecret(t, k.get("/handovers/preview?fromUserId=%d", c.users["officer"].ID).want(404), secrets)
			}
		}
		office := c.as("liaison").get("/offices/%d/week", c.unit("ak-office-jjj")).want(200)
		noSecret(t, office, secrets)
	})
}

func noSecret(t *testing.T, a *answer, secrets []string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(string(a.Raw), s) {
			t.Errorf("%s tells %q: %s", a.what, s, a.Raw)
		}
	}
}

// runDays does the day's run of some days, one after another.
func runDays(c *city, from, to crm.Date) {
	c.t.Helper()
	for day := from; day <= to; day = day.AddDays(1) {
		for more := true; more; {
			var err error
			more, err = c.store.RunDay(c.t.Context(), "test", day)
			c.must(err)
		}
	}
}

// calendar holds a person's calendar against the city's and the person's lists.
func (l *lists) calendar(login, unit string) {
	l.t.Helper()
	path := "/calendar?from=2022-09-01&to=2022-10-31"
	if unit != "" {
		path += "&unitId=" + itoa(l.c.unit(unit))
	}
	kinds := map[string]int{}
	shown := func(of string) (out []string) {
		for _, x := range l.as(of).get("%s", path).want(200).at("items").([]any) {
			i := x.(map[string]any)
			if !l.listed(login, fmt.Sprint(i["kind"]), fmt.Sprint(i["object"]), fmt.Sprint(i["id"])) {
				if of == login {
					l.t.Errorf("%s by %s shows %v, which no list of his shows", path, login, i)
				}
				continue
			}
			kinds[fmt.Sprint(i["kind"])]++
			out = append(out, fmt.Sprint(i["kind"], i["object"], i["id"], i["on"], i["text"]))
		}
		slices.Sort(out)
		return out
	}
	if mine, city := shown(login), shown("manager"); !slices.Equal(mine, city) {
		l.t.Errorf("%s by %s shows\n%v, of the city's he may see\n%v", path, login, mine, city)
	}
	if login == "auditor" && unit == "" && len(kinds) != 6 {
		l.t.Errorf("the test's calendar has only %v", kinds)
	}
}

// listed reports whether a person's list shows the thing that stands in a calendar.
func (l *lists) listed(login, kind, object, id string) bool {
	has := func(path, kindField string) bool {
		for _, x := range l.everything(login, path) {
			if x[kindField] == object && fmt.Sprint(x["objectId"]) == id {
				return true
			}
		}
		return false
	}
	switch kind {
	case "transfer":
		return has("/transfers", "kind")
	case "task":
		return has("/tasks", "objectKind")
	}
	return l.everything(login, "/"+object+"s")[id] != nil
}

// reminders of a person's list are the city's of units that he reads; each is of a thing that he
// reads, or was when he was told.
func (l *lists) reminders(login string) {
	l.t.Helper()
	path := "/reminders"
	mine, city := l.everything(login, path), l.everything("manager", path)
	if len(city) < 4 {
		l.t.Fatalf("the test has only %d reminders", len(city))
	}
	want := []string{}
	for id, r := range city {
		if l.viewers[login].Scope(crm.ActReadBusiness).Has(number(r, "unitId")) {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	if got := keysOf(mine); !slices.Equal(got, want) {
		l.t.Errorf("%s by %s shows %v, want %v", path, login, got, want)
	}
}

// views saves one private and, where the role may, one shared view for each person.
func (l *lists) views() {
	for _, login := range listReaders {
		l.as(login).post("/views", body{"page": "/leads", "name": "私" + login, "query": "q=私" + login}).want(200)
		if l.viewers[login].Can(crm.ActComment) {
			l.as(login).post("/views", body{"page": "/leads", "name": "共" + login, "query": "q=共" + login, "shared": true}).want(200)
		}
	}
}

// viewsOf: a person finds his own views, and the shared ones of his unit and those above it.
func (l *lists) viewsOf(login string) {
	l.t.Helper()
	var got, want []string
	for _, x := range l.as(login).get("/views?page=/leads").want(200).items() {
		got = append(got, x.(map[string]any)["name"].(string))
	}
	want = append(want, "私"+login)
	path := func(login string) string {
		for _, u := range l.c.units {
			if u.ID == l.c.users[login].UnitID {
				return u.Path
			}
		}
		return "none"
	}
	for _, p := range people {
		if slices.Contains(listReaders, p.login) && l.viewers[p.login].Can(crm.ActComment) && strings.HasPrefix(path(login), path(p.login)) {
			want = append(want, "共"+p.login)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		l.t.Errorf("views of %s: %v, want %v", login, got, want)
	}
}
