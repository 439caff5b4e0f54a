package phrase

import (
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// civil is a day as written, its year 0 when left out.
type civil struct{ year, month, day int }

// prefer chooses the year of a day or month written without one.
type prefer int

const (
	latest   prefer = iota // the latest one, today included: what was recorded
	upcoming               // the next one, the running month included: what is declared ahead
	nearest                // the closest one: what is planned, whose months close and never come a year early
)

// resolve gives a written day its year, and reports whether there is such a
// day. 29 February looks for its leap year.
func (c civil) resolve(today calendar.Date, p prefer) (calendar.Date, bool) {
	switch {
	case c.year != 0:
		return c.in(c.year)
	case p == nearest && c.month >= 1 && c.month <= 12:
		return c.in(nearestMonth(today.In(), time.Month(c.month)).Year)
	}
	for step := range 9 {
		year := today.Year + 1 - step
		if p == upcoming {
			year = today.Year - 1 + step
		}
		d, ok := c.in(year)
		if ok && (p == latest && !d.After(today) || p == upcoming && !d.Before(today.In().First())) {
			return d, true
		}
	}
	return calendar.Date{}, false
}

// A month named without its year is at most so many months ahead.
const monthsAhead = 6

// nearestMonth is the month of that name closest to the running one.
func nearestMonth(running calendar.Month, named time.Month) calendar.Month {
	m := calendar.Month{Year: running.Year, Month: named}
	switch {
	case m.After(running.Add(monthsAhead)):
		m.Year--
	case !m.After(running.Add(monthsAhead - 12)):
		m.Year++
	}
	return m
}

func (c civil) in(year int) (calendar.Date, bool) {
	d := calendar.NewDate(year, time.Month(c.month), c.day)
	return d, d.Year == year && int(d.Month) == c.month && d.Day == c.day
}

// written reads 20/11, 20/11/2026, 20/11/26, 20-11-2026, 20.11.2026 and
// 2026-11-20; false when text has none of these shapes.
func written(text string) (civil, bool) {
	mark := strings.IndexAny(text, "/-.")
	if mark <= 0 {
		return civil{}, false
	}
	var n []int
	for part := range strings.SplitSeq(text, text[mark:mark+1]) {
		value, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 || !allDigits(part) {
			return civil{}, false
		}
		n = append(n, value)
	}
	switch {
	case len(n) == 2 && text[mark] == '/' && n[1] < 100:
		return civil{0, n[1], n[0]}, true
	case len(n) == 3 && n[0] > 999:
		return civil{n[0], n[1], n[2]}, true
	case len(n) == 3 && n[2] > 999:
		return civil{n[2], n[1], n[0]}, true
	case len(n) == 3 && n[2] < 100 && text[mark] == '/':
		return civil{2000 + n[2], n[1], n[0]}, true
	}
	return civil{}, false
}
