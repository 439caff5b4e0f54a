package localslack

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// running asks the clock to run fast, and sends what it answers when it stops.
func (o *office) running(ctx context.Context) <-chan localclient.Clock {
	ended := make(chan localclient.Clock, 1)
	go func() {
		state, err := o.claire.Run(ctx)
		if err != nil && ctx.Err() == nil {
			o.Error(err)
		}
		ended <- state
	}()
	until(o.T, "the run", func() bool { return o.Clock().State().Running || len(ended) > 0 }) // it may be short
	return ended
}

func (o *office) civil() string { return o.Clock().Now().Format("02 15:04") }

// What is due while the clock runs happens at its own time, and whoever watches
// sees the clock pass by.
func TestRunTakesFollowersAlong(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.run = time.Millisecond
	p := &poller{o: o}
	ctx, stop := context.WithCancel(t.Context())
	began := make(chan struct{})
	var following sync.WaitGroup
	following.Go(func() { p.follow(ctx, began) })
	<-began
	watch := o.watch(o.claire)
	ended := o.running(t.Context())
	_, err := watch.Event(soon, func(e event) bool { return e.Type == "clock" && strings.HasPrefix(e.Clock.Now.Format("15:04"), "11:") })
	o.must(err)
	o.must(o.claire.Halt(t.Context()))
	if state := <-ended; state.Running || !state.Reached || state.Moving {
		t.Errorf("after the halt the clock is %+v", state)
	}
	stop()
	following.Wait()
	said := texts(o.messages(o.marc, marketing, ""))
	for i, want := range []string{"16 10:07", "16 10:15", "16 10:22", "16 10:30"} {
		if len(said) <= i || said[i] != want {
			t.Fatalf("on the way was said %q; want %q in the place %d", said, want, i)
		}
	}
}

// A page that is closed stops the run it asked for.
func TestRunStopsWithItsPage(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.run = time.Millisecond
	ctx, leave := context.WithCancel(t.Context())
	ended := o.running(ctx)
	leave()
	<-ended
	until(t, "the end of the run", func() bool { return !o.Clock().State().Running })
}

func TestRunsOneAtATime(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.run = time.Millisecond
	ended := o.running(t.Context())
	_, err := o.marc.Run(t.Context())
	wantRefused(t, err, "already_running")
	o.Clock().Halt()
	o.Clock().Halt() // twice is no harm
	<-ended
}

func TestRunStopsByItself(t *testing.T) {
	o := mustOpen(t, "")
	state, ran := o.Clock().Run(t.Context(), time.Microsecond, time.Minute)
	if got := state.Now.Format("02 15:04"); !ran || got != "26 10:00" {
		t.Errorf("it ran to %s; want ten days", got)
	}
}

func TestRunWaitsForNobodyForEver(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.run, o.patience.jump = time.Millisecond, 20*time.Millisecond
	_, err := (&poller{o: o}).clock(t.Context(), "?follower=bot&steps=1", nil)
	o.must(err)
	if state := <-o.running(t.Context()); state.Reached || o.civil() != "16 10:15" {
		t.Errorf("without its follower the clock is %+v", state)
	}
}

// A run ends with the server.
func TestRunEndsWithTheServer(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.run = time.Millisecond
	ended := o.running(t.Context())
	o.Close()
	<-ended
}
