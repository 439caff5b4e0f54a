package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// DepartureWriter takes from somebody who left what was theirs.
type DepartureWriter interface {
	Retire(ctx context.Context, id string, by sla.Author) (ledger.Departure, error)
}

// deactivated is the reason in the log for what somebody loses who left.
const deactivated = "deactivated"

// learn keeps what Slack says of a person. Whoever Slack has deactivated loses at
// once what was theirs, however it became known.
func (b *Bot) learn(ctx context.Context, known, found ledger.Person) (ledger.Person, error) {
	found.Manager, found.For = known.Manager, known.For
	if found.Deactivated {
		found.Manager, found.For = false, nil
		if err := b.retire(ctx, ledger.Person{ID: found.ID, Manager: known.Manager, Admin: known.Admin, For: known.For}); err != nil {
			return ledger.Person{}, err
		}
	}
	if err := b.People.SavePerson(ctx, found); err != nil {
		return ledger.Person{}, fmt.Errorf("keep what Slack says of a person: %w", err)
	}
	return found, nil
}

// held is what somebody has who may have left.
func (b *Bot) held(ctx context.Context, p ledger.Person) (ledger.Departure, error) {
	catalogue, err := b.Books.Catalogue(ctx)
	if err != nil {
		return ledger.Departure{}, fmt.Errorf("read the catalogue: %w", err)
	}
	absences, err := b.Books.Absences(ctx)
	if err != nil {
		return ledger.Departure{}, fmt.Errorf("read who is away: %w", err)
	}
	settings, err := b.Books.Settings(ctx)
	if err != nil {
		return ledger.Departure{}, fmt.Errorf("read the settings: %w", err)
	}
	return ledger.Held(p, catalogue, absences, settings), nil
}

// retire takes from somebody who left what was theirs, where anything was.
func (b *Bot) retire(ctx context.Context, p ledger.Person) error {
	had, err := b.held(ctx, p)
	if err != nil || had.Empty() && len(p.For) == 0 {
		return err
	}
	a := asked{key: "retired " + p.ID + " " + newID(), what: deactivated, now: b.Now()}
	left, _, err := once(ctx, b, a, func(ctx context.Context, page Page) (ledger.Departure, error) {
		return page.Retire(ctx, p.ID, sla.Author{At: a.now, Reason: deactivated})
	})
	if err != nil {
		return fmt.Errorf("take from somebody who left what was theirs: %w", err)
	}
	b.Log.Info("somebody who was deactivated has lost what was theirs", "user", p.ID,
		"channels", len(left.Channels)+len(left.Sales), "manager", left.Manager)
	if !left.Manager || b.Unmanaged == nil || b.Code == "" {
		return nil
	}
	return b.tellUnmanaged(ctx)
}

// tellUnmanaged shows the code again once there is no manager any more. An admin of
// the Slack workspace needs none: they are one as soon as they write.
func (b *Bot) tellUnmanaged(ctx context.Context) error {
	managers, err := b.Books.Managers(ctx)
	if err != nil || len(managers) > 0 {
		return err
	}
	code, err := b.code(ctx)
	if err == nil {
		b.Unmanaged(code)
	}
	return err
}

// leaves answers Slack's news that somebody was deactivated, unless nobody here
// ever heard of them.
func (b *Bot) leaves(ctx context.Context, r request) error {
	ctx, cancel := context.WithTimeout(ctx, answerFor)
	defer cancel()
	known, err := b.People.Person(ctx, r.user)
	if errors.Is(err, ledger.ErrNotFound) {
		var had ledger.Departure
		if had, err = b.held(ctx, ledger.Person{ID: r.user}); err == nil && had.Empty() {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("find somebody who was deactivated: %w", err)
	}
	found, err := b.lookUp(ctx, r.user)
	if err != nil {
		return fmt.Errorf("look up somebody who was deactivated: %w", err)
	}
	_, err = b.learn(ctx, known, found)
	return err
}

// lookAroundFor bounds the daily look at who is still there.
const lookAroundFor = 10 * time.Second

// lookAround asks Slack once a day about everybody whom something depends on, so
// that a departure is noticed that no event told of. Where Slack does not answer
// it is asked again at the next look.
func (b *Bot) lookAround(ctx context.Context, today calendar.Date) error {
	if last := b.lookedAround.Load(); last != nil && *last == today {
		return nil
	}
	ids, err := b.Books.RoleHolders(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, lookAroundFor)
	defer cancel()
	for i, id := range ids {
		known, err := b.People.Person(ctx, id)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return fmt.Errorf("read what is known of a person: %w", err)
		}
		found, err := b.lookUp(ctx, id)
		switch {
		case err != nil && i == 0 && !unheardOf(err):
			return fmt.Errorf("look whether %s is still there: %w", id, err)
		case err != nil:
			b.Log.Warn("it could not be seen whether somebody is still there", "user", id, "error", err)
			continue
		}
		if _, err := b.learn(ctx, known, found); err != nil {
			return err
		}
	}
	b.lookedAround.Store(&today)
	return nil
}

// unheardOf reports that Slack has answered, and knows nobody of that id or does
// not tell: asking again gets no further.
func unheardOf(err error) bool {
	return slices.Contains([]string{"user_not_found", "user_not_visible"}, err.Error())
}

// CodeAfter is the one-time code once so many managers have left: each is good for
// one person only.
func CodeAfter(first config.Secret, left int) config.Secret {
	if left == 0 {
		return first
	}
	return NewCode(config.Secret(fmt.Sprintf("%s/%d", first.Reveal(), left)))
}
