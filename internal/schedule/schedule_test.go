package schedule

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", text)
	if err != nil {
		panic(err)
	}
	return t
}

// diary is a look that does something at fixed times, and remembers when it
// looked and when it did each thing.
type diary struct {
	mu     sync.Mutex
	due    []time.Time
	done   []time.Time
	looked []time.Time
	fail   func(now time.Time) error
	known  time.Time // what is next all the same when a look fails
}

func (d *diary) look(_ context.Context, now time.Time) (next time.Time, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = append(d.looked, now)
	if d.fail != nil {
		if err := d.fail(now); err != nil {
			return d.known, err
		}
	}
	for len(d.due) > 0 && !d.due[0].After(now) {
		d.due, d.done = d.due[1:], append(d.done, now)
	}
	if len(d.due) > 0 {
		next = d.due[0]
	}
	return next, nil
}

// run drives look in a bubble of virtual time until the test ends.
func run(t *testing.T, clock *Clock, look Look, log *slog.Logger) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- Run(ctx, clock, look, log) }()
	synctest.Wait()
	t.Cleanup(func() {
		cancel()
		if err := <-stopped; err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}

func TestTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		clock := NewClock()
		start := clock.Now()
		run(t, clock, d.look, slog.New(slog.DiscardHandler))
		time.Sleep(2*Tick + time.Second)
		synctest.Wait()
		want := []time.Time{start, start.Add(Tick), start.Add(2 * Tick)}
		if !slices.EqualFunc(d.looked, want, time.Time.Equal) {
			t.Errorf("looked at %v; want %v", d.looked, want)
		}
	})
}

// Nine o'clock is looked at when it is nine, not at the next tick.
func TestWhatIsDueIsLookedAtOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		due := []time.Time{at("2026-11-17 08:00:13"), at("2026-11-17 08:00:14"), at("2026-11-17 08:05:01")}
		d := &diary{due: due}
		run(t, NewClockAt(at("2026-11-17 08:00:00")), d.look, slog.New(slog.DiscardHandler))
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if !slices.EqualFunc(d.done, due, time.Time.Equal) {
			t.Errorf("done at %v; want %v", d.done, due)
		}
		if len(d.looked) != 21+3 {
			t.Errorf("looked %d times; want a look a tick and three beside", len(d.looked))
		}
	})
}

// Whoever has news need not wait for the tick, nor hurry a look that is under way.
func TestALookAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, clock := &diary{}, NewClock()
		if err := clock.Look(t.Context()); err != nil || len(d.looked) > 0 {
			t.Fatalf("before the schedule runs: %v, looked at %v", err, d.looked)
		}
		running := make(chan struct{})
		first := sync.OnceFunc(func() { <-running })
		run(t, clock, func(ctx context.Context, now time.Time) (time.Time, error) {
			first()
			return d.look(ctx, now)
		}, slog.New(slog.DiscardHandler))
		time.Sleep(5 * time.Second)
		looked := make(chan error, 1)
		go func() { looked <- clock.Look(t.Context()) }()
		synctest.Wait()
		if len(d.looked) > 0 {
			t.Errorf("looked at %v while the first look was under way", d.looked)
		}
		close(running)
		if err := <-looked; err != nil || len(d.looked) != 2 || d.looked[1] != clock.Now() {
			t.Errorf("%v, looked at %v by %v", err, d.looked, clock.Now())
		}
	})
}

func TestLooksNeverOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most, looks atomic.Int64
		slow := func(context.Context, time.Time) (time.Time, error) {
			most.Store(max(most.Load(), running.Add(1)))
			looks.Add(1)
			time.Sleep(70 * time.Second)
			running.Add(-1)
			return time.Time{}, nil
		}
		clock := NewClock()
		run(t, clock, slow, slog.New(slog.DiscardHandler))
		time.Sleep(10 * time.Second)
		if err := clock.Jump(t.Context(), clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		if most.Load() != 1 || looks.Load() < 5 {
			t.Errorf("%d looks, up to %d at once; want several, one at a time", looks.Load(), most.Load())
		}
	})
}

func TestTroubleIsLoggedAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		look := func(context.Context, time.Time) (time.Time, error) {
			looks++
			switch looks {
			case 1:
				return time.Time{}, errors.New("database away")
			case 2:
				panic("out of cheese")
			}
			return time.Time{}, nil
		}
		var log bytes.Buffer
		run(t, NewClock(), look, slog.New(slog.NewTextHandler(&log, nil)))
		time.Sleep(2*Tick + time.Second)
		synctest.Wait()
		if looks != 3 {
			t.Errorf("%d looks; want 3", looks)
		}
		for _, want := range []string{"database away", "out of cheese"} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log does not say %q: %s", want, log.String())
			}
		}
	})
}

func TestStopWaitsForTheLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		ctx, cancel := context.WithCancel(t.Context())
		look := func(context.Context, time.Time) (time.Time, error) {
			time.Sleep(5 * time.Second)
			ended = true
			return time.Time{}, nil
		}
		stopped := make(chan error, 1)
		go func() { stopped <- Run(ctx, NewClock(), look, slog.New(slog.DiscardHandler)) }()
		synctest.Wait()
		cancel()
		if err := <-stopped; err != nil || !ended {
			t.Errorf("Run = %v, the look ended: %t; want it to have ended", err, ended)
		}
	})
}

func TestTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		var rang []string
		clock.AfterFunc(time.Minute, func() { rang = append(rang, "minute") })
		clock.AfterFunc(time.Hour, func() { rang = append(rang, "hour") })
		stopped := clock.AfterFunc(time.Hour, func() { rang = append(rang, "stopped") })
		moved := clock.AfterFunc(time.Hour, func() { rang = append(rang, "moved") })
		if !stopped.Stop() || stopped.Stop() {
			t.Error("a timer is stopped once")
		}
		if !moved.Reset(3 * time.Hour) {
			t.Error("the timer was not running")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if err := clock.Jump(t.Context(), at("2026-11-16 22:00:00")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := strings.Join(rang, " "); got != "minute hour" {
			t.Errorf("rang: %s; want minute hour", got)
		}
		select {
		case <-clock.After(time.Hour):
		case <-time.After(2 * time.Hour):
			t.Error("After never came")
		}
		synctest.Wait()
		if got := strings.Join(rang, " "); got != "minute hour moved" {
			t.Errorf("rang: %s; want minute hour moved", got)
		}
		if clock.Since(at("2026-11-16 22:00:00")) != time.Hour || clock.Until(at("2026-11-17 00:00:00")) != time.Hour {
			t.Errorf("an hour after 22:00 it is %s", clock.Now())
		}
	})
}
