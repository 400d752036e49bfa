package server

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"yinfeng/crm"
)

// Download is a file as an answer. Body is closed when it has been sent. A file that
// has to be worked out is made whole first, so that an error is still an error.
type Download struct {
	Name   string // file name, may be Chinese
	Type   string // media type
	Inline bool   // shown in the browser, under a sandboxing policy (trust §2)
	Size   int64  // bytes; 0 when not known
	Body   io.ReadCloser
}

// inlinePolicy keeps what a file may contain from acting in our name.
const inlinePolicy = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; sandbox; frame-ancestors 'self'"

// download registers a GET that answers with a file.
func download[I any](s *Server, path string, a Access, summary string, h handler[I, *Download], opts ...option) {
	_, op := s.route(http.MethodGet, path, a, summary, opts)
	op.Responses = map[string]*huma.Response{"200": {Description: "文件",
		Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
	type out struct{ Body func(huma.Context) }
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*out, error) {
		d, err := h(ctx, viewerOf(ctx), in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &out{func(c huma.Context) { send(c, d) }}, nil
	})
}

func send(c huma.Context, d *Download) {
	defer d.Body.Close()
	how := "attachment"
	if d.Inline {
		how = "inline"
		c.SetHeader("Content-Security-Policy", inlinePolicy)
		c.SetHeader("X-Frame-Options", "SAMEORIGIN")
	}
	c.SetHeader("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": d.Name}))
	c.SetHeader("Content-Type", d.Type)
	if d.Size > 0 {
		c.SetHeader("Content-Length", strconv.FormatInt(d.Size, 10))
	}
	c.SetStatus(http.StatusOK)
	if _, err := io.Copy(c.BodyWriter(), d.Body); err != nil {
		slog.Warn("download broke off", "id", numberOf(c.Context()), "err", err)
		panic(http.ErrAbortHandler) // the client must not take a part for the whole
	}
}

// tooMany bounds how often an act may be repeated; wait is in seconds.
func tooMany(wait int, detail string) error {
	return &waiting{&crm.Error{Code: crm.CodeTooMany, Detail: detail}, wait}
}
