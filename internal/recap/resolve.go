package recap

import (
	"context"
	"errors"
	"time"
)

// Clocks differ: ours, by which we know when we sent, and Slack's, by which the
// messages are dated. A window this wide forgives a clock ten minutes off.
const clockDoubt = 15 * time.Minute

// resolve finds out what became of a post whose sender never said.
func (t turn) resolve(ctx context.Context, p Post) (Post, error) {
	sent, err := t.Posts.Version(ctx, p.Key, p.Version)
	if err != nil {
		return p, err
	}
	timing := t.Timing.orUsual()
	attempt, cancel := context.WithTimeout(ctx, timing.Timeout)
	defer cancel()
	mark, like, from, to := t.search(p, sent.Message)
	ts, found, err := t.Poster.Find(attempt, t.place(p), mark, like, from, to)
	if err != nil {
		return t.unresolved(ctx, p, err)
	}
	switch {
	case found:
		p, adopted := p.adopt(ts, sent)
		return p, t.save(ctx, p, 0, adopted)
	case p.Absences == 0:
		p.Absences++
		return p, t.save(ctx, p, timing.Gap, nil)
	}
	p.State, p.Absences = Due, 0
	return p, t.save(ctx, p, 0, nil)
}

// resolvePatience is how long one tries to find out whether a post arrived, be it
// only to say so: by then nobody would look for it any more.
const resolvePatience = 24 * time.Hour

// unresolved leaves a post unconfirmed when the conversation may not be read, or
// could not be for too long; otherwise it is looked up again later.
func (t turn) unresolved(ctx context.Context, p Post, err error) (Post, error) {
	failure := &Failure{Class: Transient, Err: err}
	errors.As(err, &failure)
	if failure.Class == Permanent || t.now.Sub(p.DueAt) > resolvePatience {
		p.State, p.Owed = Unconfirmed, p.announced()
		p.Reason = Unreadable
		if p.Attempts == 0 { // it was never sent, only taken for one that was
			p.Reason = Restored
		}
		return p, t.save(ctx, p, 0, nil)
	}
	return p, errors.Join(err, t.save(ctx, p, max(failure.RetryAfter, t.Timing.orUsual().Gap), nil))
}

// tellAgain is how long after a failure the managers are told again.
const tellAgain = time.Minute

// tell gives the managers word of a post that came to rest unposted, which
// moves it no further.
func (t turn) tell(ctx context.Context, p Post) error {
	if err := t.Poster.Tell(ctx, p); err != nil {
		return errors.Join(err, t.Posts.Save(ctx, p, tellAgain, nil))
	}
	p.Owed = false
	return t.Posts.Save(ctx, p, 0, nil)
}
