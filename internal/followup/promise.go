// Package followup is the arithmetic of sales' half of the agreement: of the
// leads that came in, how many were contacted in time, how many wait, and
// whether that is what was promised. It is pure; counts and shares are exact.
package followup

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Unit is what a deadline is counted in.
type Unit string

// The units of a deadline: working hours, or working days.
const (
	Hours Unit = "hours"
	Days  Unit = "days"
)

// Promise is what sales commits to for a channel: Share percent of its leads
// contacted within so many working hours or days. The zero Promise is none.
type Promise struct {
	Share  int // percent, 1 to 100
	Within int
	Unit   Unit
}

// Made reports whether anything is promised.
func (p Promise) Made() bool { return p.Share > 0 }

// Deadline returns the instant by which leads of the batch have to be
// contacted. Days are whole: leads that came in on a day are due when the nth
// working day after it closes. Hours run from the instant a lead came in; of
// leads known by their day alone they become whole days, rounded up, because
// nobody knows when that day they came.
func (p Promise) Deadline(o calendar.Office, b Batch) time.Time {
	switch {
	case p.Unit == Days:
		return o.CloseAfter(b.Day, p.Within)
	case b.At.IsZero():
		return o.CloseAfter(b.Day, o.WholeDays(p.work()))
	}
	return o.After(b.At, p.work())
}

func (p Promise) work() time.Duration { return time.Duration(p.Within) * time.Hour }
