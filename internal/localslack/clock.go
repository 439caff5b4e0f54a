package localslack

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock is the civil time of a workspace: the real one, moved forward by jumps.
// Whatever waits for something, acks, triggers, signatures, keeps real time.
//
// A jump is made together with those who follow the clock, so that all that is
// due in between happens at its time: the clock stands while they work through
// it, and goes as far as they say.
type Clock struct {
	now   func() time.Time // real
	zone  *time.Location
	moved func(ClockState) // tells the pages; set once

	jumping sync.Mutex // held for the length of a jump

	mu        sync.Mutex
	offset    time.Duration
	standing  bool      // a jump is under way
	at        time.Time // where the clock stands meanwhile
	target    time.Time
	sequence  int64
	change    chan struct{} // closed at every change, and replaced
	followers map[string]*follower
	halt      context.CancelFunc // ends the run that is under way; nil without one
	closed    bool
}

// follower is a bot elsewhere that asks for the clock over HTTP.
type follower struct {
	heard   time.Time // real
	reached int64     // the last jump it has done
	steps   bool      // it says how far it has come on the way
}

// ClockState is what the page API says of the clock.
type ClockState struct {
	Now      time.Time `json:"now"`
	Zone     string    `json:"zone"`
	OffsetMS int64     `json:"offset_ms"`
	Sequence int64     `json:"sequence"` // counts jumps
	Target   time.Time `json:"target"`   // of the last jump
	Moving   bool      `json:"moving"`
	Running  bool      `json:"running"` // fast
	Reached  bool      `json:"reached"` // by every follower
	Waiting  []string  `json:"waiting,omitempty"`
}

func newClock(now func() time.Time, start time.Time, zone *time.Location) *Clock {
	c := &Clock{now: now, zone: zone, change: make(chan struct{}), followers: map[string]*follower{}}
	if !start.IsZero() {
		c.offset = start.Sub(now())
	}
	c.target = now().Add(c.offset)
	return c
}

// Now returns the civil instant, in the workspace's zone.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time()
}

func (c *Clock) time() time.Time {
	if c.standing {
		return c.at.In(c.zone)
	}
	return c.now().Add(c.offset).In(c.zone)
}

// Zone returns the workspace's time zone.
func (c *Clock) Zone() *time.Location { return c.zone }

// reach moves the standing clock forward, never past the target of the jump. It
// does nothing when there is no jump.
func (c *Clock) reach(t time.Time) {
	c.mu.Lock()
	if !c.standing || !t.After(c.at) || t.After(c.target) {
		c.mu.Unlock()
		return
	}
	c.at = t
	c.mu.Unlock()
	c.tell()
}

// Jump moves the clock forward to a later instant and returns when every
// follower has done what is due in between, or ctx ends; the clock is there
// either way. An instant that is past moves nothing. One jump runs at a time.
func (c *Clock) Jump(ctx context.Context, to time.Time) ClockState {
	c.jumping.Lock()
	defer c.jumping.Unlock()
	if !c.depart(to) {
		return c.State()
	}
	c.tell()
	c.await(ctx)
	c.arrive()
	c.tell()
	return c.State()
}

// depart makes the clock stand, with the target set; false when there is
// nowhere to go.
func (c *Clock) depart(to time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	from := c.time()
	if !to.After(from) || c.closed {
		return false
	}
	c.standing, c.at, c.target = true, from, to
	if !c.stepped() {
		c.at = to
	}
	c.offset += to.Sub(from)
	c.sequence++
	c.ring()
	return true
}

// stepped reports whether somebody will say how far the jump has come. Where
// nobody does, the clock is at the target at once: a message that comes too late
// by its stamp is less wrong than one from before the jump.
func (c *Clock) stepped() bool {
	for _, f := range c.followers {
		if f.steps {
			return true
		}
	}
	return false
}

// arrive lets the clock run on from the target. The time the jump took has
// passed too.
func (c *Clock) arrive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.standing = false
	c.ring()
}

// await returns when no follower is missing any more, or ctx ends.
func (c *Clock) await(ctx context.Context) {
	for {
		c.mu.Lock()
		missing, change, closed := len(c.missing()) > 0, c.change, c.closed
		c.mu.Unlock()
		if !missing || closed {
			return
		}
		select {
		case <-change:
		case <-ctx.Done():
			return
		}
	}
}

// missing lists the followers that have not done the last jump.
func (c *Clock) missing() []string {
	var names []string
	for name, f := range c.followers {
		if f.reached < c.sequence {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// State returns what the page API says of the clock.
func (c *Clock) State() ClockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	missing := c.missing()
	return ClockState{
		Now: c.time(), Zone: c.zone.String(), OffsetMS: c.offset.Milliseconds(), Sequence: c.sequence,
		Target: c.target.In(c.zone), Moving: c.standing, Running: c.halt != nil,
		Reached: len(missing) == 0, Waiting: missing,
	}
}

// follow notes that a follower asks, and forgets those not heard of for a while.
func (c *Clock) follow(name string, steps bool, patience time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	for other, f := range c.followers {
		if now.Sub(f.heard) > patience {
			delete(c.followers, other)
			c.ring()
		}
	}
	if name == "" {
		return
	}
	f, known := c.followers[name]
	if !known {
		// Who begins to follow starts from where the clock is, jump or no jump.
		f = &follower{reached: c.sequence}
		c.followers[name] = f
	}
	f.heard, f.steps = now, f.steps || steps
}

// forget lets nobody wait for a follower that has left.
func (c *Clock) forget(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.followers, name)
	c.ring()
}

// report notes that a follower has done a jump.
func (c *Clock) report(name string, sequence int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, known := c.followers[name]
	if !known {
		f = &follower{}
		c.followers[name] = f
	}
	f.heard, f.reached = c.now(), max(f.reached, min(sequence, c.sequence))
	c.ring()
}

// after waits until there has been a later jump than sequence, or ctx ends.
func (c *Clock) after(ctx context.Context, sequence int64) ClockState {
	for {
		c.mu.Lock()
		later, change := c.sequence > sequence || c.closed, c.change
		c.mu.Unlock()
		if later {
			return c.State()
		}
		select {
		case <-change:
		case <-ctx.Done():
			return c.State()
		}
	}
}

// ring wakes everybody who waits for a change. The caller holds the lock.
func (c *Clock) ring() {
	close(c.change)
	c.change = make(chan struct{})
}

func (c *Clock) tell() {
	if c.moved != nil {
		c.moved(c.State())
	}
}

func (c *Clock) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.ring()
}
