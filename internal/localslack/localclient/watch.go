package localclient

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Event is something that happened, as the page hears of it.
type Event struct {
	Type    string  `json:"type"` // message, changed, deleted, ephemeral, view, view_closed, toast, clock...
	Message Message `json:"message"`
	View    View    `json:"view"`
	ViewID  string  `json:"view_id"`
	Clock   Clock   `json:"clock"`
	Text    string  `json:"text"`
	Error   string  `json:"error"`
}

// Watch is what one person sees happen, from the moment it began.
type Watch struct {
	client *Client
	cancel context.CancelFunc
	events chan Event
	seen   []Event // taken from events, to say what came instead
}

// Watch begins to watch. Begin before doing what is to be seen, and Stop.
func (c *Client) Watch(ctx context.Context) (*Watch, error) {
	ctx, cancel := context.WithCancel(ctx)
	address := c.base + "/local/stream?" + url.Values{"user": {c.user}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("watch: %w", err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("watch: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		cancel()
		return nil, &Refused{Status: resp.StatusCode, Code: resp.Status}
	}
	w := &Watch{client: c, cancel: cancel, events: make(chan Event, 1024)}
	go w.read(ctx, resp)
	_, err = w.Event(10*time.Second, func(e Event) bool { return e.Type == "ready" })
	if err != nil {
		w.Stop()
		return nil, err
	}
	return w, nil
}

// read takes events off the stream until it ends.
func (w *Watch) read(ctx context.Context, resp *http.Response) {
	defer close(w.events)
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var e Event
		if !ok || json.Unmarshal([]byte(data), &e) != nil {
			continue
		}
		select {
		case w.events <- e:
		case <-ctx.Done():
			return
		}
	}
}

// Stop ends the watch, and returns when nothing of it runs any more.
func (w *Watch) Stop() {
	w.cancel()
	for range w.events { // until read has closed it
		continue
	}
}

// Event waits for an event, looking at each once, in order.
func (w *Watch) Event(timeout time.Duration, want func(Event) bool) (Event, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case e, open := <-w.events:
			if !open {
				return Event{}, fmt.Errorf("wait for an event: the stream has ended; seen: %s", w.told())
			}
			w.seen = append(w.seen, e)
			if want(e) {
				return e, nil
			}
		case <-timer.C:
			return Event{}, fmt.Errorf("wait for an event: none in %s; seen: %s", timeout, w.told())
		}
	}
}

// Message waits for a message, new, changed or ephemeral.
func (w *Watch) Message(timeout time.Duration, want func(Message) bool) (Message, error) {
	e, err := w.Event(timeout, func(e Event) bool {
		return (e.Type == "message" || e.Type == "changed" || e.Type == "ephemeral") && want(e.Message)
	})
	return e.Message, err
}

// View waits for a modal or a Home tab to be shown.
func (w *Watch) View(timeout time.Duration) (View, error) {
	e, err := w.Event(timeout, func(e Event) bool { return e.Type == "view" })
	return e.View, err
}

// Toast waits for Slack's own line to the person, and returns its error code.
func (w *Watch) Toast(timeout time.Duration) (Event, error) {
	return w.Event(timeout, func(e Event) bool { return e.Type == "toast" })
}

// told lists what was seen, for an error that says what came instead.
func (w *Watch) told() string {
	var b strings.Builder
	for _, e := range w.seen {
		fmt.Fprintf(&b, "\n  %s", e.Type)
		if e.Message.TS != "" {
			fmt.Fprintf(&b, " from %s in %s: %.200q", e.Message.Name, e.Message.Conversation, e.Message.Text)
		}
		if e.Text != "" {
			fmt.Fprintf(&b, " %q", e.Text)
		}
	}
	return b.String()
}

// FromApp wants a message of an app that contains all of some words, in its text
// or its blocks.
func FromApp(words ...string) func(Message) bool {
	return func(m Message) bool {
		if !m.Bot {
			return false
		}
		whole := m.Text + m.JSON()
		for _, word := range words {
			if !strings.Contains(whole, word) {
				return false
			}
		}
		return true
	}
}
