package recap

import (
	"fmt"
	"testing"
	"time"
)

// said lists what stands in Slack, replies after a dash.
func (w *world) said() (said []string) {
	for _, m := range w.slack.messages {
		text := m.Text
		if m.thread != "" {
			text = "- " + text
		}
		said = append(said, text)
	}
	return said
}

func TestWhatFollowsInTheThread(t *testing.T) {
	w := newWorld()
	w.more = 2
	d := w.deliverer("a")
	mustLook(t, d, w)
	mustLook(t, d, w)
	if got := fmt.Sprint(w.said()); got != "[daily 2026-11-17 - daily 2026-11-17 1 - daily 2026-11-17 2]" {
		t.Errorf("in Slack: %s", got)
	}
	first := w.slack.messages[0]
	for _, m := range w.slack.messages[1:] {
		if m.thread != first.ts || m.conversation != first.conversation || m.id == first.id {
			t.Errorf("it follows as %+v; want it under %s, by an id of its own", m, first.ts)
		}
	}
	for key, row := range w.posts.rows {
		if row.State != Posted || row.MessageTS == "" {
			t.Errorf("the receipt of %s: %+v", key.Kind, row.Post)
		}
	}
}

func TestThreadOfARecapAskedFor(t *testing.T) {
	w := newWorld()
	w.more = 1
	w.books.settings.RecapPaused = true
	posts, err := w.deliverer("a").Now(t.Context(), w.civil, "U9", "")
	if err != nil || len(posts) != 1 || posts[0].Kind.Follows() {
		t.Errorf("Now = %+v, %v; want the recap alone", posts, err)
	}
	if len(w.slack.messages) != 2 {
		t.Errorf("in Slack: %v", w.said())
	}
}

// TestCrashAnywhereInAThread kills the process before and after each thing it
// does; whoever comes next brings the morning to one recap and one reply.
func TestCrashAnywhereInAThread(t *testing.T) {
	for _, side := range []string{"before", "after"} {
		for nth := 1; ; nth++ {
			w := newWorld()
			w.more = 1
			killed := killAt(w, side, nth)
			alive, _ := look(t, w.deliverer("a"), w)
			if alive {
				if nth < 14 {
					t.Errorf("only %d operations were cut %s", nth-1, side)
				}
				break
			}
			w.before, w.after = nil, nil
			settle(t, w.deliverer("b"), w)
			if got := fmt.Sprint(w.said()); got != "[daily 2026-11-17 - daily 2026-11-17 1]" {
				t.Errorf("killed %s %s: %s", side, *killed, got)
			}
		}
	}
}

func TestStormOverThreads(t *testing.T) {
	for seed := range uint64(9) {
		s := newStorm(t, seed, 1+int(seed%3))
		s.more = 1
		days := s.fortnight()
		if doubled, lost := s.audit(2 * days); doubled+lost > 0 {
			t.Errorf("seed %d: %d doubled, %d lost of %d: %v", seed, doubled, lost, days, s.said())
		}
		for _, m := range s.slack.messages {
			if follows := m.Text[len(m.Text)-2:] == " 1"; follows != (m.thread != "") {
				t.Errorf("seed %d: %q stands under %q", seed, m.Text, m.thread)
			}
		}
	}
}

// A reply that Slack refuses is said in words, one it refuses for good is left,
// and neither touches the recap nor calls the managers.
func TestARefusedReply(t *testing.T) {
	refusing := func(class Class, blocksOnly bool) (w *world) {
		w = newWorld()
		w.more = 1
		w.slack.refuse = func(m Message) error {
			if m.Text == "daily 2026-11-17 1" && (m.Blocks != nil || !blocksOnly) {
				return &Failure{Class: class, Reason: "no"}
			}
			return nil
		}
		settle(t, w.deliverer("a"), w)
		return w
	}
	reply := Key{"C1", day("2026-11-17"), Daily.Part(2)}
	if w := refusing(Malformed, true); w.posts.rows[reply].Form != WordsOnly || w.slack.messages[1].Blocks != nil {
		t.Errorf("%+v; want it in words", w.posts.rows[reply].Post)
	}
	for _, class := range []Class{Permanent, Malformed} {
		w := refusing(class, false)
		if p := w.posts.rows[reply].Post; p.State != Blocked || p.Owed || len(w.slack.told) > 0 || len(w.slack.messages) != 1 {
			t.Errorf("%s: %+v, told %v", class, p, w.slack.told)
		}
	}
}

func TestAReplyIsNoMorning(t *testing.T) {
	w := newWorld()
	w.more = 1
	w.slack.refuse = func(m Message) error {
		if len(m.Text) > len("daily 2026-11-17") {
			return &Failure{Class: Permanent, Reason: "no"}
		}
		return nil
	}
	d := w.deliverer("a")
	mustLook(t, d, w)
	w.pass(24 * time.Hour)
	mustLook(t, d, w)
	for _, row := range w.posts.rows {
		if row.said() != nil && len(row.said().Edition.Unposted) > 0 {
			t.Errorf("the recap of %s owns up to %v", row.Day, row.said().Edition.Unposted)
		}
	}
}
