package server

import (
	"encoding/json"
	"io/fs"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"yinfeng/crm"
	"yinfeng/store"
)

// Options are what the server is started with.
type Options struct {
	Store *store.Store
	// Web is the built web application, index.html at its root; without WebBuilt every
	// page answers with Placeholder.
	Web         fs.FS
	WebBuilt    bool
	Placeholder []byte
	// Secret signs the session tokens: see LoadSecret and CheckSecret.
	Secret []byte
	// Secure says that browsers reach the server by TLS: cookies are marked so.
	Secure bool
	// TrustedProxies are addresses or networks whose X-Forwarded-For is believed.
	TrustedProxies []string
	// Demo says that this is the demo city with a fixed business day.
	Demo bool
	// MaxUpload bounds one uploaded file in bytes; 0 means 20 MB.
	MaxUpload int64
	// MaxImport bounds one ledger in bytes; 0 means what the importer reads at most.
	MaxImport int64
	// Knowledge gives what an importer must know of a city with these units. Required.
	Knowledge func(units []crm.Unit) (crm.ImportKnowledge, error)
	Version   string
}

const (
	prefix           = "/api/v1"
	maxJSON          = 2 << 20
	defaultMaxUpload = 20 << 20
)

// Server answers every request. It is an http.Handler.
type Server struct {
	o        Options
	store    *store.Store
	engine   *gin.Engine
	api      huma.API
	routes   []Route
	hashes   chan struct{} // at most two password hashes at a time (trust §2)
	pictures chan struct{} // one picture is drawn anew at a time
	imports  *importJobs
	reports  *reportJobs
	outbox   *outbox
}

// New makes the server over an open store.
func New(o Options) (*Server, error) {
	if err := CheckSecret(o.Secret); err != nil {
		return nil, err
	}
	s := build(o)
	if err := s.engine.SetTrustedProxies(o.TrustedProxies); err != nil {
		return nil, err
	}
	return s, nil
}

// build wires the routes; it touches no database, so that the OpenAPI document can be
// made without one.
func build(o Options) *Server {
	if o.MaxUpload <= 0 {
		o.MaxUpload = defaultMaxUpload
	}
	if o.MaxImport <= 0 {
		o.MaxImport = defaultMaxImport
	}
	gin.SetMode(gin.ReleaseMode)
	s := &Server{o: o, store: o.Store, engine: gin.New(), hashes: make(chan struct{}, 2),
		pictures: make(chan struct{}, 1)}
	s.imports = newImportJobs(s)
	s.reports = newReportJobs(s)
	s.outbox = newOutbox(s)
	e := s.engine
	e.HandleMethodNotAllowed, e.RedirectTrailingSlash = true, false
	e.Use(s.number, s.recoverPanic, s.headers)
	e.NoMethod(s.noMethod)
	e.NoRoute(s.noRoute)
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "引凤 API", Version: o.Version, Description: "招商引资管理系统的接口；金额为最小货币单位的整数，日期为 YYYY-MM-DD。"},
			Servers: []*huma.Server{{URL: prefix}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
					"cookie": {Type: "apiKey", In: "cookie", Name: cookieName},
				},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
	s.api = humagin.NewWithGroup(e, e.Group(prefix), config)
	s.resources()
	e.GET("/healthz", s.handleAlive)
	e.GET("/readyz", s.handleReady)
	e.GET("/api/openapi.json", s.handleOpenAPI)
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Routes lists every registered route with who may use it, for the access test.
func (s *Server) Routes() []Route { return s.routes }

// OpenAPI returns the document of the interface, the same bytes for the same program.
func OpenAPI(version string) ([]byte, error) {
	return build(Options{Version: version}).document()
}

func (s *Server) document() ([]byte, error) {
	b, err := json.MarshalIndent(s.api.OpenAPI(), "", "  ")
	return append(b, '\n'), err
}

func (s *Server) handleOpenAPI(c *gin.Context) {
	b, err := s.document()
	if err != nil {
		s.write(c, err)
		return
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", b)
}

func (s *Server) handleAlive(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

func (s *Server) handleReady(c *gin.Context) {
	if err := s.store.Ready(c.Request.Context()); err != nil {
		s.write(c, err)
		return
	}
	c.String(http.StatusOK, "ok\n")
}
