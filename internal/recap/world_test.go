package recap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
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

type fakeRow struct {
	Post
	freeAt   time.Time
	versions map[int]Version
}

// said is how the post first went out; nil when nothing was written.
func (r *fakeRow) said() *Version {
	v, written := r.versions[1]
	if !written {
		return nil
	}
	return &v
}

type fakePosts struct {
	*world
	rows map[Key]*fakeRow
	ids  int

	leaseless, trusting bool // broken on purpose
}

func (f *fakePosts) Plan(_ context.Context, posts []Post) error {
	return f.op("plan", func() {
		for _, p := range posts {
			old, exists := f.rows[p.Key]
			over := p.AskedBy != "" || p.Reason == Resumed && exists && old.State == Blocked
			if exists && (!over || !old.Resting() || old.State == Posted) {
				continue
			}
			f.ids++
			p.ID = fmt.Sprintf("id%d", f.ids)
			row := &fakeRow{Post: p, freeAt: f.real, versions: map[int]Version{}}
			if exists {
				row.Epoch, row.SentAt = old.Epoch+1, old.SentAt
			}
			f.rows[p.Key] = row
		}
	})
}

func (f *fakePosts) Keep(_ context.Context, notes []Note) error {
	return f.op("keep", func() {
		for _, n := range notes {
			if _, exists := f.rows[n.Key]; !exists {
				f.ids++
				p := Post{Key: n.Key, ID: fmt.Sprintf("id%d", f.ids), State: Due, DueAt: n.MadeAt}
				f.rows[n.Key] = &fakeRow{Post: p, freeAt: f.real, versions: map[int]Version{1: {Number: 1, Message: n.Message}}}
			}
		}
	})
}

func (f *fakePosts) Since(_ context.Context, since calendar.Date) (posts []Post, err error) {
	err = f.op("since", func() {
		for _, row := range f.rows {
			if !row.Day.Before(since) {
				posts = append(posts, row.Post)
			}
		}
		slices.SortFunc(posts, func(a, b Post) int {
			if c := a.Day.Compare(b.Day); c != 0 {
				return c
			}
			return slices.Compare([]string{a.Conversation, string(a.Kind)}, []string{b.Conversation, string(b.Kind)})
		})
	})
	return posts, err
}

func (f *fakePosts) Claim(_ context.Context, key Key, owner string, lease time.Duration) (p Post, err error) {
	taken := false
	err = f.op("claim", func() {
		row := f.rows[key]
		if taken = row.freeAt.After(f.real) && !f.leaseless || row.Resting() && !row.Owed; taken {
			return
		}
		if row.State == Due {
			row.State = Claimed
		}
		row.Owner, row.freeAt = owner, f.real.Add(lease)
		row.Epoch++
		p = row.Post
	})
	if taken {
		return Post{}, ErrTaken
	}
	return p, err
}

func (f *fakePosts) Reopen(_ context.Context, key Key, owner string, lease time.Duration) (p Post, err error) {
	taken := false
	err = f.op("reopen", func() {
		row := f.rows[key]
		if taken = row.freeAt.After(f.real) && !f.leaseless || row.State != Posted || row.Ended != ""; taken {
			return
		}
		row.Owner, row.freeAt = owner, f.real.Add(lease)
		row.Epoch++
		p = row.Post
	})
	if taken {
		return Post{}, ErrTaken
	}
	return p, err
}

func (f *fakePosts) Version(_ context.Context, key Key, number int) (v Version, err error) {
	known := false
	err = f.op("version", func() { v, known = f.rows[key].versions[number] })
	if err == nil && !known {
		err = ledger.ErrNotFound
	}
	return v, err
}

func (f *fakePosts) Save(_ context.Context, p Post, wait time.Duration, v *Version) error {
	taken := false
	err := f.op("save "+string(p.State), func() {
		row := f.rows[p.Key]
		if taken = (row.Owner != p.Owner || row.Epoch != p.Epoch) && !f.trusting; taken {
			return
		}
		row.Post, row.freeAt = p, f.real.Add(wait)
		if v != nil {
			row.versions[v.Number] = *v
		}
	})
	if taken {
		return ErrTaken
	}
	return err
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

type fakeBooks struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	planned    func(calendar.Month) bool
	changes    []sla.Change
	mu         sync.Mutex
	entries    []ledger.Entry
}

// record adds an entry of that many leads, by somebody for a day.
func (f *fakeBooks) record(at time.Time, author string, day calendar.Date, count int64) {
	cell := ledger.Cell{Day: day, Channel: 1, Persona: 1, Stage: ledger.Lead}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entries = append(f.entries, ledger.Entry{ID: int64(len(f.entries) + 1), Cell: cell, Count: count, Author: author, RecordedAt: at})
}

func (f *fakeBooks) written() []ledger.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.entries)
}

func (f *fakeBooks) Recorded(_ context.Context, first, last calendar.Date, since time.Time) (entries []ledger.Entry, _ error) {
	for _, e := range f.written() {
		if !e.Cell.Day.Before(first) && !e.Cell.Day.After(last) && !e.RecordedAt.Before(since) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

func (f *fakeBooks) Named(context.Context, calendar.Date, calendar.Date) ([]ledger.Entry, error) {
	return nil, nil
}

func (f *fakeBooks) FirstPromised(context.Context) (calendar.Month, error) {
	return calendar.Month{}, nil
}

func (f *fakeBooks) Settings(context.Context) (ledger.Settings, error) { return f.settings, nil }
func (f *fakeBooks) Exceptions(context.Context) ([]calendar.Exception, error) {
	return f.exceptions, nil
}

func (f *fakeBooks) Catalogue(context.Context) (ledger.Catalogue, error) {
	return ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "E-mail", Team: ledger.Marketing, Owner: "U2", Rhythm: ledger.Daily}},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}},
	}, nil
}

func (f *fakeBooks) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	if !f.planned(m) {
		return sla.Plan{Month: m}, nil
	}
	segment := ledger.Segment{Channel: 1, Persona: 1}
	return sla.Plan{
		Month: m, From: m, Goals: map[ledger.Segment]int64{segment: 100},
		Rates: map[ledger.Segment]sla.Rate{segment: {Value: share("0.04"), Source: "declared"}},
		Sales: map[ledger.PersonaID]int64{1: 180_000}, Changes: f.changes,
	}, nil
}

func (f *fakeBooks) Signatures(context.Context, calendar.Month) ([]sla.Signature, error) {
	return nil, nil
}

func (f *fakeBooks) Totals(_ context.Context, first, last calendar.Date) (totals []ledger.Total, _ error) {
	for _, e := range f.written() {
		if e.Cell.Day.Before(first) || e.Cell.Day.After(last) {
			continue
		}
		i := slices.IndexFunc(totals, func(t ledger.Total) bool { return t.Cell == e.Cell })
		if i < 0 {
			i, totals = len(totals), append(totals, ledger.Total{Cell: e.Cell})
		}
		totals[i].Count += e.Count
		totals[i].Standing++
	}
	return totals, nil
}

func (f *fakeBooks) MonthTotals(_ context.Context, first, last calendar.Month) (totals []ledger.MonthTotal, _ error) {
	for _, e := range f.written() {
		if m := e.Cell.Day.In(); !m.Before(first) && !last.Before(m) {
			totals = append(totals, ledger.MonthTotal{Month: m, Segment: e.Cell.Segment(), Stage: e.Cell.Stage, Count: e.Count})
		}
	}
	return totals, nil
}

func (f *fakeBooks) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return nil, nil
}

func (f *fakeBooks) Person(_ context.Context, id string) (ledger.Person, error) {
	if id != "U1" {
		return ledger.Person{}, ledger.ErrNotFound
	}
	return ledger.Person{ID: "U1", Name: "Claire M."}, nil
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
