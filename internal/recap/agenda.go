package recap

import (
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// CatchUp is how late a recap may still be posted, on its own day.
const CatchUp = 12 * time.Hour

// lookBack is how many days of absence are accounted for as missed.
const lookBack = 31

// Agenda is when and where a workspace wants its recaps. It is a value: no
// clock, no timer.
type Agenda struct {
	settings ledger.Settings
	days     *calendar.Calendar
	zone     *time.Location
}

// NewAgenda returns the agenda of a workspace.
func NewAgenda(s ledger.Settings, days *calendar.Calendar) (Agenda, error) {
	zone, err := s.Zone()
	if err != nil {
		return Agenda{}, fmt.Errorf("agenda of the recaps: %w", err)
	}
	return Agenda{s, days, zone}, nil
}

// Scheduled reports whether anything is posted by itself.
func (a Agenda) Scheduled() bool { return len(a.settings.RecapIn) > 0 && !a.settings.RecapPaused }

// On returns the workspace's civil day at an instant.
func (a Agenda) On(t time.Time) calendar.Date { return calendar.On(t, a.zone) }

// WorkingDay returns the nth working day of a month, n from 1.
func (a Agenda) WorkingDay(m calendar.Month, n int) calendar.Date { return a.days.NthWorkingDay(m, n) }

// KindOn returns the recap that day's morning is due, if it is due one. The
// first working day of a month closes the month before and has no other.
func (a Agenda) KindOn(day calendar.Date) (Kind, bool) {
	if !a.days.Works(day) {
		return "", false
	}
	return a.kindFor(day), true
}

// kindFor is the kind of recap that makes sense on a day, worked or not: until
// the month's first working day is over there is nothing to say of the month.
func (a Agenda) kindFor(day calendar.Date) Kind {
	if day.After(a.days.NthWorkingDay(day.In(), 1)) {
		return Daily
	}
	return Closing
}

// DueAt returns the instant at which that day's recap is due, and false for a
// day that the zone skipped altogether, as Samoa did on 30 December 2011.
func (a Agenda) DueAt(day calendar.Date) (time.Time, bool) { return a.At(day, a.settings.RecapAt) }

// At returns the instant of a time on that day, and false for a day that the zone
// skipped.
func (a Agenda) At(day calendar.Date, clock calendar.TimeOfDay) (time.Time, bool) {
	at := day.At(clock, a.zone)
	return at, a.On(at) == day
}

// Days are the workspace's working days.
func (a Agenda) Days() *calendar.Calendar { return a.days }

// cut is what a recap due at that instant counts.
func (a Agenda) cut(dueAt time.Time) report.Cut {
	local := dueAt.In(a.zone)
	return report.RecapCut(a.days, a.settings, a.On(dueAt), calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()})
}

// Next returns when the next recap after now is due; the zero time when nothing
// is scheduled.
func (a Agenda) Next(now time.Time) time.Time {
	return a.first(a.On(now), func(due time.Time) bool { return due.After(now) })
}

// NextAfter returns when the next recap of a later day is due; the zero time
// when nothing is scheduled.
func (a Agenda) NextAfter(day calendar.Date) time.Time {
	return a.first(day.AddDays(1), func(time.Time) bool { return true })
}

func (a Agenda) first(day calendar.Date, good func(due time.Time) bool) time.Time {
	if !a.Scheduled() {
		return time.Time{}
	}
	for range 366 { // a closure of a year is as good as no schedule
		due, exists := a.DueAt(day)
		if exists && a.days.Works(day) && good(due) {
			return due
		}
		day = day.AddDays(1)
	}
	return time.Time{}
}

// pending lists what should exist by now and is not among known: today's posts
// that are due, and those whose time went by unattended.
func (a Agenda) pending(now time.Time, known []Post) []Post {
	if !a.Scheduled() {
		return nil
	}
	var posts []Post
	for _, c := range a.settings.RecapIn {
		for day := a.from(now, c.ID, known); !day.After(a.On(now)); day = day.AddDays(1) {
			if p, ok := a.postOn(day, c.ID, now); ok && !accounted(known, p.Key) {
				posts = append(posts, p)
			}
		}
	}
	return posts
}

// from is the first day whose post is accounted for: none from before the
// schedule was set, nor from before the first post when nobody knows when that
// was.
func (a Agenda) from(now time.Time, conversation string, known []Post) calendar.Date {
	today := a.On(now)
	if since := a.settings.RecapSince; !since.IsZero() {
		return calendar.Later(a.On(since), today.AddDays(-lookBack))
	}
	for _, p := range known {
		if p.Conversation == conversation && p.Day.Before(today) {
			return p.Day
		}
	}
	return today
}

func (a Agenda) postOn(day calendar.Date, conversation string, now time.Time) (Post, bool) {
	kind, worked := a.KindOn(day)
	due, exists := a.DueAt(day)
	if !worked || !exists || due.After(now) || due.Before(a.settings.RecapSince) {
		return Post{}, false
	}
	p := Post{Key: Key{conversation, day, kind}, State: Due, DueAt: due}
	if a.tooLate(p, now) {
		p.State, p.Reason = a.overdue(p)
	}
	return p, true
}

func (a Agenda) tooLate(p Post, now time.Time) bool {
	return now.Sub(p.DueAt) > CatchUp || a.On(now) != p.Day
}

// unwanted says why a due post should not go out any more, or "".
func (a Agenda) unwanted(p Post, now time.Time) (State, string) {
	switch {
	case p.Kind.Corrects(): // the recap says so already, on whatever day it is read
		return "", ""
	case a.tooLate(p, now):
		return a.overdue(p)
	case p.AskedBy != "", p.Kind.Follows(): // the recap it belongs to is posted
		return "", ""
	case a.settings.RecapPaused:
		return Skipped, Paused
	case a.conversation(p.Conversation).ID == "":
		return Skipped, Unscheduled
	}
	return "", ""
}

// conversation finds a scheduled conversation; the zero one when it is not.
func (a Agenda) conversation(id string) ledger.Conversation {
	for _, c := range a.settings.RecapIn {
		if c.ID == id {
			return c
		}
	}
	return ledger.Conversation{}
}

// accounted reports whether the conversation's day has a post, of whatever kind:
// a closure declared since may have made the day another one.
func accounted(posts []Post, key Key) bool {
	for _, p := range posts {
		if p.Conversation == key.Conversation && p.Day == key.Day {
			return true
		}
	}
	return false
}
