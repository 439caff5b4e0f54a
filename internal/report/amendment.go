package report

import (
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Up to this working day of the month, changes are the plan itself.
const planningDays = 3

// Amendments returns the changes made to the month's plan and to its working
// days after its third working day, or after both sides had signed it where that
// was earlier, oldest first (product rule: dated assumptions). A plan made from
// nothing later than that is no amendment on the day it was begun. Each change
// is judged by the calendar of its time, so that no closure excuses itself.
// agreedAt is zero for a plan that was never signed, see sla.Signing.
func (r Report) Amendments(c *calendar.Calendar, zone *time.Location, agreedAt time.Time) (late []sla.Change) {
	changes := slices.Concat(r.Changes, daysChanged(c, r.Month))
	slices.SortStableFunc(changes, func(a, b sla.Change) int { return a.At.Compare(b.At) })
	begun, whole := r.begun(zone)
	for _, change := range changes {
		if !amends(change) {
			continue
		}
		settled := c.Before(change.At).NthWorkingDay(r.Month, planningDays)
		if whole {
			settled = calendar.Later(settled, begun)
		}
		signed := !agreedAt.IsZero() && change.At.After(agreedAt)
		if signed || calendar.On(change.At, zone).After(settled) {
			late = append(late, change)
		}
	}
	return late
}

// amends reports whether a change is one of the agreement: the revenue target is
// no promise, and saying again what an earlier month said changes nothing.
func amends(c sla.Change) bool {
	return c.What != sla.TargetChanged && (c.Old != c.New || c.What == sla.DaysClosed || c.What == sla.DaysOpened)
}

// daysChanged are the closures, and the days declared worked, that made a
// month's working days other than they were.
func daysChanged(c *calendar.Calendar, m calendar.Month) (changes []sla.Change) {
	for _, e := range c.Declared(m.First(), m.Last()) {
		change := sla.Change{
			What: sla.DaysClosed, New: e.First.String() + "/" + e.Last.String(),
			Author: e.By, Reason: e.Label, At: e.DeclaredAt,
		}
		if e.Working {
			change.What = sla.DaysOpened
		}
		changes = append(changes, change)
	}
	return changes
}

// begun returns the day of the plan's first commitment where nothing of it is
// carried over from an earlier month.
func (r Report) begun(zone *time.Location) (day calendar.Date, ok bool) {
	made := map[ledger.Segment]bool{}
	for _, change := range r.Changes {
		if change.What == sla.GoalChanged && change.Old == "" {
			made[change.Segment] = true
			if day.IsZero() {
				day = calendar.On(change.At, zone)
			}
		}
	}
	for _, c := range r.Channels {
		for _, s := range c.Segments {
			id := ledger.Segment{Channel: c.Channel.ID, Persona: s.Persona.ID}
			if s.Figures.CommitmentLeads > 0 && !made[id] {
				return day, false
			}
		}
	}
	return day, !day.IsZero()
}
