package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"yinfeng/crm"
)

// picture draws a small picture, red above and blue below.
func picture(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if y >= h/2 {
				c = color.RGBA{0, 0, 255, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func jpegFile(t *testing.T, w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngFile(t *testing.T, w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipFile(t *testing.T, parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p)
		if err == nil {
			_, err = w.Write([]byte("<x/>"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// newCompany makes a company that a user's unit deals with.
func (c *city) newCompany(login, name string) int64 {
	c.t.Helper()
	got, err := c.store.CreateCompany(context.Background(), c.viewer(login), crm.CompanyInput{Name: name, Origin: "outProv"})
	c.must(err)
	return got.ID
}

func (k *client) attach(id int64, name string, content []byte) *answer {
	k.t.Helper()
	return k.upload("/attachments", name, content, map[string]string{"objectKind": "company", "objectId": itoa(id), "kind": "营业执照"})
}

var pdf = []byte("%PDF-1.4\n%test\n")

func TestAttachments_Types(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		id, k := c.newCompany("officer", "江苏测试材料有限公司"), c.as("officer")
		for _, x := range []struct {
			name    string
			content []byte
			media   string
			stored  string
		}{
			{"回单.pdf", pdf, "application/pdf", "回单.pdf"},
			{"照片.jpeg", jpegFile(t, 8, 8), "image/jpeg", "照片.jpg"},
			{"图.exe", pngFile(t, 8, 8), "image/png", "图.png"},
			{`C:\tmp\..\表.xlsx`, zipFile(t, "[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "表.xlsx"},
			{"../../文.docx", zipFile(t, "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "文.docx"},
			{"发票.ofd", zipFile(t, "OFD.xml"), "application/ofd", "发票.ofd"},
			{"a\r\nSet-Cookie: x.pdf", pdf, "application/pdf", "a%0D%0ASet-Cookie x.pdf"},
			{".pdf", pdf, "application/pdf", "文件.pdf"},
		} {
			got := k.attach(id, x.name, x.content).want(200)
			if got.str("mediaType") != x.media || got.str("name") != x.stored || !strings.HasPrefix(got.str("number"), "PZ2022-") {
				t.Errorf("%s: %s", x.name, got.Raw)
			}
		}
		for name, content := range map[string][]byte{
			"网页.pdf": []byte("<html><script>alert(1)</script>"), "程序.pdf": []byte("MZ\x90\x00 program"), "图.svg": []byte("<svg onload='x'/>"),
			"空.pdf": {}, "压缩.xlsx": zipFile(t, "a.txt"), "坏.xlsx": []byte("PK\x03\x04 broken"), "坏.jpg": []byte("\xff\xd8\xff broken"),
			"坏.png": []byte("\x89PNG\r\n\x1a\n broken"), "文字.txt": []byte("text"), "旧表.xls": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		} {
			isProblem(t, k.attach(id, name, content), 422, "invalid")
		}
	})
}

func TestAttachments_Limits(t *testing.T) {
	c := newCity(t, "sqlite")
	id, k := c.newCompany("officer", "江苏测试材料有限公司"), c.as("officer")
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for name, v := range map[string]string{"objectKind": "company", "objectId": itoa(id), "kind": "营业执照"} {
		if err := w.WriteField(name, v); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	req := httptest.NewRequest("POST", "/api/v1/attachments", &form)
	req.Header.Set("Content-Type", w.FormDataContentType())
	if got := k.send(req).want(422); got.str("field") != "file" { // a form without its file says so
		t.Errorf("no file: %s", got.Raw)
	}
	isProblem(t, k.attach(id, "大.pdf", append(pdf, make([]byte, 21<<20)...)), 413, "too_large")
	// A small file that says it is a huge picture is refused before it is drawn.
	huge := pngFile(t, 1, 1)
	copy(huge[16:24], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff})
	isProblem(t, k.attach(id, "大图.png", huge), 422, "invalid")
	for name, fields := range map[string]map[string]string{
		"no kind":     {"objectKind": "company", "objectId": itoa(id)},
		"no object":   {"objectKind": "company", "kind": "照片"},
		"bad object":  {"objectKind": "company", "objectId": "x", "kind": "照片"},
		"other thing": {"objectKind": "user", "objectId": "1", "kind": "照片"},
		"NUL":         {"objectKind": "company", "objectId": itoa(id), "kind": "a\x00b"},
	} {
		if got := k.upload("/attachments", "a.pdf", pdf, fields); got.Code != 422 {
			t.Errorf("%s: %d %s", name, got.Code, got.Raw)
		}
	}
}

func TestAttachments_Scope(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		id := c.newCompany("officer", "江苏测试材料有限公司")
		mine, foreign := c.as("officer"), c.as("officer2")
		got := mine.attach(id, "回单.pdf", pdf).want(200)
		file := got.int("id")
		foreign.attach(id, "回单.pdf", pdf).want(404)
		c.as("leader").attach(id, "回单.pdf", pdf).want(403)
		for login, code := range map[string]int{"officer": 200, "manager": 200, "leader": 200, "officer2": 404, "liaison": 404, "admin": 403, "security": 403} {
			a := c.as(login).get("/attachments/%d", file)
			a.want(code)
			if b := c.as(login).get("/attachments/99999"); code == 404 && sameBut(a, b) != "" {
				t.Errorf("%s: foreign and missing differ: %s", login, sameBut(a, b))
			}
			c.as(login).get("/attachments?objectKind=company&objectId=%d", id).want(code)
		}
		foreign.post(fmt.Sprintf("/attachments/%d/void", file), nil).want(404)
		mine.post(fmt.Sprintf("/attachments/%d/void", file), nil).want(200)
		mine.get("/attachments/%d", file).want(404)
		if n := len(mine.get("/attachments?objectKind=company&objectId=%d", id).items()); n != 0 {
			t.Fatal("a voided file is listed")
		}
	})
}

// sameBut tells how two problems differ, numbers aside; "" when they do not.
func sameBut(a, b *answer) string {
	x, y := fmt.Sprint(strip(a)), fmt.Sprint(strip(b))
	if x == y {
		return ""
	}
	return x + " / " + y
}

func strip(a *answer) body {
	out := body{}
	m, _ := a.JSON.(body)
	for k, v := range m {
		if k != "id" {
			out[k] = v
		}
	}
	return out
}

func TestAttachments_Download(t *testing.T) {
	c := newCity(t, "sqlite")
	id, k := c.newCompany("officer", "江苏测试材料有限公司"), c.as("officer")
	for _, x := range []struct {
		content []byte
		inline  bool
	}{{pdf, true}, {pngFile(t, 4, 4), true}, {zipFile(t, "xl/workbook.xml"), false}} {
		made := k.attach(id, "佐证.bin", x.content).want(200)
		got := k.get("/attachments/%d", made.int("id")).want(200)
		how := got.Header.Get("Content-Disposition")
		if strings.HasPrefix(how, "inline") != x.inline || !strings.Contains(how, "filename*=utf-8''") {
			t.Errorf("%s: %s", made.str("name"), how)
		}
		if x.inline != strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
			got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", made.str("name"), got.Header)
		}
		if int64(len(got.Raw)) != made.int("size") {
			t.Errorf("%s: %d of %d bytes", made.str("name"), len(got.Raw), made.int("size"))
		}
	}
}

// TestAttachments_PictureIsDrawnAnew: what hides behind the picture is gone, and a
// photograph that lies on its side stands upright.
func TestAttachments_PictureIsDrawnAnew(t *testing.T) {
	c := newCity(t, "sqlite")
	id, k := c.newCompany("officer", "江苏测试材料有限公司"), c.as("officer")
	file := jpegFile(t, 16, 32)
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00")
	turned := append(append(append([]byte{}, file[:2]...), exif...), file[2:]...)
	turned = append(turned, []byte("<script>alert(1)</script>")...)
	made := k.attach(id, "照片.jpg", turned).want(200)
	got := k.get("/attachments/%d", made.int("id")).want(200)
	if bytes.Contains(got.Raw, []byte("script")) || bytes.Contains(got.Raw, []byte("Exif")) {
		t.Fatal("something else than the picture was kept")
	}
	img, err := jpeg.Decode(bytes.NewReader(got.Raw))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 32 || img.Bounds().Dy() != 16 {
		t.Fatal("not turned:", img.Bounds())
	}
	if r, _, b, _ := img.At(28, 8).RGBA(); r < b { // orientation 6: what was on top is now on the right
		t.Fatal("turned the wrong way")
	}
	again := k.attach(id, "照片.jpg", turned).want(200)
	if again.str("sha256") != made.str("sha256") {
		t.Fatal("the same photograph has two hashes")
	}
}

// TestAttachments_RepeatedUpload: the same key with the same file is one upload, with
// another file it is refused.
func TestAttachments_RepeatedUpload(t *testing.T) {
	eachCity(t, func(t *testing.T, c *city) {
		id, k := c.newCompany("officer", "江苏测试材料有限公司"), c.as("officer").keyed("one")
		first := k.attach(id, "回单.pdf", pdf).want(200)
		if again := k.attach(id, "回单.pdf", pdf).want(200); again.int("id") != first.int("id") {
			t.Fatal("uploaded twice")
		}
		isProblem(t, k.attach(id, "回单.pdf", append(pdf, 'x')), 422, "invalid")
		req := httptest.NewRequest("POST", "/api/v1/units", strings.NewReader("{}"))
		req.Header.Set("Idempotency-Key", strings.Repeat("k", 101))
		isProblem(t, c.as("admin").send(req), 422, "invalid")
	})
}
