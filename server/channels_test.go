package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yinfeng/crm"
)

// allow sets the hosts that may be connected to.
func (c *city) allow(hosts ...string) {
	c.t.Helper()
	ctx := context.Background()
	list, err := c.store.SettingList(ctx, operator)
	c.must(err)
	value, err := json.Marshal(hosts)
	c.must(err)
	for _, x := range list {
		if x.Name == "outHosts" && string(x.Value) != string(value) {
			_, err = c.store.PutSetting(ctx, operator, "outHosts", value, false, x.UpdatedAt)
			c.must(err)
		}
	}
}

// robot is a local listener in the place of a group's robot.
type robot struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	asked  []*http.Request
	status int
	answer string
}

func newRobot(t *testing.T) *robot {
	r := &robot{status: 200, answer: `{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}`}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		b, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		r.bodies, r.asked = append(r.bodies, string(b)), append(r.asked, q)
		status, answer := r.status, r.answer
		r.mu.Unlock()
		if answer == "echo" {
			line, _ := json.Marshal("heard " + q.URL.RawQuery + " " + q.URL.Query().Get("sign") + " " + signed(b))
			answer = `{"errcode":310000,"code":19024,"errmsg":` + string(line) + `,"msg":` + string(line) + `}`
		}
		if status >= 300 && status < 400 {
			w.Header().Set("Location", answer)
		}
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(r.Close)
	return r
}

// signed is the signature that stands in a call's body.
func signed(call []byte) string {
	var b struct{ Timestamp, Sign string }
	if json.Unmarshal(call, &b) != nil {
		return ""
	}
	return b.Timestamp + " " + b.Sign
}

// says changes what the robot answers.
func (r *robot) says(status int, answer string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.answer = status, answer
}

// heard is what was sent, the bodies in one text and how often.
func (r *robot) heard() (string, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.bodies, "\n"), len(r.bodies)
}

// wecom makes a channel to the robot and returns its id.
func (r *robot) wecom(k *client) int64 {
	return k.post("/channels", body{"kind": "wecom", "name": "招商群", "secret": body{"url": r.URL + "/send?key=wecom-key-1"}, "enabled": true}).want(200).int("id")
}

// The secret of a channel comes in and never goes out: not in answers, errors, the audit log, the database, a backup or the log.
func secretsStayInside(t *testing.T, c *city) {
	var logged bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(was) })
	r := newRobot(t)
	r.says(200, `{"errcode":93000,"errmsg":"invalid token tokenXYZZY1 of /robot?access_token=tokenXYZZY1, ask 13800001234"}`)
	c.allow("127.0.0.1", "smtp.example.cn")
	admin := c.as("admin")
	var said bytes.Buffer
	note := func(a *answer) *answer { said.Write(a.Raw); return a }
	robotIn := body{"kind": "dingtalk", "name": "钉钉群", "secret": body{"url": r.URL + "/robot?access_token=tokenXYZZY1", "sign": "SECXYZZY2"}, "enabled": true}
	first := note(admin.keyed("one").post("/channels", robotIn).want(200))
	note(admin.keyed("one").post("/channels", robotIn).want(200)) // the first answer again
	mail := body{"host": "smtp.example.cn", "port": 587, "tls": "starttls", "user": "bot", "from": "bot@example.cn", "to": []string{"a@example.cn"}}
	second := note(admin.post("/channels", body{"kind": "mail", "name": "邮件", "mail": mail, "secret": body{"password": "pwXYZZY3"}, "enabled": true}).want(200))
	id := itoa(first.int("id"))
	if first.at("signed") != true || first.at("secretSet") != true || first.str("host") != "127.0.0.1" || second.at("secretSet") != true {
		t.Fatalf("%s %s", first.Raw, second.Raw)
	}
	end := note(admin.post("/channels/"+id+"/test", nil).want(200))
	if !strings.Contains(end.str("answer"), "93000") || strings.Contains(end.str("answer"), "13800001234") {
		t.Fatal(string(end.Raw))
	}
	note(admin.put("/channels/"+id, body{"kind": "dingtalk", "name": "改名", "enabled": true, "version": 7}).want(409))
	note(admin.put("/channels/"+id, body{"kind": "dingtalk", "name": "改名", "enabled": true, "version": 1}).want(200))
	note(admin.put("/channels/"+id, body{"kind": "dingtalk", "name": "改名", "secret": body{"sign": "SECXYZZY4"}, "enabled": true, "version": 2}).want(200))
	note(admin.put("/channels/"+id, body{"kind": "dingtalk", "name": "改名", "secret": body{"url": "ftp://XYZZY5/?access_token=tokenXYZZY5"}, "enabled": true, "version": 3}).want(422))
	note(admin.post("/channels", body{"kind": "wecom", "name": "甲", "secret": body{"url": []string{"XYZZY6"}}, "enabled": true}).want(422))
	note(admin.post("/channels", body{"kind": "wecom", "name": "甲", "secret": body{"url": "https://evil.example.cn/?key=XYZZY7"}, "enabled": true}).want(422))
	admin.post("/channels/"+id+"/test", nil).want(200)
	if _, n := r.heard(); n != 2 || !strings.Contains(r.asked[1].URL.RawQuery, "access_token=tokenXYZZY1") {
		t.Fatal("the address did not stay beside a new signing key")
	}
	note(admin.get("/channels").want(200))
	note(admin.get("/settings/all").want(200))
	audit := note(c.as("auditor").get("/audit?object=channel").want(200))
	if audit.int("total") != 6 {
		t.Errorf("%d rows in the audit log: %s", len(audit.items()), audit.Raw)
	}
	file := filepath.Join(t.TempDir(), "backup.zip")
	_, err := c.store.Backup(context.Background(), file)
	c.must(err)
	for where, text := range map[string]string{"answers": said.String(), "backup": unzipped(t, file), "log": logged.String()} {
		if i := strings.Index(text, "XYZZY"); i >= 0 {
			t.Errorf("a secret stands in the %s: …%s…", where, text[max(0, i-80):min(len(text), i+40)])
		}
	}
	st, err := os.Stat(filepath.Join(c.options.Data, "seal.key"))
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("seal.key: %v %v", st, err)
	}
}

// unzipped is all that a backup says.
func unzipped(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(&b, r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(b.String(), "钉钉群") {
		t.Fatal("the backup holds no channel")
	}
	return b.String()
}

func refusedChannels(t *testing.T, c *city) {
	c.allow("smtp.example.cn", "qyapi.weixin.qq.com", "open.feishu.cn", "10.0.0.5", "127.0.0.0/8")
	admin := c.as("admin")
	mail := func(with body) body {
		m := body{"host": "smtp.example.cn", "port": 465, "tls": "tls", "user": "bot", "from": "bot@example.cn", "to": []string{"a@example.cn"}}
		for k, v := range with {
			m[k] = v
		}
		return body{"kind": "mail", "name": "邮件", "mail": m, "secret": body{"password": "secret"}, "enabled": true}
	}
	robot := func(kind, url string) body {
		return body{"kind": kind, "name": "群", "secret": body{"url": url}, "enabled": true}
	}
	for _, bad := range []body{
		robot("wecom", ""), robot("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"), robot("wecom", "https://qyapi.weixin.qq.com/send"),
		robot("wecom", "https://user:pw@qyapi.weixin.qq.com/send?key=1"), robot("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=1"),
		robot("feishu", "https://open.feishu.cn/"), robot("feishu", "https://open.feishu.cn.evil.cn/hook/1"), robot("wecom", "file:///etc/passwd?key=1"),
		robot("wecom", "http://10.0.0.6/send?key=1"), robot("wecom", "https://169.254.169.254/send?key=1"), robot("mail", "https://qyapi.weixin.qq.com/?key=1"),
		mail(body{"host": "mail.example.cn"}), mail(body{"from": "bot"}), mail(body{"to": []string{"a@example.cn\r\nBcc: b@example.cn"}}),
		mail(body{"tls": "none"}), mail(body{"to": []string{"赵 <a@example.cn>"}}), mail(body{"host": "smtp.example.cn:25"}),
		{"kind": "wecom", "name": " ", "secret": body{"url": "https://qyapi.weixin.qq.com/send?key=1"}, "enabled": true},
		{"kind": "wecom", "name": "群", "secret": body{"url": "https://qyapi.weixin.qq.com/send?key=1"}, "unitId": 999999, "enabled": true},
		{"kind": "wecom", "name": "群", "secret": body{"url": "https://qyapi.weixin.qq.com/send?key=1", "sign": "S"}, "enabled": true},
		{"kind": "wecom", "name": "群", "secret": body{"url": "https://qyapi.weixin.qq.com/send?key=1"}, "kinds": []string{"money"}, "enabled": true},
	} {
		said := admin.post("/channels", bad)
		isProblem(t, said, 422, "invalid")
		if strings.ContainsAny(said.str("detail"), "\r\n") {
			t.Errorf("more than one line: %s", said.Raw)
		}
	}
	m := admin.post("/channels", mail(nil)).want(200)
	moved := mail(body{"host": "10.0.0.5"})
	moved["version"] = 1
	moved["secret"] = body{}
	isProblem(t, admin.put("/channels/"+itoa(m.int("id")), moved), 422, "invalid") // a password does not follow to another server
	for _, bad := range [][]string{{"0.0.0.0/0"}, {"::/0"}, {"http://x.cn"}, {"X.cn"}, {"a b"}, {"x.cn:80"}} {
		value, _ := json.Marshal(bad)
		if _, err := c.store.PutSetting(context.Background(), operator, "outHosts", value, false, settingSeen(c, "outHosts")); crm.ErrCode(err) != crm.CodeInvalid {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if got := c.as("officer").get("/settings").want(200); strings.Contains(string(got.Raw), "example.cn") {
		t.Error("the hosts are shown to everybody")
	}
	w := admin.post("/channels", robot("wecom", "https://qyapi.weixin.qq.com/send?key=1")).want(200)
	id := itoa(w.int("id"))
	isProblem(t, admin.put("/channels/"+id, body{"kind": "feishu", "name": "群", "enabled": true, "version": 1}), 422, "invalid")
	isProblem(t, admin.del("/channels/%s?version=2", id), 409, "conflict")
	admin.del("/channels/%s?version=1", id).want(204)
	isProblem(t, admin.get("/channels/%s/deliveries", id), 404, "not_found")
	isProblem(t, admin.post("/channels/"+id+"/test", nil), 404, "not_found")
}

func settingSeen(c *city, name string) crm.Instant {
	list, err := c.store.SettingList(context.Background(), operator)
	c.must(err)
	for _, x := range list {
		if x.Name == name {
			return x.UpdatedAt
		}
	}
	c.t.Fatal("no setting " + name)
	return 0
}

// A data folder without the key opens no secret, and says what to do; typing it again helps.
func keyLost(t *testing.T, c *city) {
	r := newRobot(t)
	c.allow("127.0.0.1")
	admin := c.as("admin")
	for _, x := range admin.get("/channels").want(200).items() {
		admin.del("/channels/%v?version=%v", x.(body)["id"], x.(body)["version"]).want(204)
	}
	id := itoa(r.wecom(admin))
	locked := func(want int) {
		t.Helper()
		if names, err := c.store.CheckSeals(context.Background()); err != nil || len(names) != want {
			t.Fatal(names, err)
		}
	}
	locked(0)
	c.must(os.Remove(filepath.Join(c.options.Data, "seal.key")))
	locked(1)
	got := admin.post("/channels/"+id+"/test", nil)
	isProblem(t, got, 503, "unavailable")
	if !strings.Contains(got.str("detail"), "seal.key") {
		t.Error(string(got.Raw))
	}
	admin.put("/channels/"+id, body{"kind": "wecom", "name": "群", "secret": body{"url": r.URL + "/send?key=wecom-key-2"}, "enabled": true, "version": 1}).want(200)
	locked(0)
	if end := admin.post("/channels/"+id+"/test", nil).want(200); end.str("state") != "sent" {
		t.Fatal(string(end.Raw))
	}
}
