// Package followup is the arithmetic of sales' half of the agreement: of the
// leads that came in, how many were contacted in time, how many wait, and
// whether that is what was promised. It is pure; counts and shares are exact.
package followup

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/sla"
)

// Deadline returns the instant by which leads of the batch have to be contacted
// under a promise. Days are whole: leads that came in on a day are due when the
// nth working day after it closes. Hours run from the instant a lead came in; of
// leads known by their day alone they become whole days, rounded up, because
// nobody knows when that day they came.
func Deadline(p sla.Promise, o calendar.Office, b Batch) time.Time {
	work := time.Duration(p.Within) * time.Hour
	switch {
	case p.Unit == sla.InDays:
		return o.CloseAfter(b.Day, p.Within)
	case b.At.IsZero():
		return o.CloseAfter(b.Day, o.WholeDays(work))
	}
	return o.After(b.At, work)
}
