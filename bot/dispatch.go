package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// Slack waits three seconds for the acknowledgement, which is only sent once
// what was asked is committed: this is how long that may take.
const answerFor = 2500 * time.Millisecond

// atOnce is how many deliveries are answered at the same time; the others wait
// their turn until their time is up.
const atOnce = 64

// lastWordFor is what an answer whose time is up has left to say so itself.
const lastWordFor = 200 * time.Millisecond

// answer is the one way from a delivery to its reply, through either door. It
// never fails and never panics: what goes wrong is told calmly, and logged once by
// whoever called it. It is in time even where a database that fell silent does not
// let go of whoever asked it.
func (b *Bot) answer(ctx context.Context, r request) (a asked, out reply) {
	late, stop := context.WithTimeout(context.WithoutCancel(ctx), answerFor+lastWordFor)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, answerFor)
	defer cancel()
	a.fill(r, b.Now())
	a.say = lang.Speak(lang.French)
	select {
	case b.turns <- struct{}{}:
	case <-ctx.Done():
		return a, b.sorry(a.say, r, fmt.Errorf("wait for a turn: %w", ctx.Err()))
	}
	answered := make(chan func() (asked, reply), 1)
	go func(a asked) {
		defer func() { <-b.turns }()
		out := b.workOut(ctx, &a, r)
		answered <- func() (asked, reply) { return a, out }
	}(a)
	select {
	case it := <-answered:
		return it()
	case <-late.Done():
		return a, b.sorry(a.say, r, errors.New("no answer in time"))
	}
}

// workOut answers, with all that the answer needs to know of the asker.
func (b *Bot) workOut(ctx context.Context, a *asked, r request) reply {
	return b.guarded(a, r, func() (reply, error) {
		if err := b.ask(ctx, r, a); err != nil {
			return reply{}, err
		}
		out, err := b.route(ctx, *a, r)
		out = out.heard(*a)
		if r.kind == submission {
			return out, err // its modal rides in the acknowledgement
		}
		return b.show(ctx, *a, out), err
	})
}

// guarded turns whatever goes wrong in an answer into one that says so, in the
// language known by then.
func (b *Bot) guarded(a *asked, r request, answering func() (reply, error)) (out reply) {
	defer func() {
		if p := recover(); p != nil {
			out = b.sorry(a.say, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	out, err := answering()
	if err != nil {
		return b.refusal(a.say, r, err)
	}
	return out
}

// ask gathers what every handler needs. The language is known first, so that
// whatever goes wrong afterwards is said in it.
func (b *Bot) ask(ctx context.Context, r request, a *asked) (err error) {
	if a.settings, err = b.Books.Settings(ctx); err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	spoken := lang.Language(a.settings.Language)
	a.say = lang.Speak(spoken)
	if a.person, err = b.who(ctx, r); err != nil {
		return err
	}
	if !r.mention {
		a.say = lang.Speak(lang.Of(a.person.Locale, spoken))
	}
	return b.open(ctx, a)
}

// open reads the catalogue and works out what day it is.
func (b *Bot) open(ctx context.Context, a *asked) error {
	zone, err := a.settings.Zone()
	if err != nil {
		return err
	}
	a.today = calendar.On(a.now, zone)
	if a.exceptions, err = b.Books.Exceptions(ctx); err != nil {
		return fmt.Errorf("read the closures: %w", err)
	}
	if a.calendar, err = calendar.New(a.rule()); err != nil {
		return fmt.Errorf("make the calendar: %w", err)
	}
	if a.catalogue, err = b.Books.Catalogue(ctx); err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	if a.guest() {
		a.catalogue = a.catalogue.Only(a.person.For)
	}
	return nil
}

func (b *Bot) route(ctx context.Context, a asked, r request) (reply, error) {
	answering := b.routed.of(r.kind)[r.name]
	switch r.kind {
	case message:
		answering = b.message
	case edit:
		return reply{}, lang.Refuse("message.edited", nil)
	case opened:
		answering = b.home
	}
	if a.guest() && !guestMay(r) {
		return reply{}, a.notForGuests()
	}
	if answering == nil {
		return reply{}, lang.Refuse("dispatch.unknown", nil)
	}
	return answering(ctx, a)
}

// refusal says what the person can put right, and leaves the rest to sorry.
func (b *Bot) refusal(say lang.Speaker, r request, err error) reply {
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		return problemReply(say, problem)
	}
	return b.sorry(say, r, err)
}

// sorry gives the person the id under which what went wrong will be logged.
func (b *Bot) sorry(say lang.Speaker, r request, err error) reply {
	out := textReply(say.Say("dispatch.sorry", lang.Args{"id": r.id}))
	out.outcome, out.failure = failed, err
	return out
}

func newID() string {
	raw := make([]byte, 4)
	rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}
