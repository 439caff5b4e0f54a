package recap_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/schedule"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// channel is a Slack in memory that posts, loses answers and refuses as its
// moods tell it to.
type channel struct {
	mu       sync.Mutex
	mood     func() string // "", "lost", "never" or "busy"
	messages []posting
	told     []recap.Post
}

type posting struct {
	conversation, id, text string
	at                     time.Time
}

// room is the channel as one process sees it, with that process's clock.
type room struct {
	*channel
	now func() time.Time
}

func (r room) Post(_ context.Context, at recap.Place, id string, m recap.Message) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	mood := r.mood()
	switch mood {
	case "busy":
		return "", &recap.Failure{Class: recap.Transient, Reason: "ratelimited", RetryAfter: 10 * time.Millisecond}
	case "never":
		return "", &recap.Failure{Class: recap.Uncertain, Reason: "no_answer"}
	}
	r.messages = append(r.messages, posting{at.Conversation, id, m.Text, r.now()})
	if mood == "lost" {
		return "", &recap.Failure{Class: recap.Uncertain, Reason: "no_answer"}
	}
	return fmt.Sprintf("%d.%06d", r.now().Unix(), len(r.messages)), nil
}

func (r room) Find(_ context.Context, at recap.Place, id string, _ recap.Message, from, to time.Time) (string, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, m := range r.messages {
		if m.conversation == at.Conversation && m.id == id && !m.at.Before(from) && !m.at.After(to) {
			return fmt.Sprintf("%d.%06d", m.at.Unix(), i+1), true, nil
		}
	}
	return "", false, nil
}

func (r room) Edit(_ context.Context, at recap.Place, _, id string, m recap.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, p := range r.messages {
		if p.conversation == at.Conversation && p.id == id {
			r.messages[i].text = m.Text
		}
	}
	return nil
}

func (r room) Upload(context.Context, recap.Picture) (string, error) { return "F1", nil }

func (r room) Tell(_ context.Context, p recap.Post) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = append(r.told, p)
	return nil
}

func (c *channel) texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var texts []string
	for _, m := range c.messages {
		texts = append(texts, m.conversation+" "+m.text)
	}
	return texts
}

// workspace is a French one with a plan from March 2026, that posts at nine in
// two conversations.
func workspace(t *testing.T, s *store.Store, since time.Time) *store.Space {
	t.Helper()
	space, err := s.Adopt(t.Context(), "T1", "Fonderie", ledger.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	by, march := sla.Author{ID: "U1", At: since}, calendar.Month{Year: 2026, Month: time.March}
	_, _, err = space.Once(t.Context(), ledger.Request{Key: "setup", Asked: "setup", At: since}, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		email, err := tx.AddChannel(ctx, ledger.Channel{Name: "E-mail", Team: ledger.Marketing, Rhythm: ledger.Daily}, by)
		if err != nil {
			return nil, err
		}
		pme, err := tx.AddPersona(ctx, ledger.Persona{Name: "PME"}, by)
		if err != nil {
			return nil, err
		}
		segment := ledger.Segment{Channel: email, Persona: pme}
		if err := tx.SetRate(ctx, march, segment, decimal.New(4, -2), sla.Declared, by); err != nil {
			return nil, err
		}
		if err := tx.SetSale(ctx, march, pme, 180_000, by); err != nil {
			return nil, err
		}
		if err := tx.SetGoal(ctx, march, segment, 90, by); err != nil {
			return nil, err
		}
		settings := ledger.Settings{RecapSince: since, RecapIn: []ledger.Conversation{{ID: "C1", SetBy: "U1"}, {ID: "C2", SetBy: "U1"}}}
		for _, key := range []string{"recap_since", "recap_in"} {
			if err := tx.SetOption(ctx, key, settings.Option(key), by); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return space
}

func deliverer(space *store.Space, owner string, poster recap.Poster, timing recap.Timing) *recap.Deliverer {
	return &recap.Deliverer{
		Books: space, Posts: space.Recaps(), Poster: poster, Owner: owner, Real: time.Now, Timing: timing,
		Render: func(e recap.Edition, _ recap.Layout) ([]recap.Message, error) {
			return []recap.Message{{Text: fmt.Sprintf("%s %s %s", e.Day, e.Kind, e.Report.AsOf)}}, nil
		},
		RenderLine: func(e recap.Edition, c recap.Correction) (recap.Message, error) {
			return recap.Message{Text: fmt.Sprintf("%s is closed: %t", e.Report.Month, c.Closed)}, nil
		},
	}
}

// TestFortnight has two replicas look at once, on real databases, while Slack
// loses one answer in three, refuses some and never gets others.
func TestFortnight(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		target := fresh(t)
		first := time.Date(2026, time.October, 30, 12, 0, 0, 0, time.UTC)
		now := first
		random := rand.New(rand.NewPCG(7, 11))
		slack := &channel{mood: func() string { return []string{"", "lost", "never", "busy", "", ""}[random.IntN(6)] }}
		patience := recap.Timing{Lease: 150 * time.Millisecond, Timeout: 20 * time.Millisecond, Gap: 20 * time.Millisecond}
		var replicas []*recap.Deliverer
		workspace(t, storetest.Open(t, target), first)
		for _, name := range []string{"a", "b"} {
			space, err := storetest.Open(t, target).Adopt(t.Context(), "T1", "Fonderie", ledger.DefaultSettings())
			if err != nil {
				t.Fatal(err)
			}
			replicas = append(replicas, deliverer(space, name, room{slack, func() time.Time { return now }}, patience))
		}
		for ; now.Before(first.AddDate(0, 0, 15)); now = now.Add(time.Hour) {
			settle(t, replicas, now)
		}
		wantFortnight(t, slack.texts())
		for _, p := range posts(t, replicas[0], first) {
			if p.State != recap.Posted || p.MessageTS == "" {
				t.Errorf("the receipt of %s in %s says %s", p.Day, p.Conversation, p.State)
			}
		}
	})
}

// settle has the replicas look at once until nothing is under way any more.
func settle(t *testing.T, replicas []*recap.Deliverer, now time.Time) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		var group sync.WaitGroup
		for _, d := range replicas {
			group.Go(func() { _, _ = d.Look(t.Context(), now) }) // refusals come back as errors, and are tried again
		}
		group.Wait()
		if !slices.ContainsFunc(posts(t, replicas[0], now.AddDate(0, 0, -2)), func(p recap.Post) bool { return !p.Resting() }) {
			return
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			t.Fatalf("posts are still under way: %+v", posts(t, replicas[0], now.AddDate(0, 0, -2)))
		}
	}
}

func posts(t *testing.T, d *recap.Deliverer, since time.Time) []recap.Post {
	t.Helper()
	list, err := d.Posts.Since(t.Context(), calendar.On(since, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Sunday 1 November is All Saints', the 11th the Armistice.
func wantFortnight(t *testing.T, got []string) {
	t.Helper()
	var want []string
	for _, post := range []string{
		"2026-11-02 closing 2026-10-31", "2026-11-03 daily 2026-11-02", "2026-11-04 daily 2026-11-03",
		"2026-11-05 daily 2026-11-04", "2026-11-06 daily 2026-11-05", "2026-11-09 daily 2026-11-08", "2026-11-10 daily 2026-11-09",
		"2026-11-12 daily 2026-11-11", "2026-11-13 daily 2026-11-12", "2026-10 is closed: true",
	} {
		want = append(want, "C1 "+post, "C2 "+post)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("posted\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestJump moves the clock of a running schedule over weeks at once: every recap
// is posted at its own time, none on a Sunday or a holiday.
func TestJump(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		want           string
	}{
		{
			"the whole of May 2026", "2026-04-30T20:00:00+02:00", "2026-06-01T09:00:00+02:00",
			"4 5 6 7 11 12 13 15 18 19 20 21 22 26 27 28 29 1",
		},
		{"over Bastille Day", "2026-07-13T08:59:59+02:00", "2026-07-15T09:00:00+02:00", "13 15"},
		{"a Sunday", "2026-11-14T20:00:00+01:00", "2026-11-15T23:59:00+01:00", ""},
		{"the night that loses an hour", "2026-03-27T10:00:00+01:00", "2026-03-30T10:00:00+02:00", "30"},
		{"the night that gains one", "2026-10-23T10:00:00+02:00", "2026-10-26T10:00:00+01:00", "26"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from, to := instant(t, c.from), instant(t, c.to)
			space := workspace(t, storetest.Open(t, storetest.SQLite(t)), from)
			clock := schedule.NewClockAt(from)
			slack := &channel{mood: func() string { return "" }}
			d := deliverer(space, "a", room{slack, clock.Now}, recap.Timing{})
			d.Real = func() time.Time { return from } // so that nothing takes any time
			run(t, clock, d)
			if err := clock.Jump(t.Context(), to); err != nil {
				t.Fatal(err)
			}
			var days []string
			for _, p := range posts(t, d, from.AddDate(0, 0, -2)) {
				if p.State != recap.Posted || p.Late || !p.PostedAt.Equal(p.DueAt) {
					t.Errorf("%s in %s: %s at %s, due at %s", p.Day, p.Conversation, p.State, p.PostedAt, p.DueAt)
				}
				if p.Conversation == "C1" && !p.Kind.Corrects() {
					days = append(days, fmt.Sprint(p.Day.Day))
				}
			}
			if got := strings.Join(days, " "); got != c.want {
				t.Errorf("posted on %s; want %s", got, c.want)
			}
			texts := slices.DeleteFunc(slack.texts(), func(text string) bool { return strings.HasSuffix(text, "is closed: true") })
			if len(texts) != 2*len(days) {
				t.Errorf("%d messages for %d mornings in two conversations: %v", len(texts), len(days), texts)
			}
		})
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// run drives the deliverer by the clock until the test ends.
func run(t *testing.T, clock *schedule.Clock, d *recap.Deliverer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	looked, stopped := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	look := func(ctx context.Context, now time.Time) (time.Time, error) {
		defer once.Do(func() { close(looked) })
		return d.Look(ctx, now)
	}
	go func() { stopped <- schedule.Run(ctx, clock, look, slog.New(slog.DiscardHandler)) }()
	<-looked
	t.Cleanup(func() {
		cancel()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
}
