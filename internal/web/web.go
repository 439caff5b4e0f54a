// Package web is the HTTP server: Slack's door, when there is one, and what an
// operator asks: alive, ready, and the figures.
package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// times a request may take. Slack itself waits three seconds; whoever is slower is
// not Slack, and holds a connection.
type times struct{ header, body, answer, idle time.Duration }

var usual = times{header: 5 * time.Second, body: 10 * time.Second, answer: 30 * time.Second, idle: 2 * time.Minute}

const (
	headerBytes  = 16 << 10 // of all headers of a request together; Slack sends one
	readyTimeout = 2 * time.Second
	graceTime    = 10 * time.Second
)

const readyPath = "/readyz"

// ErrStopping is why a server that has been told to stop is not ready, which is
// no trouble.
var ErrStopping = errors.New("stopping")

// Site is what is found at one address.
type Site struct {
	Door    http.Handler // Slack's way in; nil for none
	Figures http.Handler // for Prometheus; nil for none
	Checks  []Check      // all must pass for the bot to be ready
}

// Handler answers /healthz at once, and /readyz with what the checks find.
func (s Site) Handler(log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.Handle("GET "+readyPath, &readiness{checks: s.Checks, log: log})
	if s.Figures != nil {
		mux.Handle("GET /metrics", s.Figures)
	}
	if s.Door != nil {
		mux.Handle("/slack/", s.Door)
	}
	return mux
}

// Serve answers on l until ctx ends, then lets what has begun come to its end.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	return serve(ctx, l, h, log, usual)
}

func serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger, within times) error {
	waiting := unasked{of: map[net.Conn]bool{}}
	server := &http.Server{
		Handler: h, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), ConnState: waiting.note,
		ReadHeaderTimeout: within.header, ReadTimeout: within.body, WriteTimeout: within.answer, IdleTimeout: within.idle,
		MaxHeaderBytes: headerBytes,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		waiting.close()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve HTTP: %w", err)
	}
	return <-stopped
}
