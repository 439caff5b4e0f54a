package recap

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// keeps has managers told, by a note, that nothing can be posted in C1 any more.
func (w *world) keeps(t *testing.T, kind Kind) {
	t.Helper()
	key := Key{"U1", day(w.civil.Format(time.DateOnly)), kind}
	if err := w.posts.Keep(t.Context(), []Note{{Key: key, MadeAt: w.civil, Message: Message{Text: string(kind)}}}); err != nil {
		t.Fatal(err)
	}
}

// Managers hear of a conversation that is gone from a note, or when a recap is
// refused there, not from both.
func TestALostConversationIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		reason string
		before func(*world) // on the day before
		told   int
	}{
		{"nobody was told", "is_archived", func(*world) {}, 1},
		{"a note said so", "is_archived", func(w *world) { w.keeps(t, LostIn("C1", "Ev1")) }, 0},
		{"a note said so of a longer name", "is_archived", func(w *world) { w.keeps(t, LostIn("C11", "Ev1")) }, 1},
		{"a note said so of another", "is_archived", func(w *world) { w.keeps(t, LostIn("C2", "Ev1")) }, 1},
		{"a note said so, of another trouble", "restricted_action", func(w *world) { w.keeps(t, LostIn("C1", "Ev1")) }, 1},
		{"it was there again since", "not_in_channel", func(w *world) {
			w.keeps(t, LostIn("C1", "Ev1"))
			w.pass(time.Minute)
			w.keeps(t, BackIn("C1", "Ev2"))
		}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			d := w.deliverer("a")
			mustLook(t, d, w)
			w.pass(time.Hour)
			c.before(w)
			mustLook(t, d, w)
			w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: c.reason} }
			w.until(t, d, time.Date(2026, 11, 20, 8, 1, 0, 0, time.UTC))
			if len(w.slack.told) != c.told {
				t.Errorf("told %d times; want %d: %v", len(w.slack.told), c.told, w.states())
			}
		})
	}
}

// A conversation that is there again gets today's recap if that was refused, late,
// and the next as ever.
func TestResumed(t *testing.T) {
	for _, c := range []struct {
		name   string
		refuse error
		lost   bool // a note says so
		after  time.Duration
		want   string // what there is to resume, the state of the day, its messages
	}{
		{"refused today", &Failure{Class: Permanent, Reason: "is_archived"}, false, time.Hour, "{true true} posted true 1"},
		{"refused today, long ago", &Failure{Class: Permanent, Reason: "not_in_channel"}, true, 13 * time.Hour, "{true false} blocked false 0"},
		{"refused for another reason", &Failure{Class: Permanent, Reason: "restricted_action"}, false, time.Hour, "{false false} blocked false 0"},
		{"gone and back between two recaps", nil, true, time.Hour, "{true false} posted false 1"},
		{"never gone", nil, false, time.Hour, "{false false} posted false 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			d := w.deliverer("a")
			w.slack.refuse = func(Message) error { return c.refuse }
			mustLook(t, d, w)
			w.pass(time.Minute)
			if c.lost {
				w.keeps(t, LostIn("C1", "Ev1"))
			}
			w.pass(c.after)
			w.slack.refuse = nil
			resumed, err := d.Resume(t.Context(), w.civil, "C1")
			if err != nil {
				t.Fatal(err)
			}
			mustLook(t, d, w)
			p, messages := w.posts.rows[Key{"C1", day("2026-11-17"), Daily}], 0
			for _, m := range w.slack.messages {
				if m.conversation == "C1" {
					messages++
				}
			}
			if got := fmt.Sprintf("%v %s %t %d", resumed, p.State, p.Late, messages); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			if again, err := d.Resume(t.Context(), w.civil, "C2"); err != nil || again != (Resumption{}) {
				t.Errorf("elsewhere: %+v, %v", again, err)
			}
		})
	}
	t.Run("the books are away", func(t *testing.T) {
		w := newWorld()
		w.before = func(string) error { return errors.New("away") }
		if _, err := w.deliverer("a").Resume(t.Context(), w.civil, "C1"); err == nil {
			t.Error("no error says so")
		}
	})
}
