package localslack

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// envelope is a delivery over Socket Mode that waits for its acknowledgement.
type envelope struct {
	id   string
	done chan ack // holds one
}

// seal puts a delivery into an envelope, and waits for its acknowledgement
// unless a fault loses it. The caller holds the lock.
func (s *Server) seal(f *flight) *envelope {
	e := &envelope{uuid(), make(chan ack, 1)}
	if !f.fault.does(dropped) && !f.fault.does(loseAck) {
		f.app.pending[e.id] = e
	}
	return e
}

// depart hands an envelope to a connection, at once or when nothing holds it any
// more. The caller holds the lock.
func (s *Server) depart(f *flight) {
	switch {
	case f.fault.does(dropped):
	case f.hold == nil:
		s.push(f)
	default:
		s.later(func(ctx context.Context) {
			if f.hold.wait(ctx) {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.push(f)
			}
		})
	}
}

// push hands an envelope to one of the app's connections, any of them.
func (s *Server) push(f *flight) {
	open := slices.DeleteFunc(slices.Clone(f.app.connections), (*connection).leaving)
	if len(open) == 0 {
		delete(f.app.pending, f.envelope.id)
		f.envelope.done <- ack{failure: dispatchFailed, reason: "connection_failed"}
		return
	}
	frame := object{
		"envelope_id": f.envelope.id, "type": f.kind, "payload": json.RawMessage(f.body), "accepts_response_payload": f.answers,
	}
	if f.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = f.attempt, f.reason
	}
	c := open[s.chance.IntN(len(open))]
	c.enqueue(encode(frame))
	if f.fault.does(disconnect) {
		c.enqueue(nil) // which write makes the last ping
	}
}

func (s *Server) awaitEnvelope(ctx context.Context, f *flight) ack {
	timer := time.NewTimer(s.patience.answer)
	defer timer.Stop()
	select {
	case a := <-f.envelope.done:
		return a
	case <-timer.C:
	case <-ctx.Done():
	}
	s.mu.Lock()
	delete(f.app.pending, f.envelope.id)
	s.mu.Unlock()
	select {
	case a := <-f.envelope.done: // it came in the meantime
		return a
	default:
		return ack{failure: timedOut, reason: "timeout"}
	}
}
