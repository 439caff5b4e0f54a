package recap

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Two states of the books have the same fingerprint exactly where no recap would
// say otherwise.
func TestFingerprintsDifferWhereSomethingChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := func(name string) (totals []ledger.Total) {
			for i := range 3 {
				if !rapid.Bool().Draw(t, name+" has it") {
					continue
				}
				cell := ledger.Cell{Day: calendar.NewDate(2026, 11, 2), Channel: ledger.ChannelID(i + 1), Persona: 1, Stage: ledger.Lead}
				if i == 2 {
					cell.Stage = ledger.Lost
				}
				totals = append(totals, ledger.Total{
					Cell: cell, Count: rapid.Int64Range(0, 1).Draw(t, "count"),
					AmountCents: rapid.Int64Range(0, 1).Draw(t, "cents"), Standing: rapid.Int64Range(0, 2).Draw(t, "standing"),
				})
			}
			return totals
		}
		old, now := state("old"), state("now")
		if same, none := fingerprintOf(old) == fingerprintOf(now), len(changed(old, now)) == 0; same != none {
			t.Fatalf("the same: %t, nothing changed: %t\n%v\n%v", same, none, old, now)
		}
	})
}

// reading counts what is read of old wordings.
type reading struct {
	Posts
	versions *atomic.Int64
}

func (r reading) Version(ctx context.Context, key Key, number int) (Version, error) {
	r.versions.Add(1)
	return r.Posts.Version(ctx, key, number)
}

// A look at which nothing has changed reads no wording again, whatever the number
// of conversations; a change is seen by all of them, and once it is told they rest.
func TestWhatStandsIsReadOnce(t *testing.T) {
	w, _ := crowd(10)
	w.before = nil
	var read atomic.Int64
	d := w.deliverer("a")
	d.Posts = reading{w.posts, &read}
	reads := func() int64 {
		t.Helper()
		w.pass(editSettles * 8)
		read.Store(0)
		mustLook(t, d, w)
		return read.Load()
	}
	mustLook(t, d, w)
	if posting, again := read.Load(), reads(); posting != 0 || again != 0 {
		t.Errorf("read %d wordings, then %d; want none", posting, again)
	}
	w.books.record(w.civil, "U2", day("2026-11-16"), 3)
	if changed := reads(); changed == 0 || w.slack.edits != 10 {
		t.Errorf("after a change: %d wordings read, %d edits; want all of them edited", changed, w.slack.edits)
	}
	if again := reads(); again != 0 {
		t.Errorf("read %d wordings after the edits; want none", again)
	}
	other := w.deliverer("b") // which knows nothing of what was read here
	other.Posts = reading{w.posts, &read}
	d = other
	if first, again := reads(), reads(); first != 10 || again != 0 {
		t.Errorf("another process read %d wordings, then %d; want each once", first, again)
	}
	if len(d.standing.of) != 10 {
		t.Errorf("%d wordings are remembered; want 10", len(d.standing.of))
	}
	w.pass(24 * time.Hour)
	mustLook(t, d, w)
	if n := len(d.standing.of); n > 20 {
		t.Errorf("%d wordings are remembered; want those that live", n)
	}
}
