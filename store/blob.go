package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"yinfeng/crm"
)

// putBlob keeps bytes under their SHA-256 in the data folder and notes them in the
// transaction. Bytes that are there already are kept, never overwritten; those of an act
// that fails stay behind unnamed, which harms nobody.
func putBlob(t *Tx, content []byte, mediaType string) (sha string, err error) {
	sum := sha256.Sum256(content)
	sha = hex.EncodeToString(sum[:])
	if err := writeBlob(t.s.blobPath(sha), content); err != nil {
		return "", &crm.Error{Code: crm.CodeUnavailable, Detail: "文件没有存下，请联系管理员检查数据盘空间和权限", Cause: err}
	}
	_, err = t.exec("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING",
		sha, len(content), mediaType, t.Now)
	return sha, err
}

// writeBlob writes beside the place and renames, with the folder flushed, so that a power
// cut leaves the whole file or none.
func writeBlob(path string, content []byte) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".part-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// readBlob returns the bytes and media type of a blob, refusing bytes whose hash is not
// their name.
func (s *Store) readBlob(ctx context.Context, q querier, sha string) ([]byte, string, error) {
	var media string
	err := q.QueryRowContext(ctx, "SELECT media_type FROM blobs WHERE sha256 = $1", sha).Scan(&media)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, "", crm.NotFound("文件")
	}
	if err != nil {
		return nil, "", err
	}
	b, err := os.ReadFile(s.blobPath(sha))
	if err != nil {
		return nil, "", &crm.Error{Code: crm.CodeUnavailable, Detail: "文件读不出来，请联系管理员检查数据文件夹", Cause: err}
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != sha {
		return nil, "", &crm.Error{Code: crm.CodeUnavailable, Detail: "文件已损坏（校验值不符），请联系管理员从备份恢复", Cause: fmt.Errorf("blob %s damaged", sha)}
	}
	return b, media, nil
}
