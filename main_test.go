package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The test binary is also the program: with this variable set it runs the command line.
const asProgram = "YINFENG_TEST_AS_PROGRAM"

// leftovers are folders that several tests share; they go when all have ended.
var leftovers []string

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	code := m.Run()
	for _, dir := range leftovers {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// program is a run of the command line in this process.
type program struct {
	code           int
	stdout, stderr string
}

func yinfeng(stdin string, args ...string) program {
	var out, errs bytes.Buffer
	code := run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return program{code, out.String(), errs.String()}
}

// want fails unless the program ended with code, and returns stdout.
func (p program) want(t *testing.T, code int) string {
	t.Helper()
	if p.code != code {
		t.Fatalf("exit %d, want %d\nstdout: %s\nstderr: %s", p.code, code, p.stdout, p.stderr)
	}
	return p.stdout
}

// server is the program serving in a process of its own.
type serverProcess struct {
	cmd *exec.Cmd
	url string
}

// serve starts the program with flags and waits until it answers.
func serve(t *testing.T, flags []string, more ...string) *serverProcess {
	t.Helper()
	cmd := exec.Command(os.Args[0], append(append(append([]string{}, flags...), "serve", "--listen", "127.0.0.1:0"), more...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &serverProcess{cmd: cmd}
	t.Cleanup(func() { s.kill() })
	found := make(chan string, 1)
	go func() {
		in := bufio.NewScanner(errs)
		for in.Scan() {
			if _, url, ok := strings.Cut(in.Text(), "打开 "); ok {
				found <- strings.TrimSpace(url)
			}
		}
	}()
	select {
	case s.url = <-found:
	case <-time.After(60 * time.Second):
		t.Fatal("the program did not say where it listens")
	}
	return s
}

// kill ends the process at once, as kill -9 does, and waits for it.
func (s *serverProcess) kill() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// signIn returns a bearer token.
func (s *serverProcess) signIn(t *testing.T, login, password string) string {
	t.Helper()
	var out struct {
		Token string `json:"token"`
	}
	status, body := s.call("POST", "/api/v1/session", "", "", map[string]string{"username": login, "password": password})
	if err := json.Unmarshal(body, &out); err != nil || status >= 300 || out.Token == "" {
		t.Fatalf("sign-in of %s: %d %s", login, status, body)
	}
	return out.Token
}

// call sends a request; status 0 means that no whole answer came.
func (s *serverProcess) call(method, path, token, key string, in any) (int, []byte) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return 0, []byte(err.Error())
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, b
	}
	return resp.StatusCode, b
}

const testPassword = "Kill-nine-2022"

// withOfficer loads the pack and adds an officer of 汉滨区.
func withOfficer(t *testing.T, flags []string) {
	t.Helper()
	yinfeng("", append(flags, "setup", "--pack", "ankang")...).want(t, exitDone)
	yinfeng(testPassword+"\n", append(flags, "user", "add", "worker", "--role", "officer", "--unit", "汉滨区")...).want(t, exitDone)
}

func TestCommandLine_ExitCodes(t *testing.T) {
	dir := t.TempDir()
	flags := []string{"--data", dir}
	yinfeng("", "version").want(t, exitDone)
	yinfeng("", "--help").want(t, exitDone)
	withOfficer(t, flags)
	for _, c := range []struct {
		name string
		code int
		args []string
	}{
		{"unknown command", exitRefused, []string{"nonsense"}},
		{"unknown flag", exitRefused, []string{"version", "--nonsense"}},
		{"wrong month", exitRefused, []string{"report", "figures", "2022-13", "--json"}},
		{"unknown unit", exitRefused, []string{"report", "figures", "2022-08", "--json", "--unit", "无此县"}},
		{"unknown basis", exitRefused, []string{"report", "figures", "2022-08", "--json", "--basis", "capital=nonsense"}},
		{"unknown chain", exitRefused, []string{"report", "figures", "2022-08", "--chain", "无此链"}},
		{"unknown office", exitRefused, []string{"report", "month", "2022-08", "--office", "无此处", "--out", filepath.Join(dir, "m.xlsx")}},
		{"a folder for a workbook", exitRefused, []string{"report", "month", "2022-08", "--out", dir}},
		{"a month before all", exitRefused, []string{"report", "figures", "1989-12", "--json"}},
		{"wrong window", exitRefused, []string{"report", "window", "2022Q5", "--out", filepath.Join(dir, "m.xlsx")}},
		{"a quarter", exitDone, []string{"report", "window", "2022Q2", "--basis", "capital=outside", "--as-known", "2022-08-01", "--out", filepath.Join(dir, "q.xlsx")}},
		{"closing out of order", exitRefused, []string{"period", "close", "2022-05"}},
		{"reopening an open month", exitRefused, []string{"period", "reopen", "2022-05", "--reason", "试"}},
		{"closing January", exitDone, []string{"period", "close", "2022-01"}},
		{"closing February", exitDone, []string{"period", "close", "2022-02"}},
		{"closing twice", exitRefused, []string{"period", "close", "2022-02"}},
		{"reopening another than the latest", exitRefused, []string{"period", "reopen", "2022-01", "--reason", "漏报一笔"}},
		{"a window to come", exitRefused, []string{"report", "figures", "2098Q1"}},
		{"a day to come", exitRefused, []string{"report", "figures", "2022-08", "--as-known", "2098-01-01"}},
		{"second pack", exitRefused, []string{"setup", "--pack", "ankang"}},
		{"unknown pack", exitRefused, []string{"setup", "--pack", "nowhere"}},
		{"no such file", exitRefused, []string{"import", "nowhere.xlsx", "--dry-run", "--json"}},
		{"no such backup", exitRefused, []string{"verify-backup", "nowhere.zip"}},
		{"unknown user", exitRefused, []string{"user", "unlock", "nobody"}},
		{"a fixed clock on a real city", exitRefused, []string{"--clock", "2022-01-01", "period", "list"}},
		{"restore over a live database", exitRefused, []string{"restore", filepath.Join(dir, "b.zip")}},
		{"figures", exitDone, []string{"report", "figures", "2022-08", "--json"}},
		{"audit", exitDone, []string{"audit", "verify", "--json"}},
		{"rollup", exitDone, []string{"rollup", "verify", "--json"}},
		{"users", exitDone, []string{"user", "list", "--json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Contains(c.name, "restore") {
				yinfeng("", append(flags, "backup", filepath.Join(dir, "b.zip"))...).want(t, exitDone)
			}
			p := yinfeng("", append(append([]string{}, flags...), c.args...)...)
			p.want(t, c.code)
			if c.code == exitRefused && (p.stdout != "" || strings.Count(strings.TrimSpace(p.stderr), "\n") != 0 || p.stderr == "") {
				t.Errorf("want one line on stderr and nothing on stdout\nstdout: %q\nstderr: %q", p.stdout, p.stderr)
			}
			if c.code == exitDone && strings.Contains(strings.Join(c.args, " "), "--json") && !json.Valid([]byte(p.stdout)) {
				t.Errorf("not one JSON object: %s", p.stdout)
			}
		})
	}
}

func TestCommandLine_FindingsExitOne(t *testing.T) {
	flags := []string{"--data", t.TempDir()}
	withOfficer(t, flags)
	spoilAudit(t, filepath.Join(flags[1], "yinfeng.db"))
	p := yinfeng("", append(flags, "audit", "verify")...)
	if out := p.want(t, exitFailed); !strings.Contains(out, "断开") {
		t.Errorf("finding on stdout: %q", out)
	}
}
