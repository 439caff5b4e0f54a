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

// What remains due is given real time, but not for ever.
func TestJumpStopsForWhatRemainsDue(t *testing.T) {
	for _, c := range []struct {
		name        string
		lasts, held time.Duration // in real time
	}{
		{"for a moment", 10 * time.Second, 10 * time.Second},
		{"for ever", time.Hour, jumpPatience},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, due := time.Now(), at("2026-11-17 08:00:00")
				clock := NewClockAt(at("2026-11-17 07:00:00"))
				look := func(_ context.Context, now time.Time) (time.Time, error) {
					switch {
					case now.Before(due):
						return due, nil
					case time.Since(began) < c.lasts:
						return now, nil
					}
					return due.AddDate(0, 0, 1), nil
				}
				run(t, clock, look, slog.New(slog.DiscardHandler))
				if err := clock.Jump(t.Context(), at("2026-11-17 12:00:00")); err != nil {
					t.Fatal(err)
				}
				if held := time.Since(began); held != c.held {
					t.Errorf("the jump took %s; want %s", held, c.held)
				}
			})
		})
	}
}
