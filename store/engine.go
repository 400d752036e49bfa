package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"yinfeng/crm"
)

// engine is one of the two databases. What differs between them stands in this file.
type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

//go:embed migrations/sqlite/*.sql migrations/postgres/*.sql
var migrations embed.FS

func init() {
	sql.Register("sqlite3_yinfeng", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("lower_text", lowerText, true)
	}})
}

// lowerText folds case for every script; SQLite's own LOWER knows ASCII only.
func lowerText(s string) string { return strings.Map(unicode.ToLower, s) }

func engineOf(database string) engine {
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		return postgres
	}
	return sqlite
}

// engineBehind is the engine that q reads from: an act, a snapshot or a pool.
func engineBehind(q querier) engine {
	switch x := q.(type) {
	case *Tx:
		return x.s.engine
	case snapshot:
		return x.engine
	case *sql.DB:
		if _, ok := x.Driver().(*stdlib.Driver); ok {
			return postgres
		}
	}
	return sqlite
}

func (e engine) label() string {
	if e == postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

func (e engine) versionSQL() string {
	if e == postgres {
		return "SHOW server_version"
	}
	return "SELECT sqlite_version()"
}

// SQLite pragmas reach every pooled connection only through the DSN (architecture §4). Prepared
// statements are kept: preparing them anew took a third of an act's time.
const sqlitePragmas = "_foreign_keys=on&_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_loc=UTC&_cache_size=-65536&_stmt_cache_size=512"

// connect opens the pools: one immediate writer and four read-only connections on
// SQLite, one pool on PostgreSQL.
func (s *Store) connect(o Options) error {
	if s.engine == postgres {
		c, err := pgx.ParseConfig(o.Database)
		if err != nil {
			return &crm.Error{Code: crm.CodeInvalid, Detail: "数据库地址写法不对，应为 postgres://用户:密码@主机:端口/库名", Cause: err}
		}
		db := stdlib.OpenDB(*c, stdlib.OptionAfterConnect(tunePostgres))
		db.SetMaxOpenConns(16)
		db.SetMaxIdleConns(8)
		s.write, s.read = db, db
		return nil
	}
	if o.Database != "" {
		return crm.Invalid("database", "数据库地址“%s”不认识：不写为内置数据库，或写 postgres:// 开头的地址", o.Database)
	}
	file := sqliteURI(filepath.Join(o.Data, "yinfeng.db"))
	w, err := sql.Open("sqlite3_yinfeng", file+"?"+sqlitePragmas)
	if err != nil {
		return unavailable(err)
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite3_yinfeng", file+"?mode=ro&_query_only=on&_busy_timeout=5000&_loc=UTC&_cache_size=-65536&_stmt_cache_size=128")
	if err != nil {
		w.Close()
		return unavailable(err)
	}
	r.SetMaxOpenConns(4)
	r.SetMaxIdleConns(4)
	s.write, s.read = w, r
	return nil
}

// sqliteURI names a file so that SQLite opens that very one: #, ? and % of a folder's name mean
// something else in a URI.
func sqliteURI(file string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()
}

// tunePostgres fits a session to short queries on solid disks: compiling them or starting
// helpers takes longer than running them, and an index is worth its reads.
func tunePostgres(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, "SET jit = off; SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1")
	return err
}

// provider returns goose over this engine's migrations.
func (s *Store) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+string(s.engine))
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	if s.engine == postgres {
		dialect = goose.DialectPostgres
	}
	return goose.NewProvider(dialect, s.write, dir, goose.WithVerbose(false), goose.WithGoMigrations(s.goMigrations()...))
}

// migrate brings the schema up; a database of a newer program is refused.
func (s *Store) migrate(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	if s.engine == postgres {
		// Two program instances may start at once: one migrates, the other waits.
		conn, err := s.write.Conn(ctx)
		if err != nil {
			return unavailable(err)
		}
		defer conn.Close()
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7305001)"); err != nil {
			return unavailable(err)
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(7305001)")
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return unavailable(err)
	}
	sources := p.ListSources()
	if newest := sources[len(sources)-1].Version; have > newest {
		return crm.Conflict(nil, "数据库是更新版本的程序建立的（结构 %d，本程序 %d），请换用新版程序", have, newest)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if len(done) == 0 || have == 0 || s.engine == postgres {
		return nil
	}
	return s.recount(ctx)
}

// recount counts anew what SQLite knows of its rows, where it was counted before: beside old counts an
// index that a migration made would look better than it is.
func (s *Store) recount(ctx context.Context) error {
	var counted bool
	err := s.write.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1')").Scan(&counted)
	if err != nil || !counted {
		return s.translate(err)
	}
	return s.Analyze(ctx)
}

// lockWrites serialises writers of several program instances on PostgreSQL: with it a
// group of acts sees what an act alone would, as on SQLite's one writer. It also keeps
// audit sequence and hash without gaps.
func (e engine) lockWrites(ctx context.Context, tx *sql.Tx) error {
	if e != postgres {
		return nil
	}
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7305002)")
	return err
}

// violation tells a unique or foreign-key failure by the driver's code, not its text.
func violation(err error) (unique, foreign bool) {
	var se sqlite3.Error
	if errors.As(err, &se) {
		switch se.ExtendedCode {
		case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
			return true, false
		case sqlite3.ErrConstraintForeignKey:
			return false, true
		}
		return false, false
	}
	var pe interface{ SQLState() string }
	if errors.As(err, &pe) {
		return pe.SQLState() == "23505", pe.SQLState() == "23503"
	}
	return false, false
}

// ioFailure reports a disk failure, after which no write is trusted.
func ioFailure(err error) bool {
	var se sqlite3.Error
	return errors.As(err, &se) && (se.Code == sqlite3.ErrIoErr || se.Code == sqlite3.ErrCorrupt)
}

// unavailable wraps an error of the database being away or out of space (503).
func unavailable(err error) *crm.Error {
	var se sqlite3.Error
	if errors.As(err, &se) && se.Code == sqlite3.ErrFull {
		return &crm.Error{Code: crm.CodeUnavailable, Detail: "磁盘已满，这次修改没有保存，请联系管理员清理磁盘", Cause: err}
	}
	return &crm.Error{Code: crm.CodeUnavailable, Detail: "数据库暂时连不上，这次操作没有保存，请稍后再试", Cause: err}
}
