package crm

import (
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// ChannelKind is a way by which reminders leave the house.
type ChannelKind string

// Kinds of channels.
const (
	ChannelMail     ChannelKind = "mail"
	ChannelWeCom    ChannelKind = "wecom"    // 企业微信 group robot
	ChannelDingTalk ChannelKind = "dingtalk" // 钉钉 group robot
	ChannelFeishu   ChannelKind = "feishu"   // 飞书 group robot
)

// MailConfig is a mail account that sends, and who receives.
type MailConfig struct {
	Host string   `json:"host" maxLength:"253" doc:"发信服务器"`
	Port int      `json:"port" minimum:"1" maximum:"65535"`
	TLS  string   `json:"tls" enum:"starttls,tls,none" doc:"starttls 先明后密，tls 一开始就加密，none 不加密"`
	User string   `json:"user" maxLength:"200" doc:"账号，空为不登录"`
	From string   `json:"from" maxLength:"200" doc:"发件地址"`
	To   []string `json:"to" minItems:"1" maxItems:"50" doc:"收件地址"`
}

// ChannelSecret is what must not be read again: a robot's address holds its key.
type ChannelSecret struct {
	URL      Secret `json:"url,omitempty" maxLength:"500" doc:"机器人的 Webhook 地址"`
	Sign     Secret `json:"sign,omitempty" maxLength:"200" doc:"钉钉、飞书的加签密钥"`
	Password Secret `json:"password,omitempty" maxLength:"200" doc:"邮箱密码或授权码"`
}

// Channel sends reminders to a group's robot or to mail addresses.
type Channel struct {
	ID        int64          `json:"id"`
	Kind      ChannelKind    `json:"kind" enum:"mail,wecom,dingtalk,feishu"`
	Name      string         `json:"name"`
	Mail      *MailConfig    `json:"mail,omitempty"`
	Host      string         `json:"host" doc:"连接的主机"`
	Signed    bool           `json:"signed" doc:"机器人带加签"`
	SecretSet bool           `json:"secretSet" doc:"已存有密码或机器人地址，不再显示"`
	UnitID    int64          `json:"unitId" doc:"只发这一单位及其下级的提醒，0 为全市"`
	UnitName  string         `json:"unitName"`
	Kinds     []ReminderKind `json:"kinds" doc:"只发这些种类，空为全部"`
	Enabled   bool           `json:"enabled"`
	At        Instant        `json:"at"`
	Version   int64          `json:"version"`
}

// ChannelInput makes or changes a channel. A secret that is left empty stays as it is.
type ChannelInput struct {
	Kind    ChannelKind    `json:"kind" enum:"mail,wecom,dingtalk,feishu"`
	Name    string         `json:"name" minLength:"1" maxLength:"40"`
	Mail    *MailConfig    `json:"mail,omitempty"`
	Secret  ChannelSecret  `json:"secret,omitempty" doc:"只写不读；不填为不改"`
	UnitID  int64          `json:"unitId,omitempty" minimum:"0"`
	Kinds   []ReminderKind `json:"kinds,omitempty" maxItems:"20"`
	Enabled bool           `json:"enabled"`
	Version int64          `json:"version,omitempty" doc:"修改时填读到的版本"`
}

// Check tidies in and refuses what cannot work; old is the channel that stands, nil for a new one.
// No line of it repeats a secret.
func (in *ChannelInput) Check(old *Channel, hosts OutHosts) error {
	in.Name = strings.TrimSpace(in.Name)
	if in.Name == "" || utf8.RuneCountInString(in.Name) > 40 {
		return Invalid("name", "请给通道起个名字，不超过 40 个字")
	}
	if old != nil && old.Kind != in.Kind {
		return Invalid("kind", "通道的种类不能改，请另建一个")
	}
	slices.Sort(in.Kinds)
	in.Kinds = slices.Compact(in.Kinds)
	for _, k := range in.Kinds {
		if k.Label() == "" {
			return Invalid("kinds", "没有“%s”这种提醒，请重选", string(k))
		}
	}
	switch in.Kind {
	case ChannelMail:
		return in.checkMail(old, hosts)
	case ChannelWeCom, ChannelDingTalk, ChannelFeishu:
		return in.checkRobot(old, hosts)
	}
	return Invalid("kind", "请选择邮件、企业微信、钉钉或飞书")
}

func (in *ChannelInput) checkMail(old *Channel, hosts OutHosts) error {
	m := in.Mail
	switch {
	case m == nil:
		return Invalid("mail", "请填写发信服务器、发件地址和收件地址")
	case in.Secret.URL != "" || in.Secret.Sign != "":
		return Invalid("secret", "邮件通道没有机器人地址和加签密钥，请去掉")
	}
	m.Host, m.User = HostKey(m.Host), strings.TrimSpace(m.User)
	if _, err := netip.ParseAddr(m.Host); err != nil && !IsHostName(m.Host) {
		return Invalid("mail.host", "发信服务器写法不对，请写成 smtp.example.cn")
	}
	if !hosts.Names(m.Host) {
		return notAllowed("mail.host", m.Host)
	}
	for _, a := range append([]string{m.From}, m.To...) {
		if p, err := mail.ParseAddress(a); err != nil || p.Address != a || !ascii(a) {
			return Invalid("mail.to", "邮件地址“%s”写法不对，请写成 zhao@example.cn", strings.Join(strings.Fields(a), " "))
		}
	}
	switch {
	case m.Port < 1 || m.Port > 65535 || !slices.Contains([]string{"starttls", "tls", "none"}, m.TLS):
		return Invalid("mail.port", "请填写端口和加密方式，常用 587（先明后密）或 465（一开始就加密）")
	case len(m.To) == 0:
		return Invalid("mail.to", "请至少填一个收件地址")
	case m.TLS == "none" && (m.User != "" || in.Secret.Password != ""):
		return Invalid("mail.tls", "不加密时不能带账号密码，请改用加密")
	case m.User == "" && in.Secret.Password != "":
		return Invalid("mail.user", "填了密码，请把账号也填上")
	case m.User != "" && in.Secret.Password == "" && !sameAccount(old, *m):
		return Invalid("secret.password", "请填写密码或授权码；服务器或账号改了也要重新填写")
	}
	return nil
}

// sameAccount reports whether the password that stands is for this very account: it must not
// follow to another server.
func sameAccount(old *Channel, m MailConfig) bool {
	return old != nil && old.SecretSet && old.Mail != nil && old.Mail.Host == m.Host && old.Mail.Port == m.Port && old.Mail.User == m.User
}

func (in *ChannelInput) checkRobot(old *Channel, hosts OutHosts) error {
	switch {
	case in.Mail != nil || in.Secret.Password != "":
		return Invalid("mail", "机器人通道没有邮件设置，请去掉")
	case in.Secret.Sign != "" && in.Kind == ChannelWeCom:
		return Invalid("secret.sign", "企业微信机器人没有加签密钥，请去掉")
	case in.Secret.URL == "" && (old == nil || !old.SecretSet):
		return Invalid("secret.url", "请填写机器人的 Webhook 地址")
	case in.Secret.URL == "":
		return nil
	}
	u, err := url.Parse(in.Secret.URL.Reveal())
	if err != nil || u.User != nil || u.Fragment != "" || u.Host == "" {
		return Invalid("secret.url", "机器人地址写法不对，请从群机器人的设置里整条复制，以 https:// 开头")
	}
	host := HostKey(u.Hostname())
	_, notIP := netip.ParseAddr(host)
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || notIP != nil):
		return Invalid("secret.url", "机器人地址须以 https:// 开头")
	case notIP != nil && !IsHostName(host):
		return Invalid("secret.url", "机器人地址里的主机名写法不对")
	case !hosts.Names(host):
		return notAllowed("secret.url", host)
	case robotKey(in.Kind, u) == "":
		return Invalid("secret.url", "这不像是%s机器人的地址，里面没有它的密钥，请整条复制", in.Kind.Label())
	}
	return nil
}

func notAllowed(field, host string) error {
	return Invalid(field, "主机 %s 不在“允许外联的主机”里，请先加上再保存", host)
}

// robotKey is the part of a robot's address that is its key.
func robotKey(k ChannelKind, u *url.URL) string {
	switch k {
	case ChannelWeCom:
		return u.Query().Get("key")
	case ChannelDingTalk:
		return u.Query().Get("access_token")
	}
	return u.Path[strings.LastIndex(u.Path, "/")+1:]
}

// Label is the kind's Chinese name.
func (k ChannelKind) Label() string {
	return map[ChannelKind]string{ChannelMail: "邮件", ChannelWeCom: "企业微信", ChannelDingTalk: "钉钉", ChannelFeishu: "飞书"}[k]
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '~' || r < ' ' }) < 0
}

// Host is the host of the robot's address.
func (s ChannelSecret) Host() string {
	u, err := url.Parse(s.URL.Reveal())
	if err != nil {
		return ""
	}
	return HostKey(u.Hostname())
}

// Scrub takes the secret out of what another side has said, and what was made of it for this call.
func (s ChannelSecret) Scrub(k ChannelKind, text string, made ...string) string {
	keys := append([]string{s.URL.Reveal(), s.Sign.Reveal(), s.Password.Reveal()}, made...)
	if u, err := url.Parse(s.URL.Reveal()); err == nil && s.URL != "" {
		keys = append(keys, u.RequestURI(), robotKey(k, u))
	}
	for _, key := range keys {
		if len(key) >= 4 {
			text = strings.ReplaceAll(text, key, hidden)
		}
	}
	return text
}
