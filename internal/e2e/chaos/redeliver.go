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
}

// exchange is one thing sent to the program, or called by it.
type exchange struct {
	ID        int64
	Direction string
	Error     string
	Request   json.RawMessage
}

// key is what a delivery bears each time it is sent; "" for what is no delivery.
func (e exchange) key() string {
	var payload struct {
		Trigger string `json:"trigger_id"`
		Event   string `json:"event_id"`
	}
	if e.Direction != "sent" || json.Unmarshal(e.Request, &payload) != nil {
		return ""
	}
	return payload.Trigger + payload.Event
}

// note takes in what has been sent since the last time.
func (w *workspace) note(ctx context.Context) error {
	w.mu.Lock()
	after := w.seen
	w.mu.Unlock()
	var out struct{ Traffic []exchange }
	if err := w.ask(ctx, http.MethodGet, "traffic?after="+strconv.FormatInt(after, 10), nil, &out); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range slices.Backward(out.Traffic) { // the oldest first
		w.seen = max(w.seen, e.ID)
		key := e.key()
		if key == "" {
			continue
		}
		d := w.deliveries[key]
		if d == nil {
			d = &delivery{}
			w.deliveries[key] = d
		}
		d.exchange, d.at, d.acked = e.ID, time.Now(), d.acked || e.Error == ""
	}
	return nil
}

// unacknowledged lists the exchanges that the program has not acknowledged for a
// while, each delivery at most so many times.
func (w *workspace) unacknowledged(since time.Duration, most int) (exchanges []int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.deliveries {
		if !d.acked && d.attempts < most && time.Since(d.at) >= since {
			d.attempts++
			d.at = time.Now()
			exchanges = append(exchanges, d.exchange)
		}
	}
	return exchanges
}

// sendAgain sends again whatever was never acknowledged, as Slack does.
func (w *workspace) sendAgain(ctx context.Context, since time.Duration, most int) error {
	if err := w.note(ctx); err != nil {
		return err
	}
	limit := make(chan struct{}, 8)
	var all sync.WaitGroup
	for _, id := range w.unacknowledged(since, most) {
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			w.redeliver(ctx, id)
		})
	}
	all.Wait()
	return w.note(ctx)
}

// redeliver sends one delivery again. What becomes of it is noted by the next look;
// only the answer to a command is seen nowhere else.
func (w *workspace) redeliver(ctx context.Context, exchange int64) {
	var out struct {
		Status   string
		Response json.RawMessage
	}
	err := w.ask(ctx, http.MethodPost, "redeliver", map[string]any{"id": exchange}, &out)
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
