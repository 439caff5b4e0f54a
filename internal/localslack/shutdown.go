package localslack

import (
	"context"
	"net/http"
	"sync"
)

// endings knows which of the servers we are served by have been told to shut
// down. A graceful shutdown waits for requests to end, and streams and waits
// would not until their time is up.
type endings struct {
	mu sync.Mutex
	of map[*http.Server]context.Context
}

// until returns a context that ends with the request, or when its server begins
// to shut down.
func (e *endings) until(r *http.Request) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(r.Context())
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if !ok {
		return ctx, cancel
	}
	stop := context.AfterFunc(e.shutdown(server), cancel)
	return ctx, func() { stop(); cancel() }
}

func (e *endings) shutdown(server *http.Server) context.Context {
	e.mu.Lock()
	defer e.mu.Unlock()
	if ctx, known := e.of[server]; known {
		return ctx
	}
	if e.of == nil {
		e.of = map[*http.Server]context.Context{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	server.RegisterOnShutdown(cancel)
	e.of[server] = ctx //nolint:fatcontext // one for each server, none inside another
	return ctx
}
