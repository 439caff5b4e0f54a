// Package chase writes to sales about the leads that wait past their deadline:
// every working morning to whoever follows a channel up, and once to the managers
// about those that a second deadline has passed.
package chase

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
)

// Morning is the letter to whoever follows channels up. Its day is the morning.
var Morning = recap.Letter("sales")

// escalation begins the kinds of the letters to managers, one for each channel.
const escalation = "sales-late-"

// Escalation is the letter to managers about leads of a channel, on the first
// working morning after their second deadline. Its day is that morning.
func Escalation(id ledger.ChannelID) recap.Kind {
	return recap.Letter(escalation + strconv.FormatInt(int64(id), 10))
}

// escalated returns the channel that a letter to managers is about.
func escalated(k recap.Kind) (ledger.ChannelID, bool) {
	text, found := strings.CutPrefix(string(k), string(recap.Letter(escalation)))
	id, err := strconv.ParseInt(text, 10, 64)
	return ledger.ChannelID(id), found && err == nil
}

// Reasons for a letter not to go out.
const (
	Nothing = "nothing_waits" // any more
	Over    = "another_day"
	Gone    = "gone" // the person reads no figures, or no more
)

// Books are what the letters are made from.
type Books interface {
	report.SalesBooks
	Managers(ctx context.Context) ([]ledger.Person, error)
	Person(ctx context.Context, id string) (ledger.Person, error) // or ledger.ErrNotFound
}

// Waiting is leads of a segment that nobody has contacted in time.
type Waiting struct {
	Segment ledger.Segment
	Day     calendar.Date // they came in on
	Count   int64
}

// Letter is everything one letter says, before it is put into words.
type Letter struct {
	Escalation bool
	To         ledger.Person
	Settings   ledger.Settings
	Catalogue  ledger.Catalogue
	Today      calendar.Date
	Waiting    []Waiting // by channel, the oldest first
}

// Mail writes the letters of one workspace.
type Mail struct {
	Books  Books
	Render func(Letter) (recap.Message, error)
}

// Open reads what decides of the letters, for one look.
func (m Mail) Open(ctx context.Context) (recap.Mail, error) {
	r := round{Mail: m, told: map[letterTo]calendar.Date{}}
	var err error
	if r.office, err = report.OfficeOf(ctx, m.Books); err != nil {
		return nil, err
	}
	if r.settings, err = m.Books.Settings(ctx); err != nil {
		return nil, err
	}
	if r.catalogue, err = m.Books.Catalogue(ctx); err != nil {
		return nil, err
	}
	if r.managers, err = m.Books.Managers(ctx); err != nil {
		return nil, fmt.Errorf("list the managers: %w", err)
	}
	promised, err := m.Books.FirstPromised(ctx)
	r.promised = !promised.IsZero()
	return r, err
}

// round is the mail during one look.
type round struct {
	Mail
	office    calendar.Office
	settings  ledger.Settings
	catalogue ledger.Catalogue
	managers  []ledger.Person
	promised  bool // sales promises something
	told      map[letterTo]calendar.Date
}

// letterTo is a kind of letter to somebody. A round remembers their last morning
// that was settled: by a letter, or because there was nothing to tell.
type letterTo struct {
	to   string
	kind recap.Kind
}

// remember takes down from what is known up to where managers have been told.
func (r round) remember(today calendar.Date, known []recap.Post) {
	for _, p := range known {
		_, late := escalated(p.Kind)
		settled := p.State == recap.Posted || p.State == recap.Skipped && p.Reason == Nothing
		at := letterTo{p.Conversation, p.Kind}
		if late && settled && p.Day.Before(today) && p.Day.After(r.told[at]) {
			r.told[at] = p.Day
		}
	}
}

// Writes reports whether it is one of the two kinds of letters.
func (r round) Writes(k recap.Kind) bool {
	_, late := escalated(k)
	return k == Morning || late
}

// Pending lists the mornings' letters that have become due today. Whether
// anything waits is found out when they are written.
func (r round) Pending(now time.Time, known []recap.Post) []recap.Post {
	day, due, ok := r.morning(now)
	r.remember(day, known)
	if !ok || due.After(now) || slices.ContainsFunc(known, func(p recap.Post) bool { return p.Kind == Morning && p.Day == day }) {
		return nil
	}
	var posts []recap.Post
	for _, person := range r.followers() {
		posts = append(posts, recap.Post{Key: recap.Key{Conversation: person, Day: day, Kind: Morning}, State: recap.Due, DueAt: due})
	}
	for _, manager := range r.managers {
		for _, c := range r.catalogue.Channels {
			posts = append(posts, recap.Post{Key: recap.Key{Conversation: manager.ID, Day: day, Kind: Escalation(c.ID)}, State: recap.Due, DueAt: due})
		}
	}
	return posts
}

// morning is the working morning that now is part of, and when its letters are
// due; false where nobody works or nothing is promised.
func (r round) morning(now time.Time) (day calendar.Date, due time.Time, ok bool) {
	day = calendar.On(now, r.office.Zone)
	return day, day.At(r.office.Opens, r.office.Zone), r.promised && r.office.Calendar.Works(day)
}

// followers are the people who follow channels up, each once.
func (r round) followers() (people []string) {
	for _, c := range r.catalogue.Channels {
		if owner := c.FollowedBy(); owner != "" && !c.Archived && !slices.Contains(people, owner) {
			people = append(people, owner)
		}
	}
	return people
}

// Next returns when the next morning's letters are due.
func (r round) Next(now time.Time) time.Time {
	day, due, ok := r.morning(now)
	switch {
	case !r.promised:
		return time.Time{}
	case ok && due.After(now):
		return due
	}
	return r.office.Calendar.Next(day).At(r.office.Opens, r.office.Zone)
}

// Write puts a letter into words.
func (r round) Write(ctx context.Context, p recap.Post, now time.Time) (recap.Message, error) {
	today := calendar.On(now, r.office.Zone)
	if p.Day != today {
		return recap.Message{}, &recap.Unwanted{Reason: Over}
	}
	half, err := report.Sales(ctx, r.Books, report.Cut{Month: today.In(), AsOf: today.AddDays(-1), Live: today})
	if err != nil {
		return recap.Message{}, err
	}
	l := Letter{Settings: r.settings, Catalogue: r.catalogue, Today: today}
	if id, late := escalated(p.Kind); late {
		l.Escalation = true
		l.Waiting = r.newlyLate(half, id, today, r.told[letterTo{p.Conversation, p.Kind}])
	} else {
		l.Waiting = r.waiting(half, p.Conversation, today)
	}
	if len(l.Waiting) == 0 {
		return recap.Message{}, &recap.Unwanted{Reason: Nothing}
	}
	if l.To, err = r.Books.Person(ctx, p.Conversation); err != nil {
		l.To = ledger.Person{ID: p.Conversation}
	}
	if !l.To.MayRecord() {
		return recap.Message{}, &recap.Unwanted{Reason: Gone}
	}
	return r.Render(l)
}

// waiting lists what waits past its deadline in the channels that somebody
// follows up.
func (r round) waiting(half report.SalesHalf, person string, today calendar.Date) []Waiting {
	return collect(half.Pieces, func(p followup.Piece) bool {
		return r.catalogue.Channel(p.Lead.Segment.Channel).FollowedBy() == person && r.late(half, p, today.AddDays(-1), 1)
	})
}

// newlyLate lists what waits in a channel whose second deadline, as long again as
// the first, has passed since the morning of which a manager was last told, the
// working day before where they never were: they are told once, and of a morning
// that was missed on the next.
func (r round) newlyLate(half report.SalesHalf, id ledger.ChannelID, today, told calendar.Date) []Waiting {
	yesterday := today.AddDays(-1)
	if told.IsZero() {
		told = r.office.Calendar.Previous(today)
	}
	before := told.AddDays(-1)
	return collect(half.Pieces, func(p followup.Piece) bool {
		return p.Lead.Segment.Channel == id && r.late(half, p, yesterday, 2) && !r.late(half, p, before, 2)
	})
}

// late reports whether leads wait and so many times the promised time has gone by
// at the close of a day.
func (r round) late(half report.SalesHalf, p followup.Piece, asOf calendar.Date, times int) bool {
	promise := half.Judging(p.Lead)
	if p.Fate != followup.Open || !promise.Made() {
		return false
	}
	promise.Within *= times
	return !followup.Deadline(promise, r.office, p.Lead).After(r.office.CloseAfter(asOf, 0))
}

// collect adds leads up by segment and day.
func collect(pieces []followup.Piece, wanted func(followup.Piece) bool) (all []Waiting) {
	for _, p := range pieces {
		if !wanted(p) {
			continue
		}
		at := slices.IndexFunc(all, func(w Waiting) bool { return w.Segment == p.Lead.Segment && w.Day == p.Lead.Day })
		if at < 0 {
			all = append(all, Waiting{p.Lead.Segment, p.Lead.Day, p.Lead.Count})
			continue
		}
		all[at].Count += p.Lead.Count
	}
	return all
}
