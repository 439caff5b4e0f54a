package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// crowd is how many recaps are due in the same minute, and how patient everybody
// is.
type crowd struct {
	workspaces, conversations int
	answers                   time.Duration // every call to Slack takes so long
	lead                      time.Duration // from the bot's start to nine o'clock
	patience                  time.Duration
	timing                    recap.Timing
	tick                      time.Duration
}

// aFew is short for every run of the tests; TREVE_MANY=100x100 makes many of it,
// with the leases of production.
func aFew(t *testing.T) crowd {
	c := crowd{
		workspaces: 15, conversations: 20, answers: 20 * time.Millisecond, lead: 2 * time.Second, patience: 2 * time.Minute,
		timing: recap.Timing{Lease: 6 * time.Second, Timeout: 2 * time.Second, Gap: 2 * time.Second}, tick: 250 * time.Millisecond,
	}
	if size := os.Getenv("TREVE_MANY"); size != "" {
		c = crowd{answers: 80 * time.Millisecond, patience: 15 * time.Minute}
		if _, err := fmt.Sscanf(size, "%dx%d", &c.workspaces, &c.conversations); err != nil {
			t.Fatalf("TREVE_MANY=%s: want workspaces and conversations, such as 100x100", size)
		}
		c.lead = 10*time.Second + time.Duration(c.workspaces)*20*time.Millisecond
	}
	return c
}

// nine is when the recaps are due.
var nine = time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)

// Many recaps are due in the same minute in many workspaces of one store, whose
// Slacks are as strict as Slack. The bot is killed once half of them stand there,
// and started again: every conversation gets its recap, once.
func TestManyRecapsOfOneMinute(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	c := aFew(t)
	for _, database := range []struct {
		name  string
		fresh func(testing.TB) string
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}} {
		t.Run(database.name, func(t *testing.T) { c.play(t, database.fresh(t)) })
	}
}

func (c crowd) play(t *testing.T, target string) {
	db := c.fill(t, target)
	slacks := openSlacks(t, c, nine.Add(-c.lead))
	first := c.start(t, target, slacks)
	select {
	case <-slacks.passed:
	case <-time.After(c.patience):
		t.Fatalf("half of them did not come: %v\n%s", slacks.answers(), first.said)
	}
	killed := time.Now()
	peak := first.memory(t)
	_ = first.command.Process.Kill() // its end is seen by Wait
	_ = first.command.Wait()
	caught := c.unsettled(t, db)

	second := c.start(t, target, slacks)
	for deadline := killed.Add(c.patience); len(c.unsettled(t, db)) > 0; pause(t.Context(), c.patience/200) {
		if time.Now().After(deadline) {
			t.Fatalf("still unsettled: %d\n%s", len(c.unsettled(t, db)), second.said)
		}
	}
	peak = max(peak, second.memory(t))
	if err := errors.Join(second.command.Process.Signal(syscall.SIGTERM), second.command.Wait()); err != nil {
		t.Errorf("asked to stop, it ended with %v", err)
	}
	posted := slacks.recaps(t)
	t.Logf("%d workspaces x %d conversations: %d recaps, each posted once", c.workspaces, c.conversations, len(posted))
	t.Logf("peak memory %.0f MiB, processor time %s", peak, (first.worked() + second.worked()).Round(10*time.Millisecond))
	c.tell(t, slacks, posted, caught)
}

// fill gives every workspace the sample company's running month, a channel of its
// own, and a recap at nine in all of its conversations.
func (c crowd) fill(t *testing.T, target string) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), target, slog.New(slog.DiscardHandler))
	if err == nil {
		err = db.Migrate(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	g, ctx := errgroup.WithContext(t.Context())
	g.SetLimit(workspacesAtOnce)
	for n := range c.workspaces {
		g.Go(func() error {
			books, err := db.Adopt(ctx, team(n), team(n), ledger.DefaultSettings())
			if err != nil {
				return err
			}
			return errors.Join(introduce(ctx, books, lang.French), c.fillOne(ctx, books, n))
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	return db
}

func channelOf(n int) string { return fmt.Sprintf("Salon %d", 10_000+n) }

func (c crowd) fillOne(ctx context.Context, books *store.Space, n int) error {
	zone, days, err := almanac(ctx, books, ledger.DefaultSettings())
	if err != nil {
		return err
	}
	s := &sample{
		books: books, language: lang.French, days: days, zone: zone, now: onMonday, today: calendar.On(onMonday, zone),
		dice: rand.New(rand.NewPCG(1, uint64(n))), sales: rand.New(rand.NewPCG(2, uint64(n))),
	}
	month := s.today.In()
	err = s.once(ctx, "plan", func(ctx context.Context, tx *store.Tx) error {
		if err := errors.Join(s.addCatalogue(ctx, tx, month), s.promise(ctx, tx, month)); err != nil {
			return err
		}
		by := s.signed(month)
		own, err := tx.AddChannel(ctx, ledger.Channel{Name: channelOf(n), Team: ledger.Marketing, Rhythm: ledger.Daily}, by)
		return errors.Join(err, tx.SetGoal(ctx, month, ledger.Segment{Channel: own, Persona: s.personas[0]}, 20, by))
	})
	if err != nil {
		return err
	}
	return errors.Join(s.addMonth(ctx), s.once(ctx, "recap", func(ctx context.Context, tx *store.Tx) error { return c.scheduleAll(ctx, tx, n) }))
}

func (c crowd) scheduleAll(ctx context.Context, tx *store.Tx, n int) error {
	var where []ledger.Conversation
	for _, id := range c.ids(n) {
		where = append(where, ledger.Conversation{ID: id, Name: id, SetBy: sampleManager})
	}
	text, err := json.Marshal(where)
	if err != nil {
		return err
	}
	by := sla.Author{ID: sampleManager, At: onMonday.Add(time.Hour)}
	return errors.Join(tx.SetOption(ctx, "recap_in", string(text), by), tx.SetOption(ctx, "recap_at", "09:00", by))
}

// start starts this test binary as a bot of them all.
func (c crowd) start(t *testing.T, target string, slacks *manySlacks) *process {
	t.Helper()
	m := many{Database: target, Timing: c.timing, Tick: c.tick}
	for _, s := range slacks.workspaces {
		m.Workspaces = append(m.Workspaces, s.tenant)
	}
	described, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{exec.Command(path), newTranscript()}
	p.command.Env = append(os.Environ(), manyVariable+"="+string(described))
	p.command.Stdout, p.command.Stderr = p.said, p.said
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.command.Process.Kill() }) // it is gone already, unless the test failed
	p.said.wait(t, "ready")
	return p
}

// worked is the processor time of a process that has ended.
func (p *process) worked() time.Duration {
	return p.command.ProcessState.UserTime() + p.command.ProcessState.SystemTime()
}

func (p *process) memory(t *testing.T) float64 { return memory(t, p.command.Process.Pid, "VmHWM") }

// unsettled lists the conversations where the recap does not stand yet, as far as
// the books know, and how far it has come: "" where nothing is planned.
func (c crowd) unsettled(t *testing.T, db *store.Store) map[string]recap.State {
	t.Helper()
	open := map[string]recap.State{}
	for n := range c.workspaces {
		books, err := db.Local(t.Context(), team(n), ledger.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range c.ids(n) {
			open[id] = ""
		}
		posts, err := books.Recaps().Since(t.Context(), calendar.NewDate(2026, 11, 17))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			if _, ours := open[p.Conversation]; ours && p.State == recap.Posted {
				delete(open, p.Conversation)
			} else if ours {
				open[p.Conversation] = p.State
			}
		}
	}
	return open
}

// tell prints the figures.
func (c crowd) tell(t *testing.T, slacks *manySlacks, posted map[string]time.Time, caught map[string]recap.State) {
	var all, spared []time.Duration
	states := map[recap.State]int{}
	for id, at := range posted {
		all = append(all, at.Sub(nine))
		state := caught[id]
		if states[state]++; state != recap.Claimed && state != recap.Sending {
			spared = append(spared, at.Sub(nine))
		}
	}
	t.Logf("due to posted: %s; without the %d that the kill caught under way: %s", quantiles(all), len(all)-len(spared), quantiles(spared))
	t.Logf("when it was killed: %d claimed, %d being sent, %d due", states[recap.Claimed], states[recap.Sending], states[recap.Due])
	answers := slacks.answers()
	for _, what := range slices.Sorted(maps.Keys(answers)) {
		t.Logf("calls: %6d %s", answers[what], what)
	}
}

func quantiles(all []time.Duration) string {
	slices.Sort(all)
	at := func(percent int) time.Duration { return all[(len(all)-1)*percent/100].Round(10 * time.Millisecond) }
	return fmt.Sprintf("p50 %s, p99 %s, max %s", at(50), at(99), at(100))
}
