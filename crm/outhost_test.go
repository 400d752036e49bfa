package crm

import (
	"net/netip"
	"testing"
)

// None of these is dialled when a name leads to it (trust S10).
func TestOutHosts_MayDial(t *testing.T) {
	byName := OutHosts{"smtp.example.cn", "localhost"}
	for _, a := range []string{"127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
		"100.100.100.200", "100.64.0.1", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
		"fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::1", "2001::1", "100::1", "5f00::1", "3fff::1"} {
		if byName.MayDial(netip.MustParseAddr(a)) {
			t.Errorf("%s would be dialled", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "223.5.5.5", "172.32.0.1", "100.128.0.1", "2400:3200::1", "::ffff:223.5.5.5"} {
		if !byName.MayDial(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
	inner := OutHosts{"10.1.2.0/24", "192.168.1.9", "fd00::/32"}
	for a, want := range map[string]bool{"10.1.2.3": true, "10.1.3.3": false, "192.168.1.9": true, "::ffff:10.1.2.3": true, "192.168.1.8": false, "fd00::5": true, "127.0.0.1": false} {
		if got := inner.MayDial(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %v", a, got)
		}
	}
}

func TestOutHosts_Names(t *testing.T) {
	h := OutHosts{"qyapi.weixin.qq.com", "10.1.2.0/24", "192.168.1.9"}
	for host, want := range map[string]bool{"qyapi.weixin.qq.com": true, "QYAPI.weixin.qq.com.": true, "x.qyapi.weixin.qq.com": false, "qyapi.weixin.qq.com.evil.cn": false,
		"10.1.2.9": true, "10.1.9.9": false, "192.168.1.9": true, "[::ffff:192.168.1.9]": true, "": false, "223.5.5.5": false, "2130706433": false} {
		if got := h.Names(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
	for text, want := range map[string]bool{"": true, "https://zs.example.cn": true, "http://10.1.2.3:8080": true, "https://zs.example.cn/": false, "zs.example.cn": false,
		"javascript:alert(1)": false, "https://a@b.cn": false, "https://b.cn?x": false, "https://b.cn) [x](http://evil.cn": false} {
		if IsSiteURL(text) != want {
			t.Errorf("site %q", text)
		}
	}
}
