package calendar

import "time"

// Exception is a run of days, both included, that do not follow the week and
// the public holidays: a plant closure, a bridge day, or a holiday worked.
type Exception struct {
	ID          int64
	First, Last Date
	Working     bool
	Label       string
}

// Rule is what a workspace decides of its working days.
type Rule struct {
	Country      string // ISO 3166-1 alpha-2, whose public holidays are off
	Alsace       bool   // Good Friday and 26 December too
	CalendarDays bool   // every day weighs 1 in the elapsed share
	Exceptions   []Exception
}

// Calendar says which days a workspace works. It is safe for concurrent use.
type Calendar struct {
	rule     Rule
	holidays region
}

// New returns the calendar of a rule, or an error naming a country whose
// holidays are not known.
func New(rule Rule) (*Calendar, error) {
	holidays, err := regionOf(rule.Country, rule.Alsace)
	if err != nil {
		return nil, err
	}
	return &Calendar{rule, holidays}, nil
}

// Works reports whether d is a working day. The latest exception that covers a
// day decides; without one it is off at weekends and on public holidays.
func (c *Calendar) Works(d Date) bool {
	for i := len(c.rule.Exceptions) - 1; i >= 0; i-- {
		if e := c.rule.Exceptions[i]; !d.Before(e.First) && !d.After(e.Last) {
			return e.Working
		}
	}
	if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

// Holiday returns the name, in the country's own language, of the public
// holiday on d, worked or not.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	name, ok = c.holidays.in(d.Year)[d]
	return name, ok
}

// WorkingDays counts the working days from first to last, both included.
func (c *Calendar) WorkingDays(first, last Date) int {
	return count(first, last, c.Works)
}

// Next returns the first working day after d. Where none comes within a year,
// it is the same day a year later.
func (c *Calendar) Next(d Date) Date { return c.step(d, 1) }

// Previous returns the last working day before d, with the same bound.
func (c *Calendar) Previous(d Date) Date { return c.step(d, -1) }

const longestClosure = 366

func (c *Calendar) step(d Date, by int) Date {
	for range longestClosure {
		if d = d.AddDays(by); c.Works(d) {
			break
		}
	}
	return d
}

// NthWorkingDay returns the nth working day from the beginning of m, which
// lies in a later month when m has fewer.
func (c *Calendar) NthWorkingDay(m Month, n int) Date {
	d := m.First().AddDays(-1)
	for range n {
		d = c.Next(d)
	}
	return d
}

// Closes returns the last day on which m may still be changed: the given number
// of working days after its end.
func (c *Calendar) Closes(m Month, after int) Date { return c.NthWorkingDay(m.Add(1), after) }

// Closed reports whether m is frozen on that day.
func (c *Calendar) Closed(m Month, today Date, after int) bool {
	return today.After(c.Closes(m, after))
}

// Weight is what d counts for in an elapsed share: 1 on working days, and on
// every day under the calendar-day rule.
func (c *Calendar) Weight(d Date) int {
	if c.rule.CalendarDays || c.Works(d) {
		return 1
	}
	return 0
}

// Elapsed returns the two integers of an elapsed share: the weight from first
// up to and including cutoff, and that of all days to last. Where every day
// weighs nothing, calendar days count.
func (c *Calendar) Elapsed(first, last, cutoff Date) (elapsed, all int) {
	weighs := func(d Date) bool { return c.Weight(d) > 0 }
	if all = count(first, last, weighs); all == 0 {
		weighs = func(Date) bool { return true }
		all = count(first, last, weighs)
	}
	if cutoff.After(last) {
		cutoff = last
	}
	return count(first, cutoff, weighs), all
}

func count(first, last Date, counts func(Date) bool) (n int) {
	for d := first; !d.After(last); d = d.AddDays(1) {
		if counts(d) {
			n++
		}
	}
	return n
}
