// Package refresh writes to the managers on the first working day of a month:
// what close rates and average sales could become, beside what they are, and how
// far the month's plan is agreed. Three working days later it reminds them once,
// if nobody has decided; then it is silent. It writes at the recap's time, whether
// recaps are posted or not.
package refresh

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// The two letters of a month. Their conversation is the manager, their day the
// month's first working day, or the one on which they are reminded.
var (
	Offer    = recap.Letter("rates")
	Reminder = recap.Letter("rates-reminder")
)

// The working days of a month on which the letters are due, and those from which
// on they are not sent any more, however long the service was away.
const (
	offerOn, offerUntil       = 1, 4
	reminderOn, reminderUntil = 4, 7
)

// Reasons for a letter not to go out.
const (
	NotManager = "not_manager" // any more
	Decided    = "decided"     // somebody has accepted rates, or kept those in force
	Nothing    = "nothing"     // is proposed that is not in force already
	Over       = "over"        // the month has ended meanwhile
)

// Books are what the letters are made from.
type Books interface {
	rates.Source
	report.SignedBooks
	Settings(ctx context.Context) (ledger.Settings, error)
	Exceptions(ctx context.Context) ([]calendar.Exception, error)
	Managers(ctx context.Context) ([]ledger.Person, error)
}

// Letter is everything one letter says, before it is put into words.
type Letter struct {
	Reminder  bool
	To        ledger.Person
	Settings  ledger.Settings
	Catalogue ledger.Catalogue
	Offer     rates.Offer // for the month's plan
	Signing   sla.Signing
}

// Mail writes the letters of one workspace.
type Mail struct {
	Books  Books
	Render func(Letter) (recap.Message, error)
}

// Open reads what decides of the letters, for one look.
func (m Mail) Open(ctx context.Context) (recap.Mail, error) {
	agenda, err := recap.AgendaOf(ctx, m.Books)
	if err != nil {
		return nil, err
	}
	settings, err := m.Books.Settings(ctx)
	if err != nil {
		return nil, err
	}
	managers, err := m.Books.Managers(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the managers: %w", err)
	}
	return round{m, agenda, settings, managers}, nil
}

// round is the mail during one look.
type round struct {
	Mail
	agenda   recap.Agenda
	settings ledger.Settings
	managers []ledger.Person
}

// Writes reports whether it is one of the two letters.
func (r round) Writes(k recap.Kind) bool { return k == Offer || k == Reminder }

// Pending lists the letters of the running month that have become due: offers,
// unless there are some already, and a reminder for whoever got one.
func (r round) Pending(now time.Time, known []recap.Post) []recap.Post {
	month := r.agenda.On(now).In()
	var posts []recap.Post
	offers := of(known, Offer, month)
	if day, due, ok := r.due(month, offerOn, offerUntil, now); ok && len(offers) == 0 {
		for _, manager := range r.managers {
			posts = append(posts, recap.Post{Key: recap.Key{Conversation: manager.ID, Day: day, Kind: Offer}, State: recap.Due, DueAt: due})
		}
	}
	reminders := of(known, Reminder, month)
	if day, due, ok := r.due(month, reminderOn, reminderUntil, now); ok && len(reminders) == 0 {
		for _, p := range offers {
			if p.State == recap.Posted {
				posts = append(posts, recap.Post{Key: recap.Key{Conversation: p.Conversation, Day: day, Kind: Reminder}, State: recap.Due, DueAt: due})
			}
		}
	}
	return posts
}

// of lists a month's letters of a kind.
func of(known []recap.Post, k recap.Kind, m calendar.Month) []recap.Post {
	return slices.DeleteFunc(slices.Clone(known), func(p recap.Post) bool { return p.Kind != k || p.Day.In() != m })
}

// due is the day and the instant at which a month's letter is due, as long as
// that has come and is not over.
func (r round) due(m calendar.Month, on, until int, now time.Time) (day calendar.Date, at time.Time, ok bool) {
	day = r.agenda.WorkingDay(m, on)
	at, exists := r.agenda.DueAt(day)
	return day, at, exists && !at.After(now) && r.agenda.On(now).Before(r.agenda.WorkingDay(m, until))
}

// Next returns when a letter is next due, whoever it is for.
func (r round) Next(now time.Time) time.Time {
	if len(r.managers) == 0 {
		return time.Time{}
	}
	month := r.agenda.On(now).In()
	for _, m := range []calendar.Month{month, month.Add(1)} {
		for _, nth := range []int{offerOn, reminderOn} {
			if due, exists := r.agenda.DueAt(r.agenda.WorkingDay(m, nth)); exists && due.After(now) {
				return due
			}
		}
	}
	return time.Time{}
}

// Write puts a letter into words.
func (r round) Write(ctx context.Context, p recap.Post, now time.Time) (recap.Message, error) {
	today, month := r.agenda.On(now), p.Day.In()
	at := slices.IndexFunc(r.managers, func(m ledger.Person) bool { return m.ID == p.Conversation })
	switch {
	case today.In() != month:
		return recap.Message{}, &recap.Unwanted{Reason: Over}
	case at < 0:
		return recap.Message{}, &recap.Unwanted{Reason: NotManager}
	case r.settings.RatesDecided == month:
		return recap.Message{}, &recap.Unwanted{Reason: Decided}
	}
	l := Letter{Reminder: p.Kind == Reminder, To: r.managers[at], Settings: r.settings}
	var err error
	if l.Offer, err = rates.Gather(ctx, r.Books, r.settings, month, today); err != nil {
		return recap.Message{}, err
	}
	if l.Offer.All().Empty() {
		return recap.Message{}, &recap.Unwanted{Reason: Nothing}
	}
	if l.Catalogue, err = r.Books.Catalogue(ctx); err != nil {
		return recap.Message{}, err
	}
	if l.Signing, err = report.Signing(ctx, r.Books, month, false); err != nil {
		return recap.Message{}, err
	}
	return r.Render(l)
}
