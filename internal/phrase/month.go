package phrase

import (
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// month takes the month a line names; the zero Month when it names none. p
// chooses the year of one without.
func (l *line) month(p prefer) calendar.Month {
	for i, it := range l.items {
		switch {
		case it.taken || it.named():
		case isMonth(it):
			l.items[i].taken = true
			year := yearNumber(l.at(i + 1))
			if year > 0 {
				l.items[i+1].taken = true
			}
			return l.monthOf(time.Month(it.n), year, p)
		case it.key == kMonths:
			return l.monthsAway(i)
		default:
			if m, ok := writtenMonth(it.plain); ok && it.key == "" {
				l.items[i].taken = true
				return m
			}
		}
	}
	return calendar.Month{}
}

func (l *line) monthOf(m time.Month, year int, p prefer) calendar.Month {
	running := l.Today.In()
	found := calendar.Month{Year: running.Year, Month: m}
	switch {
	case year > 0:
		found.Year = year
	case p == latest && found.After(running):
		found.Year--
	case p == upcoming && found.Before(running):
		found.Year++
	case p == nearest:
		return nearestMonth(running, m)
	}
	return found
}

// monthsAway reads "ce mois", "le mois dernier", "next month".
func (l *line) monthsAway(i int) calendar.Month {
	l.items[i].taken = true
	for _, at := range []int{i - 1, i + 1} {
		away, ok := map[key]int{kLast: -1, kNext: 1, kThis: 0}[l.at(at).key]
		if ok {
			l.items[at].taken = true
			return l.Today.In().Add(away)
		}
	}
	return l.Today.In()
}

// writtenMonth reads 2026-10 and 10/2026.
func writtenMonth(text string) (calendar.Month, bool) {
	year, month, ok := strings.Cut(text, "-")
	if !ok {
		month, year, ok = strings.Cut(text, "/")
	}
	if !ok || len(year) != 4 || !allDigits(year) || !allDigits(month) || len(month) > 2 {
		return calendar.Month{}, false
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	return calendar.Month{Year: y, Month: time.Month(m)}, m >= 1 && m <= 12 && y > 1999
}
