package recap

import (
	"fmt"
	"testing"
	"time"
)

// Slack is away for hours, in one way or another: what was due goes out once it is
// back, marked late, or is said to be missed in the next.
func TestSlackAwayForHours(t *testing.T) {
	refusing := func(class Class, reason string) func(*world) {
		return func(w *world) { w.slack.refuse = func(Message) error { return &Failure{Class: class, Reason: reason} } }
	}
	silent := func(w *world) {
		w.before = func(op string) error {
			if op == "post" || op == "find" {
				return &Failure{Class: Uncertain, Reason: "http_error"}
			}
			return nil
		}
	}
	storing := func(w *world) { // every answer is lost, and nothing can be read
		w.before = func(op string) error {
			if op == "find" {
				return &Failure{Class: Uncertain, Reason: "http_error"}
			}
			return nil
		}
		w.after = func(op string) error {
			if op == "post" {
				return &Failure{Class: Uncertain, Reason: "no_answer"}
			}
			return nil
		}
	}
	for _, c := range []struct {
		name  string
		away  func(*world)
		hours int
		want  string // state, late, messages, what the next morning says
	}{
		{"refuses for the time being", refusing(Transient, "service_unavailable"), 10, "posted true 1 []"},
		{"refuses our token", refusing(Token, "token_revoked"), 10, "posted true 1 []"},
		{"fails at everything", silent, 10, "posted true 1 []"},
		{"loses its answers", storing, 10, "posted false 1 []"},
		{"refuses for too long", refusing(Transient, "service_unavailable"), 13, "missed false 0 [2026-11-17]"},
		{"refuses our token for too long", refusing(Token, "token_revoked"), 13, "missed false 0 [2026-11-17]"},
		{"fails at everything for too long", silent, 13, "missed false 0 [2026-11-17]"},
		{"loses its answers for too long", storing, 13, "posted false 1 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			c.away(w)
			d := w.deliverer("a")
			w.until(t, d, w.civil.Add(time.Duration(c.hours)*time.Hour))
			w.before, w.after, w.slack.refuse = nil, nil, nil
			w.until(t, d, time.Date(2026, 11, 17, 22, 30, 0, 0, time.UTC))
			p, messages := w.only(t), len(w.slack.messages)
			w.until(t, d, time.Date(2026, 11, 18, 8, 1, 0, 0, time.UTC))
			next := w.posts.rows[Key{"C1", day("2026-11-18"), Daily}]
			got := fmt.Sprintf("%s %t %d %v", p.State, p.Late, messages, next.said().Edition.Unposted)
			if got != c.want || next.State != Posted {
				t.Errorf("%s, then %s; want %s, then posted", got, next.State, c.want)
			}
			if len(w.slack.told) > 0 {
				t.Errorf("told: %+v", w.slack.told)
			}
		})
	}
}

// until looks every half minute until an instant.
func (w *world) until(t *testing.T, d *Deliverer, end time.Time) {
	t.Helper()
	for w.civil.Before(end) {
		_, _ = look(t, d, w)
		w.pass(30 * time.Second)
	}
}

// While Slack refuses our token everything rests but for an attempt now and then,
// and goes out once it is restored.
func TestATokenRefused(t *testing.T) {
	w := newWorld()
	w.conversations(20)
	attempts := 0
	w.slack.refuse = func(Message) error { attempts++; return &Failure{Class: Token, Reason: "invalid_auth"} }
	d := w.deliverer("a")
	w.until(t, d, w.civil.Add(time.Hour))
	if attempts == 0 || attempts > 12 {
		t.Errorf("%d attempts in an hour, of 20 recaps; want a few", attempts)
	}
	w.slack.refuse = nil
	w.until(t, d, w.civil.Add(20*time.Minute))
	if len(w.slack.messages) != 20 {
		t.Errorf("%d messages once it is restored; want 20: %v", len(w.slack.messages), w.states())
	}
}

// While something is in doubt, a clock that jumps is held where it is: leases and
// waits are real ones.
func TestAJumpIsHeldWhileInDoubt(t *testing.T) {
	for _, c := range []struct {
		name   string
		refuse error
		held   bool
	}{
		{"perhaps posted", &Failure{Class: Uncertain, Reason: "internal_error"}, true},
		{"in a moment", &Failure{Class: Transient, Reason: "ratelimited", RetryAfter: time.Second}, true},
		{"once our token is taken again", &Failure{Class: Token, Reason: "invalid_auth"}, true},
		{"never", &Failure{Class: Permanent, Reason: "is_archived"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.slack.refuse = func(Message) error { return c.refuse }
			d := w.deliverer("a")
			next, _ := d.Look(t.Context(), w.civil)
			if held := next.Equal(w.civil); held != c.held {
				t.Fatalf("the next is due %s at %s", next, w.civil)
			}
			if !c.held {
				return
			}
			w.slack.refuse = nil
			for n := 0; next.Equal(w.civil); n++ { // only real time goes by
				if n == 100 {
					t.Fatalf("held for ever: %v", w.states())
				}
				w.real = w.real.Add(5 * time.Second)
				next, _ = d.Look(t.Context(), w.civil)
			}
			if p := w.only(t); p.State != Posted || p.Late {
				t.Errorf("%+v; want it posted in time", p)
			}
		})
	}
}

// What is refused again and again holds up no clock.
func TestAJumpIsNotHeldForLong(t *testing.T) {
	for _, class := range []Class{Transient, Token} {
		w := newWorld()
		w.slack.refuse = func(Message) error { return &Failure{Class: class, Reason: "no"} }
		d := w.deliverer("a")
		next, began := w.civil, w.real
		for next.Equal(w.civil) && w.real.Sub(began) < time.Hour {
			next, _ = d.Look(t.Context(), w.civil)
			w.real = w.real.Add(5 * time.Second)
		}
		if held := w.real.Sub(began); held > 4*time.Minute {
			t.Errorf("%s: held for %s", class, held)
		}
	}
}

// What is due in a moment is said all the same: whoever looks is there in time.
func TestWhatIsDueSoonIsSaidDespiteADoubt(t *testing.T) {
	w := newWorld()
	w.civil = w.civil.Add(-20 * time.Second)
	w.slack.refuse = func(Message) error { return &Failure{Class: Uncertain, Reason: "no_answer"} }
	d := w.deliverer("a")
	w.tell(t, d, w.told("U9", "T1/0"))
	if next, _ := d.Look(t.Context(), w.civil); !next.Equal(w.civil.Add(20 * time.Second)) {
		t.Errorf("the next is due %s; want the recap's time", next)
	}
}
