package server

import (
	"bytes"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"yinfeng/crm"
)

func init() {
	for ext, t := range map[string]string{".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
		".js": "text/javascript; charset=utf-8", ".json": "application/json", ".geojson": "application/geo+json", ".svg": "image/svg+xml"} {
		_ = mime.AddExtensionType(ext, t) // fails only for an extension without a dot
	}
}

// serveWeb answers with a file of the web application; a path without a file is a page
// of the application, which index.html draws.
func (s *Server) serveWeb(c *gin.Context) {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		s.noMethod(c)
		return
	}
	if !s.o.WebBuilt || s.o.Web == nil {
		c.Data(http.StatusOK, "text/html; charset=utf-8", s.o.Placeholder)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+c.Request.URL.Path), "/")
	if name == "" || !isFile(s.o.Web, name) {
		if strings.HasPrefix(name, "assets/") {
			s.write(c, crm.NotFound("文件"))
			return
		}
		name = "index.html"
	}
	cache := "no-cache"
	if strings.HasPrefix(name, "assets/") { // hashed names: content never changes
		cache = "public, max-age=31536000, immutable"
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", cache)
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		h.Set("Content-Type", t)
	}
	s.serveFile(c, name)
}

func isFile(web fs.FS, name string) bool {
	if !fs.ValidPath(name) || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") || path.Base(name) == ".keep" {
		return false
	}
	i, err := fs.Stat(web, name)
	return err == nil && !i.IsDir()
}

// serveFile prefers the twins that were compressed when the application was built.
func (s *Server) serveFile(c *gin.Context, name string) {
	accept := c.GetHeader("Accept-Encoding")
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	for _, twin := range []struct{ ext, encoding string }{{".br", "br"}, {".gz", "gzip"}} {
		if !strings.Contains(accept, twin.encoding) {
			continue
		}
		if b, err := fs.ReadFile(s.o.Web, name+twin.ext); err == nil {
			c.Header("Content-Encoding", twin.encoding)
			http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(b))
			return
		}
	}
	f, err := s.o.Web.Open(name)
	if err != nil {
		s.write(c, err)
		return
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		s.write(c, err)
		return
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(b))
}
