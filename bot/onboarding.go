package bot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// codeLetters are those nobody confuses when they read a code out.
const codeLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// NewCode returns a one-time code, such as treve-k7mp-x2qd: whoever sends it to
// the bot in a direct message while there is no manager becomes one. It follows
// from what only the bot's replicas know, so that any of them takes it.
func NewCode(known config.Secret) config.Secret {
	mark := hmac.New(sha256.New, []byte(known.Reveal()))
	mark.Write([]byte("the code of the first manager")) // never fails
	raw := make([]byte, 0, 8)
	for _, one := range mark.Sum(nil) {
		if n := int(one); len(raw) < cap(raw) && n < 256-256%len(codeLetters) { // no letter comes more often than another
			raw = append(raw, codeLetters[n%len(codeLetters)])
		}
	}
	return config.Secret(fmt.Sprintf("treve-%s-%s", raw[:4], raw[4:]))
}

// useCode makes whoever sends the right code a manager, once, and shows the
// first steps.
func (b *Bot) useCode(ctx context.Context, a asked, c phrase.Code) (reply, error) {
	if a.public {
		return reply{}, lang.Refuse("onboarding.not_in_public", nil)
	}
	code, err := b.code(ctx)
	if err != nil {
		return reply{}, err
	}
	right := subtle.ConstantTimeCompare([]byte(c.Code), []byte(code.Reveal())) == 1
	if code == "" || !right {
		return reply{}, lang.Refuse("onboarding.wrong_code", nil)
	}
	first, err := b.spend(ctx, a, code)
	switch {
	case err != nil:
		return reply{}, err
	case first != a.person.ID:
		return reply{}, lang.Refuse("onboarding.spent", nil)
	}
	a.person.Manager = true
	if err := b.People.SavePerson(ctx, a.person); err != nil {
		return reply{}, fmt.Errorf("name a manager: %w", err)
	}
	l := letter{say: a.say}
	title := a.say.Say("onboarding.welcome", nil)
	l.title(title, title)
	l.add(a.say.Say("onboarding.manager", nil))
	if err := b.addSteps(ctx, a, &l); err != nil {
		return reply{}, err
	}
	return l.reply(), nil
}

// code is the one that is good now: when every manager has left, another.
func (b *Bot) code(ctx context.Context) (config.Secret, error) {
	if b.Code == "" {
		return "", nil
	}
	left, err := b.Books.ManagersLeft(ctx)
	return CodeAfter(b.Code, left), err
}

// spend uses the code up, and returns who did so first: it is kept under the
// code itself, like every answer under its request.
func (b *Bot) spend(ctx context.Context, a asked, code config.Secret) (first string, err error) {
	managers, err := b.People.Managers(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("look for a manager: %w", err)
	case len(managers) > 0 && !a.person.MayManage():
		return "", lang.Refuse("onboarding.spent", nil)
	}
	sum := sha256.Sum256([]byte(code.Reveal()))
	a.key, a.what = "code "+hex.EncodeToString(sum[:]), "code"
	request := ledger.Request{Key: a.key, Asked: a.what, Author: a.person.ID, At: a.now}
	kept, _, err := b.Books.Once(ctx, request, func(context.Context, Page) ([]byte, error) { return []byte(a.person.ID), nil })
	if err != nil {
		return "", fmt.Errorf("use the code up: %w", err)
	}
	return string(kept), nil
}

// progress says which of the first steps are done.
type progress struct{ Plan, Place, Entry bool }

func (p progress) complete() bool { return p.Plan && p.Place && p.Entry }

// progress looks at what there is so far.
func (b *Bot) progress(ctx context.Context, a asked) (p progress, err error) {
	plan, err := b.Books.Plan(ctx, a.today.In())
	if err != nil {
		return p, fmt.Errorf("read the plan: %w", err)
	}
	reported, err := b.Books.LastReported(ctx, a.today)
	if err != nil {
		return p, fmt.Errorf("look for entries: %w", err)
	}
	for segment, leads := range plan.Goals {
		_, priced := plan.Value(segment)
		p.Plan = p.Plan || priced && leads > 0
	}
	p.Place, p.Entry = len(a.settings.RecapIn) > 0, len(reported) > 0
	return p, nil
}

// addSteps lists the first steps with what to type for each, those done ticked;
// nothing once all are done.
func (b *Bot) addSteps(ctx context.Context, a asked, l *letter) error {
	p, err := b.progress(ctx, a)
	if err != nil || p.complete() {
		return err
	}
	l.add(stepLines(a.say, p)...)
	return nil
}

func stepLines(say lang.Speaker, p progress) []string {
	lines := []string{say.Say("onboarding.steps", nil)}
	for _, step := range []struct {
		id   lang.ID
		done bool
	}{
		{"onboarding.step.plan", p.Plan}, {"onboarding.step.place", p.Place}, {"onboarding.step.entry", p.Entry},
	} {
		mark := "▫️"
		if step.done {
			mark = "✅"
		}
		lines = append(lines, say.Say("onboarding.step", lang.Args{"mark": mark, "step": say.Say(step.id, nil)}))
	}
	return lines
}
