package web

import (
	"context"
	"net/http"
	"sync"
	"time"
)

const (
	lingerFor = 5 * time.Second        // at most
	quietFor  = 500 * time.Millisecond // without a request, once it is known that we go
	watching  = 2                      // so many questions whether we are ready come from a load balancer
)

// departure is a server that goes once whoever sends it requests knows.
type departure struct {
	stopping context.Context
	leave    func()

	mu    sync.Mutex
	asked int         // how often it was asked whether it is ready
	quiet *time.Timer // leaves when it rings; nil until somebody has heard that we go
}

// Linger returns a context that outlives ctx, and h, which may go on answering
// until it ends. A load balancer that watches /readyz sends requests until it has
// asked again, and those under way then still come in; where nobody watches, the
// two contexts end together.
func Linger(ctx context.Context, h http.Handler) (context.Context, http.Handler) {
	lingering, leave := context.WithCancel(context.WithoutCancel(ctx))
	d := &departure{stopping: ctx, leave: leave}
	context.AfterFunc(ctx, d.begin)
	return lingering, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.note(r.URL.Path == readyPath) {
			w.Header().Set("Connection", "close") // the next request had better not come this way
		}
		h.ServeHTTP(w, r)
	})
}

func (d *departure) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked < watching {
		d.leave()
		return
	}
	time.AfterFunc(lingerFor, d.leave)
}

// note reports whether a request has come in while we are going.
func (d *departure) note(question bool) (going bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if question {
		d.asked++
	}
	switch {
	case d.stopping.Err() == nil:
		return false
	case d.quiet != nil && !question:
		d.quiet.Reset(quietFor)
	case d.quiet == nil && question:
		d.quiet = time.AfterFunc(quietFor, d.leave)
	}
	return true
}
