package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yinfeng/crm"
)

// stagedFile is a file whose bytes are on disk, not yet under their hash.
type stagedFile struct {
	path string
	sha  string
	size int64
}

// stage writes the bytes to a temporary file in the data folder; with durable it is
// synced, so that a power cut after keep leaves the whole file or none.
func (s *Store) stage(r io.Reader, durable bool) (out stagedFile, err error) {
	dir := filepath.Join(s.data, "files")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return out, unstored(err)
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return out, unstored(err)
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), r)
	if err == nil && durable {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return out, unstored(err)
	}
	return stagedFile{f.Name(), hex.EncodeToString(sum.Sum(nil)), size}, nil
}

// keep moves a staged file under its hash; the same content stands only once and is
// never overwritten. Bytes of an act that fails stay behind unnamed and harm nobody.
func (s *Store) keep(f stagedFile, durable bool) error {
	to := s.blobPath(f.sha)
	if _, err := os.Stat(to); err == nil {
		os.Remove(f.path)
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return unstored(err)
	}
	if err := os.Rename(f.path, to); err != nil {
		return unstored(err)
	}
	if !durable {
		return nil
	}
	for _, dir := range []string{filepath.Dir(to), filepath.Dir(filepath.Dir(to))} {
		if err := syncFolder(dir); err != nil {
			return unstored(err)
		}
	}
	return nil
}

func unstored(err error) *crm.Error {
	return &crm.Error{Code: crm.CodeUnavailable, Detail: "文件没有存下来（磁盘可能已满），请稍后再试或联系管理员", Cause: err}
}

// putBlob keeps bytes of the program's own making and notes them in the transaction.
func putBlob(t *Tx, content []byte, mediaType string) (sha string, err error) {
	f, err := t.s.stage(bytes.NewReader(content), true)
	if err != nil {
		return "", err
	}
	if err := t.s.keep(f, true); err != nil {
		return "", err
	}
	_, err = t.exec("INSERT INTO blobs (sha256, size, media_type, at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING",
		f.sha, f.size, mediaType, t.Now)
	return f.sha, err
}

// syncFolder makes renames in dir durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// syncFiles makes every file that a batch has kept durable at once.
func (s *Store) syncFiles() error {
	if err := syncTree(s.data); err != nil {
		return unstored(err)
	}
	return nil
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
