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
	previous, err := b.Books.Plan(ctx, m.Add(-1))
	if err != nil {
		return reply{}, fmt.Errorf("show the plan of %s: %w", m.Add(-1), err)
	}
	w := planWords{a.say, a.settings, a.catalogue}
	said := w.savedLines(done)
	if len(done) > 0 {
		v, err := b.look(ctx, a, a.say, subject{Month: m}, false)
		if err != nil {
			return reply{}, err
		}
		for _, one := range done {
			if line := v.amendedToday(a, one); !slices.Contains(said, line) {
				said = append(said, line)
			}
		}
	}
	signing, err := b.signing(ctx, a, m)
	if err != nil {
		return reply{}, err
	}
	var buttons []slack.BlockElement
	if a.person.MayManage() && !a.public && a.openMonth(m) == nil {
		waiting, err := b.Books.Drafts(ctx)
		if err != nil {
			return reply{}, err
		}
		buttons = w.planButtons(m, plan, previous)
		if n := int64(len(waiting)); n > 0 {
			buttons = append(buttons, button(actionDraftsShow, a.say.Count("drafts.button.show", n, lang.Args{}), m.String()))
		}
	}
	buttons = append(buttons, signing.show()...)
	return a.full(w.planReply(m, plan, said, b.signedLine(ctx, a, signing), buttons...)), nil
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

// planButtons are what a manager may do about a plan.
func (w planWords) planButtons(m calendar.Month, plan, previous sla.Plan) []slack.BlockElement {
	c := w.catalogue.Active()
	var buttons []slack.BlockElement
	add := func(action string, label lang.ID) {
		buttons = append(buttons, button(action, w.say.Say(label, lang.Args{"month": w.say.MonthName(m.Add(-1))}), m.String()))
	}
	if len(w.catalogue.Channels) > 0 && len(c.Personas) > 0 {
		add(actionEditChannel, "planform.button.channel")
	}
	if len(w.catalogue.Personas) > 0 {
		add(actionEditPersona, "planform.button.persona")
	}
	add(actionTarget, "planform.button.target")
	add(actionAddChannel, "planform.button.add_channel")
	add(actionAddPersona, "planform.button.add_persona")
	if plan.From != m && len(previous.Goals) > 0 {
		add(actionCopy, "planform.button.copy")
	}
	return buttons
}
