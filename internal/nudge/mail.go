package nudge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// Patience is how late a nudge may still be sent, on its own day.
const Patience = 4 * time.Hour

// goneMark begins the kinds of letters about somebody who cannot be asked any
// more. Each manager gets one, and again after a month of nothing done.
const goneMark = "gone-"

// Reasons for a letter not to go out.
const (
	Complete = "complete" // nothing is missing
	TooLate  = "too_late"
	Off      = "off"  // nudges have been switched off meanwhile
	Gone     = "gone" // the person records no more
	Settled  = "settled"
)

// Source is what decides of whose entries are missing.
type Source interface {
	Settings(ctx context.Context) (ledger.Settings, error)
	Exceptions(ctx context.Context) ([]calendar.Exception, error)
	Catalogue(ctx context.Context) (ledger.Catalogue, error)
	Plan(ctx context.Context, month calendar.Month) (sla.Plan, error)
	LastReported(ctx context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error)
	Absences(ctx context.Context) (ledger.Absences, error)
	Managers(ctx context.Context) ([]ledger.Person, error)
}

// Books are what the letters are made from.
type Books interface {
	Source
	Person(ctx context.Context, id string) (ledger.Person, error) // or ledger.ErrNotFound
}

// Letter is everything one letter says, before it is put into words.
type Letter struct {
	To       ledger.Person
	Settings ledger.Settings
	Day      calendar.Date
	Items    []Item
	Names    map[string]string // of the owners who are away or gone, by Slack user id
	Gone     bool              // the owner of the channels cannot be asked any more
}

// Mail writes the letters of one workspace.
type Mail struct {
	Books  Books
	Render func(Letter) (recap.Message, error)
	// Who returns a person as Slack knows them now.
	Who func(ctx context.Context, id string) (ledger.Person, error)
}

// Open reads what decides of the letters, for one look.
func (m Mail) Open(ctx context.Context) (recap.Mail, error) {
	r := round{Mail: m, people: map[string]ledger.Person{}}
	var err error
	if r.agenda, err = recap.AgendaOf(ctx, m.Books); err != nil {
		return nil, err
	}
	if r.settings, err = m.Books.Settings(ctx); err != nil || !r.settings.Nudges {
		return r, err
	}
	if r.catalogue, err = m.Books.Catalogue(ctx); err != nil {
		return nil, err
	}
	if r.absences, err = m.Books.Absences(ctx); err != nil {
		return nil, err
	}
	if r.managers, err = m.Books.Managers(ctx); err != nil {
		return nil, err
	}
	return r, r.meet(ctx)
}

// round is the mail during one look.
type round struct {
	Mail
	agenda    recap.Agenda
	settings  ledger.Settings
	catalogue ledger.Catalogue
	absences  ledger.Absences
	managers  []ledger.Person
	people    map[string]ledger.Person // owners and whoever stands in for them, as last known
}

// meet reads what is known of whoever may be asked.
func (r round) meet(ctx context.Context) error {
	ids := []string{}
	for _, c := range r.catalogue.Active().Channels {
		ids = append(ids, c.Owner, c.LeftBy)
	}
	for _, a := range r.absences {
		ids = append(ids, a.StandIn)
	}
	for _, id := range ids {
		if _, met := r.people[id]; met || id == "" {
			continue
		}
		person, err := r.Books.Person(ctx, id)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return fmt.Errorf("find who is asked for entries: %w", err)
		}
		person.ID = id
		r.people[id] = person
	}
	return nil
}

// Writes reports whether it is one of these letters.
func (r round) Writes(k recap.Kind) bool { return k == Kind || whoIsGone(k) != "" }

func whoIsGone(k recap.Kind) string {
	id, ok := strings.CutPrefix(string(k), string(recap.Letter(goneMark)))
	if !ok {
		return ""
	}
	return id
}

// due is when a day's letters are due; there are none on days off.
func (r round) due(day calendar.Date) (at time.Time, ok bool) {
	at, ok = r.agenda.At(day, r.settings.NudgeAt)
	return at, ok && r.settings.Nudges && r.agenda.Days().Works(day)
}

// Pending lists today's letters once they are due: one for everybody who has
// channels to record, whether anything is missing being seen when it is
// written, so that what is taken back later asks nobody again.
func (r round) Pending(now time.Time, known []recap.Post) (posts []recap.Post) {
	day := r.agenda.On(now)
	due, ok := r.due(day)
	if !ok || due.After(now) || now.Sub(due) > Patience {
		return nil
	}
	add := func(to string, kind recap.Kind, told func(recap.Post) bool) {
		if !slices.ContainsFunc(known, func(p recap.Post) bool { return p.Conversation == to && p.Kind == kind && told(p) }) {
			posts = append(posts, recap.Post{Key: recap.Key{Conversation: to, Day: day, Kind: kind}, State: recap.Due, DueAt: due})
		}
	}
	here, gone := r.asked(day)
	for _, id := range here {
		add(id, Kind, func(p recap.Post) bool { return p.Day == day })
	}
	for _, id := range gone {
		for _, m := range r.managers {
			add(m.ID, recap.Letter(goneMark+id), func(recap.Post) bool { return true })
		}
	}
	return posts
}

// asked lists whoever is responsible for channels on a day: those who may record
// for one, and those who have one for which they may not.
func (r round) asked(day calendar.Date) (here, gone []string) {
	for _, c := range r.catalogue.Active().Channels {
		id := r.absences.StandIn(c.Owner, day)
		switch {
		case id == "" && c.LeftBy != "":
			for _, m := range r.managers {
				here = append(here, m.ID)
			}
		case id == "":
		case r.here(id, c.ID):
			here = append(here, id)
		default:
			gone = append(gone, id)
		}
	}
	slices.Sort(here)
	slices.Sort(gone)
	return slices.Compact(here), slices.Compact(gone)
}

func (r round) here(id string, c ledger.ChannelID) bool { return r.people[id].MayRecordFor(c) }

// Next returns when letters are next due.
func (r round) Next(now time.Time) time.Time {
	if !r.settings.Nudges || len(r.catalogue.Active().Channels) == 0 {
		return time.Time{}
	}
	day := r.agenda.On(now)
	for range 366 { // a closure of a year is as good as none
		if due, ok := r.due(day); ok && due.After(now) {
			return due
		}
		day = day.AddDays(1)
	}
	return time.Time{}
}

// Write puts a letter into words.
func (r round) Write(ctx context.Context, p recap.Post, now time.Time) (recap.Message, error) {
	switch {
	case !r.settings.Nudges:
		return recap.Message{}, &recap.Unwanted{Reason: Off}
	case r.agenda.On(now) != p.Day || now.Sub(p.DueAt) > Patience:
		return recap.Message{}, &recap.Unwanted{Reason: TooLate}
	}
	to, err := r.Who(ctx, p.Conversation)
	if err != nil {
		return recap.Message{}, fmt.Errorf("look up who is asked for entries: %w", err)
	}
	if !to.MayRecord() && !to.LetIn() {
		return recap.Message{}, &recap.Unwanted{Reason: Gone}
	}
	l := Letter{To: to, Settings: r.settings, Day: p.Day, Names: map[string]string{}}
	if gone := whoIsGone(p.Kind); gone != "" {
		return r.writeGone(l, gone)
	}
	state, err := Gather(ctx, r.Books, p.Day)
	if err != nil {
		return recap.Message{}, err
	}
	if l.Items = For(to, state.Lacking(to.ID, p.Day)); len(l.Items) == 0 {
		return recap.Message{}, &recap.Unwanted{Reason: Complete}
	}
	return r.render(l)
}

// writeGone tells a manager which channels nobody records any more.
func (r round) writeGone(l Letter, gone string) (recap.Message, error) {
	l.Gone = true
	for _, c := range r.catalogue.Active().Channels {
		if c.Owner != "" && r.absences.StandIn(c.Owner, l.Day) == gone && !r.here(gone, c.ID) {
			l.Items = append(l.Items, Item{Channel: c})
		}
	}
	if len(l.Items) == 0 {
		return recap.Message{}, &recap.Unwanted{Reason: Settled}
	}
	return r.render(l)
}

func (r round) render(l Letter) (recap.Message, error) {
	for _, one := range l.Items {
		l.Names[one.Owner] = r.people[one.Owner].Name
	}
	return r.Render(l)
}

// Gather reads what decides of whose entries are missing on a day.
func Gather(ctx context.Context, b Source, day calendar.Date) (s State, err error) {
	agenda, err := recap.AgendaOf(ctx, b)
	if err != nil {
		return s, err
	}
	s.Days = agenda.Days()
	if s.Catalogue, err = b.Catalogue(ctx); err != nil {
		return s, err
	}
	if s.Plan, err = b.Plan(ctx, day.In()); err != nil {
		return s, err
	}
	if s.Reported, err = b.LastReported(ctx, day); err != nil {
		return s, err
	}
	if s.Absences, err = b.Absences(ctx); err != nil {
		return s, err
	}
	s.Managers, err = b.Managers(ctx)
	return s, err
}
