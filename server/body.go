package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"yinfeng/crm"
	"yinfeng/store"
)

const (
	jsonReadTime   = 30 * time.Second
	uploadReadTime = 10 * time.Minute
	formMemory     = 64 << 10 // the rest of a form goes to temporary files

	// What is read and thrown away of a body over its limit, so that the client, which
	// sends before it listens, gets the answer and no broken connection.
	drainJSON   = 64 << 20
	drainUpload = 2 << 30
)

// takeBody reads the body within its limit and, for a POST, marks ctx with its
// idempotency key: one key is one act of one user (contract §2).
func (s *Server) takeBody(ctx context.Context, c *call, r *Route) (context.Context, error) {
	req := c.gin.Request
	if req.Method == http.MethodGet || req.Method == http.MethodHead {
		return ctx, nil
	}
	c.key = req.Header.Get("Idempotency-Key")
	switch {
	case len(c.key) > 100 || !utf8.ValidString(c.key):
		return nil, crm.Invalid("Idempotency-Key", "幂等键（Idempotency-Key）不能超过 100 个字符")
	case r.KeyMust && c.key == "":
		return nil, crm.Invalid("Idempotency-Key", "这项提交须带幂等键：请在请求头 Idempotency-Key 里放一个每次提交不同的编号")
	}
	sum, whole := sha256.New(), req.Body
	fmt.Fprintf(sum, "%s %s\n", req.Method, req.URL.RequestURI())
	if err := readWithin(c, r, sum); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			drain(req, whole, r)
			return nil, &crm.Error{Code: crm.CodeTooLarge, Detail: fmt.Sprintf("内容太大，最多 %d MB，请缩小或分次提交", r.MaxBody>>20)}
		}
		if crm.ErrCode(err) != "" {
			return nil, err
		}
		return nil, &crm.Error{Code: crm.CodeInvalid, Detail: "没有收到完整的内容，请重新提交", Cause: err}
	}
	if c.key != "" && req.Method == http.MethodPost && !r.Access.Public {
		c.keyHash = hex.EncodeToString(sum.Sum(nil))
		ctx = store.WithIdempotency(ctx, c.key, c.keyHash)
	}
	return ctx, nil
}

func readWithin(c *call, r *Route, sum hash.Hash) error {
	req, rc := c.gin.Request, http.NewResponseController(c.gin.Writer)
	wait := jsonReadTime
	if r.Upload {
		wait = uploadReadTime
	}
	// A recorder in tests has no deadline to set; a real connection always has.
	_ = rc.SetReadDeadline(time.Now().Add(wait))
	if req.ContentLength > r.MaxBody {
		return &http.MaxBytesError{Limit: r.MaxBody}
	}
	req.Body = http.MaxBytesReader(c.gin.Writer, req.Body, r.MaxBody)
	if r.Upload {
		if err := req.ParseMultipartForm(formMemory); err != nil {
			return err
		}
		return hashForm(req.MultipartForm, sum)
	}
	b, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	switch {
	case !utf8.Valid(b):
		return crm.Invalid("", "内容不是正确的文字编码（UTF-8），请重新输入")
	case escapesNUL(b):
		return crm.Invalid("", "内容里有不能保存的空字符（\\u0000），请去掉")
	}
	sum.Write(b)
	req.Body = io.NopCloser(bytes.NewReader(b))
	return nil
}

// drain throws the rest of a body away, within bounds of size and of the time set to read it. A client that waits to be
// asked for a body that is known to be too large is not asked.
func drain(req *http.Request, body io.Reader, r *Route) {
	if req.ContentLength > r.MaxBody && req.Header.Get("Expect") != "" {
		return
	}
	most := int64(drainJSON)
	if r.Upload {
		most = drainUpload
	}
	// Whatever stops it, the answer is the same.
	_, _ = io.CopyN(io.Discard, body, most)
}

// escapesNUL reports whether JSON text holds NUL, written as an escape; a backslash that
// is itself escaped before u0000 is only text.
func escapesNUL(b []byte) bool {
	for {
		i := bytes.Index(b, []byte(`\u0000`))
		if i < 0 {
			return false
		}
		before := len(b[:i]) - len(bytes.TrimRight(b[:i], `\`))
		if before%2 == 0 {
			return true
		}
		b = b[i+1:]
	}
}

// hashForm covers what a form says, not the boundary that a client invents anew.
func hashForm(f *multipart.Form, sum hash.Hash) error {
	for _, name := range slices.Sorted(maps.Keys(f.Value)) {
		for _, v := range f.Value[name] {
			if !utf8.ValidString(v) || bytes.IndexByte([]byte(v), 0) >= 0 {
				return crm.Invalid(name, "“%s”不是正确的文字编码（UTF-8）", name)
			}
		}
		fmt.Fprintf(sum, "%q %q\n", name, f.Value[name])
	}
	for _, name := range slices.Sorted(maps.Keys(f.File)) {
		for _, h := range f.File[name] {
			fmt.Fprintf(sum, "%q %q %d\n", name, h.Filename, h.Size)
			file, err := h.Open()
			if err != nil {
				return err
			}
			_, err = io.Copy(sum, file)
			file.Close()
			if err != nil {
				return err
			}
		}
	}
	return nil
}
