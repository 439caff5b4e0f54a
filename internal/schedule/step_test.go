package schedule

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestJumpSaysWhereItIsBeforeEachLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{due: []time.Time{at("2026-11-17 08:00:00"), at("2026-11-18 08:00:00")}}
		clock := NewClockAt(at("2026-11-16 20:00:00"))
		var said []time.Time
		clock.OnStep = func(_ context.Context, now time.Time) {
			if !clock.Now().Equal(now) || slices.Contains(d.looked, now) {
				t.Errorf("told of %s at %s, after a look at %v", now, clock.Now(), d.looked)
			}
			said = append(said, now)
		}
		run(t, clock, d.look, slog.New(slog.DiscardHandler))
		if err := clock.Jump(t.Context(), at("2026-11-18 12:00:00")); err != nil {
			t.Fatal(err)
		}
		want := []time.Time{at("2026-11-17 08:00:00"), at("2026-11-18 08:00:00"), at("2026-11-18 12:00:00")}
		if !slices.EqualFunc(said, want, time.Time.Equal) {
			t.Errorf("said to be at %v; want %v", said, want)
		}
	})
}

func TestJumpSaysWhereItEndsWithNothingScheduled(t *testing.T) {
	clock, to := NewClockAt(at("2026-11-16 20:00:00")), at("2027-11-16 20:00:00")
	var said []time.Time
	clock.OnStep = func(_ context.Context, now time.Time) { said = append(said, now) }
	if err := clock.Jump(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(said, []time.Time{to}) {
		t.Errorf("said to be at %v; want %s alone", said, to)
	}
}
