package localslack

import (
	"context"
	"time"
)

// How fast a run goes: a quarter of an hour for each quarter of a second, which
// is an hour a second, or slower where the followers have much to do.
const (
	runStep  = 15 * time.Minute
	runPause = 250 * time.Millisecond
)

// longestRun is how far civil time may run: a run nobody looks at any more ends.
const longestRun = 10 * 24 * time.Hour

// Run lets civil time run fast until ctx ends, Halt is called, a follower takes
// longer than wait, or longestRun has gone by. It goes by jumps, so that whatever
// is due on the way happens at its time, one in each pause. Both pause and wait
// are real. It reports false, at once, where a run is under way already.
func (c *Clock) Run(ctx context.Context, pause, wait time.Duration) (ClockState, bool) {
	ctx, halt := context.WithCancel(ctx)
	defer halt()
	if !c.beginRun(halt) {
		return c.State(), false
	}
	c.tell()
	c.run(ctx, pause, wait)
	c.endRun()
	c.tell()
	return c.State(), true
}

func (c *Clock) run(ctx context.Context, pause, wait time.Duration) {
	last := c.Now().Add(longestRun)
	next := time.NewTicker(pause)
	defer next.Stop()
	for ctx.Err() == nil && c.stride(ctx, last, wait) {
		select {
		case <-next.C:
		case <-ctx.Done():
		}
	}
}

// stride jumps to the next quarter of an hour, and reports whether the run may
// go on. A stride that has begun is made to its end, whoever stops the run.
func (c *Clock) stride(ctx context.Context, last time.Time, wait time.Duration) bool {
	to := c.Now().Truncate(runStep).Add(runStep)
	if to.After(last) {
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	state := c.Jump(ctx, to)
	return state.Reached && !state.Now.Before(to)
}

func (c *Clock) beginRun(halt context.CancelFunc) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.halt != nil || c.closed {
		return false
	}
	c.halt = halt
	return true
}

func (c *Clock) endRun() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.halt = nil
}

// Halt ends a run, if there is one.
func (c *Clock) Halt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.halt != nil {
		c.halt()
	}
}
