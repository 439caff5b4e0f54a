package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

var quiet = slog.New(slog.DiscardHandler)

func TestHandler(t *testing.T) {
	var away error
	door := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	h := Handler(door, func(context.Context) error { return away }, quiet)
	for _, c := range []struct {
		name, method, path string
		away               error
		want               int
	}{
		{"alive", "GET", "/healthz", errors.New("no database"), 200},
		{"ready", "GET", "/readyz", nil, 200},
		{"not ready", "GET", "/readyz", errors.New("no database"), 503},
		{"Slack's door", "POST", "/slack/commands", nil, 418},
		{"anything else", "GET", "/", nil, 404},
		{"health takes no POST", "POST", "/healthz", nil, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			away = c.away
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			if w.Code != c.want {
				t.Errorf("%s %s = %d; want %d", c.method, c.path, w.Code, c.want)
			}
		})
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
