package chaos

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// delivery is something Slack has sent, and may have to send again.
type delivery struct {
	exchange int64 // the last one it was sent in
	acked    bool
	attempts int
	at       time.Time
	kind     string
}

// exchange is one thing sent to the program.
type exchange struct {
	ID        int64
	Direction string
	Kind      string
	Error     string
	Request   struct {
		TriggerID string `json:"trigger_id"`
		EventID   string `json:"event_id"`
	}
}

// note takes in what has been sent since the last time.
func (w *workspace) note(ctx context.Context) error {
	w.mu.Lock()
	after := w.seen
	w.mu.Unlock()
	var out struct {
		Traffic []struct {
			ID        int64
			Direction string
			Kind      string
			Error     string
			Request   json.RawMessage
		}
	}
	if err := w.ask(ctx, http.MethodGet, "traffic?after="+strconv.FormatInt(after, 10), nil, &out); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, raw := range slices.Backward(out.Traffic) { // the oldest first
		w.seen = max(w.seen, raw.ID)
		if raw.Direction != "sent" {
			continue
		}
		e := exchange{ID: raw.ID, Error: raw.Error}
		if json.Unmarshal(raw.Request, &e.Request) != nil {
			continue
		}
		key := e.Request.TriggerID + e.Request.EventID
		d := w.deliveries[key]
		if d == nil {
			d = &delivery{kind: raw.Kind}
			w.deliveries[key] = d
		}
		d.exchange, d.at, d.acked = e.ID, time.Now(), d.acked || e.Error == ""
	}
	return nil
}

// unacknowledged lists what the program has not acknowledged for a while, at most
// so many times.
func (w *workspace) unacknowledged(since time.Duration, most int) (all []*delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.deliveries {
		if !d.acked && d.attempts < most && time.Since(d.at) >= since {
			d.attempts++
			d.at = time.Now()
			all = append(all, d)
		}
	}
	return all
}

// sendAgain sends again whatever was never acknowledged, as Slack does.
func (w *workspace) sendAgain(ctx context.Context, since time.Duration, most int) (n int, err error) {
	if err := w.note(ctx); err != nil {
		return 0, err
	}
	again := w.unacknowledged(since, most)
	limit := make(chan struct{}, 8)
	var all sync.WaitGroup
	for _, d := range again {
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			w.redeliver(ctx, d)
		})
	}
	all.Wait()
	return len(again), w.note(ctx)
}

// redeliver sends one delivery again. What becomes of it is noted by the next look;
// only the answer to a command is seen nowhere else.
func (w *workspace) redeliver(ctx context.Context, d *delivery) {
	var out struct {
		Status   string
		Response json.RawMessage
	}
	err := w.ask(ctx, http.MethodPost, "redeliver", map[string]any{"id": d.exchange}, &out)
	var m localclient.Message
	if err == nil && out.Status == "ok" && json.Unmarshal(out.Response, &m) == nil {
		w.heard(m)
	}
}

// pending is how many deliveries nobody has acknowledged.
func (w *workspace) pending() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.deliveries {
		if !d.acked {
			n++
		}
	}
	return n
}
