package recap

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestNoPlan(t *testing.T) {
	w := newWorld()
	w.books.planned = func(calendar.Month) bool { return false }
	w.books.settings.RecapIn = append(w.books.settings.RecapIn, ledger.Conversation{ID: "C2"})
	d := w.deliverer("a")
	for range 5 { // Tuesday to Saturday
		mustLook(t, d, w)
		w.pass(24 * time.Hour)
	}
	want := []string{
		"C1 2026-11-17 skipped", "C2 2026-11-17 skipped", "C1 2026-11-18 skipped", "C2 2026-11-18 skipped",
		"C1 2026-11-19 skipped", "C2 2026-11-19 skipped", "C1 2026-11-20 skipped", "C2 2026-11-20 skipped",
	}
	if got := w.states(); !slices.Equal(got, want) {
		t.Errorf("posts %v; want %v", got, want)
	}
	if len(w.slack.told) != 1 || w.slack.told[0].Reason != NoPlan || len(w.slack.messages) > 0 {
		t.Errorf("told %v; want the managers told once", w.slack.told)
	}
}

func TestNoPlanWhereAMonthBegins(t *testing.T) {
	october, november := calendar.Month{Year: 2026, Month: 10}, calendar.Month{Year: 2026, Month: 11}
	for _, c := range []struct {
		name    string
		planned []calendar.Month
		told    int
	}{
		{"the new month has one", []calendar.Month{november}, 0},
		{"neither month has one", nil, 1},
		{"the month before had one", []calendar.Month{october}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.books.planned = func(m calendar.Month) bool { return slices.Contains(c.planned, m) }
			w.civil = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
			w.books.settings.RecapSince = w.civil.Add(-time.Hour)
			mustLook(t, w.deliverer("a"), w)
			p := w.only(t)
			if posted := p.State == Posted; p.Kind != Closing || posted != slices.Contains(c.planned, october) || len(w.slack.told) != c.told {
				t.Errorf("%+v, told %d times; want %d", p, len(w.slack.told), c.told)
			}
		})
	}
}

func TestBlockedIsToldOnceAMonthAndTriedEveryMorning(t *testing.T) {
	w := newWorld()
	w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "is_archived"} }
	d := w.deliverer("a")
	for range 3 {
		mustLook(t, d, w)
		w.pass(24 * time.Hour)
	}
	if len(w.slack.told) != 1 || len(w.posts.rows) != 3 {
		t.Errorf("told %d times of %v", len(w.slack.told), w.states())
	}
}

func TestWordIsOwedUntilItIsGiven(t *testing.T) {
	w := newWorld()
	w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "is_archived"} }
	w.before = func(op string) error {
		if op == "tell" {
			return errors.New("Slack is away")
		}
		return nil
	}
	d := w.deliverer("a")
	if _, err := look(t, d, w); err == nil {
		t.Error("nobody was told, and no error says so")
	}
	w.before = nil
	settle(t, d, w)
	if len(w.slack.told) != 1 || w.only(t).Owed {
		t.Errorf("told %d times, owed: %t; want once", len(w.slack.told), w.only(t).Owed)
	}
}

func TestAnAnswerTheDatabaseDidNotTakeIsStoredLater(t *testing.T) {
	w := newWorld()
	w.slack.readable = false // nothing but the answer says that it was posted
	w.before = func(op string) error {
		if op == "save posted" {
			return errors.New("database away")
		}
		return nil
	}
	d := w.deliverer("a")
	if _, err := look(t, d, w); err == nil || !strings.Contains(err.Error(), "database away") {
		t.Errorf("look = %v", err)
	}
	w.before = nil
	w.pass(2 * time.Minute)
	mustLook(t, d, w)
	if p := w.only(t); p.State != Posted || len(w.slack.told) > 0 {
		t.Errorf("%+v; want posted", p)
	}
}

// now has somebody ask for the recap.
func now(t *testing.T, w *world, again string) Post {
	t.Helper()
	posts, err := w.deliverer("a").Now(t.Context(), w.civil, "U9", again)
	if err != nil || len(posts) != 1 {
		t.Fatalf("Now = %v, %v", posts, err)
	}
	return posts[0]
}

func TestNow(t *testing.T) {
	t.Run("before its time takes the morning's place", func(t *testing.T) {
		w := newWorld()
		w.civil = w.civil.Add(-time.Hour)
		if p := now(t, w, ""); p.State != Posted || p.AskedBy != "U9" || p.Late {
			t.Errorf("%+v", p)
		}
		w.pass(2 * time.Hour)
		settle(t, w.deliverer("b"), w)
		if len(w.slack.messages) != 1 {
			t.Errorf("%d messages; want one", len(w.slack.messages))
		}
	})
	t.Run("after the morning's answers with it", func(t *testing.T) {
		w := newWorld()
		mustLook(t, w.deliverer("b"), w)
		w.pass(time.Hour)
		if p := now(t, w, "C1"); p.State != Posted || p.AskedBy != "" || len(w.slack.messages) != 1 {
			t.Errorf("%+v, %d messages; want the morning's", p, len(w.slack.messages))
		}
	})
	t.Run("on a Sunday", func(t *testing.T) {
		w := newWorld()
		w.civil = time.Date(2026, 11, 15, 10, 0, 0, 0, time.UTC)
		if p := now(t, w, ""); p.State != Posted || p.Day != day("2026-11-15") || p.Kind != Daily {
			t.Errorf("%+v", p)
		}
	})
	t.Run("while paused", func(t *testing.T) {
		w := newWorld()
		w.books.settings.RecapPaused = true
		if p := now(t, w, ""); p.State != Posted {
			t.Errorf("%+v", p)
		}
	})
	t.Run("starts over what was refused", func(t *testing.T) {
		w := newWorld()
		w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "not_in_channel"} }
		mustLook(t, w.deliverer("b"), w)
		first := w.only(t).ID
		w.slack.refuse = nil
		if p := now(t, w, ""); p.State != Posted || p.ID == first {
			t.Errorf("%+v; want a post of its own", p)
		}
	})
	t.Run("what may be there is sent again only when told to", func(t *testing.T) {
		w := newWorld()
		w.slack.readable = false
		w.after = func(op string) error {
			if op == "post" {
				return &Failure{Class: Uncertain, Reason: "timeout"}
			}
			return nil
		}
		_, _ = look(t, w.deliverer("b"), w)
		w.after = nil
		settle(t, w.deliverer("b"), w)
		for _, again := range []string{"", "C2"} {
			if p := now(t, w, again); p.State != Unconfirmed || len(w.slack.messages) != 1 {
				t.Errorf("%+v, %d messages; want it left alone", p, len(w.slack.messages))
			}
		}
		if p := now(t, w, "C1"); p.State != Posted || len(w.slack.messages) != 2 {
			t.Errorf("%+v, %d messages; want a second one", p, len(w.slack.messages))
		}
	})
	t.Run("without a plan", func(t *testing.T) {
		w := newWorld()
		w.books.planned = func(calendar.Month) bool { return false }
		if p := now(t, w, ""); p.State != Skipped || p.Reason != NoPlan || len(w.slack.told) > 0 {
			t.Errorf("%+v, told %d times; want nothing posted and nobody else told", p, len(w.slack.told))
		}
	})
}

// An entry that comes in while a turn reads was recorded after the turn began: the
// next one of the row still joins it.
func TestAnEntryThatComesInWhileLooking(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	w.books.record(w.civil.Add(time.Millisecond), "U1", day("2026-11-13"), 1)
	mustLook(t, d, w)
	w.books.record(w.civil.Add(20*time.Millisecond), "U1", day("2026-11-13"), 2)
	w.pass(time.Minute)
	mustLook(t, d, w)
	w.wantSaid(t, "a row of two", "daily 2026-11-17: 3; - line U1 2026-11-13: 0 > 3")
}
