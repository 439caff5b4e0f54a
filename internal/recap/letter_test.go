package recap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// daily is mail with one letter to U9 each day at nine, and whatever goes wrong
// with it.
type daily struct {
	agenda   Agenda
	trouble  error // of opening it
	unwanted bool
	wrong    error // of writing one
}

var greeting = Letter("greeting")

func (m *daily) open(a Agenda) func(context.Context) (Mail, error) {
	return func(context.Context) (Mail, error) {
		m.agenda = a
		return m, m.trouble
	}
}

func (m *daily) Writes(k Kind) bool { return k == greeting }

func (m *daily) Pending(now time.Time, known []Post) []Post {
	day := m.agenda.On(now)
	due, _ := m.agenda.DueAt(day)
	p := Post{Key: Key{"U9", day, greeting}, State: Due, DueAt: due}
	if _, there := find(known, p.Key); there || due.After(now) || !m.agenda.days.Works(day) {
		return nil
	}
	return []Post{p}
}

func (m *daily) Next(now time.Time) time.Time {
	next, _ := m.agenda.DueAt(m.agenda.On(now).AddDays(1))
	return next
}

func (m *daily) Write(_ context.Context, p Post, _ time.Time) (Message, error) {
	if m.unwanted {
		return Message{}, &Unwanted{"decided"}
	}
	return Message{Text: fmt.Sprintf("good morning %s", p.Day), Blocks: []byte(`[]`)}, m.wrong
}

// posting is a deliverer of letters, and of no recaps unless they are scheduled.
func (w *world) posting(t *testing.T, name string, m *daily) *Deliverer {
	t.Helper()
	a, err := AgendaOf(t.Context(), w.books)
	if err != nil {
		t.Fatal(err)
	}
	d := w.deliverer(name)
	d.Mail = []func(context.Context) (Mail, error){m.open(a)}
	return d
}

func newLetters() *world {
	w := newWorld()
	w.books.settings.RecapIn = nil
	return w
}

func TestALetterGoesOut(t *testing.T) {
	w := newLetters()
	next, err := w.posting(t, "a", &daily{}).Look(t.Context(), w.civil)
	if err != nil {
		t.Fatal(err)
	}
	p := w.only(t)
	if p.State != Posted || p.Conversation != "U9" || p.Owed || len(w.slack.messages) != 1 || w.slack.messages[0].Text != "good morning 2026-11-17" {
		t.Errorf("%+v, messages %+v", p, w.slack.messages)
	}
	if want := time.Date(2026, 11, 18, 8, 0, 0, 0, time.UTC); !next.Equal(want) {
		t.Errorf("the next is due %s; want %s", next, want)
	}
	mustLook(t, w.posting(t, "b", &daily{}), w)
	if len(w.slack.messages) != 1 {
		t.Errorf("%d messages after another look", len(w.slack.messages))
	}
}

// Beside a recap, each has a row of its own.
func TestALetterBesideTheRecap(t *testing.T) {
	w := newWorld()
	mustLook(t, w.posting(t, "a", &daily{}), w)
	want := []string{"C1 2026-11-17 posted", "U9 2026-11-17 posted"}
	if got := w.states(); !slices.Equal(got, want) {
		t.Errorf("%v; want %v", got, want)
	}
}

func TestALetterThatDoesNotGoOut(t *testing.T) {
	for _, c := range []struct {
		name    string
		mail    *daily
		prepare func(*world)
		want    string // state, reason
	}{
		{"not wanted after all", &daily{unwanted: true}, func(*world) {}, "skipped decided"},
		{"not written", &daily{wrong: errors.New("no figures")}, func(*world) {}, "due not_composed"},
		{"refused", &daily{}, func(w *world) {
			w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "user_not_found"} }
		}, "blocked user_not_found"},
		{"refused in blocks", &daily{}, func(w *world) {
			w.slack.refuse = func(m Message) error {
				if m.Blocks != nil {
					return &Failure{Class: Malformed, Reason: "invalid_blocks"}
				}
				return nil
			}
		}, "posted "},
		{"perhaps arrived, and nobody may look", &daily{}, func(w *world) {
			w.slack.readable = false
			w.after = func(op string) error {
				if op == "post" {
					w.after = nil
					return &Failure{Class: Uncertain, Reason: "timeout"}
				}
				return nil
			}
		}, "unconfirmed unreadable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLetters()
			c.prepare(w)
			d := w.posting(t, "a", c.mail)
			for range 40 {
				_, _ = look(t, d, w)
				w.pass(30 * time.Second)
			}
			p := w.only(t)
			if got := fmt.Sprintf("%s %s", p.State, p.Reason); got != c.want || len(w.slack.told) > 0 {
				t.Errorf("%s, told %d times; want %s and nobody told", got, len(w.slack.told), c.want)
			}
		})
	}
}

// Mail that cannot be opened holds up neither the recaps nor other mail, and its
// letters wait.
func TestMailThatDoesNotOpen(t *testing.T) {
	w := newWorld()
	broken := &daily{trouble: errors.New("the books are away")}
	d := w.posting(t, "a", broken)
	if _, err := d.Look(t.Context(), w.civil); err == nil || !strings.Contains(err.Error(), "away") {
		t.Errorf("the trouble comes back as %v", err)
	}
	if got := w.states(); !slices.Equal(got, []string{"C1 2026-11-17 posted"}) {
		t.Errorf("%v; want the recap alone", got)
	}
	broken.trouble = nil
	mustLook(t, d, w)
	if got := w.states(); len(got) != 2 || got[1] != "U9 2026-11-17 posted" {
		t.Errorf("once it opens: %v", got)
	}
}

// TestALetterCrashesAnywhere kills the process before and after each thing it
// does; whoever comes next must bring the letter to one message.
func TestALetterCrashesAnywhere(t *testing.T) {
	for _, side := range []string{"before", "after"} {
		for nth := 1; ; nth++ {
			w := newLetters()
			killed := killAt(w, side, nth)
			alive, _ := look(t, w.posting(t, "a", &daily{}), w)
			if alive {
				if nth < 6 {
					t.Errorf("only %d operations were cut %s", nth-1, side)
				}
				break
			}
			w.before, w.after = nil, nil
			settle(t, w.posting(t, "b", &daily{}), w)
			if p := w.only(t); p.State != Posted || len(w.slack.messages) != 1 {
				t.Errorf("killed %s %s: %s with %d messages; want posted once", side, *killed, p.State, len(w.slack.messages))
			}
		}
	}
}

// Letters and recaps weather the same storm.
func TestALetterInTheStorm(t *testing.T) {
	for seed := range uint64(6) {
		s := newStorm(t, seed, 2)
		m := &daily{}
		a, err := NewAgenda(s.books.settings, mustCalendar(t))
		if err != nil {
			t.Fatal(err)
		}
		s.mail = m.open(a)
		for _, d := range s.replicas {
			d.Mail = []func(context.Context) (Mail, error){s.mail}
		}
		days := s.fortnight()
		if doubled, lost := s.audit(2 * days); doubled+lost > 0 {
			t.Errorf("seed %d: %d doubled, %d lost of %d: %v", seed, doubled, lost, 2*days, s.states())
		}
	}
}

func mustCalendar(t *testing.T) *calendar.Calendar {
	t.Helper()
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	return days
}
