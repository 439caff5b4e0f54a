package schedule

import (
	"time"

	"github.com/jonboulle/clockwork"
)

// timer runs a function once, at a civil time. Its clock's lock guards it.
type timer struct {
	clock *Clock
	at    time.Time // civil
	run   func()
	real  clockwork.Timer
}

// arm sets the timer to go off after d, whatever it was set to before.
func (t *timer) arm(d time.Duration) {
	if t.real != nil {
		t.real.Stop()
	}
	t.at = t.clock.now().Add(d)
	t.clock.timers[t] = struct{}{}
	t.real = t.clock.Clock.AfterFunc(d, t.fire)
}

func (t *timer) fire() {
	if t.due() {
		t.run()
	}
}

// due reports whether the timer is to go off now. It is not when it was stopped
// meanwhile, nor while the clock stands still: the clock arms it again when it
// runs on. The real clock may have been set back since the timer was armed; then
// it waits for what is left.
func (t *timer) due() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	if _, armed := t.clock.timers[t]; !armed || !t.clock.held.IsZero() {
		return false
	}
	if left := t.at.Sub(t.clock.now()); left > 0 {
		t.arm(left)
		return false
	}
	delete(t.clock.timers, t)
	return true
}

// Stop keeps the timer from going off, and reports whether it would have.
func (t *timer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	_, armed := t.clock.timers[t]
	delete(t.clock.timers, t)
	t.real.Stop()
	return armed
}

// Reset sets the timer to go off after d, and reports whether it was set.
func (t *timer) Reset(d time.Duration) bool {
	armed := t.Stop()
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	t.arm(d)
	return armed
}

// Chan is nil: a timer that runs a function sends nothing.
func (t *timer) Chan() <-chan time.Time { return nil }
