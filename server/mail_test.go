package server_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"yinfeng/server"
)

// postOffice is a small mail server on this machine.
type postOffice struct {
	net.Listener
	cert     tls.Certificate
	implicit bool

	mu    sync.Mutex
	mode  string // what goes wrong: "", greylist, password, rcpt, refuse, silent, cut
	mails []string
	talks int
}

// selfSigned is a certificate for 127.0.0.1 and the pool that trusts it.
func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	x := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true,
		BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, x, x, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func newPostOffice(t *testing.T, cert tls.Certificate, implicit bool) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{Listener: l, cert: cert, implicit: implicit}
	if implicit {
		p.Listener = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}})
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := p.Accept()
			if err != nil {
				return
			}
			go p.talk(c)
		}
	}()
	return p
}

func (p *postOffice) port() int { return p.Addr().(*net.TCPAddr).Port }

// wrong sets what goes wrong from now on, and forgets what came.
func (p *postOffice) wrong(mode string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode, p.mails, p.talks = mode, nil, 0
}

func (p *postOffice) got() (mails []string, talks int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mails, p.talks
}

// talk is one conversation, as far as RFC 5321 needs it here.
func (p *postOffice) talk(c net.Conn) {
	defer c.Close()
	p.mu.Lock()
	p.talks++
	mode := p.mode
	p.mu.Unlock()
	r := bufio.NewReader(c)
	say := func(line string) { io.WriteString(c, line+"\r\n") }
	say("220 post office")
	secret, encrypted := "", p.implicit
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			offer := "250-AUTH PLAIN LOGIN\r\n"
			if !encrypted {
				offer = "250-STARTTLS\r\n"
			}
			say("250-post office\r\n" + offer + "250 8BITMIME")
		case "STARTTLS":
			say("220 go")
			t := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{p.cert}})
			if t.Handshake() != nil {
				return
			}
			c, r, encrypted = t, bufio.NewReader(t), true
		case "AUTH":
			raw, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			secret = string(raw)
			if mode == "password" || secret != "\x00bot\x00pwSECRET" {
				say("535 5.7.8 wrong " + secret[strings.LastIndex(secret, "\x00")+1:])
				continue
			}
			say("235 fine")
		case "RCPT":
			if mode == "rcpt" {
				say("550 5.1.1 no such box")
				continue
			}
			say("250 fine")
		case "MAIL":
			if mode == "greylist" {
				say("451 4.7.1 come again")
				continue
			}
			say("250 fine")
		case "DATA":
			say("354 go on")
			if p.take(r, mode, say) {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// take reads a message; true when the talk ends with it.
func (p *postOffice) take(r *bufio.Reader, mode string, say func(string)) bool {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return true
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	p.mu.Lock()
	p.mails = append(p.mails, b.String())
	p.mu.Unlock()
	switch mode {
	case "cut":
		return true
	case "silent":
		time.Sleep(time.Second)
		return true
	case "refuse":
		say("554 5.6.0 spam 13800001234")
		return false
	}
	say("250 2.0.0 queued as 17")
	return false
}

func mailed(t *testing.T, c *city) {
	cert, pool := selfSigned(t)
	server.Outgoing(t, 400*time.Millisecond, pool)
	c.allow("127.0.0.1")
	admin := c.as("admin")
	channel := func(p *postOffice, mode, user, password string) string {
		t.Helper()
		in := body{"kind": "mail", "name": "邮件", "enabled": true, "secret": body{"password": password}, "mail": body{"host": "127.0.0.1", "port": p.port(),
			"tls": mode, "user": user, "from": "bot@example.cn", "to": []string{"zhao@example.cn", "qian@example.cn"}}}
		return itoa(admin.post("/channels", in).want(200).int("id"))
	}
	test := func(id, state, says string) {
		t.Helper()
		end := admin.post("/channels/"+id+"/test", nil).want(200)
		if end.str("state") != state || !strings.Contains(end.str("answer")+end.str("problem"), says) || strings.Contains(string(end.Raw), "pwSECRET") {
			t.Errorf("want %s with %q: %s", state, says, end.Raw)
		}
	}
	both, implicit := newPostOffice(t, cert, false), newPostOffice(t, cert, true)
	for p, id := range map[*postOffice]string{both: channel(both, "starttls", "bot", "pwSECRET"), implicit: channel(implicit, "tls", "bot", "pwSECRET")} {
		test(id, "sent", "queued as 17")
		mails, _ := p.got()
		checkMail(t, mails)
		for mode, want := range map[string][2]string{"password": {"failed", "535"}, "rcpt": {"failed", "no such box"}, "greylist": {"failed", "come again"},
			"refuse": {"failed", "138****1234"}, "silent": {"unsure", "超时"}, "cut": {"unsure", "断开"}} {
			p.wrong(mode)
			test(id, want[0], want[1])
		}
	}
	both.wrong("")
	test(channel(both, "none", "", ""), "sent", "queued")
	test(channel(both, "starttls", "bot", "wrong-pw"), "failed", "535")
	test(channel(both, "tls", "bot", "pwSECRET"), "failed", "")  // speaks no TLS from the start
	server.Outgoing(t, 400*time.Millisecond, x509.NewCertPool()) // trusts nobody
	p := newPostOffice(t, cert, false)
	id := c.as("admin").post("/channels", body{"kind": "mail", "name": "邮件", "enabled": true, "secret": body{"password": "pwSECRET"}, "mail": body{"host": "127.0.0.1",
		"port": p.port(), "tls": "starttls", "user": "bot", "from": "bot@example.cn", "to": []string{"zhao@example.cn"}}}).want(200).int("id")
	end := c.as("admin").post(fmt.Sprintf("/channels/%d/test", id), nil).want(200)
	if mails, _ := p.got(); end.str("state") != "failed" || !strings.Contains(end.str("problem"), "证书") || len(mails) != 0 {
		t.Fatal(string(end.Raw))
	}
}

// checkMail looks at the one message that came.
func checkMail(t *testing.T, mails []string) {
	t.Helper()
	if len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	head, text, _ := strings.Cut(mails[0], "\r\n\r\n")
	plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
	if err != nil || !strings.Contains(string(plain), "收到这一条，说明提醒通道“邮件”可以使用") {
		t.Errorf("%v %s", err, plain)
	}
	for _, want := range []string{"From: <bot@example.cn>", "zhao@example.cn", "Subject:", "=?UTF-8?", "Message-ID: <", "@example.cn>"} {
		if !strings.Contains(head, want) {
			t.Errorf("no %q in %s", want, head)
		}
	}
	if strings.Contains(strings.ToLower(head), "go-mail") {
		t.Errorf("the head tells of the program: %s", head)
	}
}
