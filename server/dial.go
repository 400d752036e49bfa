package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"yinfeng/crm"
)

// Bounds of what goes out.
const (
	dialTime = 10 * time.Second
	maxReply = 64 << 10
)

// replyTime is what another side gets for its answer: a robot from dialling on, a mail server for each of two parts of
// the talk. It stays far below the time after which a silent worker is given up.
var replyTime = 10 * time.Second

// errNotAllowed says that an address may not be dialled; trying again does not help.
var errNotAllowed = errors.New("the address is not allowed")

// dialer connects to the hosts of a list only, and looks at the very address that is dialled: a name
// that leads to an inner address is refused at the moment of dialling, however it was
// looked up.
func dialer(hosts crm.OutHosts) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{Timeout: dialTime, Control: func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil || !hosts.MayDial(a.Addr()) {
			return errNotAllowed
		}
		return nil
	}}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil || !hosts.Names(host) {
			return nil, errNotAllowed
		}
		return d.DialContext(ctx, network, address)
	}
}

// outClient sends one request to a host of the list: no proxy, no redirect, no second request
// over the same connection.
func outClient(hosts crm.OutHosts) *http.Client {
	return &http.Client{
		Timeout:       replyTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer(hosts), DisableKeepAlives: true, TLSHandshakeTimeout: dialTime,
			MaxResponseHeaderBytes: 16 << 10},
	}
}

// noteConnected marks connected as soon as a request has a connection: from then on something may have left.
func noteConnected(ctx context.Context, connected *bool) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { *connected = true }})
}

// unreached says why nobody could be reached, without the address, which may hold a key.
func unreached(err error) crm.Outcome {
	out := crm.Outcome{State: crm.DeliveryFailed, Again: true, Problem: "连不上对方"}
	var dns *net.DNSError
	switch {
	case errors.Is(err, errNotAllowed):
		out.Again, out.Problem = false, "这个地址不允许连接：主机要在“允许外联的主机”里，内网地址要写明地址或网段"
	case errors.As(err, &dns) && !dns.IsTimeout:
		out.Problem = "找不到对方的主机名"
	case timedOut(err):
		out.Problem = "连接对方超时"
	case errors.Is(err, syscall.ECONNREFUSED):
		out.Problem = "对方拒绝连接"
	}
	return out
}

// timedOut reports whether a time limit ended it; what the mail library wraps can only be told by its words.
func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout() || strings.Contains(err.Error(), "i/o timeout")
}
