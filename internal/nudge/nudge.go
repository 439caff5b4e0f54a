// Package nudge asks people, once at the end of a working day, for the entries
// of the day that are still missing: silence is not zero.
package nudge

import (
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// weeklySilence is how many working days without an entry make a weekly channel
// due; it counts as not reported two later.
const weeklySilence = 5

// Kind is the letter about a person's own channels, at most one a day.
var Kind = recap.Letter("nudge")

// State is what decides of whose entries are missing.
type State struct {
	Days      *calendar.Calendar
	Catalogue ledger.Catalogue
	Plan      sla.Plan // of the day's month
	Reported  map[ledger.ChannelID]calendar.Date
	Absences  ledger.Absences
	Managers  []ledger.Person // who are asked for the channels that somebody left to nobody
}

// Item is one channel without an entry.
type Item struct {
	ledger.Channel
	LastReported calendar.Date // zero when it never was
	Away         bool          // its owner is, or has left: somebody else is asked
}

// Lacking lists the channels without an entry that a person is asked for on a
// day: their own, and those of whoever they stand in for.
func (s State) Lacking(person string, day calendar.Date) []Item {
	var items []Item
	for _, c := range s.Catalogue.Active().Channels {
		switch {
		case !s.lacks(c, day):
		case s.left(c, person):
			last := s.Reported[c.ID]
			c.Owner = c.LeftBy
			items = append(items, Item{c, last, true})
		case c.Owner != "" && s.Absences.StandIn(c.Owner, day) == person:
			items = append(items, Item{c, s.Reported[c.ID], c.Owner != person})
		}
	}
	return items
}

// left reports whether a person is asked for a channel because nobody has taken
// over from whoever left it.
func (s State) left(c ledger.Channel, person string) bool {
	return c.Owner == "" && c.LeftBy != "" && slices.ContainsFunc(s.Managers, func(m ledger.Person) bool { return m.ID == person })
}

// For keeps the items that a person may record: a guest is not asked for more.
func For(p ledger.Person, items []Item) []Item {
	return slices.DeleteFunc(items, func(one Item) bool { return !p.MayRecordFor(one.ID) })
}

// lacks reports whether a channel is due an entry that it has not got, by its
// rhythm. One with dates of its own is due none outside them.
func (s State) lacks(c ledger.Channel, day calendar.Date) bool {
	last := s.Reported[c.ID]
	span, own := s.Plan.Spans[c.ID]
	switch {
	case last == day, !s.Days.Works(day), own && !span.Contains(day):
		return false
	case c.Rhythm == ledger.Occasional:
		return own
	case c.Rhythm == ledger.Weekly:
		since := s.Plan.Covered(c.ID, day.In()).First
		if !last.IsZero() {
			since = last.AddDays(1)
		}
		return s.Days.WorkingDays(since, day) >= weeklySilence
	}
	return true
}
