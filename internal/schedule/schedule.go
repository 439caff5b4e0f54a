// Package schedule says when to look at what is due, and nothing else: what is
// due is known from what is stored, never from a timer in memory.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/go-co-op/gocron/v2"
)

// Tick is how often one looks.
const Tick = 30 * time.Second

// stopPatience is how long a look that is under way may take to end: longer than
// one attempt to reach Slack.
const stopPatience = 15 * time.Second

// Look does what is due at an instant. It returns when something will next be
// due by itself, or the zero time when nothing will: there one looks as well, and
// a jump of the clock stops. Ticks come anyway. Both together, a time and an error,
// mean that something failed which later ticks will try again.
type Look func(ctx context.Context, now time.Time) (next time.Time, err error)

// Run looks at once, at every tick of the clock, and when the last look said that
// something would be due, one look at a time, until ctx is done; then it lets the look under way come to its end. A look that fails
// is logged, and the next tick tries again.
func Run(ctx context.Context, clock *Clock, look Look, log *slog.Logger) error {
	r := &runner{clock: clock, look: look, log: log, turn: make(chan struct{}, 1)}
	unwatch, err := clock.watch(r.step)
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	defer unwatch()
	scheduler, err := gocron.NewScheduler(gocron.WithLogger(quiet{log}), gocron.WithClock(clock),
		gocron.WithLocation(time.UTC), gocron.WithStopTimeout(stopPatience))
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	r.scheduler = scheduler
	_, err = scheduler.NewJob(
		gocron.DurationJob(Tick),
		gocron.NewTask(r.tick),
		gocron.WithName("look at what is due"),
		gocron.WithContext(ctx),
		gocron.WithSingletonMode(gocron.LimitModeReschedule),
		gocron.WithStartAt(gocron.WithStartImmediately()),
	)
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	scheduler.Start()
	<-ctx.Done()
	if err := scheduler.Shutdown(); err != nil {
		return fmt.Errorf("end the schedule: %w", err)
	}
	return nil
}

// runner looks, one look at a time: a jump of the clock and a tick take turns.
type runner struct {
	clock *Clock
	look  Look
	log   *slog.Logger
	turn  chan struct{} // holds one while somebody looks

	scheduler gocron.Scheduler
}

func (r *runner) tick(ctx context.Context) {
	next, err := r.once(ctx)
	if err != nil && ctx.Err() == nil {
		r.log.ErrorContext(ctx, "look at what is due", "error", err)
	}
	r.beThere(ctx, next)
}

// beThere has one look when something is due before the next tick, so that nine
// o'clock is not half a minute past.
func (r *runner) beThere(ctx context.Context, due time.Time) {
	if wait := r.clock.Until(due); wait <= 0 || wait >= Tick || ctx.Err() != nil {
		return
	}
	_, err := r.scheduler.NewJob(gocron.OneTimeJob(gocron.OneTimeJobStartDateTime(due)), gocron.NewTask(r.tick),
		gocron.WithName("look at what is due now"), gocron.WithContext(ctx))
	if err != nil {
		r.log.DebugContext(ctx, "what is due waits for the next tick", "error", err)
	}
}

// step looks on the way of a jump, which is not held up by what a later tick will
// try again.
func (r *runner) step(ctx context.Context) (next time.Time, err error) {
	if next, err = r.once(ctx); err != nil && !next.IsZero() {
		if ctx.Err() != nil { // it was asked to stop, and the jump ends here
			return next, ctx.Err()
		}
		r.log.ErrorContext(ctx, "look at what is due", "error", err)
		return next, nil
	}
	return next, err
}

// once looks at the time the clock shows. A panic ends the look, not the
// program.
func (r *runner) once(ctx context.Context) (next time.Time, err error) {
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return time.Time{}, ctx.Err()
	}
	defer func() {
		<-r.turn
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return r.look(ctx, r.clock.Now())
}

// quiet leaves what gocron says of its own beginnings to whoever debugs.
type quiet struct{ *slog.Logger }

// Info says it where only debugging hears it.
func (q quiet) Info(message string, args ...any) { q.Debug(message, args...) }
