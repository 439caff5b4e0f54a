package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"
)

// Check is one thing without which the bot cannot answer.
type Check struct {
	Name string                      // a stable word, such as "database"
	Ask  func(context.Context) error // what is wrong; it is logged, and not shown to whoever asks
}

// readiness answers /readyz: each check by its name, "ok" or "failed".
type readiness struct {
	checks []Check
	log    *slog.Logger
	asking singleflight.Group // who asks meanwhile gets the same answer

	mu  sync.Mutex
	red string // names of the checks that failed last
}

// ServeHTTP answers 200 when every check passes, else 503.
func (r *readiness) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	answer, _, _ := r.asking.Do("", func() (any, error) { return r.ask(context.WithoutCancel(q.Context())), nil })
	found := answer.(finding)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if found.red != "" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprint(w, found.body)
}

// finding is what all checks together have found.
type finding struct{ body, red string }

func (r *readiness) ask(ctx context.Context) finding {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	var body strings.Builder
	var red []string
	var facts []any
	for _, c := range r.checks {
		state := "ok"
		if err := c.Ask(ctx); err != nil {
			state, red = "failed", append(red, c.Name)
			if !errors.Is(err, ErrStopping) {
				facts = append(facts, c.Name, err)
			}
		}
		fmt.Fprintf(&body, "%s %s\n", c.Name, state)
	}
	r.note(ctx, strings.Join(red, " "), facts)
	return finding{body.String(), strings.Join(red, " ")}
}

// note logs a change, not every question: some ask each second.
func (r *readiness) note(ctx context.Context, red string, facts []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case red == r.red || red != "" && len(facts) == 0:
	case red == "":
		r.log.InfoContext(ctx, "ready again")
	default:
		r.log.WarnContext(ctx, "not ready", facts...)
	}
	r.red = red
}
