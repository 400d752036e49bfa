package server_test

import (
	"context"
	"crypto/x509"
	"io"
	"mime/quotedprintable"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/server"
)

// What reminds one person goes to his own mail too, once, with two program instances; who gave no
// address, or gets the channel's messages anyway, gets nothing of his own.
func TestPersonalMail(t *testing.T) { eachCity(t, personalMail) }

func personalMail(t *testing.T, c *city) {
	cert, _ := selfSigned(t)
	server.Outgoing(t, 400*time.Millisecond, x509.NewCertPool())
	c.allow("127.0.0.1")
	admin := c.as("admin")
	p := newPostOffice(t, cert, false)
	admin.post("/channels", body{"kind": "mail", "name": "邮件", "enabled": true, "mail": body{"host": "127.0.0.1", "port": p.port(), "tls": "none", "user": "",
		"from": "bot@example.cn", "to": []string{"group@example.cn", "Xun@example.cn"}}}).want(200)
	for login, address := range map[string]string{"officer": " wang@example.cn ", "officer2": "xun@example.cn"} {
		c.as(login).put("/me/mail", body{"mail": address}).want(200)
	}
	for _, bad := range []string{"wang", "a b@example.cn", "王@example.cn", "Wang <wang@example.cn>", "wang@example.cn\r\nBcc: x@example.cn"} {
		c.as("officer").put("/me/mail", body{"mail": bad}).want(422)
	}
	if got := admin.get("/users/%d", c.users["officer"].ID).want(200); got.str("mail") != "wang@example.cn" {
		t.Fatalf("%s", got.Raw)
	}
	if raw := c.as("officer2").get("/people").want(200).Raw; strings.Contains(string(raw), "example.cn") {
		t.Errorf("colleagues read an address: %s", raw)
	}
	codes := map[string]string{}
	for login, firm := range map[string]string{"officer": "星河私信电子", "officer2": "秋实私信食品", "liaison": "远山私信装备"} {
		codes[login] = c.as(login).post("/leads", newLead(firm+"有限公司")).want(200).str("code")
	}
	runDays(c, "2022-09-27", "2022-09-28") // the response falls due, and is late
	ctx := context.Background()
	var all sync.WaitGroup
	for _, s := range []*server.Server{c.srv, c.twin().srv} {
		s.SetOutboxTimes(quick)
		all.Go(func() {
			for s.SendNext(ctx) {
			}
		})
	}
	all.Wait()
	own, group := "", ""
	mails, _ := p.got()
	for _, m := range mails {
		head, text, _ := strings.Cut(m, "\r\n\r\n")
		plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
		c.must(err)
		switch {
		case strings.Contains(head, "To: <wang@example.cn>\r\n"):
			own += string(plain)
		case strings.Contains(head, "group@example.cn") && strings.Contains(head, "Xun@example.cn") && !strings.Contains(head, "wang@"):
			group += string(plain)
		default:
			t.Errorf("a mail to somebody else: %s", head)
		}
	}
	late := func(text, login string) int {
		return strings.Count(text, "线索 "+codes[login]+" 应于 2022-09-27 前响应，已逾期")
	}
	if late(own, "officer") != 1 || strings.Contains(own, codes["officer2"]) || strings.Contains(own, codes["liaison"]) || strings.Contains(own, "私信") {
		t.Errorf("own mail: %s", own)
	}
	if late(group, "officer") != 1 || late(group, "officer2") != 1 || late(group, "liaison") != 1 {
		t.Errorf("the group's mail: %s", group)
	}
	c.as("officer").put("/me/mail", body{"mail": ""}).want(200)
	runDays(c, "2022-09-29", "2022-09-30")
	for c.srv.SendNext(ctx) {
	}
	again, _ := p.got()
	for _, m := range again[len(mails):] {
		if strings.Contains(m, "To: <wang@") {
			t.Errorf("an address that was taken away: %s", m)
		}
	}
}
