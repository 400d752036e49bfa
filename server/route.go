package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yinfeng/crm"
)

// Access says who may use a route: anybody, whoever is signed in, or roles that have
// at least one of Acts.
type Access struct {
	Public bool
	Acts   []crm.Act
}

// public routes need no identity; signedIn routes need one and no act.
var (
	public   = Access{Public: true}
	signedIn = Access{}
)

// need asks for at least one of the acts.
func need(acts ...crm.Act) Access { return Access{Acts: acts} }

// allows reports whether v may use a route at all; where is the store's to decide.
func (a Access) allows(v crm.Viewer) bool {
	for _, act := range a.Acts {
		if v.Can(act) {
			return true
		}
	}
	return len(a.Acts) == 0
}

// Route is one line of the table: what the gate checks and the access test walks.
type Route struct {
	Method  string
	Path    string // below /api/v1, with {names}
	Summary string
	Access  Access
	KeyMust bool  // an Idempotency-Key is required (contract §2)
	Open    bool  // usable while the password must be changed
	MaxBody int64 // bytes of the body
	Upload  bool
}

// option changes a route as it is registered.
type option func(*Route)

// keyed routes demand an Idempotency-Key.
func keyed(r *Route) { r.KeyMust = true }

// open routes stay usable while the password must be changed first.
func open(r *Route) { r.Open = true }

// bodyUpTo lets a route's body be larger than others; a form needs a little more than its file.
func bodyUpTo(n int64) option { return func(r *Route) { r.MaxBody = n + 64<<10 } }

// none is the answer of a handler that has nothing to say: 204.
type none struct{}

// handler is what a resource file writes: the viewer is known and has the act.
type handler[I, O any] func(ctx context.Context, v crm.Viewer, in *I) (O, error)

func get[I, O any](s *Server, path string, a Access, summary string, h handler[I, O], opts ...option) {
	register(s, http.MethodGet, path, a, summary, h, opts)
}

func post[I, O any](s *Server, path string, a Access, summary string, h handler[I, O], opts ...option) {
	register(s, http.MethodPost, path, a, summary, h, opts)
}

func put[I, O any](s *Server, path string, a Access, summary string, h handler[I, O], opts ...option) {
	register(s, http.MethodPut, path, a, summary, h, opts)
}

func del[I, O any](s *Server, path string, a Access, summary string, h handler[I, O], opts ...option) {
	register(s, http.MethodDelete, path, a, summary, h, opts)
}

// upload is post with a multipart body: the input holds RawBody huma.MultipartFormFiles.
func upload[I, O any](s *Server, path string, a Access, summary string, h handler[I, O], opts ...option) {
	up := func(r *Route) { r.Upload, r.MaxBody = true, s.o.MaxUpload+64<<10 }
	register(s, http.MethodPost, path, a, summary, h, append([]option{up}, opts...))
}

type answer[T any] struct{ Body T }

// masking masks the phones in what is typed before an act looks at it.
func masking[I, O any](method string, h handler[I, O]) handler[I, O] {
	if method == http.MethodGet {
		return h
	}
	return func(ctx context.Context, v crm.Viewer, in *I) (O, error) {
		crm.MaskTyped(in)
		return h(ctx, v, in)
	}
}

func register[I, O any](s *Server, method, path string, a Access, summary string, h handler[I, O], opts []option) {
	_, op := s.route(method, path, a, summary, opts)
	h = masking(method, h)
	var zero O
	if _, empty := any(zero).(none); empty {
		huma.Register(s.api, op, func(ctx context.Context, in *I) (*struct{}, error) {
			if _, err := h(ctx, viewerOf(ctx), in); err != nil {
				return nil, s.problem(ctx, err)
			}
			return &struct{}{}, nil
		})
		return
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*answer[O], error) {
		out, err := h(ctx, viewerOf(ctx), in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &answer[O]{out}, nil
	})
}

// route records a route and makes its operation.
func (s *Server) route(method, path string, a Access, summary string, opts []option) (*Route, huma.Operation) {
	r := &Route{Method: method, Path: path, Summary: summary, Access: a, MaxBody: maxJSON}
	for _, o := range opts {
		o(r)
	}
	s.routes = append(s.routes, *r)
	op := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: path, Summary: summary,
		Tags: []string{strings.Split(path, "/")[1]}, MaxBodyBytes: -1, BodyReadTimeout: -1,
		Middlewares: huma.Middlewares{s.gate(r)},
	}
	if !a.Public {
		op.Security = []map[string][]string{{"bearer": {}}, {"cookie": {}}}
		for _, act := range a.Acts {
			op.Description += "需要权限：" + act.Label() + "\n"
		}
	}
	if method == http.MethodPost && !a.Public {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Required: r.KeyMust,
			Schema: &huma.Schema{Type: "string"}, Description: "同一键重复提交只生效一次，保留七天"})
	}
	return r, op
}

// operationID names an operation by method and path: POST /leads/{id}/stage → postLeadsIdStage.
func operationID(method, path string) string {
	id := strings.ToLower(method)
	for _, w := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}-.", r) }) {
		id += strings.ToUpper(w[:1]) + w[1:]
	}
	return id
}
