package recap

import (
	"fmt"
	"testing"
	"time"
)

// TestCrashAnywhereInAnEdit kills the process before and after each thing it
// does; whoever comes next brings the recap to one edit and one line.
func TestCrashAnywhereInAnEdit(t *testing.T) {
	const want = "daily 2026-11-17: 12; - daily 2026-11-17 1: 12; - line U1 2026-11-13: 0 > 12"
	for _, side := range []string{"before", "after"} {
		for nth := 1; ; nth++ {
			w := newWorld()
			w.more = 1
			posted(t, w)
			w.late("U1", day("2026-11-13"), 12)
			killed := killAt(w, side, nth)
			alive, _ := look(t, w.deliverer("a"), w)
			if alive {
				if nth < 16 {
					t.Errorf("only %d operations were cut %s", nth-1, side)
				}
				break
			}
			w.before, w.after = nil, nil
			settle(t, w.deliverer("b"), w)
			w.wantSaid(t, "killed "+side+" "+*killed, want)
		}
	}
}

// A process that died between an edit and its line leaves the line to the next,
// even after the next morning's recap.
func TestAnEditUnderWayIsSeenThrough(t *testing.T) {
	w := newWorld()
	posted(t, w)
	w.late("U1", day("2026-11-13"), 12)
	w.after = func(op string) error {
		if op == "edit" {
			panic(errCrash)
		}
		return nil
	}
	if alive, _ := look(t, w.deliverer("a"), w); alive {
		t.Fatal("still alive")
	}
	w.after = nil
	w.pass(24 * time.Hour)
	settle(t, w.deliverer("b"), w)
	w.wantSaid(t, "a day later", "daily 2026-11-17: 12; daily 2026-11-18: 12; - line U1 2026-11-13: 0 > 12")
}

// A process that stands still between storing an edit and sending it does not
// undo what another has written meanwhile.
func TestWhoWakesUpLateDoesNotEdit(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	w.late("U1", day("2026-11-13"), 12)
	w.after = func(op string) error {
		if op != "save posted" {
			return nil
		}
		w.after = nil
		w.pass(5 * time.Minute)
		mustLook(t, w.deliverer("b"), w)
		w.pass(5 * time.Minute)
		w.late("U1", day("2026-11-13"), 1)
		mustLook(t, w.deliverer("b"), w)
		return nil
	}
	_, _ = look(t, d, w)
	w.wantSaid(t, "awake", "daily 2026-11-17: 13; - line U1 2026-11-13: 0 > 12; - line U1 2026-11-13: 12 > 13")
}

// TestStormOverEdits records late entries all morning while replicas crash, stop
// and lose what they talk to: the lines of a thread tell what the recap says, to
// the last lead.
func TestStormOverEdits(t *testing.T) {
	for seed := range uint64(9) {
		s := newStorm(t, seed, 1+int(seed%3))
		s.more = int(seed % 2)
		late := 0
		s.during = func() {
			if s.random.IntN(12) == 0 && s.civil.Hour() < 10 {
				late++
				s.books.record(s.civil, fmt.Sprintf("U%d", 1+s.random.IntN(2)), day("2026-11-16"), 1+int64(s.random.IntN(5)))
			}
		}
		s.morning()
		settleAll(s)
		said := map[string]int{}
		for _, text := range s.said() {
			said[text]++
		}
		var whole, told int64
		for _, e := range s.books.entries {
			whole += e.Count
		}
		for text, n := range said {
			var author, on string
			var from, to int64
			if _, err := fmt.Sscanf(text, "- line %s %s %d > %d", &author, &on, &from, &to); err == nil {
				told += (to - from) * int64(n)
			}
		}
		counted := s.posts.rows[Key{"C1", day("2026-11-17"), Daily}].versions[1].Edition.Report.Total.Leads
		if want := fmt.Sprintf("daily 2026-11-17: %d", whole); said[want] != 1 || told != whole-counted || late < 5 {
			t.Errorf("seed %d: %d leads, %d of them late in %d entries, %d told: %v", seed, whole, whole-counted, late, told, s.said())
		}
	}
}

func settleAll(s *storm) {
	s.before, s.after, s.during = nil, nil, nil
	for range 60 {
		s.turn()
		s.pass(30 * time.Second)
	}
}
