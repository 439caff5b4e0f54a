package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var quiet = slog.New(slog.DiscardHandler)

func TestHandler(t *testing.T) {
	var away error
	door := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	checks := []Check{
		{"database", func(context.Context) error { return away }},
		{"slack", func(context.Context) error { return nil }},
	}
	figures := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "figures 1\n") })
	private := Site{Figures: figures, Checks: checks}.Handler(quiet)
	public := Site{Door: door, Checks: checks}.Handler(quiet)
	for _, c := range []struct {
		name         string
		site         http.Handler
		method, path string
		away         error
		want         int
		body         string
	}{
		{"alive", public, "GET", "/healthz", errors.New("no database"), 200, "ok\n"},
		{"ready", public, "GET", "/readyz", nil, 200, "database ok\nslack ok\n"},
		{"not ready", public, "GET", "/readyz", errors.New("no database at postgres://u:secret@db"), 503, "database failed\nslack ok\n"},
		{"Slack's door", public, "POST", "/slack/commands", nil, 418, ""},
		{"no figures beside Slack's door", public, "GET", "/metrics", nil, 404, "404 page not found\n"},
		{"figures", private, "GET", "/metrics", nil, 200, "figures 1\n"},
		{"no door beside the figures", private, "POST", "/slack/commands", nil, 404, "404 page not found\n"},
		{"anything else", public, "GET", "/", nil, 404, "404 page not found\n"},
		{"health takes no POST", public, "POST", "/healthz", nil, 405, "Method Not Allowed\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			away = c.away
			w := httptest.NewRecorder()
			c.site.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			if w.Code != c.want || w.Body.String() != c.body {
				t.Errorf("%s %s = %d %q; want %d %q", c.method, c.path, w.Code, w.Body, c.want, c.body)
			}
		})
	}
}

// A probe asks every second: only what changes is logged, with the reason that
// the answer keeps to itself.
func TestReadinessIsLoggedWhenItChanges(t *testing.T) {
	var away error
	var log bytes.Buffer
	h := Site{Checks: []Check{{"database", func(context.Context) error { return away }}}}.
		Handler(slog.New(slog.NewTextHandler(&log, nil)))
	for _, away = range []error{nil, errors.New("gone"), errors.New("gone"), nil, nil} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/readyz", nil))
	}
	said := log.String()
	if strings.Count(said, "\n") != 2 || !strings.Contains(said, `msg="not ready" database=gone`) || !strings.Contains(said, "ready again") {
		t.Errorf("logged %s; want two lines", said)
	}
}

func TestServeFinishesWhatItHasBegun(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		stop() // the server is told to go while this request is under way
		_, _ = io.WriteString(w, "done")
	})
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, l, slow, quiet) }()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); string(body) != "done" {
		t.Errorf("body %q; want the whole answer", body)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve = %v; want nil after a clean end", err)
	}
}

func TestServeWaitsForNobodyWhoAskedNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, l, http.NotFoundHandler(), quiet) }()
	ahead, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ahead.Close()
	resp, err := http.Get("http://" + l.Addr().String()) // taken in after the one before
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	told := time.Now()
	stop()
	if err := <-served; err != nil {
		t.Errorf("Serve = %v; want nil after a clean end", err)
	}
	if took := time.Since(told); took > 4*time.Second {
		t.Errorf("it took %s to end", took)
	}
}
