package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// A name that means something already is refused by the grammar, and within the
// transaction by the books.
func (p planner) addChannel(ctx context.Context, c phrase.AddChannel) (planned, error) {
	id, err := p.page.AddChannel(ctx, ledger.Channel{Name: c.Name, Team: c.Team, Rhythm: ledger.Daily}, p.by())
	return planned{What: channelAdded, Name: c.Name, New: string(c.Team), Segment: ledger.Segment{Channel: id}}, err
}

func (p planner) addPersona(ctx context.Context, c phrase.AddPersona) (planned, error) {
	id, err := p.page.AddPersona(ctx, ledger.Persona{Name: c.Name}, p.by())
	return planned{What: personaAdded, Name: c.Name, Segment: ledger.Segment{Persona: id}}, err
}

// setDays declares days off, or worked although they are holidays or closed.
func (p planner) setDays(ctx context.Context, what planChange, first, last calendar.Date) (planned, error) {
	switch {
	case last.Before(first):
		return planned{}, lang.Refuse("plan.backward_days", nil)
	case first.DaysUntil(last) >= mostDays:
		return planned{}, lang.Refuse("plan.too_many_days", nil)
	}
	if _, err := p.month(first.In()); err != nil {
		return planned{}, err
	}
	done := planned{What: what, First: first, Last: last}
	err := p.page.AddException(ctx, calendar.Exception{First: first, Last: last, Working: what == daysOpened}, p.by())
	if err != nil {
		return planned{}, err
	}
	after, err := p.calendarNow(ctx)
	if err != nil {
		return planned{}, err
	}
	for m := first.In(); !m.After(last.In()); m = m.Add(1) {
		done.Months = append(done.Months, monthDays{
			m,
			p.calendar.WorkingDays(m.First(), m.Last()), after.WorkingDays(m.First(), m.Last()),
		})
	}
	return done, nil
}

// calendarNow is the calendar with what this page has just changed of it.
func (p planner) calendarNow(ctx context.Context) (*calendar.Calendar, error) {
	exceptions, err := p.page.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	return calendar.New(calendar.Rule{Country: p.settings.Country, Alsace: p.settings.Alsace, Exceptions: exceptions})
}
