package calendar

import (
	"slices"
	"time"
)

// Exception is a run of days, both included, that do not follow the week and
// the public holidays: a plant closure, a bridge day, or a holiday worked.
type Exception struct {
	ID          int64
	First, Last Date
	Working     bool
	Label       string
	By          string    // Slack user who declared it; "" for the command line
	DeclaredAt  time.Time // zero where nobody knows, as if it had always been so
}

func (e Exception) covers(d Date) bool { return !d.Before(e.First) && !d.After(e.Last) }

// Rule is what a workspace decides of its working days.
type Rule struct {
	Country      string      // ISO 3166-1 alpha-2, whose public holidays are off; empty for none
	Alsace       bool        // Good Friday and 26 December too
	CalendarDays bool        // every day weighs 1 in the elapsed share
	Exceptions   []Exception // in the order they were declared
}

// Calendar says which days a workspace works. It is safe for concurrent use.
type Calendar struct {
	rule    Rule
	country country
}

// New returns the calendar of a rule, or an error naming a country whose
// holidays are not known.
func New(rule Rule) (*Calendar, error) {
	country, err := find(rule.Country)
	if err != nil {
		return nil, err
	}
	return &Calendar{rule, country}, nil
}

// Works reports whether d is a working day: what the last exception covering it
// says, or else neither a weekend nor a public holiday.
func (c *Calendar) Works(d Date) bool {
	if e, found := c.exception(d); found {
		return e.Working
	}
	if day := d.Weekday(); day == time.Saturday || day == time.Sunday {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

// Holiday returns the name of the public holiday on d, in its country's
// language, and whether there is one. It does not look at exceptions: a holiday
// declared worked still has its name.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	if name, ok = c.country.on(d); ok || !c.rule.Alsace {
		return name, ok
	}
	return alsatian(d)
}

// The exception that decides of d, and whether there is one: of several that
// cover the day, the one declared last.
func (c *Calendar) exception(d Date) (Exception, bool) {
	for _, e := range slices.Backward(c.rule.Exceptions) {
		if e.covers(d) {
			return e, true
		}
	}
	return Exception{}, false
}

// Weight is what d counts for in the elapsed share (product rule: elapsed
// share): 1 on working days and 0 otherwise, or 1 on every day where the
// workspace paces itself by calendar days.
func (c *Calendar) Weight(d Date) int {
	if c.rule.CalendarDays || c.Works(d) {
		return 1
	}
	return 0
}

// Elapsed returns the weight of the days from first to last that have ended at
// the close of cutoff, and of all of them. A run without any weight, such as a
// trade show on a weekend, counts its calendar days instead; a run that ends
// before it begins has none at all.
func (c *Calendar) Elapsed(first, last, cutoff Date) (elapsed, all int) {
	for d := first; !d.After(last); d = d.AddDays(1) {
		w := c.Weight(d)
		all += w
		if !d.After(cutoff) {
			elapsed += w
		}
	}
	if all == 0 {
		return span(first, earlier(last, cutoff)), span(first, last)
	}
	return elapsed, all
}

// WorkingDays counts the working days from first to last, both included.
func (c *Calendar) WorkingDays(first, last Date) int {
	n := 0
	for d := first; !d.After(last); d = d.AddDays(1) {
		if c.Works(d) {
			n++
		}
	}
	return n
}

// Counts days, both included; 0 when last is before first.
func span(first, last Date) int { return max(0, first.DaysUntil(last)+1) }

func earlier(a, b Date) Date {
	if a.Before(b) {
		return a
	}
	return b
}
