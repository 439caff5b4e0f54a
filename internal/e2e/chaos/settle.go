package chaos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

// settle ends a storm: nothing fails any more, Slack sends again whatever was not
// acknowledged, and everything comes to rest.
func (e *episode) settle(ctx context.Context) error {
	for _, one := range e.crew {
		one.signal(syscall.SIGCONT)
	}
	if e.proxy != nil {
		e.proxy.arm("")
	}
	var keep []string
	if e.plan.truth == hidden {
		keep = hiding
	}
	if err := e.slack.clearFaults(ctx, e.tally, keep...); err != nil {
		return err
	}
	if err := e.ready(ctx); err != nil {
		return err
	}
	if err := e.acknowledgeAll(ctx); err != nil {
		return err
	}
	if err := e.calm(ctx); err != nil {
		return err
	}
	if err := e.askAgain(ctx); err != nil {
		return err
	}
	return e.calm(ctx)
}

// acknowledgeAll has every delivery acknowledged.
func (e *episode) acknowledgeAll(ctx context.Context) error {
	return again(ctx, func() error {
		if err := e.slack.sendAgain(ctx, 0, 50); err != nil {
			return err
		}
		if n := e.slack.pending(); n > 0 {
			return fmt.Errorf("%d deliveries are not acknowledged", n)
		}
		return nil
	})
}

// calm lets civil time run until nothing is left to be done: what is owed of an
// edit shows only once its pause is over.
func (e *episode) calm(ctx context.Context) error {
	for range 2 {
		if err := e.atRest(ctx); err != nil {
			return err
		}
		for range 5 {
			e.slack.jump(ctx, e.slack.now().Add(flowStep), 5*time.Second)
		}
	}
	return e.atRest(ctx)
}

func (e *episode) atRest(ctx context.Context) error {
	var busy []string
	err := again(ctx, func() error {
		all, err := e.books.receipts(ctx)
		if err != nil {
			return err
		}
		busy = nil
		for _, r := range all {
			if r.busy {
				busy = append(busy, fmt.Sprintf("%s of %s in %s is %s (%s)", r.kind, r.day, r.conversation, r.state, r.reason))
			}
		}
		if len(busy) == 0 {
			return nil
		}
		e.slack.jump(ctx, e.slack.now().Add(5*time.Second), time.Second)
		return errors.New("posts are not at rest")
	})
	if len(busy) > 0 && ctx.Err() == nil {
		e.wrong(unsettled, len(busy), strings.Join(busy, "; "))
		return nil
	}
	return err
}

// askAgain has the manager post by hand what Slack refused.
func (e *episode) askAgain(ctx context.Context) error {
	all, err := e.books.receipts(ctx)
	today := e.slack.now().Format(time.DateOnly)
	refused := slices.ContainsFunc(all, func(r receipt) bool { return r.state == "blocked" && r.day == today && recapOf(r.kind) })
	if err != nil || !refused {
		return err
	}
	_, err = e.slack.as(claire).Type(ctx, marketing, "/recap maintenant")
	if err == nil {
		rest(ctx, time.Second) // until it is on its way
		err = e.acknowledgeAll(ctx)
	}
	return err
}

func recapOf(kind string) bool { return kind == "daily" || kind == "closing" }

// wrong counts something that must not be, and says what.
func (e *episode) wrong(what string, n int, words string) {
	e.tally.count(what, n)
	e.found = append(e.found, fmt.Sprintf("%d %s: %s", n, what, words))
}
