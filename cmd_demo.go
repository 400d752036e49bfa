package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yinfeng/crm"
	"yinfeng/seeds"
)

const demoPasswordFile = "demo-password"

// demoPassword takes the demo accounts' password from YINFENG_DEMO_PASSWORD, or makes
// one and keeps it in the demo's own folder so that later starts can print it.
func demoPassword(dir string) (string, error) {
	p := os.Getenv("YINFENG_DEMO_PASSWORD")
	if p == "" {
		// Groups of letters and digits that can be read out; satisfies the policy.
		const letters = "abcdefghjkmnpqrstuvwxyz"
		raw := make([]byte, 12)
		rand.Read(raw)
		var b strings.Builder
		for i, x := range raw {
			if i == 6 {
				b.WriteByte('-')
			}
			b.WriteByte(letters[int(x)%len(letters)])
		}
		p = "Ak" + fmt.Sprint(int(raw[0])%10) + "-" + b.String()
	}
	if err := crm.DefaultPasswordPolicy.Check("", p); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	return p, os.WriteFile(filepath.Join(dir, demoPasswordFile), []byte(p+"\n"), 0o600)
}

// demoLines says how to sign in to the demo.
func demoLines(dir string) ([]string, error) {
	b, err := os.ReadFile(filepath.Join(dir, demoPasswordFile))
	if errors.Is(err, fs.ErrNotExist) {
		b, err = []byte("（建库时设定的密码）"), nil
	}
	if err != nil {
		return nil, err
	}
	lines := []string{"演示城市，业务日固定为 " + string(seeds.DemoDay) + "；人物与企业均为虚构。所有账号密码：" + strings.TrimSpace(string(b)), "  登录名        姓名      角色"}
	for _, p := range seeds.DemoPeople() {
		lines = append(lines, fmt.Sprintf("  %-12s  %s  %s", p.Login, p.Name, p.Label()))
	}
	return lines, nil
}
