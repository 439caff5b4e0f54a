package calendar

import "time"

// Before returns the calendar as it was until that instant, without what has
// been declared since.
func (c *Calendar) Before(at time.Time) *Calendar {
	var known []Exception
	for _, e := range c.rule.Exceptions {
		if e.DeclaredAt.Before(at) {
			known = append(known, e)
		}
	}
	return c.with(known)
}

// Declared returns the exceptions that changed what some day from first to last
// weighs, in the order they were declared. Closing a weekend changes nothing.
func (c *Calendar) Declared(first, last Date) []Exception {
	var changing []Exception
	for i, e := range c.rule.Exceptions {
		if c.with(c.rule.Exceptions[:i]).differs(c.with(c.rule.Exceptions[:i+1]), first, last) {
			changing = append(changing, e)
		}
	}
	return changing
}

func (c *Calendar) with(exceptions []Exception) *Calendar {
	rule := c.rule
	rule.Exceptions = exceptions
	return &Calendar{rule, c.country}
}

// differs reports whether a day from first to last weighs more or less by
// another calendar.
func (c *Calendar) differs(other *Calendar, first, last Date) bool {
	for d := first; !d.After(last); d = d.AddDays(1) {
		if c.Weight(d) != other.Weight(d) {
			return true
		}
	}
	return false
}
