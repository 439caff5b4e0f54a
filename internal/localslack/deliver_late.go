package localslack

import (
	"context"
	"time"
)

// hold keeps a delivery that a fault strikes from leaving.
type hold struct {
	most time.Duration
	free chan struct{} // closed when another has overtaken it; nil: only time counts
}

// overtakeFor is how long a delivery waits for another to overtake it.
const overtakeFor = time.Second

// holdOf returns what a delivery has to wait for, nil for most. The caller holds
// the lock.
func (s *Server) holdOf(f *flight) *hold {
	switch {
	case f.fault.does(delayed):
		return &hold{most: f.fault.For}
	case f.fault.does(reorder):
		h := &hold{overtakeFor, make(chan struct{})}
		f.app.held = append(f.app.held, h)
		return h
	}
	return nil
}

// wait reports whether the delivery may leave; ctx may end before that.
func (h *hold) wait(ctx context.Context) bool {
	if h == nil {
		return true
	}
	timer := time.NewTimer(h.most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-h.free:
	case <-timer.C:
	}
	return true
}

// overtaken frees the deliveries that waited for one like this to arrive before
// them.
func (s *Server) overtaken(by *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if by.hold != nil {
		return
	}
	for _, h := range by.app.held {
		close(h.free)
	}
	by.app.held = nil
}
