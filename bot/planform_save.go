package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// submitPlanForm shows what a form is about to change and what that does to the
// month in euros, before anything is saved; what changes no amount is saved at
// once.
func (b *Bot) submitPlanForm(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	f, err := a.maker(ctx, b.Books, p.Month)
	if err != nil {
		return reply{}, err
	}
	fields := f.fields(p)
	typed, wrong, err := a.read(p, fields)
	switch {
	case err != nil:
		return reply{}, err
	case len(wrong) > 0:
		return reply{Errors: wrong}, nil
	}
	p.Typed = typed
	changed := p.changes(fields)
	switch {
	case len(p.moved(fields)) > 0:
		return b.showMoved(ctx, a, p)
	case len(changed) == 0 && !p.adds():
		out := textReply(a.say.Say("planform.nothing", nil))
		out.Private = true
		return out, nil
	case p.adds() || !valued(changed):
		return b.save(ctx, a, p, "")
	}
	return b.confirmation(ctx, a, p)
}

// valued reports whether any of the changes moves an amount.
func valued(changed []field) bool {
	for _, f := range changed {
		switch f.what {
		case goalSet, rateSet, saleSet, targetSet, spanSet:
			return true
		}
	}
	return false
}

// savePlanForm saves what was confirmed.
func (b *Bot) savePlanForm(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	return b.save(ctx, a, p, a.form.fields[fieldWhy])
}

// fieldWhy is why a plan that had settled is changed.
const fieldWhy = "why"

// save writes a form, all of it or nothing, and shows the plan as it is then.
// Where somebody else was faster, or something is in the way, the form is shown
// again with what was typed.
func (b *Bot) save(ctx context.Context, a asked, p planForm, reason string) (reply, error) {
	var done []planned
	err := b.mayOwnAll(ctx, a, p)
	if err == nil {
		done, _, err = once(ctx, b, a, func(ctx context.Context, page Page) ([]planned, error) {
			return planner{asked: a, page: page, from: p.Month, reason: reason}.writeForm(ctx, p)
		})
	}
	if errors.Is(err, staleError{}) {
		return b.showMoved(ctx, a, p)
	}
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		return b.showRefused(ctx, a, p, problem)
	}
	if err != nil {
		return reply{}, fmt.Errorf("save a form of the plan: %w", err)
	}
	return b.saved(ctx, a, p, done)
}

// writeForm changes what a form says, unless what it showed has been changed
// meanwhile.
func (p planner) writeForm(ctx context.Context, form planForm) ([]planned, error) {
	if err := p.page.HoldPlan(ctx); err != nil {
		return nil, err
	}
	var err error
	if p.catalogue, err = p.page.Catalogue(ctx); err != nil {
		return nil, err
	}
	f, err := p.maker(ctx, p.page, form.Month)
	if err != nil {
		return nil, err
	}
	fields := f.fields(form)
	for _, one := range form.changes(fields) {
		if err := one.allowed(form.Typed[one.id]); err != nil {
			return nil, err
		}
	}
	switch {
	case len(form.moved(fields)) > 0:
		return nil, staleError{}
	case form.adds():
		return p.addForm(ctx, form, fields)
	case form.Kind == copyForm:
		done, err := p.copyMonth(ctx, form.Month)
		return []planned{done}, err
	}
	return p.writeAll(ctx, append(form.commands(fields, form.segment()), form.command()...))
}

func (p planner) writeAll(ctx context.Context, commands []phrase.Command) (all []planned, err error) {
	for _, cmd := range commands {
		done, err := p.write(ctx, cmd)
		if err != nil {
			return nil, err
		}
		all = append(all, done)
	}
	return all, nil
}

// command is what a form without fields does, none where it has some.
func (p planForm) command() []phrase.Command {
	switch p.Kind {
	case archiveChannel, archivePersona:
		return []phrase.Command{phrase.Archive{Of: p.segment()}}
	case restoreChannel, restorePersona:
		return []phrase.Command{phrase.Archive{Of: p.segment(), Restore: true}}
	}
	return nil
}

// addForm adds the channel or persona that a form describes, then all that is
// said of it.
func (p planner) addForm(ctx context.Context, form planForm, fields []field) ([]planned, error) {
	var add phrase.Command = phrase.AddPersona{Name: form.Typed["name"]}
	if form.Kind == cardForm {
		add = phrase.AddChannel{Name: form.Typed["name"], Team: ledger.Marketing}
	}
	added, err := p.write(ctx, add)
	if err != nil {
		return nil, err
	}
	rest := form
	rest.Typed = maps.Clone(form.Typed)
	delete(rest.Typed, "name")
	all, err := p.writeAll(ctx, rest.commands(fields, added.Segment))
	if team, ok := rest.Typed["team"]; ok {
		added.New = team
	}
	return append([]planned{added}, all...), err
}

// copyMonth says again, for a month, all that the month before it promises and
// values: from then on neither changes with the other.
func (p planner) copyMonth(ctx context.Context, m calendar.Month) (planned, error) {
	m, err := p.month(m)
	if err != nil {
		return planned{}, err
	}
	from, err := p.page.Plan(ctx, m.Add(-1))
	if err != nil {
		return planned{}, err
	}
	before, err := p.page.Plan(ctx, m)
	if err != nil {
		return planned{}, err
	}
	for _, channel := range p.catalogue.Channels {
		for _, persona := range p.catalogue.Personas {
			if err := p.copySegment(ctx, m, from, ledger.Segment{Channel: channel.ID, Persona: persona.ID}); err != nil {
				return planned{}, err
			}
		}
	}
	for _, persona := range p.catalogue.Personas {
		if cents, priced := from.Sales[persona.ID]; priced {
			if err := p.page.SetSale(ctx, m, persona.ID, cents, p.by()); err != nil {
				return planned{}, err
			}
		}
	}
	if from.Target.Valid {
		err = p.page.SetTarget(ctx, m, targetCents(from), p.by())
	}
	return planned{What: monthCopied, Month: m, Before: before.Commitment(), After: from.Commitment()}, err
}

func (p planner) copySegment(ctx context.Context, m calendar.Month, from sla.Plan, s ledger.Segment) error {
	if leads := from.Goals[s]; leads > 0 {
		if err := p.page.SetGoal(ctx, m, s, leads, p.by()); err != nil {
			return err
		}
	}
	if rate, known := from.Rates[s]; known {
		return p.page.SetRate(ctx, m, s, rate.Value, rate.Source, p.by())
	}
	return nil
}
