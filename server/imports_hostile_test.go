package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"yinfeng/crm"
	"yinfeng/server"
)

// bomb is a workbook of some hundred kilobytes whose one sheet unpacks to 600 MB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part := func(name, text string, spaces int) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		blank := bytes.Repeat([]byte(" "), 1<<20)
		for range spaces {
			if _, err := w.Write(blank); err != nil {
				t.Fatal(err)
			}
		}
	}
	part("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`, 0)
	part("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`, 0)
	part("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`, 0)
	part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`, 0)
	part("xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, 600)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// locked looks like a workbook with a password.
func locked() []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1024)...)
	for _, u := range utf16.Encode([]rune("EncryptedPackage")) {
		b = append(b, byte(u), byte(u>>8))
	}
	return append(b, make([]byte, 4096)...)
}

// TestImports_Hostile: every bad file ends in one Chinese line, for its person and nobody else; the
// server reads the next good one.
func TestImports_Hostile(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		k, good := c.as("manager"), c.sample("02_混合单位台账.xlsx")
		for name, content := range map[string][]byte{"炸弹.xlsx": bomb(t), "图片.xlsx": []byte("\x89PNG\r\n\x1a\n0000"), "截断.xlsx": good[:len(good)/2],
			"空.xlsx": {}, "加密.xlsx": locked(), "乱码.csv": []byte("\xff\xfe\xff\xfe\x00\x01"), "没有台账.csv": []byte("你好\n再见\n"), "无后缀": []byte("\x00\x01\x02"),
			"网页.xlsx": []byte("<html><script>alert(1)</script></html>")} {
			b := k.imported(name, content, nil)
			if b.State != crm.ImportFailed || !strings.ContainsFunc(b.Problem, chinese) || strings.ContainsAny(b.Problem, "\n\r") || strings.Contains(b.Problem, "/") {
				t.Errorf("%s: %s %q", name, b.State, b.Problem)
			}
			k.post(fmt.Sprintf("/imports/%d/apply", b.ID), body{"version": b.Version}).want(409)
			if got := k.get("/imports/%d/lines", b.ID).want(200); got.int("total") != 0 {
				t.Errorf("%s: has lines", name)
			}
		}
		if b := k.imported("好.xlsx", good, map[string]string{"asOf": "2022-09-26"}); b.State != crm.ImportChecked || b.Plan.Read == 0 {
			t.Errorf("after all of that: %+v", b)
		}
		titles := fmt.Sprint(k.get("/messages?limit=50").want(200).JSON)
		if !strings.Contains(titles, "读不了：加密.xlsx") {
			t.Error(titles)
		}
	})
}

func chinese(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

// TestImports_BadForms: what is no upload at all is refused at once.
func TestImports_BadForms(t *testing.T) {
	c := newCity(t, "sqlite")
	k, good := c.as("officer"), ledger("甲厂,乙有限公司,汉滨区,1000")
	for field, form := range map[string]map[string]string{"kind": {"kind": "nonsense"}, "asOf": {"asOf": "2022-02-30"}, "unitId": {"unitId": "999999"}} {
		got := k.upload("/imports", "x.csv", good, form).want(422)
		if got.at("field") != field && dig(got.JSON, "fields", field) == nil {
			t.Errorf("%s: %s", field, got.Raw)
		}
	}
	isProblem(t, k.upload("/imports", "x.csv", make([]byte, 64<<20+1), nil), 413, "too_large")
	if n := k.get("/imports").int("total"); n != 0 {
		t.Errorf("%d batches of refused uploads", n)
	}
	name := strings.Repeat("很", 300) + "../..\\a\"b.csv"
	var b crm.ImportBatch
	k.upload("/imports", name, good, nil).want(200).into(&b)
	if strings.ContainsAny(b.FileName, `/\"`) || !strings.HasSuffix(b.FileName, ".csv") || len([]rune(b.FileName)) > 200 {
		t.Errorf("%q", b.FileName)
	}
}

// TestImports_FarTooLarge: over a real connection, a body far over the limit is answered and
// leaves no temporary file behind.
func TestImports_FarTooLarge(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	c := newCity(t, "sqlite")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	c.must(err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, l, c.srv, nil) }()
	defer func() { stop(); <-ended }()
	k := c.as("officer")
	for _, declared := range []bool{true, false} {
		var head, tail bytes.Buffer
		w := multipart.NewWriter(&head)
		_, err := w.CreateFormFile("file", "大.csv")
		c.must(err)
		fmt.Fprintf(&tail, "\r\n--%s--\r\n", w.Boundary())
		const size = 150 << 20
		sent := io.MultiReader(&head, io.LimitReader(zeros{}, size), &tail)
		req, err := http.NewRequest("POST", "http://"+l.Addr().String()+"/api/v1/imports", sent)
		c.must(err)
		if declared {
			req.ContentLength = int64(head.Len()) + size + int64(tail.Len())
		}
		req.Header.Set("Content-Type", w.FormDataContentType())
		req.Header.Set("Authorization", "Bearer "+k.token)
		req.Header.Set("Idempotency-Key", fmt.Sprint("large-", declared))
		got, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatalf("declared %v: no answer: %v", declared, err)
		}
		var p struct{ Code, Detail string }
		err = json.NewDecoder(got.Body).Decode(&p)
		got.Body.Close()
		if err != nil || got.StatusCode != 413 || p.Code != "too_large" || !strings.Contains(p.Detail, "64 MB") {
			t.Errorf("declared %v: %d %+v %v", declared, got.StatusCode, p, err)
		}
	}
	k.upload("/imports", "好.csv", ledger(strings.Repeat("甲厂,乙有限公司,汉滨区,1000\r\n", 10_000)+"甲,乙,丙,1"), nil).want(200)
	left, err := os.ReadDir(temp)
	c.must(err)
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "multipart-") {
			t.Errorf("%s stays", f.Name())
		}
	}
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
