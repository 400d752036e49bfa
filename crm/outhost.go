package crm

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// OutHosts are the hosts that the program may connect to by itself, for mail and robots: names,
// addresses or networks such as 10.1.2.0/24. By name only public addresses are
// dialled; an address of the inner network must be named itself, or its network.
type OutHosts []string

// DefaultOutHosts are the robots' own hosts. No channel stands there at first, so nothing goes out.
var DefaultOutHosts = OutHosts{"qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"}

const maxOutHosts = 50

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// HostKey is a host as it is compared: small letters, no dot at its end, no brackets.
func HostKey(host string) string {
	return strings.Trim(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), "."), "[]")
}

// IsHostName reports whether host, as HostKey gives it, is a name that can be looked up.
func IsHostName(host string) bool { return len(host) <= 253 && hostName.MatchString(host) }

// IsSiteURL reports whether text is where a browser finds the system: a scheme and a host, nothing after them.
func IsSiteURL(text string) bool {
	u, err := url.Parse(text)
	return text == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && text == u.Scheme+"://"+u.Host
}

// outNet reads an entry that is an address or a network.
func outNet(entry string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(entry); err == nil {
		return p.Masked(), true
	}
	if a, err := netip.ParseAddr(entry); err == nil && a.Zone() == "" {
		a = a.Unmap()
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	return netip.Prefix{}, false
}

// Check refuses entries that are none, and networks as wide as half the world.
func (h OutHosts) Check() error {
	if len(h) > maxOutHosts {
		return Invalid("value", "允许外联的主机最多 %d 个", maxOutHosts)
	}
	for _, entry := range h {
		if p, ok := outNet(entry); ok {
			if p.Addr().Is4() && p.Bits() < 8 || p.Addr().Is6() && p.Bits() < 32 {
				return Invalid("value", "网段“%s”太大，请写小一些，如 10.1.2.0/24", entry)
			}
			continue
		}
		if HostKey(entry) != entry || !IsHostName(entry) {
			return Invalid("value", "“%s”不是主机名、地址或网段，请写成 smtp.example.cn、10.1.2.3 或 10.1.2.0/24", entry)
		}
	}
	return nil
}

// Names reports whether the list holds a host, by its name or by an address in it.
func (h OutHosts) Names(host string) bool {
	host = HostKey(host)
	if a, err := netip.ParseAddr(host); err == nil {
		return h.holds(a)
	}
	return slices.Contains(h, host)
}

func (h OutHosts) holds(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	for _, entry := range h {
		if p, ok := outNet(entry); ok && p.Contains(a) {
			return true
		}
	}
	return false
}

// MayDial reports whether an address that a host's name was looked up to may be dialled: a public one, or one that the list holds.
func (h OutHosts) MayDial(a netip.Addr) bool { return publicAddr(a) || h.holds(a) }

// special are networks that are no part of the public internet, or lead back to an inner one, beyond
// those that netip knows (IANA special-purpose registries; 168.63.129.16 and
// 100.100.100.200 answer cloud machines about themselves).
var special = func() (out []netip.Prefix) {
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
		"2002::/16", "3fff::/20", "5f00::/16", "fec0::/10"} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// publicAddr reports whether a is an address of the public internet.
func publicAddr(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}
