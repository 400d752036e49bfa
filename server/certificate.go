package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// certificatePage tells how to trust the local authority; plain HTML, no script.
const certificatePage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>安装本地证书</title><body><h1>安装本地证书</h1>
<p>本系统用自建的本地证书加密连接。安装一次后，手机就能离线记录拜访。</p>
<p><a href="/certificate/authority.crt">下载证书</a></p>
<ol><li>下载后打开文件，按提示安装为“CA 证书”。</li>
<li>苹果手机还要到“设置 → 通用 → 关于本机 → 证书信任设置”里打开信任。</li>
<li>关闭浏览器，再打开本系统。</li></ol></body></html>`

// ServeCertificate offers the local authority's certificate (PEM) for installing.
func (s *Server) ServeCertificate(authority []byte) {
	s.engine.GET("/certificate", func(c *gin.Context) {
		c.Data(http.StatusOK, "text/html; charset=utf-8", []byte(certificatePage))
	})
	s.engine.GET("/certificate/authority.crt", func(c *gin.Context) {
		c.Header("Content-Disposition", `attachment; filename="yinfeng-authority.crt"`)
		c.Data(http.StatusOK, "application/x-x509-ca-cert", authority)
	})
}
