package recap

import (
	"errors"
	"testing"
	"time"
)

func (w *world) told(to, name string) Note {
	return NewNote(to, name, day("2026-11-17"), w.civil, Message{Text: "Claire changed your entry", Blocks: []byte(`[]`)})
}

// tell has a process keep a note and send it; it reports whether it survived.
func (w *world) tell(t *testing.T, d *Deliverer, n Note) (alive bool) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			if p != errCrash { //nolint:errorlint // a panic value, not a wrapped error
				panic(p)
			}
			alive = false
		}
	}()
	if err := w.posts.Keep(t.Context(), []Note{n}); err == nil {
		_ = d.Send(t.Context(), w.civil, []Note{n}) // tried again later
	}
	return true
}

func TestANoteGoesOutAtOnce(t *testing.T) {
	w := newLetters()
	d := w.deliverer("a")
	for range 2 { // made again, it is the same
		if !w.tell(t, d, w.told("U9", "T1/0")) {
			t.Fatal("killed")
		}
	}
	if p := w.only(t); p.State != Posted || !p.Kind.Letter() || len(w.slack.messages) != 1 || w.slack.messages[0].Text != "Claire changed your entry" {
		t.Errorf("%+v, messages %+v", p, w.slack.messages)
	}
	w.tell(t, d, w.told("U9", "T1/1"))
	w.tell(t, d, w.told("U8", "T1/0"))
	if len(w.slack.messages) != 3 {
		t.Errorf("%d messages; want another for another name, and another person", len(w.slack.messages))
	}
}

// A note outlives whatever happens to Slack, or to us, when it is made.
func TestANoteIsNotLost(t *testing.T) {
	for _, c := range []struct {
		name string
		away time.Duration
		want int
		fail error
	}{
		{"a moment", time.Minute, 1, &Failure{Class: Transient, Reason: "service_unavailable"}},
		{"an answer", time.Minute, 1, &Failure{Class: Uncertain, Reason: "no_answer"}},
		{"hours", 20 * time.Hour, 1, &Failure{Class: Transient, Reason: "service_unavailable"}},
		{"until it is no news any more", 25 * time.Hour, 0, &Failure{Class: Transient, Reason: "service_unavailable"}},
		{"somebody who cannot be written to", time.Hour, 0, &Failure{Class: Permanent, Reason: "cannot_dm_bot"}},
		{"a refusal for good that is taken back", time.Minute, 1, &Failure{Class: Permanent, Reason: "not_in_channel"}},
		{"words that Slack finds ill-formed for a moment", time.Minute, 1, &Failure{Class: Malformed, Reason: "invalid_blocks"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLetters()
			d := w.deliverer("a")
			w.slack.refuse = func(Message) error { return c.fail }
			w.tell(t, d, w.told("U9", "T1/0"))
			w.until(t, d, w.civil.Add(c.away))
			w.slack.refuse = nil
			w.until(t, d, w.civil.Add(20*time.Minute))
			if p := w.only(t); !p.Resting() || len(w.slack.messages) != c.want || len(w.slack.told) > 0 {
				t.Errorf("%+v, %d messages; want %d, and no manager told", p, len(w.slack.messages), c.want)
			}
		})
	}
}

func TestANoteCrashesAnywhere(t *testing.T) {
	for _, side := range []string{"before", "after"} {
		for nth := 1; ; nth++ {
			w := newLetters()
			killed := killAt(w, side, nth)
			alive := w.tell(t, w.deliverer("a"), w.told("U9", "T1/0"))
			if alive {
				if nth < 6 {
					t.Errorf("only %d operations were cut %s", nth-1, side)
				}
				break
			}
			w.before, w.after = nil, nil
			settle(t, w.deliverer("b"), w)
			want := 1
			if *killed == "keep" && side == "before" {
				want = 0 // nothing was written down
			}
			if len(w.slack.messages) != want {
				t.Errorf("killed %s %s: %d messages; want %d", side, *killed, len(w.slack.messages), want)
			}
		}
	}
}

func TestANoteThatCannotBeRead(t *testing.T) {
	w := newLetters()
	d := w.deliverer("a")
	w.before = func(op string) error {
		if op == "version" {
			return errors.New("the books are away")
		}
		return nil
	}
	w.tell(t, d, w.told("U9", "T1/0"))
	if p := w.only(t); p.State != Due || p.Reason != NotComposed {
		t.Errorf("%+v; want it to wait", p)
	}
	w.before = nil
	settle(t, d, w)
	if len(w.slack.messages) != 1 {
		t.Errorf("%d messages once the books are back", len(w.slack.messages))
	}
}
