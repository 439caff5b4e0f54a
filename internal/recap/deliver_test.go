package recap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

func share(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func (w *world) only(t *testing.T) Post {
	t.Helper()
	if len(w.posts.rows) != 1 {
		t.Fatalf("there are %d posts; want one: %v", len(w.posts.rows), w.states())
	}
	for _, row := range w.posts.rows {
		return row.Post
	}
	return Post{}
}

func mustLook(t *testing.T, d *Deliverer, w *world) {
	t.Helper()
	if alive, err := look(t, d, w); !alive || err != nil {
		t.Fatalf("look at %s: %v", w.civil, err)
	}
}

func TestOnTime(t *testing.T) {
	w := newWorld()
	w.civil = w.civil.Add(-time.Second)
	d := w.deliverer("a")
	mustLook(t, d, w)
	if len(w.posts.rows) != 0 {
		t.Fatalf("a second early: %v", w.states())
	}
	w.pass(time.Second)
	mustLook(t, d, w)
	mustLook(t, d, w)
	p := w.only(t)
	if p.State != Posted || p.Late || p.MessageTS != w.slack.messages[0].ts || !p.PostedAt.Equal(w.civil) {
		t.Errorf("posted: %+v", p)
	}
	if len(w.slack.messages) != 1 || w.slack.messages[0].id != p.ID || w.slack.messages[0].Text != "daily 2026-11-17" {
		t.Errorf("in Slack: %+v", w.slack.messages)
	}
	if v := w.posts.rows[p.Key].version; v == nil || v.Edition.Report.AsOf != day("2026-11-16") || v.Message.Text != "daily 2026-11-17" {
		t.Errorf("kept: %+v", v)
	}
}

func TestLate(t *testing.T) {
	for _, c := range []struct {
		name string
		by   time.Duration
		want string
	}{
		{"a moment", 4 * time.Minute, "posted"},
		{"an hour", time.Hour, "posted, late"},
		{"twelve hours", 12 * time.Hour, "posted, late"},
		{"more", 12*time.Hour + time.Minute, "missed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.pass(c.by)
			mustLook(t, w.deliverer("a"), w)
			p := w.only(t)
			got := string(p.State)
			if p.Late {
				got += ", late"
			}
			if got != c.want || p.State == Posted && w.posts.rows[p.Key].version.Edition.Late != p.Late {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}

func TestMissedMorningsAreSaidOnce(t *testing.T) {
	w := newWorld()
	w.books.settings.RecapSince = w.civil.AddDate(0, 0, -5).Add(time.Hour)
	d := w.deliverer("a")
	mustLook(t, d, w)
	w.pass(24 * time.Hour)
	mustLook(t, d, w)
	said := map[string]string{}
	for key, row := range w.posts.rows {
		if row.version != nil {
			said[key.Day.String()] = fmt.Sprint(row.version.Edition.Unposted)
		}
	}
	if want := "[2026-11-13 2026-11-16]"; said["2026-11-17"] != want || said["2026-11-18"] != "[]" {
		t.Errorf("said: %v; want %s on the 17th only", said, want)
	}
}

func TestFailures(t *testing.T) {
	fail := func(class Class, reason string, after time.Duration) error {
		return &Failure{Class: class, Reason: reason, RetryAfter: after}
	}
	for _, c := range []struct {
		name   string
		refuse error
		want   string // state, reason, wait in seconds, told
	}{
		{"rate limit", fail(Transient, "ratelimited", 37*time.Second), "due ratelimited 37"},
		{"Slack down", fail(Transient, "service_unavailable", 0), "due service_unavailable 30"},
		{"token revoked", fail(Token, "token_revoked", 0), "due token_revoked 600"},
		{"archived", fail(Permanent, "is_archived", 0), "blocked is_archived 0 told"},
		{"unknown code", fail(Uncertain, "whatever", 0), "sending  70"},
		{"unclassified", errors.New("what is this"), "sending  70"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.slack.refuse = func(Message) error { return c.refuse }
			_, _ = look(t, w.deliverer("a"), w)
			p := w.only(t)
			got := fmt.Sprintf("%s %s %.0f", p.State, p.Reason, w.posts.rows[p.Key].freeAt.Sub(w.real).Seconds())
			if len(w.slack.told) > 0 {
				got += " told"
			}
			if got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			w.slack.refuse = nil
			settle(t, w.deliverer("a"), w)
			want := 1
			if p.State == Blocked {
				want = 0
			}
			if len(w.slack.messages) != want {
				t.Errorf("%d messages once Slack is well again; want %d: %v", len(w.slack.messages), want, w.states())
			}
		})
	}
}

func TestTroubleUntilTheEveningIsAMissedMorning(t *testing.T) {
	w := newWorld()
	w.slack.refuse = func(Message) error { return &Failure{Class: Transient, Reason: "service_unavailable"} }
	d := w.deliverer("a")
	attempts := 0
	for w.civil.Before(time.Date(2026, 11, 17, 22, 0, 0, 0, time.UTC)) {
		if _, err := look(t, d, w); err != nil {
			attempts++
		}
		w.pass(30 * time.Second)
	}
	if p := w.only(t); p.State != Missed || p.Reason != TooLate || len(w.slack.messages) > 0 {
		t.Errorf("%+v; want missed", p)
	}
	if attempts > 60 {
		t.Errorf("%d attempts in half a day; want them further and further apart", attempts)
	}
}

func TestRefusedBlocksAreSaidInWords(t *testing.T) {
	t.Run("words pass", func(t *testing.T) {
		w := newWorld()
		w.slack.refuse = func(m Message) error {
			if m.Blocks != nil {
				return &Failure{Class: Malformed, Reason: "invalid_blocks"}
			}
			return nil
		}
		mustLook(t, w.deliverer("a"), w)
		if p := w.only(t); p.State != Posted || !p.Plain || len(w.slack.messages) != 1 || w.slack.messages[0].Blocks != nil {
			t.Errorf("%+v, messages %+v; want words alone", p, w.slack.messages)
		}
	})
	t.Run("nothing passes", func(t *testing.T) {
		w := newWorld()
		w.slack.refuse = func(Message) error { return &Failure{Class: Malformed, Reason: "invalid_blocks"} }
		mustLook(t, w.deliverer("a"), w)
		if p := w.only(t); p.State != Blocked || len(w.slack.told) != 1 {
			t.Errorf("%+v, told %d times; want blocked, told once", p, len(w.slack.told))
		}
	})
}

func TestUncertain(t *testing.T) {
	lost := func(w *world) {
		w.after = func(op string) error {
			if op == "post" {
				w.after = nil
				return &Failure{Class: Uncertain, Reason: "timeout"}
			}
			return nil
		}
	}
	never := func(w *world) {
		w.before = func(op string) error {
			if op == "post" {
				w.before = nil
				return &Failure{Class: Uncertain, Reason: "timeout"}
			}
			return nil
		}
	}
	for _, c := range []struct {
		name     string
		fault    func(*world)
		readable bool
		want     string // state, messages, told
	}{
		{"the answer was lost: adopted", lost, true, "posted 1 0"},
		{"it never arrived: sent again", never, true, "posted 1 0"},
		{"the answer was lost, nobody may look", lost, false, "unconfirmed 1 1"},
		{"it never arrived, nobody may look", never, false, "unconfirmed 0 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.slack.readable = c.readable
			c.fault(w)
			d := w.deliverer("a")
			_, _ = look(t, d, w)
			if p := w.only(t); p.State != Sending {
				t.Fatalf("after the attempt: %s; want sending", p.State)
			}
			w.pass(time.Minute) // within the lease and the attempt's own time
			mustLook(t, d, w)
			if p := w.only(t); p.State != Sending || p.Absences != 0 {
				t.Fatalf("before the lease is over: %+v", p)
			}
			settle(t, d, w)
			p := w.only(t)
			if got := fmt.Sprintf("%s %d %d", p.State, len(w.slack.messages), len(w.slack.told)); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			if p.State == Posted && p.MessageTS != w.slack.messages[0].ts {
				t.Errorf("the receipt says %s, Slack %s", p.MessageTS, w.slack.messages[0].ts)
			}
		})
	}
}

func TestTwoLooksAMinuteApartProveAbsence(t *testing.T) {
	w := newWorld()
	w.before = func(op string) error {
		if op == "post" {
			w.before = nil
			return &Failure{Class: Uncertain, Reason: "timeout"}
		}
		return nil
	}
	d := w.deliverer("a")
	_, _ = look(t, d, w)
	var looked []time.Time
	w.after = func(op string) error {
		if op == "find" {
			looked = append(looked, w.real)
		}
		return nil
	}
	settle(t, d, w)
	if len(looked) != 2 || looked[1].Sub(looked[0]) < time.Minute {
		t.Errorf("looked at %v; want twice, a minute apart at least", looked)
	}
}

func TestNoPlan(t *testing.T) {
	w := newWorld()
	w.books.planned = func(calendar.Month) bool { return false }
	w.books.settings.RecapIn = append(w.books.settings.RecapIn, ledger.Conversation{ID: "C2"})
	d := w.deliverer("a")
	for range 5 { // Tuesday to Saturday
		mustLook(t, d, w)
		w.pass(24 * time.Hour)
	}
	want := []string{"C1 2026-11-17 skipped", "C2 2026-11-17 skipped", "C1 2026-11-18 skipped", "C2 2026-11-18 skipped",
		"C1 2026-11-19 skipped", "C2 2026-11-19 skipped", "C1 2026-11-20 skipped", "C2 2026-11-20 skipped"}
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

func TestChangesWhileAPostWaits(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*ledger.Settings)
		want   string
	}{
		{"paused", func(s *ledger.Settings) { s.RecapPaused = true }, "skipped paused"},
		{"taken off the list", func(s *ledger.Settings) { s.RecapIn = nil }, "skipped unscheduled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.slack.refuse = func(Message) error { return &Failure{Class: Transient, Reason: "ratelimited"} }
			d := w.deliverer("a")
			_, _ = look(t, d, w)
			w.slack.refuse = nil
			c.change(&w.books.settings)
			settle(t, d, w)
			p := w.only(t)
			if got := fmt.Sprintf("%s %s", p.State, p.Reason); got != c.want || len(w.slack.messages) > 0 {
				t.Errorf("%s, %d messages; want %s", got, len(w.slack.messages), c.want)
			}
		})
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

func TestNow(t *testing.T) {
	now := func(t *testing.T, w *world, again bool) Post {
		t.Helper()
		posts, err := w.deliverer("a").Now(t.Context(), w.civil, "U9", again)
		if err != nil || len(posts) != 1 {
			t.Fatalf("Now = %v, %v", posts, err)
		}
		return posts[0]
	}
	t.Run("before its time takes the morning's place", func(t *testing.T) {
		w := newWorld()
		w.civil = w.civil.Add(-time.Hour)
		if p := now(t, w, false); p.State != Posted || p.AskedBy != "U9" || p.Late {
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
		if p := now(t, w, true); p.State != Posted || p.AskedBy != "" || len(w.slack.messages) != 1 {
			t.Errorf("%+v, %d messages; want the morning's", p, len(w.slack.messages))
		}
	})
	t.Run("on a Sunday", func(t *testing.T) {
		w := newWorld()
		w.civil = time.Date(2026, 11, 15, 10, 0, 0, 0, time.UTC)
		if p := now(t, w, false); p.State != Posted || p.Day != day("2026-11-15") || p.Kind != Daily {
			t.Errorf("%+v", p)
		}
	})
	t.Run("while paused", func(t *testing.T) {
		w := newWorld()
		w.books.settings.RecapPaused = true
		if p := now(t, w, false); p.State != Posted {
			t.Errorf("%+v", p)
		}
	})
	t.Run("starts over what was refused", func(t *testing.T) {
		w := newWorld()
		w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "not_in_channel"} }
		mustLook(t, w.deliverer("b"), w)
		first := w.only(t).ID
		w.slack.refuse = nil
		if p := now(t, w, false); p.State != Posted || p.ID == first {
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
		if p := now(t, w, false); p.State != Unconfirmed || len(w.slack.messages) != 1 {
			t.Errorf("%+v, %d messages; want it left alone", p, len(w.slack.messages))
		}
		if p := now(t, w, true); p.State != Posted || len(w.slack.messages) != 2 {
			t.Errorf("%+v, %d messages; want a second one", p, len(w.slack.messages))
		}
	})
	t.Run("without a plan", func(t *testing.T) {
		w := newWorld()
		w.books.planned = func(calendar.Month) bool { return false }
		if p := now(t, w, false); p.State != Skipped || p.Reason != NoPlan || len(w.slack.told) > 0 {
			t.Errorf("%+v, told %d times; want nothing posted and nobody else told", p, len(w.slack.told))
		}
	})
}
