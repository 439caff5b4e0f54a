package schedule

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestJumpPassesEverythingAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		due := []time.Time{at("2026-11-17 08:00:00"), at("2026-11-17 08:00:01"), at("2026-11-30 08:00:00"), at("2026-12-24 09:00:00")}
		d := &diary{due: due}
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		run(t, clock, d.look, slog.New(slog.DiscardHandler))
		if err := clock.Jump(t.Context(), at("2026-12-24 09:00:00")); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(d.done, due) {
			t.Errorf("done at %v; want %v", d.done, due)
		}
		if got, want := clock.Now(), at("2026-12-24 09:00:00"); !got.Equal(want) {
			t.Errorf("after the jump it is %s; want %s", got, want)
		}
		if len(d.looked) > 10 {
			t.Errorf("looked %d times; a jump must skip what is empty", len(d.looked))
		}
	})
}

func TestClockRunsOnAfterAJump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		run(t, clock, d.look, slog.New(slog.DiscardHandler))
		if err := clock.Jump(t.Context(), at("2026-11-17 09:00:00")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		d.mu.Lock()
		d.due = []time.Time{at("2026-11-17 09:01:00")}
		d.mu.Unlock()
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if len(d.done) != 1 || d.done[0].Sub(at("2026-11-17 09:01:00")) > Tick {
			t.Errorf("done at %v; want once, a tick after 09:01 at the latest", d.done)
		}
		if got, want := clock.Now(), at("2026-11-17 09:02:00"); !got.Equal(want) {
			t.Errorf("two minutes after the jump it is %s; want %s", got, want)
		}
	})
}

func TestJumpStopsWhereALookFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := errors.New("database away")
		d := &diary{due: []time.Time{at("2026-11-17 09:00:00"), at("2026-11-18 09:00:00")}}
		d.fail = func(now time.Time) error {
			if now.Equal(at("2026-11-17 09:00:00")) {
				return away
			}
			return nil
		}
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		run(t, clock, d.look, slog.New(slog.DiscardHandler))
		if err := clock.Jump(t.Context(), at("2026-11-19 09:00:00")); !errors.Is(err, away) {
			t.Errorf("Jump = %v; want what the look failed with", err)
		}
		if got, want := clock.Now(), at("2026-11-17 09:00:00"); !got.Equal(want) {
			t.Errorf("the clock shows %s; want %s, where the look failed", got, want)
		}
		if len(d.done) != 0 {
			t.Errorf("done at %v; want nothing", d.done)
		}
	})
}

func TestJumpGoesOnPastWhatIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{due: []time.Time{at("2026-11-17 09:00:00"), at("2026-11-18 09:00:00")}, known: at("2026-11-18 09:00:00")}
		d.fail = func(now time.Time) error {
			if now.Equal(at("2026-11-17 09:00:00")) {
				return errors.New("Slack is busy")
			}
			return nil
		}
		var log bytes.Buffer
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		run(t, clock, d.look, slog.New(slog.NewTextHandler(&log, nil)))
		if err := clock.Jump(t.Context(), at("2026-11-19 09:00:00")); err != nil {
			t.Fatal(err)
		}
		if len(d.done) != 2 || !strings.Contains(log.String(), "Slack is busy") {
			t.Errorf("done at %v, logged %s", d.done, log.String())
		}
	})
}

func TestJump(t *testing.T) {
	t.Run("never back", func(t *testing.T) {
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		if err := clock.Jump(t.Context(), at("2026-11-16 19:00:00")); err == nil {
			t.Error("the clock went back")
		}
		if clock.Now().Before(at("2026-11-16 20:00:00")) {
			t.Errorf("it is %s", clock.Now())
		}
	})
	t.Run("with nothing scheduled", func(t *testing.T) {
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		if err := clock.Jump(t.Context(), at("2027-11-16 20:00:00")); err != nil {
			t.Fatal(err)
		}
		if clock.Now().Before(at("2027-11-16 20:00:00")) {
			t.Errorf("it is %s", clock.Now())
		}
	})
	t.Run("what stays due gets a tick each time", func(t *testing.T) {
		now, to := at("2026-11-16 20:00:00"), at("2026-11-16 20:01:10")
		var stops []time.Time
		for now.Before(to) {
			now = step(now, at("2026-11-16 19:00:00"), to)
			stops = append(stops, now)
		}
		want := []time.Time{at("2026-11-16 20:00:30"), at("2026-11-16 20:01:00"), to}
		if !slices.Equal(stops, want) {
			t.Errorf("stops at %v; want %v", stops, want)
		}
	})
}
