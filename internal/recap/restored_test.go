package recap

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// restored lets something happen after a backup, and brings the backup back.
func (w *world) restored(meanwhile func()) {
	before, books := maps.Clone(w.posts.rows), w.books.settings
	for key, row := range before {
		kept := *row
		kept.versions = maps.Clone(row.versions)
		before[key] = &kept
	}
	meanwhile()
	w.posts.rows, w.books.settings = before, books
	w.books.settings.RestoredAt = w.civil
}

var seventeenth = Key{"C1", calendar.Date{Year: 2026, Month: time.November, Day: 17}, Daily}

// What was posted after the backup is found where it stands, with what follows it,
// and stays as it was posted.
func TestRestoredOnTheDayOfARecap(t *testing.T) {
	for name, meanwhile := range map[string]func(t *testing.T, w *world){
		"posted by itself": func(t *testing.T, w *world) { settle(t, w.deliverer("a"), w) },
		"asked for before its time": func(t *testing.T, w *world) {
			w.pass(-10 * time.Minute)
			now(t, w, "")
			settle(t, w.deliverer("a"), w)
		},
		"sent, and not answered": func(t *testing.T, w *world) {
			w.after = func(op string) error {
				if op == "post" {
					panic(errCrash)
				}
				return nil
			}
			if alive, _ := look(t, w.deliverer("a"), w); alive {
				t.Fatal("it did not die")
			}
			w.after = nil
			w.pass(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.more = 1
			w.restored(func() { meanwhile(t, w) })
			posted := slices.Clone(w.slack.messages)
			w.pass(5 * time.Minute)
			settle(t, w.deliverer("b"), w)
			w.books.record(w.civil, "U2", calendar.Date{Year: 2026, Month: time.November, Day: 16}, 3)
			settle(t, w.deliverer("b"), w)
			if len(w.slack.messages) != 2 || w.slack.edits > 0 {
				t.Fatalf("posted were %d messages; %d edits later there stand %v", len(posted), w.slack.edits, w.said())
			}
			p := w.posts.rows[seventeenth].Post
			if p.State != Posted || p.MessageTS != posted[0].ts || !p.PostedAt.Equal(posted[0].at) || p.Late || p.Attempts != 0 {
				t.Errorf("it is taken for %+v", p)
			}
			w.pass(24 * time.Hour)
			settle(t, w.deliverer("b"), w)
			if len(w.slack.messages) != 4 {
				t.Errorf("the next morning there stand %v", w.said())
			}
		})
	}
}

// What was being sent when the backup was made may have arrived much later.
func TestRestoredInTheMiddleOfSending(t *testing.T) {
	w := newWorld()
	w.slack.refuse = func(Message) error { return &Failure{Class: Uncertain, Reason: "no_answer"} }
	if _, err := look(t, w.deliverer("a"), w); err == nil {
		t.Fatal("the answer came")
	}
	w.slack.refuse = nil
	w.restored(func() {
		w.pass(time.Hour)
		settle(t, w.deliverer("a"), w)
	})
	settle(t, w.deliverer("b"), w)
	if len(w.slack.messages) != 1 || w.posts.rows[seventeenth].State != Posted {
		t.Errorf("there stand %v; the recap is %s", w.said(), w.posts.rows[seventeenth].State)
	}
}

// What is provably not there is posted, late; of the next day nothing is doubted.
func TestRestoredBeforeTheRecap(t *testing.T) {
	w := newWorld()
	w.restored(func() { w.pass(time.Hour) })
	looks := 0
	w.before = func(op string) error {
		if op == "find" {
			looks++
		}
		return nil
	}
	settle(t, w.deliverer("a"), w)
	if p := w.only(t); p.State != Posted || !p.Late || p.Attempts != 1 || looks != 2 || len(w.slack.messages) != 1 {
		t.Errorf("after %d looks: %+v", looks, p)
	}
	w.pass(24 * time.Hour)
	settle(t, w.deliverer("a"), w)
	if len(w.slack.messages) != 2 || looks != 2 {
		t.Errorf("the next morning, after %d looks, there stand %v", looks, w.said())
	}
}

// Where nobody may look, a manager is asked, and may have it sent.
func TestRestoredWhereNobodyMayLook(t *testing.T) {
	w := newWorld()
	w.slack.readable = false
	w.restored(func() { settle(t, w.deliverer("a"), w) })
	settle(t, w.deliverer("b"), w)
	p := w.only(t)
	if p.State != Unconfirmed || p.Reason != Restored || len(w.slack.messages) != 1 || len(w.slack.told) != 1 {
		t.Fatalf("told %v of %+v, where there stand %v", w.slack.told, p, w.said())
	}
	if p := now(t, w, "C1"); p.State != Posted || len(w.slack.messages) != 2 {
		t.Errorf("sent again, it is %+v", p)
	}
}

// Of mornings that went by nobody says that they had no recap.
func TestRestoredDaysLater(t *testing.T) {
	w := newWorld()
	w.restored(func() {
		settle(t, w.deliverer("a"), w)
		w.pass(47 * time.Hour)
	})
	settle(t, w.deliverer("b"), w)
	want := []string{"C1 2026-11-17 unconfirmed", "C1 2026-11-18 unconfirmed"}
	if got := w.states(); !slices.Equal(got, want) {
		t.Fatalf("posts %v; want %v", got, want)
	}
	w.pass(time.Hour)
	settle(t, w.deliverer("b"), w)
	last := w.posts.rows[Key{"C1", seventeenth.Day.AddDays(2), Daily}]
	if last == nil || last.State != Posted || len(last.said().Edition.Unposted) > 0 || len(w.slack.told) > 0 {
		t.Errorf("the next is %s", fmt.Sprint(last))
	}
}
