package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"yinfeng/crm"
)

// Options tell where the data lives.
type Options struct {
	// Data is the data folder: evidence files and, on the embedded engine, the database.
	Data string
	// Database is a postgres:// address; empty means SQLite in the data folder.
	Database string
	// Clock gives the business day and the real time.
	Clock crm.Clock
	// NoGroup commits every act alone; for measuring only.
	NoGroup bool
}

// Store is the one door to the data. Safe for concurrent use.
type Store struct {
	engine engine
	write  *sql.DB
	read   *sql.DB
	data   string
	clock  crm.Clock
	writer *writer
	broken atomic.Pointer[crm.Error]
}

// Open opens the database, creating and migrating it when needed. A schema newer than
// this program is refused with a clear line.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := os.MkdirAll(o.Data, 0o750); err != nil {
		return nil, &crm.Error{Code: crm.CodeUnavailable, Detail: "数据文件夹不能建立，请检查权限：" + o.Data, Cause: err}
	}
	s := &Store{data: o.Data, clock: o.Clock, engine: engineOf(o.Database)}
	if o.Database == "" {
		if err := makePrivate(filepath.Join(o.Data, "yinfeng.db")); err != nil {
			return nil, err
		}
	}
	if err := s.connect(o); err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		s.closePools()
		return nil, err
	}
	set, err := loadSettings(ctx, s.read)
	if err != nil {
		s.closePools()
		return nil, s.translate(err)
	}
	if set.Demo && s.clock.Fixed == "" {
		s.clock.Fixed = set.DemoDay // a demo city lives on its own day (domain §3)
	}
	s.writer = newWriter(s, o.NoGroup)
	return s, nil
}

// makePrivate makes a missing database file, readable by its owner's group at most:
// SQLite itself would let everybody read it, and gives its log the same mode.
func makePrivate(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o640)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "数据文件夹不可写，请检查权限：" + filepath.Dir(file), Cause: err}
	}
	return f.Close()
}

// Close stops the writer and closes the pools; waiting acts are finished first.
func (s *Store) Close() error {
	s.writer.stop()
	return s.closePools()
}

// closePools closes the readers first: only the last connection that may write folds SQLite's log
// into the file.
func (s *Store) closePools() (err error) {
	if s.read != s.write {
		err = s.read.Close()
	}
	if e := s.write.Close(); err == nil {
		err = e
	}
	return err
}

// Today returns the business day.
func (s *Store) Today() crm.Date { return s.clock.Today() }

// Clock returns the store's clock.
func (s *Store) Clock() crm.Clock { return s.clock }

// Engine names the engine and its version, for logs, tests and doctor.
func (s *Store) Engine(ctx context.Context) string {
	var v string
	if err := s.read.QueryRowContext(ctx, s.engine.versionSQL()).Scan(&v); err != nil {
		return string(s.engine)
	}
	return fmt.Sprintf("%s %s", s.engine.label(), strings.TrimSpace(v))
}

// Ready reports whether the database and the data folder can be used.
func (s *Store) Ready(ctx context.Context) error {
	if e := s.broken.Load(); e != nil {
		return e
	}
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT 1").Scan(&n); err != nil {
		return unavailable(err)
	}
	f, err := os.CreateTemp(s.data, ".ready-*")
	if err != nil {
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "数据文件夹不可写", Cause: err}
	}
	f.Close()
	return os.Remove(f.Name())
}

// fail stops taking writes after an fsync or I/O failure: not retried (trust §2).
func (s *Store) fail(err error) *crm.Error {
	e := &crm.Error{Code: crm.CodeUnavailable, Detail: "数据盘写入失败，系统已停止接受修改，请联系管理员检查磁盘后重启", Cause: err}
	s.broken.CompareAndSwap(nil, e)
	slog.Error("writes stopped after an I/O failure", "err", err)
	return e
}

// blobPath is where a file's bytes stand: under their hash.
func (s *Store) blobPath(sha string) string {
	return filepath.Join(s.data, "files", sha[:2], sha)
}
