package recap

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
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
	if v := w.posts.rows[p.Key].said(); v == nil || v.Edition.Report.AsOf != day("2026-11-16") || v.Message.Text != "daily 2026-11-17" {
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
			if got != c.want || p.State == Posted && w.posts.rows[p.Key].said().Edition.Late != p.Late {
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
		if row.said() != nil {
			said[key.Day.String()] = fmt.Sprint(row.said().Edition.Unposted)
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
		{"token revoked", fail(Token, "token_revoked", 0), "due token_revoked 30"},
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
	for _, c := range []struct {
		name   string
		passes string // what Slack takes; "" for words alone
		want   Form
		file   string
	}{
		{"the recap as it is", `[" F1"]`, Whole, "F1"},
		{"without its picture", `["no_picture "]`, NoPicture, ""},
		{"without its table", `["no_table "]`, NoTable, ""},
		{"words alone", "", WordsOnly, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.slack.refuse = func(m Message) error {
				if string(m.Blocks) != c.passes {
					return &Failure{Class: Malformed, Reason: "invalid_blocks"}
				}
				return nil
			}
			mustLook(t, w.deliverer("a"), w)
			p := w.only(t)
			if p.State != Posted || p.Form != c.want || p.Picture != c.file || (p.Lacks == "") != (c.want == Whole) {
				t.Errorf("%+v; want it as %q", p, c.want)
			}
			if len(w.slack.messages) != 1 || len(w.slack.files) != 1 {
				t.Errorf("messages %+v, %d pictures; want one of each", w.slack.messages, len(w.slack.files))
			}
		})
	}
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
