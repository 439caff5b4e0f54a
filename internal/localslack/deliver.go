package localslack

import (
	"context"
	"time"
)

// delivery is one payload on its way to an app.
type delivery struct {
	app     *app
	kind    string // events_api, slash_commands, interactive
	name    string // for the inspector: "/leads", "block_actions", "message"
	payload object
	answers bool // whether an acknowledgement may carry an answer
	attempt int  // of an event: 0, then 1 to 3
	reason  string
	twin    bool // the second of two that a fault made of one
}

// What a person is told when an app fails them
// (docs.slack.dev/interactivity/implementing-slash-commands).
const (
	timedOut       = "operation_timeout"
	dispatchFailed = "dispatch_failed"
)

// ack is how an app received a delivery.
type ack struct {
	body    []byte // JSON or text, empty for a bare acknowledgement
	status  int    // of HTTP
	failure string // what the person is told, empty when it went well
	reason  string // why an event is sent again
	noRetry bool
}

// flight is a delivery that has left, or is about to.
type flight struct {
	delivery
	body     []byte
	started  time.Time
	envelope *envelope // nil over HTTP
	fault    *Fault    // nil for most
	hold     *hold     // what it waits for before it leaves; nil for most
}

// launch starts a delivery in the order of calls; the caller holds the lock.
func (s *Server) launch(d delivery) *flight {
	f := &flight{delivery: d, body: encode(d.payload), started: time.Now()}
	if !d.twin {
		f.fault = s.faults.strike(deliveries, d.kind, d.name)
	}
	f.hold = s.holdOf(f)
	if d.app.overSocket() {
		f.envelope = s.seal(f)
		s.depart(f)
	}
	if f.fault.does(duplicate) {
		d.twin = true
		twin := s.launch(d)
		s.later(func(ctx context.Context) { s.land(ctx, twin) })
	}
	return f
}

// land waits until the app has acknowledged, or has not in time; the caller does
// not hold the lock.
func (s *Server) land(ctx context.Context, f *flight) ack {
	var a ack
	if f.envelope != nil {
		a = s.awaitEnvelope(ctx, f)
	} else {
		a = s.send(ctx, f)
	}
	s.overtaken(f)
	e := exchange{
		At: f.started, App: f.app.ID, Direction: "sent", Kind: f.kind, Name: f.name, Transport: "http",
		Request: f.body, Response: shownJSON(a.body), Status: a.status, Error: a.failure, Fault: f.fault.String(),
		LatencyMS: milliseconds(f.started), Attempt: f.attempt, sent: &f.delivery,
	}
	if f.envelope != nil {
		e.Transport, e.Envelope = "socket", f.envelope.id
	}
	s.traffic.add(e)
	return a
}

// deliver does both.
func (s *Server) deliver(ctx context.Context, d delivery) ack {
	s.mu.Lock()
	f := s.launch(d)
	s.mu.Unlock()
	return s.land(ctx, f)
}

// emit sends an event and, where the app does not acknowledge it, sends it
// again: at once, after a minute, after five. The caller holds the lock.
func (s *Server) emit(d delivery) {
	f := s.launch(d)
	s.later(func(ctx context.Context) {
		a := s.land(ctx, f)
		for i, wait := range s.patience.retries {
			if a.failure == "" || a.noRetry || !sleep(ctx, wait) {
				return
			}
			d.attempt, d.reason = i+1, a.reason
			a = s.deliver(ctx, d)
		}
	})
}

// sleep reports whether it lasted to its end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// redeliver delivers once more what an app was last sent, or what it was sent in
// that envelope: the same trigger_id or event_id, in a new envelope, as Slack
// does when an acknowledgement is lost. It reports whether there was anything.
func (s *Server) redeliver(ctx context.Context, app, envelopeID string, id int64) (delivery, ack, bool) {
	last, ok := s.traffic.delivery(app, envelopeID, id)
	if !ok {
		return delivery{}, ack{}, false
	}
	d := *last
	if d.kind == "events_api" {
		d.attempt, d.reason = d.attempt+1, "timeout"
	}
	return d, s.deliver(ctx, d), true
}
