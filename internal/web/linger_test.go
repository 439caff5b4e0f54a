package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// ask sends a request through h and reports whether it was told to come another
// way next time.
func ask(h http.Handler, path string) (elsewhere bool) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Header().Get("Connection") == "close"
}

func TestLinger(t *testing.T) {
	for _, c := range []struct {
		name  string
		asked int                                // /readyz, before
		after func(t *testing.T, h http.Handler) // told to stop
		want  time.Duration
	}{
		{"nobody watches", 1, func(*testing.T, http.Handler) {}, 0},
		{"nobody has heard", 2, func(*testing.T, http.Handler) {}, lingerFor},
		{"somebody has heard", 2, func(_ *testing.T, h http.Handler) {
			time.Sleep(time.Second)
			ask(h, readyPath)
		}, time.Second + quietFor},
		{"requests still come", 2, func(t *testing.T, h http.Handler) {
			for range 4 {
				ask(h, readyPath) // does not prolong it
				time.Sleep(quietFor / 2)
				if !ask(h, "/slack/commands") {
					t.Error("the caller was not told to come another way")
				}
			}
		}, 3 * quietFor},
		{"requests never end", 2, func(_ *testing.T, h http.Handler) {
			ask(h, readyPath)
			for range 100 {
				ask(h, "/slack/commands")
				time.Sleep(quietFor / 2)
			}
		}, lingerFor},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				lingering, h := Linger(ctx, http.NotFoundHandler())
				for range c.asked {
					if ask(h, readyPath) {
						t.Error("somebody was told to go elsewhere too soon")
					}
				}
				told := time.Now()
				stop()
				synctest.Wait()
				var gone time.Duration
				ended := make(chan struct{})
				go func() { <-lingering.Done(); gone = time.Since(told); close(ended) }()
				c.after(t, h)
				<-ended
				if gone != c.want {
					t.Errorf("gone after %s; want %s", gone, c.want)
				}
			})
		})
	}
}
