package server

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"yinfeng/crm"
)

// sendMail sends one message to a channel's addresses.
func sendMail(ctx context.Context, o crm.Outgoing, n note) crm.Outcome {
	m := o.Channel.Mail
	if m == nil {
		return crm.Outcome{State: crm.DeliveryFailed, Problem: "通道没有邮件设置"}
	}
	msg, err := mailOf(*m, n)
	if err != nil {
		return crm.Outcome{State: crm.DeliveryFailed, Problem: "邮件地址写法不对，请核对发件和收件地址"}
	}
	line := &mailLine{dial: dialer(o.Hosts), tls: m.TLS == "tls", host: m.Host}
	defer line.close()
	client, err := mail.NewClient(m.Host, mailOptions(o, line)...)
	if err != nil {
		return crm.Outcome{State: crm.DeliveryFailed, Problem: "发信设置不对，请核对服务器、端口和加密方式"}
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return mailRefused(o, err)
	}
	out := mailOutcome(o, client.SendWithSMTPClient(conn, msg))
	if out.State == crm.DeliverySent {
		out.Answer = shortened(o.Secret.Scrub(o.Channel.Kind, msg.ServerResponse()))
	}
	return out
}

func mailOf(m crm.MailConfig, n note) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	err := errors.Join(msg.From(m.From), msg.To(m.To...))
	msg.Subject(n.title)
	msg.SetDate()
	msg.SetMessageIDWithValue(fmt.Sprintf("%d.%s@%s", time.Now().UnixNano(), strings.ToLower(rand.Text()), domainOf(m.From)))
	msg.SetBodyString(mail.TypeTextPlain, n.text())
	return msg, err
}

// domainOf is the part of an address behind the @: the machine's own name stays at home.
func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

func mailOptions(o crm.Outgoing, line *mailLine) []mail.Option {
	m := o.Channel.Mail
	policy := map[string]mail.TLSPolicy{"starttls": mail.TLSMandatory, "none": mail.NoTLS}[m.TLS]
	if m.TLS == "tls" {
		policy = mail.TLSOpportunistic // the connection is encrypted already: see mailLine
	}
	opts := []mail.Option{mail.WithPort(m.Port), mail.WithTimeout(replyTime), mail.WithHELO(domainOf(m.From)), mail.WithTLSPolicy(policy),
		mail.WithTLSConfig(mailTLS(m.Host)), mail.WithDialContextFunc(line.connect), mail.WithoutNoop()}
	if m.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(o.Secret.Password.Reveal()))
	}
	return opts
}

// mailRoots are the authorities that mail trusts; nil for the machine's own.
var mailRoots *x509.CertPool

func mailTLS(host string) *tls.Config {
	return &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: mailRoots}
}

// mailLine is the one connection of a mail: through our own dialler, with a limit for the whole talk.
type mailLine struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)
	tls  bool
	host string
	conn net.Conn
}

func (l *mailLine) connect(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := l.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.conn = c
	if !l.tls {
		return c, nil
	}
	t := tls.Client(c, mailTLS(l.host))
	return t, t.HandshakeContext(ctx)
}

func (l *mailLine) close() {
	if l.conn != nil {
		l.conn.Close()
	}
}

// mailRefused is the end of a talk before any message: nothing has left. A server that says no for good (5yz, a wrong
// password) is not asked again.
func mailRefused(o crm.Outgoing, err error) crm.Outcome {
	var said *textproto.Error
	if !errors.As(err, &said) {
		out := unreached(err)
		var cert *tls.CertificateVerificationError
		if errors.As(err, &cert) {
			out.Again, out.Problem = false, "对方的证书不可信，不予发送"
		} else if strings.Contains(err.Error(), "STARTTLS") || strings.Contains(err.Error(), "AUTH") {
			out.Again, out.Problem = false, "对方不支持所设的加密或登录方式"
		}
		return out
	}
	line := fmt.Sprintf("%d %s", said.Code, shortened(o.Secret.Scrub(o.Channel.Kind, said.Msg)))
	return crm.Outcome{State: crm.DeliveryFailed, Answer: line, Problem: "对方没有接受：" + line, Again: said.Code < 500}
}

// mailOutcome tells whether a message arrived: accepted, refused, or nobody knows.
func mailOutcome(o crm.Outgoing, err error) crm.Outcome {
	var sent *mail.SendError
	switch {
	case err == nil:
		return crm.Outcome{State: crm.DeliverySent}
	case !errors.As(err, &sent):
		return unsure(err)
	case sent.Reason == mail.ErrSMTPReset: // said after the message was accepted
		return crm.Outcome{State: crm.DeliverySent}
	case sent.ErrorCode() >= 400:
		line := shortened(o.Secret.Scrub(o.Channel.Kind, sent.Error()))
		before := sent.Reason != mail.ErrSMTPDataClose && sent.Reason != mail.ErrWriteContent
		return crm.Outcome{State: crm.DeliveryFailed, Answer: line, Problem: "对方没有接受：" + line, Again: before && sent.ErrorCode() < 500}
	case sent.Reason == mail.ErrSMTPDataClose || sent.Reason == mail.ErrWriteContent:
		return unsure(err)
	}
	return crm.Outcome{State: crm.DeliveryFailed, Problem: "对方在收信之前断开了", Again: true}
}
