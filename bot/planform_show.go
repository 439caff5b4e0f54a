package bot

import (
	"context"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// opening answers a button under a plan with the form it is for. What is saved
// takes the place of that plan.
func (b *Bot) opening(p planForm) handler {
	return func(ctx context.Context, a asked) (reply, error) {
		month, err := calendar.ParseMonth(a.value)
		if err != nil {
			return reply{}, fmt.Errorf("read what a button of the plan is about: %w", err)
		}
		p := p
		p.whence, p.Month = a.whence(), month
		p.InPlace = true
		return b.showForm(ctx, a, p)
	}
}

// showForm shows a form as the plan stands, what is typed in it kept; one that
// has nothing to fill in is shown as what it is about to do.
func (b *Bot) showForm(ctx context.Context, a asked, p planForm, notes ...string) (reply, error) {
	if err := a.openMonth(p.Month); err != nil {
		return reply{}, err
	}
	f, err := a.maker(ctx, b.Books, p.Month)
	if err != nil {
		return reply{}, err
	}
	switch p.Kind {
	case listChannels, listPersonas:
		return b.showList(ctx, a, f, p)
	case copyForm, archiveChannel, archivePersona, restoreChannel, restorePersona:
		return b.confirmation(ctx, a, p)
	}
	fields := f.fields(p)
	p.Shown, p.Since = marks(fields), a.now.Unix()
	v := f.formView(p, fields, notes)
	return reply{View: &v, Over: p.Over && p.Turn == 0}, nil
}

// showList asks which channel or persona to edit; where there is no choice, its
// form is shown.
func (b *Bot) showList(ctx context.Context, a asked, f formMaker, p planForm) (reply, error) {
	names := f.editable(p.Kind)
	switch len(names) {
	case 0:
		return reply{}, lang.Refuse("planform.nobody", nil)
	case 1:
		return b.showPicked(ctx, a, p, names[0].value)
	}
	v := f.listView(p, names)
	return reply{View: &v}, nil
}

// pickForm shows the form of the name chosen in the list.
func (b *Bot) pickForm(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	return b.showPicked(ctx, a, p, a.value)
}

func (b *Bot) showPicked(ctx context.Context, a asked, p planForm, value string) (reply, error) {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return reply{}, fmt.Errorf("read what was picked: %w", err)
	}
	p.ID = id
	channel, persona := a.catalogue.Channel(ledger.ChannelID(id)), a.catalogue.Persona(ledger.PersonaID(id))
	switch {
	case p.Kind == listChannels && channel.Archived:
		p.Kind = restoreChannel
	case p.Kind == listChannels && channel.ID != 0:
		p.Kind = figuresForm
	case p.Kind == listPersonas && persona.Archived:
		p.Kind = restorePersona
	case p.Kind == listPersonas && persona.ID != 0:
		p.Kind = personaForm
	default:
		return reply{}, lang.Refuse("planform.gone", nil)
	}
	return b.showForm(ctx, a, p)
}

// pushCard shows the rest of a channel over its figures, which stay as they are.
func (b *Bot) pushCard(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	return b.showForm(ctx, a, planForm{whence: p.whence, Kind: cardForm, ID: p.ID, Month: p.Month, Over: true})
}

// pushArchive shows over a form what archiving its channel or persona would do.
func (b *Bot) pushArchive(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	kind := archiveChannel
	if p.Kind == personaForm {
		kind = archivePersona
	}
	return b.showForm(ctx, a, planForm{whence: p.whence, Kind: kind, ID: p.ID, Month: p.Month, Over: true})
}

// backToForm leaves a confirmation for the form, with what was typed in it.
func (b *Bot) backToForm(ctx context.Context, a asked) (reply, error) {
	p, err := a.planForm()
	if err != nil {
		return reply{}, err
	}
	p.Turn++
	return b.showForm(ctx, a, p)
}

// showMoved shows a form again because somebody else has changed what it showed:
// who and what, the values as they are now, and what was typed.
func (b *Bot) showMoved(ctx context.Context, a asked, p planForm) (reply, error) {
	if err := b.open(ctx, &a); err != nil { // the names may be what changed
		return reply{}, err
	}
	f, err := a.maker(ctx, b.Books, p.Month)
	if err != nil {
		return reply{}, err
	}
	moved := p.moved(f.fields(p))
	authors, err := b.byWhom(ctx, f.plan, p, moved)
	if err != nil {
		return reply{}, err
	}
	p.Turn++
	return b.showForm(ctx, a, p, f.movedLines(moved, authors)...)
}

// showRefused shows a form again with what is in its way; one that has nothing
// to fill in just says so.
func (b *Bot) showRefused(ctx context.Context, a asked, p planForm, problem *lang.Problem) (reply, error) {
	f, err := a.maker(ctx, b.Books, p.Month)
	if err != nil {
		return reply{}, err
	}
	if len(f.fields(p)) == 0 {
		return reply{}, problem
	}
	p.Turn++
	return b.showForm(ctx, a, p, lang.Capital(a.say.Problem(harmless(problem))))
}

// confirmation shows what a form is about to change, and what that does to the
// month in euros.
func (b *Bot) confirmation(ctx context.Context, a asked, p planForm) (reply, error) {
	f, err := a.maker(ctx, b.Books, p.Month)
	if err != nil {
		return reply{}, err
	}
	previous, err := b.Books.Plan(ctx, p.Month.Add(-1))
	if err != nil {
		return reply{}, fmt.Errorf("read the plan of %s: %w", p.Month.Add(-1), err)
	}
	after := f.effect(p, previous)
	settled, err := b.amends(ctx, a, p, f.about(p, after))
	if err != nil {
		return reply{}, err
	}
	v := f.confirmView(p, after, settled)
	return reply{View: &v, Over: p.Over && p.Turn == 0}, nil
}
