package report

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// LiveCut counts the running month up to the close of yesterday, and today's
// leads apart (product rule: cut-off). On the first of a month nothing has
// elapsed.
func LiveCut(now time.Time, zone *time.Location) Cut {
	today := calendar.On(now, zone)
	return Cut{Month: today.In(), AsOf: today.AddDays(-1), Live: today}
}

// ClosedCut counts up to the close of asOf, in its month.
func ClosedCut(asOf calendar.Date) Cut { return Cut{Month: asOf.In(), AsOf: asOf} }

// RecapCut is what the recap due on that day at that time counts, Since being
// the first day the recap before it did not. A recap due before the end of the
// working day stops at the day before, else at its own. Up to the first working
// day of a month it closes the month before.
func RecapCut(c *calendar.Calendar, s ledger.Settings, day calendar.Date, at calendar.TimeOfDay) Cut {
	cut := ClosedCut(recapAsOf(c, s, day, at))
	cut.Since = recapAsOf(c, s, c.Previous(day), at).AddDays(1)
	if first := cut.Month.First(); cut.Since.Before(first) {
		cut.Since = first
	}
	return cut
}

func recapAsOf(c *calendar.Calendar, s ledger.Settings, day calendar.Date, at calendar.TimeOfDay) calendar.Date {
	switch {
	case !day.After(c.NthWorkingDay(day.In(), 1)):
		return day.In().First().AddDays(-1)
	case at.Before(s.DayEndsAt):
		return day.AddDays(-1)
	}
	return day
}

// days returns the days of the month whose leads are read: up to the cut-off,
// and the running day. There are none when last is before first.
func (c Cut) days() (first, last calendar.Date) {
	first, last = c.Month.First(), c.AsOf
	if c.Live.After(last) {
		last = c.Live
	}
	if end := c.Month.Last(); last.After(end) {
		last = end
	}
	return first, last
}

// whole reports whether the month is over at the cut-off.
func (c Cut) whole() bool { return !c.AsOf.Before(c.Month.Last()) }
