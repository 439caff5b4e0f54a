package localslack

import (
	"math"
	"net/http"
	"time"
)

// pace is how often an app may call a method: so many calls a minute on average,
// and so many at once after a silence.
type pace struct{ aMinute, atOnce float64 }

// Slack's tiers, by what they promise at least
// (docs.slack.dev/apis/web-api/rate-limits). The page of each method,
// docs.slack.dev/reference/methods/NAME, says which is its own. How much of a
// burst Slack bears it does not say: here it is a minute's worth.
var (
	tier2   = pace{20, 20}
	tier3   = pace{50, 50}
	tier4   = pace{100, 100}
	special = pace{600, 600} // methods that promise hundreds

	// Messages: one a second in each conversation, with short bursts; somebody who
	// measured (PSSlack) found a bucket of 25 to 30 that leaks one a second. All
	// apps together have "several hundred" a minute in a workspace.
	perConversation = pace{60, 25}
	perWorkspace    = pace{300, 300}

	// History is scarce for apps that are sold, and not in Slack's Marketplace
	// (docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps).
	forTheDistributed = pace{1, 1}
)

// distributedPage is how many messages such an app gets at once.
const distributedPage = 15

// bucket is what is left of a pace, at an instant of the workspace's clock: it
// runs as the real time does, and where it is moved by a day, a day has passed for
// apps too, or a month that is played in a second would be too many messages.
type bucket struct {
	left float64
	at   time.Time
}

// wait returns how long there is to wait for the next call, zero when it may be
// made now.
func (b *bucket) wait(p pace, now time.Time) time.Duration {
	b.left = min(p.atOnce, b.left+now.Sub(b.at).Minutes()*p.aMinute)
	b.at = now
	if b.left >= 1 {
		return 0
	}
	return time.Duration((1 - b.left) / p.aMinute * float64(time.Minute))
}

// rated names what is counted: a method of an app, in a conversation or in all.
type rated struct{ app, method, conversation string }

func (s *Server) bucket(of rated, p pace) *bucket {
	b, ok := s.buckets[of]
	if !ok {
		b = &bucket{p.atOnce, s.clock.Now()}
		s.buckets[of] = b
	}
	return b
}

// paced refuses a call that comes too soon. What is refused counts for nothing.
// The caller holds the lock.
func (s *Server) paced(c *call) error {
	m := s.methods[c.name]
	if s.hurried || m.pace == (pace{}) {
		return nil
	}
	own, p := rated{app: c.app.ID, method: c.name}, m.pace
	switch {
	case c.app.Distributed && m.scarce:
		p = forTheDistributed
	case m.posts:
		if to, err := s.target(c.app, c.str("channel")); err == nil {
			own.conversation = to.id
		}
	}
	b, now := s.bucket(own, p), s.clock.Now()
	if wait := b.wait(p, now); wait > 0 {
		return tooMany("ratelimited", wait)
	}
	if m.posts {
		all := s.bucket(rated{method: c.name}, perWorkspace)
		if all.wait(perWorkspace, now) > 0 {
			return tooMany("message_limit_exceeded", 0)
		}
		all.left--
	}
	b.left--
	return nil
}

// tooMany is a 429. Slack tells whole seconds to wait, and none where the whole
// workspace says too much.
func tooMany(code string, wait time.Duration) error {
	return &apiError{
		code: code, status: http.StatusTooManyRequests,
		retryAfter: time.Duration(math.Ceil(wait.Seconds())) * time.Second,
	}
}
