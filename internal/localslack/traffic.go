package localslack

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// exchange is one thing Slack sent to an app, or an app asked of Slack, with
// what came back.
type exchange struct {
	ID        int64           `json:"id"`
	At        time.Time       `json:"at"` // real
	App       string          `json:"app"`
	Direction string          `json:"direction"` // sent, called
	Kind      string          `json:"kind"`      // events_api, slash_commands, interactive; api, response_url
	Name      string          `json:"name"`      // "/leads", "message", "chat.postMessage"
	Transport string          `json:"transport"` // socket, http
	Envelope  string          `json:"envelope,omitempty"`
	Request   json.RawMessage `json:"request"`
	Response  json.RawMessage `json:"response"`
	Status    int             `json:"status,omitempty"`
	Error     string          `json:"error,omitempty"`
	LatencyMS float64         `json:"latency_ms"`
	Attempt   int             `json:"attempt,omitempty"`
	Fault     string          `json:"fault,omitempty"` // what struck it

	sent *delivery // to do it again
}

// kept is how many exchanges are usually remembered.
const kept = 200

// traffic remembers the last exchanges.
type traffic struct {
	keeps int
	mu    sync.Mutex
	last  []exchange // the oldest first
	seq   int64
}

func newTraffic(keeps int) *traffic { return &traffic{keeps: cmp.Or(keeps, kept)} }

func (t *traffic) add(e exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seq++
	e.ID = t.seq
	if len(t.last) == t.keeps {
		t.last = t.last[1:] // append makes room anew once in a while
	}
	t.last = append(t.last, e)
}

// list returns the newest first, of one app or of all, at most limit.
func (t *traffic) list(app string, limit int) []exchange { return t.since(0, app, limit) }

// since lists those that came after the exchange with that id.
func (t *traffic) since(id int64, app string, limit int) []exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := []exchange{}
	for _, e := range slices.Backward(t.last) {
		if e.ID > id && len(found) < limit && (app == "" || e.App == app) {
			found = append(found, e)
		}
	}
	return found
}

// delivery finds the newest delivery that was sent, of an app, with an envelope
// id or an exchange id; empty ones match any.
func (t *traffic) delivery(app, envelope string, id int64) (*delivery, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range slices.Backward(t.last) {
		if e.sent == nil || app != "" && e.App != app || envelope != "" && e.Envelope != envelope || id != 0 && e.ID != id {
			continue
		}
		return e.sent, true
	}
	return nil, false
}

// shownJSON is what the inspector gets of a body: JSON as it is, other text as a
// string.
func shownJSON(body []byte) json.RawMessage {
	if len(body) == 0 {
		return json.RawMessage("null")
	}
	if json.Valid(body) {
		return slices.Clone(body)
	}
	return encode(string(body))
}
