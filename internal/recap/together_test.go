package recap

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// crowd is a workspace with so many conversations, all due at once, whose Slack
// takes a second for everything.
func crowd(conversations int) (w *world, most *atomic.Int64) {
	w, most = newWorld(), &atomic.Int64{}
	w.books.settings.RecapIn = nil
	for n := range conversations {
		w.books.settings.RecapIn = append(w.books.settings.RecapIn, ledger.Conversation{ID: fmt.Sprintf("C%02d", n), Name: "c", SetBy: "U1"})
	}
	var running atomic.Int64
	w.before = func(op string) error {
		if op != "post" && op != "tell" && op != "edit" {
			return nil
		}
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(time.Second)
		running.Add(-1)
		return nil
	}
	return w, most
}

func TestSeveralConversationsAtOnce(t *testing.T) {
	for _, c := range []struct {
		atOnce int
		most   int64
		takes  time.Duration
	}{{0, 1, 40 * time.Second}, {1, 1, 40 * time.Second}, {8, 8, 6 * time.Second}, {50, 20, 2 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			w, most := crowd(20)
			w.more = 1
			d := w.deliverer("a")
			d.AtOnce = c.atOnce
			began := time.Now()
			mustLook(t, d, w)
			if took := time.Since(began); took != c.takes || most.Load() != c.most {
				t.Errorf("%d at once: it took %s, and as many as %d at once; want %s and %d", c.atOnce, took, most.Load(), c.takes, c.most)
			}
			seen := map[string]int{}
			for _, m := range w.slack.messages {
				seen[m.conversation]++
				if first := seen[m.conversation] == 1; first != (m.thread == "") {
					t.Errorf("%d at once: in %s message %d is in thread %q", c.atOnce, m.conversation, seen[m.conversation], m.thread)
				}
			}
			if len(w.slack.messages) != 40 || len(seen) != 20 {
				t.Errorf("%d at once: %d messages in %d conversations; want 40 in 20", c.atOnce, len(w.slack.messages), len(seen))
			}
		})
	}
}

// Twenty conversations lack the same plan; managers are told of it once.
func TestOneWordAboutOnePlan(t *testing.T) {
	w, _ := crowd(20)
	w.books.planned = func(calendar.Month) bool { return false }
	w.before = func(op string) error {
		if op == "save skipped" {
			time.Sleep(2 * time.Millisecond) // for others to overtake
		}
		return nil
	}
	d := w.deliverer("a")
	d.AtOnce = 8
	mustLook(t, d, w)
	settle(t, d, w)
	if len(w.slack.told) != 1 || len(w.slack.messages) != 0 {
		t.Errorf("told %d times, %d messages; want one word and nothing posted", len(w.slack.told), len(w.slack.messages))
	}
}

// A panic over one conversation is an error of the look; the others are served.
func TestAPanicStaysInItsConversation(t *testing.T) {
	w, _ := crowd(5)
	w.before = nil
	d := w.deliverer("a")
	d.AtOnce = 3
	render := d.Render
	var rendered atomic.Int64
	d.Render = func(e Edition, l Layout) ([]Message, error) {
		if rendered.Add(1) == 2 {
			panic("no words")
		}
		return render(e, l)
	}
	_, err := d.Look(t.Context(), w.civil)
	if err == nil || !strings.Contains(err.Error(), "no words") || len(w.slack.messages) != 4 {
		t.Errorf("Look = %v with %d messages; want the panic and four", err, len(w.slack.messages))
	}
}

// Corrections reach several conversations at once, too.
func TestSeveralEditsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := crowd(16)
		d := w.deliverer("a")
		d.AtOnce = 8
		mustLook(t, d, w)
		w.pass(10 * time.Minute)
		w.books.record(w.civil.Add(-time.Minute), "U2", day("2026-11-16"), 3)
		began := time.Now()
		mustLook(t, d, w)
		if took := time.Since(began); w.slack.edits != 16 || took != 4*time.Second {
			t.Errorf("%d edits in %s; want 16, and their lines, in 4 s", w.slack.edits, took)
		}
	})
}

// Where Slack says that we post too much, the rest of the workspace waits instead
// of asking in turn, and all goes out in the end.
func TestTooMuchForTheWorkspace(t *testing.T) {
	for _, limit := range []*Failure{
		{Class: Transient, Reason: "ratelimited", RetryAfter: 20 * time.Second},
		{Class: Transient, Reason: "message_limit_exceeded"},
	} {
		w, _ := crowd(60)
		w.before = nil
		var asked atomic.Int64
		w.slack.refuse = func(Message) error {
			if n := asked.Add(1); n > 20 && n <= 40 {
				return limit
			}
			return nil
		}
		d := w.deliverer("a")
		d.AtOnce = 8
		if _, err := d.Look(t.Context(), w.civil); err == nil {
			t.Errorf("%s: the limit went unnoticed", limit.Reason)
		}
		if n := asked.Load(); n < 21 || n > 20+8 {
			t.Errorf("%s: asked %d times in one look; want those under way to be the last", limit.Reason, n)
		}
		for looks := 0; len(w.slack.messages) < 60 && looks < 240; looks++ { // those refused again and again wait longest
			w.pass(30 * time.Second)
			_, _ = d.Look(t.Context(), w.civil) // it may still be too much
		}
		if len(w.slack.messages) != 60 {
			t.Errorf("%s: %d messages; want one in each of 60 conversations: %v", limit.Reason, len(w.slack.messages), w.states())
		}
	}
}

// Whoever was let in does not undo what another was told meanwhile.
func TestWhoIsLetInLeavesTheOthersWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := crowd(2)
		w.before = nil
		d := w.deliverer("a")
		d.AtOnce, d.Poster = 2, slowAnswer{w.slack}
		_, _ = d.Look(t.Context(), w.civil)
		if len(w.slack.messages) != 1 || !d.shut.out(w.real.Add(19*time.Second)) {
			t.Errorf("%d messages; the wait that Slack asked for is forgotten: %t", len(w.slack.messages), !d.shut.out(w.real))
		}
	})
}

// slowAnswer takes what is for the first conversation, and two seconds to say so;
// after one it has said of anything else that it is too much.
type slowAnswer struct{ Poster }

func (s slowAnswer) Post(ctx context.Context, at Place, mark string, m Message) (string, error) {
	if at.Conversation != "C00" {
		time.Sleep(time.Second)
		return "", &Failure{Class: Transient, Reason: "ratelimited", RetryAfter: 20 * time.Second}
	}
	defer time.Sleep(2 * time.Second)
	return s.Poster.Post(ctx, at, mark, m)
}
