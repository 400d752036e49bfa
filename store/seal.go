package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yinfeng/crm"
)

// sealer hides secrets in the database and in its backups. about names the row, so that what is sealed for one
// row opens for no other. Another cipher (SM4) can take its place.
type sealer interface {
	seal(about string, plain []byte) (string, error)
	open(about, sealed string) ([]byte, error)
}

// keySealer seals by AES-256-GCM with a key that stands in a file of its own, outside of database and backup:
// who has those alone cannot read a secret. A restore elsewhere needs the file, or the secrets typed again.
type keySealer struct{ file string }

const (
	sealKeyName = "seal.key"
	sealKeySize = 32
	sealFormat  = "v1"
)

func (s *Store) sealer() sealer { return keySealer{filepath.Join(s.data, sealKeyName)} }

// seal gives v1:<which key>:<nonce and text>. The first one makes the key.
func (k keySealer) seal(about string, plain []byte) (string, error) {
	key, err := k.load()
	if errors.Is(err, fs.ErrNotExist) {
		if err = k.make(); err == nil {
			key, err = k.load()
		}
	}
	if err != nil {
		return "", sealFault(err)
	}
	gcm, err := newGCM(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, gcm.NonceSize())
	rand.Read(nonce)
	return strings.Join([]string{sealFormat, keyName(key), base64.StdEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, []byte(about)))}, ":"), nil
}

func (k keySealer) open(about, sealed string) ([]byte, error) {
	f := strings.Split(sealed, ":")
	if len(f) != 3 || f[0] != sealFormat {
		return nil, sealFault(errors.New("not sealed by this program"))
	}
	key, err := k.load()
	if err != nil {
		return nil, sealFault(err)
	}
	if keyName(key) != f[1] {
		return nil, sealFault(errors.New("sealed with another key"))
	}
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(f[2])
	if err != nil || len(raw) < gcm.NonceSize() {
		return nil, sealFault(errors.New("sealed text is damaged"))
	}
	plain, err := gcm.Open(nil, raw[:gcm.NonceSize()], raw[gcm.NonceSize():], []byte(about))
	if err != nil {
		return nil, sealFault(err)
	}
	return plain, nil
}

// sealFault is what a person reads when a secret does not open.
func sealFault(err error) error {
	return &crm.Error{Code: crm.CodeUnavailable, Cause: err,
		Detail: "密码封存的密钥（数据文件夹里的 " + sealKeyName + "）不在或不对，请从原数据文件夹复制过来，或重新填写通道的密码、机器人地址"}
}

func newGCM(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(b)
}

// keyName tells keys apart without telling the key.
func keyName(key []byte) string {
	sum := sha256.Sum256(append([]byte("yinfeng seal "), key...))
	return hex.EncodeToString(sum[:4])
}

func (k keySealer) load() ([]byte, error) {
	b, err := os.ReadFile(k.file)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(string(bytes.TrimSpace(b)))
	if err == nil && len(key) != sealKeySize {
		err = errors.New("the key has not its length")
	}
	return key, err
}

// make writes a new key, readable by its owner only, whole or not at all; when another program instance was first, its
// key stays.
func (k keySealer) make() error {
	key := make([]byte, sealKeySize)
	rand.Read(key)
	tmp, err := os.CreateTemp(filepath.Dir(k.file), ".seal-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err = os.Link(tmp.Name(), k.file); errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
