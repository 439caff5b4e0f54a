package calendar

// How far Next and Previous look for a working day before they give up: two
// years closed means that nobody works here.
const farthest = 731

// Next returns the first working day strictly after d. Where none comes within
// two years it returns the day after d, so that nothing waits for ever.
func (c *Calendar) Next(d Date) Date { return c.walk(d, 1) }

// Previous returns the last working day strictly before d, and like Next the
// day before d where there is none within two years.
func (c *Calendar) Previous(d Date) Date { return c.walk(d, -1) }

func (c *Calendar) walk(from Date, step int) Date {
	d := from.AddDays(step)
	for range farthest {
		if c.Works(d) {
			return d
		}
		d = d.AddDays(step)
	}
	return from.AddDays(step)
}

// NthWorkingDay returns the nth working day counted from the first of m, n from
// 1. Where the month has fewer, the count goes on into the next ones.
func (c *Calendar) NthWorkingDay(m Month, n int) Date {
	d := m.First().AddDays(-1)
	for range max(1, n) {
		d = c.Next(d)
	}
	return d
}

// Closes returns the last day on which month m may still be changed: the
// working day number after of the time that follows it, or its own last day
// when after is 0 (product rule: a month closes at the end of the third working
// day after it).
func (c *Calendar) Closes(m Month, after int) Date {
	if after <= 0 {
		return m.Last()
	}
	return c.NthWorkingDay(m.Add(1), after)
}

// Closed reports whether month m is frozen on the day today.
func (c *Calendar) Closed(m Month, today Date, after int) bool {
	return today.After(c.Closes(m, after))
}
