// Command yinfeng is 引凤, an investment-promotion (招商引资) CRM: the server with the
// web application inside, and the tools of the machine's operator. It holds wiring
// only; the rules live in crm.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"yinfeng/crm"
	"yinfeng/store"
)

// cli is the command line of contract.md §1.
type cli struct {
	Data     string `help:"数据文件夹（默认 ./data；serve --demo 默认 ./data-demo）" placeholder:"DIR" env:"YINFENG_DATA"`
	Database string `help:"数据库地址，postgres:// 开头；不写为数据文件夹里的内置数据库" placeholder:"URL" env:"YINFENG_DATABASE"`
	Clock    string `help:"固定业务日 YYYY-MM-DD，只用于空库或演示库" placeholder:"DATE"`
	JSON     bool   `help:"结果以一个 JSON 对象输出" name:"json" env:"YINFENG_JSON"`

	Serve        serveCmd        `cmd:"" help:"启动服务"`
	Setup        setupCmd        `cmd:"" help:"在空库中装入城市数据包或演示城市"`
	Import       importCmd       `cmd:"" help:"导入台账"`
	Imports      importsCmd      `cmd:"" help:"查看以往的导入"`
	Report       reportCmd       `cmd:"" help:"月报：工作簿或数字"`
	Period       periodCmd       `cmd:"" help:"月报期：列表、关账、重新开账"`
	Audit        auditCmd        `cmd:"" help:"审计日志"`
	Rollup       rollupCmd       `cmd:"" help:"汇总表"`
	Backup       backupCmd       `cmd:"" help:"备份到一个文件"`
	VerifyBackup verifyBackupCmd `cmd:"" name:"verify-backup" help:"检验备份文件"`
	Restore      restoreCmd      `cmd:"" help:"从备份恢复到空库"`
	User         userCmd         `cmd:"" help:"用户账号"`
	DemoData     demoDataCmd     `cmd:"" name:"demo-data" help:"批量填充测速数据"`
	Doctor       doctorCmd       `cmd:"" help:"检查安装与数据是否正常"`
	OpenAPI      openapiCmd      `cmd:"" name:"openapi" help:"输出接口文档（OpenAPI 3.1）"`
	Version      versionCmd      `cmd:"" help:"版本"`
}

// Exit codes of contract.md §1.
const (
	exitDone    = 0
	exitFailed  = 1 // a failure of ours, or findings of a check
	exitRefused = 2 // refused input or wrong use
)

// errFindings ends a check that has printed its findings on stdout.
var errFindings = errors.New("findings")

// app is what commands need: the global flags and where results go.
type app struct {
	ctx    context.Context
	flags  *cli
	stdout io.Writer
	stderr io.Writer
	stdin  io.Reader
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run parses args and runs the command; it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	slog.SetDefault(slog.New(slog.NewTextHandler(stderr, nil)))
	var c cli
	helped := false
	k, err := kong.New(&c, kong.Name("yinfeng"), kong.Description("引凤：招商引资管理系统"), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true; panic(errFindings) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "命令行定义有误：", err)
		return exitFailed
	}
	cmd, err := parse(k, args, &helped)
	if helped {
		return exitDone
	}
	if err != nil {
		fmt.Fprintln(stderr, "用法不对："+err.Error()+"。运行 yinfeng --help 查看用法")
		return exitRefused
	}
	err = cmd.Run(&app{ctx: ctx, flags: &c, stdin: stdin, stdout: stdout, stderr: stderr})
	return exitCode(err, stderr)
}

// parse runs kong and stops at --help, which kong ends by Exit.
func parse(k *kong.Kong, args []string, helped *bool) (cmd *kong.Context, err error) {
	defer func() {
		if p := recover(); p != nil && !*helped {
			panic(p)
		}
	}()
	return k.Parse(args)
}

// exitCode prints an error as one line and maps it.
func exitCode(err error, stderr io.Writer) int {
	var e *crm.Error
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitFailed
	case errors.As(err, &e) && e.Code != crm.CodeUnavailable:
		fmt.Fprintln(stderr, strings.ReplaceAll(e.Detail, "\n", " "))
		return exitRefused
	}
	fmt.Fprintln(stderr, "失败："+strings.ReplaceAll(err.Error(), "\n", " "))
	return exitFailed
}

// operator is the machine's operator, as whom local commands act and are audited.
func operator() crm.Viewer {
	return crm.Viewer{Operator: true, Name: "本机操作员", Address: "local"}
}

// dataDir is the data folder: the flag, or the default of the command.
func (a *app) dataDir(fallback string) string {
	if a.flags.Data != "" {
		return a.flags.Data
	}
	return fallback
}

// open opens the store for a command that works on existing data.
func (a *app) open() (*store.Store, error) { return a.openAt(a.dataDir("data"), "") }

// openAt opens the store in dir. day fixes the business day of a demo; --clock wins
// and is refused on a database that holds a real city.
func (a *app) openAt(dir string, day crm.Date) (*store.Store, error) {
	clock := crm.Clock{Fixed: day}
	if a.flags.Clock != "" {
		d, err := crm.ParseDate(a.flags.Clock)
		if err != nil {
			return nil, err
		}
		clock.Fixed = d
	}
	s, err := store.Open(a.ctx, store.Options{Data: dir, Database: a.flags.Database, Clock: clock})
	if err != nil {
		return nil, err
	}
	if clock.Fixed == "" {
		return s, nil
	}
	set, err := s.Settings(a.ctx)
	if err == nil && !set.Demo {
		var empty bool
		if empty, err = s.Empty(a.ctx); err == nil && !empty {
			err = crm.Invalid("clock", "固定业务日只能用于空库或演示库，这个库里是真实数据")
		}
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// openExisting opens the store and refuses a folder without a database, so that a
// mistyped folder does not make an empty one.
func (a *app) openExisting() (*store.Store, error) {
	dir := a.dataDir("data")
	if a.flags.Database == "" {
		if _, err := os.Stat(filepath.Join(dir, "yinfeng.db")); err != nil {
			return nil, crm.Invalid("data", "%s 里没有数据库，请用 --data 指明数据文件夹，或先运行 yinfeng setup", dir)
		}
	}
	return a.open()
}
