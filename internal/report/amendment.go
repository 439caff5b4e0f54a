package report

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Up to this working day of the month, changes are the plan itself.
const planningDays = 3

// Amendments returns the changes made to the month's plan after its third
// working day, oldest first (product rule: dated assumptions). A plan made from
// nothing later than that is no amendment on the day it was begun.
func (r Report) Amendments(c *calendar.Calendar, zone *time.Location) (late []sla.Change) {
	settled := c.NthWorkingDay(r.Month, planningDays)
	if begun, ok := r.begun(zone); ok && begun.After(settled) {
		settled = begun
	}
	for _, change := range r.Changes {
		if calendar.On(change.At, zone).After(settled) {
			late = append(late, change)
		}
	}
	return late
}

// Begun returns the day of the plan's first commitment where nothing of it is
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
