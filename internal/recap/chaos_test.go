package recap

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestCrashAnywhere kills the process before and after each thing it does, one
// after the other; whoever comes next must bring the morning to one post.
func TestCrashAnywhere(t *testing.T) {
	for _, side := range []string{"before", "after"} {
		for nth := 1; ; nth++ {
			w := newWorld()
			killed := killAt(w, side, nth)
			alive, _ := look(t, w.deliverer("a"), w)
			if alive {
				if nth < 6 {
					t.Errorf("only %d operations were cut %s", nth-1, side)
				}
				break
			}
			w.before, w.after = nil, nil
			settle(t, w.deliverer("b"), w)
			if p := w.only(t); p.State != Posted || len(w.slack.messages) != 1 {
				t.Errorf("killed %s %s: %s with %d messages; want posted once", side, *killed, p.State, len(w.slack.messages))
			}
		}
	}
}

// killAt ends the process on one side of its nth operation.
func killAt(w *world, side string, nth int) (operation *string) {
	operation = new(string)
	fault := func(op string) error {
		if nth--; nth == 0 {
			*operation = op
			panic(errCrash)
		}
		return nil
	}
	if side == "before" {
		w.before = fault
	} else {
		w.after = fault
	}
	return operation
}

// storm is a fortnight of replicas that crash, stop for minutes and lose their
// database and Slack at random.
type storm struct {
	*world
	t        *testing.T
	random   *rand.Rand
	replicas []*Deliverer
	names    int
	depth    int  // how many replicas are inside a look: one paused, another running
	stopped  bool // the processes' clocks do: broken on purpose
	faults   int
	during   func()                              // happens now and then; may be nil
	mail     func(context.Context) (Mail, error) // nil for recaps alone
}

func newStorm(t *testing.T, seed uint64, replicas int) *storm {
	s := &storm{world: newWorld(), t: t, random: rand.New(rand.NewPCG(seed, 17))}
	s.before, s.after = s.trouble(false), s.trouble(true)
	for range replicas {
		s.replicas = append(s.replicas, s.replica())
	}
	return s
}

func (s *storm) replica() *Deliverer {
	s.names++
	d := s.deliverer(fmt.Sprintf("replica-%d", s.names))
	if s.mail != nil {
		d.Mail = []func(context.Context) (Mail, error){s.mail}
	}
	d.Real = func() time.Time {
		if s.stopped {
			return time.Time{}
		}
		return s.real
	}
	return d
}

// trouble is what may happen on either side of an operation. An operation that
// fails on the far side has had its effect.
func (s *storm) trouble(far bool) func(op string) error {
	return func(op string) error {
		if s.random.IntN(100) >= 8 {
			return nil
		}
		s.faults++
		switch s.random.IntN(4) {
		case 0:
			panic(errCrash)
		case 1:
			s.pause((op == "post" || op == "edit") && !far)
			return nil
		case 2:
			if op == "post" && !far {
				return &Failure{Class: Transient, Reason: "ratelimited", RetryAfter: 7 * time.Second}
			}
		}
		if op == "post" {
			return &Failure{Class: Uncertain, Reason: "timeout"}
		}
		return errors.New("away")
	}
}

// pause stops a replica, while the others go on. Once it has decided to send, an
// attempt is bounded: nothing but its own clock could stop it longer than that.
func (s *storm) pause(sending bool) {
	if s.depth > 1 {
		return
	}
	ticks := 1 + s.random.IntN(10)
	if sending {
		ticks = 3
	}
	for range ticks {
		s.pass(30 * time.Second)
		s.turn()
	}
}

// turn has one replica look, and replaces it when it dies of it.
func (s *storm) turn() {
	s.depth++
	defer func() { s.depth-- }()
	if s.during != nil {
		s.during()
	}
	i := s.random.IntN(len(s.replicas))
	if alive, _ := look(s.t, s.replicas[i], s.world); !alive {
		s.replicas[i] = s.replica()
	}
}

// morning plays the two hours after nine, then calm weather until the evening.
func (s *storm) morning() {
	for range 240 {
		s.turn()
		s.pass(30 * time.Second)
	}
	before, after := s.before, s.after
	s.before, s.after = nil, nil
	for range 60 {
		s.turn()
		s.pass(30 * time.Second)
	}
	s.before, s.after = before, after
}

// audit counts, outside the deliverers, what stands in Slack.
func (s *storm) audit(days int) (doubled, lost int) {
	posts := map[string]int{}
	for _, m := range s.slack.messages {
		posts[m.conversation+" "+m.Text]++
	}
	for _, n := range posts {
		doubled += n - 1
	}
	return doubled, days - len(posts)
}

func (s *storm) fortnight() (days int) {
	for s.civil.Before(time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)) {
		if d := s.civil.Weekday(); d != time.Saturday && d != time.Sunday {
			s.morning()
			days++
		}
		next := s.civil.Truncate(24 * time.Hour).Add(32 * time.Hour)
		s.pass(next.Sub(s.civil))
	}
	return days
}

func TestStorm(t *testing.T) {
	faults := 0
	for seed := range uint64(12) {
		s := newStorm(t, seed, 1+int(seed%3))
		days := s.fortnight()
		if doubled, lost := s.audit(days); doubled+lost > 0 {
			t.Errorf("seed %d: %d doubled, %d lost of %d: %v", seed, doubled, lost, days, s.states())
		}
		for _, row := range s.posts.rows {
			if row.State != Posted {
				t.Errorf("seed %d: the receipt of %s says %s", seed, row.Day, row.State)
			}
		}
		faults += s.faults
	}
	t.Logf("%d faults", faults)
	if faults < 2_000 {
		t.Errorf("only %d faults: this is no storm", faults)
	}
}

// A storm that cannot find anything proves nothing.
func TestStormFindsWhatIsBroken(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*storm)
	}{
		{"posts are not looked up", func(s *storm) { s.slack.blind = true }},
		{"leases do not last", func(s *storm) { s.posts.leaseless = true }},
		{"a turn that is over may still store", func(s *storm) { s.posts.trusting = true }},
		{"who wakes up late still sends", func(s *storm) { s.stopped = true }},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := 0
			for seed := uint64(0); seed < 40 && wrong == 0; seed++ {
				s := newStorm(t, seed, 3)
				c.spoil(s)
				days := s.fortnight()
				doubled, lost := s.audit(days)
				for _, row := range s.posts.rows {
					if row.State != Posted {
						lost++
					}
				}
				wrong += doubled + lost
			}
			if wrong == 0 {
				t.Error("nothing was doubled or lost")
			}
		})
	}
}
