package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// saved shows the plan with what a form has just changed of it, in the place of
// the one that the form was opened from. A channel just added is led on to its
// figures.
func (b *Bot) saved(ctx context.Context, a asked, p planForm, done []planned) (reply, error) {
	if err := b.open(ctx, &a); err != nil { // the names may be what changed
		return reply{}, err
	}
	out, err := b.planPage(ctx, a, p.Month, done...)
	if err != nil {
		return reply{}, err
	}
	out.Replace, out.Clear = a.inPlace, !(p.Over && p.Kind == cardForm)
	if p.Kind != cardForm || !p.adds() || len(a.catalogue.Active().Personas) == 0 {
		return out, nil
	}
	next, err := b.showForm(ctx, a, planForm{whence: p.whence, Kind: figuresForm, ID: int64(done[0].Segment.Channel), Month: p.Month})
	out.View = next.View
	return out, err
}

// planPage shows a month's plan, under what has just been changed of it.
func (b *Bot) planPage(ctx context.Context, a asked, m calendar.Month, done ...planned) (reply, error) {
	plan, err := b.Books.Plan(ctx, m)
	if err != nil {
		return reply{}, fmt.Errorf("show the plan of %s: %w", m, err)
	}
	w := planWords{a.say, a.settings, a.catalogue}
	said, err := b.savedLines(ctx, a, m, done)
	if err != nil {
		return reply{}, err
	}
	signing, err := a.signing(ctx, b.Books, m)
	if err != nil {
		return reply{}, err
	}
	buttons, err := b.planButtons(ctx, a, plan)
	if err != nil {
		return reply{}, err
	}
	buttons = append(buttons, signing.show()...)
	return a.full(w.planReply(m, plan, said, b.signedLine(ctx, a, signing), buttons...)), nil
}

// savedLines say what was changed of a month's plan, what that did to its
// commitment, and what its recaps will say of it.
func (b *Bot) savedLines(ctx context.Context, a asked, m calendar.Month, done []planned) ([]string, error) {
	if len(done) == 0 {
		return nil, nil
	}
	lines := planWords{a.say, a.settings, a.catalogue}.savedLines(done)
	v, err := b.look(ctx, a, a.say, subject{Month: m}, false)
	if err != nil {
		return nil, err
	}
	for _, one := range done {
		if line := v.amendedToday(a, one); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// savedLines say what was changed, and what it did to the month's commitment.
func (w planWords) savedLines(done []planned) []string {
	var lines []string
	var effect planned
	for _, one := range done {
		lines = append(lines, "✅ "+w.change(one))
		if !one.movesCommitment() {
			continue
		}
		if effect.Month.IsZero() {
			effect.Month, effect.Before = one.Month, one.Before
		}
		effect.After = one.After
	}
	if !effect.Month.IsZero() {
		lines = append(lines, w.commitmentEffect(effect))
	}
	return lines
}

// movesCommitment reports whether a change may move what the month promises.
func (d planned) movesCommitment() bool {
	switch d.What {
	case goalSet, rateSet, saleSet, archived, monthCopied:
		return !d.Month.IsZero()
	}
	return false
}

// planButtons are what a manager may do about a plan, as long as it changes and
// nobody else reads it.
func (b *Bot) planButtons(ctx context.Context, a asked, plan sla.Plan) (buttons []slack.BlockElement, err error) {
	if !a.person.MayManage() || a.public || a.closed(plan.Month) {
		return nil, nil
	}
	waiting, err := b.Books.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	previous, err := b.Books.Plan(ctx, plan.Month.Add(-1))
	if err != nil {
		return nil, fmt.Errorf("show the plan of %s: %w", plan.Month.Add(-1), err)
	}
	c := a.catalogue
	for _, one := range []struct {
		shown  bool
		action string
		label  lang.ID
	}{
		{len(c.Channels) > 0 && len(c.Active().Personas) > 0, actionEditChannel, "planform.button.channel"},
		{len(c.Personas) > 0, actionEditPersona, "planform.button.persona"},
		{true, actionTarget, "planform.button.target"},
		{true, actionAddChannel, "planform.button.add_channel"},
		{true, actionAddPersona, "planform.button.add_persona"},
		{plan.From != plan.Month && len(previous.Goals) > 0, actionCopy, "planform.button.copy"},
	} {
		if one.shown {
			label := a.say.Say(one.label, lang.Args{"month": a.say.MonthName(plan.Month.Add(-1))})
			buttons = append(buttons, button(one.action, label, plan.Month.String()))
		}
	}
	if n := int64(len(waiting)); n > 0 {
		buttons = append(buttons, button(actionDraftsShow, a.say.Count("drafts.button.show", n, lang.Args{}), plan.Month.String()))
	}
	return buttons, nil
}
