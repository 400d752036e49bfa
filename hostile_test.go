package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memory is what the process has resident now (VmRSS), or had at most since the peak was forgotten (VmHWM), in MB.
func (s *serverProcess) memory(t *testing.T, what string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(what + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatalf("no %s in %s", what, status)
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb >> 10
}

// upload hands a ledger in and waits until the server has looked at it; it returns the batch's state and problem.
func (s *serverProcess) upload(t *testing.T, token, name string, content []byte) (state, problem string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest("POST", s.url+"/api/v1/imports", &form)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Idempotency-Key", "hostile-"+name)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s: the server is gone: %v", name, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 500 {
		t.Fatalf("%s: %d %s %v", name, resp.StatusCode, body, err)
	}
	var b struct {
		ID             int64
		State, Problem string
	}
	for end := time.Now().Add(2 * time.Minute); resp.StatusCode < 300 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if err := json.Unmarshal(body, &b); err != nil {
			t.Fatal(err)
		}
		if b.State != "reading" {
			return b.State, b.Problem
		}
		_, body = s.call("GET", fmt.Sprintf("/api/v1/imports/%d", b.ID), token, "", nil)
	}
	t.Fatalf("%s: %d %s", name, resp.StatusCode, body)
	return "", ""
}

// book is a workbook of one sheet; its shared strings are left out where they are "".
func book(sheet func(io.Writer), shared string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, write func(io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		write(w)
	}
	words := func(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }
	put("[Content_Types].xml", words(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`))
	put("_rels/.rels", words(`<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	put("xl/workbook.xml", words(`<workbook xmlns:r="http://r"><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>`))
	put("xl/_rels/workbook.xml.rels", words(`<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="t.xml"/></Relationships>`))
	put("xl/s.xml", sheet)
	if shared != "" {
		put("xl/t.xml", words(shared))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const hostileHead = `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>项目名称</v></c><c r="B1" t="str"><v>投资方</v></c><c r="C1" t="str"><v>县区</v></c><c r="D1" t="str"><v>总投资(万元)</v></c></row>` +
	`<row r="2"><c r="A2" t="str"><f>cmd|'/C calc'!A0</f><v>甲项目</v></c><c r="B2" t="str"><v>甲有限公司</v></c><c r="C2" t="str"><v>汉滨区</v></c><c r="D2"><v>800</v></c></row>`

// rows is the usual sheet with what write puts behind its first rows.
func rows(write func(io.Writer)) []byte {
	return book(func(w io.Writer) {
		io.WriteString(w, hostileHead)
		write(w)
		io.WriteString(w, `</sheetData></worksheet>`)
	}, "")
}

// circle is an old workbook whose chain of sectors runs in a circle.
func circle() []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 8<<20)...)
	for i, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(b[i:], v)
	}
	for i, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: 0xFFFFFFFE, 68: 0xFFFFFFFE, 512: 0xFFFFFFFD, 516: 1, 520: 2} {
		binary.LittleEndian.PutUint32(b[i:], v)
	}
	return b
}

// TestServe_hostileFiles: files that nobody means well with are refused or read, the server stays up and takes less than 150 MB for
// them (trust S6).
func TestServe_hostileFiles(t *testing.T) {
	flags := []string{"--data", t.TempDir()}
	withOfficer(t, flags)
	s := serve(t, flags)
	token := s.signIn(t, "worker", testPassword)
	if state, problem := s.upload(t, token, "good.xlsx", rows(func(io.Writer) {})); state != "checked" {
		t.Fatal(state, problem)
	}
	base := s.memory(t, "VmRSS")
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0); err != nil { // the peak so far is the sign-in's
		t.Fatal(err)
	}
	fill := func(text string, n int) func(io.Writer) {
		chunk := []byte(strings.Repeat(text, 1+(1<<16)/len(text)))
		return func(w io.Writer) {
			for left := n; left > 0; left -= len(chunk) {
				w.Write(chunk)
			}
		}
	}
	blank := func(w io.Writer) {
		for i := 3; i <= 1<<20; i++ {
			fmt.Fprintf(w, `<row r="%d" s="1"><c r="A%d" s="1"/></row>`, i, i)
		}
	}
	files := []struct {
		name    string
		content func() []byte
		state   string
	}{
		{"bomb.xlsx", func() []byte { return rows(fill(" ", 1<<30)) }, "failed"},
		{"laughs.xlsx", func() []byte {
			return book(func(w io.Writer) { io.WriteString(w, hostileHead+`</sheetData></worksheet>`) }, `<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><sst><si><t>&d;</t></si></sst>`)
		}, "failed"},
		{"blank.xlsx", func() []byte { return rows(blank) }, "checked"},
		{"circle.xls", circle, "failed"},
		{"tables.xls", func() []byte { return []byte("<html>" + strings.Repeat("<table><tr><td>", 1<<20)) }, "failed"},
		{"line.csv", func() []byte {
			return []byte("项目名称,投资方,县区,总投资(万元)\n" + strings.Repeat("甲", 16<<20))
		}, "failed"},
		{"fields.csv", func() []byte {
			return []byte("项目名称,投资方,县区,总投资(万元)\n甲项目,甲有限公司,汉滨区,800\n" + strings.Repeat("a,", 25<<20))
		}, "checked"},
	}
	for _, f := range files {
		state, problem := s.upload(t, token, f.name, f.content())
		if state != f.state || state == "failed" && (problem == "" || strings.Contains(problem, "\n")) {
			t.Errorf("%s: %s %q, want %s", f.name, state, problem, f.state)
		}
		t.Logf("%s: %s %s; peak %d MB over %d MB", f.name, state, problem, s.memory(t, "VmHWM")-base, base)
	}
	if over := s.memory(t, "VmHWM") - base; over >= 150*detectorMemory {
		t.Errorf("took %d MB over %d MB", over, base)
	}
	if status, body := s.call("GET", "/healthz", "", "", nil); status != 200 {
		t.Errorf("%d %s", status, body)
	}
	if state, problem := s.upload(t, token, "again.xlsx", rows(func(io.Writer) {})); state != "checked" {
		t.Error(state, problem)
	}
}
