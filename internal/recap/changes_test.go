package recap

import (
	"fmt"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// troubles are how far a morning comes before something is changed.
var troubles = map[string]func(w *world){
	"refused for a moment": func(w *world) {
		w.slack.refuse = func(Message) error { return &Failure{Class: Transient, Reason: "ratelimited"} }
	},
	"shut out": func(w *world) {
		w.slack.refuse = func(Message) error { return &Failure{Class: Token, Reason: "account_inactive"} }
	},
	"killed as it is planned":   func(w *world) { killAt(w, "after", 2) },
	"killed as it is claimed":   func(w *world) { killAt(w, "after", 4) },
	"killed before it was sent": func(w *world) { killOn(w, &w.before, "post") },
	"killed after it was sent":  func(w *world) { killOn(w, &w.after, "post") },
	"its answer is lost": func(w *world) {
		w.after = func(op string) error {
			if op == "post" {
				return &Failure{Class: Uncertain, Reason: "timeout"}
			}
			return nil
		}
	},
}

// killOn ends the process on one side of an operation.
func killOn(w *world, side *func(string) error, operation string) {
	*side = func(op string) error {
		if op == operation {
			panic(errCrash)
		}
		return nil
	}
}

// Whatever is changed while a morning is under way holds for what has not been
// sent, and for nothing that has.
func TestChangesWhileAPostIsUnderWay(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *world)
		want   string // of a post that has not been sent
	}{
		{"nothing", func(*world) {}, "posted "},
		{"paused", func(w *world) { w.books.settings.RecapPaused = true }, "skipped paused"},
		{"taken off the list", func(w *world) { w.books.settings.RecapIn = nil }, "skipped unscheduled"},
		{"sent elsewhere as well", func(w *world) { w.conversations(2); w.books.settings.RecapSince = w.civil.Add(time.Minute) }, "posted "},
		{"for another time of day", func(w *world) { w.books.settings.RecapAt = calendar.TimeOfDay{Hour: 11} }, "posted "},
		{"the day is closed", func(w *world) {
			w.books.exceptions = []calendar.Exception{{First: day("2026-11-17"), Last: day("2026-11-17")}}
		}, "posted "},
		{"the plan is gone", func(w *world) { w.books.planned = func(calendar.Month) bool { return false } }, "skipped no_plan"},
		{"its time is over", func(w *world) { w.pass(12*time.Hour + time.Minute) }, "missed too_late"},
		{"its day is over", func(w *world) { w.pass(15*time.Hour + time.Minute); w.books.settings.RecapPaused = true }, "missed too_late"},
	} {
		for name, trouble := range troubles {
			t.Run(c.name+", "+name, func(t *testing.T) {
				w := newWorld()
				trouble(w)
				_, _ = look(t, w.deliverer("a"), w)
				if len(w.posts.rows) != 1 {
					t.Fatal("nothing is under way")
				}
				w.before, w.after, w.slack.refuse = nil, nil, nil
				sent := len(w.slack.messages)
				c.change(w)
				settle(t, w.deliverer("b"), w)
				p, want := w.posts.rows[Key{"C1", day("2026-11-17"), Daily}], c.want
				if sent > 0 {
					want = "posted "
				}
				messages := map[bool]int{true: 1}[want == "posted "]
				if got := fmt.Sprintf("%s %s", p.State, p.Reason); got != want || len(w.slack.messages) != messages {
					t.Errorf("%s, %d messages; want %s, %d", got, len(w.slack.messages), want, messages)
				}
			})
		}
	}
}

// However long a look takes, a message is looked for around the time at which it
// was sent.
func TestALookThatTakesLong(t *testing.T) {
	w := newWorld()
	w.conversations(150)
	w.before = func(op string) error {
		if op == "post" { // Slack is slow today
			w.pass(9 * time.Second)
		}
		return nil
	}
	w.after = func(op string) error {
		if op == "post" && len(w.slack.messages) == 150 {
			return &Failure{Class: Uncertain, Reason: "timeout"}
		}
		return nil
	}
	d := w.deliverer("a")
	_, _ = look(t, d, w)
	w.before, w.after = nil, nil
	settle(t, d, w)
	if len(w.slack.messages) != 150 {
		t.Errorf("%d messages in 150 conversations", len(w.slack.messages))
	}
}
