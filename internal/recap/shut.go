package recap

import (
	"errors"
	"sync"
	"time"
)

// shut remembers that Slack refuses our token, which keeps out everything there
// is to post: one attempt now and then finds out when it is restored, and the
// rest waits. So it does for a moment where Slack says that we post too much.
type shut struct {
	mu       sync.Mutex
	refusals int
	until    time.Time // by the clock that nobody moves
	waits    time.Time // until then, by the same clock, for there was too much
}

// out reports whether we are shut out, as far as is known.
func (s *shut) out(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Before(s.until) || now.Before(s.waits)
}

// lasts reports whether we are shut out, and were when we tried again.
func (s *shut) lasts(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Before(s.until) && s.refusals > 1
}

// learn takes from what an attempt came to whether we are shut out.
func (s *shut) learn(err error, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	failure, failed := errors.AsType[*Failure](err)
	if failed && failure.Class == Token && !now.Before(s.until) { // not again by those under way beside it
		s.refusals++
		s.until = now.Add(backOff(s.refusals))
	}
}

// pause keeps everything waiting until then.
func (s *shut) pause(until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waits = later(s.waits, until)
}

// open forgets that we were shut out: Slack has taken something. A wait that it
// asked for lasts nevertheless.
func (s *shut) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals, s.until = 0, time.Time{}
}
