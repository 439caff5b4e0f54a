package calendar

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
)

// What one more holiday of Alsace and Moselle is called; 26 December is the
// other (law of 1892, kept by the local code of work).
const (
	goodFriday = "Vendredi saint"
	stStephen  = "Saint-Étienne"
)

// A country's public holidays. The zero country has none.
type country struct {
	code     string
	holidays []*cal.Holiday
}

// The years whose holidays are remembered: what books are about. Others are
// computed each time, so that odd days typed by somebody fill no memory.
const firstKept, lastKept = 1990, 2120

type countryYear struct {
	code string
	year int
}

// Remembers the holidays of a country in a year. It is shared by all calendars,
// as a new one is made whenever the settings are read; what it holds depends on
// its key alone and is never changed once stored. The cache of package cal is
// left off: it is kept per calendar and would be lost with it.
var remembered sync.Map // countryYear -> map[Date]string

func (c country) on(d Date) (name string, ok bool) {
	if len(c.holidays) == 0 {
		return "", false
	}
	name, ok = c.year(d.Year)[d]
	return name, ok
}

func (c country) year(year int) map[Date]string {
	key := countryYear{c.code, year}
	if days, ok := remembered.Load(key); ok {
		return days.(map[Date]string)
	}
	days := c.compute(year)
	if year >= firstKept && year <= lastKept {
		remembered.Store(key, days)
	}
	return days
}

// compute lists the days off of a year. A holiday that falls on a weekend may
// be observed on a day of the year before or after.
func (c country) compute(year int) map[Date]string {
	days := make(map[Date]string, len(c.holidays))
	for _, holiday := range c.holidays {
		for y := year - 1; y <= year+1; y++ {
			_, observed := holiday.Calc(y)
			if d := fromTime(observed); !observed.IsZero() && d.Year == year {
				days[d] = holiday.Name
			}
		}
	}
	return days
}

func alsatian(d Date) (name string, ok bool) {
	if d.Month == time.December && d.Day == 26 {
		return stStephen, true
	}
	if actual, _ := aa.GoodFriday.Calc(d.Year); fromTime(actual) == d {
		return goodFriday, true
	}
	return "", false
}
