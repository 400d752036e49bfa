package server_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"yinfeng/server"
)

// The signatures of 钉钉 and 飞书 for a known key and time, computed apart from this program.
func TestRobots_Signatures(t *testing.T) {
	const key = "SEC0123456789abcdef"
	at := time.UnixMilli(1664150400123)
	if stamp, sign := server.DingTalkSign(key, at); stamp != "1664150400123" || sign != "Bl2W5WIP4pRuPIuY8NmhZvBe9bMbYdVEVOKI7YpEGHI=" {
		t.Error(stamp, sign)
	}
	if stamp, sign := server.FeishuSign(key, at); stamp != "1664150400" || sign != "UriLwVOQm9SecrMbGzQ4zf2wD6T15tgxYaobGgPRRKI=" {
		t.Error(stamp, sign)
	}
}

// Each robot gets what its maker asks for, and has taken it only when the body of its answer says so.
func robotsTested(t *testing.T, c *city) {
	r := newRobot(t)
	c.allow("127.0.0.1")
	admin := c.as("admin")
	for kind, x := range map[string]struct{ path, sign string }{"wecom": {"/cgi-bin/webhook/send?key=k1", ""}, "dingtalk": {"/robot/send?access_token=k2", "SECk2"},
		"feishu": {"/open-apis/bot/v2/hook/k3", "k3sign"}} {
		r.says(200, `{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}`)
		in := body{"kind": kind, "name": "群[点我](http://evil.cn)", "secret": body{"url": r.URL + x.path}, "enabled": true}
		if x.sign != "" {
			in["secret"].(body)["sign"] = x.sign
		}
		id := itoa(admin.post("/channels", in).want(200).int("id"))
		test := func(state, says string) {
			t.Helper()
			end := admin.post("/channels/"+id+"/test", nil).want(200)
			if end.str("state") != state || !strings.Contains(end.str("answer")+end.str("problem"), says) {
				t.Errorf("%s: %s", kind, end.Raw)
			}
		}
		test("sent", "0 ")
		r.mu.Lock()
		last, said := r.asked[len(r.asked)-1], r.bodies[len(r.bodies)-1]
		r.mu.Unlock()
		checkCall(t, kind, last, said)
		r.says(200, `{"errcode":310000,"errmsg":"keywords not in content","code":19024,"msg":"Key Words Not Found"}`)
		test("failed", "没有接受")
		r.echoes(t, kind, func() string { return string(admin.post("/channels/"+id+"/test", nil).want(200).Raw) })
		r.says(500, `{"errcode":0,"code":0}`)
		test("failed", "HTTP 500")
		r.says(200, `<html>`)
		test("failed", "看不懂")
		r.says(200, `{}`)
		test("failed", "结果码")
		_, before := r.heard()
		r.says(302, r.URL+"/elsewhere?key=k1")
		test("failed", "HTTP 302")
		if _, n := r.heard(); n != before+1 {
			t.Errorf("%s: a redirect was followed", kind)
		}
	}
}

// echoes lets the robot say back what it was asked; its key, the signature and its time are not repeated.
func (r *robot) echoes(t *testing.T, kind string, test func() string) {
	t.Helper()
	r.says(200, "echo")
	answer := test()
	r.mu.Lock()
	q, sent := r.asked[len(r.asked)-1], r.bodies[len(r.bodies)-1]
	r.mu.Unlock()
	var b struct{ Timestamp, Sign string }
	if err := json.Unmarshal([]byte(sent), &b); err != nil {
		t.Fatal(err)
	}
	v := q.URL.Query()
	for _, secret := range []string{v.Get("sign"), v.Get("timestamp"), b.Sign, b.Timestamp} {
		if secret != "" && (strings.Contains(answer, secret) || strings.Contains(answer, url.QueryEscape(secret))) {
			t.Errorf("%s repeats %s: %s", kind, secret, answer)
		}
	}
	if !strings.Contains(answer, "heard") {
		t.Errorf("%s: %s", kind, answer)
	}
}

// checkCall looks at what a robot was sent.
func checkCall(t *testing.T, kind string, q *http.Request, said string) {
	t.Helper()
	var b struct {
		MsgType   string `json:"msgtype"`
		Type      string `json:"msg_type"`
		Timestamp string
		Sign      string
		Markdown  struct{ Content, Title, Text string }
		Content   struct{ Text string }
	}
	if err := json.Unmarshal([]byte(said), &b); err != nil {
		t.Fatal(err)
	}
	if q.Method != "POST" || !strings.HasPrefix(q.Header.Get("Content-Type"), "application/json") {
		t.Errorf("%s: %s %v", kind, q.Method, q.Header)
	}
	text := b.Markdown.Content + b.Markdown.Text + b.Content.Text
	if !strings.Contains(text, "测试消息") || kind != "feishu" && strings.Contains(text, "](http") {
		t.Errorf("%s: %s", kind, text)
	}
	at := func(ms string) time.Time {
		n, err := strconv.ParseInt(ms, 10, 64)
		if err != nil || time.Since(time.UnixMilli(n)).Abs() > time.Hour {
			t.Errorf("%s: time %q", kind, ms)
		}
		return time.UnixMilli(n)
	}
	switch kind {
	case "wecom":
		if b.MsgType != "markdown" || b.Markdown.Content == "" || q.URL.RawQuery != "key=k1" {
			t.Errorf("wecom: %s %s", q.URL, said)
		}
	case "dingtalk":
		v, _ := url.ParseQuery(q.URL.RawQuery)
		if _, sign := server.DingTalkSign("SECk2", at(v.Get("timestamp"))); b.MsgType != "markdown" || b.Markdown.Title == "" || v.Get("access_token") != "k2" || v.Get("sign") != sign {
			t.Errorf("dingtalk: %s %s", q.URL, said)
		}
	case "feishu":
		if _, sign := server.FeishuSign("k3sign", at(b.Timestamp+"000")); b.Type != "text" || b.Sign != sign || q.URL.Path != "/open-apis/bot/v2/hook/k3" {
			t.Errorf("feishu: %s %s", q.URL, said)
		}
	}
}

// Nobody is dialled who is not on the list, nor an inner address behind a name that is; a silent robot is left after its time.
func notDialled(t *testing.T, c *city) {
	server.Outgoing(t, 300*time.Millisecond, nil)
	r := newRobot(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(r.URL, "http://"))
	admin := c.as("admin")
	test := func(address string, listed, later []string) *answer {
		t.Helper()
		c.allow(listed...)
		id := itoa(admin.post("/channels", body{"kind": "wecom", "name": "群", "secret": body{"url": address + "/send?key=k1"}, "enabled": true}).want(200).int("id"))
		c.allow(later...)
		return admin.post("/channels/"+id+"/test", nil).want(200)
	}
	// The list has changed since the channel was made; a name on it leads to this machine.
	for _, x := range []struct {
		address       string
		listed, later []string
	}{
		{"http://127.0.0.1:" + port, []string{"127.0.0.1"}, []string{"qyapi.weixin.qq.com"}},
		{"http://127.0.0.1:" + port, []string{"127.0.0.1"}, []string{"10.0.0.0/8"}},
		{"http://[::ffff:127.0.0.1]:" + port, []string{"127.0.0.0/8"}, []string{"localhost"}},
		{"https://localhost:" + port, []string{"localhost"}, []string{"localhost"}},
		{"https://LOCALHOST:" + port, []string{"localhost"}, []string{"localhost", "10.0.0.0/8"}},
	} {
		if end := test(x.address, x.listed, x.later); end.str("state") != "failed" || !strings.Contains(end.str("problem"), "不允许") {
			t.Errorf("%s: %s", x.address, end.Raw)
		}
	}
	if _, n := r.heard(); n != 0 {
		t.Fatalf("%d requests arrived", n)
	}
	if end := test("http://127.0.0.1:"+port, []string{"127.0.0.1"}, []string{"127.0.0.0/8"}); end.str("state") != "sent" {
		t.Error(string(end.Raw))
	}
	hang := make(chan struct{})
	mute := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	t.Cleanup(mute.Close)
	t.Cleanup(func() { close(hang) })
	if end := test(mute.URL, []string{"127.0.0.1"}, []string{"127.0.0.1"}); end.str("state") != "unsure" || !strings.Contains(end.str("problem"), "超时") {
		t.Error(string(end.Raw))
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	c.must(err)
	closed.Close()
	if end := test("http://"+closed.Addr().String(), []string{"127.0.0.1"}, []string{"127.0.0.1"}); end.str("problem") != "对方拒绝连接" {
		t.Error(string(end.Raw))
	}
	if c.srv.SendNext(context.Background()) {
		t.Error("a test stands in the queue")
	}
}
