package server

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yinfeng/crm"
)

const minSecret = 32 // bytes

// knownSecrets are texts that stand in examples everywhere; a server signed with one
// could be entered by anybody.
var knownSecrets = []string{"secret", "changeme", "change-me", "password", "yinfeng", "example", "test", "default", "0123456789", "abcdef"}

// CheckSecret refuses a key that is short or guessable (trust §2).
func CheckSecret(key []byte) error {
	if len(key) < minSecret {
		return crm.Invalid("secret", "签名密钥只有 %d 字节，至少要 %d 字节；不设则自动生成", len(key), minSecret)
	}
	low := strings.ToLower(string(key))
	for _, k := range knownSecrets {
		if strings.Trim(strings.ReplaceAll(low, k, ""), "-_ .!") == "" {
			return crm.Invalid("secret", "签名密钥是人所共知的写法，不能使用；不设则自动生成")
		}
	}
	distinct := map[byte]bool{}
	for _, b := range key {
		distinct[b] = true
	}
	if len(distinct) < 8 {
		return crm.Invalid("secret", "签名密钥重复太多，容易被猜到，请换一个随机的密钥")
	}
	return nil
}

// LoadSecret reads the signing key of a data folder, making one at the first start.
// The file is readable by its owner only.
func LoadSecret(data string) ([]byte, error) {
	name := filepath.Join(data, "secret")
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecret(name)
	}
	if err != nil {
		return nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "读不到签名密钥文件 " + name + "，请检查权限", Cause: err}
	}
	b = bytes.TrimSpace(b)
	return b, CheckSecret(b)
}

func makeSecret(name string) ([]byte, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	key := []byte(hex.EncodeToString(raw))
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "数据文件夹不能建立，请检查权限", Cause: err}
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = f.Write(append(bytes.Clone(key), '\n'))
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "签名密钥文件 " + name + " 写不进去，请检查权限", Cause: err}
	}
	return key, nil
}
