package recap

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// world is everything outside the deliverers: books, a database and a Slack,
// each of which can fail wherever a test wants it to.
type world struct {
	books  *fakeBooks
	posts  *fakePosts
	slack  *fakeSlack
	real   time.Time // the clock of the database and of the processes
	civil  time.Time
	mu     sync.Mutex            // held while an operation takes effect
	more   int                   // messages that follow in a recap's thread
	before func(op string) error // runs before an operation takes effect; an error means it has none
	after  func(op string) error // runs after: the caller learns nothing of the effect
}

// newWorld is a workspace with a plan that posts at nine in #marketing (C1), on
// Tuesday 17 November 2026 at nine.
func newWorld() *world {
	w := &world{real: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), civil: time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)}
	w.books = &fakeBooks{settings: ledger.DefaultSettings(), planned: func(calendar.Month) bool { return true }}
	w.books.settings.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "U1"}}
	w.books.settings.RecapSince = w.civil.Add(-time.Hour)
	w.posts = &fakePosts{world: w, rows: map[Key]*fakeRow{}}
	w.slack = &fakeSlack{world: w, readable: true}
	return w
}

// conversations schedules the recap in so many.
func (w *world) conversations(n int) {
	w.books.settings.RecapIn = nil
	for i := range n {
		w.books.settings.RecapIn = append(w.books.settings.RecapIn, ledger.Conversation{ID: fmt.Sprintf("C%d", i+1), SetBy: "U1"})
	}
}

func (w *world) deliverer(name string) *Deliverer {
	return &Deliverer{
		Books: w.books, Posts: w.posts, Poster: w.slack, Owner: name,
		Real: func() time.Time { return w.real },
		Render: func(e Edition, l Layout) (messages []Message, _ error) {
			for n := range 1 + w.more {
				m := Message{Text: strings.TrimSuffix(fmt.Sprintf("%s %s %d", e.Kind, e.Day, n), " 0")}
				if e.Report.Total.Leads > 0 {
					m.Text += fmt.Sprintf(": %d", e.Report.Total.Leads)
				}
				if e.Final {
					m.Text += ", final"
				}
				if l.Form != WordsOnly {
					m.Blocks = fmt.Appendf(nil, `["%s %s"]`, l.Form, l.File)
				}
				messages = append(messages, m)
			}
			return messages, nil
		},
		RenderLine: func(_ Edition, c Correction) (Message, error) {
			text := "line " + c.Author
			for _, change := range c.Changes {
				text += fmt.Sprintf(" %s: %d > %d", change.Cell().Day, change.Old.Count, change.New.Count)
			}
			return Message{Text: text}, nil
		},
		Draw: func(e Edition) (Picture, error) { return Picture{PNG: []byte(e.Day.String()), Alt: "a picture"}, nil },
	}
}

func (w *world) pass(d time.Duration) {
	w.real, w.civil = w.real.Add(d), w.civil.Add(d)
}

// op runs an operation between the faults of its two sides.
func (w *world) op(name string, effect func()) error {
	if w.before != nil {
		if err := w.before(name); err != nil {
			return err
		}
	}
	w.mu.Lock()
	effect()
	w.mu.Unlock()
	if w.after != nil {
		return w.after(name)
	}
	return nil
}

// sent is a message that stands in Slack.
type sent struct {
	id, of           string // the two parts of its mark
	conversation, ts string
	thread           string
	at               time.Time
	Message
}

type fakeSlack struct {
	*world
	messages   []sent
	files      []Picture
	told       []Post
	edits      int
	refuse     func(m Message) error // instead of posting
	refuseEdit func(m Message) error // instead of editing
	readable   bool
	blind      bool // finds nothing: broken on purpose
}

func (f *fakeSlack) Post(_ context.Context, at Place, mark string, m Message) (ts string, err error) {
	id, of, _ := strings.Cut(mark, ".")
	if f.refuse != nil {
		if err := f.refuse(m); err != nil {
			return "", err
		}
	}
	err = f.op("post", func() {
		ts = fmt.Sprintf("%d.%06d", f.civil.Unix(), len(f.messages))
		f.messages = append(f.messages, sent{id, of, at.Conversation, ts, at.Thread, f.civil, m})
	})
	return ts, err
}

func (f *fakeSlack) Find(_ context.Context, at Place, mark string, _ Message, from, to time.Time) (ts string, found bool, err error) {
	id, of, _ := strings.Cut(mark, ".")
	if !f.readable {
		return "", false, &Failure{Class: Permanent, Reason: "missing_scope"}
	}
	err = f.op("find", func() {
		for _, m := range f.messages {
			if !f.blind && m.conversation == at.Conversation && m.thread == at.Thread && (m.id == id || id == "" && m.of == of) && !m.at.Before(from) && !m.at.After(to) {
				ts, found = m.ts, true
			}
		}
	})
	return ts, found, err
}

func (f *fakeSlack) Edit(_ context.Context, at Place, ts, mark string, m Message) error {
	id, _, _ := strings.Cut(mark, ".")
	if f.refuseEdit != nil {
		if err := f.refuseEdit(m); err != nil {
			return err
		}
	}
	return f.op("edit", func() {
		f.edits++
		for i := range f.messages {
			if s := &f.messages[i]; s.conversation == at.Conversation && s.ts == ts && s.id == id {
				s.Message = m
			}
		}
	})
}

func (f *fakeSlack) Upload(_ context.Context, p Picture) (file string, err error) {
	err = f.op("upload", func() {
		f.files = append(f.files, p)
		file = fmt.Sprintf("F%d", len(f.files))
	})
	return file, err
}

func (f *fakeSlack) Tell(_ context.Context, p Post) error {
	return f.op("tell", func() { f.told = append(f.told, p) })
}

// errCrash is what a process dies of.
var errCrash = errors.New("killed")

// look has a process look once; it reports whether the process survived.
func look(t *testing.T, d *Deliverer, w *world) (alive bool, err error) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			if p != errCrash { //nolint:errorlint // a panic value, not a wrapped error
				panic(p)
			}
			alive = false
		}
	}()
	_, err = d.Look(t.Context(), w.civil)
	return true, err
}

// settle lets a process look for as long as it takes everything to come to rest.
func settle(t *testing.T, d *Deliverer, w *world) {
	t.Helper()
	for range 40 {
		if alive, err := look(t, d, w); !alive || err != nil {
			t.Fatalf("look at %s: %v", w.civil, err)
		}
		w.pass(30 * time.Second)
	}
}

func (w *world) states() (states []string) {
	posts, _ := w.posts.Since(context.Background(), calendar.Date{Year: 1, Month: 1, Day: 1})
	for _, p := range posts {
		states = append(states, fmt.Sprintf("%s %s %s", p.Conversation, p.Day, p.State))
	}
	return states
}
