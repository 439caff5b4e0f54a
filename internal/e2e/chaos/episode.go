package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// episode is some mornings and evenings of a company whose programs, database and
// Slack fail, with an oracle that watches from outside.
type episode struct {
	plan    plan
	binary  string
	folder  string // for its files
	cluster *cluster
	tally   *tally

	slack *workspace
	books *books
	proxy *proxy // nil on SQLite
	crew  []*replica
	staff *staff
	found []string // what is wrong, in words
}

// random is the chance of one part of the episode.
func (e *episode) random(part uint64) *rand.Rand { return rand.New(rand.NewPCG(e.plan.seed, part)) }

// play plays the episode and lets the oracle look at what has come of it.
func (e *episode) play(ctx context.Context) (err error) {
	ctx, end := context.WithCancel(ctx)
	var crew sync.WaitGroup
	defer func() {
		end()
		crew.Wait()
		e.close()
	}()
	if err := e.open(ctx); err != nil {
		return err
	}
	for _, one := range e.crew {
		crew.Go(func() { one.keep(ctx) })
	}
	if err := e.begin(ctx); err != nil {
		return err
	}
	for n, lasting := range e.plan.storms {
		if err := e.act(ctx, n, lasting); err != nil {
			return fmt.Errorf("storm %d: %w", n+1, err)
		}
	}
	if err := e.slack.clearFaults(ctx, e.tally); err != nil { // those that last as long as the episode
		return err
	}
	return e.audit(ctx)
}

// begin starts the programs and has the manager schedule the recaps.
func (e *episode) begin(ctx context.Context) error {
	if e.plan.truth == hidden {
		for _, rule := range hiding {
			if err := e.slack.fail(rule); err != nil {
				return err
			}
		}
	}
	if err := e.ready(ctx); err != nil {
		return err
	}
	c := e.slack.as(claire)
	return again(ctx, func() error {
		if _, err := c.Type(ctx, marketing, "/recap dans #marketing #ventes #general #direction"); err != nil {
			return err
		}
		rest(ctx, 500*time.Millisecond)
		seen, err := c.Messages(ctx, marketing, "")
		for _, m := range seen {
			if strings.Contains(m.Text, "récap à 09:00") {
				return err
			}
		}
		return errors.Join(errors.New("the recaps are not scheduled"), err)
	})
}

// ready waits until Slack reaches every program.
func (e *episode) ready(ctx context.Context) error {
	return again(ctx, func() error {
		for _, one := range e.crew {
			if !one.ready(ctx) {
				return errors.New("a program is not ready")
			}
		}
		return nil
	})
}

// act plays one storm, at nine or at five, and the calm after it.
func (e *episode) act(ctx context.Context, n int, lasting time.Duration) error {
	if err := e.wakeUp(ctx, n); err != nil {
		return err
	}
	if err := e.storm(ctx, lasting); err != nil {
		return err
	}
	return e.settle(ctx)
}

// wakeUp brings civil time to shortly before what is due next. Now and then
// nobody is there when it falls due: the programs start hours later.
func (e *episode) wakeUp(ctx context.Context, n int) error {
	to := e.next(n)
	if !e.slack.jump(ctx, to, patience) {
		return fmt.Errorf("not everybody followed the clock to %s", to.Format(time.DateTime))
	}
	random := e.random(1000 + uint64(n))
	if e.plan.gentle != nil || random.IntN(4) > 0 {
		return nil
	}
	for _, one := range e.crew {
		one.hold(true)
	}
	if err := again(ctx, func() error {
		for _, one := range e.crew {
			if _, running := one.place(); running {
				return errors.New("a program still runs")
			}
		}
		return nil
	}); err != nil {
		return err
	}
	e.slack.jump(ctx, to.Add(time.Duration(8+random.IntN(180))*time.Minute), time.Second)
	e.tally.fault("process: none running while recaps fell due")
	for _, one := range e.crew {
		one.hold(false)
	}
	return nil
}

// next is when the nth storm begins: mornings and evenings in turn, on working
// days.
func (e *episode) next(n int) time.Time {
	zone := e.slack.Clock().Zone()
	now := e.slack.now()
	day := time.Date(now.Year(), now.Month(), now.Day(), 8, 59, 40, 0, zone)
	if n%2 == 1 {
		return day.Add(8 * time.Hour)
	}
	for {
		day = day.AddDate(0, 0, 1)
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			return day
		}
	}
}
