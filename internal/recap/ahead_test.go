package recap

import (
	"testing"
	"time"
)

// What another process planned by a clock that is ahead is left to it, and not
// taken for a morning gone by.
func TestAnotherClockIsAhead(t *testing.T) {
	w := newWorld()
	ahead, behind := w.deliverer("ahead"), w.deliverer("behind")
	mustLook(t, behind, w)
	tomorrow := w.civil.Add(24 * time.Hour)
	w.before = func(op string) error { // between planning and posting
		if op != "claim" {
			return nil
		}
		w.before = nil
		_, err := behind.Look(t.Context(), w.civil)
		return err
	}
	if _, err := ahead.Look(t.Context(), tomorrow); err != nil {
		t.Fatal(err)
	}
	if len(w.posts.rows) != 2 {
		t.Errorf("there are %d posts; want two: %v", len(w.posts.rows), w.states())
	}
	for key, row := range w.posts.rows {
		if row.State != Posted {
			t.Errorf("the recap of %s: %s %s; want it posted", key.Day, row.State, row.Reason)
		}
	}
}

// A message whose answer was lost is found though the clock of whoever sent it is
// ten minutes off Slack's, and that of whoever looks for it as much, either way.
func TestALostAnswerByWrongClocks(t *testing.T) {
	const off = 10 * time.Minute
	for _, sender := range []time.Duration{-off, 0, off} {
		for _, seeker := range []time.Duration{-off, 0, off} {
			w := newWorld()
			w.pass(off)
			w.after = func(op string) error {
				if op == "post" {
					return &Failure{Class: Uncertain, Reason: "no_answer"}
				}
				return nil
			}
			_, _ = w.deliverer("a").Look(t.Context(), w.civil.Add(sender))
			w.after = nil
			b := w.deliverer("b")
			for range 40 {
				w.pass(30 * time.Second)
				if _, err := b.Look(t.Context(), w.civil.Add(seeker)); err != nil {
					t.Fatal(err)
				}
			}
			if p := w.only(t); p.State != Posted || len(w.slack.messages) != 1 {
				t.Errorf("sent by a clock %s off, looked for by one %s off: %s with %d messages", sender, seeker, p.State, len(w.slack.messages))
			}
		}
	}
}
