package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"yinfeng/crm"
	"yinfeng/frontend"
	"yinfeng/seeds"
	"yinfeng/server"
	"yinfeng/store"
)

type serveCmd struct {
	Listen         string   `help:"监听地址" default:"127.0.0.1:8080" env:"YINFENG_LISTEN"`
	Demo           bool     `help:"用演示城市（自己的数据文件夹，业务日固定为 2022-09-26）"`
	TLSCert        string   `help:"TLS 证书文件" name:"tls-cert" env:"YINFENG_TLS_CERT" placeholder:"F"`
	TLSKey         string   `help:"TLS 私钥文件" name:"tls-key" env:"YINFENG_TLS_KEY" placeholder:"F"`
	TLSSelf        bool     `help:"自建本地证书（在 /certificate 安装到手机）" name:"tls-self" env:"YINFENG_TLS_SELF"`
	TrustedProxies []string `help:"可信的反向代理地址或网段" name:"trusted-proxies" env:"YINFENG_TRUSTED_PROXIES"`
	Secret         string   `help:"会话签名密钥（多个实例共用一个库时设同一个）；不设则在数据文件夹里自动生成" env:"YINFENG_SECRET"`
}

// Run serves until interrupted.
func (c serveCmd) Run(a *app) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return crm.Invalid("listen", "不能监听 %s：端口已被占用或地址不对，请用 --listen 换一个", c.Listen)
	}
	defer listener.Close()
	s, dir, lines, err := c.store(a)
	if err != nil {
		return err
	}
	defer s.Close()
	authority, conf, err := c.tls(dir)
	if err != nil {
		return err
	}
	h, err := c.handler(a, s, dir, conf != nil)
	if err != nil {
		return err
	}
	if authority != nil {
		h.ServeCertificate(authority)
	}
	url := "http://" + listener.Addr().String()
	if conf != nil {
		url = "https://" + listener.Addr().String()
	}
	if err := c.greet(a, s, url, lines); err != nil {
		return err
	}
	return serveAndWork(a.ctx, h, listener, conf)
}

// serveAndWork answers requests, works at imports, makes workbooks, does the day's run and sends reminders out until ctx ends; all are over when it returns.
func serveAndWork(ctx context.Context, h *server.Server, l net.Listener, conf *tls.Config) error {
	ctx, stop := context.WithCancel(ctx)
	var worked sync.WaitGroup
	for _, work := range []func(context.Context){h.WorkImports, h.WorkReports, h.WorkDays, h.WorkOutbox} {
		worked.Add(1)
		go func() {
			defer worked.Done()
			work(ctx)
		}()
	}
	err := server.Run(ctx, l, h, conf)
	stop()
	worked.Wait()
	return err
}

// store opens the data, filling the demo city at the first start of a demo.
func (c serveCmd) store(a *app) (s *store.Store, dir string, lines []string, err error) {
	if !c.Demo {
		dir = a.dataDir("data")
		s, err = a.open()
		return s, dir, nil, err
	}
	dir = a.dataDir("data-demo")
	if s, err = a.openAt(dir, seeds.DemoDay); err != nil {
		return nil, dir, nil, err
	}
	lines, err = a.ensureDemo(s, dir)
	if err != nil {
		s.Close()
	}
	return s, dir, lines, err
}

func (c serveCmd) handler(a *app, s *store.Store, dir string, secure bool) (*server.Server, error) {
	key := []byte(c.Secret)
	if c.Secret == "" {
		var err error
		if key, err = server.LoadSecret(dir); err != nil {
			return nil, err
		}
	}
	set, err := s.Settings(a.ctx)
	if err != nil {
		return nil, err
	}
	return server.New(server.Options{Store: s, Web: frontend.FS(), WebBuilt: frontend.Built(), Placeholder: frontend.Placeholder(),
		Secret: key, Secure: secure, TrustedProxies: c.TrustedProxies, Demo: set.Demo, Version: apiVersion, Knowledge: seeds.Knowledge})
}

// tls loads or makes certificates; nil means plain HTTP.
func (c serveCmd) tls(dir string) (authority []byte, conf *tls.Config, err error) {
	switch {
	case c.TLSSelf:
		hosts := []string{"localhost", "127.0.0.1"}
		if h, _, e := net.SplitHostPort(c.Listen); e == nil && h != "" {
			hosts = append(hosts, h)
		}
		if name, e := os.Hostname(); e == nil {
			hosts = append(hosts, name)
		}
		hosts = append(hosts, ownAddresses()...)
		conf, authority, err = server.SelfTLS(dir, hosts, time.Now())
		return authority, conf, err
	case c.TLSCert == "" && c.TLSKey == "":
		return nil, nil, nil
	case c.TLSCert == "" || c.TLSKey == "":
		return nil, nil, crm.Invalid("tls", "证书与私钥要一起给：--tls-cert 和 --tls-key")
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, nil, crm.Invalid("tls", "证书或私钥读不出，请检查 %s 与 %s", c.TLSCert, c.TLSKey)
	}
	return nil, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

// ownAddresses are the machine's addresses, which phones in the office use.
func ownAddresses() []string {
	var out []string
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, x := range addrs {
		if n, ok := x.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			out = append(out, n.IP.String())
		}
	}
	return out
}

// greet prints the address and how to get in.
func (c serveCmd) greet(a *app, s *store.Store, url string, lines []string) error {
	fmt.Fprintf(a.stderr, "引凤 %s · %s\n打开 %s\n", version, s.Engine(a.ctx), url)
	for _, l := range lines {
		fmt.Fprintln(a.stderr, l)
	}
	if !frontend.Built() {
		fmt.Fprintln(a.stderr, "程序里没有网页应用，请用 make build 构建")
	}
	token, needed, err := server.NewSetupToken(a.ctx, s)
	if err != nil || !needed {
		return err
	}
	fmt.Fprintf(a.stderr, "还没有管理员。请在 24 小时内打开一次性链接设置：\n%s/setup#token=%s\n", url, token)
	return nil
}

type setupCmd struct {
	Demo bool   `help:"装入演示城市"`
	Pack string `help:"装入城市数据包：名称或文件夹" placeholder:"NAME-or-DIR"`
}

// Run fills an empty database.
func (c setupCmd) Run(a *app) error {
	if c.Demo == (c.Pack != "") {
		return crm.Invalid("setup", "请写 --demo 或 --pack 名称，二者选一")
	}
	dir := a.dataDir("data")
	if c.Demo {
		s, err := a.openAt(dir, seeds.DemoDay)
		if err != nil {
			return err
		}
		defer s.Close()
		lines, err := a.ensureDemo(s, dir)
		for _, l := range lines {
			fmt.Fprintln(a.stderr, l)
		}
		return err
	}
	p, err := seeds.LoadPack(c.Pack)
	if err != nil {
		return err
	}
	s, err := a.openAt(dir, "")
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.LoadPack(a.ctx, operator(), p); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "已装入数据包 %s：%d 个单位，%d 项目标\n", p.Name, len(p.Units), len(p.Targets))
	return nil
}

// ensureDemo fills an empty database with the demo city and says how to sign in. A
// database with a real city is refused.
func (a *app) ensureDemo(s *store.Store, dir string) ([]string, error) {
	empty, err := s.Empty(a.ctx)
	if err != nil {
		return nil, err
	}
	if !empty {
		set, err := s.Settings(a.ctx)
		if err == nil && !set.Demo {
			err = crm.Conflict(nil, "%s 里是真实数据，不是演示库，请换一个数据文件夹", dir)
		}
		if err != nil {
			return nil, err
		}
		return demoLines(dir)
	}
	password, err := demoPassword(dir)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(a.stderr, "正在装入演示城市，约需一分钟……")
	shown := 0
	d := seeds.Demo{Password: password, Hash: server.HashPassword, Render: render(a.ctx), Progress: func(done, total int) {
		if tenth := done * 10 / total; tenth > shown {
			shown = tenth
			fmt.Fprintf(a.stderr, "  %d%%\n", tenth*10)
		}
	}}
	if err := d.Fill(a.ctx, s); err != nil {
		return nil, err
	}
	return demoLines(dir)
}
