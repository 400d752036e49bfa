package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Time limits of a connection: a slow client may not hold one for ever, a large
// workbook still has time to travel.
const (
	headerTime = 10 * time.Second
	writeTime  = 15 * time.Minute
	idleTime   = 2 * time.Minute
	stopTime   = 20 * time.Second
)

// Run serves h on l until ctx ends, then lets running requests finish. With a TLS
// configuration it speaks HTTPS.
func Run(ctx context.Context, l net.Listener, h http.Handler, t *tls.Config) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: headerTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 64 << 10, TLSConfig: t, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug)}
	failed := make(chan error, 1)
	go func() {
		if t != nil {
			failed <- srv.ServeTLS(l, "", "")
			return
		}
		failed <- srv.Serve(l)
	}()
	select {
	case err := <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return srv.Shutdown(stop)
}
