package schedule

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// Clock is civil time. It runs with the real one, which it is until somebody
// moves it ahead: a demonstration jumps to tomorrow morning, production never
// does. It is safe for concurrent use, and is the clock gocron ticks by.
//
// Only Now, Since, Until, After and AfterFunc follow a jump; tickers, timers and
// sleeps, with which one waits for other programs, stay real.
type Clock struct {
	clockwork.Clock // the real one

	// OnStep, where set, is told of every instant a jump comes to, before what
	// is due there is looked at. Set it before the first jump.
	OnStep func(ctx context.Context, now time.Time)

	jumping sync.Mutex // one jump at a time

	mu     sync.Mutex // guards what follows
	ahead  time.Duration
	held   time.Time // where the clock stands still during a jump; zero while it runs
	timers map[*timer]struct{}
	look   func(ctx context.Context) (next time.Time, err error) // set while Run runs
}

// NewClock returns a clock that shows the real time.
func NewClock() *Clock {
	return &Clock{Clock: clockwork.NewRealClock(), timers: map[*timer]struct{}{}}
}

// NewClockAt returns a clock that runs from t on.
func NewClockAt(t time.Time) *Clock {
	c := NewClock()
	c.ahead = t.Sub(c.Clock.Now())
	return c
}

// Now returns the civil time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.held.IsZero() {
		return c.held
	}
	return c.Clock.Now().Add(c.ahead)
}

// Since returns the civil time gone by since t.
func (c *Clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// Until returns the civil time left until t.
func (c *Clock) Until(t time.Time) time.Duration { return t.Sub(c.Now()) }

// After sends the civil time once d has gone by.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	done := make(chan time.Time, 1)
	c.AfterFunc(d, func() { done <- c.Now() })
	return done
}

// AfterFunc runs f in a goroutine of its own once d has gone by.
func (c *Clock) AfterFunc(d time.Duration, f func()) clockwork.Timer {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{clock: c, run: f}
	t.arm(d)
	return t
}

// A jump stops for what remains due, as a post does whose arrival is in doubt: it
// goes on by real time, a breath at a time, until nothing remains or its patience
// is over.
const (
	breath       = 500 * time.Millisecond
	jumpPatience = time.Minute
)

// Jump moves the clock ahead to an instant and returns once everything due on
// the way there has been looked at, each thing at its own time and in order. The
// clock stands still meanwhile; where a look fails it runs on from there, and
// the error says why.
func (c *Clock) Jump(ctx context.Context, to time.Time) error {
	c.jumping.Lock()
	defer c.jumping.Unlock()
	now, look := c.hold()
	defer c.release()
	if to.Before(now) {
		return fmt.Errorf("move the clock from %s back to %s: time only goes forward",
			now.Format(time.RFC3339), to.Format(time.RFC3339))
	}
	for patience := jumpPatience; look != nil && now.Before(to); {
		next, err := look(ctx)
		if err != nil {
			return fmt.Errorf("look at what is due at %s: %w", now.Format(time.RFC3339), err)
		}
		if remains := !next.IsZero() && !next.After(now); remains && patience > 0 {
			c.breathe(ctx)
			next, patience = now.Add(breath), patience-breath
		}
		now = step(now, next, to)
		c.arrive(ctx, now)
	}
	if look == nil {
		c.arrive(ctx, to)
		return ctx.Err()
	}
	_, err := look(ctx)
	return err
}

// Look looks at once at what is due, in turn with ticks and jumps, where something
// has happened that the next tick would see to. Where no schedule runs it does
// nothing.
func (c *Clock) Look(ctx context.Context) error {
	c.mu.Lock()
	look := c.look
	c.mu.Unlock()
	if look == nil {
		return nil
	}
	_, err := look(ctx)
	return err
}

func (c *Clock) breathe(ctx context.Context) {
	select {
	case <-c.Clock.After(breath):
	case <-ctx.Done():
	}
}

// step is where a jump stops next: at what is due next, or where it ends when
// nothing is due before. Something that remains due is given a tick.
func step(now, next, to time.Time) time.Time {
	if next.IsZero() || next.After(to) {
		return to
	}
	if !next.After(now) {
		next = now.Add(Tick)
	}
	if next.After(to) {
		return to
	}
	return next
}

func (c *Clock) hold() (now time.Time, look func(context.Context) (time.Time, error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = c.now()
	return c.held, c.look
}

// arrive moves the standing clock to t and says so.
func (c *Clock) arrive(ctx context.Context, t time.Time) {
	c.mu.Lock()
	c.held = t
	c.mu.Unlock()
	if c.OnStep != nil {
		c.OnStep(ctx, t)
	}
}

// release lets the clock run again, and with it every timer, from where it
// stands.
func (c *Clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = c.held.Sub(c.Clock.Now())
	c.held = time.Time{}
	for t := range c.timers {
		t.arm(t.at.Sub(c.now()))
	}
}

// watch makes look what a jump calls on its way, until unwatch is called.
func (c *Clock) watch(look func(context.Context) (time.Time, error)) (unwatch func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.look != nil {
		return nil, fmt.Errorf("the clock already drives a schedule")
	}
	c.look = look
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.look = nil
	}, nil
}
