package alert

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// quietBefore is how long before a recap nobody is alerted: it tells the same.
const quietBefore = 2 * time.Hour

// Reasons for an alert not to go out.
const (
	Passed = "passed" // it stands otherwise again, or the day's hours are over
	Gone   = "gone"   // the person reads no more
)

// Mute is somebody who wants no more alerts about a channel, 0 for the total.
type Mute = ledger.Mute

// Books are what alerts are made from.
type Books interface {
	Source
	RecentEntries(ctx context.Context, channel ledger.ChannelID, limit int) ([]ledger.Written, error)
	Mutes(ctx context.Context) ([]Mute, error)
	Managers(ctx context.Context) ([]ledger.Person, error)
	Guests(ctx context.Context) ([]ledger.Person, error)
}

// Letter is everything one alert says, before it is put into words.
type Letter struct {
	Change
	Public   bool          // everybody in a conversation reads it
	To       ledger.Person // who reads it, where nobody else does
	Settings ledger.Settings
}

// Mail writes the alerts of one workspace.
type Mail struct {
	Books  Books
	Render func(Letter) (recap.Message, error)
	// Who returns a person as Slack knows them now.
	Who func(ctx context.Context, id string) (ledger.Person, error)
	Now func() time.Time // civil time
}

// Open finds what has changed, for one look.
func (m Mail) Open(ctx context.Context) (recap.Mail, error) {
	r := round{Mail: m}
	var err error
	if r.agenda, err = recap.AgendaOf(ctx, m.Books); err != nil {
		return nil, err
	}
	if r.settings, err = m.Books.Settings(ctx); err != nil {
		return nil, err
	}
	now := m.Now()
	if !r.open(now) {
		return r, nil
	}
	since := r.since(now)
	latest, err := m.Books.RecentEntries(ctx, 0, 1)
	if err != nil || len(latest) == 0 || latest[0].RecordedAt.Before(since) {
		return r, err
	}
	if r.changes, err = Find(ctx, m.Books, r.agenda.On(now), since, now); err != nil || len(r.changes) == 0 {
		return r, err
	}
	if r.mutes, err = m.Books.Mutes(ctx); err != nil {
		return nil, fmt.Errorf("list who wants no alerts: %w", err)
	}
	if r.guests, err = m.Books.Guests(ctx); err != nil {
		return nil, fmt.Errorf("list the guests: %w", err)
	}
	r.managers, err = m.Books.Managers(ctx)
	return r, err
}

// round is the mail during one look.
type round struct {
	Mail
	agenda   recap.Agenda
	settings ledger.Settings
	changes  []Change
	mutes    []Mute
	managers []ledger.Person
	guests   []ledger.Person
}

// open reports whether people are alerted at that time: in the hours of a
// working day, and not shortly before a recap.
func (r round) open(now time.Time) bool {
	day := r.agenda.On(now)
	begin, begins := r.agenda.At(day, r.settings.DayBeginsAt)
	end, ends := r.agenda.At(day, r.settings.DayEndsAt)
	if !r.settings.Alerts || !r.agenda.Days().Works(day) || !begins || !ends || now.Before(begin) || now.After(end) {
		return false
	}
	next := r.agenda.Next(now)
	return next.IsZero() || next.Sub(now) > quietBefore
}

// since is from when on entries are news: the recap of the day told of earlier
// ones, and before it the day's own begin.
func (r round) since(now time.Time) time.Time {
	day := r.agenda.On(now)
	if due, ok := r.agenda.DueAt(day); ok && r.agenda.Scheduled() && !due.After(now) {
		return due
	}
	midnight, _ := r.agenda.At(day, calendar.TimeOfDay{})
	return midnight
}

// Writes reports whether it is an alert.
func (r round) Writes(k recap.Kind) bool {
	_, ok := about(k)
	return ok
}

// Pending lists the alerts about what has changed, but for those of today.
func (r round) Pending(now time.Time, known []recap.Post) (posts []recap.Post) {
	if !r.open(now) {
		return nil
	}
	for _, c := range r.changes {
		for _, to := range r.readers(c) {
			key := recap.Key{Conversation: to, Day: r.agenda.On(now), Kind: Kind(c.Channel)}
			if !slices.ContainsFunc(known, func(p recap.Post) bool { return p.Key == key }) {
				posts = append(posts, recap.Post{Key: key, State: recap.Due, DueAt: now})
			}
		}
	}
	return posts
}

// readers are whoever is alerted of a change: the owner of the channel, the
// managers of the total and of what nobody owns, or a guest, who reads no figures,
// and the conversations where the workspace wants it.
func (r round) readers(c Change) (ids []string) {
	people := r.owners(c)
	for _, id := range people {
		if !slices.Contains(r.mutes, Mute{Person: id, Channel: c.Channel}) {
			ids = append(ids, id)
		}
	}
	if r.settings.AlertsPublic {
		for _, conversation := range r.settings.RecapIn {
			ids = append(ids, conversation.ID)
		}
	}
	return ids
}

func (r round) owners(c Change) (ids []string) {
	for _, one := range c.Report.Channels {
		if one.ID == c.Channel && one.Owner != "" && !slices.ContainsFunc(r.guests, func(g ledger.Person) bool { return g.ID == one.Owner }) {
			return []string{one.Owner}
		}
	}
	for _, m := range r.managers {
		ids = append(ids, m.ID)
	}
	return ids
}

// Next is never: alerts come from entries, and somebody looks often.
func (r round) Next(time.Time) time.Time { return time.Time{} }

// Write puts an alert into words.
func (r round) Write(ctx context.Context, p recap.Post, now time.Time) (m recap.Message, err error) {
	id, _ := about(p.Kind)
	at := slices.IndexFunc(r.changes, func(c Change) bool { return c.Channel == id })
	if at < 0 || !r.open(now) || r.agenda.On(now) != p.Day {
		return m, &recap.Unwanted{Reason: Passed}
	}
	l := Letter{Change: r.changes[at], Settings: r.settings}
	l.Public = slices.ContainsFunc(r.settings.RecapIn, func(c ledger.Conversation) bool { return c.ID == p.Conversation })
	if l.Public {
		return r.Render(l)
	}
	if l.To, err = r.Who(ctx, p.Conversation); err != nil {
		return m, fmt.Errorf("look up who is alerted: %w", err)
	}
	if !l.To.MayRecord() {
		return m, &recap.Unwanted{Reason: Gone}
	}
	return r.Render(l)
}
