package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"yinfeng/crm"
	"yinfeng/seeds"
	"yinfeng/store/storetest"
)

// ownFiles are the files that the program writes and must take back (domain §11).
var ownFiles = []struct{ name, path string }{{"线索", "/leads/export"}, {"拜访", "/visits/export"}, {"企业", "/companies/export"}, {"项目", "/projects/export"},
	{"到位资金", "/capital/export"}, {"月报", "/reports/month/2022-08/workbook"}}

// Every list and the month's workbook, downloaded from the demo city and uploaded again as
// they are, change nothing: each row is matched by its 编码, the check finds nothing to do,
// an application all the same changes no row of the database. So for the whole city, for
// a county with its scope, and for a liaison office.
func TestRoundTrip(t *testing.T) {
	first := []string{"--data", demoCopy(t), "--clock", string(seeds.DemoDay)}
	t.Run("sqlite", func(t *testing.T) { roundTrips(t, first, "manager", "hanbin", "liaison") })
	t.Run("postgres", func(t *testing.T) {
		archive := filepath.Join(t.TempDir(), "demo.zip")
		yinfeng("", append(first, "backup", archive)...).want(t, exitDone)
		second := []string{"--data", t.TempDir(), "--database", storetest.NewPostgres(t), "--clock", string(seeds.DemoDay)}
		yinfeng("", append(second, "restore", archive)...).want(t, exitDone)
		roundTrips(t, second, "manager")
	})
}

// roundTrips lets logins take their files out and in; the first is the manager, who reaches the whole city.
func roundTrips(t *testing.T, flags []string, logins ...string) {
	dump := func() map[string]string {
		file := filepath.Join(t.TempDir(), "dump.zip")
		yinfeng("", append(flags, "backup", file)...).want(t, exitDone)
		rows := storetest.BusinessOf(t, file)
		delete(rows, "users") // signing in leaves its time
		delete(rows, "sign_in_failures")
		return rows
	}
	before := dump()
	s := serve(t, flags)
	rows, files := map[string]int64{}, map[string][]byte{}
	for _, login := range logins {
		c := client{t, s, s.signIn(t, login, demoTestPassword)}
		for _, f := range ownFiles {
			t.Run(login+" "+f.name, func(t *testing.T) {
				c.t = t
				file := c.download(f.path)
				n := c.comesBack(f.name, file)
				if login == "manager" {
					rows[f.name], files[f.name] = n, file
				} else if n >= rows[f.name] {
					t.Errorf("%d rows for %s, %d for the whole city", n, login, rows[f.name])
				}
			})
		}
	}
	for name, least := range map[string]int64{"线索": 590, "拜访": 1480, "企业": 1500, "项目": 395, "到位资金": 5850, "月报": 1500} {
		if rows[name] < least {
			t.Errorf("%s: only %d rows read", name, rows[name])
		}
	}
	s.kill()
	for name, file := range files {
		applyOwn(t, flags, name, file, rows[name])
	}
	storetest.SameBusiness(t, before, dump())
	yinfeng("", append(flags, "rollup", "verify")...).want(t, exitDone)
	yinfeng("", append(flags, "audit", "verify")...).want(t, exitDone)
}

// applyOwn applies a file of ours as the machine's operator: all rows stay as they are.
func applyOwn(t *testing.T, flags []string, name string, file []byte, rows int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".xlsx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	done := applied(t, yinfeng("", append(flags, "import", path, "--json")...).want(t, exitDone))
	if done["read"] != float64(rows) || done["unchanged"] != done["read"] {
		t.Errorf("%s applied: %v, %d rows checked", name, done, rows)
	}
}

// client is one person's session.
type client struct {
	t     *testing.T
	s     *serverProcess
	token string
}

// comesBack uploads a file of ours, holds its check against "nothing changes", and returns
// how many rows were read. There is nothing to apply then, and the program says so.
func (c client) comesBack(name string, file []byte) int64 {
	c.t.Helper()
	b := c.settled(c.upload(name+".xlsx", file), crm.ImportReading)
	if b.State != crm.ImportChecked {
		c.t.Fatalf("%s: %s %s", name, b.State, b.Problem)
	}
	if p := b.Plan; p.Unchanged != p.Read || p.Errors != 0 || p.Read == 0 {
		c.t.Errorf("%s: %+v%s", name, p, c.others(b.ID))
	}
	c.wholeBook(name, b)
	key := fmt.Sprintf("apply-%d", b.ID)
	status, body := c.s.call("POST", fmt.Sprintf("/api/v1/imports/%d/apply", b.ID), c.token, key, map[string]any{"version": b.Version})
	if says := fmt.Sprintf("没有要新增或更新的行：%d 行未变", b.Plan.Read); status != http.StatusConflict || !bytes.Contains(body, []byte(says)) {
		c.t.Errorf("%s: %d %.300s", name, status, body)
	}
	return b.Plan.Read
}

var maskedPhone = regexp.MustCompile(`\d{3}\*{4}\d{4}`)

// wholeBook looks at the workbook's sheets: figures are passed over with a note, phones come
// masked.
func (c client) wholeBook(name string, b crm.ImportBatch) {
	if name != "月报" {
		return
	}
	for _, sheet := range b.Sheets {
		figures := strings.Contains("总览 目标任务完成情况 联络处工作情况 产业链进展 来源地分布 履约情况 口径与说明", sheet.Name)
		if figures != (sheet.Role == "ignored") && !strings.Contains(sheet.Reason, "没有") || figures && (!strings.Contains(sheet.Reason, "统计表") || len(sheet.Mapping) > 0) {
			c.t.Errorf("sheet %s: %s %s", sheet.Name, sheet.Role, sheet.Reason)
		}
	}
	_, body := c.s.call("GET", fmt.Sprintf("/api/v1/imports/%d/lines?limit=200&sheet=%s", b.ID, url.QueryEscape("在谈项目")), c.token, "", nil)
	if !maskedPhone.Match(body) {
		c.t.Errorf("no masked phone among the talks: %.300s", body)
	}
}

// others prints the first rows that would not stay as they are.
func (c client) others(id int64) string {
	var out strings.Builder
	for _, only := range []string{"errors", "updates", "rejected"} {
		_, body := c.s.call("GET", fmt.Sprintf("/api/v1/imports/%d/lines?limit=5&only=%s", id, only), c.token, "", nil)
		var l crm.List[crm.ImportLine]
		if err := json.Unmarshal(body, &l); err != nil {
			return err.Error()
		}
		for _, x := range l.Items {
			fmt.Fprintf(&out, "\n%s %s 第 %d 行 %s %s %+v", only, x.Sheet, x.Row, x.Matched, x.Why, x.Changes)
		}
	}
	return out.String()
}

// settled waits until a batch has left state.
func (c client) settled(id int64, state crm.ImportState) (b crm.ImportBatch) {
	c.t.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		status, body := c.s.call("GET", fmt.Sprintf("/api/v1/imports/%d", id), c.token, "", nil)
		b = crm.ImportBatch{}
		if err := json.Unmarshal(body, &b); err != nil || status != http.StatusOK {
			c.t.Fatalf("%d %s", status, body)
		}
		if b.State != state {
			return b
		}
	}
	c.t.Fatalf("still %s", state)
	return b
}

func (c client) download(path string) []byte {
	c.t.Helper()
	status, body := c.s.call("GET", "/api/v1"+path, c.token, "", nil)
	if status != http.StatusOK || !bytes.HasPrefix(body, []byte("PK")) {
		c.t.Fatalf("%s: %d %.200s", path, status, body)
	}
	return body
}

// upload hands a file in and returns its batch.
func (c client) upload(name string, file []byte) int64 {
	c.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err != nil || w.Close() != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", c.s.url+"/api/v1/imports", &form)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Idempotency-Key", fmt.Sprintf("%s-%d", c.token[len(c.token)-8:], time.Now().UnixNano()))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var b crm.ImportBatch
	if err != nil || json.Unmarshal(body, &b) != nil || resp.StatusCode >= 300 {
		c.t.Fatalf("upload of %s: %d %s", name, resp.StatusCode, body)
	}
	return b.ID
}
